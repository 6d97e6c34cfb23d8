"""A question to the OGC API, read from an address: RuleError names the parameter that is wrong."""

import math
import re
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

import shapely
from shapely.geometry import box

from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import to_wgs84
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import Field, Value
from inmeko.resources.rules.filters import LARGEST_ID
from inmeko.resources.rules.publishing import (
    CRS84,
    GREEK_GRID,
    PROPERTIES,
    SYSTEMS,
    TOWN,
    Crs,
)

LIMIT = 10
LARGEST_LIMIT = 10_000
# Straight in metres is not straight in degrees: a side of a box is followed in so many steps.
STEPS = 16
# As far as the Greek grid makes sense at all (metres).
REACH = (-1_000_000.0, 3_000_000.0, 2_000_000.0, 5_500_000.0)

KNOWN = ("f", "bbox", "bbox-crs", "crs", "datetime", "limit", "after")
FILTERS: dict[str, Field] = {field.name: field for field in PROPERTIES}
Arguments = Mapping[str, Sequence[str]]


# A polygon of one ring of five points, as WKB writes it in front of them.
_RING = struct.pack("<BIII", 1, 3, 1, 5)


@dataclass(frozen=True)
class Area:
    """A part of the world: its west, south, east and north in degrees, and its shape as WKB."""

    bounds: tuple[float, float, float, float]
    wkb: bytes


def rectangle(west: float, south: float, east: float, north: float) -> Area:
    """All between two corners; written by hand, for most questions have one."""
    ring = (east, south, east, north, west, north, west, south, east, south)
    return Area((west, south, east, north), _RING + struct.pack("<10d", *ring))


@dataclass(frozen=True)
class Question:
    """What a client asked of a collection; the shapes are in WGS84, `after` is the last id seen."""

    shapes: tuple["Area", ...] = ()
    since: datetime | None = None
    until: datetime | None = None
    filters: tuple[tuple[str, Any], ...] = ()
    after: int = 0
    limit: int = LIMIT
    crs: Crs = CRS84

    @property
    def bare(self) -> bool:
        """Whether the whole collection is asked for."""
        return not (self.shapes or self.since or self.until or self.filters)


def question(arguments: Arguments) -> Question:
    """Read a question; RuleError for unknown or repeated parameters, and for wrong values."""
    given = single(arguments, (*KNOWN, TOWN, *FILTERS))
    since, until = _interval(given.get("datetime", ""))
    named = [(name, _wanted(FILTERS[name], given[name])) for name in given if name in FILTERS]
    if TOWN in given:
        named.append((TOWN, given[TOWN]))
    return Question(
        shapes=_shapes(given.get("bbox"), _crs(given, "bbox-crs")),
        since=since,
        until=until,
        filters=tuple(sorted(named)),
        after=_whole(given, "after", 0, LARGEST_ID),
        limit=min(_whole(given, "limit", LIMIT, None), LARGEST_LIMIT),
        crs=_crs(given, "crs"),
    )


def single(arguments: Arguments, known: Sequence[str]) -> dict[str, str]:
    """Each argument once; RuleError for one that is not known or stands twice."""
    for name, values in arguments.items():
        if name not in known:
            raise _wrong(name, N_("There is no parameter of this name."))
        if len(values) != 1:
            raise _wrong(name, N_("This parameter is given more than once."))
    return {name: values[0] for name, values in arguments.items()}


def crs_only(arguments: Arguments) -> Crs:
    """The system in which one feature is asked for."""
    return _crs(single(arguments, ("f", "crs")), "crs")


def _crs(given: Mapping[str, str], name: str) -> Crs:
    address = given.get(name)
    if address is None:
        return CRS84
    if address not in SYSTEMS:
        raise _wrong(name, N_("This coordinate system is not offered."))
    return SYSTEMS[address]


def _whole(given: Mapping[str, str], name: str, default: int, most: int | None) -> int:
    text = given.get(name)
    if text is None:
        return default
    least = 0 if name == "after" else 1
    if not (text.isascii() and text.isdigit()) or int(text[:18]) < least:
        raise _wrong(name, N_("This is a whole number larger than zero."))
    number = int(text[:18])
    if most is not None and number > most:
        raise _wrong(name, N_("This number is too large"))
    return number


