"""Rounds of visits: chosen, shared out, walked, followed and closed, on both engines."""

import csv
import io
from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest
from shapely.geometry import Point

from inmeko.accounts.rules import Role
from inmeko.kernel.errors import RuleError
from inmeko.records.queries import history
from inmeko.resources.models import RoundStop
from inmeko.resources.queries import rounds as queries
from inmeko.resources.rules.asset import Kind, Use
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.services import rounds as services
from tests.builders.fieldwork import round_of
from tests.builders.people import municipality, person
from tests.builders.resources import PLANNER, asset
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
BRIEF = {"title": "Αυτοψίες Μαΐου", "minutes_a_stop": "10", "due_on": "2026-06-30"}


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def street(town, number, y=38.0):
    """Assets along a street, from west to east."""
    return [asset(town, geometry=Point(23.71 + i / 1000, y)) for i in range(number)]


def test_a_planner_makes_a_round_of_what_a_question_finds(client, town, sign_in):
    street(town, 3)
    asset(town, use=Use.IN_USE, geometry=Point(23.75, 38.0))
    walker = person(Role.EVALUATOR, town=town)
    sign_in(Role.PLANNER, town=town)
    page = client.get("/dokimi/resources/rounds/new?use=idle")
    assert "3" in page.text
    data = {**BRIEF, "people": [walker.id], "start": "POINT (23.70 38.0)"}
    answer = client.post("/dokimi/resources/rounds/new?use=idle", data=data)
    assert answer.status_code == 303
    [(made, progress)] = queries.rounds(municipality_id=town.id)
    assert (progress.stops, progress.left, made.due_on) == (3, 3, date(2026, 6, 30))
    assert made.chosen_by == {"question": [["use", "idle"]], "area": None}
    stops = queries.stops(made)
    assert [one.stop.position for one in stops] == [1, 2, 3]
    assert [one.place[0] for one in stops] == pytest.approx([23.71, 23.711, 23.712])
    assert stops[0].stop.metres == pytest.approx(878, abs=3)
    assert {one.stop.walker_id for one in stops} == {walker.id}
    assert [deed.deed for deed in history("round", made.id)] == ["recorded"]


def test_a_drawn_area_chooses_what_lies_in_it(client, town, sign_in):
    inside, _outside = asset(town, geometry=Point(23.71, 38.0)), street(town, 1, y=38.04)
    # In the box of the triangle, yet not in the triangle.
    asset(town, geometry=Point(23.729, 38.019))
    sign_in(Role.PLANNER, town=town)
    area = "POLYGON ((23.70 37.99, 23.73 37.99, 23.70 38.02, 23.70 37.99))"
    query = {"area": area}
    answer = client.post("/dokimi/resources/rounds/new", query_string=query, data=BRIEF)
    assert answer.status_code == 303
    [(made, _progress)] = queries.rounds(municipality_id=town.id)
    assert [one.stop.asset_id for one in queries.stops(made)] == [inside.id]
    refused = client.get("/dokimi/resources/rounds/new", query_string={"area": "κύκλος"})
    assert refused.status_code == 422


def test_only_what_nobody_has_visited_since_a_day_is_chosen(client, town, sign_in, session):
    old, new, never = street(town, 3)
    old.visited_on, new.visited_on = date(2024, 1, 1), date(2026, 5, 1)
    session.flush()
    sign_in(Role.PLANNER, town=town)
    path = "/dokimi/resources/rounds/new?unvisited_since=2026-01-01"
    assert client.post(path, data=BRIEF).status_code == 303
    [(made, _progress)] = queries.rounds(municipality_id=town.id)
    assert {one.stop.asset_id for one in queries.stops(made)} == {old.id, never.id}
    assert "01" in client.get("/dokimi/resources/?unvisited_since=2026-01-01").text


def test_more_stops_than_anybody_walks_are_refused_with_a_sentence(town, monkeypatch):
    monkeypatch.setattr("inmeko.resources.rules.rounds.LARGEST_ROUND", 2)
    with pytest.raises(RuleError, match="at most 2 stops"):
        round_of(town, street(town, 3))
    with pytest.raises(RuleError, match="nothing to visit"):
        round_of(town, [])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"due_on": "2026-05-01"}, "due_on"),
        ({"minutes_a_stop": "0"}, "minutes_a_stop"),
        ({"start": "πουθενά"}, "start"),
    ],
)
def test_a_round_that_makes_no_sense_is_refused_under_its_field(
    client, town, sign_in, changes, field
):
    street(town, 1)
    sign_in(Role.PLANNER, town=town)
    answer = client.post("/dokimi/resources/rounds/new", data={**BRIEF, **changes})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert queries.rounds(municipality_id=town.id) == []


def test_a_round_is_given_to_people_of_the_town_only(town):
    stranger = person(Role.PLANNER, town=municipality())
    with pytest.raises(RuleError):
        round_of(town, street(town, 1), stranger)
    twice = person(Role.PLANNER, town=town)
    with pytest.raises(RuleError):
        round_of(town, street(town, 1), twice, twice)


