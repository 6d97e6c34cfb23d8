"""Guesses which column of a file is which field, with the reason for each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import FIELD, FIELDS, Value
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.headers import HEADERS, NO_TITLE, REFERENCES, header_key, misspelt
from inmeko.resources.rules.numbers import parse_date, parse_number, parse_whole
from inmeko.resources.rules.reading import is_null
from inmeko.resources.rules.words import our_word

BY_NAME = N_("The column is called “%(column)s”")
BY_SLIP = N_("“%(column)s” is taken for “%(word)s” with a slip of the pen")
# The score of a name with a slip: any column named rightly comes first.
SLIP = 0.4
OWN = N_("The file is an export of this inventory")


@dataclass
class Sample:
    """The columns of a file and what its first rows hold, nulls left out."""

    columns: tuple[str, ...]
    rows: Sequence[Mapping[str, str]]
    decimal: str = ","
    filled: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Sort the cells by column."""
        self.filled = {
            column: [row[column] for row in self.rows if not is_null(row[column])]
            for column in self.columns
        }

    def share(self, column: str) -> float:
        """The share of the rows where the column is filled."""
        return len(self.filled[column]) / len(self.rows) if self.rows else 0.0

    def accepted(self, column: str, accepts: Callable[[str], bool]) -> float:
        """The share of the filled cells that a test accepts."""
        cells = self.filled[column]
        return sum(map(accepts, cells)) / len(cells) if cells else 0.0


def is_own_export(columns: Sequence[str]) -> bool:
    """Whether the header is that of our own export, perhaps with columns left out."""
    ours = sum(column in FIELD for column in columns)
    return {"code", "title", "kind"} <= set(columns) and ours >= 0.8 * len(columns)


def own_columns(columns: Sequence[str]) -> dict[str, Guess[list[str]]]:
    """The columns of our own export: each header is the field's name."""
    return {column: Guess([column], OWN) for column in columns if column in FIELD}


def guess_columns(sample: Sample, taken: Sequence[str] = ()) -> dict[str, Guess[list[str]]]:
    """Guess the columns of all fields but the coordinates, which are `taken`."""
    free = [column for column in sample.columns if column not in taken]
    found: dict[str, Guess[list[str]]] = {}
    reference = guess_reference(sample, free)
    if reference:
        found["register_ref"] = reference
        free = [column for column in free if column not in reference.value]
    for fitted in FIELDS:
        if fitted.words and (guess := _guess_words(sample, free, fitted.name)):
            found[fitted.name] = guess
    if title := _guess_plain(sample, [one for one in free if not _elsewhere(one)], "title"):
        found["title"] = title
    used = {column for guess in found.values() for column in guess.value}
    free = [column for column in free if column not in used]
    for name in _PLAIN:
        if guess := _guess_plain(sample, free, name):
            found[name] = guess
            free = [column for column in free if column not in guess.value]
    if "address" in found:
        found["address"] = _with_number(sample, free, found["address"])
        free = [column for column in free if column not in found["address"].value]
    found["title"] = found.get("title") or _stand_in(sample, free, found)
    return found


def _elsewhere(column: str) -> bool:
    known = {header_key(word) for word in NO_TITLE}
    return any(word in known for word in header_key(column).split())


_PLAIN = (
    "address",
    "postcode",
    "kaek",
    "atak",
    "area_stated",
    "floors",
    "year_built",
    "encumbrances",
    "kept_at",
    "available_from",
    "idle_cost",
    "notes",
    "description",
)


def _ranked(columns: Sequence[str], phrases: Sequence[str]) -> list[tuple[str, float]]:
    """The columns whose name says one of the phrases, the best first."""
    keys = {phrase: header_key(phrase) for phrase in phrases}
    ranked: list[tuple[str, float]] = []
    for column in columns:
        key = header_key(column)
        for place, phrase in enumerate(phrases):
            exact, within = key == keys[phrase], _within(keys[phrase], key)
            if exact or within:
                ranked.append((column, (1.0 if exact else 0.6) - place * 0.005))
                break
        else:
            if any(misspelt(key, keys[phrase]) for phrase in phrases):
                ranked.append((column, SLIP))
    return sorted(ranked, key=lambda pair: -pair[1])


