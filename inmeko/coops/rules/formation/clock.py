"""The clock of the registry: 30 days after the certificate, a notice, 30 last days, deletion."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from inmeko.coops.rules.measures import last_day
from inmeko.kernel.calendar import is_working_day
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

DAYS = 30
# So many days before the last one, those concerned are reminded.
REMINDERS = (14, 7, 2, 0)
_LOOK_AHEAD = 20


class ClockPhase(StrEnum):
    """Where the clock of the registry stands."""

    NOT_BEGUN = "not_begun"
    RUNNING = "running"
    NOTICE_EXPECTED = "notice_expected"
    LAST_PERIOD = "last_period"
    OVER = "over"
    FILED = "filed"


CLOCK_LABELS = {
    ClockPhase.NOT_BEGUN: N_("Begins with the certificate"),
    ClockPhase.RUNNING: N_("First period of 30 days"),
    ClockPhase.NOTICE_EXPECTED: N_("Late: a notice of the registry is to be expected"),
    ClockPhase.LAST_PERIOD: N_("Last period of 30 days"),
    ClockPhase.OVER: N_("Over: automatic deletion follows"),
    ClockPhase.FILED: N_("Additional data filed"),
}


@dataclass(frozen=True)
class RegistryClock:
    """Where the clock stands, the last day that counts now, and the two periods."""

    phase: ClockPhase
    first_ends: date | None = None
    last_ends: date | None = None
    days_left: int | None = None

    @property
    def deadline(self) -> date | None:
        """The last day of the period that runs."""
        if self.phase in (ClockPhase.RUNNING, ClockPhase.NOTICE_EXPECTED):
            return self.first_ends
        return self.last_ends if self.phase is ClockPhase.LAST_PERIOD else None


def clock_of(
    today: date,
    *,
    certificate: date | None,
    notice: date | None = None,
    filed: date | None = None,
    closed: Collection[date] = (),
) -> RegistryClock:
    """The clock on a day; `closed` are days of the town on which offices are shut besides."""
    if certificate is None:
        return RegistryClock(ClockPhase.NOT_BEGUN)
    first = period_ends(certificate, closed)
    last = period_ends(notice, closed) if notice else None
    if filed:
        return RegistryClock(ClockPhase.FILED, first, last)
    if last:
        phase = ClockPhase.LAST_PERIOD if today <= last else ClockPhase.OVER
        return RegistryClock(phase, first, last, (last - today).days)
    phase = ClockPhase.RUNNING if today <= first else ClockPhase.NOTICE_EXPECTED
    return RegistryClock(phase, first, None, (first - today).days)


def period_ends(start: date, closed: Collection[date] = ()) -> date:
    """The last day of a period: it ends on a working day, Greek holidays left out."""
    return last_day(start, DAYS, holidays_after(start, closed))


def holidays_after(start: date, closed: Collection[date] = ()) -> frozenset[date]:
    """The days from the thirtieth on that are no working days although they are weekdays."""
    days = (start + timedelta(days=DAYS + n) for n in range(_LOOK_AHEAD))
    return frozenset(one for one in days if one.weekday() < 5 and not is_working_day(one, closed))


def reminder_days(deadline: date) -> tuple[date, ...]:
    """The days on which those concerned are reminded of a last day."""
    return tuple(deadline - timedelta(days=n) for n in REMINDERS)


def check_dates(
    today: date,
    *,
    certificate: date | None = None,
    notice: date | None = None,
    filed: date | None = None,
) -> None:
    """RuleError for a date that lies ahead, or before what it follows."""
    for name, day in (("certificate", certificate), ("notice", notice), ("filed", filed)):
        if day and day > today:
            raise RuleError(N_("This date lies in the future."), field=name)
    if notice and (certificate is None or notice < certificate):
        raise RuleError(N_("A notice follows the certificate."), field="notice")
    if filed and (certificate is None or filed < certificate):
        raise RuleError(N_("Additional data follow the certificate."), field="filed")
