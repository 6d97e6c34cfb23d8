"""What a reader of the inventory asked for, as read from an address and written back into it."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from inmeko.accounts.rules import Sector
from inmeko.kernel.text import N_, search_terms
from inmeko.resources.rules.asset import Condition, Kind, Use

# An id is a 32-bit number on PostgreSQL.
LARGEST_ID = 2**31 - 1

YES = frozenset(("yes", "y", "on", "1"))

Words = TypeVar("Words", bound=StrEnum)
Arguments = Mapping[str, Sequence[str]]


class Sort(StrEnum):
    """The orders of the list."""

    TITLE = "title"
    NEWEST = "newest"
    LARGEST = "largest"


SORT_LABELS = {
    Sort.TITLE: N_("Title"),
    Sort.NEWEST: N_("Last changed first"),
    Sort.LARGEST: N_("Largest first"),
}


class Standing(StrEnum):
    """Which part of the register is shown."""

    CURRENT = "current"
    RETIRED = "retired"
    ALL = "all"


STANDING_LABELS = {
    Standing.CURRENT: N_("In the register"),
    Standing.RETIRED: N_("Retired"),
    Standing.ALL: N_("All, retired ones too"),
}


class Placing(StrEnum):
    """Whether an asset has a place on the map."""

    PLACED = "placed"
    UNPLACED = "unplaced"


PLACING_LABELS = {Placing.PLACED: N_("On the map"), Placing.UNPLACED: N_("Without a place")}


@dataclass(frozen=True)
class AssetFilter:
    """A question to the inventory; the empty one asks for everything in the register."""

    q: str = ""
    kind: tuple[Kind, ...] = ()
    use: tuple[Use, ...] = ()
    condition: tuple[Condition, ...] = ()
    sector: tuple[Sector, ...] = ()
    standing: Standing = Standing.CURRENT
    placing: Placing | None = None
    available: bool = False
    min_area: Decimal | None = None
    max_area: Decimal | None = None
    # Only what nobody has visited since a day, and only what is kept at an asset of this id.
    unvisited_since: date | None = None
    kept_in: int | None = None
    # Only what staff should look at: a question of theirs, which others cannot ask.
    flagged: bool = False
    # Only what lies in this box of a map: west, south, east, north in degrees.
    box: tuple[float, float, float, float] | None = None
    sort: Sort = Sort.TITLE

    @property
    def terms(self) -> list[str]:
        """The folded words that must be found."""
        return search_terms(self.q)

    def arguments(self) -> list[tuple[str, str]]:
        """The question as arguments of an address: the same question, the same address."""
        pairs = [("q", self.q)] if self.q else []
        for name in ("kind", "use", "condition", "sector"):
            pairs += [(name, word.value) for word in getattr(self, name)]
        if self.standing is not Standing.CURRENT:
            pairs.append(("standing", self.standing.value))
        if self.placing:
            pairs.append(("placing", self.placing.value))
        if self.available:
            pairs.append(("available", "yes"))
        if self.flagged:
            pairs.append(("flagged", "yes"))
        pairs += self._limits()
        if self.sort is not Sort.TITLE:
            pairs.append(("sort", self.sort.value))
        return pairs

    def _limits(self) -> list[tuple[str, str]]:
        """Measures, days and places of the question as arguments of an address."""
        pairs = []
        for name in ("min_area", "max_area"):
            if getattr(self, name) is not None:
                pairs.append((name, f"{getattr(self, name).normalize():f}"))
        for name in ("unvisited_since", "kept_in"):
            if getattr(self, name) is not None:
                pairs.append((name, str(getattr(self, name))))
        if self.box is not None:
            pairs.append(("box", ",".join(f"{edge:.5f}" for edge in self.box)))
        return pairs

    def without(self, name: str, word: str = "") -> "AssetFilter":
        """The same question without one of its parts."""
        now = getattr(self, name)
        left: Any = getattr(AssetFilter(), name)
        if isinstance(left, tuple):
            left = tuple(part for part in now if part != word)
        return replace(self, **{name: left})


def read(arguments: Arguments, *, staff: bool = False) -> AssetFilter:
    """Read a question from an address; what makes no sense there is left out.

    So is what only staff may ask, unless they do.
    """
    return AssetFilter(
        q=_first(arguments, "q")[:200],
        kind=_words(arguments, "kind", Kind),
        use=_words(arguments, "use", Use),
        condition=_words(arguments, "condition", Condition),
        sector=_words(arguments, "sector", Sector),
        standing=_word(arguments, "standing", Standing) or Standing.CURRENT,
        placing=_word(arguments, "placing", Placing),
        available=_first(arguments, "available") in YES,
        flagged=staff and _first(arguments, "flagged") in YES,
        min_area=_area(arguments, "min_area"),
        max_area=_area(arguments, "max_area"),
        unvisited_since=_day(arguments, "unvisited_since"),
        kept_in=_id(arguments, "kept_in"),
        box=read_box(_first(arguments, "box")),
        sort=_word(arguments, "sort", Sort) or Sort.TITLE,
    )


@dataclass(frozen=True)
class Cursor:
    """A place in a sorted list: the sort key and the id of a row, and which way to read on."""

    key: str
    id: int
    backwards: bool = False

    def encode(self) -> str:
        """The place as it stands in an address."""
        text = json.dumps([self.key, self.id, self.backwards], ensure_ascii=False)
        return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> Cursor | None:
    """Read a place from an address; a damaged one means the beginning."""
    try:
        padded = text + "=" * (-len(text) % 4)
        key, number, backwards = json.loads(base64.urlsafe_b64decode(padded.encode()))
        place = Cursor(str(key), int(number), bool(backwards))
    except (ValueError, TypeError, ArithmeticError, RecursionError, binascii.Error):
        return None
    return place if _can_be_asked(place) else None


def _can_be_asked(place: Cursor) -> bool:
    """Whether a database takes the parts of a place: one that we gave always passes."""
    try:
        place.key.encode()
    except UnicodeEncodeError:
        return False
    return 0 < place.id <= LARGEST_ID and "\0" not in place.key


def read_box(text: str) -> tuple[float, float, float, float] | None:
    """Read west,south,east,north in degrees; None where it is none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    inside = -180 <= west <= east <= 180 and -90 <= south <= north <= 90
    return (west, south, east, north) if inside else None


def read_zoom(text: str) -> int | None:
    """Read the zoom of a map, 0 for the whole world; None where it is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 3 else None


def _first(arguments: Arguments, name: str) -> str:
    values = arguments.get(name) or [""]
    return values[0].strip()


def _words(arguments: Arguments, name: str, words: type[Words]) -> tuple[Words, ...]:
    asked = set(arguments.get(name) or ())
    return tuple(word for word in words if word.value in asked)


def _word(arguments: Arguments, name: str, words: type[Words]) -> Words | None:
    asked = _first(arguments, name)
    return next((word for word in words if word.value == asked), None)


def _area(arguments: Arguments, name: str) -> Decimal | None:
    try:
        number = Decimal(_first(arguments, name).replace(",", ".") or "nan")
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**12 else None


def _day(arguments: Arguments, name: str) -> date | None:
    try:
        return date.fromisoformat(_first(arguments, name))
    except ValueError:
        return None


def _id(arguments: Arguments, name: str) -> int | None:
    text = _first(arguments, name)
    number = int(text) if text.isascii() and text.isdecimal() and len(text) < 11 else 0
    return number if 0 < number <= LARGEST_ID else None
