"""Where an event stands by the clock, when one may register, when people are let in."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from inmeko.consultations.rules.words import EventState
from inmeko.kernel.calendar import ATHENS
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

LONGEST = timedelta(days=14)
# The door opens before the event, and the list can be typed in after it.
DOOR_OPENS = timedelta(hours=3)


class Dated(Protocol):
    """What the clock sees of an event."""

    @property
    def state(self) -> EventState:
        """How far it has come."""

    @property
    def starts_at(self) -> datetime | None:
        """When it begins."""

    @property
    def ends_at(self) -> datetime | None:
        """When it is over."""


class Registered(Dated, Protocol):
    """What the clock sees of an event that one registers for."""

    @property
    def registration(self) -> bool:
        """Whether one registers at all."""

    @property
    def registers_from(self) -> datetime | None:
        """From when; empty: from the announcement."""

    @property
    def registers_until(self) -> datetime | None:
        """Until when; empty: until it begins."""


class EventPhase(StrEnum):
    """Where an event stands for everybody."""

    COMING = "coming"
    NOW = "now"
    OVER = "over"


EVENT_PHASE_LABELS = {
    EventPhase.COMING: N_("Coming up"),
    EventPhase.NOW: N_("Going on now"),
    EventPhase.OVER: N_("Past"),
}


def phase(event: Dated, now: datetime) -> EventPhase | None:
    """Where an event stands at a moment; a draft, and what has no dates, stands nowhere."""
    if event.state is EventState.DRAFT or event.starts_at is None or event.ends_at is None:
        return None
    if now >= event.ends_at or event.state is not EventState.ANNOUNCED:
        return EventPhase.OVER
    return EventPhase.NOW if now >= event.starts_at else EventPhase.COMING


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """Refuse an event that ends before it begins, or never."""
    if ends_at <= starts_at:
        raise RuleError(N_("An event must end after it begins."), field="ends_at")
    if ends_at - starts_at > LONGEST:
        raise RuleError(
            N_("An event lasts at most %(days)s days: make a series of several."),
            field="ends_at",
            values={"days": LONGEST.days},
        )


def comes_twice(moment: datetime) -> bool:
    """Whether the clocks of Athens show a moment's hour twice on that day."""
    shown = moment.astimezone(ATHENS).replace(tzinfo=None)
    first, second = (shown.replace(tzinfo=ATHENS, fold=fold).astimezone(UTC) for fold in (0, 1))
    return first < second


def in_time(moment: datetime, *, second: bool | None, field: str) -> datetime:
    """A typed moment, in the first or the second of two equal hours; RuleError if nobody said."""
    if not comes_twice(moment):
        return moment
    if second is None:
        raise RuleError(
            N_("This hour comes twice on that night, when the clocks are put back: say which."),
            field=field,
        )
    shown = moment.astimezone(ATHENS).replace(tzinfo=None)
    return shown.replace(tzinfo=ATHENS, fold=int(second)).astimezone(UTC)


def is_second(moment: datetime) -> bool:
    """Whether a moment lies in the second of two equal hours."""
    return bool(moment.astimezone(ATHENS).fold)


def check_registers(event: Registered, now: datetime) -> None:
    """Refuse a registration out of its time, with the reason."""
    if event.state is EventState.CANCELLED:
        raise RuleError(N_("This event was cancelled: nobody can register for it."))
    if phase(event, now) is not EventPhase.COMING:
        raise RuleError(N_("This event has begun or is over: nobody can register any more."))
    if not event.registration:
        raise RuleError(N_("Nobody needs to register for this event: just come."))
    if event.registers_from is not None and now < event.registers_from:
        raise RuleError(N_("Registration has not begun yet."))
    if event.registers_until is not None and now > event.registers_until:
        raise RuleError(N_("Registration is over."))


def may_register(event: Registered, now: datetime) -> bool:
    """Whether one may register now."""
    try:
        check_registers(event, now)
    except RuleError:
        return False
    return True


def check_door(event: Dated, now: datetime) -> None:
    """Refuse to let people in before the door opens, or into what does not take place."""
    if event.state is EventState.CANCELLED:
        raise RuleError(N_("This event was cancelled."), field="code")
    if event.starts_at is None or event.state is EventState.DRAFT:
        raise RuleError(N_("This event is not announced."), field="code")
    if now < event.starts_at - DOOR_OPENS:
        raise RuleError(
            N_("The door opens %(hours)s hours before the event begins."),
            field="code",
            values={"hours": int(DOOR_OPENS.total_seconds() // 3600)},
        )


def came_at(said: datetime | None, event: Dated, now: datetime) -> datetime:
    """When somebody came: by the phone at the door, unless its clock is ahead or far behind."""
    if said is None or event.starts_at is None:
        return now
    return said if event.starts_at - DOOR_OPENS <= said <= now else now
