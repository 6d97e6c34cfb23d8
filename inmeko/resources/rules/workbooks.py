"""Workbooks (XLSX): sheets read row by row, formulas by the values last computed."""

import re
import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import chain, islice
from typing import Any, BinaryIO

from defusedxml import DefusedXmlException
from openpyxl import load_workbook
from openpyxl.utils.cell import range_boundaries

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.archives import opened_archive, unpacked
from inmeko.resources.rules.reading import LONGEST_CELL, MOST_COLUMNS, Grid, ReadSettings, Record

HEAD = 300
MOST_MERGED = 20_000
MOST_TEXTS = 96 << 20  # bytes of the texts that all sheets share; they are held in memory

# What the reader raises at files that are no workbooks, or that somebody has tampered with.
BROKEN = (
    ValueError, KeyError, TypeError, AttributeError, IndexError, OSError, EOFError, SyntaxError,
    RuntimeError, NotImplementedError, OverflowError, zipfile.BadZipFile,
    zipfile.zlib.error,  # type: ignore[attr-defined]
)  # fmt: skip
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z0-9:$]{5,40})"')
_ROW = re.compile(rb"<(?:\w+:)?row[\s>]")

Merged = tuple[int, int, int]


class Book:
    """An open workbook."""

    def __init__(self, stream: BinaryIO) -> None:
        """Open it; RuleError if it is damaged, locked or a bomb."""
        with opened_archive(stream) as archive:
            _check_texts(archive)
        stream.seek(0)
        with warnings.catch_warnings():
            # Rules for typing and colours are of no concern here.
            warnings.simplefilter("ignore")
            try:
                self._book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            except BROKEN as error:
                raise _why(error) from error
        self.sheets = list(self._book.worksheets)

    def heads(self) -> Iterator[tuple[str, int, bool, list[Record]]]:
        """Of each sheet its name, rows (about), whether it is hidden, and its first rows."""
        for sheet in self.sheets:
            rows, _ = self.scanned(sheet)
            head = list(islice(self.records(sheet), HEAD))
            yield sheet.title, rows, sheet.sheet_state != "visible", head

    def sheet(self, name: str) -> Any:
        """The sheet of this name; the first where there is no name."""
        for sheet in self.sheets:
            if sheet.title == name or not name:
                return sheet
        raise RuleError(
            N_("The file has no sheet or layer “%(name)s”; it has: %(known)s"),
            field="layer",
            values={"name": name, "known": ", ".join(one.title for one in self.sheets)[:500]},
        )

    def records(self, sheet: Any) -> Iterator[Record]:
        """The rows of a sheet as texts, each with its number, empty cells at its end left out."""
        # What a sheet says of its own size is often wrong.
        sheet.reset_dimensions()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
                    yield number, cell_texts(values)
            except BROKEN as error:
                raise _why(error) from error

    def scanned(self, sheet: Any) -> tuple[int, list[Merged]]:
        """How many rows the sheet writes down, and its cells merged downwards."""
        # There is no open way to what the reader passes over.
        archive = self._book._archive
        rows, merged, tail = 0, [], b""
        member = archive.getinfo(sheet._worksheet_path)
        for chunk in unpacked(archive, member):
            text = tail + chunk
            cut = text.rfind(b"<") if len(chunk) > 1 else len(text)
            rows += len(_ROW.findall(text[:cut]))
            merged += _MERGED.findall(text[:cut])
            tail = text[cut:] if len(text) - cut < 10_000 else b""
        return rows, _downwards(merged[:MOST_MERGED])


class SheetTable(Grid):
    """A sheet opened for reading: its columns at once, its rows as they come."""

    def __init__(self, stream: BinaryIO, settings: ReadSettings) -> None:
        """Read as far as the header."""
        book = Book(stream)
        sheet = book.sheet(settings.layer)
        _, merged = book.scanned(sheet)
        below = settings.header_row + settings.header_lines
        records = book.records(sheet)
        if merged:
            records = _filled_down(records, merged, below)
        first = list(islice(records, HEAD))
        _widen(first, settings.header_row)
        super().__init__(chain(first, records), settings)


def cell_texts(values: tuple[Any, ...]) -> list[str]:
    """The cells of a row as texts."""
    width = len(values)
    while width and values[width - 1] is None:
        width -= 1
    return [
        value if type(value) is str and len(value) < LONGEST_CELL else cell_text(value)
        for value in values[:width]
    ]


def cell_text(value: Any) -> str:
    """What a cell shows, written so that it can be read in one way only."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date | time | timedelta | int):
        return str(value)
    return str(value)[:LONGEST_CELL]


def number_text(number: float) -> str:
    """A number with a point; three decimals get a fourth, lest the point be taken for thousands."""
    written = f"{number + 0.0:.15g}"  # no sign before nothing
    if "e" in written:
        written = f"{Decimal(written):f}"
    whole, point, decimals = written.partition(".")
    if not (whole.lstrip("-").isdigit() and len(written) < 40):
        return ""
    return f"{written}0" if point and len(decimals) == 3 else written


def _widen(first: list[Record], header_row: int) -> None:
    """A header ends where its last name ends; columns without a name follow it."""
    width = max((len(cells) for _, cells in first if len(cells) <= MOST_COLUMNS), default=0)
    for number, cells in first:
        if number == header_row:
            cells += [""] * (width - len(cells))


def _filled_down(records: Iterator[Record], merged: list[Merged], below: int) -> Iterator[Record]:
    """The rows with the value of merged cells in each row that they cover."""
    coming = sorted(one for one in merged if one[1] >= below)[::-1]
    open_now: list[tuple[int, int, str]] = []
    for number, cells in records:
        open_now = [one for one in open_now if one[0] >= number]
        for _, column, text in open_now:
            if any(cells):
                cells += [""] * (column - len(cells))
                cells[column - 1] = cells[column - 1] or text
        while coming and coming[-1][0] <= number:
            first, last, column = coming.pop()
            if first == number and first >= below and len(cells) >= column:
                open_now.append((last, column, cells[column - 1]))
        yield number, cells


def _downwards(found: list[bytes]) -> list[Merged]:
    merged = []
    for reference in found:
        try:
            left, top, _, bottom = range_boundaries(reference.decode())
        except BROKEN:
            continue
        if left and top and bottom and bottom > top and left <= MOST_COLUMNS:
            merged.append((top, bottom, left))
    return merged


def _check_texts(archive: zipfile.ZipFile) -> None:
    for member in archive.infolist():
        if member.filename.endswith("sharedStrings.xml") and member.file_size > MOST_TEXTS:
            raise RuleError(
                N_("The texts of this workbook take %(size)s MB: save the sheet as CSV instead"),
                values={"size": member.file_size >> 20},
            )


def _why(error: Exception) -> RuleError:
    """The sentence for what the reader raised, perhaps as the cause of something else."""
    if isinstance(error, DefusedXmlException) or isinstance(
        error.__cause__ or error.__context__, DefusedXmlException
    ):
        return RuleError(
            N_("The file declares entities of its own, which may hide anything: refused")
        )
    return RuleError(
        N_("This workbook cannot be read: open it, save it as XLSX anew, then send that")
    )
