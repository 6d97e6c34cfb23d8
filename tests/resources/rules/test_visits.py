"""What a visit may propose, and what changed meanwhile."""

from datetime import UTC, datetime, timedelta

import pytest
from shapely.geometry import Point, box

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules import visits
from inmeko.resources.rules.asset import Condition
from inmeko.resources.rules.visits import Change, Said

NOW = datetime(2026, 5, 12, 10, tzinfo=UTC)


def said(values: dict, seen: dict) -> Said:
    return Said(key="k", visited_at=None, values=values, seen=seen)


def test_what_is_left_as_it_was_proposes_nothing() -> None:
    same = said({"condition": "good", "use": "idle"}, {"condition": "good", "use": "idle"})
    assert visits.proposals(same, {"condition": "good", "use": "idle"}) == []


def test_what_differs_from_what_was_seen_is_proposed() -> None:
    other = said({"condition": "ruin", "use": "idle"}, {"condition": "good", "use": "idle"})
    found = visits.proposals(other, {"condition": "good", "use": "idle"})
    assert found == [Change("condition", "good", "ruin")]
    assert not visits.conflicts(found[0], "good")


def test_what_somebody_else_changed_meanwhile_is_a_conflict() -> None:
    change = Change("condition", "good", "ruin")
    assert visits.conflicts(change, "fair")
    # Somebody else found the same.
    assert not visits.conflicts(change, "ruin")


def test_a_value_that_was_left_alone_and_changed_meanwhile_is_shown_for_choice() -> None:
    left = said({"condition": "good"}, {"condition": "good"})
    (found,) = visits.proposals(left, {"condition": "poor"})
    assert found == Change("condition", "good", "good")
    assert visits.conflicts(found, "poor")


def test_a_value_that_was_not_seen_is_compared_with_the_one_of_now() -> None:
    blind = said({"condition": "good", "use": "idle"}, {})
    assert visits.proposals(blind, {"condition": "good", "use": "in_use"}) == [
        Change("use", "in_use", "idle")
    ]


def test_what_changed_meanwhile_is_told_for_what_was_seen() -> None:
    seen, now = {"condition": "good", "use": "idle"}, {"condition": "poor", "use": "idle"}
    assert visits.changed_meanwhile(seen, {**now, "geometry": "POINT (1 2)"}) == ["condition"]


@pytest.mark.parametrize(
    ("said_at", "kept"),
    [
        (None, NOW),
        (NOW - timedelta(days=3), NOW - timedelta(days=3)),
        (NOW + timedelta(minutes=5), NOW),
        (datetime(1970, 1, 1, tzinfo=UTC), NOW),
    ],
)
def test_the_phones_clock_is_believed_within_reason(said_at, kept) -> None:
    assert visits.moment_of(said_at, NOW) == kept


def test_a_number_has_one_spelling() -> None:
    text = "6F9619FF-8B86-D011-B42D-00C04FC964FF"
    assert visits.client_key(text) == text.lower()
    with pytest.raises(RuleError):
        visits.client_key("7")


@pytest.mark.parametrize(
    ("name", "value", "possible"),
    [
        ("condition", "good", True),
        ("condition", None, True),
        ("condition", "splendid", False),
        ("condition", 7, False),
        ("geometry", "POINT (23.7 38)", True),
        ("geometry", "POLYGON ((0 0, 1 0, 1 1, 0 0))", False),
        ("geometry", "POINT (", False),
        ("geometry", "POINT (1 2)" + " " * 200, False),
    ],
)
def test_only_what_a_page_can_have_shown_was_seen(name, value, possible) -> None:
    assert visits.can_be_seen(name, value) is possible


def test_accepted_text_becomes_values_of_an_asset() -> None:
    found = visits.asset_values({"condition": "ruin", "geometry": "POINT (23.7 38)", "title": "Α"})
    assert found["condition"] is Condition.RUIN
    assert found["geometry"] == Point(23.7, 38)
    assert (found["original_crs"], found["title"]) == (4326, "Α")
    with pytest.raises(RuleError):
        visits.asset_values({"condition": "splendid"})


def test_a_shape_is_none_a_point_or_an_area() -> None:
    shapes = (None, Point(1, 2), box(0, 0, 1, 1))
    assert [visits.shape_of(shape) for shape in shapes] == ["none", "point", "area"]
