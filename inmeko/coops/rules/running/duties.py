"""What a registered cooperative owes every year, and by which day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from inmeko.coops.rules.measures import a_year_later
from inmeko.coops.rules.running.words import Duty

# The usual last days; where the law names none, they are a custom and say so.
_MONTHS = {
    Duty.CHECK: (1, 31),
    Duty.ASSEMBLY: (6, 30),
    Duty.ACCOUNTS: (6, 30),
    Duty.REPORT: (6, 30),
    Duty.PROGRAMME: (12, 31),
}
BY_LAW = frozenset({Duty.CERTIFICATE})


@dataclass(frozen=True)
class Owed:
    """A duty of a year: its last day, whether that day is law or custom, whether it was met."""

    duty: Duty
    year: int
    due: date
    by_law: bool
    done: bool = False

    def late(self, today: date) -> bool:
        """Whether its day has passed and it was not met."""
        return not self.done and today > self.due


def owed(registered: date, today: date, done: Collection[tuple[str, int]] = ()) -> tuple[Owed, ...]:
    """The duties of the years from the registration to this one, the first due first."""
    found = [
        _owed(duty, year, registered, done)
        for year in range(registered.year, today.year + 1)
        for duty in Duty
    ]
    # What would have been due before there was a cooperative is not owed.
    begun = [one for one in found if one.due > registered]
    return tuple(sorted(begun, key=lambda one: (one.due, one.duty)))


def _owed(duty: Duty, year: int, registered: date, done: Collection[tuple[str, int]]) -> Owed:
    if duty is Duty.CERTIFICATE:
        due = a_year_later(registered, year - registered.year)
    else:
        month, day = _MONTHS[duty]
        due = date(year, month, day)
    return Owed(duty, year, due, duty in BY_LAW, (duty.value, year) in set(done))
