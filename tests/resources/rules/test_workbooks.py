"""Workbooks as offices keep them."""

import io
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inmeko.resources.rules.outcome import Fate
from inmeko.resources.rules.proposal import Chosen, Proposal, propose
from inmeko.resources.rules.reading import ReadSettings, Row
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.workbooks import number_text
from tests.builders.formats import repacked, workbook
from tests.resources.rules.files import imported

HEADER = ("Κωδικός", "Τίτλος", "Εμβαδόν", "Διαθέσιμο από")
ROWS: tuple[tuple[Any, ...], ...] = (
    HEADER,
    ("Α1", "Σχολείο", 250.5, date(2026, 5, 12)),
    ("Α2", "Οικόπεδο", "1.250,75", "13/5/2026"),
)


def proposed(content: bytes, **chosen: Any) -> Proposal:
    return propose(io.BytesIO(content), "μητρώο.xlsx", Chosen(**chosen))


def rows(content: bytes, **chosen: Any) -> list[Row]:
    plan = proposed(content, **chosen).plan
    return list(open_table(io.BytesIO(content), plan.settings))


def test_numbers_dates_and_texts_of_numbers_come_in() -> None:
    candidates, tally = imported(io.BytesIO(workbook({"Φύλλο1": ROWS})))
    assert (tally.read, tally.counts[Fate.CREATED]) == (2, 2)
    assert [one.values["area_stated"] for one in candidates] == [
        Decimal("250.5"),
        Decimal("1250.75"),
    ]
    assert [one.values["available_from"] for one in candidates] == [
        date(2026, 5, 12),
        date(2026, 5, 13),
    ]
    assert [one.row for one in candidates] == [2, 3]


def test_the_sheet_with_the_register_is_guessed_and_another_can_be_chosen() -> None:
    content = workbook(
        {"Οδηγίες": [("Διαβάστε",)], "Μητρώο": ROWS, "Λίστες": [("α", "β"), *[(1, 2)] * 9]}
    )
    proposal = proposed(content)
    assert proposal.plan.layer == "Μητρώο"
    assert [one.name for one in proposal.layers] == ["Οδηγίες", "Μητρώο", "Λίστες"]
    assert proposal.guesses["layer"].values == {"count": 3, "rows": 3, "known": 4}
    assert proposed(content, layer="Λίστες").columns == ("α", "β")


def test_a_hidden_sheet_comes_last_and_is_read_when_chosen() -> None:
    def hide(book: openpyxl.Workbook) -> None:
        book["Παλιό"].sheet_state = "hidden"

    content = workbook({"Παλιό": [*ROWS, *ROWS[1:] * 20], "Νέο": ROWS}, hide)
    assert proposed(content).plan.layer == "Νέο"
    assert len(rows(content, layer="Παλιό")) == 42


def test_title_rows_above_the_header_are_passed_over() -> None:
    content = workbook({"Φ": [("ΜΗΤΡΩΟ ΑΚΙΝΗΤΩΝ",), (), (None, "Έτος 2026"), *ROWS]})
    plan = proposed(content).plan
    assert plan.header_row == 4
    assert [row.number for row in rows(content)] == [5, 6]


def test_a_header_of_groups_names_and_units_is_joined() -> None:
    content = workbook(
        {
            "Φ": [
                ("Α/Α", "Στοιχεία", None, "Εμβαδόν", "Έτος"),
                (None, "Τίτλος", "Διεύθυνση", None, None),
                (None, None, None, "(τ.μ.)", None),
                (1, "Σχολείο", "Ηρώων 3", 250.5, 1980),
                (2, "Πάρκο", "Ηρώων 5", 350, 1985),
            ]
        }
    )
    proposal = proposed(content)
    assert (proposal.plan.header_row, proposal.plan.header_lines) == (1, 3)
    assert proposal.columns == (
        "Α/Α", "Στοιχεία Τίτλος", "Στοιχεία Διεύθυνση", "Εμβαδόν (τ.μ.)", "Έτος",
    )  # fmt: skip
    assert [row.number for row in rows(content)] == [4, 5]


