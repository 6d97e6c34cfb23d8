"""Workbooks for people: columns as wide as their words, pages as wide as paper, charts."""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import chain, islice
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.chart import BarChart, Reference
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inmeko.kernel.tables import without_controls

# What a cell of a workbook can hold.
LONGEST = 32_767
WIDTH, WIDEST = 12, 60
# Rows that tell how wide a column is: a sheet that is written as it goes must know before.
MEASURED = 200
SHARE = "0%"
DAY = "dd/mm/yyyy"
# A chart of 6.5 cm covers fourteen rows.
CHART_CM = (14, 6.5)
CHART_ROWS = 14

Row = Sequence[Any]


class Share(float):
    """A part of one, shown in per cent."""


@dataclass(frozen=True)
class Chart:
    """A chart, and the same as a table: what it shows, what is counted, its rows."""

    title: str
    head: tuple[str, str]
    rows: Sequence[tuple[str, int]]


class Book:
    """A workbook that is written sheet by sheet; a text is never a formula."""

    def __init__(self) -> None:
        """Begin with no sheet."""
        self._book = Workbook(write_only=True)

    def table(self, title: str, head: Row, rows: Iterable[Row], frozen: str = "A2") -> None:
        """A sheet with one table, its head in view and on every printed page."""
        coming = iter(rows)
        first = list(islice(coming, MEASURED))
        sheet = self._sheet(title, [head, *first])
        sheet.freeze_panes = frozen
        sheet.print_title_rows = "1:1"
        sheet.append([_cell(sheet, one, bold=True) for one in head])
        for row in chain(first, coming):
            sheet.append([_cell(sheet, one) for one in row])

    def tables(self, title: str, parts: Sequence[tuple[Row, Sequence[Row]]]) -> None:
        """A sheet with tables below one another, each with its head."""
        sheet = self._sheet(title, [row for head, rows in parts for row in (head, *rows)])
        for head, rows in parts:
            sheet.append([_cell(sheet, one, bold=True) for one in head])
            for row in rows:
                sheet.append([_cell(sheet, one) for one in row])
            sheet.append([])

    def charts(self, title: str, drawn: Sequence[Chart]) -> None:
        """A sheet with each chart beside the table that it is drawn from."""
        sheet = self._sheet(title, [row for one in drawn for row in (one.head, *one.rows)])
        # All on one page: a break would cut a chart in two.
        sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "portrait", 1
        top = 1
        for chart in drawn:
            sheet.append([_cell(sheet, chart.title, bold=True)])
            sheet.append([_cell(sheet, one) for one in chart.head])
            for row in chart.rows:
                sheet.append([_cell(sheet, one) for one in row])
            if chart.rows:
                sheet.add_chart(_bars(sheet, chart, top + 2), f"D{top}")
            height = max(CHART_ROWS, len(chart.rows) + 3)
            for _ in range(height - len(chart.rows) - 2):
                sheet.append([])
            top += height

    def content(self) -> bytes:
        """The file; nothing can be added afterwards."""
        kept = io.BytesIO()
        self._book.save(kept)
        return kept.getvalue()

    def _sheet(self, title: str, measured: Sequence[Row]) -> Any:
        named = "".join(sign for sign in title if sign not in "[]:*?/\\'")[:31]
        sheet = self._book.create_sheet(named or "Inmeko")
        print_wide(sheet)
        for place in range(max(map(len, measured), default=0)):
            widest = max(len(_text(row[place])) for row in measured if len(row) > place)
            width = max(WIDTH, min(widest + 2, WIDEST))
            sheet.column_dimensions[get_column_letter(place + 1)].width = width
        return sheet


def print_wide(sheet: Any) -> None:
    """Print a sheet across, as many pages long as it needs and one page wide."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _cell(sheet: Any, value: Any, bold: bool = False) -> Any:
    if value is None or value == "":
        return None
    made = WriteOnlyCell(sheet)
    if isinstance(value, int | float | Decimal | date):
        made.value = value
        if isinstance(value, Share):
            made.number_format = SHARE
        elif isinstance(value, date):
            made.number_format = DAY
    else:
        kept = without_controls(str(value))
        # A text that begins with = is no formula.
        made.value, made.data_type = kept[:LONGEST], "s"
        made.alignment = Alignment(vertical="top", wrap_text=len(kept) > WIDEST)
    if bold:
        made.font = Font(name="Calibri", size=11, bold=True)
    return made


def _bars(sheet: Any, chart: Chart, first: int) -> BarChart:
    """The chart of rows from `first` on: names in column A, numbers in column B."""
    last = first + len(chart.rows) - 1
    bars = BarChart()
    bars.type, bars.legend, bars.title = "bar", None, chart.title
    bars.width, bars.height = CHART_CM
    # Current programs hide the axes of a chart that does not say otherwise.
    bars.x_axis.delete = bars.y_axis.delete = False
    bars.y_axis.number_format = "0"
    bars.y_axis.majorUnit = max(1, -(-max(number for _, number in chart.rows) // 8))
    bars.add_data(Reference(sheet, min_col=2, min_row=first, max_row=last))
    bars.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    return bars
