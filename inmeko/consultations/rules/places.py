"""Who gets a place: quotas that share a capacity, a list in its order, offers that end."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Room:
    """How many may come: altogether, and of each quota; None is as many as like."""

    capacity: int | None
    quotas: Mapping[int, int | None]

    def has_place(self, taken: Mapping[int, int], quota: int) -> bool:
        """Whether one more of a quota fits in beside those who are seated."""
        limit = self.quotas.get(quota)
        full = self.capacity is not None and sum(taken.values()) >= self.capacity
        return not full and (limit is None or taken.get(quota, 0) < limit)

    def left(self, taken: Mapping[int, int], quota: int) -> int | None:
        """How many more of a quota fit in; None for as many as like."""
        limit, total = self.quotas.get(quota), sum(taken.values())
        ends = [limit - taken.get(quota, 0)] if limit is not None else []
        ends += [self.capacity - total] if self.capacity is not None else []
        return max(0, min(ends)) if ends else None


@dataclass(frozen=True)
class Waiting:
    """Somebody on the waiting list."""

    id: int
    quota: int


def offers(room: Room, taken: Mapping[int, int], queue: Iterable[Waiting]) -> list[int]:
    """To whom the free places are offered: in the order of the list, whoever's quota has room."""
    seated, found = dict(taken), []
    for one in queue:
        if room.has_place(seated, one.quota):
            seated[one.quota] = seated.get(one.quota, 0) + 1
            found.append(one.id)
    return found


def turn(queue: Sequence[Waiting], number: int) -> int | None:
    """Somebody's turn on the list, counted from one; None for whoever does not wait."""
    return next((n for n, one in enumerate(queue, start=1) if one.id == number), None)


def offer_ends(now: datetime, hours: int, starts_at: datetime) -> datetime | None:
    """Until when an offer made now holds; None once the event has begun."""
    return min(now + timedelta(hours=hours), starts_at) if now < starts_at else None
