"""Two people answer at once: what each changed is kept, and what both changed is shown to both.

What is answered for several years is a list of them; it is compared figure by figure.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Values = Mapping[str, Any]
YEARS = "years"
_OF_YEAR = re.compile(r"y([1-9])_(.+)")


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


def spread(values: Values) -> dict[str, Any]:
    """The answers with each figure of each year under a name of its own, as y2_income."""
    flat = {name: value for name, value in values.items() if name != YEARS}
    for number, told in enumerate(values.get(YEARS) or (), 1):
        flat |= {f"y{number}_{name}": value for name, value in told.items()}
    return flat


def gathered(flat: Values) -> dict[str, Any]:
    """The answers with their years one after the other: what `spread` took apart."""
    values: dict[str, Any] = {}
    years: dict[int, dict[str, Any]] = {}
    for name, value in flat.items():
        found = year_of(name)
        if found is None:
            values[name] = value
        else:
            years.setdefault(found[0], {})[found[1]] = value
    return {**values, YEARS: [years[number] for number in sorted(years)]} if years else values


def year_of(name: str) -> tuple[int, str] | None:
    """Which year and which figure a name means; None if it is no figure of a year."""
    found = _OF_YEAR.fullmatch(name)
    return (int(found[1]), found[2]) if found else None
