"""The planner's own questions to those who register: one a line, and what is answered to them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST = 10
LONGEST_ANSWER = 500


@dataclass(frozen=True)
class Asked:
    """A question: its words, the answers to choose from (none: free words), whether it must be."""

    key: str
    label: str
    options: tuple[str, ...] = ()
    required: bool = False


def read(text: str) -> tuple[Asked, ...]:
    """The questions of a typed list: “Question * | answer; answer”, the star if it must be."""
    lines = [" ".join(line.split()) for line in text.replace("\0", "").splitlines()]
    lines = [line for line in lines if line]
    if len(lines) > MOST:
        raise RuleError(
            N_("At most %(most)s questions: people want to register, not to be examined."),
            field="questions",
            values={"most": MOST},
        )
    return tuple(_asked(f"a{number}", line) for number, line in enumerate(lines, start=1))


def typed(questions: Sequence[Asked]) -> str:
    """The questions as one types them."""
    return "\n".join(
        one.label
        + (" *" if one.required else "")
        + (f" | {'; '.join(one.options)}" if one.options else "")
        for one in questions
    )


def kept(questions: Sequence[Asked]) -> list[dict[str, Any]]:
    """The questions as they are kept."""
    return [{**asdict(one), "options": list(one.options)} for one in questions]


def unkept(rows: Sequence[Mapping[str, Any]]) -> tuple[Asked, ...]:
    """Kept questions."""
    return tuple(Asked(**{**row, "options": tuple(row["options"])}) for row in rows)


def answered(questions: Sequence[Asked], given: Mapping[str, str]) -> dict[str, str]:
    """What was answered to what was asked; RuleError for what is missing or was not offered."""
    found = {}
    for one in questions:
        text = (given.get(one.key) or "").strip()[:LONGEST_ANSWER]
        if one.required and not text:
            raise RuleError(N_("Answer this question."), field=one.key)
        if text and one.options and text not in one.options:
            raise RuleError(N_("Choose one of the answers."), field=one.key)
        if text:
            found[one.key] = text
    return found


def _asked(key: str, line: str) -> Asked:
    label, _bar, options = line.partition("|")
    label = label.strip()
    required = label.endswith("*")
    label = label.rstrip("* ")
    if not label:
        raise RuleError(N_("A question needs its words."), field="questions")
    offered = tuple(dict.fromkeys(one.strip() for one in options.split(";") if one.strip()))
    return Asked(key, label[:300], offered, required)
