"""What is told of registers whose header or places are written in unusual ways."""

import io
from typing import Any

import pytest

from inmeko.resources.rules.headers import misspelt
from inmeko.resources.rules.numbers import guess_decimal
from inmeko.resources.rules.proposal import Chosen, Proposal, propose
from inmeko.resources.rules.reading import ReadSettings, is_null, joined_header
from inmeko.resources.rules.shape import guess_lines, records
from inmeko.resources.rules.sources import open_table
from tests.resources.rules.files import imported, stream


def proposed(text: str, encoding: str = "utf-8", **chosen: Any) -> Proposal:
    return propose(stream(text, encoding), "μητρώο.csv", Chosen(**chosen))


PLACES = [
    ("συντεταγμένες", "38.05, 23.80", 4326, True),
    ("xy", "23,801 38,051", 4326, False),
    ("latlon", "45.4642, 9.1900", 4326, True),
    ("θέση", "37°58'36\"N 23°43'30\"E", 4326, True),
    ("σημείο", "482769,1 4211781,3", 2100, False),
    (("α", "β"), "38,0561;23,8012", 4326, False),
    (("πλάτος", "μήκος"), "37 58 36.5;23 43 30", 4326, False),
    (("latitute", "longtitude"), "38.05;23.8", 4326, False),
    (("x", "y"), "38.0512;23.8012", 4326, True),
    (("x", "y"), "482 769,12;4 211 781,3", 2100, False),
    (("x", "y"), "482.769,12;4.211.781,30", 2100, False),
]


@pytest.mark.parametrize(("names", "cells", "crs", "swapped"), PLACES)
def test_places_are_found_however_they_are_written(
    names: str | tuple[str, str], cells: str, crs: int, swapped: bool
) -> None:
    header = names if isinstance(names, str) else ";".join(names)
    rows = f"id;τίτλος;{header}\n1;Α;{cells}\n2;Β;{cells}\n"
    plan = proposed(rows).plan
    found = {*plan.columns["x"], *plan.columns["y"]}
    assert found == ({names} if isinstance(names, str) else set(names))
    assert (plan.crs, plan.swap_axes) == (crs, swapped)
    candidates, tally = imported(stream(rows))
    assert tally.rejections == []
    west, east = (9, 10) if names == "latlon" else (23, 24)
    assert all(west < one.values["geometry"].x < east for one in candidates)


def test_places_without_a_header_are_found_by_their_values() -> None:
    plan = proposed("1;Α;482769,12;4211781,3\n2;Β;482770,1;4211782,9\n").plan
    assert (plan.header_row, plan.crs) == (0, 2100)
    assert (plan.columns["x"], plan.columns["y"]) == (("column 3",), ("column 4",))


@pytest.mark.parametrize(
    "rows",
    [
        "id;τίτλος;όροφοι;δωμάτια\n1;Α;23;38\n2;Β;24;39\n",
        "id;τίτλος;τιμή\n1;Α;12, 13\n2;Β;14, 15\n",
        "id;τίτλος;έκταση;τιμή\n1;Α;1250,5;99000\n2;Β;1300,5;88000\n",
    ],
)
def test_numbers_that_mean_something_else_are_no_places(rows: str) -> None:
    assert "x" not in proposed(rows).plan.columns


def test_one_cell_that_does_not_hold_two_coordinates_is_named() -> None:
    lines = "".join(f"{n};Τίτλος {n};38.05{n}, 23.80{n}\n" for n in range(1, 30))
    _, tally = imported(stream(f"id;τίτλος;συντεταγμένες\n{lines}30;Ω;κάπου\n"))
    told = tally.rejections[0].to_json()
    assert (told["row"], told["column"], told["value"]) == (
        31,
        "συντεταγμένες, συντεταγμένες",
        "κάπου",
    )


def test_shapes_as_text_in_metres_are_placed_by_their_values() -> None:
    rows = "id;τίτλος;wkt\n1;Α;POINT (482769 4211781)\n2;Β;POINT (482770 4211782)\n"
    assert proposed(rows).plan.crs == 2100
    assert proposed(rows, crs=3857).plan.crs == 3857


def test_a_name_with_a_slip_is_read_and_the_slip_is_told() -> None:
    proposal = proposed("id;Τίτλος;Εμβαδνό\n1;Α;250,5\n2;Β;12,5\n")
    guess = proposal.guesses["columns.area_stated"]
    assert guess.value == ["Εμβαδνό"]
    assert guess.reason % guess.values == "“Εμβαδνό” is taken for “εμβαδόν” with a slip of the pen"
    right = proposed("id;Τίτλος;Εμβαδνό;Εμβαδόν\n1;Α;1;250,5\n2;Β;2;12,5\n")
    assert right.plan.columns["area_stated"] == ("Εμβαδόν",)


