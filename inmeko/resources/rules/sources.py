"""A file of any format becomes a table: its columns, and its rows one after the other."""

from collections.abc import Iterator
from typing import BinaryIO, Protocol

from inmeko.resources.rules.mapfiles import MapTable
from inmeko.resources.rules.reading import ReadSettings, Row, Table
from inmeko.resources.rules.signatures import MAPS
from inmeko.resources.rules.workbooks import SheetTable


class Source(Protocol):
    """What every reader gives: the columns at once, the rows as they come."""

    columns: tuple[str, ...]

    def __iter__(self) -> Iterator[Row]:
        """Give the rows below the header, each with its number in the file."""


def open_table(stream: BinaryIO, settings: ReadSettings) -> Source:
    """Open a file as its settings say; RuleError tells what keeps it from being read."""
    if settings.format in MAPS:
        return MapTable(stream, settings)
    return SheetTable(stream, settings) if settings.format == "xlsx" else Table(stream, settings)
