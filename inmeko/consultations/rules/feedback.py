"""What those who came are asked afterwards, until when, and what their answers come to."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from inmeko.consultations.rules import asking
from inmeko.consultations.rules.asking import Asked
from inmeko.consultations.rules.phases import Dated
from inmeko.consultations.rules.words import EventState
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

# Of fewer answers nothing is shown: one would know whose they are.
FEWEST = 3
OPEN_FOR = timedelta(days=30)
# The thanks are written so long after the end, when the paper list has been typed in.
THANKED = timedelta(hours=16)
SCALE = tuple(str(number) for number in range(1, 6))
TYPED_SCALE = "1-5"
HELD = (EventState.HELD, EventState.REPORTED)
STANDARD = (
    Asked("s1", N_("How was the event altogether? (1 bad, 5 very good)"), SCALE, required=True),
    Asked("s2", N_("What was good?")),
    Asked("s3", N_("What should be done better?")),
)


@dataclass(frozen=True)
class Summed:
    """What the answers to one question come to: numbers, or words."""

    asked: Asked
    number: int
    votes: tuple[int, ...] = ()
    average: float | None = None


def read(text: str) -> tuple[Asked, ...]:
    """Typed questions; “| 1-5” asks for a rating. Without any the standard ones are asked."""
    found = asking.read(text)
    return tuple(
        replace(one, options=SCALE) if one.options == (TYPED_SCALE,) else one for one in found
    )


def typed(questions: Sequence[Asked]) -> str:
    """The questions as one types them."""
    return asking.typed(
        [replace(one, options=(TYPED_SCALE,)) if one.options == SCALE else one for one in questions]
    )


def questions(kept: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """What is asked: the planner's own questions, else the standard ones."""
    return asking.unkept(kept) or STANDARD


def check_open(event: Dated, now: datetime) -> None:
    """Refuse answers before the end of an event, and long after it."""
    if event.state not in HELD or event.ends_at is None:
        raise RuleError(N_("The event is not over yet."))
    if now >= event.ends_at + OPEN_FOR:
        raise RuleError(
            N_("The form was open for %(days)s days after the event."),
            values={"days": OPEN_FOR.days},
        )


def is_open(event: Dated, now: datetime) -> bool:
    """Whether answers are taken now."""
    try:
        check_open(event, now)
    except RuleError:
        return False
    return True


def answered(asked: Sequence[Asked], given: Mapping[str, str]) -> dict[str, str]:
    """What was answered to what was asked; RuleError if nothing was."""
    found = asking.answered(asked, given)
    if not found:
        raise RuleError(N_("Answer at least one question."))
    return found


def summed(asked: Sequence[Asked], answers: Sequence[Mapping[str, str]]) -> list[Summed]:
    """What all answers come to, question by question."""
    return [_sum(one, [given[one.key] for given in answers if one.key in given]) for one in asked]


def _sum(one: Asked, given: Sequence[str]) -> Summed:
    if not one.options:
        return Summed(one, len(given))
    counted = Counter(given)
    votes = tuple(counted[option] for option in one.options)
    rated = one.options == SCALE and given
    average = sum(int(text) for text in given) / len(given) if rated else None
    return Summed(one, len(given), votes, average)
