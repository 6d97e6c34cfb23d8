"""Greek first, the reader's choice remembered, and nobody sent to another site."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from inmeko.web.language import LANGUAGES


def language_of(client: FlaskClient, path: str = "/accessibility") -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    language = answer.text.split('<html lang="', 1)[1][:2]
    assert answer.headers["Content-Language"] == language
    return language


def choose(client: FlaskClient, language: str, back: str = "/accessibility") -> object:
    return client.post("/language", data={"language": language, "next": back})


def test_a_page_is_greek_whatever_the_browser_asks_for(client: FlaskClient) -> None:
    answer = client.get("/accessibility", headers={"Accept-Language": "en-GB,de;q=0.9"})
    assert '<html lang="el"' in answer.text


def test_the_choice_is_remembered_for_a_year(client: FlaskClient) -> None:
    answer = client.post("/language", data={"language": "en", "next": "/accessibility?a=1"})
    assert (answer.status_code, answer.location) == (303, "/accessibility?a=1")
    cookie = answer.headers["Set-Cookie"]
    assert "language=en" in cookie
    assert "Max-Age=31536000" in cookie
    assert "SameSite=Lax" in cookie
    assert language_of(client) == "en"
    choose(client, "el")
    assert language_of(client) == "el"


@pytest.mark.parametrize("language", ["de", "", "en-GB", "<script>"])
def test_a_language_that_we_do_not_speak_is_refused(client: FlaskClient, language: str) -> None:
    answer = client.post("/language", data={"language": language})
    assert answer.status_code == 400
    assert language_of(client) == "el"


def test_a_tampered_cookie_means_greek(client: FlaskClient) -> None:
    client.set_cookie("language", "xx")
    assert language_of(client) == "el"


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example",
        "\\\\elsewhere.example",
        "/\t/elsewhere.example",
        "/\n/elsewhere.example",
        "javascript:alert(1)",
        " //elsewhere.example",
        "",
    ],
)
def test_nobody_is_sent_to_another_site(client: FlaskClient, target: str) -> None:
    answer = client.post("/language", data={"language": "en", "next": target})
    assert answer.status_code == 303
    assert answer.location == "/"


def test_every_language_has_a_catalogue(app: Flask) -> None:
    with app.app_context():
        known = {str(locale) for locale in app.extensions["babel"].instance.list_translations()}
    assert set(LANGUAGES) - {"en"} <= known
