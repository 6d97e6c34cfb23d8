"""General assemblies: who was there, which decisions were carried, and by which majority."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST = 40
LONGEST = 300
TWO_THIRDS = "2/3"


@dataclass(frozen=True)
class Decision:
    """What was voted on, and how."""

    text: str
    votes_for: int
    votes_against: int
    two_thirds: bool

    def carried(self, present: int) -> bool:
        """Whether it was carried: more than half, or two thirds, of those present."""
        if self.two_thirds:
            return 3 * self.votes_for >= 2 * present
        return 2 * self.votes_for > present

    def quorate(self, members: int, present: int) -> bool:
        """Whether enough were there: a decision by two thirds needs two thirds of the members."""
        return not self.two_thirds or 3 * present >= 2 * members


def quorate(members: int, present: int, *, repeated: bool = False) -> bool:
    """Whether half of the members were there, or a fifth where the assembly was called again.

    As our statutes say (law 1667/1986, to be confirmed).
    """
    return 5 * present >= members if repeated else 2 * present >= members


def check_attended(attended: Sequence[int], present: int) -> None:
    """RuleError where more people are ticked than are said to have come."""
    if len(attended) > present:
        raise RuleError(
            N_("More members are ticked than were present or represented."), field="attended"
        )


def read_agenda(text: str) -> list[str]:
    """The items of an agenda, one a line."""
    items = [" ".join(one.split()) for one in text.replace("\0", "").splitlines() if one.strip()]
    if len(items) > MOST:
        raise RuleError(N_("These are too many items for one assembly."), field="agenda")
    return items


def check(held_on: date, today: date, members: int, present: int) -> None:
    """RuleError for an assembly that cannot have been."""
    if held_on > today:
        raise RuleError(N_("This date lies in the future."), field="held_on")
    if not members > 0:
        raise RuleError(N_("Say how many members there were."), field="members")
    if not 0 <= present <= members:
        raise RuleError(N_("More were present than there were members."), field="present")


def written(decisions: Sequence[Decision]) -> str:
    """Decisions as they are typed; `read` gives the same decisions again."""
    return "\n".join(
        "; ".join(
            (one.text, str(one.votes_for), str(one.votes_against), *[TWO_THIRDS] * one.two_thirds)
        )
        for one in decisions
    )


def check_correction(why: str) -> None:
    """RuleError where signed minutes are corrected and nobody says why."""
    if not why.strip():
        raise RuleError(
            N_("These minutes were signed: say why they are corrected."), field="correction"
        )


def read(text: str, present: int) -> list[Decision]:
    """Decisions of a text, one a line: words; votes for; votes against; 2/3 where it is needed."""
    found = []
    for line in text.replace("\0", "").splitlines():
        if not line.strip():
            continue
        parts = [part.strip() for part in line.split(";")]
        found.append(_decision(parts, present))
    if len(found) > MOST:
        raise RuleError(N_("These are too many decisions for one assembly."), field="decisions")
    return found


def _decision(parts: list[str], present: int) -> Decision:
    words, *votes = parts
    numbers = votes[:2]
    whole = len(numbers) == 2 and all(one.isascii() and one.isdigit() for one in numbers)
    if not words or len(words) > LONGEST or not whole or len(votes) > 3:
        raise RuleError(
            N_("Write each decision as: words; votes for; votes against. “%(line)s” is not so."),
            field="decisions",
            values={"line": "; ".join(parts)[:60]},
        )
    yes, no = (int(one) for one in numbers)
    if yes + no > present:
        raise RuleError(
            N_("“%(words)s” has more votes than people were present."),
            field="decisions",
            values={"words": words[:60]},
        )
    return Decision(words, yes, no, votes[2:] == [TWO_THIRDS])
