import csv
import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.tables import DELIMITER
from inmeko.resources.rules.asset import FIELD, FIELDS, PUBLIC_FIELDS, Kind, Use, Value
from inmeko.resources.rules.exporting import cell, header
from inmeko.resources.rules.outcome import (
    Fate,
    Outcome,
    Repeats,
    Tally,
    decide,
    exit_code,
    freeze,
    same_as_last,
)
from inmeko.resources.rules.proposal import propose
from inmeko.resources.rules.reading import Table
from inmeko.resources.rules.values import (
    Candidate,
    Identity,
    Interpreter,
    Known,
    Refused,
    Rejection,
)

VALUES = {"title": "Κτίριο", "kind": Kind.BUILDING, "floors": 2, "geometry": Point(23.7, 37.9)}


def candidate(
    row: int = 2, ref: str = "7", version: int | None = None, **changes: Any
) -> Candidate:
    identity = Identity(Known.REGISTER_REF, ref)
    return Candidate(row, identity, {**VALUES, **changes}, version)


def decided(row: Candidate, last: Any, current: Any, **about: Any) -> Outcome:
    return decide(
        row,
        freeze(row.values),
        last=None if last is None else freeze(last),
        current=None if current is None else freeze(current),
        **about,
    )


def test_an_unknown_thing_is_created_with_all_its_values() -> None:
    outcome = decided(candidate(), None, None)
    assert outcome.fate is Fate.CREATED
    assert outcome.changes["title"] == "Κτίριο"
    assert outcome.changes["use"] is Use.UNKNOWN


def test_the_same_row_again_changes_nothing() -> None:
    assert decided(candidate(), VALUES, VALUES).fate is Fate.UNCHANGED
    assert same_as_last(freeze(VALUES), freeze({**VALUES, "notes": "x"}))
    assert not same_as_last(freeze(VALUES), freeze({**VALUES, "floors": 3}))
    assert not same_as_last(freeze(VALUES), None)


def test_a_planners_correction_stays_when_the_file_comes_again() -> None:
    outcome = decided(candidate(), VALUES, {**VALUES, "title": "Παλαιό σχολείο"})
    assert (outcome.fate, outcome.kept) == (Fate.UNCHANGED, ())


def test_what_only_the_file_changed_is_updated() -> None:
    outcome = decided(candidate(floors=3), VALUES, VALUES)
    assert (outcome.fate, outcome.changes) == (Fate.UPDATED, {"floors": 3})


def test_what_both_changed_stays_as_people_wrote_it_and_is_listed() -> None:
    outcome = decided(candidate(floors=3, title="Νέο"), VALUES, {**VALUES, "floors": 5})
    assert outcome.fate is Fate.UPDATED
    assert outcome.changes == {"title": "Νέο"}
    assert [(one.field, one.theirs, one.ours) for one in outcome.kept] == [("floors", 3, 5)]


def test_what_both_changed_alike_is_no_difference() -> None:
    assert decided(candidate(floors=3), VALUES, {**VALUES, "floors": 3}).fate is Fate.UNCHANGED


def test_a_column_mapped_for_the_first_time_fills_what_is_empty_only() -> None:
    current = {**VALUES, "use": Use.UNKNOWN, "notes": "δικό μας"}
    row = candidate(use=Use.IDLE, notes="δικό τους")
    outcome = decided(row, VALUES, current)
    assert outcome.changes == {"use": Use.IDLE}
    assert [one.field for one in outcome.kept] == ["notes"]


def own(version: int | None, **changes: Any) -> Candidate:
    return Candidate(2, Identity(Known.CODE, "A-1"), {**VALUES, **changes}, version)


def test_our_own_export_is_compared_with_the_asset() -> None:
    outcome = decided(own(4, floors=3), None, VALUES, current_version=4, own=True)
    assert (outcome.fate, outcome.changes) == (Fate.UPDATED, {"floors": 3})
    unchanged = decided(own(1), None, VALUES, current_version=4, own=True)
    assert unchanged.fate is Fate.UNCHANGED


def test_an_export_older_than_the_asset_is_rejected_where_they_differ() -> None:
    outcome = decided(own(3, floors=3), None, VALUES, current_version=4, own=True)
    assert outcome.fate is Fate.REJECTED
    assert outcome.rejection is not None
    assert outcome.rejection.to_json()["message"] == (
        "Somebody changed this asset after the export (version 3, now 4); they differ in: floors"
    )


def test_an_export_without_versions_updates() -> None:
    assert decided(own(None, floors=3), None, VALUES, current_version=4, own=True).changes


def test_an_import_does_not_retire() -> None:
    outcome = decided(
        own(4, state="retired"), None, {**VALUES, "state": "current"}, current_version=4, own=True
    )
    assert outcome.fate is Fate.REJECTED


def test_a_place_moved_in_our_export_becomes_its_own_original() -> None:
    given = {"original_crs": 2100, "original_geometry": "POINT (476000 4203000)"}
    row = own(4, geometry=Point(23.8, 38), **given)
    outcome = decided(row, None, {**VALUES, **given}, current_version=4, own=True)
    assert outcome.changes["original_crs"] == 4326
    assert outcome.changes["original_geometry"] == "POINT (23.8 38)"


def test_a_row_that_repeats_an_earlier_one_is_unchanged_or_rejected() -> None:
    repeats = Repeats()
    first, again, other = candidate(2), candidate(5), candidate(9, floors=7)
    assert repeats.outcome(first, freeze(first.values)) is None
    same = repeats.outcome(again, freeze(again.values))
    assert same is not None
    assert same.fate is Fate.UNCHANGED
    differing = repeats.outcome(other, freeze(other.values))
    assert differing is not None
    assert differing.rejection is not None
    assert differing.rejection.to_json() == {
        "row": 9,
        "column": "register_ref",
        "value": "7",
        "message": "This repeats line 2 with other values in: floors",
    }


