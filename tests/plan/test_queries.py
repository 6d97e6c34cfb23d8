"""The numbers of a town, what is newest and what comes next, and the list of all towns."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from inmeko.accounts.rules import Sector
from inmeko.accounts.services.towns import name_key
from inmeko.plan import queries
from inmeko.plan.rules import NEWEST
from inmeko.resources.queries import assets as resources
from inmeko.resources.rules.asset import Kind, Use
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.services.assets import retire
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

TODAY = date(2026, 5, 12)


@pytest.fixture
def town(session: Any) -> Any:
    """A town with a small register."""
    made = municipality()
    asset(made, area_stated=Decimal(100), idle_cost=Decimal(50), sectors=[Sector.CARE])
    asset(made, kind=Kind.PLOT, available_from=TODAY + timedelta(days=1))
    asset(made, kind=Kind.PLOT, use=Use.UNDERUSED, area_stated=Decimal(30), available_from=TODAY)
    asset(made, use=Use.IN_USE, area_stated=Decimal(999), available_from=date(2027, 5, 12))
    asset(made, use=Use.IN_USE, available_from=date(2027, 5, 13))
    retire(PLANNER, asset(made, idle_cost=Decimal(7)), "Κατεδαφίστηκε.")
    asset(municipality())
    return made


def test_the_numbers_count_what_is_in_the_register(town: Any) -> None:
    found = queries.numbers(town.id, TODAY)
    assert (found.total, found.idle, found.underused, found.available) == (5, 2, 1, 2)
    assert found.area == Decimal(130)
    assert found.cost == Decimal(50)
    assert dict(found.idle_kinds) == {Kind.BUILDING: 1, Kind.PLOT: 1}


def test_available_means_what_the_inventorys_filter_means(town: Any) -> None:
    found = queries.numbers(town.id, TODAY)
    assert found.available == resources.count(town.id, AssetFilter(available=True), TODAY)
    assert found.idle == resources.count(town.id, AssetFilter(use=(Use.IDLE,)), TODAY)


def test_the_newest_are_available_today_and_the_last_changed_first(town: Any) -> None:
    rows = queries.newest(town.id, TODAY)
    assert [row.use for row in rows] == [Use.UNDERUSED, Use.IDLE]
    assert rows[1].sectors == [Sector.CARE]


def test_the_newest_are_never_more_than_fit(session: Any) -> None:
    made = municipality()
    for _ in range(NEWEST + 2):
        asset(made)
    assert len(queries.newest(made.id, TODAY)) == NEWEST


def test_what_comes_up_lies_within_twelve_months_and_in_order(town: Any) -> None:
    days = [row.available_from for row in queries.coming(town.id, TODAY)]
    assert days == [TODAY + timedelta(days=1), date(2027, 5, 12)]


def test_a_town_without_assets_has_only_zeros(session: Any) -> None:
    found = queries.numbers(municipality().id, TODAY)
    assert (found.total, found.area, found.cost) == (0, 0, 0)
    assert found.idle_kinds == ()


def named(name: str, **changes: Any) -> Any:
    return municipality(name=name, name_key=name_key(name), **changes)


def test_towns_come_by_name_with_their_counts(session: Any) -> None:
    empty, full = named("Δήμος Ωραίας"), named("Δήμος Άνω Ρέματος")
    asset(full)
    asset(full, use=Use.IN_USE)
    found = queries.towns("", TODAY)
    assert [town.slug for town in found] == [full.slug, empty.slug]
    assert (found[0].assets, found[0].idle, found[0].available) == (2, 1, 1)
    assert (found[1].assets, found[1].idle, found[1].available) == (0, 0, 0)


@pytest.mark.parametrize("asked", ["αγιας", "ΑΓΊΑΣ", "Αγίας Βαρ", "agias", "Δήμος Αγίας", "%"])
def test_a_town_is_found_however_its_name_is_typed(session: Any, asked: str) -> None:
    named("Δήμος Αγίας Βαρβάρας", slug="agias-varvaras", name_en="Municipality of Agia Varvara")
    named("Δήμος Κρήνης")
    found = [town.slug for town in queries.towns(asked, TODAY)]
    assert "agias-varvaras" in found
    assert len(found) == (2 if asked == "%" else 1)


def test_the_list_of_towns_is_one_statement_however_many(session: Any) -> None:
    for number in range(30):
        asset(named(f"Δήμος {number}"))
    with count_queries() as statements:
        assert len(queries.towns("", TODAY)) == 30
    assert len(statements) == 1


def test_a_day_that_begins_in_athens_is_asked_for_by_the_caller(town: Any, at: Any) -> None:
    at(datetime(2026, 5, 12, 21, 30, tzinfo=UTC))
    assert queries.numbers(town.id, TODAY + timedelta(days=1)).available == 3