@pytest.mark.parametrize(
    ("key", "phrase", "slip"),
    [
        ("titlos", "titlos", False),
        ("titlo", "titlos", True),
        ("tiltos", "titlos", True),
        ("litlos", "titlos", False),
        ("xrisi", "ktisi", False),
        ("diefthnsi", "diefthinsi", True),
        ("area", "aria", False),
        ("longtitute", "longitude", False),
    ],
)
def test_a_slip_is_one_letter_in_five(key: str, phrase: str, slip: bool) -> None:
    assert misspelt(key, phrase) is slip


def test_lines_of_groups_and_units_join_the_names() -> None:
    proposal = proposed(
        "ΜΗΤΡΩΟ;;;;\n"
        "Α/Α;Στοιχεία;;Εμβαδόν;Έτος\n"
        ";Τίτλος;Διεύθυνση;;\n"
        ";;;τ.μ.;\n"
        "1;Σχολείο;Ηρώων 3;250,5;1980\n"
        "2;Πάρκο;Ηρώων 5;350,5;1985\n"
    )
    assert (proposal.plan.header_row, proposal.plan.header_lines) == (2, 3)
    assert proposal.plan.columns["address"] == ("Στοιχεία Διεύθυνση",)
    assert [row.number for row in proposal.rows] == [5, 6]


@pytest.mark.parametrize(
    "rows",
    [
        "Α/Α;Τίτλος;;Σημειώσεις\n1;Σχολείο;κάτι;\n2;Πάρκο;;ναι\n",
        "Κωδικός;Τίτλος;;Σημειώσεις\nΑ;Σχολείο;κάτι;\nΒ;Πάρκο;;ναι\n",
        "Α/Α;Τίτλος;Εμβαδόν\n1;Σχολείο;250\n2;Πάρκο;350\n",
        "Δήμος;;Ημερομηνία: 1/1/2026\nΑ/Α;Τίτλος;Εμβαδόν\n1;Σχολείο;250\n2;Πάρκο;350\n",
    ],
)
def test_rows_of_values_do_not_join_the_header(rows: str) -> None:
    assert proposed(rows).plan.header_lines == 1


def test_how_many_lines_the_header_takes_can_be_chosen() -> None:
    rows = "α;β\nγ;δ\n1;2\n3;4\n"
    assert proposed(rows, header_lines=2).columns == ("α γ", "β δ")
    assert guess_lines(records(rows, ";", whole=True), 0).value == 1


def test_a_group_does_not_reach_under_another_name() -> None:
    assert joined_header([["α", "", "β"], ["", "γ", ""], ["", "", "δ"]]) == ["α", "α γ", "β δ"]


def test_line_breaks_inside_a_header_are_blanks() -> None:
    proposal = proposed('id;"Τίτλος\nακινήτου";"Εμβαδόν\r\n(τ.μ.)"\n1;Α;250\n')
    assert proposal.columns == ("id", "Τίτλος ακινήτου", "Εμβαδόν (τ.μ.)")
    assert proposal.rows[0].number == 4


@pytest.mark.parametrize(
    "word", ["", " ", "-", "NULL", "<Null>", "(null)", "n/a", "#N/A", "#REF!", "…", "δ/υ", "NaN"]
)
def test_null_words_mean_nothing(word: str) -> None:
    assert is_null(word)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "windows-1253", "iso-8859-7"])
def test_a_register_reads_the_same_in_every_alphabet(encoding: str) -> None:
    text = "κωδικός;τίτλος\n1;Άδειο κτίριο\n2;Αγρός στα Άνω Λιόσια\n"
    content = text.encode(encoding)
    plan = propose(io.BytesIO(content), "α.csv").plan
    rows = list(open_table(io.BytesIO(content), plan.settings))
    assert [row.cells["τίτλος"] for row in rows] == ["Άδειο κτίριο", "Αγρός στα Άνω Λιόσια"]


def test_numbers_kept_as_numbers_tell_no_decimal_sign() -> None:
    assert guess_decimal(["38.05", "12.5"], typed=True).value == ","
    assert guess_decimal(["38.05", "1,234.50"], typed=True).value == "."
    assert guess_decimal(["38,05", "1.234,50", "12.345"]).value == ","


def test_padding_rows_are_passed_over() -> None:
    rows = list(open_table(stream("id;t\n;;\n1;α\n;;;;\n \t;\n2;β\n;\n"), ReadSettings()))
    assert [row.number for row in rows] == [3, 6]
