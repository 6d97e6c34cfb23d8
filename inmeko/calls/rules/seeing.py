"""What a planner sees of all calls: the question in the address, and the kinds of deadlines."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inmeko.calls.rules.words import CallState
from inmeko.kernel.text import N_

LONGEST_SEARCH = 100
MOST_DIGITS = 9


class DeadlineKind(StrEnum):
    """What ends with a deadline of a call."""

    QUESTIONS_END = "questions_end"
    CALL_CLOSES = "call_closes"
    SHEETS_DUE = "sheets_due"
    OBJECTIONS_END = "objections_end"


DEADLINE_LABELS = {
    DeadlineKind.QUESTIONS_END: N_("Questions end"),
    DeadlineKind.CALL_CLOSES: N_("The call closes"),
    DeadlineKind.SHEETS_DUE: N_("Score sheets are due"),
    DeadlineKind.OBJECTIONS_END: N_("Objections end"),
}


@dataclass(frozen=True)
class Overview:
    """A question to the table of a town's calls."""

    q: str = ""
    state: CallState | None = None
    page: int = 1

    def arguments(self, **changes: object) -> dict[str, Any]:
        """The question as it stands in the address; what is not asked is left out."""
        given = {"q": self.q, "state": self.state, **changes}
        return {name: str(value) for name, value in given.items() if value}


def read(address: Mapping[str, str]) -> Overview:
    """The question of an address; what makes no sense in it is not asked."""
    page = address.get("page", "")
    whole = page.isascii() and page.isdigit() and len(page) <= MOST_DIGITS
    return Overview(
        q=address.get("q", "").strip()[:LONGEST_SEARCH],
        state=next((one for one in CallState if one.value == address.get("state")), None),
        page=max(int(page), 1) if whole else 1,
    )
