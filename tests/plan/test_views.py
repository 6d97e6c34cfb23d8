"""The front pages: of the installation, of a town, of whoever is signed in."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient

from inmeko.accounts.models import Membership
from inmeko.accounts.rules import Licence, Role, Sector
from inmeko.extensions import db
from inmeko.resources.rules.asset import Kind
from tests.builders.people import municipality, organisation
from tests.builders.resources import asset
from tests.queries import count_queries

NOW = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _day(at: Any) -> None:
    at(NOW)


@pytest.fixture
def town(session: Any) -> Any:
    """A town that offers a school and expects a shop."""
    made = municipality(name="Δήμος Δοκιμής", email="info@dokimi.example.org")
    asset(
        made,
        title="Πρώην σχολείο",
        kind=Kind.SCHOOL,
        area_stated=Decimal(240),
        idle_cost=Decimal(4321),
        sectors=[Sector.CARE],
    )
    day = NOW.date() + timedelta(days=40)
    asset(made, title="Κατάστημα της στοάς", kind=Kind.SHOP_OR_OFFICE, available_from=day)
    return made


def page(client: FlaskClient, path: str, language: str = "en") -> str:
    client.set_cookie("language", language)
    answer = client.get(path)
    assert answer.status_code == 200, answer.status
    return answer.get_data(as_text=True)


def test_a_town_shows_what_is_open_what_lies_idle_and_what_comes(
    client: FlaskClient, town: Any
) -> None:
    text = page(client, f"/{town.slug}/")
    assert text.count("<h1") == 1
    for words in ("Open now", "What lies idle, and where", "Coming up", "21 June 2026"):
        assert words in text
    assert "Πρώην σχολείο" in text
    assert "School · 240 m²" in text
    assert "Suits: Care" in text
    assert "Κατάστημα της στοάς" in text
    assert "info@dokimi.example.org" in text


def test_a_town_says_under_which_licence_its_data_are_open(
    client: FlaskClient, town: Any, session: Any
) -> None:
    text = page(client, f"/{town.slug}/")
    assert 'rel="license" href="https://creativecommons.org/licenses/by/4.0/"' in text
    assert 'href="/catalog.jsonld"' in text
    town.licence = Licence.CC0
    session.flush()
    assert "publicdomain/zero/1.0" in page(client, f"/{town.slug}/")
    town.publishes = False
    session.flush()
    assert 'rel="license"' not in page(client, f"/{town.slug}/")


def test_a_town_leads_to_the_search_the_list_and_the_map(client: FlaskClient, town: Any) -> None:
    text = page(client, f"/{town.slug}/")
    assert f'action="/{town.slug}/resources/"' in text
    assert f'href="/{town.slug}/resources/?available=yes"' in text
    assert f'data-url="/{town.slug}/api/resources.geojson?use=idle"' in text
    assert f'data-boundary-url="/{town.slug}/api/boundary.geojson"' in text
    assert f"/{town.slug}/resources/?use=idle&amp;kind=school" in text


def test_the_public_sees_neither_costs_nor_next_steps(client: FlaskClient, town: Any) -> None:
    text = page(client, f"/{town.slug}/")
    assert "4,321" not in text
    assert "standing idle" not in text
    assert "Your next steps" not in text


def test_a_planner_sees_the_cost_and_what_to_do_next(
    client: FlaskClient, town: Any, sign_in: Any
) -> None:
    sign_in(Role.PLANNER, town=town)
    text = page(client, f"/{town.slug}/")
    assert "4,321" in text
    assert "Import a register" in text
    assert "Invite colleagues" not in text


def test_a_planner_of_another_town_is_a_visitor_here(
    client: FlaskClient, town: Any, sign_in: Any
) -> None:
    sign_in(Role.PLANNER, town=municipality())
    text = page(client, f"/{town.slug}/")
    assert "4,321" not in text
    assert "Your next steps" not in text


def test_an_administrator_may_invite_people_from_here(
    client: FlaskClient, town: Any, sign_in: Any
) -> None:
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    assert f'href="/{town.slug}/people"' in page(client, f"/{town.slug}/")


def test_an_empty_town_tells_its_visitors_to_wait(client: FlaskClient, session: Any) -> None:
    text = page(client, f"/{municipality().slug}/")
    assert "The register is still empty" in text
    assert "has not published any asset yet" in text
    assert "Import a register" not in text


def test_an_empty_town_tells_its_planner_what_comes_first(
    client: FlaskClient, session: Any, sign_in: Any
) -> None:
    empty = municipality()
    sign_in(Role.PLANNER, town=empty)
    text = page(client, f"/{empty.slug}/")
    assert "Bring in a register" in text
    assert f'href="/{empty.slug}/resources/new"' in text


def test_a_town_that_does_not_exist_is_not_found(client: FlaskClient, session: Any) -> None:
    assert client.get("/nowhere/").status_code == 404


@pytest.mark.parametrize("number", [3, 30])
def test_a_town_asks_as_often_for_thirty_assets_as_for_three(
    client: FlaskClient, session: Any, number: int
) -> None:
    made = municipality()
    for place in range(number):
        later = NOW.date() + timedelta(days=place)
        asset(made, sectors=[Sector.CARE, Sector.CULTURE], available_from=later)
    path = f"/{made.slug}/"
    session.expire_all()
    with count_queries() as statements:
        page(client, path)
    assert len(statements) == 7


@pytest.mark.parametrize("number", [3, 30])
def test_the_front_page_asks_once_for_all_towns(
    client: FlaskClient, session: Any, number: int
) -> None:
    for _ in range(number):
        asset(municipality())
    session.expire_all()
    with count_queries() as statements:
        page(client, "/")
    assert len(statements) == 1


def test_the_front_page_shows_a_single_town_at_once(client: FlaskClient, town: Any) -> None:
    text = page(client, "/")
    assert text.count("<h1") == 1
    assert f'href="/{town.slug}/"' in text
    assert "What Inmeko is for" in text
    assert 'href="/login"' in text
    assert "Search a municipality" not in text


def test_the_front_page_finds_a_town_among_many(client: FlaskClient, town: Any) -> None:
    others = [municipality().slug for _ in range(6)]
    assert "Search a municipality" in page(client, "/")
    found = page(client, "/?q=δοκιμησ")
    assert f'href="/{town.slug}/"' in found
    assert not any(f'href="/{slug}/"' in found for slug in others)
    assert "No municipality has this name" in page(client, "/?q=Ατλαντίδα")


def test_the_front_page_of_an_empty_site_says_what_comes_first(
    client: FlaskClient, session: Any, sign_in: Any
) -> None:
    assert "No municipality yet" in page(client, "/")
    sign_in(Role.PLATFORM_ADMIN)
    assert 'href="/municipalities"' in page(client, "/")


def test_the_mark_in_the_head_leads_to_the_town(client: FlaskClient, town: Any) -> None:
    assert f'class="head__brand" href="/{town.slug}/"' in page(client, f"/{town.slug}/resources/")
    assert 'class="head__brand" href="/"' in page(client, "/accessibility")


def test_my_things_are_my_towns_and_organisations(
    client: FlaskClient, town: Any, sign_in: Any
) -> None:
    user = sign_in(Role.PLANNER, town=town)
    group = organisation(town)
    db.session.add(Membership(user=user, organisation=group, manages=True))
    db.session.flush()
    text = page(client, "/mine")
    assert "Δήμος Δοκιμής" in text or town.name_en in text
    assert "Planner" in text
    assert group.name in text
    assert "You manage it" in text


def test_whoever_has_nothing_yet_is_shown_the_towns(
    client: FlaskClient, session: Any, sign_in: Any
) -> None:
    sign_in()
    assert "Nothing here yet" in page(client, "/mine")


def test_a_stranger_is_sent_to_sign_in_before_seeing_their_things(
    client: FlaskClient, session: Any
) -> None:
    answer = client.get("/mine")
    assert answer.status_code == 302
    assert "/login" in answer.location
