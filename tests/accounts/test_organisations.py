"""The organisations of a town: list, register, change, members; and what must not be possible."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from inmeko.accounts import queries
from inmeko.accounts.models import Membership
from inmeko.accounts.rules import Role
from inmeko.kernel.text import search_key
from tests.accounts.conftest import Letter
from tests.builders.people import municipality, organisation, person
from tests.queries import count_queries

FORM = {
    "name": "Σύλλογος Ρέματος",
    "kind": "association",
    "afm": "094259216",
    "sectors": ["culture", "care"],
}


@pytest.fixture
def town(session: Any) -> Any:
    return municipality()


def named(town: Any, name: str) -> Any:
    return organisation(town, name=name, name_key=search_key(name))


def test_an_empty_list_says_so_and_leads_on(client: FlaskClient, town: Any) -> None:
    page = client.get(f"/{town.slug}/organisations").get_data(as_text=True)
    assert f"/{town.slug}/organisations/new" in page


def test_a_search_knows_no_accents_and_no_final_sigma(client: FlaskClient, town: Any) -> None:
    named(town, "Σύλλογος Φίλων του Ρέματος")
    named(town, "Θεατρική ομάδα")
    page = client.get(f"/{town.slug}/organisations?q=ΡΕΜΑΤΟΣ").get_data(as_text=True)
    assert "Φίλων" in page
    assert "Θεατρική" not in page
    nothing = client.get(f"/{town.slug}/organisations?q=xyz%25").get_data(as_text=True)
    assert "Φίλων" not in nothing


def test_a_long_list_comes_in_pages(client: FlaskClient, town: Any) -> None:
    for number in range(queries.PAGE + 3):
        named(town, f"Ομάδα {number:03}")
    first = client.get(f"/{town.slug}/organisations").get_data(as_text=True)
    assert "Ομάδα 049" in first
    assert "Ομάδα 050" not in first
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(following).get_data(as_text=True)
    assert "Ομάδα 050" in second
    assert "Ομάδα 049" not in second


@pytest.mark.parametrize("after", ["x", "-1", "9" * 40, "²", "0"])
def test_a_strange_place_begins_at_the_beginning(
    client: FlaskClient, town: Any, after: str
) -> None:
    assert (
        client.get(f"/{town.slug}/organisations", query_string={"after": after}).status_code == 200
    )


def test_the_list_asks_as_often_for_many_as_for_few(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    sign_in(Role.PLANNER, town=town)
    for number in range(20):
        named(town, f"Ομάδα {number}")
    with count_queries() as statements:
        client.get(f"/{town.slug}/organisations")
    assert len([one for one in statements if one.startswith("SELECT")]) <= 5


def test_a_member_of_the_public_registers_a_group_and_manages_it(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    user = sign_in()
    answer = client.post(f"/{town.slug}/organisations/new", data=FORM)
    assert answer.status_code == 303
    (made,) = queries.organisations(municipality_id=town.id)
    assert (made.afm, made.sectors) == ("094259216", ["culture", "care"])
    assert [(one.user_id, one.manages) for one in made.memberships] == [(user.id, True)]
    page = client.get(answer.location).get_data(as_text=True)
    assert f"/{town.slug}/organisations/{made.id}/edit" in page


def test_what_a_planner_registers_is_not_theirs(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    sign_in(Role.PLANNER, town=town)
    client.post(f"/{town.slug}/organisations/new", data={**FORM, "afm": ""})
    (made,) = queries.organisations(municipality_id=town.id)
    assert (made.memberships, made.afm) == ([], None)


def test_a_wrong_tax_number_stays_in_its_field(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    sign_in()
    answer = client.post(f"/{town.slug}/organisations/new", data={**FORM, "afm": "123456789"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="123456789"' in page
    assert "Σύλλογος Ρέματος" in page
    assert queries.organisations(municipality_id=town.id) == []


@pytest.mark.parametrize(
    "change", [{"kind": "army"}, {"sectors": ["war"]}, {"website": "javascript:alert(1)"}]
)
def test_a_tampered_form_is_refused(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any, change: dict[str, Any]
) -> None:
    sign_in()
    answer = client.post(f"/{town.slug}/organisations/new", data={**FORM, **change})
    assert answer.status_code == 422


def test_another_towns_organisation_is_not_found_here(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    sign_in(Role.PLANNER, town=town)
    foreign = organisation(municipality())
    for path in ("", "/edit", "/members/new", "/members/1/remove"):
        address = f"/{town.slug}/organisations/{foreign.id}{path}"
        assert client.get(address).status_code == 404


def test_another_organisations_member_is_not_found_here(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    sign_in(Role.PLANNER, town=town)
    mine, other = named(town, "Α"), named(town, "Β")
    other.memberships.append(Membership(user=person()))
    client.get("/health")
    path = f"/{town.slug}/organisations/{mine.id}/members/{other.memberships[0].id}/remove"
    assert client.post(path).status_code == 404


def test_only_planners_and_managers_change_an_organisation(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    body = named(town, "Ομάδα")
    user = person()
    body.memberships.append(Membership(user=user))
    sign_in(user=user)
    path = f"/{town.slug}/organisations/{body.id}/edit"
    assert client.get(path).status_code == 403
    body.memberships[0].manages = True
    assert client.get(path).status_code == 200


def test_the_tax_number_is_masked_for_the_public(client: FlaskClient, town: Any) -> None:
    body = organisation(town, afm="094259216")
    page = client.get(f"/{town.slug}/organisations/{body.id}").get_data(as_text=True)
    assert "094259216" not in page
    assert "9216" in page


def test_members_are_invited_by_letter_and_removed(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any, letters: list[Letter]
) -> None:
    sign_in(Role.PLANNER, town=town)
    body = named(town, "Ομάδα")
    path = f"/{town.slug}/organisations/{body.id}/members"
    form = {"email": "member@example.org", "name": "Μέλος"}
    assert client.post(f"{path}/new", data=form).status_code == 303
    assert client.post(f"{path}/new", data=form).status_code == 422
    assert [letter.to for letter in letters] == ["member@example.org"]
    (member,) = body.memberships
    assert client.get(f"{path}/{member.id}/remove").status_code == 200
    assert client.post(f"{path}/{member.id}/remove").status_code == 303
    assert body.memberships == []


def test_the_only_manager_of_several_stays(
    client: FlaskClient, sign_in: Callable[..., Any], town: Any
) -> None:
    body, user = named(town, "Ομάδα"), person()
    other = person()
    body.memberships.append(Membership(user=user, manages=True))
    body.memberships.append(Membership(user=other))
    sign_in(user=user)
    path = f"/{town.slug}/organisations/{body.id}/members/{body.memberships[0].id}/remove"
    assert client.post(path).status_code == 422
