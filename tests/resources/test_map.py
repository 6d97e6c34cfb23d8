"""The map at scale: its counts are the filter's at every zoom, and right after every deed."""

import json
import random
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from shapely.geometry import Point, box

from inmeko.accounts.rules import Sector
from inmeko.extensions import db, kept
from inmeko.extensions.kept import keeper
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets as queries
from inmeko.resources.queries import clusters
from inmeko.resources.rules.asset import Condition, Kind, Use
from inmeko.resources.rules.clusters import MOST, bearable, gathered
from inmeko.resources.rules.filters import AssetFilter, Placing, Standing
from inmeko.resources.services import assets as deeds
from tests.builders.imports import attica, bring
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

WORLD = (-180.0, -85.0, 180.0, 85.0)
TOWN = (23.6, 37.9, 23.9, 38.1)
FILTERS = [
    AssetFilter(),
    AssetFilter(use=(Use.IDLE,)),
    AssetFilter(kind=(Kind.PLOT, Kind.SCHOOL)),
    AssetFilter(condition=(Condition.RUIN,)),
    AssetFilter(available=True),
    AssetFilter(min_area=Decimal(100)),
    AssetFilter(max_area=Decimal(100)),
    AssetFilter(sector=(Sector.CARE,)),
    AssetFilter(q="χωρος 1"),
    AssetFilter(standing=Standing.RETIRED),
    AssetFilter(standing=Standing.ALL, use=(Use.IN_USE,)),
    AssetFilter(placing=Placing.PLACED),
    AssetFilter(placing=Placing.UNPLACED),
]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look at the marks of changes every time."""
    monkeypatch.setattr(kept, "PATIENCE", 0)


def many(town: Any, number: int) -> None:
    """Assets of all kinds strewn over a town, some without a place, some retired."""
    dice = random.Random(7)
    for place in range(number):
        x, y = 23.7 + dice.random() / 10, 37.95 + dice.random() / 10
        made = asset(
            town,
            title=f"Χώρος {place}",
            kind=dice.choice([Kind.PLOT, Kind.SCHOOL, Kind.BUILDING]),
            use=dice.choice(list(Use)),
            condition=dice.choice(list(Condition)),
            area_stated=Decimal(dice.randrange(1, 200)),
            available_from=date(2026, 5, 13) if place % 5 == 0 else None,
            sectors=[Sector.CARE] if place % 3 == 0 else [],
            geometry=None if place % 11 == 0 else Point(round(x, 6), round(y, 6)),
        )
        if place % 7 == 0:
            deeds.retire(PLANNER, made, "Πωλήθηκε")


def counted(town: Any, wanted: AssetFilter, today: date, zoom: int = 9) -> tuple[int, int]:
    """How many assets the clusters of a zoom hold, and how many of them idle."""
    found = clusters.view(town and town.id, wanted, today, WORLD, zoom)
    marks = gathered(found, zoom)
    assert sum(mark.found for mark in marks) == sum(cell.found for cell in found)
    return sum(mark.found for mark in marks), sum(mark.idle for mark in marks)


@pytest.mark.parametrize("wanted", FILTERS, ids=lambda wanted: repr(wanted.arguments()))
def test_clusters_of_every_zoom_hold_what_the_filter_finds(
    session: Any, today: date, wanted: AssetFilter
) -> None:
    town, other = municipality(), municipality()
    many(town, 60)
    many(other, 9)
    placed = wanted.placing or Placing.PLACED
    expected = clusters.count(town.id, wanted, today) if placed is Placing.PLACED else 0
    idle = [row.use for row in queries.features(town.id, wanted, today, None)].count(Use.IDLE)
    for zoom in range(20):
        assert counted(town, wanted, today, zoom) == (expected, idle)
        everywhere = counted(None, wanted, today, zoom)[0]
        assert everywhere == clusters.count(None, wanted, today)
        assert everywhere == expected + clusters.count(other.id, wanted, today)


def test_a_cluster_lies_among_its_assets(session: Any, today: date) -> None:
    town = municipality()
    for x in (23.71, 23.7101, 23.7102):
        asset(town, geometry=Point(x, 38.0))
    alone = asset(town, geometry=box(23.78, 38.0, 23.781, 38.001))
    marks = clusters.view(town.id, AssetFilter(), today, TOWN, 12)
    pair = next(mark for mark in marks if mark.found == 3)
    assert (pair.x, pair.y) == pytest.approx((23.7101, 38.0))
    assert (pair.west, pair.east) == pytest.approx((23.71, 23.7102))
    [one] = [mark for mark in marks if mark.found == 1]
    assert one.first == alone.id
    assert (one.x, one.y) == pytest.approx((23.7805, 38.0005))


def test_every_deed_is_seen_at_once(session: Any, today: date) -> None:
    town, seen = municipality(), []
    asset(town)

    def look() -> None:
        seen.append((counted(town, AssetFilter(), today), counted(None, AssetFilter(), today)))
        assert seen[-1][0] == seen[-1][1]

    look()
    one = asset(town)
    look()
    deeds.amend(PLANNER, one, {"use": Use.IN_USE}, version=one.version)
    look()
    deeds.retire(PLANNER, one, "Πωλήθηκε")
    look()
    deeds.restore(PLANNER, one)
    look()
    deeds.amend(PLANNER, one, {"geometry": None}, version=one.version)
    look()
    db.session.execute(sa.delete(Asset).where(Asset.id == one.id))
    look()
    assert [town for town, _all in seen] == [(1, 1), (2, 2), (2, 1), (1, 1), (2, 1), (1, 1), (1, 1)]


def test_an_import_is_on_the_map(session: Any, today: date) -> None:
    town = municipality()
    assert counted(town, AssetFilter(), today) == (0, 0)
    bring(town, attica(40))
    assert counted(town, AssetFilter(), today)[0] == 40


def test_a_change_leaves_one_mark_for_its_town(own_app: Flask, today: date) -> None:
    town, other = municipality(), municipality()
    asset(other)
    db.session.commit()
    before = {place.id: keeper().stamp(place.id) for place in (town, other)}
    both = keeper().stamp(None)
    bring(town, attica(30))
    db.session.commit()
    assert keeper().stamp(town.id) != before[town.id]
    assert keeper().stamp(other.id) == before[other.id]
    assert keeper().stamp(None) != both
    rows = db.session.execute(sa.text("SELECT municipality_id FROM map_changes")).all()
    assert sorted(row[0] for row in rows) == sorted([town.id, other.id])


def test_what_is_kept_costs_no_question_but_the_marks(own_app: Flask, today: date) -> None:
    town = municipality()
    many(town, 20)
    db.session.commit()
    counted(town, AssetFilter(), today)
    with count_queries() as statements:
        counted(town, AssetFilter(use=(Use.IDLE,)), today)
        counted(town, AssetFilter(), today)
    assert all("map_changes" in one for one in statements)


def test_no_answer_holds_more_marks_than_a_map_bears() -> None:
    for zoom in range(20):
        assert bearable(TOWN, zoom) <= zoom
    assert bearable(WORLD, 19) <= 7
    assert MOST < 3000


def test_far_off_the_answer_is_clusters_and_near_by_the_assets(client: Any) -> None:
    town = municipality()
    for number in range(5):
        asset(town, geometry=Point(23.75 + number / 10_000, 38.0), use=Use.IDLE)
    asset(town, title="Οικόπεδο", geometry=box(23.7, 38.0, 23.7004, 38.0004))
    address = f"/{town.slug}/api/resources.geojson"
    far = client.get(f"{address}?zoom=12&bbox=23.6,37.9,23.9,38.1").json
    assert far["count"] == 6
    [cluster] = [one for one in far["features"] if "count" in one["properties"]]
    assert cluster["properties"]["count"] == cluster["properties"]["idle"] == 5
    [alone] = [one for one in far["features"] if "count" not in one["properties"]]
    assert alone["properties"]["title"] == "Οικόπεδο"
    assert alone["geometry"]["type"] == "Point"
    near = client.get(f"{address}?zoom=17&bbox=23.6,37.9,23.9,38.1").json
    assert len(near["features"]) == 6
    assert {one["geometry"]["type"] for one in near["features"]} == {"Point", "Polygon"}


@pytest.mark.parametrize("zoom", ["-1", "x", "999", "1.5"])
def test_a_zoom_that_is_none_is_left_out(client: Any, zoom: str) -> None:
    town = municipality()
    asset(town)
    found = client.get(f"/{town.slug}/api/resources.geojson?zoom={zoom}").json
    assert found["features"][0]["properties"]["title"]


def test_a_planner_sees_an_edit_whatever_others_are_shown(
    client: Any, sign_in: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "PATIENCE", 3600)
    town = municipality()
    asset(town)
    sign_in("planner", town=town)
    address = f"/{town.slug}/api/resources.geojson?zoom=5&bbox=23.6,37.9,23.9,38.1"
    assert client.get(address).json["count"] == 1
    asset(town)
    assert client.get(address).json["count"] == 2


def test_the_country_lists_what_its_map_shows(client: Any) -> None:
    one, other = municipality(name="Δήμος Άλφα"), municipality(name="Δήμος Βήτα")
    asset(one, use=Use.IN_USE)
    asset(other, use=Use.IN_USE)
    page = client.get("/map/?use=in_use").get_data(as_text=True)
    assert page.index("Δήμος Άλφα") < page.index("Δήμος Βήτα")
    assert f"/{other.slug}/resources/?use=in_use" in page
    found = client.get("/map/resources.geojson?zoom=6&use=in_use").json
    with_place = clusters.count(None, AssetFilter(use=(Use.IN_USE,)), date(2026, 5, 12))
    assert found["count"] == with_place
    outlines = client.get("/map/boundaries.geojson").json["features"]
    assert len(outlines) == 2


def test_a_list_may_follow_the_map(client: Any) -> None:
    town = municipality()
    asset(town, title="Μέσα", geometry=Point(23.71, 38.0))
    asset(town, title="Έξω", geometry=Point(23.79, 38.0))
    page = client.get(f"/{town.slug}/resources/?box=23.70,37.99,23.72,38.01").get_data(as_text=True)
    assert "Μέσα" in page
    assert "Έξω" not in page
    assert 'data-box="23.7,37.99,23.72,38.01"' in page
    # The map itself is not narrowed by what it shows.
    [address] = re.findall(r'data-url="([^"]+)"', page)
    assert "box" not in address


def test_the_map_in_one_file_asks_nobody(client: Any) -> None:
    town = municipality()
    asset(town, title="Παλαιό <script>")
    asset(town, geometry=box(23.7, 38.0, 23.7004, 38.0004))
    answer = client.get(f"/{town.slug}/api/resources/map.html?use=idle")
    page = answer.get_data(as_text=True)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert not re.findall(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=[\"'](?!data:)", page)
    assert "url(images" not in page
    assert "markerClusterGroup" in page
    assert "Παλαιό" in page
    assert '<script>"' not in page


def test_a_file_beyond_what_a_browser_bears_is_refused_with_a_sentence(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    town = municipality()
    many(town, 12)
    monkeypatch.setattr(queries, "MAP_LIMIT", 2)
    monkeypatch.setattr("inmeko.resources.queries.assets.MAP_LIMIT", 2)
    monkeypatch.setattr("inmeko.resources.api.mapfiles.MOST", 5)
    answer = client.get(f"/{town.slug}/api/resources/map.html?standing=all")
    assert answer.status_code == 422
    assert "5" in json.dumps(answer.json)
    assert client.get(f"/{town.slug}/api/resources/map.html?kind=energy_site").status_code == 200