def test_cells_merged_downwards_count_in_each_row() -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book["Φ"].merge_cells("A2:A4")
        book["Φ"].merge_cells("C3:D3")

    content = workbook(
        {
            "Φ": [
                ("Δήμος", "Τίτλος", "α", "β"),
                ("Αμαρούσιο", "Σχολείο", 1, 2),
                (None, "Πάρκο", 3, None),
                (None, "Αγορά", 5, 6),
                (None, "Χωρίς δήμο", 7, 8),
            ]
        },
        merge,
    )
    read = rows(content)
    assert [row.cells["Δήμος"] for row in read] == ["Αμαρούσιο"] * 3 + [""]
    assert read[1].cells["β"] == ""


def test_a_formula_is_read_by_the_value_last_computed() -> None:
    content = workbook({"Φ": [("id", "τίτλος", "εμβαδόν"), (1, "Σχολείο", "=100+150")]})

    def computed(name: str, part: bytes) -> bytes:
        return part.replace(b"<f>100+150</f><v></v>", b"<f>100+150</f><v>250</v>").replace(
            b"<f>100+150</f><v />", b"<f>100+150</f><v>250</v>"
        )

    assert rows(repacked(content, computed))[0].cells["εμβαδόν"] == "250"


def test_errors_of_formulas_and_empty_rows_mean_nothing() -> None:
    content = workbook(
        {"Φ": [("id", "τίτλος", "όροφοι"), (1, "Α", "#N/A"), (), (None, " "), (2, "Β", 3)]}
    )
    candidates, tally = imported(io.BytesIO(content))
    assert tally.read == 2
    assert [one.values["floors"] for one in candidates] == [None, 3]


def test_line_breaks_inside_cells_stay_inside() -> None:
    content = workbook({"Φ": [("id", "τίτλος"), (1, "Σχολείο\nκαι αυλή"), (2, "Β")]})
    assert rows(content)[0].cells["τίτλος"] == "Σχολείο\nκαι αυλή"


def test_a_sheet_that_lies_about_its_size_is_read_by_its_rows() -> None:
    def lie(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        begin = part.index(b"<dimension")
        end = part.index(b"/>", begin) + 2
        return part[:begin] + b'<dimension ref="A1:XFD1048576"/>' + part[end:]

    content = repacked(workbook({"Φ": ROWS}), lie)
    assert proposed(content).columns == HEADER
    assert len(rows(content)) == 2


def test_columns_beyond_the_last_name_get_names() -> None:
    content = workbook({"Φ": [("id", "τίτλος"), (1, "Σχολείο", "παρατήρηση"), (2, "Β")]})
    assert proposed(content).columns == ("id", "τίτλος", "column 3")


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0.1 + 0.2, "0.3"),
        (12.345, "12.3450"),
        (482769.123, "482769.1230"),
        (-5.0, "-5"),
        (1e22, "1" + "0" * 22),
        (1e-7, "0.0000001"),
        (float("inf"), ""),
        (float("nan"), ""),
        (1e300, ""),
    ],
)
def test_a_number_is_written_so_that_it_is_read_in_one_way(number: float, text: str) -> None:
    assert number_text(number) == text


CELLS = st.one_of(
    st.none(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9).map(lambda number: round(number, 4)),
    st.text(st.sampled_from("abΑβ 1,.;\n'\"<&>="), max_size=10).filter(lambda t: t[:1] != "="),
    st.dates(date(1950, 1, 1), date(2050, 1, 1)),
    st.booleans(),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=6))
def test_any_sheet_reads_back_as_it_was_written(table: list[list[Any]]) -> None:
    content = workbook({"Φ": [("α", "β", "γ"), *table]})
    settings = ReadSettings(format="xlsx", layer="Φ")
    read = {
        row.number: list(row.cells.values()) for row in open_table(io.BytesIO(content), settings)
    }
    for number, cells in enumerate(table, start=2):
        texts = [_text(cell) for cell in cells]
        assert read.get(number, ["", "", ""]) == texts or not any(t.strip() for t in texts)


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float):
        return number_text(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return "" if cell is None else str(cell)
