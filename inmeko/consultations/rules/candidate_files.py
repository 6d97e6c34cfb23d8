"""The candidates of a draw read from a file: CSV or XLSX, columns by their names or their place."""

import csv
import io
import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, BinaryIO

from inmeko.consultations.rules.lottery import LONGEST_NUMBER, MOST_CANDIDATES, Candidate
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, fold
from inmeko.records.rules.files import shown
from inmeko.resources.rules.encodings import evidence, sniff
from inmeko.resources.rules.plaintext import put_text
from inmeko.resources.rules.reading import ReadSettings, Record, Row
from inmeko.resources.rules.shape import guess_delimiter, records
from inmeko.resources.rules.signatures import format_of
from inmeko.resources.rules.sources import Source, open_table
from inmeko.resources.rules.workbooks import Book

MOST_BYTES = 5 * 1024 * 1024
# So many first lines may be a title before the names of the columns.
HEAD = 10
# The names of columns, as they are written without case, accents and signs.
NUMBER = frozenset(
    map(
        fold,
        ("αα", "aa", "αριθμός", "αρ", "αριθμός υποψηφίου", "αύξων αριθμός", "number", "no", "n"),
    )
)
NAME = frozenset(
    map(
        fold,
        (
            *("ονοματεπώνυμο", "επώνυμο", "όνομα", "πατρώνυμο", "όνομα πατρός"),
            *("name", "full name", "surname", "last name", "first name"),
        ),
    )
)
GROUP = frozenset(map(fold, ("ομάδα", "group")))
_DIGITS = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}")


@dataclass(frozen=True)
class ListFile:
    """What was read of a file: candidates, the columns taken, those left where they were."""

    candidates: list[Candidate]
    taken: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class _Columns:
    number: str
    names: tuple[str, ...]
    group: str


def read_file(stream: IO[bytes]) -> ListFile:
    """The candidates of a file; RuleError, for its field, says which line is none and why.

    Columns are told by their names; where none has the name of one, the first three are number,
    name and group. Whatever else stands in the file is not taken.
    """
    if stream.seek(0, os.SEEK_END) > MOST_BYTES:
        raise _wrong(N_("A file of candidates has at most 5 MB."))
    # The readers want a stream of their own, which they may close.
    kept = io.BytesIO(_whole(stream))
    try:
        table = _opened(kept)
        rows = list(islice(table, MOST_CANDIDATES + 1))
    except RuleError as error:
        raise RuleError(error.message, field="file", values=error.values) from error
    if not rows:
        raise _wrong(N_("The file holds no candidates below the names of its columns."))
    if len(rows) > MOST_CANDIDATES:
        raise _wrong(N_("A list has at most %(most)s candidates."), most=MOST_CANDIDATES)
    columns = _columns(table.columns)
    wanted = tuple(one for one in (columns.number, *columns.names, columns.group) if one)
    left = tuple(one for one in table.columns if one not in wanted)
    return ListFile(_candidates(rows, columns), wanted, left)


def _whole(stream: IO[bytes]) -> bytes:
    stream.seek(0)
    return stream.read()


def _opened(stream: BinaryIO) -> Source:
    form = format_of(stream)
    if form == "xlsx":
        book = Book(stream)
        head = list(islice(book.records(book.sheet("")), HEAD))
        return open_table(stream, ReadSettings(format="xlsx", header_row=_header_row(head)))
    if form != "csv":
        raise RuleError(N_("Candidates are read from CSV or XLSX: save the table as one of them."))
    encoding = sniff(evidence(stream)).value
    plain = io.BytesIO()
    put_text(stream, plain, encoding)
    text = plain.getvalue().decode("utf-8", "replace").removeprefix("\ufeff")
    delimiter = _delimiter(text)
    head = records(text, delimiter, whole=True)[:HEAD]
    settings = ReadSettings(delimiter=delimiter, header_row=_header_row(head))
    return open_table(io.BytesIO(text.encode("utf-8", "replace")), settings)


def _delimiter(text: str) -> str:
    """What divides the cells; a list of numbers alone has nothing to divide."""
    try:
        return str(guess_delimiter(text, whole=True).value)
    except (RuleError, csv.Error):
        return ";"


def _header_row(head: Sequence[Record]) -> int:
    """The line that names the columns; 0 where the first line is a candidate already."""
    filled = [(number, cells) for number, cells in head if any(cell.strip() for cell in cells)]
    for number, cells in filled:
        if any(_plain(cell) in NUMBER for cell in cells):
            return number
    if not filled:
        return 1
    number, cells = filled[0]
    return 0 if _DIGITS.fullmatch(cells[0].strip()) else number


def _columns(names: Sequence[str]) -> _Columns:
    known = {name: _plain(name) for name in names}
    number = next((name for name, plain in known.items() if plain in NUMBER), None)
    if number is None:
        first, name, group, *_ = [*names, "", "", ""]
        return _Columns(first, (name,) if name else (), group)
    group = next((name for name, plain in known.items() if plain in GROUP), "")
    return _Columns(number, tuple(one for one, plain in known.items() if plain in NAME), group)


def _candidates(rows: Iterable[Row], columns: _Columns) -> list[Candidate]:
    found: dict[int, tuple[int, Candidate]] = {}
    for row in rows:
        if row.surplus:
            message = N_("Line %(line)s has more cells than the line that names the columns.")
            raise _wrong(message, line=row.number)
        typed = row.cells[columns.number].strip()
        if not _DIGITS.fullmatch(typed):
            message = N_("Line %(line)s: “%(text)s” is not the number of a candidate.")
            raise _wrong(message, line=row.number, text=shown(typed))
        name = _tidy(" ".join(row.cells[one] for one in columns.names))
        group = _tidy(row.cells[columns.group]) if columns.group else ""
        one = Candidate(int(typed), group[:60].strip(), name[:200].strip())
        if one.number in found:
            message = N_("The number %(number)s stands on lines %(first)s and %(second)s.")
            first = found[one.number][0]
            raise _wrong(message, number=one.number, first=first, second=row.number)
        found[one.number] = (row.number, one)
    return sorted((one for _, one in found.values()), key=lambda one: one.number)


def _tidy(text: str) -> str:
    """A cell as a typed list can hold it: one line, no sign that divides or turns it."""
    kept = " ".join(text.replace(";", ",").split())
    return "".join(sign for sign in kept if unicodedata.category(sign)[0] != "C")


def _plain(name: str) -> str:
    """The name of a column without case, accents and signs."""
    return " ".join(re.sub(r"[^\w\s]|_", "", fold(name)).split())


def _wrong(message: str, **values: object) -> RuleError:
    return RuleError(message, field="file", values=values)
