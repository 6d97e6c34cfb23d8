"""When one may ask about a call, and what an answer must be."""

import re
from datetime import datetime
from typing import Protocol

from inmeko.calls.rules import phases
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
SHORTEST = 10


class Asked(Protocol):
    """What the rules see of a question."""

    answered_at: datetime | None
    dismissed_at: datetime | None


def check_asked(call: phases.Window, now: datetime, text: str) -> None:
    """Refuse a question that comes too late, or that asks nothing."""
    if not phases.takes_questions(call, now):
        raise RuleError(N_("The time for questions about this call is over."))
    if len(text.strip()) < SHORTEST:
        raise RuleError(N_("Write what you want to know."), field="text")


def check_email(text: str) -> str:
    """An address in its form; it may be empty."""
    if text.strip() and not EMAIL.fullmatch(text.strip()):
        message = N_("Write an e-mail address, like name@example.org.")
        raise RuleError(message, field="email")
    return text.strip()


def check_waiting(asked: Asked) -> None:
    """Refuse to answer or set aside what somebody else has dealt with."""
    if asked.answered_at is not None or asked.dismissed_at is not None:
        raise ConflictError(N_("Somebody else has dealt with this question meanwhile."))


def check_answer(text: str, answer: str) -> None:
    """Refuse to publish a question without words, or without an answer."""
    if not text.strip():
        raise RuleError(N_("The question needs its words."), field="text")
    if not answer.strip():
        raise RuleError(N_("Write the answer."), field="answer")
