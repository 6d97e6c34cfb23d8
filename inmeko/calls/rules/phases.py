"""Where a call stands by the clock: coming, open, being evaluated, with results, over."""

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from inmeko.calls.rules.words import CallState
from inmeko.kernel.text import N_


class Window(Protocol):
    """What the clock sees of a call."""

    @property
    def state(self) -> CallState:
        """How far it has come."""

    @property
    def opens_at(self) -> datetime | None:
        """From when it takes submissions."""

    @property
    def closes_at(self) -> datetime | None:
        """To the end of which second it takes them."""

    @property
    def questions_until(self) -> datetime | None:
        """Until when one may ask about it."""


class CallPhase(StrEnum):
    """Where a call stands for everybody."""

    OPEN = "open"
    COMING = "coming"
    JUDGED = "judged"
    RESULTS = "results"
    OVER = "over"


PHASE_LABELS = {
    CallPhase.OPEN: N_("Open for submissions"),
    CallPhase.COMING: N_("Coming"),
    CallPhase.JUDGED: N_("In evaluation"),
    CallPhase.RESULTS: N_("Results"),
    CallPhase.OVER: N_("Archived or cancelled"),
}

JUDGED = (CallState.CLOSED, CallState.EVALUATION)
RESULTS = (CallState.PRELIMINARY, CallState.OBJECTIONS, CallState.FINAL)


def phase(call: Window, now: datetime) -> CallPhase | None:
    """Where a call stands at a moment; a draft stands nowhere."""
    if call.state is CallState.DRAFT:
        return None
    if call.state is CallState.PUBLISHED:
        return _published(call, now)
    if call.state in JUDGED:
        return CallPhase.JUDGED
    return CallPhase.RESULTS if call.state in RESULTS else CallPhase.OVER


def is_open(call: Window, now: datetime) -> bool:
    """Whether a call takes submissions: from the first moment to the end of the last second."""
    return phase(call, now) is CallPhase.OPEN


def is_past(call: Window, now: datetime) -> bool:
    """Whether the last second of a call is over."""
    return call.closes_at is not None and now.replace(microsecond=0) > call.closes_at


def takes_questions(call: Window, now: datetime) -> bool:
    """Whether one may ask about a call: until its moment for questions, else until it closes."""
    until = call.questions_until or call.closes_at
    published = phase(call, now) in (CallPhase.OPEN, CallPhase.COMING)
    return published and until is not None and now.replace(microsecond=0) <= until


def _published(call: Window, now: datetime) -> CallPhase:
    if is_past(call, now):
        return CallPhase.JUDGED
    begun = call.opens_at is None or now >= call.opens_at
    return CallPhase.OPEN if begun else CallPhase.COMING
