"""XLSX row by row: typed cells, a header that stays in view, nothing a program would run."""

import io
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from inmeko.extensions.workbooks import LONGEST, print_wide
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset
from inmeko.resources.rules.exporting import About, Order, cell
from inmeko.resources.services.exporting.rows import rows

DAY = "yyyy-mm-dd"


def write_xlsx(target: IO[bytes], assets: Iterable[Asset], order: Order, about: About) -> None:
    """Write the assets as a workbook; RuleError for an outline that no cell can hold."""
    book = Workbook(write_only=True)
    told = book.properties
    told.title, told.creator, told.description = about.title, about.publisher, about.sentence()
    told.created = datetime.fromisoformat(str(about.day))
    sheet = book.create_sheet("assets")
    # A sheet that is written as it goes takes what stands above its rows before the first one.
    sheet.freeze_panes = "A2"
    print_wide(sheet)
    sheet.append([_header(sheet, name) for name in order.names])
    try:
        for values in rows(assets, order):
            sheet.append([_cell(sheet, values[name], values["code"]) for name in order.names])
    except RuleError:
        # Only saving closes and removes the file in which the sheet was begun.
        book.save(io.BytesIO())
        raise
    book.save(target)


def _header(sheet: WriteOnlyWorksheet, name: str) -> WriteOnlyCell:
    made = WriteOnlyCell(sheet, name)
    made.font = Font(bold=True)
    return made


def _cell(sheet: WriteOnlyWorksheet, value: Any, code: str) -> Any:
    if value is None or value == "" or value == []:
        return None
    if isinstance(value, int | Decimal):
        return value
    if isinstance(value, date):
        made = WriteOnlyCell(sheet, value)
        made.number_format = DAY
        return made
    text = cell(value)
    if len(text) > LONGEST:
        raise RuleError(
            N_("The outline of %(code)s is too long for a workbook: choose another form."),
            field="format",
            values={"code": code},
        )
    made = WriteOnlyCell(sheet, _text(text))
    made.data_type = "s"  # a text that begins with = is no formula
    return made


def _text(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(sign for sign in text if sign >= " " or sign in "\n\r\t")
