"""What goes wrong with comments: scripts, floods, another's mail, too late, an answer hidden."""

import json
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import TextComment
from inmeko.consultations.rules.texts import MOST_OF_ONE, MOST_UNCONFIRMED, CommentState
from inmeko.consultations.services import comments, texts
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from tests.builders import texts as made
from tests.builders.people import municipality
from tests.consultations.test_texts import FORM, PATH, comment_path, mails

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(2)> {{ 7*7 }}"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def test_a_script_is_a_text_on_every_page_that_shows_it(client, town, sign_in) -> None:
    text = made.text(town)
    one = made.comment(text, text=SCRIPT, name=SCRIPT[:60], organisation="", named=True)
    comments.reply(made.SOMEBODY, one, SCRIPT)
    texts.make_theme(made.SOMEBODY, text, title=SCRIPT)
    sign_in(Role.PLANNER, town=town)
    base = f"{PATH}/{text.id}"
    for path in (base, f"{base}/desk", f"{base}/report", f"{PATH}/comment/{one.key}/"):
        page = client.get(path).text
        assert "&lt;script&gt;alert(1)" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    answer = client.get(f"/dokimi/api/consultations/{text.id}/comments")
    assert answer.mimetype == "application/json"
    assert json.loads(answer.text)["comments"][0]["text"] == SCRIPT


def test_ten_thousand_comments_of_one_program_stay_few_and_unseen(town) -> None:
    text, kept = made.text(town), 0
    for number in range(60):
        with suppress(RuleError):
            made.comment(text, email="robot@example.org", confirmed=number % 2 == 0)
            kept += 1
    assert kept <= MOST_OF_ONE
    waiting = sa.select(TextComment).where(TextComment.state == CommentState.UNCONFIRMED)
    assert len(db.session.scalars(waiting).all()) <= MOST_UNCONFIRMED


def test_an_honest_neighbour_of_a_flood_reads_the_text_and_keeps_the_words(own_app) -> None:
    with own_app.app_context():
        path = comment_path(made.text(municipality(slug="dokimi")))
        db.session.commit()
    own_app.config["RATELIMIT_ENABLED"] = True
    robot, neighbour = own_app.test_client(), own_app.test_client()
    assert {robot.post(path, data={}).status_code for _ in range(6)} == {422, 429}
    assert neighbour.get(path).status_code == 200
    refused = neighbour.post(path, data={**FORM, "text": "Λόγια <b>γείτονα</b>"})
    assert refused.status_code == 429
    assert "Λόγια &lt;b&gt;γείτονα&lt;/b&gt;" in refused.text
    elsewhere = {"REMOTE_ADDR": "10.1.2.3"}
    assert neighbour.post(path, data=FORM, environ_overrides=elsewhere).status_code == 303


def test_with_anothers_mail_nothing_is_public_and_its_owner_can_delete_it(client, town) -> None:
    text = made.text(town)
    known = made.comment(text, email="maria@example.org")
    first = client.post(comment_path(text), data=FORM)
    other = client.post(comment_path(text), data={**FORM, "email": "nobody@example.org"})
    assert first.location == other.location
    one = db.session.scalars(sa.select(TextComment).where(TextComment.id > known.id)).first()
    assert one.state is CommentState.UNCONFIRMED
    assert FORM["text"] not in client.get(f"{PATH}/{text.id}").text
    assert one.key in mails()[-1]["body"]
    assert known.key not in "".join(mail["body"] for mail in mails())
    assert client.post(f"{PATH}/comment/{one.key}/withdraw").status_code == 303
    assert (one.state, one.email) == (CommentState.WITHDRAWN, "")
    assert "maria@example.org" not in client.get(f"{PATH}/comment/{known.key}/").text


def test_after_the_end_what_was_typed_is_shown_to_be_kept(client, town, at) -> None:
    text = made.text(town)
    at(text.closes_at + timedelta(seconds=1))
    for path in (comment_path(text), f"{PATH}/{text.id}/place"):
        answer = client.post(path, data={**FORM, "place": "Οδός 1", "feature": "0"})
        assert answer.status_code == 422
        assert FORM["text"] in answer.text
        assert 'name="text"' not in answer.text


def test_after_the_end_a_comment_neither_changes_nor_loses_its_words(client, town, at) -> None:
    text = made.text(town)
    one = made.comment(text, text="Πρώτα λόγια.")
    at(text.closes_at + timedelta(seconds=1))
    own = f"{PATH}/comment/{one.key}"
    answer = client.post(f"{own}/edit", data={"text": "Άλλα λόγια."})
    assert answer.status_code == 422
    assert "Άλλα λόγια." in answer.text
    db.session.refresh(one)
    assert one.text == "Πρώτα λόγια."
    assert f"{own}/edit" not in client.get(f"{own}/").text


def test_withdrawing_works_after_the_end_and_twice_is_told(client, town, at) -> None:
    text = made.text(town)
    one = made.comment(text, text="Πρώτα λόγια.")
    comments.reply(made.SOMEBODY, one, "Η απάντηση.")
    at(text.closes_at + timedelta(days=1))
    own = f"{PATH}/comment/{one.key}"
    assert client.post(f"{own}/withdraw").status_code == 303
    page = client.get(f"{PATH}/{text.id}").text
    assert "Πρώτα λόγια." not in page
    assert "Η απάντηση." in page
    assert client.post(f"{own}/withdraw").status_code == 422
    assert client.post(f"{own}/confirm").status_code in (409, 422)


def test_no_deed_of_a_moderator_hides_or_replaces_an_answer(client, town, sign_in) -> None:
    one = made.comment(made.text(town))
    comments.reply(made.SOMEBODY, one, "Η απάντηση.")
    with pytest.raises(ConflictError):
        comments.reply(made.SOMEBODY, one, "")
    sign_in(Role.PLANNER, town=town)
    client.post(f"{PATH}/{one.text_id}/comments/{one.id}/hide", data={"reason": "Λόγος"})
    for path in (f"{PATH}/{one.text_id}", f"{PATH}/{one.text_id}/report"):
        assert "Η απάντηση." in client.get(path).text
    rows = client.get(f"/dokimi/api/consultations/{one.text_id}/comments").json["comments"]
    assert rows[0]["reply"] == "Η απάντηση."
