"""What a final list changes against the preliminary one, file by file, and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from inmeko.calls.rules.words import Outcome


@dataclass(frozen=True)
class Line:
    """A line of a list as the comparison sees it."""

    key: int
    place: int
    score: Decimal | None
    outcome: Outcome
    part: str = ""


@dataclass(frozen=True)
class Change:
    """A file that stands otherwise than before; `objections` are the numbers of those that did it.

    Without an objection of its own a file moves because others moved; without an `after` it was
    withdrawn meanwhile.
    """

    key: int
    before: Line
    after: Line | None
    objections: tuple[int, ...] = ()


def changes(
    before: Sequence[Line], after: Sequence[Line], upheld: Mapping[int, Iterable[int]]
) -> list[Change]:
    """The files that changed, in the order of the final list, those that are gone last.

    `upheld` names, for each file, the numbers of the objections that changed something of it.
    """
    old = {one.key: one for one in before}
    found = [
        Change(one.key, old[one.key], one, tuple(upheld.get(one.key, ())))
        for one in after
        if one.key in old and _told(one) != _told(old[one.key])
    ]
    left = {one.key for one in after}
    return found + [Change(one.key, one, None) for one in before if one.key not in left]


def _told(line: Line) -> tuple[object, ...]:
    return line.place, line.score, line.outcome, line.part
