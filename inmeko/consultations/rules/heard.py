"""What was heard in a town and what came of it: the question to it, its numbers, its charts."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from inmeko.accounts.rules import Sector
from inmeko.consultations.rules.commitments import CommitmentStanding
from inmeko.consultations.rules.texts import TextKind, TextState, ThemeAnswer, Voice
from inmeko.consultations.rules.words import EventKind, EventState, QuotaKind
from inmeko.kernel.calendar import athens_date

# A chart by months would have too many columns for a longer time.
MOST_MONTHS = 24
FIRST_YEAR = 2000


@dataclass(frozen=True)
class HeardFilter:
    """A question: events by their day, texts by the day on which they were put to the public."""

    since: date | None = None
    until: date | None = None
    kind: tuple[EventKind | TextKind, ...] = ()
    sector: tuple[Sector, ...] = ()

    @property
    def event_kinds(self) -> tuple[EventKind, ...]:
        """The kinds of event that count."""
        chosen = tuple(one for one in self.kind if isinstance(one, EventKind))
        return chosen if self.kind else tuple(EventKind)

    @property
    def text_kinds(self) -> tuple[TextKind, ...]:
        """The kinds of text that count."""
        chosen = tuple(one for one in self.kind if isinstance(one, TextKind))
        return chosen if self.kind else tuple(TextKind)

    def arguments(self) -> dict[str, str | list[str]]:
        """The question as arguments of an address: the same question, the same address."""
        found: dict[str, str | list[str]] = {}
        if self.since:
            found["since"] = self.since.isoformat()
        if self.until:
            found["until"] = self.until.isoformat()
        if self.kind:
            found["kind"] = [one.value for one in self.kind]
        if self.sector:
            found["sector"] = [one.value for one in self.sector]
        return found

    def without(self, name: str) -> "HeardFilter":
        """The question without one of its parts."""
        empty: dict[str, Any] = {"since": None, "until": None, "kind": (), "sector": ()}
        return replace(self, **{name: empty[name]})


def read(arguments: Mapping[str, Sequence[str]]) -> HeardFilter:
    """Read a question from an address; what makes no sense there is left out."""
    kinds, sectors = set(arguments.get("kind") or ()), set(arguments.get("sector") or ())
    since, until = _day(arguments.get("since")), _day(arguments.get("until"))
    if since and until and since > until:
        since, until = until, since
    return HeardFilter(
        since=since,
        until=until,
        kind=tuple(one for one in (*EventKind, *TextKind) if one.value in kinds),
        sector=tuple(one for one in Sector if one.value in sectors),
    )


@dataclass(frozen=True)
class Met:
    """An event that was held: who registered and who came, by quota; nobody's name."""

    number: int
    title: str
    kind: EventKind
    state: EventState
    starts_at: datetime
    registered: int
    present: Mapping[QuotaKind, int]

    @property
    def people(self) -> int:
        """How many came."""
        return sum(self.present.values())

    @property
    def turnout(self) -> float | None:
        """How many of those who had a place, or came without, came: from 0 to 1."""
        return self.people / self.registered if self.registered else None


@dataclass(frozen=True)
class Consulted:
    """A text that was put to the public: comments by voice, supports, themes and answers."""

    number: int
    title: str
    kind: TextKind
    state: TextState
    published_at: datetime
    closes_at: datetime | None
    comments: Mapping[Voice, int]
    supports: int
    themes: int
    answered: int

    @property
    def said(self) -> int:
        """How many comments there are."""
        return sum(self.comments.values())


@dataclass(frozen=True)
class Raised:
    """A theme of the comments on a text, and its answer; nothing while it is owed."""

    number: int
    text_number: int
    text_title: str
    title: str
    verdict: ThemeAnswer | None
    comments: int


@dataclass(frozen=True)
class Put:
    """A question from the room that everybody could read, and its answer; nobody's name."""

    number: int
    event_number: int
    event_title: str
    text: str
    answered: bool
    answer: str
    supports: int


