"""The chooser as a page: questions in the address, answers with their articles."""

from flask.testing import FlaskClient


def test_the_questions_stand_alone_at_first(client: FlaskClient) -> None:
    page = client.get("/coops/choose")
    assert page.status_code == 200
    assert 'name="founders"' in page.text
    assert 'id="forms"' not in page.text


def test_answers_narrow_the_forms_and_name_the_article(client: FlaskClient) -> None:
    page = client.get("/coops/choose?founders=6&vulnerable=3")
    assert page.status_code == 200
    assert "ν. 4430/2016 άρ. 15†" in page.text
    assert "χρειάζονται τουλάχιστον 7" in page.text
    assert 'value="6"' in page.text


def test_a_number_that_makes_no_sense_gets_its_sentence(client: FlaskClient) -> None:
    page = client.get("/coops/choose?founders=minus")
    assert page.status_code == 422
    assert 'value="minus"' in page.text
    assert 'id="forms"' not in page.text


def test_a_stranger_word_in_the_address_is_refused_in_words(client: FlaskClient) -> None:
    assert client.get("/coops/choose?field=gold").status_code == 422
