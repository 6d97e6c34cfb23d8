from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from shapely import Point

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.asset import Condition, Kind, Use
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.reading import Row
from inmeko.resources.rules.values import Candidate, Interpreter, Known, Refused, interpret

NAMES = {
    "register_ref": ("ref",),
    "title": ("τίτλος",),
    "kind": ("είδος",),
    "condition": ("κατάσταση",),
    "address": ("οδός", "αρ"),
    "area_stated": ("εμβαδόν",),
    "floors": ("όροφοι",),
    "available_from": ("από",),
    "utilities": ("δίκτυα",),
    "postcode": ("τκ",),
    "x": ("x",),
    "y": ("y",),
}
PLAN = Plan(columns=NAMES, register="μητρώο")
BLANK = {column: "" for columns in NAMES.values() for column in columns}


def read(plan: Plan = PLAN, **cells: str) -> Candidate:
    candidate = interpret(Row(2, {**BLANK, "τίτλος": "Κτίριο", **cells}, []), plan, this_year=2026)
    assert isinstance(candidate, Candidate)
    return candidate


def refused(plan: Plan = PLAN, **cells: str) -> dict[str, Any]:
    outcome = interpret(Row(2, {**BLANK, "τίτλος": "Κτίριο", **cells}, []), plan, this_year=2026)
    assert isinstance(outcome, Refused)
    report = outcome.reasons[0].to_json()
    assert "%(" not in report["message"]
    return report


def test_a_full_row_becomes_values_in_our_types() -> None:
    candidate = read(
        ref="7", είδος="Οικόπεδο", κατάσταση="μέτρια", οδός="Αθηνάς", αρ="3", εμβαδόν="1.250,505",
        όροφοι="2", από="24/07/2026", δίκτυα="ρεύμα, νερό", τκ="151 22", x="23,805297",
        y="38,056204",
    )  # fmt: skip
    values = candidate.values
    assert (values["kind"], values["condition"]) == (Kind.PLOT, Condition.FAIR)
    assert values["address"] == "Αθηνάς 3"
    assert values["area_stated"] == Decimal("1250.51")
    assert values["floors"] == 2
    assert values["available_from"] == date(2026, 7, 24)
    assert values["utilities"] == ["water", "electricity"]
    assert values["postcode"] == "15122"
    assert values["geometry"] == Point(23.805297, 38.056204)
    assert values["original_geometry"] == "POINT (23.805297 38.056204)"
    assert values["original_crs"] == 4326
    assert (values["register"], values["register_ref"]) == ("μητρώο", "7")
    assert candidate.identity.known is Known.REGISTER_REF


def test_empty_cells_mean_nothing_or_unknown() -> None:
    values = read(κατάσταση="(null)", εμβαδόν="-", αρ="0", οδός="Αθηνάς", τκ="0").values
    assert values["condition"] is Condition.UNKNOWN
    assert values["kind"] is Kind.OTHER
    assert values["area_stated"] is None
    assert values["address"] == "Αθηνάς"
    assert values["postcode"] is None


def test_a_row_without_number_is_known_by_title_address_and_place() -> None:
    first, again, other = (
        read(x="23,7", y="37,9"),
        read(τίτλος="ΚΤΙΡΙΟ", x="23,7", y="37,9", εμβαδόν="5"),
        read(x="23,8", y="37,9"),
    )
    assert first.identity.known is Known.FINGERPRINT
    assert first.identity == again.identity != other.identity
    assert first.values["register_ref"] == first.identity.value


def test_rows_of_one_name_and_place_that_differ_are_different_things() -> None:
    plan = Plan(columns={"title": ("τίτλος",), "address": ("οδός",)}, register="μητρώο")
    names = ("τίτλος", "οδός", "όροφος")
    told = [("Κατάστημα", "Ηρώων 3", "0"), ("Κατάστημα", "Ηρώων 3", "1")]
    rows = [Row(at, dict(zip(names, cells, strict=True)), []) for at, cells in enumerate(told * 2)]
    read = Interpreter(plan, names, this_year=2026).read(rows)
    found = [one.identity for one in read if isinstance(one, Candidate)]
    assert len(found) == 4
    assert found[0] != found[1]
    assert found[2:] == found[:2], "what repeats an earlier row in every cell is the same thing"