@dataclass(frozen=True)
class Heard:
    """All that was heard, and where every commitment stands."""

    events: Sequence[Met]
    texts: Sequence[Consulted]
    themes: Sequence[Raised]
    standings: Sequence[CommitmentStanding]
    questions: Sequence[Put] = ()

    @property
    def empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.events or self.texts or self.standings)

    @property
    def people(self) -> int:
        """How many people came to the events; who came twice is counted twice."""
        return sum(one.people for one in self.events)

    @property
    def turnout(self) -> float | None:
        """How many of those registered came, over all events that had registrations."""
        asked = [one for one in self.events if one.registered]
        total = sum(one.registered for one in asked)
        return sum(one.people for one in asked) / total if total else None

    @property
    def without_minutes(self) -> int:
        """Events whose minutes are owed."""
        return sum(one.state is not EventState.REPORTED for one in self.events)

    @property
    def comments(self) -> int:
        """How many comments were written on texts."""
        return sum(one.said for one in self.texts)

    @property
    def supports(self) -> int:
        """How often a comment was supported."""
        return sum(one.supports for one in self.texts)

    @property
    def answered(self) -> int:
        """Themes that have their answer."""
        return sum(one.verdict is not None for one in self.themes)

    @property
    def owed(self) -> int:
        """Themes that wait for their answer."""
        return len(self.themes) - self.answered

    @property
    def questions_answered(self) -> int:
        """Questions from the room that have their answer."""
        return sum(one.answered for one in self.questions)

    @property
    def questions_owed(self) -> int:
        """Questions from the room that were shown and wait for their answer."""
        return len(self.questions) - self.questions_answered

    def stand(self, *wanted: CommitmentStanding) -> int:
        """How many commitments stand so."""
        return sum(one in wanted for one in self.standings)

    def by_quota(self) -> list[tuple[QuotaKind, int]]:
        """How many came, by quota."""
        counted: Counter[QuotaKind] = Counter()
        for one in self.events:
            counted.update(one.present)
        return [(kind, counted[kind]) for kind in QuotaKind if counted[kind]]

    def by_voice(self) -> list[tuple[Voice, int]]:
        """How many comments were written for whom."""
        counted: Counter[Voice] = Counter()
        for one in self.texts:
            counted.update(one.comments)
        return [(voice, counted[voice]) for voice in Voice if counted[voice]]

    def by_answer(self) -> list[tuple[ThemeAnswer | None, int]]:
        """How many themes have which answer; the last ones wait for theirs."""
        counted = Counter(one.verdict for one in self.themes)
        return [(answer, counted[answer]) for answer in (*ThemeAnswer, None) if counted[answer]]

    def by_standing(self) -> list[tuple[CommitmentStanding, int]]:
        """How many commitments stand where."""
        counted = Counter(self.standings)
        return [(one, counted[one]) for one in CommitmentStanding if counted[one]]

    @property
    def by_years(self) -> bool:
        """Whether the time is told in years, for its months would be too many."""
        return len(list(_months(self._people_of_months()))) > MOST_MONTHS

    def by_time(self) -> list[tuple[date, int]]:
        """How many people came in each month from the first to the last; or in each year."""
        counted = self._people_of_months()
        if not self.by_years:
            return [(month, counted[month]) for month in _months(counted)]
        years: Counter[date] = Counter()
        for month, people in counted.items():
            years[month.replace(month=1)] += people
        span = range(min(years).year, max(years).year + 1)
        return [(date(year, 1, 1), years[date(year, 1, 1)]) for year in span]

    def _people_of_months(self) -> Counter[date]:
        counted: Counter[date] = Counter()
        for one in self.events:
            counted[athens_date(one.starts_at).replace(day=1)] += one.people
        return counted


def _months(counted: Iterable[date]) -> Iterable[date]:
    known = sorted(counted)
    if not known:
        return
    month = known[0]
    while month <= known[-1]:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)


def _day(values: Sequence[str] | None) -> date | None:
    try:
        found = date.fromisoformat(values[0].strip()) if values else None
    except ValueError:
        return None
    return found if found and FIRST_YEAR <= found.year < FIRST_YEAR + 200 else None
