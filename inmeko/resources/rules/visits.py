"""A visit on the spot: what it may propose, how its life goes, and what changed meanwhile."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import WGS84
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import FIELD, Value
from inmeko.resources.rules.plain import plain_value

# What a visitor may say of an asset of the register, and of a place that is not in it yet.
OBSERVED = ("condition", "use", "use_certainty", "geometry")
OF_NEW = ("title", "kind", "address", *OBSERVED)
# What one visit may bring: more is a mistake of the hand or of the programme.
MOST_PHOTOS = 20
LONGEST_NOTE = 5_000
LONGEST_POINT = 120
# A phone whose clock is older than this has lost its time.
OLDEST = timedelta(days=366)
SOURCE = "Επίσκεψη αρ. {number}, {day:%d/%m/%Y}"


class VisitState(StrEnum):
    """Where a visit stands."""

    WAITING = "waiting"
    DONE = "done"
    REFUSED = "refused"


class ProposalState(StrEnum):
    """What became of a proposed value."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    REFUSED = "refused"


VISIT_LABELS = {
    VisitState.WAITING: N_("Waits for a decision"),
    VisitState.DONE: N_("Decided"),
    VisitState.REFUSED: N_("Set aside"),
}
PROPOSAL_LABELS = {
    ProposalState.WAITING: N_("Waits"),
    ProposalState.ACCEPTED: N_("Accepted"),
    ProposalState.REFUSED: N_("Not accepted"),
}
VISIT_NEXT: Mapping[VisitState, frozenset[VisitState]] = {
    VisitState.WAITING: frozenset({VisitState.DONE, VisitState.REFUSED}),
    VisitState.DONE: frozenset(),
    VisitState.REFUSED: frozenset(),
}


@dataclass(frozen=True)
class Said:
    """What a visitor sends: values by field, and those of the register that they had before them.

    Values are plain text as in the history of an asset; x and y are degrees of WGS84, accuracy
    is in metres, the moment is the phone's.
    """

    key: str
    visited_at: datetime | None
    values: Mapping[str, str]
    seen: Mapping[str, str | None] = field(default_factory=dict)
    version: int | None = None
    x: float | None = None
    y: float | None = None
    accuracy: float | None = None
    note: str = ""


@dataclass(frozen=True)
class Change:
    """A value that a visitor proposes, and the one of the register that they had seen."""

    field: str
    seen: str | None
    proposed: str


def client_key(text: str) -> str:
    """The number that the visitor's device made for a visit or a photo, in its one spelling."""
    try:
        return str(UUID(text))
    except ValueError:
        raise RuleError(N_("This visit has no number of its own: open the form again.")) from None


def moment_of(said: datetime | None, received: datetime) -> datetime:
    """When the visit was: by the phone's clock, unless that lies ahead or a year behind."""
    if said is None or not received - OLDEST <= said <= received:
        return received
    return said


def proposals(said: Said, now: Mapping[str, str | None]) -> list[Change]:
    """What a visit wants changed: what differs from what was seen, or from what stands now.

    A value that the visitor did not see is taken to be as it is at reception.
    """
    found = []
    for name, proposed in said.values.items():
        seen = said.seen.get(name, now.get(name))
        if proposed != seen or (seen != now.get(name) and proposed != now.get(name)):
            found.append(Change(name, seen, proposed))
    return found


def changed_meanwhile(seen: Mapping[str, str | None], now: Mapping[str, str | None]) -> list[str]:
    """The observed fields whose value in the register is no longer the one that was seen."""
    return [name for name in OBSERVED if name in seen and seen[name] != now.get(name)]


def conflicts(change: Any, now: str | None) -> bool:
    """Whether the register changed after the visitor saw it, to another value than theirs."""
    return now not in (change.seen, change.proposed)


def shape_of(geometry: BaseGeometry | None) -> str:
    """What the map shows of an asset: none, a point, or an area (any larger shape)."""
    if geometry is None:
        return "none"
    return "point" if isinstance(geometry, Point) else "area"


def can_be_seen(name: str, value: object) -> bool:
    """Whether a phone can have shown this as the plain value of an observed field."""
    if not isinstance(value, str):
        return value is None
    words = FIELD[name].words
    if words:
        return value in {member.value for member in words}
    if len(value) > LONGEST_POINT:
        return False
    try:
        return isinstance(shapely.from_wkt(value), Point)
    except ShapelyError:
        return False


def plain_values(values: Mapping[str, Any]) -> dict[str, str | None]:
    """The fields that a visit may speak of, as plain text."""
    return {name: plain_value(values.get(name)) for name in OF_NEW}


def asset_values(accepted: Mapping[str, str]) -> dict[str, Any]:
    """Accepted values as an asset takes them; RuleError for a word that it does not know."""
    values: dict[str, Any] = {}
    for name, text in accepted.items():
        kind = FIELD[name]
        if kind.value is Value.GEOMETRY:
            values["geometry"] = shapely.from_wkt(text)
            values["original_crs"], values["original_geometry"] = WGS84, text
        elif kind.words:
            values[name] = _word(kind.words, text)
        else:
            values[name] = text
    return values


def source(number: int, visited: date) -> str:
    """How the register names a visit as the source of what it says."""
    return SOURCE.format(number=number, day=visited)


def _word(words: type[StrEnum], text: str) -> StrEnum:
    try:
        return words(text)
    except ValueError:
        raise RuleError(N_("This is not a word of the register.")) from None