def _within(phrase: str, key: str) -> bool:
    # A phrase of one short word is inside too many headers.
    return len(phrase) > 3 and f" {phrase} " in f" {key} "


def _guess_plain(sample: Sample, free: Sequence[str], name: str) -> Guess[list[str]] | None:
    least = 0.9 if name == "title" else 0.02
    for column, score in _ranked(free, HEADERS[name]):
        if sample.share(column) >= least and sample.accepted(column, _test(sample, name)) >= 0.6:
            return Guess([column], *_named(column, name, score), score)
    return None


def _named(column: str, name: str, score: float) -> tuple[str, dict[str, object]]:
    """Why a column is taken by its name, even where the name has a slip."""
    if score != SLIP:
        return BY_NAME, {"column": column}
    key = header_key(column)
    meant = next(one for one in HEADERS[name] if misspelt(key, header_key(one)))
    return BY_SLIP, {"column": column, "word": meant}


def _test(sample: Sample, name: str) -> Callable[[str], bool]:
    """What most cells must pass to be taken for values of the field."""
    known = {
        "postcode": lambda text: identifiers.is_postcode(text.replace("-", "")),
        "kaek": identifiers.is_kaek,
        "atak": identifiers.is_atak,
        "title": lambda text: any(sign.isalpha() for sign in text),
        "address": lambda text: any(sign.isalpha() for sign in text),
    }
    readers: dict[Value, Callable[[str], object]] = {
        Value.NUMBER: lambda text: parse_number(text, sample.decimal),
        Value.INTEGER: lambda text: parse_whole(text, sample.decimal),
        Value.DATE: parse_date,
    }
    if name in known:
        return known[name]
    read = readers.get(FIELD[name].value)
    return (lambda text: _reads(read, text)) if read else (lambda text: True)


def _reads(read: Callable[[str], object], text: str) -> bool:
    try:
        read(text)
    except RuleError:
        return False
    return True


def _guess_words(sample: Sample, free: Sequence[str], name: str) -> Guess[list[str]] | None:
    """The column whose name fits the field and whose values hold words we know."""
    words = FIELD[name].words
    best: Guess[list[str]] | None = None
    for column, score in _ranked(free, HEADERS.get(name, ())):
        known = sample.accepted(column, lambda text: _known(words, text))
        if known >= 0.25 and score * known > (best.confidence if best else 0.0):
            best = Guess(
                [column],
                N_("The column “%(column)s” holds words of this kind in %(share)s of the rows"),
                {"column": column, "share": f"{known:.0%}"},
                score * known,
            )
    return best


def _known(words: type[StrEnum] | None, text: str) -> bool:
    return words is not None and any(our_word(words, part) for part in split_words(text))


def split_words(text: str) -> list[str]:
    """The words of a cell that may list several: «νερό, ρεύμα»."""
    for sign in ";|/":
        text = text.replace(sign, ",")
    return [part.strip() for part in text.split(",") if part.strip()]


def _with_number(sample: Sample, free: Sequence[str], street: Guess[list[str]]) -> Guess[list[str]]:
    """The address with the street number where that is a column of its own."""
    for column, _ in _ranked(free, HEADERS["street_number"]):
        short = sample.accepted(column, lambda text: len(text) <= 12)
        if sample.share(column) >= 0.05 and short >= 0.95:
            return Guess(
                [*street.value, column],
                N_("Street in “%(column)s”, number in “%(number)s”"),
                {"column": street.value[0], "number": column},
                street.confidence,
            )
    return street


