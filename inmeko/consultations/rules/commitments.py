"""What the town promised: where it stands by the calendar, its life, when its owner is reminded."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

# So many days before the day, and so many after it: at eight in the morning in Athens.
REMINDED = (-7, 1)
MORNING = time(8)
LONGEST = timedelta(days=3660)


class CommitmentState(StrEnum):
    """How far a commitment has come."""

    OPEN = "open"
    KEPT = "kept"
    DROPPED = "dropped"


# What was reported by mistake is taken up again, with the reason.
COMMITMENT_NEXT = {
    CommitmentState.OPEN: {CommitmentState.KEPT, CommitmentState.DROPPED},
    CommitmentState.KEPT: {CommitmentState.OPEN},
    CommitmentState.DROPPED: {CommitmentState.OPEN},
}
COMMITMENT_STATE_LABELS = {
    CommitmentState.OPEN: N_("Still to be done"),
    CommitmentState.KEPT: N_("Kept"),
    CommitmentState.DROPPED: N_("Dropped, with the reason"),
}


class CommitmentStanding(StrEnum):
    """Where a commitment stands by the calendar."""

    OWED = "owed"
    LATE = "late"
    KEPT = "kept"
    KEPT_LATE = "kept_late"
    DROPPED = "dropped"


COMMITMENT_LABELS = {
    CommitmentStanding.OWED: N_("Owed"),
    CommitmentStanding.LATE: N_("Overdue"),
    CommitmentStanding.KEPT: N_("Kept"),
    CommitmentStanding.KEPT_LATE: N_("Kept, but late"),
    CommitmentStanding.DROPPED: N_("Dropped, with the reason"),
}


class CommitmentStep(StrEnum):
    """Something that happened to a commitment."""

    HANDED = "handed"
    TOLD = "told"
    MOVED = "moved"
    KEPT = "kept"
    DROPPED = "dropped"
    TAKEN_UP = "taken_up"


STEP_LABELS = {
    CommitmentStep.HANDED: N_("Somebody else sees to it"),
    CommitmentStep.TOLD: N_("What has become of it so far"),
    CommitmentStep.MOVED: N_("Moved to another day"),
    CommitmentStep.KEPT: N_("Done"),
    CommitmentStep.DROPPED: N_("Dropped, with the reason"),
    CommitmentStep.TAKEN_UP: N_("Taken up again"),
}


def standing(
    state: CommitmentState, due_on: date | None, closed_on: date | None, today: date
) -> CommitmentStanding:
    """Where a commitment stands: the day that was promised lasts to its end in Athens."""
    if state is CommitmentState.DROPPED:
        return CommitmentStanding.DROPPED
    in_time = due_on is None or (closed_on or today) <= due_on
    if state is CommitmentState.OPEN:
        return CommitmentStanding.OWED if in_time else CommitmentStanding.LATE
    return CommitmentStanding.KEPT if in_time else CommitmentStanding.KEPT_LATE


def check_promise(text: str, due_on: date | None, today: date) -> str:
    """The words of a commitment; RuleError for none, or for a day that is no promise."""
    if not text.strip():
        raise RuleError(N_("Say what was promised."), field="text")
    if due_on is not None:
        _check_ahead(due_on, today)
    return text.strip()


def check_move(now: date | None, to: date | None, reason: str, today: date) -> None:
    """Refuse to move a day without a reason, to itself, or into the past."""
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="words")
    if to is None:
        raise RuleError(N_("Say the new day."), field="due_on")
    if to == now:
        raise RuleError(N_("This is the day that stands there already."), field="due_on")
    _check_ahead(to, today)


def check_kept(made_on: date, day: date | None, today: date) -> date:
    """The day on which a commitment was kept; RuleError for one to come, or before the promise."""
    if day is None:
        raise RuleError(N_("Say on which day it was done."), field="day")
    if day > today:
        raise RuleError(N_("This day is still to come."), field="day")
    if day < made_on:
        raise RuleError(N_("It was promised later than this day."), field="day")
    return day


def reminders(due_on: date | None, now: datetime) -> list[datetime]:
    """When to remind of a commitment: before its day and after it; what is past is left out."""
    if due_on is None:
        return []
    days = (due_on + timedelta(days=days) for days in REMINDED)
    moments = (from_athens(datetime.combine(day, MORNING)) for day in days)
    return [moment for moment in moments if moment > now]


def is_late(due_on: date | None, now: datetime) -> bool:
    """Whether the day that was promised is over in Athens."""
    return due_on is not None and due_on < athens_date(now)


def _check_ahead(day: date, today: date) -> None:
    if day < today:
        raise RuleError(N_("Choose a day that is not past."), field="due_on")
    if day - today > LONGEST:
        raise RuleError(N_("Choose a day of the next ten years."), field="due_on")
