"""The life of a round of visits: how large it may be, when it is late, how far it has come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.walking import Place, districts, walk

LARGEST_ROUND = 500
MINUTES_A_STOP = 15


class RoundState(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    CLOSED = "closed"


ROUND_LABELS = {RoundState.OPEN: N_("Under way"), RoundState.CLOSED: N_("Closed")}

ROUND_NEXT: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN}),
}


@dataclass(frozen=True)
class Progress:
    """How far a round has come: its stops, those visited and those left out."""

    stops: int
    visited: int
    skipped: int

    @property
    def left(self) -> int:
        """How many stops remain."""
        return self.stops - self.visited - self.skipped

    @property
    def done(self) -> int:
        """How many stops are settled, one way or the other."""
        return self.visited + self.skipped


def check_round(title: str, stops: int, minutes_a_stop: int) -> None:
    """Refuse a round without a title, without stops, or with more than one can walk."""
    if not title.strip():
        raise RuleError(N_("Give the round a title."), field="title")
    if not 1 <= minutes_a_stop <= 480:
        raise RuleError(N_("A stop takes from 1 to 480 minutes."), field="minutes_a_stop")
    if stops == 0:
        raise RuleError(N_("No asset answers this question, so there is nothing to visit."))
    if stops > LARGEST_ROUND:
        raise RuleError(
            N_(
                "%(stops)s assets answer this question; a round has at most %(most)s stops. "
                "Narrow the question, or draw a smaller area."
            ),
            values={"stops": stops, "most": LARGEST_ROUND},
        )


def is_overdue(state: RoundState, due_on: date | None, today: date) -> bool:
    """Whether a round is still under way after the day by which it was to be done."""
    return state is RoundState.OPEN and due_on is not None and due_on < today


@dataclass(frozen=True)
class Laid:
    """A stop at its place in somebody's walk: its number among all, and the metres to it."""

    stop: int
    walk: int
    position: int
    metres: float | None


def lay_out(places: Sequence[Place | None], walks: int, start: Place | None) -> list[Laid]:
    """Stops (degrees of WGS84, or without a place) shared among walks, each in walking order.

    Neighbours stay together; what has no place comes last, to whoever has the fewest stops.
    """
    placed = [number for number, place in enumerate(places) if place is not None]
    known = [place for place in places if place is not None]
    shared: list[list[int]] = []
    laid: list[Laid] = []
    for walk_number, district in enumerate(districts(known, max(walks, 1))):
        found = walk([known[one] for one in district], start)
        shared.append([placed[district[one]] for one in found.order])
        laid += [
            Laid(stop, walk_number, position, metres)
            for position, (stop, metres) in enumerate(zip(shared[-1], found.metres, strict=True), 1)
        ]
    for number, place in enumerate(places):
        if place is None:
            least = min(range(len(shared)), key=lambda one: len(shared[one]))
            shared[least].append(number)
            laid.append(Laid(number, least, len(shared[least]), None))
    return laid
