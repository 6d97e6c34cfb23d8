"""The people of a town: list, invite, revoke; and what must not be possible."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from inmeko.accounts import queries
from inmeko.accounts.rules import Role
from inmeko.records import queries as records_queries
from tests.accounts.conftest import Letter
from tests.builders.people import municipality, person
from tests.queries import count_queries


@pytest.fixture
def town(session: Any) -> Any:
    return municipality()


@pytest.fixture
def admin(sign_in: Callable[..., Any], town: Any) -> Any:
    return sign_in(Role.MUNICIPAL_ADMIN, town=town)


def test_an_invited_planner_gets_an_account_a_role_and_a_letter(
    client: FlaskClient, admin: Any, town: Any, letters: list[Letter]
) -> None:
    form = {"email": "New@Example.org", "name": "Νίκος", "role": "planner"}
    answer = client.post(f"/{town.slug}/people/new", data=form)
    assert (answer.status_code, answer.location) == (303, f"/{town.slug}/people")
    user = queries.user_by_email("new@example.org")
    assert user is not None
    assert queries.actor_of(user).has(Role.PLANNER, town.id)
    assert letters[0].to == "new@example.org"
    assert letters[0].path.startswith("/reset/")
    page = client.get(f"/{town.slug}/people").get_data(as_text=True)
    assert "Νίκος" in page


def test_the_link_of_the_invitation_sets_a_first_password(
    client: FlaskClient, admin: Any, town: Any, letters: list[Letter]
) -> None:
    form = {"email": "new@example.org", "name": "Νίκος", "role": "planner"}
    client.post(f"/{town.slug}/people/new", data=form)
    client.post("/logout")
    word = "three words together"
    client.post(letters[0].path, data={"password": word, "password_confirm": word})
    signed = client.post("/login", data={"email": "new@example.org", "password": word})
    assert signed.location == "/"


def test_a_role_is_given_once(client: FlaskClient, admin: Any, town: Any) -> None:
    form = {"email": admin.email, "name": "", "role": "municipal_admin"}
    assert client.post(f"/{town.slug}/people/new", data=form).status_code == 422


def test_a_tampered_role_is_refused(client: FlaskClient, admin: Any, town: Any) -> None:
    form = {"email": "new@example.org", "role": "emperor"}
    assert client.post(f"/{town.slug}/people/new", data=form).status_code == 422
    assert queries.user_by_email("new@example.org") is None


def test_a_municipal_administrator_cannot_make_platform_administrators(
    client: FlaskClient, admin: Any, town: Any
) -> None:
    form = {"email": admin.email, "role": "platform_admin"}
    assert client.post(f"/{town.slug}/people/new", data=form).status_code == 403
    assert client.post("/municipalities/people/new", data=form).status_code == 403
    assert not queries.actor_of(admin).holds(Role.PLATFORM_ADMIN)


def test_a_role_is_taken_away_after_a_question(client: FlaskClient, admin: Any, town: Any) -> None:
    planner = person(Role.PLANNER, town=town)
    path = f"/{town.slug}/people/{planner.grants[0].id}/revoke"
    assert client.get(path).status_code == 200
    assert client.post(path).status_code == 303
    assert queries.actor_of(planner).roles == frozenset()


def test_the_last_administrator_stays(client: FlaskClient, admin: Any, town: Any) -> None:
    path = f"/{town.slug}/people/{admin.grants[0].id}/revoke"
    answer = client.post(path)
    assert answer.status_code == 422
    assert queries.actor_of(admin).has(Role.MUNICIPAL_ADMIN, town.id)


def test_another_towns_role_is_not_found_here(client: FlaskClient, admin: Any, town: Any) -> None:
    other = person(Role.PLANNER, town=municipality())
    path = f"/{town.slug}/people/{other.grants[0].id}/revoke"
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == 404


def test_another_towns_people_are_not_shown(client: FlaskClient, admin: Any, town: Any) -> None:
    other = municipality()
    person(Role.PLANNER, town=other, name="Ξένη Αλλού")
    assert "Ξένη" not in client.get(f"/{town.slug}/people").get_data(as_text=True)
    assert client.get(f"/{other.slug}/people").status_code == 403


@pytest.mark.parametrize("role", [Role.PLANNER, Role.EVALUATOR, Role.CONSULTANT])
def test_other_staff_do_not_manage_people(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any, role: Role
) -> None:
    sign_in(role, town=town)
    assert client.get(f"/{town.slug}/people").status_code == 403


def test_strangers_are_asked_to_sign_in(client: FlaskClient, town: Any) -> None:
    answer = client.get(f"/{town.slug}/people")
    assert answer.location == f"/login?next=/{town.slug}/people"
    assert client.post(f"/{town.slug}/people/new").status_code == 401


def test_the_list_asks_as_often_for_many_as_for_few(
    client: FlaskClient, admin: Any, town: Any
) -> None:
    client.get(f"/{town.slug}/people")
    for _ in range(12):
        person(Role.PLANNER, Role.EVALUATOR, town=town)
    with count_queries() as statements:
        client.get(f"/{town.slug}/people")
    assert len([one for one in statements if one.startswith("SELECT")]) <= 5


def test_deeds_stand_in_the_audit_trail(client: FlaskClient, admin: Any, town: Any) -> None:
    form = {"email": "new@example.org", "name": "Νίκος", "role": "planner"}
    client.post(f"/{town.slug}/people/new", data=form)
    user = queries.user_by_email("new@example.org")
    assert user is not None
    history = records_queries.history("user", user.id)
    assert "role granted" in [entry.deed for entry in history]


def test_the_platform_has_people_of_its_own(
    client: FlaskClient, sign_in: Callable[..., Any]
) -> None:
    sign_in(Role.PLATFORM_ADMIN)
    form = {"email": "second@example.org", "name": "Δεύτερη", "role": "platform_admin"}
    assert client.post("/municipalities/people/new", data=form).status_code == 303
    assert "Δεύτερη" in client.get("/municipalities/people").get_data(as_text=True)
