"""The order of a walk: every stop once, never longer than given, no shorter by turning a part."""

import random
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.resources.rules import walking

PLACE = st.tuples(
    st.floats(23.70, 23.80, allow_nan=False), st.floats(37.95, 38.05, allow_nan=False)
)
PLACES = st.lists(PLACE, min_size=1, max_size=25)


def length(points: np.ndarray, order: list[int]) -> float:
    way = points[order]
    return float(np.hypot(*(way[1:] - way[:-1]).T).sum())


@given(PLACES, st.none() | PLACE)
def test_every_stop_is_walked_to_exactly_once(
    places: list[walking.Place], start: walking.Place | None
) -> None:
    found = walking.walk(places, start)
    assert sorted(found.order) == list(range(len(places)))
    assert len(found.metres) == len(places)


@given(PLACES, PLACE)
def test_the_walk_is_never_longer_than_the_given_order(
    places: list[walking.Place], start: walking.Place
) -> None:
    points = walking.in_metres([start, *places])
    given_order = length(points, list(range(len(points))))
    found = walking.walk(places, start)
    assert found.length <= given_order + 1e-3
    assert found.length == pytest.approx(length(points, [0, *(i + 1 for i in found.order)]))
    assert walking.walk(places).length <= length(points[1:], list(range(len(places)))) + 1e-3


@given(PLACES, PLACE)
def test_no_stretch_of_the_walk_is_shorter_the_other_way_round(
    places: list[walking.Place], start: walking.Place
) -> None:
    points = walking.in_metres([start, *places])
    order = [0, *(i + 1 for i in walking.walk(places, start).order)]
    whole = length(points, order)
    for first in range(1, len(order)):
        for last in range(first + 1, len(order)):
            turned = [*order[:first], *order[first : last + 1][::-1], *order[last + 1 :]]
            assert length(points, turned) >= whole - 1e-3


def test_five_hundred_stops_are_put_in_order_in_less_than_two_seconds() -> None:
    dice = random.Random(7)
    places = [(dice.uniform(23.7, 23.8), dice.uniform(37.95, 38.05)) for _ in range(500)]
    # The time of this process: what others do on the machine meanwhile does not count.
    began = time.process_time()
    found = walking.walk(places, places[0])
    took = time.process_time() - began
    given_order = length(walking.in_metres(places), list(range(500)))
    assert took < 2
    assert found.length < given_order / 8


def test_a_walk_along_a_street_follows_the_street() -> None:
    street = [(23.70 + number / 1000, 38.0) for number in (5, 1, 4, 2, 3)]
    assert walking.walk(street, (23.70, 38.0)).order == [1, 3, 4, 2, 0]
    assert walking.walk(street).order in ([1, 3, 4, 2, 0], [0, 2, 4, 3, 1])


def test_the_first_stop_of_a_walk_without_a_start_lies_no_way_off() -> None:
    found = walking.walk([(23.7, 38.0), (23.71, 38.0)])
    assert found.metres[0] == 0
    assert found.metres[1] == pytest.approx(878, abs=3)


def test_no_stops_make_no_walk() -> None:
    assert walking.walk([]) == walking.Walk([], [])
    assert walking.walk([], (23.7, 38.0)) == walking.Walk([], [])


@given(st.lists(PLACE, max_size=40), st.integers(1, 6))
def test_stops_are_split_evenly_and_none_is_lost(places: list[walking.Place], number: int) -> None:
    parts = walking.districts(places, number)
    assert len(parts) == number
    assert sorted(stop for part in parts for stop in part) == list(range(len(places)))
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 2


def test_neighbours_stay_together_when_stops_are_split() -> None:
    west = [(23.70 + number / 10_000, 38.0) for number in range(4)]
    east = [(23.79 + number / 10_000, 38.0) for number in range(4)]
    mixed = [place for pair in zip(west, east, strict=True) for place in pair]
    assert walking.districts(mixed, 2) == [[0, 2, 4, 6], [1, 3, 5, 7]]


def test_time_is_the_way_on_foot_and_the_stops() -> None:
    assert walking.minutes(0, 4, 15) == 60
    assert walking.minutes(7500 / walking.DETOUR, 0, 15) == 100
