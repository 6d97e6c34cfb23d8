"""The pure rules of field work: coverage, sharing out, files of stops, reports."""

import json
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import MultiPolygon, box

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules import coverage, reports, round_files, rounds, studies
from inmeko.resources.rules.filters import AssetFilter, read

TOWN = box(23.70, 37.95, 23.80, 38.05)
WEST = box(23.70, 37.95, 23.75, 38.05)
PLACES = st.lists(
    st.none() | st.tuples(st.floats(23.70, 23.80), st.floats(37.95, 38.05)), max_size=20
)


def test_a_town_without_a_boundary_has_no_coverage() -> None:
    assert coverage.covered(None, {1: WEST}) is None


def test_nothing_known_covers_nothing_and_the_whole_town_covers_all() -> None:
    nothing, all_of_it = coverage.covered(TOWN, {}), coverage.covered(TOWN, {1: None})
    assert nothing is not None
    assert all_of_it is not None
    assert (nothing.share, all_of_it.share) == (0, 1)
    assert nothing.town_m2 == pytest.approx(97.4e6, rel=0.01)


def test_outlines_that_overlap_become_one_area() -> None:
    two = '{"type":"MultiPolygon","coordinates":%s}'
    parts = [[[[23.7, 38], [23.72, 38], [23.72, 38.02], [23.7, 38.02], [23.7, 38]]]]
    area = coverage.drawn_area(two % json.dumps(parts))
    assert isinstance(area, MultiPolygon)
    with pytest.raises(RuleError):
        coverage.drawn_area("LINESTRING (23.7 38, 23.8 38)")


@given(PLACES, st.integers(0, 4), st.booleans())
def test_every_stop_is_laid_out_once_with_positions_without_gaps(
    places: list[tuple[float, float] | None], walks: int, start: bool
) -> None:
    laid = rounds.lay_out(places, walks, (23.7, 38.0) if start else None)
    assert sorted(one.stop for one in laid) == list(range(len(places)))
    for walk in {one.walk for one in laid}:
        positions = [one.position for one in laid if one.walk == walk]
        assert sorted(positions) == list(range(1, len(positions) + 1))
    assert all((one.metres is None) == (places[one.stop] is None) for one in laid)


def test_stops_without_a_place_go_to_whoever_has_the_fewest() -> None:
    laid = rounds.lay_out([(23.7, 38.0), (23.71, 38.0), (23.79, 38.0), None, None], 2, None)
    counts = [sum(one.walk == walk for one in laid) for walk in (0, 1)]
    assert sorted(counts) == [2, 3]


def test_a_round_is_overdue_only_while_it_is_open(today) -> None:
    before = today.replace(day=1)
    assert rounds.is_overdue(rounds.RoundState.OPEN, before, today)
    assert not rounds.is_overdue(rounds.RoundState.CLOSED, before, today)
    assert not rounds.is_overdue(rounds.RoundState.OPEN, today, today)
    assert not rounds.is_overdue(rounds.RoundState.OPEN, None, today)


@given(st.text(max_size=60))
def test_any_title_makes_a_gpx_file_that_can_be_read(title: str) -> None:
    stop = round_files.Stop(1, 1, "ΠΟΡ-1", title, title, 23.7, 38.0, 10.0, "", "")
    ElementTree.fromstring(round_files.as_gpx(title, [stop]))


def test_a_walk_of_one_place_has_no_line() -> None:
    stop = round_files.Stop(1, 1, "ΠΟΡ-1", "Σχολείο", "", 23.7, 38.0, 0.0, "", "")
    assert round_files.walk_line([stop]) is None


@pytest.mark.parametrize("link", ["javascript:alert(1)", "ftp://a.gr", "http://", "https://a b"])
def test_a_link_that_leads_nowhere_is_refused(link: str) -> None:
    with pytest.raises(RuleError):
        studies.check_study({"title": "Μελέτη", "link": link}, this_year=2026)


def test_every_reliability_says_what_it_means_and_has_a_colour() -> None:
    for word in studies.Reliability:
        assert studies.RELIABILITY_MEANINGS[word]
        assert studies.RELIABILITY_COLOURS[word]


def test_a_box_around_a_place_reaches_as_far_as_it_says() -> None:
    west, south, east, north = reports.box_around(23.75, 38.0, 300)
    for corner in ((west, 38.0), (east, 38.0), (23.75, south), (23.75, north)):
        assert reports.metres_between((23.75, 38.0), corner) == pytest.approx(300, abs=1)


def test_the_new_parts_of_a_question_survive_the_address(today) -> None:
    wanted = AssetFilter(unvisited_since=today, kept_in=7)
    arguments: dict[str, list[str]] = {}
    for name, value in wanted.arguments():
        arguments.setdefault(name, []).append(value)
    assert read(arguments) == wanted
    assert read({"unvisited_since": ["χθες"], "kept_in": ["99999999999"]}) == AssetFilter()
