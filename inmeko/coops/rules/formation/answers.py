"""Two people answer at once: what each changed is kept, and what both changed is shown to both."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Merged:
    """The answers that both together gave, and where they gave different ones."""

    values: dict[str, Any]
    # By field: what the other one wrote meanwhile.
    clashes: dict[str, Any] = field(default_factory=dict)


def merge(before: Values, theirs: Values, mine: Values) -> Merged:
    """Join two changes of the same answers; a field that only one changed is nobody's loss."""
    values, clashes = dict(theirs), {}
    for name, wanted in mine.items():
        was, now = before.get(name), theirs.get(name)
        if wanted in (was, now):
            continue
        values[name] = wanted
        if now != was:
            clashes[name] = now
    return Merged(values, clashes)


def changed(before: Values, after: Values) -> frozenset[str]:
    """The fields that differ."""
    return frozenset(name for name in {*before, *after} if before.get(name) != after.get(name))
