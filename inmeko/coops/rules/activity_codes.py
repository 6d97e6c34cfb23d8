"""The catalogue of activity codes (ΚΑΔ) as a file: its lines, and what is wrong with others."""

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from inmeko.kernel.text import fold

# Two digits, and up to three further groups of two: a division, a class, an activity.
CODE = re.compile(r"\d{2}(?:\.\d{2}){0,3}")
LONGEST = 500

_CODES = frozenset({"code", "kad", "καδ", "κωδικοσ", "κωδικοσ καδ", "κωδικοσ δραστηριοτητασ"})
_TITLES = frozenset(
    {"title", "text", "description", "περιγραφη", "τιτλοσ", "δραστηριοτητα", "λεκτικο"}
)


class UnreadableFileError(Exception):
    """A file that is no catalogue, in a sentence."""


@dataclass(frozen=True)
class CodeLine:
    """A line of the catalogue."""

    number: int
    code: str
    title: str


@dataclass(frozen=True)
class WrongLine:
    """A line that is not taken, and why."""

    number: int
    reason: str


def lines_of(content: bytes) -> Iterator[CodeLine | WrongLine]:
    """The lines of a catalogue in CSV; UnreadableFileError if it is none."""
    text = _text(content)
    head = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        code, title = _columns(next(rows, []))
        seen: dict[str, int] = {}
        for row in rows:
            if any(cell.strip() for cell in row):
                yield _line(rows.line_num, row, code, title, seen)
    except csv.Error as error:
        raise UnreadableFileError(f"line {rows.line_num} is no line of CSV: {error}") from error


def printed(text: str) -> str:
    """A code as the catalogue prints it: 95.29.12, whatever stands between its digits."""
    digits = re.sub(r"[\s.\-/]", "", text)
    if digits.isascii() and digits.isdecimal() and len(digits) in (3, 5, 7):
        # Spreadsheets take the leading zero of 01.11 away.
        digits = f"0{digits}"
    return ".".join(re.findall("..?", digits))


def _text(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1253"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableFileError("neither UTF-8 nor Windows-1253")


def _columns(head: list[str]) -> tuple[int, int]:
    names: Mapping[str, int] = {
        " ".join(fold(name).split()): place for place, name in reversed(list(enumerate(head)))
    }
    code = next((names[name] for name in names if name in _CODES), None)
    title = next((names[name] for name in names if name in _TITLES), None)
    if code is None or title is None:
        raise UnreadableFileError("its first line must name the columns: code, title")
    return code, title


def _line(
    number: int, row: list[str], code: int, title: int, seen: dict[str, int]
) -> CodeLine | WrongLine:
    if max(code, title) >= len(row):
        return WrongLine(number, "too few cells")
    found, words = printed(row[code]), " ".join(row[title].split())
    if not CODE.fullmatch(found):
        return WrongLine(number, f"“{row[code].strip()[:40]}” is no code of the form 95.29.12")
    if not words or len(words) > LONGEST:
        return WrongLine(number, "no title" if not words else "the title is too long")
    if found in seen:
        return WrongLine(number, f"{found} stands already in line {seen[found]}")
    seen[found] = number
    return CodeLine(number, found, words)
