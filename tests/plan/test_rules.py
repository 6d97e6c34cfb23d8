"""The invented municipality is the same every time, well formed, and in good Greek."""

import hashlib
import json
import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
import shapely

from inmeko.accounts.rules import OrganisationKind, Role
from inmeko.kernel.geo import area_m2, check_geometry
from inmeko.kernel.identifiers import is_afm, is_kaek, is_phone, is_postcode
from inmeko.kernel.text import slug
from inmeko.plan.rules import demo_people, horizon, spoken_phone
from inmeko.plan.rules.demo_assets import PATTERNS, assets, counts
from inmeko.plan.rules.demo_copies import DISTRICT, moved, shifts
from inmeko.plan.rules.demo_patterns import SHARES
from inmeko.plan.rules.demo_places import LARGE, SMALL, DemoTown, boundary, outline
from inmeko.resources.rules.asset import FIELD, Kind, Use, check_asset
from inmeko.resources.rules.plain import plain

DAY = date(2026, 5, 12)
# Changes only when somebody means to change the demo.
DIGEST = "dd5220e5f284f2b9"


@pytest.fixture(scope="module")
def register() -> list[dict[str, Any]]:
    """The register of the demo municipality on a fixed day."""
    return list(assets(SMALL, 400, DAY))


def digest(values: list[dict[str, Any]]) -> str:
    text = json.dumps([plain(asset) for asset in values], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def test_the_register_is_the_same_every_time(register: list[dict[str, Any]]) -> None:
    assert digest(register) == digest(list(assets(SMALL, 400, DAY)))
    assert digest([{**asset, "geometry": None} for asset in register]) == DIGEST


def test_another_day_moves_only_the_days_of_availability(register: list[dict[str, Any]]) -> None:
    later = list(assets(SMALL, 400, DAY + timedelta(days=100)))
    for now, then in zip(register, later, strict=True):
        assert {**now, "available_from": None} == {**then, "available_from": None}
        if now["available_from"]:
            assert then["available_from"] - now["available_from"] == timedelta(days=100)


def test_there_are_four_hundred_assets_of_all_kinds(register: list[dict[str, Any]]) -> None:
    assert Counter(asset["kind"] for asset in register) == SHARES
    assert sum(SHARES.values()) == 400
    assert set(SHARES) == set(Kind) == set(PATTERNS)


@pytest.mark.parametrize("number", [1, 7, 399, 1000])
def test_the_kinds_of_any_number_add_up(number: int) -> None:
    assert sum(counts(number).values()) == number


def test_every_asset_is_one_the_register_accepts(register: list[dict[str, Any]]) -> None:
    for asset in register:
        check_asset(asset, this_year=2026)
        assert set(asset) <= set(FIELD)


@pytest.mark.parametrize("town", [SMALL, LARGE])
def test_every_shape_is_valid_and_inside_the_border(town: DemoTown) -> None:
    border = boundary(town)
    placed = [asset["geometry"] for asset in assets(town, 400, DAY) if asset["geometry"]]
    assert len(placed) > 350
    for shape in placed:
        assert check_geometry(shape) == shape
        assert border.contains(shape)


def test_points_lines_and_areas_are_there_in_both_systems(
    register: list[dict[str, Any]],
) -> None:
    shapes = Counter(asset["geometry"].geom_type for asset in register if asset["geometry"])
    assert set(shapes) == {"Point", "LineString", "Polygon"}
    systems = Counter(asset["original_crs"] for asset in register)
    assert systems[2100] > 100
    assert systems[4326] > 100


def test_stated_areas_of_land_differ_a_little_from_the_computed_ones(
    register: list[dict[str, Any]],
) -> None:
    pairs = [
        (float(asset["area_stated"]), area_m2(asset["geometry"]))
        for asset in register
        if asset["area_stated"] and asset["geometry"].geom_type == "Polygon"
    ]
    assert len(pairs) > 80
    assert all(computed and abs(stated / computed - 1) < 0.06 for stated, computed in pairs)


def test_the_border_has_the_area_it_promises() -> None:
    assert outline(SMALL).is_valid
    assert outline(SMALL).area / 1e6 == pytest.approx(SMALL.km2, rel=0.001)


def test_plots_keep_off_one_another(register: list[dict[str, Any]]) -> None:
    plots = [asset["geometry"] for asset in register if asset["kind"] is Kind.FARMLAND]
    for place, plot in enumerate(plots):
        assert not any(plot.intersects(other) for other in plots[place + 1 :])


def test_numbers_are_well_formed_and_belong_to_nobody(register: list[dict[str, Any]]) -> None:
    codes = [asset["kaek"] for asset in register if asset["kaek"]]
    assert len(codes) > 150
    assert all(is_kaek(code) and code.startswith("99") for code in codes)
    assert all(is_postcode(asset["postcode"]) for asset in register if asset["postcode"])
    assert all(re.fullmatch("[0-9]{11}", asset["atak"]) for asset in register if asset["atak"])
    assert all(is_phone(town.phone) for town in (SMALL, LARGE))


def test_every_text_is_finished_greek(register: list[dict[str, Any]]) -> None:
    for asset in register:
        texts = [asset[name] for name in ("title", "description", "address", "notes")]
        assert asset["title"]
        assert asset["description"].endswith(".")
        for text in texts:
            assert not re.search(r"[{}]|TODO|lorem|\s{2}|,\s*,|None", text), text


def test_titles_tell_the_assets_apart(register: list[dict[str, Any]]) -> None:
    titles = Counter(asset["title"] for asset in register)
    assert max(titles.values()) == 1


def test_what_comes_up_is_still_in_use_and_comes_within_a_year(
    register: list[dict[str, Any]],
) -> None:
    coming = [a for a in register if a["available_from"] and a["available_from"] > DAY]
    assert len(coming) > 20
    assert all(a["use"] in {Use.IN_USE, Use.UNDERUSED} for a in coming)
    assert all(a["available_from"] <= horizon(DAY) for a in coming)


def test_what_is_in_use_costs_nothing_by_standing_idle(register: list[dict[str, Any]]) -> None:
    assert not any(a["idle_cost"] for a in register if a["use"] is Use.IN_USE)
    assert sum(1 for a in register if a["idle_cost"]) > 150


def test_every_role_and_kind_of_organisation_is_there() -> None:
    assert {account.role for account in demo_people.ACCOUNTS} == {*Role, None}
    kinds = Counter(body.kind for body in demo_people.ORGANISATIONS)
    assert set(kinds) == set(OrganisationKind)


def test_every_tax_number_is_valid_and_nobodys() -> None:
    numbers = [body.afm for body in demo_people.ORGANISATIONS if body.afm]
    assert len(numbers) == len(set(numbers)) >= 9
    assert all(is_afm(number) and number.startswith("0000") for number in numbers)


def test_accounts_live_at_an_address_that_cannot_exist() -> None:
    assert all(account.email.endswith("@example.org") for account in demo_people.ACCOUNTS)
    assert all(len(account.password) >= 12 for account in demo_people.ACCOUNTS)


@pytest.mark.parametrize("town", [SMALL, LARGE])
def test_the_address_of_a_town_follows_from_its_name(town: DemoTown) -> None:
    nominative = town.settlements[0].name
    assert slug(nominative) == town.slug
    assert town.settlements[0].of in town.name


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 5, 12), date(2027, 5, 12)),
        (date(2026, 12, 31), date(2027, 12, 31)),
        (date(2028, 2, 29), date(2029, 2, 28)),
    ],
)
def test_a_year_ahead_is_the_same_day_of_the_next(today: date, last: date) -> None:
    assert horizon(today) == last


@pytest.mark.parametrize(
    ("number", "spoken"),
    [
        ("+302444000000", "+30 2444 000000"),
        ("+306900000000", "+30 690 0000000"),
        ("+35722000000", "+35722000000"),
        ("", ""),
    ],
)
def test_a_number_is_shown_in_groups(number: str, spoken: str) -> None:
    assert spoken_phone(number) == spoken


def test_the_copies_of_a_district_stay_inside_the_large_town() -> None:
    border = boundary(LARGE)
    district = list(assets(DISTRICT, 100, DAY))
    assert len(shifts()) >= 12
    for shift in shifts():
        for place in moved(district, shift):
            assert place.wkt is None or border.contains(shapely.from_wkt(place.wkt))


def test_a_copy_without_a_shift_is_the_asset_itself() -> None:
    district = list(assets(DISTRICT, 100, DAY))
    for asset, place in zip(district, moved(district, (0, 0)), strict=True):
        if asset["geometry"] is not None and place.wkt is not None:
            assert asset["geometry"].equals_exact(shapely.from_wkt(place.wkt), 1e-6)
            computed = area_m2(asset["geometry"])
            assert computed is None or float(place.area or 0) == pytest.approx(computed, rel=1e-3)
