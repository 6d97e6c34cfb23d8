"""Questions to the inventory, on both engines."""

import base64
import json
from datetime import date
from decimal import Decimal

import pytest
from shapely.geometry import Point, box

from inmeko.accounts.rules import Sector
from inmeko.kernel.errors import NotFoundError
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets as queries
from inmeko.resources.rules.asset import Kind, Use
from inmeko.resources.rules.filters import AssetFilter, Placing, Sort, Standing, read_cursor
from inmeko.resources.services import assets as services
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset


def titles(town, wanted, today, at=None):
    return [row.title for row in queries.page(town.id, wanted, today, at).rows]


@pytest.mark.parametrize(
    "words",
    ["Σφαγείο", "ΣΦΑΓΕΙΟ", "σφαγειο", "σφαγ", "σφαγείο παλαιό", "ΠΑΛΑΙO"],
    ids=["small", "capitals", "no accents", "beginning", "two words", "latin O"],
)
def test_words_are_found_however_they_are_typed(session, today, words):
    town = municipality()
    asset(town)
    asset(town, title="Δημοτικό κοιμητήριο")
    assert titles(town, AssetFilter(q=words), today) == ["Παλαιό σφαγείο"]


def test_a_final_sigma_and_a_sign_of_units_are_letters_like_others(session, today):
    town = municipality()
    asset(town, title="Χώρος ∆ημοτικού Κινηματογράφου 120 µ")
    assert titles(town, AssetFilter(q="χωρος δημοτικου 120 μ"), today)
    assert titles(town, AssetFilter(q="ΧΩΡΟΣ"), today)


def test_only_the_assets_of_the_town_are_found(session, today):
    town, other = municipality(), municipality()
    foreign = asset(other)
    assert titles(town, AssetFilter(), today) == []
    with pytest.raises(NotFoundError):
        queries.asset(municipality=town.slug, asset_id=foreign.id)


def test_filters_narrow_together(session, today):
    town = municipality()
    asset(town, title="Α", kind=Kind.PLOT, use=Use.IDLE, sectors=[Sector.CARE])
    asset(town, title="Β", kind=Kind.PLOT, use=Use.IN_USE, sectors=[Sector.CARE])
    asset(town, title="Γ", kind=Kind.SCHOOL, use=Use.IDLE, geometry=None)
    assert titles(town, AssetFilter(kind=(Kind.PLOT,)), today) == ["Α", "Β"]
    wanted = AssetFilter(kind=(Kind.PLOT, Kind.SCHOOL), use=(Use.IDLE,))
    assert titles(town, wanted, today) == ["Α", "Γ"]
    assert titles(town, AssetFilter(sector=(Sector.CARE, Sector.CULTURE)), today) == ["Α", "Β"]
    assert titles(town, AssetFilter(placing=Placing.UNPLACED), today) == ["Γ"]
    assert titles(town, AssetFilter(placing=Placing.PLACED), today) == ["Α", "Β"]


def test_available_means_not_in_use_and_free_by_today(session, today):
    town = municipality()
    asset(town, title="Ελεύθερο")
    asset(town, title="Ελεύθερο από σήμερα", available_from=today)
    asset(town, title="Ελεύθερο αύριο", available_from=date(2026, 5, 13))
    asset(town, title="Σε χρήση", use=Use.IN_USE)
    expected = ["Ελεύθερο", "Ελεύθερο από σήμερα"]
    assert titles(town, AssetFilter(available=True), today) == expected


def test_retired_assets_stand_apart(session, today):
    town = municipality()
    services.retire(PLANNER, asset(town), "Πωλήθηκε")
    assert titles(town, AssetFilter(), today) == []
    assert len(titles(town, AssetFilter(standing=Standing.RETIRED), today)) == 1
    assert len(titles(town, AssetFilter(standing=Standing.ALL), today)) == 1


def test_area_is_the_stated_one_or_else_the_computed(session, today):
    town = municipality()
    asset(town, title="Δηλωμένο", area_stated=Decimal(50))
    asset(town, title="Μετρημένο", geometry=box(23.75, 38.0, 23.751, 38.001))
    asset(town, title="Άγνωστο")
    assert titles(town, AssetFilter(min_area=Decimal(1)), today) == ["Δηλωμένο", "Μετρημένο"]
    assert titles(town, AssetFilter(max_area=Decimal(60)), today) == ["Δηλωμένο"]


@pytest.mark.parametrize("sort", list(Sort))
def test_pages_hold_every_row_once_forwards_and_back(session, today, sort, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    town = municipality()
    for number in range(8):
        area = Decimal(number % 3) + 1
        asset(town, title=f"Χώρος {number % 2}", area_stated=area)
    wanted, seen, at = AssetFilter(sort=sort), [], None
    pages = []
    while True:
        page = queries.page(town.id, wanted, today, at)
        pages.append([row.id for row in page.rows])
        seen += pages[-1]
        if page.next is None:
            break
        at = read_cursor(page.next.encode())
    assert len(seen) == len(set(seen)) == 8
    back = queries.page(town.id, wanted, today, page.previous)
    assert [row.id for row in back.rows] == pages[-2]
    first = queries.page(town.id, wanted, today, back.previous)
    assert [row.id for row in first.rows] == pages[0]
    assert first.previous is None


NOWHERE = [
    ("title", ["α", 99999999999999999999, False]),
    ("title", ["\ud800", 1, False]),
    ("title", ["\0", 1, False]),
    ("title", ["α", 1e400, False]),
    ("newest", ["0001-01-01T00:00:00+14:00", 1, False]),
    ("newest", ["9999-12-31T23:59:59-14:00", 1, True]),
    ("largest", ["NaN", 1, False]),
    ("largest", ["α", 1, False]),
]


@pytest.mark.parametrize(("sort", "place"), NOWHERE)
def test_a_place_that_no_page_gave_breaks_nothing(client, session, sort, place):
    asset(town := municipality())
    at = base64.urlsafe_b64encode(json.dumps(place).encode()).decode()
    page = client.get(f"/{town.slug}/resources/", query_string={"sort": sort, "at": at})
    assert page.status_code in {200, 404}


def test_a_map_gets_what_its_box_touches(session, today):
    town = municipality()
    inside = asset(town, geometry=Point(23.71, 37.96))
    asset(town, geometry=Point(23.79, 38.04))
    asset(town, geometry=None)
    rows = queries.features(town.id, AssetFilter(), today, (23.70, 37.95, 23.72, 37.97))
    assert [row.id for row in rows] == [inside.id]
    assert '"Point"' in rows[0].shape


def test_counts_speak_of_the_register_of_today(session, today):
    town = municipality()
    asset(town, kind=Kind.PLOT)
    asset(town, kind=Kind.PLOT)
    services.retire(PLANNER, asset(town, kind=Kind.SCHOOL), "Πωλήθηκε")
    assert queries.counts(town.id, Asset.kind) == {Kind.PLOT: 2}


def test_everything_comes_in_batches(session, today, monkeypatch):
    monkeypatch.setattr(queries, "BATCH", 2)
    town = municipality()
    codes = {asset(town).code for _ in range(5)}
    assert {row.code for row in queries.everything(town.id, AssetFilter(), today)} == codes
