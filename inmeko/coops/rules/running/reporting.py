"""The report of a town: founded, under way, given up and why, people, jobs, time."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from inmeko.coops.rules.formation.words import OPEN_STAGES, FormationStage


@dataclass(frozen=True)
class Entry:
    """A formation as the report counts it; nobody's name."""

    title: str
    form: str
    stage: FormationStage
    begun: date
    founders: int
    jobs: int
    registered: date | None = None
    reason: str = ""
    lesson: str = ""


@dataclass(frozen=True)
class Report:
    """What the formations of a town come to."""

    entries: Sequence[Entry]
    minutes: int

    @property
    def founded(self) -> Sequence[Entry]:
        """Those that were registered."""
        return [one for one in self.entries if one.stage is FormationStage.REGISTERED]

    @property
    def under_way(self) -> Sequence[Entry]:
        """Those that are being set up."""
        return [one for one in self.entries if one.stage in OPEN_STAGES]

    @property
    def given_up(self) -> Sequence[Entry]:
        """Those that ended before they were registered, with what was learnt."""
        over = (FormationStage.GIVEN_UP, FormationStage.DELETED)
        return [one for one in self.entries if one.stage in over]

    @property
    def people(self) -> int:
        """Members of the founded ones."""
        return sum(one.founders for one in self.founded)

    @property
    def jobs(self) -> int:
        """Posts that the founded ones plan for their first year."""
        return sum(one.jobs for one in self.founded)

    def by_form(self) -> Sequence[tuple[str, int]]:
        """How many formations of each form there are, the most first."""
        return Counter(one.form for one in self.entries).most_common()


def planned_jobs(budget: dict[str, object]) -> int:
    """The posts of the first year of a budget."""
    years = budget.get("years")
    first = years[0] if isinstance(years, list) and years else {}
    return int(first.get("jobs") or 0)


def report(entries: Iterable[Entry], minutes: int) -> Report:
    """The report of these formations."""
    return Report(tuple(entries), minutes)
