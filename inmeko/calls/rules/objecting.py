"""Objections: who may object, until when, to which point; what an answer must say and change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from inmeko.calls.rules.content import Content
from inmeko.calls.rules.scoring import check_value
from inmeko.calls.rules.words import CallState, ObjectionVerdict
from inmeko.kernel.calendar import add_working_days, athens_date, from_athens
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_

ELIGIBILITY, CRITERION, PLACE = "eligibility", "criterion", "place"
LONGEST = 10_000
LAST_SECOND = time(23, 59, 59)
IN_WINDOW = (CallState.PRELIMINARY, CallState.OBJECTIONS)


@dataclass(frozen=True)
class Point:
    """A point of the result that can be objected to: "criterion:c1", and its label."""

    key: str
    label: str


@dataclass(frozen=True)
class Correction:
    """What an answer changes: the eligibility (with scores of the committee), or one criterion."""

    eligible: bool = False
    values: Mapping[str, Decimal] | None = None


def window_ends(decided_at: datetime, days: int, closed: Sequence[date] = ()) -> datetime:
    """The last second of the window: of the n-th working day after the publication, in Athens."""
    last = add_working_days(athens_date(decided_at), days, closed)
    return from_athens(datetime.combine(last, LAST_SECOND))


def is_open(state: CallState, until: datetime | None, now: datetime) -> bool:
    """Whether objections are taken at this moment, the last second included."""
    return state in IN_WINDOW and until is not None and now.replace(microsecond=0) <= until


def is_over(until: datetime | None, now: datetime) -> bool:
    """Whether the window has closed."""
    return until is not None and now.replace(microsecond=0) > until


def check_open(state: CallState, until: datetime | None, now: datetime) -> None:
    """Refuse an objection outside the window."""
    if not is_open(state, until, now):
        raise ConflictError(N_("The time for objections is over, or has not begun."))


def points(content: Content, *, eligible: bool, unmet: Sequence[str], scored: bool) -> list[Point]:
    """The points of one result: what was not met, or each criterion and the place."""
    if not eligible:
        found = [Point(f"{ELIGIBILITY}:{key}", content.label(key)) for key in unmet]
        return found or [Point(ELIGIBILITY, "")]
    criteria = [Point(f"{CRITERION}:{one.key}", one.label) for one in content.criteria]
    return [*(criteria if scored else ()), Point(PLACE, "")]


def check_objection(point: str, text: str, known: Sequence[Point]) -> None:
    """Refuse a point that the result does not have, and an objection without words."""
    if point not in {one.key for one in known}:
        raise RuleError(N_("Choose the point that you object to."), field="point")
    if not text.strip():
        raise RuleError(N_("Write what you object to, and why."), field="text")
    if len(text) > LONGEST:
        raise RuleError(
            N_("Write at most %(limit)s characters."), field="text", values={"limit": LONGEST}
        )


def check_answer(
    verdict: ObjectionVerdict, answer: str, correction: Correction | None, content: Content
) -> None:
    """Refuse an answer without verdict or reasons, and one that changes what it may not."""
    if verdict is ObjectionVerdict.OPEN:
        raise RuleError(N_("Choose what becomes of the objection."), field="verdict")
    if not answer.strip():
        raise RuleError(N_("Write the reasons; the group reads them."), field="answer")
    if len(answer) > LONGEST:
        raise RuleError(
            N_("Write at most %(limit)s characters."), field="answer", values={"limit": LONGEST}
        )
    if verdict is ObjectionVerdict.REJECTED and correction is not None:
        raise RuleError(N_("A rejected objection changes nothing."), field="verdict")
    if verdict is ObjectionVerdict.UPHELD and correction is None:
        raise RuleError(N_("Say what changes, since the objection is upheld."), field="verdict")
    if correction is not None:
        _check_values(correction, content)


def _check_values(correction: Correction, content: Content) -> None:
    values = correction.values or {}
    known = {one.key: one for one in content.criteria}
    for key, value in values.items():
        if key not in known:
            raise RuleError(N_("The call has no such criterion."), field="verdict")
        check_value(known[key], value)
    missing = [one for one in content.criteria if one.key not in values]
    if correction.eligible and missing:
        raise RuleError(
            N_("The file becomes eligible: enter the score of the committee in “%(criterion)s”."),
            field=missing[0].key,
            values={"criterion": missing[0].label},
        )


def check_final(*, until: datetime | None, unanswered: int, now: datetime) -> None:
    """Refuse a final list while objections may come, or wait for their answer."""
    if not is_over(until, now):
        raise ConflictError(N_("Objections can still come in: the window is open."))
    if unanswered:
        raise ConflictError(
            N_("%(number)s objections wait for their answer."), values={"number": unanswered}
        )


def write(correction: Correction | None) -> dict[str, Any] | None:
    """A correction as it is kept."""
    if correction is None:
        return None
    kept: dict[str, Any] = {"eligible": True} if correction.eligible else {}
    if correction.values:
        kept["values"] = {key: str(value) for key, value in sorted(correction.values.items())}
    return kept


def read(kept: Mapping[str, Any] | None) -> Correction | None:
    """A correction as it was kept."""
    if kept is None:
        return None
    values = {key: Decimal(value) for key, value in (kept.get("values") or {}).items()}
    return Correction(bool(kept.get("eligible")), values or None)
