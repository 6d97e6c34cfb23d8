import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.mapping import TARGETS, Plan, parse_crs

PLAN = Plan(
    encoding="windows-1253",
    delimiter=";",
    decimal=",",
    header_row=3,
    crs=2100,
    columns={"title": ("τίτλος",), "address": ("οδός", "αριθμός"), "x": ("Χ",), "y": ("Υ",)},
    values={"kind": {"ΤΕΕ": "school", "*": "building"}},
    defaults={"kind": "building"},
    register="μητρώο",
)
COLUMNS = ("τίτλος", "οδός", "αριθμός", "Χ", "Υ", "wkt")


def test_a_plan_survives_its_json() -> None:
    assert Plan.from_json(json.dumps(PLAN.to_json())) == PLAN


@given(
    st.dictionaries(
        st.sampled_from(sorted(TARGETS)), st.lists(st.text(min_size=1), min_size=1).map(tuple)
    ),
    st.sampled_from([None, 4326, 2100, 3003]),
    st.integers(0, 9),
)
def test_any_plan_survives_its_json(
    columns: dict[str, tuple[str, ...]], crs: int | None, header_row: int
) -> None:
    plan = Plan(columns=columns, crs=crs, header_row=header_row)
    if {"x", "y"} & set(columns):
        columns.pop("geometry", None)
    assert Plan.from_json(plan.to_json()) == plan


def test_corrections_are_laid_over_a_proposal() -> None:
    plan = Plan.from_json(
        {"columns": {"title": "οδός", "address": None}, "values": {"use": {"κενό": "idle"}}},
        over=PLAN,
    )
    assert plan.columns == {"title": ("οδός",), "x": ("Χ",), "y": ("Υ",)}
    assert plan.values == {**PLAN.values, "use": {"κενό": "idle"}}
    assert plan.encoding == "windows-1253"


def test_shapes_chosen_by_hand_replace_guessed_coordinates() -> None:
    plan = Plan.from_json({"columns": {"geometry": "wkt"}}, over=PLAN)
    assert "x" not in plan.columns
    back = Plan.from_json({"columns": {"x": "Χ", "y": "Υ"}}, over=plan)
    assert "geometry" not in back.columns


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "not valid JSON"),
        ("[]", "JSON object"),
        ({"colums": {}}, "no entry “colums”"),
        ({"columns": {"titel": "τίτλος"}}, "no field “titel”"),
        ({"columns": {"title": 3}}, "a name or a list"),
        ({"columns": []}, "object, in braces"),
        ({"values": {"kind": {"α": "castle"}}}, "“castle” is no word for “kind”"),
        ({"values": {"title": {"α": "β"}}}, "not a field with fixed words"),
        ({"defaults": {"code": "1"}}, "cannot have a default"),
        ({"defaults": {"colour": "red"}}, "cannot have a default"),
        ({"encoding": "klingon"}, "encoding “klingon”"),
        ({"encoding": 8}, "“encoding” of the mapping is a text"),
        ({"delimiter": ";;"}, "one sign"),
        ({"decimal": "·"}, "comma or a point"),
        ({"header_row": -1}, "line number"),
        ({"header_row": True}, "line number"),
        ({"swap_axes": "yes"}, "true or false"),
        ({"crs": "EGSA"}, "not a coordinate system"),
        ({"crs": 99999}, "not known"),
    ],
)
def test_what_is_wrong_with_a_mapping_is_named(given: Any, sentence: str) -> None:
    with pytest.raises(RuleError, match=sentence) as caught:
        Plan.from_json(given)
    assert "%(" not in str(caught.value)


@pytest.mark.parametrize("text", ["EPSG:2100", "epsg:2100", "2100", 2100])
def test_a_system_is_written_in_several_ways(text: object) -> None:
    assert parse_crs("crs", text) == 2100


def test_a_plan_is_checked_against_the_columns_of_the_file() -> None:
    PLAN.check(COLUMNS)
    with pytest.raises(RuleError, match="“title” from “τίτλος”"):
        PLAN.check(("οδός", "αριθμός", "Χ", "Υ"))


@pytest.mark.parametrize(
    ("columns", "crs", "sentence"),
    [
        ({"address": ("οδός",)}, 4326, "the title"),
        ({"title": ("τίτλος",), "x": ("Χ",)}, 4326, "both columns"),
        ({"title": ("τίτλος",), "x": ("Χ",), "y": ("Υ",)}, None, "coordinate system"),
    ],
)
def test_a_plan_that_cannot_work_is_refused(
    columns: dict[str, tuple[str, ...]], crs: int | None, sentence: str
) -> None:
    with pytest.raises(RuleError, match=sentence):
        Plan(columns=columns, crs=crs).check(COLUMNS)
