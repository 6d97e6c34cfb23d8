"""When a file may be changed, sent, withdrawn or completed, and when its group is reminded."""

from datetime import datetime, timedelta

from inmeko.calls.rules.phases import Window, is_open, is_past
from inmeko.calls.rules.words import CallState, ExpressionState
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_

REASON_LENGTH = 2_000
# How long before the end a group that has not sent its file is reminded.
REMINDERS = {"7d": timedelta(days=7), "48h": timedelta(hours=48), "2h": timedelta(hours=2)}
# Drafts that were never sent are erased so long after the end of their call.
FORGET_AFTER = timedelta(days=180)
TOO_LATE = N_("The deadline passed before your file could be entered. Your draft is still there.")


def check_open(call: Window, now: datetime) -> None:
    """Refuse what comes before the opening, after the last second, or to a cancelled call."""
    if is_open(call, now):
        return
    if call.state is CallState.CANCELLED:
        raise ConflictError(N_("This call was cancelled; files are no longer taken."))
    if call.opens_at is not None and now < call.opens_at:
        raise RuleError(N_("This call has not opened yet."))
    raise RuleError(TOO_LATE)


def may_change(call: Window, state: ExpressionState, now: datetime) -> bool:
    """Whether a file may be worked on: a draft also after the end, as it may be taken in late."""
    if call.state is CallState.CANCELLED:
        return False
    if state is ExpressionState.DRAFTING:
        return call.state in (CallState.PUBLISHED, CallState.CLOSED)
    return is_open(call, now)


def check_change(call: Window, state: ExpressionState, now: datetime) -> None:
    """Refuse a change to a file that is closed."""
    if not may_change(call, state, now):
        raise ConflictError(N_("This file can no longer be changed."))


def check_late(call: Window, now: datetime, reason: str) -> None:
    """Refuse to take a file in late while it is not late, without a reason, or too late."""
    if not is_past(call, now) and call.state is not CallState.CLOSED:
        raise RuleError(N_("The call is still open: the group can send its file itself."))
    if call.state not in (CallState.PUBLISHED, CallState.CLOSED):
        raise ConflictError(N_("The evaluation has begun: no more files can be taken in."))
    check_reason(reason)


def check_reason(reason: str) -> None:
    """Refuse a deed without its reason."""
    if not reason.strip():
        raise RuleError(N_("Write the reason."), field="reason")
    if len(reason) > REASON_LENGTH:
        raise RuleError(
            N_("Write at most %(limit)s characters."),
            field="reason",
            values={"limit": REASON_LENGTH},
        )


def check_unseal(call: Window, *, sealed: bool, opened: bool, now: datetime) -> None:
    """Refuse to open files that were never sealed, that are open, or before the deadline."""
    if not sealed or opened:
        raise ConflictError(N_("The files of this call are open."))
    if not is_past(call, now):
        raise RuleError(N_("The files stay sealed until the deadline."))


def check_due(due_at: datetime, now: datetime) -> None:
    """Refuse a moment for a completion that has passed already."""
    if due_at <= now:
        raise RuleError(N_("Choose a moment that is still to come."), field="due_at")


def is_due_past(due_at: datetime, now: datetime) -> bool:
    """Whether the last second of the time for a completion is over."""
    return now.replace(microsecond=0) > due_at


def latest_reminder(closes_at: datetime, now: datetime) -> str | None:
    """Of the reminders of a deadline, the one that came due last."""
    due = [word for word, before in REMINDERS.items() if closes_at - before <= now]
    return min(due, key=lambda word: REMINDERS[word], default=None)


def once(expression_id: int, sent_before: int) -> str:
    """What a sending of a file is known by: pressed twice, the same file is sent once."""
    return f"expression-{expression_id}-{sent_before + 1}"
