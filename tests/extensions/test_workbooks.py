"""Workbooks: numbers are numbers, texts are never formulas, a sheet prints on its paper."""

import io
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from inmeko.extensions.workbooks import MEASURED, WIDEST, Book, Chart, Share


def reopened(book: Book):
    return load_workbook(io.BytesIO(book.content()))


def test_a_table_keeps_numbers_days_and_shares_and_runs_no_text() -> None:
    book = Book()
    row = ("=1+1", 3, Decimal("2.50"), date(2026, 5, 4), Share(0.5), None, "κουδούνι\x07\uffff")
    book.table("Πίνακας", [f"στήλη {one}" for one in range(7)], [row])
    sheet = reopened(book)["Πίνακας"]
    text, number, sum_, day, share, empty, bell = sheet[2]
    assert (text.value, text.data_type) == ("=1+1", "s")
    assert (number.value, sum_.value, day.value.date()) == (3, 2.5, date(2026, 5, 4))
    assert (share.value, share.number_format) == (0.5, "0%")
    assert empty.value is None
    assert bell.value == "κουδούνι"
    assert sheet["A1"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"


def test_every_row_is_written_and_a_column_is_as_wide_as_its_words() -> None:
    book = Book()
    rows = [("σύντομο", "λόγια " * 40)] * (MEASURED + 5)
    book.table("Πίνακας", ("Α", "Β"), iter(rows))
    sheet = reopened(book).active
    assert sheet.max_row == MEASURED + 6
    assert sheet.column_dimensions["A"].width < sheet.column_dimensions["B"].width == WIDEST
    assert sheet["B2"].alignment.wrap_text
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("landscape", 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_charts_stand_beside_their_tables_and_never_over_one_another() -> None:
    book = Book()
    long = Chart("Πολλά", ("Τι", "Πόσα"), [(f"γραμμή {one}", one) for one in range(30)])
    short = Chart("Λίγα", ("Τι", "Πόσα"), [("μία", 1)])
    book.charts("Διαγράμματα", [long, short])
    sheet = reopened(book).active
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToHeight) == ("portrait", 1)
    first, second = sheet._charts
    assert second.anchor._from.row - first.anchor._from.row >= 32
    assert sheet.cell(second.anchor._from.row + 1, 1).value == "Λίγα"
    assert second.series[0].val.numRef.f.endswith(f"$B${second.anchor._from.row + 3}")


@pytest.mark.parametrize("title", ["α/β[γ]*", "*", "τίτλος " * 9])
def test_a_title_that_no_sheet_may_have_is_cut(title: str) -> None:
    book = Book()
    book.tables(title, [(["Α"], [["1"]]), (["Β"], [])])
    name = reopened(book).sheetnames[0]
    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\'")