def test_each_person_gets_a_neighbourhood(town):
    one, other = person(Role.PLANNER, town=town), person(Role.CONSULTANT, town=town)
    west = [asset(town, geometry=Point(23.71 + i / 10_000, 38.0)) for i in range(4)]
    east = [asset(town, geometry=Point(23.79 + i / 10_000, 38.0)) for i in range(4)]
    made = round_of(town, [*west, *east], one, other)
    given = {
        user: {s.stop.asset_id for s in queries.stops(made, walker_id=user.id)}
        for user in (one, other)
    }
    assert given == {one: {a.id for a in west}, other: {a.id for a in east}}


def test_equipment_is_visited_where_it_is_kept_and_what_has_no_place_comes_last(town, session):
    house = asset(town, geometry=Point(23.75, 38.0))
    kept = asset(town, kind=Kind.VEHICLE, geometry=None, original_crs=None)
    kept.kept_at_id = house.id
    lost = asset(town, kind=Kind.EQUIPMENT, geometry=None, original_crs=None)
    session.flush()
    found = queries.chosen(town.id, AssetFilter(), None, NOON.date())
    places = {one.id: one.place for one in found}
    assert places[kept.id] == places[house.id] == (23.75, 38.0)
    made = services.make(PLANNER, town.id, services.Brief("Γύρος"), found, [], {})
    stops = queries.stops(made)
    assert stops[-1].stop.asset_id == lost.id
    assert stops[-1].stop.metres is None


def test_the_walker_sees_the_own_stops_with_the_way_there(client, town, sign_in):
    walker, other = person(Role.EVALUATOR, town=town), person(Role.PLANNER, town=town)
    stops = [*street(town, 2), *street(town, 2, y=38.04)]
    made = round_of(town, stops, walker, other)
    sign_in(user=walker)
    page = client.get(f"/dokimi/resources/rounds/{made.id}/walk").text
    mine = {one.stop.asset_id for one in queries.stops(made, walker_id=walker.id)}
    assert len(mine) == 2
    for one in stops:
        assert (f"visits/new?asset={one.id}" in page) == (one.id in mine)
    assert "geo:38.0" in page
    assert client.get("/dokimi/resources/rounds").text.count("Αυτοψίες Μαΐου") == 1


def test_a_stop_is_left_out_with_a_reason_and_taken_up_again(client, town, sign_in):
    walker = person(Role.EVALUATOR, town=town)
    made = round_of(town, street(town, 2), walker)
    [first, _second] = queries.stops(made)
    sign_in(user=walker)
    path = f"/dokimi/resources/rounds/{made.id}/stops/{first.stop.id}"
    assert client.post(f"{path}/skip", data={"reason": ""}).status_code == 422
    assert client.post(f"{path}/skip", data={"reason": "Κλειδωμένο"}).status_code == 303
    assert (queries.progress(made).skipped, queries.progress(made).left) == (1, 1)
    assert client.post(f"{path}/take-up").status_code == 303
    assert queries.progress(made).left == 2


def test_progress_follows_the_visits(town):
    made = round_of(town, street(town, 2))
    [first, second] = [one.stop for one in queries.stops(made)]
    services.mark_visited(first, NOON)
    services.mark_visited(first, datetime(2026, 5, 13, tzinfo=UTC))
    assert first.visited_at == NOON
    services.skip(PLANNER, second, "Κατεδαφίστηκε")
    services.mark_visited(second, NOON)
    found = queries.progress(made)
    assert (found.visited, found.skipped, found.left, found.done) == (2, 0, 0, 2)
    with pytest.raises(RuleError):
        services.skip(PLANNER, first, "Αργά")


def test_what_remains_is_shared_out_anew_and_what_is_done_stays(client, town, sign_in):
    one, other = person(Role.PLANNER, town=town), person(Role.EVALUATOR, town=town)
    made = round_of(town, street(town, 4), one)
    done = queries.stops(made)[0].stop
    services.mark_visited(done, NOON)
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    path = f"/dokimi/resources/rounds/{made.id}/share"
    assert client.get(path).status_code == 200
    assert client.post(path, data={"people": [other.id]}).status_code == 303
    found = queries.stops(made)
    assert [s.stop.walker_id for s in found if s.open] == [other.id] * 3
    assert (done.walker_id, done.visited_at) == (one.id, NOON)
    assert [member.user_id for member in made.members] == [other.id]


def test_a_round_is_closed_and_opened_again(client, town, sign_in):
    made = round_of(town, street(town, 1))
    stop = queries.stops(made)[0].stop
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/rounds/{made.id}"
    assert client.get(f"{path}/close").status_code == 200
    assert client.post(f"{path}/close").status_code == 303
    assert client.post(f"{path}/close").status_code == 422
    assert queries.rounds(municipality_id=town.id) == []
    assert "Αυτοψίες" in client.get("/dokimi/resources/rounds?closed=1").text
    assert client.post(f"{path}/stops/{stop.id}/skip", data={"reason": "x"}).status_code == 422
    assert client.post(f"{path}/reopen").status_code == 303
    assert len(queries.rounds(municipality_id=town.id)) == 1


