"""A first look at a file: the plan we propose, every guess in it with its reason."""

import codecs
import re
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import FIELD, Kind
from inmeko.resources.rules.columns import (
    Sample,
    guess_columns,
    is_own_export,
    own_columns,
    split_words,
)
from inmeko.resources.rules.coordinates import guess_place
from inmeko.resources.rules.encodings import HEAD, evidence, sniff
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.headers import header_key
from inmeko.resources.rules.mapping import ANY_OTHER, Plan
from inmeko.resources.rules.numbers import guess_decimal
from inmeko.resources.rules.reading import ReadSettings, Row, codec_of, is_null
from inmeko.resources.rules.shape import guess_delimiter, guess_header, records
from inmeko.resources.rules.signatures import refuse_foreign
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.words import our_word

LOOKED_AT = 2_000
SHOWN = 20
MOST_WORDS = 200

BY_HAND = N_("Chosen by hand")
_BUILDINGS = ("ktirio", "ktirion", "ktiria", "building", "buildings", "edifici")


@dataclass(frozen=True)
class Proposal:
    """The plan proposed, the guesses behind it by name, and what the file holds.

    Guesses are named as the entries of the plan, those of columns `columns.title` and so on;
    `words` holds for each field with fixed words what the file says, and how often.
    """

    plan: Plan
    guesses: dict[str, Guess[Any]]
    columns: tuple[str, ...]
    rows: list[Row]
    words: dict[str, dict[str, int]]
    own: bool


@dataclass(frozen=True)
class Chosen:
    """What the planner has already chosen by hand; None leaves it to the guess."""

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    decimal: str | None = None
    crs: int | None = None

    def check(self) -> None:
        """Raise RuleError if there is no such encoding, delimiter, system …"""
        Plan.from_json({name: one for name, one in asdict(self).items() if one is not None})


def propose(stream: BinaryIO, filename: str = "", chosen: Chosen | None = None) -> Proposal:
    """Look at a file and propose how to read it; RuleError if it is no table at all."""
    chosen = chosen or Chosen()
    chosen.check()
    guesses = _look(stream, chosen)
    settings = ReadSettings(
        guesses["encoding"].value, guesses["delimiter"].value, guesses["header_row"].value
    )
    table = open_table(stream, settings)
    rows = list(islice(table, LOOKED_AT))
    sample = Sample(table.columns, [row.cells for row in rows])
    guesses["decimal"] = _or_chosen(
        chosen.decimal,
        guess_decimal(cell for cells in sample.filled.values() for cell in cells[:200]),
    )
    sample.decimal = guesses["decimal"].value
    own = is_own_export(table.columns)
    # An export of ours says where in its own way, unless somebody gave it other columns.
    ours = own_columns(table.columns) if own else {}
    place = {} if "geometry" in ours else _place(sample, chosen.crs, guesses)
    columns = {**ours, **place} if own else _foreign(sample, place)
    guesses |= {f"columns.{name}": guess for name, guess in columns.items()}
    words = {} if own else _words(sample, columns)
    usual = _usual_kind(table.columns, filename)
    plan = Plan(
        encoding=settings.encoding,
        delimiter=settings.delimiter,
        decimal=sample.decimal,
        header_row=settings.header_row,
        crs=_system(ours, chosen.crs, guesses),
        swap_axes="swap_axes" in guesses,
        columns={name: tuple(guess.value) for name, guess in columns.items()},
        values=_meanings(words, usual),
        defaults={} if own else {"kind": usual},
        register="" if own else register_name(filename),
    )
    return Proposal(plan, guesses, table.columns, rows[:SHOWN], words, own)


def _system(
    ours: dict[str, Guess[list[str]]], chosen: int | None, guesses: dict[str, Guess[Any]]
) -> int | None:
    if "geometry" in ours:
        return geo.WGS84
    return guesses["crs"].value if "crs" in guesses else chosen