def test_projected_coordinates_are_moved_and_kept_as_given() -> None:
    plan = Plan(columns=NAMES, crs=2100)
    values = read(plan, x="482769", y="4.211.781,00").values
    assert values["geometry"].x == pytest.approx(23.805297, abs=1e-6)
    assert values["geometry"].y == pytest.approx(38.056204, abs=1e-6)
    assert values["original_geometry"] == "POINT (482769 4211781.00)"
    assert values["original_crs"] == 2100


def test_exchanged_axes_are_put_right() -> None:
    plan = Plan(columns=NAMES, swap_axes=True)
    assert read(plan, x="38,05", y="23,80").values["geometry"] == Point(23.80, 38.05)


@pytest.mark.parametrize(("x", "y"), [("", ""), ("0", "0"), ("0,0", "0.0"), ("(null)", "-")])
def test_no_coordinates_make_an_asset_without_a_place(x: str, y: str) -> None:
    values = read(x=x, y=y).values
    assert values["geometry"] is None
    assert values["original_crs"] is None


@pytest.mark.parametrize(
    ("crs", "x", "y", "sentence"),
    [
        (4326, "23,7", "", "One of the two coordinates is missing"),
        (4326, "23,7", "πλατεία", "“πλατεία” is not a number"),
        (4326, "23°44'", "37°61'", "“37°61'” is not a coordinate"),
        (2100, "23°44'", "37°58'", "“23°44'” is not a number"),
        (4326, "482769", "4211781", "482769, 4211781 lie outside EPSG:4326: they look like metres"),
        (4326, "23,7", "95", "exchanged"),
        (4326, "95", "-170", "right coordinate system"),
        (2100, "4211781", "482769", "exchanged"),
        (2100, "23,7", "37,9", "23.7, 37.9 lie outside EPSG:2100: they look like degrees"),
        (2100, "4211781000", "48", "is this the right coordinate system"),
        (2263, "9000000", "9000000", "right coordinate system"),
        (3003, "482769", "4211781", "ΕΓΣΑ87"),
    ],
)
def test_coordinates_that_cannot_be_name_both_numbers_and_the_cause(
    crs: int, x: str, y: str, sentence: str
) -> None:
    report = refused(Plan(columns=NAMES, crs=crs), x=x, y=y)
    assert sentence in report["message"]
    assert report["column"] == "x, y"
    assert report["row"] == 2


def test_one_bad_point_does_not_take_its_neighbours_with_it() -> None:
    plan = Plan(columns=NAMES, crs=2263)
    cells = [("1049957", "178524"), ("99999999", "99999999"), ("1049833", "177978")]
    rows = [
        Row(at, {**BLANK, "τίτλος": "lot", "ref": str(at), "x": x, "y": y}, [])
        for at, (x, y) in enumerate(cells, start=2)
    ]
    outcomes = list(Interpreter(plan, tuple(BLANK), this_year=2026).read(rows))
    assert [type(one) for one in outcomes] == [Candidate, Refused, Candidate]


SHAPES = Plan(columns={"title": ("τίτλος",), "geometry": ("x",)}, crs=2100)
SQUARE = (
    "POLYGON ((482700 4211700, 482800 4211700, 482800 4211800, 482700 4211800, 482700 4211700))"
)


def test_shapes_as_text_are_moved_and_kept_as_given() -> None:
    values = read(SHAPES, x=SQUARE).values
    assert values["geometry"].geom_type == "Polygon"
    assert values["geometry"].centroid.x == pytest.approx(23.8051, abs=1e-3)
    assert values["original_geometry"] == SQUARE


def test_a_shape_may_name_its_own_system() -> None:
    values = read(SHAPES, x="SRID=4326;POINT Z (23.7 37.9 100)").values
    assert values["original_crs"] == 4326
    assert values["geometry"].equals(Point(23.7, 37.9))
    assert not values["geometry"].has_z


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("πλατεία", "not a shape in WKT"),
        ("POINT (1 2", "not a shape in WKT"),
        # Going twice around the middle: whether that is a yard or a house nobody can tell.
        ("POLYGON ((482700 4211700, 482740 4211700, 482740 4211740, 482700 4211740, "
         "482700 4211710, 482730 4211710, 482730 4211730, 482710 4211730, 482710 4211700, "
         "482700 4211700))", "crosses itself"),
        ("POINT (23.7 37.9)", "degrees"),
    ],
)  # fmt: skip
def test_shapes_that_cannot_be_are_rejected(text: str, sentence: str) -> None:
    assert sentence in refused(SHAPES, x=text)["message"]


