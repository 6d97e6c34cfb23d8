"""What a reader asked of the calendar of events, as it stands in the address."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from inmeko.accounts.rules import Sector
from inmeko.consultations.rules.words import EventKind, SubjectKind
from inmeko.kernel.text import search_terms

_MONTH = re.compile(r"(20\d{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class EventFilter:
    """A question to the calendar; the empty one asks for what is still to come."""

    past: bool = False
    kind: tuple[EventKind, ...] = ()
    sector: tuple[Sector, ...] = ()
    q: str = ""
    series: str = ""
    subject: tuple[SubjectKind, int] | None = None

    @property
    def terms(self) -> list[str]:
        """The folded words that must be found."""
        return search_terms(self.q)

    def arguments(self) -> dict[str, str | list[str]]:
        """The question as arguments of an address: the same question, the same address."""
        found: dict[str, str | list[str]] = {"when": "past"} if self.past else {}
        if self.kind:
            found["kind"] = [one.value for one in self.kind]
        if self.sector:
            found["sector"] = [one.value for one in self.sector]
        found |= {name: text for name in ("q", "series") if (text := getattr(self, name))}
        if self.subject:
            found[self.subject[0].value] = str(self.subject[1])
        return found

    def without(self, name: str) -> "EventFilter":
        """The question without one of its parts."""
        empty: dict[str, Any] = {"kind": (), "sector": (), "q": "", "series": "", "subject": None}
        return replace(self, **{name: empty[name]})


def read(arguments: Mapping[str, Sequence[str]]) -> EventFilter:
    """Read a question from an address; what makes no sense there is left out."""
    first = {name: values[0].strip() for name, values in arguments.items() if values}
    kinds, sectors = set(arguments.get("kind") or ()), set(arguments.get("sector") or ())
    numbers = {one: first.get(one.value, "") for one in SubjectKind}
    subjects = [
        (one, int(text))
        for one, text in numbers.items()
        if text.isascii() and text.isdigit() and len(text) < 10
    ]
    return EventFilter(
        past=first.get("when") == "past",
        kind=tuple(one for one in EventKind if one.value in kinds),
        sector=tuple(one for one in Sector if one.value in sectors),
        q=first.get("q", "")[:200].replace("\0", ""),
        series=first.get("series", "")[:200].replace("\0", ""),
        subject=subjects[0] if subjects else None,
    )


def month(text: str, today: date) -> date:
    """The first day of the month that an address names; of this month if it names none."""
    found = _MONTH.fullmatch(text)
    return date(int(found[1]), int(found[2]), 1) if found else today.replace(day=1)


def weeks(first: date) -> list[list[date]]:
    """The weeks of a month, from Monday to Sunday, with the days of its neighbours."""
    day = first - timedelta(days=first.weekday())
    found: list[list[date]] = []
    while not found or (day.month, day.year) == (first.month, first.year):
        found.append([day + timedelta(days=n) for n in range(7)])
        day += timedelta(days=7)
    return found


def month_after(first: date, step: int) -> date:
    """The first day of the next month, or of the one before."""
    return (first.replace(day=15) + timedelta(days=30 * step)).replace(day=1)