def _look(stream: BinaryIO, chosen: Chosen) -> dict[str, Guess[Any]]:
    """Encoding, delimiter and header, from the first bytes."""
    telling = evidence(stream)
    head = stream.read(HEAD)
    stream.seek(0)
    refuse_foreign(head)
    encoding = _or_chosen(chosen.encoding, sniff(telling))
    try:
        text = codecs.getincrementaldecoder(codec_of(encoding.value))("replace").decode(head)
    except UnicodeError as error:
        # UTF-16 without its mark is refused whatever is to be done with single letters.
        raise RuleError(
            N_("The file cannot be read as %(encoding)s: choose another encoding"),
            field="encoding",
            values={"encoding": encoding.value},
        ) from error
    whole = len(head) < HEAD
    delimiter = (
        Guess(chosen.delimiter, BY_HAND) if chosen.delimiter else guess_delimiter(text, whole=whole)
    )
    header = guess_header(records(text, delimiter.value, whole=whole))
    return {
        "encoding": encoding,
        "delimiter": delimiter,
        "header_row": _or_chosen(chosen.header_row, header),
    }


def _or_chosen(chosen: Any, guess: Guess[Any]) -> Guess[Any]:
    return guess if chosen is None else Guess(chosen, BY_HAND)


def _place(
    sample: Sample, crs: int | None, guesses: dict[str, Guess[Any]]
) -> dict[str, Guess[list[str]]]:
    """The guesses of the columns of the place; the system and the axes join the others."""
    place = guess_place(sample, crs)
    if place is None:
        return {}
    if place.crs is not None:
        guesses["crs"] = place.crs
    if place.swapped:
        guesses["swap_axes"] = Guess(
            True, N_("In each row the values lie in Greece only with the axes exchanged")
        )
    return {
        name: Guess(columns, place.reason, place.values) for name, columns in place.columns.items()
    }


def _foreign(sample: Sample, place: dict[str, Guess[list[str]]]) -> dict[str, Guess[list[str]]]:
    taken = [column for guess in place.values() for column in guess.value]
    return {**guess_columns(sample, taken), **place}


def _words(sample: Sample, columns: dict[str, Guess[list[str]]]) -> dict[str, dict[str, int]]:
    """What the columns with fixed words hold, the most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for name, guess in columns.items():
        if FIELD.get(name) is None or FIELD[name].words is None:
            continue
        counts: Counter[str] = Counter()
        for column in guess.value:
            counts.update(cell.strip() for cell in sample.filled[column] if not is_null(cell))
        found[name] = dict(counts.most_common(MOST_WORDS))
    return found


def _meanings(words: dict[str, dict[str, int]], usual: str) -> dict[str, dict[str, str]]:
    """Their words in ours; what we do not know is left to the catch-all or to the planner."""
    meanings: dict[str, dict[str, str]] = {}
    for name, theirs in words.items():
        ours = FIELD[name].words
        assert ours is not None
        known = {text: word.value for text in theirs if (word := our_word(ours, text))}
        unknown = [t for t in theirs if t not in known and len(split_words(t)) == 1]
        if name == "kind":
            known[ANY_OTHER] = usual
        elif FIELD[name].empty is not None and unknown:
            known[ANY_OTHER] = str(FIELD[name].empty)
        meanings[name] = known
    return meanings


def _usual_kind(columns: tuple[str, ...], filename: str) -> str:
    """A file that says it is about buildings holds buildings."""
    said = {word for text in (*columns, filename) for word in header_key(text).split()}
    return (
        Kind.BUILDING.value
        if said & {header_key(word) for word in _BUILDINGS}
        else Kind.OTHER.value
    )


def register_name(filename: str) -> str:
    """The name of the register from that of its file, without the date or number of the copy."""
    stem = PurePath(filename.replace("\\", "/")).stem
    plain = re.sub(r"[\s_.()\-]*\d[\d\s_.()\-]*\Z", "", stem)
    return (plain or stem)[:120]