def _stand_in(
    sample: Sample, free: Sequence[str], found: Mapping[str, Guess[list[str]]]
) -> Guess[list[str]]:
    """Every asset needs a title: the address with a short number, a telling column, a number."""
    reference = found["register_ref"].value[0] if "register_ref" in found else None
    if "address" in found and sample.share(found["address"].value[0]) >= 0.9:
        street = found["address"].value[0]
        number = _short_number(sample, free, reference)
        return Guess(
            [street, number] if number else [street],
            N_("No column names the assets; the address stands in"),
            confidence=0.5,
        )
    texts = [
        column
        for column in free
        if sample.share(column) >= 0.99 and sample.accepted(column, _wordy) >= 0.8
    ]
    if told := [column for column in texts if not _elsewhere(column)] or texts:
        column = max(told, key=lambda name: len(set(sample.filled[name])))
        return Guess(
            [column], N_("No column names the assets; this one tells most"), confidence=0.3
        )
    column = reference or sample.columns[0]
    return Guess([column], N_("No column names the assets; their number stands in"), confidence=0.1)


def _short_number(sample: Sample, free: Sequence[str], reference: str | None) -> str | None:
    """A number people can read that tells the same things apart as the reference."""
    if reference is None:
        return None
    things = len(set(sample.filled[reference]))
    software = {header_key(name) for name in REFERENCES[1]}
    for column in (reference, *free):
        cells = sample.filled[column]
        short = all(len(cell) <= 12 and cell.isalnum() for cell in cells)
        apart = len(cells) == len(sample.rows) and len(set(cells)) == things
        if short and apart and header_key(column) not in software:
            return column
    return None


def _wordy(text: str) -> bool:
    return sum(sign.isalpha() for sign in text) >= 3


def guess_reference(sample: Sample, free: Sequence[str]) -> Guess[list[str]] | None:
    """The column that numbers the assets; row numbers of exporting software come last."""
    named, software = (_ranked(free, phrases) for phrases in REFERENCES)
    for column, score in named:
        if _numbers_assets(sample, column):
            return Guess([column], *_counted(sample, column), confidence=score)
    first = sample.columns[0] if sample.columns else ""
    if first in free and _unique(sample, first) and first not in dict(software):
        return Guess(
            [first],
            N_("The first column is filled in every row and never repeats"),
            confidence=0.5,
        )
    for column, _ in software:
        if _numbers_assets(sample, column):
            return Guess(
                [column],
                N_("“%(column)s” is a row number of the exporting program; there is no better"),
                {"column": column},
                0.3,
            )
    return None


def _counted(sample: Sample, column: str) -> tuple[str, dict[str, object]]:
    distinct, rows = len(set(sample.filled[column])), len(sample.rows)
    if distinct == rows:
        return N_("“%(column)s” is filled in every row and never repeats"), {"column": column}
    return (
        N_("“%(column)s” numbers %(distinct)s things in the first %(rows)s rows; some repeat"),
        {"column": column, "distinct": distinct, "rows": rows},
    )


def _unique(sample: Sample, column: str) -> bool:
    cells = sample.filled[column]
    # A number has a digit; a column of names alone is a title, however short.
    short = all(len(cell) <= 60 and len(cell.split()) <= 2 for cell in cells)
    named = bool(_ranked([column], HEADERS["title"]))
    digits = sample.accepted(column, lambda text: any(sign.isdigit() for sign in text)) >= 0.9
    return (
        short
        and digits
        and not named
        and len(sample.rows) > 1
        and len(set(cells)) == len(sample.rows)
    )


def _numbers_assets(sample: Sample, column: str) -> bool:
    """Filled in every row; where a number repeats, the rows are about the same thing."""
    cells = sample.filled[column]
    if not cells or len(cells) < len(sample.rows):
        return False
    if len(set(cells)) == len(cells):
        return True
    first: dict[str, tuple[str, ...]] = {}
    same = 0
    for row in sample.rows:
        content = tuple(row.values())
        known = first.setdefault(row[column], content)
        differing = sum(a != b for a, b in zip(known, content, strict=True))
        same += differing <= 0.2 * len(content)
    return same >= 0.98 * len(cells) and len(set(cells)) > 0.1 * len(cells)
