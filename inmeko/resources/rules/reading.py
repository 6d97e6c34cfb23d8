"""A stream of bytes becomes the rows of a table, one after the other, or a clear refusal."""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST_COLUMNS = 500
LONGEST_CELL = 100_000
LONGEST_LINE = 1_000_000

NULLS = frozenset(
    {
        "",
        "-",
        "--",
        "—",
        "–",
        ".",
        "(null)",
        "<null>",
        "[null]",
        "null",
        "\\n",
        "none",
        "nan",
        "n/a",
        "#n/a",
        "#ref!",
        "#div/0!",
        "#value!",
        "#name?",
        "#num!",
        "#null!",
        "<na>",
        "nat",
        "n/d",
        "-.",
        "δ/α",
        "δεν υπάρχει",
        "non disponibile",
        "…",
        "...",
        "na",
        "n.a.",
        "nil",
        "δ/υ",
        "δ.υ.",
        "nessuna",
        "nessuno",
        "n.d.",
        "nd",
    }
)
_LONGEST_NULL = max(map(len, NULLS))


@dataclass(frozen=True)
class ReadSettings:
    """How to read the file; header_row is its line as a person counts, 0 for none.

    `header_lines` is how many lines the header takes, header_row being the first of them;
    `layer` is the sheet of a workbook or the layer of a map file.
    """

    encoding: str = "utf-8"
    delimiter: str = ";"
    header_row: int = 1
    format: str = "csv"
    layer: str = ""
    header_lines: int = 1


@dataclass(slots=True)
class Row:
    """One row: the line where it begins, its cells by column, and cells beyond the last column."""

    number: int
    cells: dict[str, str]
    surplus: list[str]


def is_null(cell: str) -> bool:
    """Say whether a cell means "nothing"."""
    if len(cell) > _LONGEST_NULL:
        return cell.isspace()
    return cell in NULLS or cell.strip().lower() in NULLS


def read_table(stream: BinaryIO, settings: ReadSettings) -> Iterator[Row]:
    """Give the rows below the header; RuleError tells what keeps the file from being read."""
    return iter(Table(stream, settings))


Record = tuple[int, list[str]]


class Grid:
    """Lines of cells, the first of which name the columns; `records` gives them with numbers."""

    def __init__(self, records: Iterator[Record], settings: ReadSettings) -> None:
        """Read as far as the header."""
        self._coming = records
        self._header_row, self._header_lines = settings.header_row, settings.header_lines
        self._waiting: Record | None = None
        self.columns = self._read_header()

    def _read_header(self) -> tuple[str, ...]:
        number, seen = 0, False
        for number, cells in self._coming:
            seen = True
            if number < max(self._header_row, 1):
                continue
            _refuse_wide(cells)
            if self._header_row == 0:
                self._waiting = (number, cells)
                return unique_names([""] * len(cells))
            if not cells:
                raise RuleError(
                    N_("Line %(line)s is empty: it cannot name the columns"),
                    values={"line": number},
                )
            return self._named(cells)
        if seen:
            raise RuleError(
                N_("The file ends before line %(line)s, where its header should be"),
                values={"line": self._header_row},
            )
        raise RuleError(N_("The file is empty"))

    def _named(self, first: list[str]) -> tuple[str, ...]:
        following = [cells for _, cells in islice(self._coming, self._header_lines - 1)]
        for cells in following:
            _refuse_wide(cells)
        return unique_names(joined_header([first, *following]))

    def __iter__(self) -> Iterator[Row]:
        """Give the rows below the header; rows of empty cells only are passed over."""
        if self._waiting:
            yield self._row(*self._waiting)
        ragged = False
        columns = self.columns
        width = len(columns)
        for number, cells in self._coming:
            if len(cells) == width:
                row = dict(zip(columns, cells, strict=False))
                # Most rows have something in their first cells: then nothing more is asked.
                if (cells[0] and not cells[0].isspace()) or any(cell.strip() for cell in cells):
                    yield Row(number, row, [])
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) < width:
                self._refuse_cut(number, len(cells), ragged)
                ragged = True
            yield self._row(number, cells)

    def _row(self, number: int, cells: list[str]) -> Row:
        width = len(self.columns)
        if len(cells) < width:
            cells = cells + [""] * (width - len(cells))
        surplus = [cell for cell in cells[width:] if cell.strip()]
        return Row(number, dict(zip(self.columns, cells, strict=False)), surplus)

    def _refuse_cut(self, number: int, width: int, ragged: bool) -> None:
        """Say no to a row that breaks off, where that can be known."""