def test_a_late_round_is_called_overdue(client, town, sign_in, at):
    made = round_of(town, street(town, 1), due_on=date(2026, 5, 12))
    sign_in(Role.PLANNER, town=town)
    assert "tag--bad" not in client.get(f"/dokimi/resources/rounds/{made.id}").text
    at(datetime(2026, 5, 13, 9, tzinfo=UTC))
    assert "tag--bad" in client.get(f"/dokimi/resources/rounds/{made.id}").text
    assert "tag--bad" in client.get("/dokimi/resources/rounds").text


def test_stops_are_taken_along_as_files_without_names(client, town, sign_in):
    walker = person(Role.PLANNER, town=town, name="Ξένη Δοκιμή")
    made = round_of(town, [*street(town, 2), asset(town, title="=1+1", geometry=None)], walker)
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/rounds/{made.id}/stops"
    gpx = client.get(f"{path}.gpx")
    points = ElementTree.fromstring(gpx.text).findall(".//{*}rtept")
    assert [point.get("lon") for point in points] == ["23.710000", "23.711000"]
    rows = list(csv.DictReader(io.StringIO(client.get(f"{path}.csv").text[1:]), delimiter=";"))
    assert [row["position"] for row in rows] == ["1", "2", "3"]
    assert rows[2]["title"] == "'=1+1"
    found = client.get(f"{path}.geojson").json["features"]
    assert [one["geometry"] and one["geometry"]["type"] for one in found] == [
        "Point",
        "Point",
        None,
        "LineString",
    ]
    assert client.get(f"/dokimi/resources/rounds/{made.id}/sheet").status_code == 200
    for form in ("gpx", "csv", "geojson"):
        answer = client.get(f"{path}.{form}")
        assert "Ξένη" not in answer.text
        assert f"-{made.id}.{form}" in answer.headers["Content-Disposition"]
    api = client.get(f"/dokimi/api/rounds/{made.id}.geojson").json["features"]
    assert {one["geometry"]["type"] for one in api} == {"LineString", "Point"}


def test_who_does_not_walk_a_round_does_not_see_it(client, town, sign_in):
    walker = person(Role.EVALUATOR, town=town)
    made = round_of(town, street(town, 1), walker)
    path = f"/dokimi/resources/rounds/{made.id}"
    assert client.get(path).status_code == 302
    sign_in(Role.EVALUATOR, town=town)
    assert client.get(path).status_code == 403
    assert client.get(f"{path}/stops.csv").status_code == 403
    assert client.get(f"{path}/share").status_code == 403
    assert client.get("/dokimi/resources/rounds/new").status_code == 403
    assert "Αυτοψίες" not in client.get("/dokimi/resources/rounds").text


def test_a_consultant_follows_and_changes_nothing(client, town, sign_in):
    made = round_of(town, street(town, 1))
    sign_in(Role.CONSULTANT, town=town)
    path = f"/dokimi/resources/rounds/{made.id}"
    assert client.get(path).status_code == 200
    assert client.get(f"{path}/walk").status_code == 403
    assert client.post(f"{path}/close").status_code == 403


def test_who_lost_the_role_walks_no_more(client, town, sign_in, session):
    walker = person(Role.EVALUATOR, town=town)
    made = round_of(town, street(town, 1), walker)
    walker.grants = []
    session.flush()
    sign_in(user=walker)
    assert client.get(f"/dokimi/resources/rounds/{made.id}/walk").status_code == 403


def test_a_round_of_another_town_is_not_found_here(client, town, sign_in):
    elsewhere = municipality()
    foreign = round_of(elsewhere, [asset(elsewhere)])
    stop = queries.stops(foreign)[0].stop
    sign_in(Role.PLANNER, town=town)
    path = f"/dokimi/resources/rounds/{foreign.id}"
    for part in ("", "/walk", "/share", f"/stops/{stop.id}/skip", "/stops.gpx"):
        assert client.get(f"{path}{part}").status_code == 404


def test_pages_of_a_round_ask_the_same_number_of_questions(client, town, sign_in, session):
    small, large = round_of(town, street(town, 1)), round_of(town, street(town, 30))
    sign_in(Role.PLANNER, town=town)
    client.get("/dokimi/resources/rounds")
    counted = []
    for made in (small, large):
        with count_queries() as asked:
            for part in ("", "/walk", "/sheet"):
                assert client.get(f"/dokimi/resources/rounds/{made.id}{part}").status_code == 200
        counted.append(len(asked))
    assert counted[0] == counted[1]
    with count_queries() as few:
        client.get("/dokimi/resources/rounds")
    for _ in range(5):
        round_of(town, street(town, 1), person(Role.PLANNER, town=town))
    with count_queries() as many:
        client.get("/dokimi/resources/rounds")
    assert len(many) <= len(few) + 1
    assert session.query(RoundStop).count() == 36
