"""The sheet of social impact: figures of a year, each with what it is counted from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inmeko.kernel.text import N_


@dataclass(frozen=True)
class Figure:
    """A figure of the sheet: its words, its value, and whether it is a percentage."""

    label: str
    value: Decimal | int
    percent: bool = False


def sheet(
    *,
    members: int,
    group: int | None,
    figures: Mapping[str, Any],
    present: Sequence[tuple[int, int]],
) -> tuple[Figure, ...]:
    """What a year came to; `present` are (present, members) of its assemblies.

    What nobody has entered is left out: a sheet does not guess.
    """
    shares = (
        (N_("Members among those at work"), "workers_members", "workers_total"),
        (N_("Workers of the group"), "workers_group", "workers_total"),
        (N_("Payroll against the turnover before"), "payroll", "turnover_previous"),
        (N_("Income from public bodies, of three years"), "public_3y", "total_3y"),
    )
    found = [Figure(N_("Members"), members)]
    if group is not None:
        found.append(Figure(N_("Members of the group"), group))
    if figures.get("workers_total") is not None:
        found.append(Figure(N_("People at work"), figures["workers_total"]))
    for label, part, whole in shares:
        share = _of(_amount(figures, part), _amount(figures, whole))
        if share is not None:
            found.append(Figure(label, share, True))
    ratio = _of(_amount(figures, "highest_net"), _amount(figures, "lowest_net"))
    if ratio is not None:
        found.append(Figure(N_("Highest pay to lowest"), ratio / 100))
    there, called = (Decimal(sum(pair[n] for pair in present)) for n in (0, 1))
    attended = _of(there, called)
    if attended is not None:
        found.append(Figure(N_("Members present in assemblies"), attended, True))
    return tuple(found)


def _of(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A percentage, where both are known."""
    if part is None or not whole:
        return None
    return (100 * part / whole).quantize(Decimal("0.1"))


def _amount(figures: Mapping[str, Any], name: str) -> Decimal | None:
    value = figures.get(name)
    return None if value is None else Decimal(value)
