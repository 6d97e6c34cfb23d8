"""What becomes of a row: compared with the last import and with what people wrote since."""

import re
from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from inmeko.kernel import geo
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import EMPTY
from inmeko.resources.rules.values import Candidate, Identity, Known, Refused, Rejection

Frozen = Mapping[str, Any]

# Degrees, about half a centimetre: as near as an export in ΕΓΣΑ87 comes back.
SAME = 5e-8

# Never written by a row: they tell which asset it is, or belong to a deed of their own.
IDENTIFYING = frozenset({"code", "register", "register_ref"})


class Fate(StrEnum):
    """What becomes of a row."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Kept:
    """A field where the file and a person differ: the person's value stays."""

    field: str
    theirs: Any
    ours: Any


@dataclass(frozen=True, slots=True)
class Outcome:
    """The fate of a row, the values to write, what was kept, and why it was rejected."""

    fate: Fate
    changes: dict[str, Any] = field(default_factory=dict)
    kept: tuple[Kept, ...] = ()
    rejection: Rejection | None = None


def freeze(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON in one form, so that equal means equal; empty, none and "" are one."""
    return {name: _FROZEN[type(value)](value) for name, value in values.items()}


def _frozen_text(value: str) -> str | None:
    text = value.strip()  # our words are texts, too, and plain ones from here on
    return (re.sub(r"\r\n?", "\n", text) if "\r" in text else text) or None


def _frozen_point(point: Point) -> str | None:
    return None if point.is_empty else f"POINT ({point.x:.9f} {point.y:.9f})"


class _Frozen(dict[type, Callable[[Any], Any]]):
    """How a value of each type is frozen; of a new type it is found out once."""

    def __missing__(self, kind: type) -> Callable[[Any], Any]:
        self[kind] = found = self._of(kind)
        return found

    def _of(self, kind: type) -> Callable[[Any], Any]:
        for known, freezes in _FREEZES:
            if issubclass(kind, known):
                return freezes
        return lambda several: sorted(str(one) for one in several) or None


def _frozen_shape(shape: BaseGeometry) -> str | None:
    if shape.is_empty:
        return None
    parts = shapely.get_parts(shape)
    single = parts[0] if len(parts) == 1 else shape
    return str(shapely.to_wkt(single.normalize(), rounding_precision=9))


_FREEZES: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, _frozen_text),
    (type(None), lambda nothing: nothing),
    (int, lambda number: number),
    (Decimal, "{:.2f}".format),
    (Point, _frozen_point),
    (BaseGeometry, _frozen_shape),
    (date, lambda day: day.isoformat()),
)
_FROZEN = _Frozen()


def same_as_last(frozen: Frozen, last: Frozen | None) -> bool:
    """Say whether the row says again what the last import said: then nothing else need be asked."""
    return last is not None and all(last.get(name, _NEW) == value for name, value in frozen.items())


_NEW = object()


def decide(
    candidate: Candidate,
    frozen: Frozen,
    *,
    last: Frozen | None,
    current: Frozen | None,
    current_version: int | None = None,
    own: bool = False,
) -> Outcome:
    """Compare a row with the asset it is about; `current` is None if there is no such asset.

    All three are frozen. For rows of a register the last import tells what people changed since;
    rows of our own export are compared with the asset itself and its version.
    """
    if current is None:
        return Outcome(Fate.CREATED, completed(candidate.values))
    if own:
        return _decide_own(candidate, frozen, current, current_version)
    changes: dict[str, Any] = {}
    kept: list[Kept] = []
    for name, new in frozen.items():
        if name in IDENTIFYING or new == current.get(name):
            continue
        base = (last or {}).get(name, _NEW)
        if new == base:
            continue  # a person's correction stays
        if base == current.get(name) or (base is _NEW and _is_empty(name, current.get(name))):
            changes[name] = candidate.values[name]
        else:
            kept.append(Kept(name, new, current.get(name)))
    fate = Fate.UPDATED if changes else Fate.UNCHANGED
    return Outcome(fate, changes, tuple(kept))


def decide_merged(frozen: Frozen, *, last: Frozen | None, current: Frozen) -> Outcome:
    """Compare a row with the asset that the one it is about was merged into.

    What was chosen at the merge stays: a row only tells where its register says something new.
    """
    kept = tuple(
        Kept(name, new, current.get(name))
        for name, new in frozen.items()
        if name not in IDENTIFYING
        and new != current.get(name)
        and new != (last or {}).get(name, _NEW)
    )
    return Outcome(Fate.UNCHANGED, kept=kept)


def _decide_own(
    candidate: Candidate, frozen: Frozen, current: Frozen, current_version: int | None
) -> Outcome:
    differing = [
        name for name, new in frozen.items() if name not in IDENTIFYING and new != current.get(name)
    ]
    if "geometry" in differing and _same_shape(frozen["geometry"], current["geometry"]):
        differing.remove("geometry")
    if not differing:
        return Outcome(Fate.UNCHANGED)
    if "state" in differing:
        return _rejected(
            candidate,
            "state",
            frozen["state"],
            N_("An import neither retires an asset nor brings it back: do that on its page"),
        )
    if candidate.version not in (None, current_version):
        return _rejected(
            candidate,
            "version",
            candidate.version,
            N_(
                "Somebody changed this asset after the export (version %(theirs)s, now "
                "%(ours)s); they differ in: %(fields)s"
            ),
            theirs=candidate.version,
            ours=current_version,
            fields=", ".join(differing),
        )
    changes = {name: candidate.values[name] for name in differing}
    if "geometry" in changes and "original_geometry" not in changes:
        # The place was changed in the export itself: its original is what stands there now.
        moved = candidate.values["geometry"]
        changes["original_crs"] = None if moved is None else geo.WGS84
        changes["original_geometry"] = None if moved is None else moved.wkt
    return Outcome(Fate.UPDATED, changes)


def _same_shape(one: str | None, other: str | None) -> bool:
    """Whether two shapes differ by no more than the way to another system and back."""
    if not one or not other:
        return False
    a, b = shapely.from_wkt(one), shapely.from_wkt(other)
    alike = a.geom_type == b.geom_type
    alike &= shapely.get_num_coordinates(a) == shapely.get_num_coordinates(b)
    return bool(alike and shapely.hausdorff_distance(a, b) <= SAME)


def completed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of a new asset, with "unknown" and its like where the file says nothing."""
    return {**EMPTY, **values}


def _is_empty(name: str, value: Any) -> bool:
    return value is None or value == EMPTY.get(name, _NEW)


def _rejected(candidate: Candidate, column: str, value: Any, message: str, **named: Any) -> Outcome:
    rejection = Rejection(candidate.row, column, str(value), message, named)
    return Outcome(Fate.REJECTED, rejection=rejection)


def _marks(frozen: Frozen) -> "array[int]":
    try:
        return array("q", map(hash, frozen.values()))
    except TypeError:  # some value is a list
        return array("q", (hash(tuple(v) if isinstance(v, list) else v) for v in frozen.values()))


class Repeats:
    """Remembers the identities of one file; a few bytes per row."""

    def __init__(self) -> None:
        """Start with no row seen."""
        self._seen: dict[Identity, tuple[int, array[int]]] = {}

    def outcome(self, candidate: Candidate, frozen: Frozen) -> Outcome | None:
        """The outcome of a row that repeats an earlier one; None for a row that does not."""
        marks = _marks(frozen)
        row, earlier = self._seen.setdefault(candidate.identity, (candidate.row, marks))
        if row == candidate.row:
            return None
        if marks == earlier:
            return Outcome(Fate.UNCHANGED)
        differing = [
            name for name, now, before in zip(frozen, marks, earlier, strict=True) if now != before
        ]
        column, value = candidate.identity.known.value, candidate.identity.value
        if candidate.identity.known is Known.FINGERPRINT:
            column, value = "title", candidate.values.get("title") or ""
        return _rejected(
            candidate,
            column,
            value,
            N_("This repeats line %(row)s with other values in: %(fields)s"),
            row=row,
            fields=", ".join(differing),
        )


@dataclass
class Tally:
    """Counts what became of the rows of a file."""

    counts: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    read: int = 0
    rejections: list[Rejection] = field(default_factory=list)
    kept: list[tuple[int, Kept]] = field(default_factory=list)

    def refuse(self, refused: Refused) -> None:
        """Count a row that could not be read."""
        self._count(Fate.REJECTED)
        self.rejections.extend(refused.reasons)

    def add(self, row: int, outcome: Outcome) -> None:
        """Count a row whose fate is decided."""
        self._count(outcome.fate)
        if outcome.rejection:
            self.rejections.append(outcome.rejection)
        self.kept.extend((row, one) for one in outcome.kept)

    def _count(self, fate: Fate) -> None:
        self.read += 1
        self.counts[fate] += 1

    def to_json(self, translate: Callable[[str], str] = str, **about: Any) -> dict[str, Any]:
        """The report: what the file was (file, sha256, register, plan, dry_run) and what it did."""
        assert self.read == sum(self.counts.values())
        return {
            **about,
            "read": self.read,
            **{fate.value: count for fate, count in self.counts.items()},
            "kept": [
                {"row": row, "field": one.field, "file": one.theirs, "inventory": one.ours}
                for row, one in self.kept
            ],
            "rejections": [one.to_json(translate) for one in self.rejections],
        }


def exit_code(tally: Tally | None) -> int:
    """0 if every row came in, 1 if some were rejected, 2 if the file was not read at all."""
    if tally is None:
        return 2
    return 1 if tally.counts[Fate.REJECTED] else 0