def _shapes(text: str | None, crs: Crs) -> tuple[Area, ...]:
    if text is None:
        return ()
    corners = _corners(text)
    if crs is GREEK_GRID:
        return _from_grid(corners)
    if crs.latitude_first:
        corners = [corners[1], corners[0], corners[3], corners[2]]
    west, south, east, north = corners
    if south > north:
        raise _bad_box()
    west, east = (max(-180.0, min(180.0, edge)) for edge in (west, east))
    south, north = (max(-90.0, min(90.0, edge)) for edge in (south, north))
    if west <= east:
        return (rectangle(west, south, east, north),)
    # A box that begins in the east of where it ends goes over the antimeridian.
    return (rectangle(west, south, 180.0, north), rectangle(-180.0, south, east, north))


def _corners(text: str) -> list[float]:
    """Two corners: of six numbers the heights are left out, for our features have none."""
    try:
        numbers = [float(part) for part in text.split(",")]
    except ValueError:
        raise _bad_box() from None
    if len(numbers) == 6:
        numbers = [numbers[0], numbers[1], numbers[3], numbers[4]]
    if len(numbers) != 4 or not all(map(math.isfinite, numbers)):
        raise _bad_box()
    return numbers


def _from_grid(corners: list[float]) -> tuple[Area, ...]:
    left, bottom, right, top = corners
    if left > right or bottom > top:
        raise _bad_box()
    left, right = (max(REACH[0], min(REACH[2], edge)) for edge in (left, right))
    bottom, top = (max(REACH[1], min(REACH[3], edge)) for edge in (bottom, top))
    side = max(right - left, top - bottom, 1.0) / STEPS
    shape = to_wgs84(shapely.segmentize(box(left, bottom, right, top), side), GREEK_GRID.srid)
    return (Area(shape.bounds, shape.wkb),)


def _bad_box() -> RuleError:
    return _wrong("bbox", N_("A box is four or six numbers: two corners, the lower one first."))


_MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)([Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d))?")


def _interval(text: str) -> tuple[datetime | None, datetime | None]:
    if not text:
        return None, None
    parts = text.split("/")
    if len(parts) > 2 or parts in (["..", ".."], ["", ""], ["..", ""], ["", ".."]):
        raise _bad_time()
    since, until = _moments(parts[0]), _moments(parts[-1])
    begin, end = (since and since[0]), (until and until[1])
    if len(parts) == 1 and begin is None:
        raise _bad_time()
    if begin and end and begin > end:
        raise _bad_time()
    return begin, end


def _moments(text: str) -> tuple[datetime, datetime] | None:
    """The first and the last moment of an instant or a day; None for an open end."""
    if text in ("", ".."):
        return None
    found = _MOMENT.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        moment = datetime.fromisoformat(text.upper())
        if found[2] is None:
            begin = moment.replace(tzinfo=UTC)
            return begin, begin + timedelta(days=1, microseconds=-1)
        instant = moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise _bad_time() from None
    # Times are told to the millisecond: one that is asked for means all of it.
    return instant, instant + timedelta(microseconds=0 if instant.microsecond % 1000 else 999)


def _bad_time() -> RuleError:
    return _wrong(
        "datetime",
        N_("A time is 2026-05-12T10:00:00Z, a day, or two of them with / between; .. is open."),
    )


def _wanted(field: Field, text: str) -> Any:
    """The value of a property filter in its own type."""
    try:
        read = _READ.get(field.value)
        return read(field, text) if read else text
    except (ValueError, InvalidOperation, RuleError):
        raise _wrong(field.name, N_("No asset can have this value.")) from None


def _word(field: Field, text: str) -> Any:
    assert field.words is not None
    return field.words(text)


def _number(_field: Field, text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number) >= 10**12:
        raise ValueError(text)
    return number


def _day(_field: Field, text: str) -> date:
    return date.fromisoformat(text)


def _integer(_field: Field, text: str) -> int:
    number = int(text)
    if abs(number) > LARGEST_ID:
        raise ValueError(text)
    return number


_READ: dict[Value, Callable[[Field, str], Any]] = {
    Value.ENUM: _word,
    Value.WORDS: _word,
    Value.NUMBER: _number,
    Value.INTEGER: _integer,
    Value.DATE: _day,
}


def _wrong(name: str, sentence: str) -> RuleError:
    return RuleError(sentence, field=name)
