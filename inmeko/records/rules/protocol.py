"""The protocol register: directions, printed numbers, cancelling, and series without gaps."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_, search_key


class Direction(StrEnum):
    """Which way a document went."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


DIRECTION_LABELS = {
    Direction.INCOMING: N_("Incoming"),
    Direction.OUTGOING: N_("Outgoing"),
    Direction.INTERNAL: N_("Internal"),
}

SUBJECT_LENGTH = 500
PARTY_LENGTH = 300
REASON_LENGTH = 500

_ASKED = re.compile(
    r"(?P<number>[0-9]{1,9})(?:/(?:[0-9]{1,2}[-./][0-9]{1,2}[-./])?(?P<year>[0-9]{4})?)?"
)


@dataclass(frozen=True)
class Series:
    """What the check of one series found: a whole one has neither gaps nor doubles."""

    first: int
    last: int
    count: int
    gaps: tuple[int, ...]
    doubles: tuple[int, ...]

    @property
    def whole(self) -> bool:
        """Whether every number was used exactly once."""
        return not self.gaps and not self.doubles


def protocol_number(number: int, day: date) -> str:
    """A number as it is printed and stamped: 123/12-05-2026 (the day in Athens)."""
    return f"{number}/{day:%d-%m-%Y}"


def search_text(subject: str, party: str) -> str:
    """The words an entry is found by: subject and party, folded."""
    return search_key(f"{subject} {party}")


def number_in(search: str) -> tuple[int, int | None] | None:
    """The number (and year, where written) that 123, 123/12-05-2026 or 123/2026 ask for."""
    found = _ASKED.fullmatch(search.strip())
    if not found:
        return None
    year = found["year"]
    return int(found["number"]), int(year) if year else None


def check_entry(subject: str, party: str) -> None:
    """Refuse an entry without a subject, or with more words than the register holds."""
    if not subject.strip():
        raise RuleError(N_("Write what the document is about."), field="subject")
    for text, limit, field in (
        (subject, SUBJECT_LENGTH, "subject"),
        (party, PARTY_LENGTH, "party"),
    ):
        if len(text) > limit:
            raise RuleError(
                N_("Write at most %(limit)s characters."), field=field, values={"limit": limit}
            )


def check_cancel(cancelled_at: datetime | None, reason: str) -> None:
    """Refuse a second cancelling, and one without a reason."""
    if cancelled_at is not None:
        raise ConflictError(N_("This entry was cancelled before."))
    if not reason.strip():
        raise RuleError(N_("Write why the entry is cancelled."), field="reason")
    if len(reason) > REASON_LENGTH:
        raise RuleError(
            N_("Write at most %(limit)s characters."),
            field="reason",
            values={"limit": REASON_LENGTH},
        )


def examine(numbers: Iterable[int], drawn: int) -> Series:
    """Check a series, its numbers in ascending order, against the last number drawn."""
    first = last = count = 0
    gaps: list[int] = []
    doubles: list[int] = []
    for number in numbers:
        count += 1
        first = first or number
        if number == last:
            doubles.append(number)
        gaps.extend(range(last + 1, number))
        last = number
    gaps.extend(range(last + 1, drawn + 1))
    return Series(first, last, count, tuple(gaps), tuple(doubles))