class Table(Grid):
    """A text file opened for reading: its columns at once, its rows as they come."""

    def __init__(self, stream: BinaryIO, settings: ReadSettings) -> None:
        """Read as far as the header."""
        stream.seek(0)
        self._lines = _Lines(stream, settings.encoding)
        self._reader = csv.reader(self._lines, delimiter=settings.delimiter)
        super().__init__(self._records(), settings)

    def _records(self) -> Iterator[tuple[int, list[str]]]:
        """Number and cells of each record; a record the end of the file cut short is refused."""
        lines, reader = self._lines, self._reader
        while True:
            number = reader.line_num + 1
            lines.length = 0
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise _too_long(number) from error
            if lines.ended:
                raise RuleError(
                    N_(
                        "The file ends inside a quoted cell of the row that begins on line "
                        "%(line)s: it seems to be cut off"
                    ),
                    values={"line": number},
                )
            if lines.length > LONGEST_CELL and any(len(cell) > LONGEST_CELL for cell in cells):
                raise _too_long(number)
            yield number, cells

    def _refuse_cut(self, number: int, width: int, ragged: bool) -> None:
        """Short rows are common, but one alone at an end without line break is half a row."""
        if ragged or self._lines.complete:
            return
        raise RuleError(
            N_(
                "The last row, on line %(line)s, breaks off after %(width)s of %(columns)s "
                "cells: the file seems to be cut off"
            ),
            values={"line": number, "width": width, "columns": len(self.columns)},
        )


class _Lines:
    """The lines of a text file, watched for what no table holds."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        self.stream, self.encoding = stream, encoding
        self.text = io.TextIOWrapper(stream, encoding=codec_of(encoding), newline="")
        self.count = 0
        self.length = 0
        self.ended = False
        self.complete = True

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        try:
            line = self.text.readline(LONGEST_LINE)
        except UnicodeError as error:
            raise self._wrong_encoding() from error
        if not line:
            self.ended = True
            raise StopIteration
        self.count += 1
        self.length += len(line)
        self.complete = line[-1] in "\r\n"
        if "\0" in line:
            raise RuleError(
                N_("Line %(line)s holds a NUL byte: this is not a text file"),
                values={"line": self.count},
            )
        if len(line) >= LONGEST_LINE and not self.complete:
            raise _too_long(self.count)
        return line

    def __del__(self) -> None:
        # The stream belongs to the caller: it must outlive its wrapper.
        if not self.text.closed and not self.stream.closed:
            self.text.detach()

    def _wrong_encoding(self) -> RuleError:
        self.text.detach()
        self.text = io.TextIOWrapper(io.BytesIO())
        byte, line = first_unreadable(self.stream, codec_of(self.encoding))
        return RuleError(
            N_(
                "Byte %(byte)s, on line %(line)s, cannot be read as %(encoding)s: "
                "choose another encoding"
            ),
            values={"byte": byte, "line": line, "encoding": self.encoding},
        )


def first_unreadable(stream: BinaryIO, codec: str) -> tuple[int, int]:
    """Number of the first byte (from 1) that the codec cannot read, and of its line."""
    stream.seek(0)
    decoder = codecs.getincrementaldecoder(codec)()
    read, lines = 0, 1
    while True:
        chunk = stream.read(1 << 16)
        pending = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeError as error:
            start = getattr(error, "start", 0)
            byte = read - pending + start
            return byte + 1, lines + chunk[: max(0, start - pending)].count(b"\n")
        if not chunk:
            return read + 1, lines
        read += len(chunk)
        lines += chunk.count(b"\n")


def joined_header(lines: list[list[str]]) -> list[str]:
    """The names of columns whose header takes several lines; a group's name holds to its right."""
    width = max(len(line) for line in lines)
    whole = [[" ".join(cell.split()) for cell in line] for line in lines]
    whole = [line + [""] * (width - len(line)) for line in whole]
    named: set[int] = set()
    for above, below in pairwise(whole):
        group = ""
        for at, cell in enumerate(above):
            group = cell or group
            if not cell and below[at] and at not in named:
                above[at] = group
        named |= {at for at, cell in enumerate(above) if cell}
    return [" ".join(dict.fromkeys(filter(None, words))) for words in zip(*whole, strict=True)]


def _refuse_wide(cells: list[str]) -> None:
    if len(cells) > MOST_COLUMNS:
        raise RuleError(
            N_("The file has %(count)s columns; at most %(most)s are read"),
            values={"count": len(cells), "most": MOST_COLUMNS},
        )


def unique_names(header: list[str]) -> tuple[str, ...]:
    """Name the columns: blanks tidied, empty ones numbered, repeated ones told apart."""
    names: list[str] = []
    taken = set()
    for position, cell in enumerate(header, start=1):
        plain = " ".join(cell.replace("\ufeff", "").split()) or f"column {position}"
        name, copy = plain, 1
        while name in taken:
            copy += 1
            name = f"{plain} ({copy})"
        taken.add(name)
        names.append(name)
    return tuple(names)


def codec_of(encoding: str) -> str:
    """The codec for an encoding; that of UTF-8 passes over the mark of the file."""
    # The mark at the start of a UTF-8 file is no part of the first header.
    return "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding


def _too_long(number: int) -> RuleError:
    return RuleError(
        N_("A cell on line %(line)s is longer than %(longest)s characters"),
        values={"line": number, "longest": LONGEST_CELL},
    )