@pytest.mark.parametrize(
    ("cells", "column", "value"),
    [
        ({"τίτλος": " "}, "τίτλος", " "),
        ({"τίτλος": "α" * 301}, "τίτλος", "α" * 300),
        ({"εμβαδόν": "πολύ"}, "εμβαδόν", "πολύ"),
        ({"εμβαδόν": "9" * 39}, "εμβαδόν", "9" * 39),
        ({"εμβαδόν": "-5"}, "εμβαδόν", "-5"),
        ({"όροφοι": "2,5"}, "όροφοι", "2,5"),
        ({"όροφοι": "61"}, "όροφοι", "61"),
        ({"από": "αύριο"}, "από", "αύριο"),
        ({"είδος": "κάτι"}, "είδος", "κάτι"),
        ({"τκ": "12345678901"}, "τκ", "12345678901"),
    ],
)
def test_a_rejection_names_row_column_and_value(
    cells: dict[str, str], column: str, value: str
) -> None:
    report = refused(PLAN, **cells)
    assert (report["row"], report["column"], report["value"]) == (2, column, value)
    assert report["message"]


def test_a_code_that_cannot_be_stays_as_it_is_written() -> None:
    names = {**NAMES, "kaek": NAMES["floors"]}
    del names["floors"]
    plan = Plan(columns=names, register="μητρώο")
    values = read(plan, τκ="99-999", όροφοι="05/068").values
    assert (values["postcode"], values["kaek"]) == ("99-999", "05/068")


def test_all_reasons_of_a_row_are_given_at_once() -> None:
    cells = {**BLANK, "τίτλος": "", "εμβαδόν": "πολύ", "όροφοι": "99", "x": "1", "y": "α"}
    outcome = interpret(Row(2, cells, []), PLAN, this_year=2026)
    assert isinstance(outcome, Refused)
    assert {reason.column for reason in outcome.reasons} == {"τίτλος", "εμβαδόν", "όροφοι", "x, y"}


def test_a_row_with_more_cells_than_the_header_is_rejected() -> None:
    outcome = interpret(Row(2, {**BLANK, "τίτλος": "α"}, ["extra"]), PLAN, this_year=2026)
    assert isinstance(outcome, Refused)
    assert outcome.reasons[0].value == "extra"


def test_the_planners_words_come_before_ours() -> None:
    plan = Plan(columns=NAMES, values={"kind": {"Κτίριο": "school", "*": "vehicle"}})
    assert read(plan, είδος="κτιριο").values["kind"] is Kind.SCHOOL
    assert read(plan, είδος="οικόπεδο").values["kind"] is Kind.PLOT
    assert read(plan, είδος="κάτι").values["kind"] is Kind.VEHICLE


def test_defaults_fill_empty_cells_and_missing_columns() -> None:
    plan = Plan(columns=NAMES, defaults={"kind": "plot", "use": "αδρανές"})
    assert read(plan).values["kind"] is Kind.PLOT
    assert read(plan, είδος="σχολείο").values["kind"] is Kind.SCHOOL
    assert read(plan).values["use"] is Use.IDLE


def test_a_default_that_makes_no_sense_stops_the_import() -> None:
    with pytest.raises(RuleError):
        Interpreter(
            Plan(columns=NAMES, defaults={"floors": "πολλοί"}), tuple(BLANK), this_year=2026
        )


def test_formulas_of_other_files_are_text() -> None:
    assert read(τίτλος='=HYPERLINK("http://x")').values["title"] == '=HYPERLINK("http://x")'
    assert read(τίτλος="'-5").values["title"] == "'-5"


def test_fields_without_a_column_are_left_alone() -> None:
    assert "notes" not in read().values
    assert "area_computed" not in read().values
