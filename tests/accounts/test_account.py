"""One's own account: sign-up, changes, devices, data, deletion."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from inmeko.accounts import queries
from inmeko.accounts.models import Membership, User
from inmeko.accounts.rules import Role
from inmeko.accounts.services import account as deeds
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.records import services as records
from inmeko.records.models import Job
from tests import engines
from tests.accounts.conftest import Letter
from tests.builders.people import municipality, organisation, person


def test_a_group_signs_up_and_in_by_one_link(client: FlaskClient, letters: list[Letter]) -> None:
    form = {"email": "group@example.org", "name": "Ομάδα"}
    answer = client.post("/sign-up", data=form)
    assert answer.location == "/sign-up/sent"
    client.get(letters[0].path)
    page = client.get("/account").get_data(as_text=True)
    assert "group@example.org" in page


def test_signing_up_twice_answers_alike_and_keeps_the_account(
    client: FlaskClient, letters: list[Letter]
) -> None:
    form = {"email": "group@example.org", "name": "Ομάδα"}
    first = client.post("/sign-up", data=form)
    second = client.post("/sign-up", data={**form, "email": "GROUP@example.org", "name": "Άλλη"})
    assert (first.status_code, first.location) == (second.status_code, second.location)
    user = queries.user_by_email("group@example.org")
    assert user is not None
    assert user.name == "Ομάδα"
    assert len(letters) == 2


@pytest.mark.parametrize("email", ["", "no address", "a@", "a@b", "a\n@example.org"])
def test_what_is_no_address_gets_no_account(client: FlaskClient, email: str) -> None:
    assert client.post("/sign-up", data={"email": email, "name": "Α"}).status_code == 422


def test_name_and_language_are_changed(client: FlaskClient, sign_in: Callable[..., Any]) -> None:
    user = sign_in()
    answer = client.post("/account", data={"name": "Ελένη", "language": "en"})
    assert answer.status_code == 303
    assert (user.name, user.language) == ("Ελένη", "en")
    assert client.post("/account", data={"name": "", "language": "en"}).status_code == 422
    assert client.post("/account", data={"name": "Α", "language": "xx"}).status_code == 422


def test_a_device_is_ended_from_another(
    app: Any, client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    user = sign_in()
    other = app.test_client()
    engines.enter(other, user)
    newest = queries.devices(user_id=user.id)[0]
    assert other.get("/account").status_code == 200
    assert client.post(f"/account/devices/{newest.id}/end").status_code == 303
    assert other.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_another_persons_device_is_not_found(
    app: Any, client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    sign_in()
    other = person()
    engines.enter(app.test_client(), other)
    device = queries.devices(user_id=other.id)[0]
    assert client.post(f"/account/devices/{device.id}/end").status_code == 404


def test_own_data_are_handed_out(client: FlaskClient, sign_in: Callable[..., Any]) -> None:
    town = municipality()
    user = sign_in(Role.PLANNER, town=town)
    answer = client.get("/account/data")
    assert "attachment" in answer.headers["Content-Disposition"]
    content = answer.get_json()
    assert content["email"] == user.email
    assert content["roles"][0]["municipality"] == town.slug
    assert "password" in content
    assert "$argon2" not in answer.get_data(as_text=True)


def test_a_deleted_account_leaves_only_its_number(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    town = municipality()
    user = sign_in(Role.PLANNER, town=town)
    body = organisation(town)
    body.memberships.append(Membership(user=user))
    number, email = user.id, user.email
    assert client.get("/account/delete").status_code == 200
    assert client.post("/account/delete").location == "/account/deleted"
    db.session.expire_all()
    left = db.session.get(User, number)
    assert left is not None
    assert (left.name, left.active, left.grants, left.memberships, left.devices) == (
        "",
        False,
        [],
        [],
        [],
    )
    assert queries.user_by_email(email) is None
    assert client.get("/account").status_code == 302


def test_the_last_administrator_cannot_leave(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    town = municipality()
    user = sign_in(Role.MUNICIPAL_ADMIN, town=town)
    answer = client.post("/account/delete")
    assert answer.status_code == 422
    assert town.name in answer.get_data(as_text=True)
    person(Role.MUNICIPAL_ADMIN, town=town)
    assert client.post("/account/delete").status_code == 303
    assert user.deleted_at is not None


def test_the_last_platform_administrator_cannot_leave(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    sign_in(Role.PLATFORM_ADMIN)
    assert client.post("/account/delete").status_code == 422


def test_a_deleted_account_leaves_no_letter_in_the_outbox(
    client: FlaskClient, sign_in: Callable[..., Any], session: Any
) -> None:
    user, other = sign_in(), person()
    records.post_mail(user.email.upper(), "Θέμα", "Κείμενο", municipality_id=None)
    records.post_mail(other.email, "Θέμα", "Κείμενο", municipality_id=None)
    session.flush()
    deeds.delete(Actor(user.id), user)
    left = [job.payload["to"] for job in session.scalars(sa.select(Job))]
    assert left == [other.email]