def test_the_same_value_freezes_the_same_from_every_side() -> None:
    square = Polygon([(0, 0), (1, 0), (1, 1), (0, 1)])
    turned = Polygon([(1, 1), (0, 1), (0, 0), (1, 0)])
    assert freeze({"a": square}) == freeze({"a": MultiPolygon([turned])})
    assert freeze({"a": None}) == freeze({"a": ""}) == freeze({"a": []}) == freeze({"a": " "})
    assert freeze({"a": Decimal("5")}) == freeze({"a": Decimal("5.00")})
    assert freeze({"a": ["b", "a"]}) == freeze({"a": ["a", "b"]})
    assert freeze({"a": "x\r\ny"}) == freeze({"a": "x\ny"})
    assert freeze({"a": Point(1 / 3, 2)}) == freeze({"a": Point(0.333333333333, 2)})


def test_the_report_adds_up() -> None:
    tally = Tally()
    tally.add(2, Outcome(Fate.CREATED))
    tally.add(3, decided(candidate(3, floors=3), VALUES, {**VALUES, "floors": 5}))
    tally.refuse(
        Refused(
            4, (Rejection(4, "x", "α", "“%(text)s”", {"text": "α"}), Rejection(4, "y", "", "b"))
        )
    )
    report = tally.to_json(file="α.csv", dry_run=True)
    assert report["read"] == 3
    assert report["read"] == sum(report[fate.value] for fate in Fate)
    assert (report["file"], report["dry_run"]) == ("α.csv", True)
    assert report["kept"] == [{"row": 3, "field": "floors", "file": 3, "inventory": 5}]
    assert [one["message"] for one in report["rejections"]] == ["“α”", "b"]


def test_the_exit_code_tells_how_it_went() -> None:
    good, bad = Tally(), Tally()
    good.add(2, Outcome(Fate.CREATED))
    bad.refuse(Refused(2, ()))
    assert (exit_code(good), exit_code(bad), exit_code(None)) == (0, 1, 2)


texts = st.text(st.sampled_from("αβΆς xyz=+-@'\"\n;,.0123456789\t"), max_size=20).map(str.strip)
places: st.SearchStrategy[BaseGeometry | None] = st.one_of(
    st.none(),
    st.builds(Point, st.floats(19.5, 29.5), st.floats(34.5, 41.5)),
    st.builds(
        lambda x, y: Polygon([(x, y), (x + 0.01, y), (x + 0.01, y + 0.01)]),
        st.floats(19.5, 29.5),
        st.floats(34.5, 41.5),
    ),
)
assets = st.fixed_dictionaries(
    {
        "title": texts.filter(bool),
        "kind": st.sampled_from(Kind),
        "description": texts,
        "use": st.sampled_from(Use),
        "use_source": texts,
        "geometry": places,
        "address": texts,
        "postcode": st.sampled_from([None, "15122"]),
        "kaek": st.sampled_from([None, "050681726008/0/12"]),
        "area_stated": st.none() | st.decimals(1, 9_000_000, places=2),
        "floors": st.none() | st.integers(0, 60),
        "utilities": st.sampled_from([[], ["water"], ["water", "gas"]]),
        "sectors": st.sampled_from([[], ["energy", "care", "social_farm"]]),
        "available_from": st.none() | st.dates(date(1900, 1, 1), date(2200, 1, 1)),
        "idle_cost": st.none() | st.decimals(0, 9_000_000, places=2),
        "notes": texts,
        "original_crs": st.sampled_from([None, 2100]),
        "original_geometry": st.sampled_from([None, "POINT (476000 4203000)"]),
    }
)


@settings(max_examples=100, deadline=None)
@given(st.lists(assets, min_size=1, max_size=4), st.booleans())
def test_importing_our_own_export_changes_nothing(
    stored: list[dict[str, Any]], public: bool
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=DELIMITER)
    writer.writerow(header(public=public))
    for at, asset in enumerate(stored):
        asset |= {"code": f"A-{at}", "version": 3, "state": "current"}
        writer.writerow([cell(asset.get(name)) for name in header(public=public)])
    file = io.BytesIO(text.getvalue().encode("utf-8-sig"))
    proposal = propose(file, "export.csv")
    assert proposal.own
    table = Table(file, proposal.plan.settings)
    read = list(Interpreter(proposal.plan, table.columns, this_year=2026).read(table))
    assert len(read) == len(stored)
    for row, asset in zip(read, stored, strict=True):
        assert isinstance(row, Candidate), row
        assert row.identity == Identity(Known.CODE, asset["code"])
        current = {field.name: asset.get(field.name, field.empty) for field in FIELDS}
        outcome = decided(row, None, current, current_version=3, own=True)
        assert outcome.fate is Fate.UNCHANGED, outcome


def test_a_formula_never_leaves_as_one() -> None:
    assert cell('=HYPERLINK("http://x")').startswith("'=")
    assert cell("+30 210") == "'+30 210"
    assert cell(Decimal("-5")) == "-5.00"


def test_the_public_export_has_the_public_fields() -> None:
    assert header(public=True) == PUBLIC_FIELDS
    assert set(header(public=False)) == set(FIELD)
    assert FIELD["geometry"].value is Value.GEOMETRY


@pytest.mark.parametrize("name", ["notes", "atak", "idle_cost", "version"])
def test_the_public_export_keeps_staff_matters_back(name: str) -> None:
    assert name not in header(public=True)
