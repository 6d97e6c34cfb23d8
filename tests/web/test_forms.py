"""What people type is trimmed, and a refusal stands under the field it concerns."""

from flask.testing import FlaskClient


def test_blanks_at_the_edges_are_taken_away_before_other_filters(visitor: FlaskClient) -> None:
    data = visitor.post("/planted/form/a", data={"word": "  λέξη \n"}).json["data"]
    assert data["word"] == "ΛΈΞΗ"


def test_a_password_is_left_as_it_was_typed(visitor: FlaskClient) -> None:
    data = visitor.post("/planted/form/a", data={"word": "x", "password": " two words "}).json
    assert data["data"]["password"] == " two words "


def test_a_refusal_stands_under_its_field(visitor: FlaskClient) -> None:
    answer = visitor.post("/planted/form/a?field=word", data={"word": "x"})
    assert answer.status_code == 422
    assert answer.json["word"] == ["The word X is taken"]
    assert answer.json["form"] == []


def test_a_refusal_without_a_field_stands_over_the_form(visitor: FlaskClient) -> None:
    for query in ("", "?field=no_such_field"):
        answer = visitor.post(f"/planted/form/a{query}", data={"word": "x"})
        assert answer.json["form"] == ["The word X is taken"]
        assert answer.json["word"] == []


def test_nothing_typed_is_lost(visitor: FlaskClient) -> None:
    answer = visitor.post("/planted/form/a?field=word", data={"word": "x"})
    assert answer.json["data"]["word"] == "X"


def test_a_form_without_its_token_is_refused(visitor: FlaskClient) -> None:
    visitor.application.config["WTF_CSRF_ENABLED"] = True
    assert visitor.post("/planted/form/a", data={"word": "x"}).status_code == 400
