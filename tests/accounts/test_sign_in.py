"""Signing in: by password, link and second step; lockout, devices, languages."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_security.proxies import _security

from inmeko.accounts import queries
from inmeko.accounts.models import User
from inmeko.accounts.rules import Role
from inmeko.accounts.services import signing_in
from inmeko.extensions import db
from tests.accounts.conftest import Letter
from tests.builders.people import municipality, person

EMAIL = "maria@example.org"
PASSWORD = "a long enough word"


@pytest.fixture
def user(session: Any) -> Any:
    return signing_in.create_user(email=EMAIL, name="Μαρία", password=PASSWORD)


def by_password(client: FlaskClient, password: str = PASSWORD, **more: Any) -> Any:
    return client.post("/login", data={"email": EMAIL, "password": password}, **more)


def seen(answer: Any) -> str:
    """A page without the tokens that differ each time."""
    return re.sub(r'name="csrf_token" value="[^"]*"', "", answer.get_data(as_text=True))


def give_app(user: Any) -> str:
    secret = _security.totp_factory.generate_totp_secret()
    signing_in.datastore.tf_set(user, "authenticator", totp_secret=secret)
    return secret


def test_the_right_password_signs_in_and_makes_a_device(client: FlaskClient, user: Any) -> None:
    response = by_password(client, headers={"User-Agent": "Firefox on Windows"})
    assert (response.status_code, response.location) == (302, "/")
    assert [device.name for device in queries.devices(user_id=user.id)] == ["Firefox, Windows"]
    assert client.get("/account").status_code == 200


def test_signing_in_leads_to_the_page_that_was_asked_for(client: FlaskClient, user: Any) -> None:
    asked = client.get("/account")
    assert asked.location == "/login?next=/account"
    answer = client.post(asked.location, data={"email": EMAIL, "password": PASSWORD})
    assert answer.location == "/account"


@pytest.mark.parametrize("path", ["/login", "/us-signin"])
@pytest.mark.parametrize("known", [True, False])
def test_a_refusal_costs_a_stranger_as_much_as_the_owner_of_an_account(
    client: FlaskClient, user: Any, monkeypatch: pytest.MonkeyPatch, path: str, known: bool
) -> None:
    hashed: list[str] = []
    assert user.password
    for deed in ("hash", "verify"):
        whole = getattr(_security.pwd_context, deed)

        def spy(*words: Any, whole: Any = whole, **more: Any) -> Any:
            hashed.append("hashed")
            return whole(*words, **more)

        monkeypatch.setattr(_security.pwd_context, deed, spy)
    address = EMAIL if known else "nobody@example.org"
    words = {"password": "wrong words", "passcode": "wrong words"}
    client.post(path, data={"email": address, "identity": address, **words})
    assert len(hashed) == 1


def test_no_sign_in_leads_to_another_site(client: FlaskClient, user: Any) -> None:
    answer = client.post(
        "/login?next=https://evil.example/", data={"email": EMAIL, "password": PASSWORD}
    )
    assert "evil" not in (answer.location or "")


def test_a_failed_sign_in_speaks_greek(client: FlaskClient, user: Any) -> None:
    page = by_password(client, "wrong").get_data(as_text=True)
    assert "Η σύνδεση απέτυχε" in page
    assert "κλειδωμένος για 15 λεπτά" in page


def test_a_failed_sign_in_speaks_english_where_that_was_chosen(
    client: FlaskClient, user: Any
) -> None:
    client.set_cookie("language", "en")
    assert "Sign-in failed" in by_password(client, "wrong").get_data(as_text=True)


def test_the_answer_does_not_say_whether_there_is_an_account(
    client: FlaskClient, user: Any
) -> None:
    known = seen(by_password(client, "wrong"))
    stranger = client.post("/login", data={"email": "xxxxx@example.org", "password": "wrong"})
    assert known.replace(EMAIL, "xxxxx@example.org") == seen(stranger)


def test_ten_failures_lock_the_account_for_a_quarter_of_an_hour(
    client: FlaskClient, user: Any, at: Callable[[datetime], None]
) -> None:
    start = datetime(2026, 5, 12, 9, tzinfo=UTC)
    at(start)
    failed = [by_password(client, "wrong") for _ in range(10)][-1]
    assert user.locked_until == start + timedelta(minutes=15)
    at(start + timedelta(minutes=14, seconds=59))
    locked = by_password(client)
    assert seen(locked) == seen(failed)
    at(start + timedelta(minutes=15))
    assert by_password(client).status_code == 302
    assert (user.locked_until, user.failed_sign_ins) == (None, 0)


def test_a_failure_is_counted_although_its_answer_is_rolled_back(
    client: FlaskClient, user: Any
) -> None:
    answer = client.post("/login", json={"email": EMAIL, "password": "wrong"})
    assert answer.status_code == 400
    db.session.refresh(user)
    assert user.failed_sign_ins == 1


def test_failures_are_really_kept(own_app: Flask) -> None:
    signing_in.create_user(email=EMAIL, password=PASSWORD)
    db.session.commit()
    for _ in range(3):
        by_password(own_app.test_client(), "wrong")
    db.session.expire_all()
    assert db.session.query(User).one().failed_sign_ins == 3


def test_an_emailed_link_signs_in(client: FlaskClient, user: Any, letters: list[Letter]) -> None:
    sent = client.post("/us-signin/send-code", data={"identity": EMAIL, "chosen_method": "email"})
    assert "Αν υπάρχει λογαριασμός" in sent.get_data(as_text=True)
    assert letters[0].to == EMAIL
    assert client.get(letters[0].path).status_code == 302
    assert client.get("/account").status_code == 200


def test_a_wrong_link_signs_nobody_in_and_is_counted(client: FlaskClient, user: Any) -> None:
    client.get(f"/us-verify-link?id={user.fs_uniquifier}&code=000000")
    assert client.get("/account").status_code == 302
    assert user.failed_sign_ins == 1


def test_whoever_has_an_app_is_asked_for_its_code_after_password_and_link(
    client: FlaskClient, user: Any, letters: list[Letter]
) -> None:
    secret = give_app(user)
    assert by_password(client).location.startswith("/tf-validate")
    assert client.get("/account").status_code == 302
    client.post("/us-signin/send-code", data={"identity": EMAIL, "chosen_method": "email"})
    assert client.get(letters[-1].path).location.startswith("/tf-validate")
    code = _security.totp_factory.generate_totp_password(secret)
    client.post("/tf-validate", data={"code": code})
    assert client.get("/account").status_code == 200


def test_a_new_password_is_set_by_an_emailed_link(
    client: FlaskClient, user: Any, letters: list[Letter]
) -> None:
    client.post("/reset", data={"email": EMAIL})
    path = letters[0].path
    assert client.get(path).status_code == 200
    new = "three words together"
    client.post(path, data={"password": new, "password_confirm": new})
    assert by_password(client).status_code == 200
    assert by_password(client, new).status_code == 302


def test_a_short_password_is_refused_in_greek(
    client: FlaskClient, user: Any, letters: list[Letter]
) -> None:
    client.post("/reset", data={"email": EMAIL})
    short = {"password": "short", "password_confirm": "short"}
    page = client.post(letters[0].path, data=short).get_data(as_text=True)
    assert "τουλάχιστον 10 χαρακτήρες" in page


def test_a_device_that_was_ended_is_signed_out_at_its_next_request(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    user = sign_in()
    assert client.get("/account").status_code == 200
    for device in queries.devices(user_id=user.id):
        signing_in.end_device(device)
    assert client.get("/account").location == "/login?next=/account"


def test_signing_out_ends_the_device(client: FlaskClient, sign_in: Callable[..., Any]) -> None:
    user = sign_in()
    assert client.post("/logout").status_code == 302
    assert queries.devices(user_id=user.id) == []


def test_the_language_of_the_account_is_spoken(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    sign_in(user=person(language="en"))
    assert "My account" in client.get("/account").get_data(as_text=True)


@pytest.mark.parametrize(
    "path", ["/login", "/us-signin", "/reset", "/wan-signin", "/sign-up", "/sign-up/sent"]
)
def test_pages_before_signing_in_work(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/account",
        "/account/second-factor",
        "/account/delete",
        "/change",
        "/tf-setup",
        "/wan-register",
        "/us-setup",
        "/us-verify",
        "/mf-recovery-codes",
    ],
)
def test_pages_of_the_account_work(
    client: FlaskClient, sign_in: Callable[..., Any], path: str
) -> None:
    sign_in()
    assert client.get(path).status_code == 200


def test_the_app_is_set_up_with_its_first_code(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    user = sign_in()
    page = client.post("/tf-setup", data={"setup": "authenticator"}).get_data(as_text=True)
    assert "data:image/svg+xml" in page
    action = page.split('action="/tf-setup/')[1].split('"')[0]
    state = _security.tf_setup_serializer.loads(action)
    code = _security.totp_factory.generate_totp_password(state["totp_secret"])
    done = client.post(f"/tf-setup/{action}", data={"code": code})
    assert done.location == "/account"
    assert queries.has_second_factor(user)


def test_staff_without_a_second_factor_are_led_to_it_where_the_town_asks(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    town = municipality(second_factor_required=True)
    user = sign_in(Role.MUNICIPAL_ADMIN, town=town)
    path = f"/{town.slug}/people"
    assert client.get(path).location == f"/account/second-factor?next={path}"
    assert client.get(f"/{town.slug}/organisations").status_code == 200
    give_app(user)
    assert client.get(path).status_code == 200


def test_a_sensitive_page_asks_again_after_an_hour(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    town = municipality()
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    with client.session_transaction() as browser:
        browser["fs_paa"] -= 3601
    path = f"/{town.slug}/people"
    assert client.get(path).location == f"/us-verify?next={path}"
