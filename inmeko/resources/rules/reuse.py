"""What standing idle costs, and when a proposed use has paid for itself: exact sums in euro."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.concession_words import CostKind

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
MOST_YEARS = 50
STEEPEST = Decimal(25)


class Cost(Protocol):
    """A yearly cost as it was entered."""

    kind: CostKind
    amount: Decimal
    year: int


@dataclass(frozen=True)
class Proposal:
    """A use in figures: amounts in euro, yearly ones at the prices of the first year."""

    investment: Decimal
    grant: Decimal
    paid_by_body: Decimal
    running_cost: Decimal
    income: Decimal
    saved_cost: Decimal
    price_change: Decimal
    first_year: int
    years: int

    @property
    def paid_by_town(self) -> Decimal:
        """What is left of the investment for the municipality."""
        return self.investment - self.grant - self.paid_by_body


@dataclass(frozen=True)
class Year:
    """A line of the sum; idle is what standing idle would have cost up to here, all years added."""

    number: int
    year: int
    factor: Decimal
    paid: Decimal
    saved: Decimal
    income: Decimal
    running: Decimal
    net: Decimal
    sum: Decimal
    idle: Decimal


@dataclass(frozen=True)
class Outcome:
    """The whole sum: its lines, and the first year in which what came in covers what went out."""

    lines: tuple[Year, ...]
    break_even: Year | None

    @property
    def total(self) -> Decimal:
        """What is left over all years."""
        return self.lines[-1].sum

    @property
    def idle_total(self) -> Decimal:
        """What standing idle would have cost over all years."""
        return self.lines[-1].idle


def yearly(costs: Iterable[Cost]) -> dict[CostKind, Decimal]:
    """The yearly cost of an asset by kind: of each kind, the amounts of its newest year."""
    newest: dict[CostKind, int] = {}
    sums: dict[CostKind, Decimal] = {}
    for cost in sorted(costs, key=lambda cost: cost.year):
        if newest.get(cost.kind) != cost.year:
            newest[cost.kind], sums[cost.kind] = cost.year, Decimal(0)
        sums[cost.kind] += cost.amount
    return sums


def total(by_kind: Mapping[CostKind, Decimal]) -> Decimal | None:
    """The yearly cost of an asset; None where nothing was entered."""
    return sum(by_kind.values(), Decimal(0)) if by_kind else None


def check(proposal: Proposal) -> None:
    """Refuse a proposal that cannot be reckoned, or that is paid for twice."""
    if proposal.paid_by_town < 0:
        raise RuleError(
            N_("Grant and the body together pay more than the investment."), field="paid_by_body"
        )
    if not 1 <= proposal.years <= MOST_YEARS:
        raise RuleError(
            N_("Between 1 and %(most)s years."), field="years", values={"most": MOST_YEARS}
        )
    if abs(proposal.price_change) > STEEPEST:
        raise RuleError(
            N_("Between -%(most)s and %(most)s percent a year."),
            field="price_change",
            values={"most": int(STEEPEST)},
        )


def reckon(proposal: Proposal) -> Outcome:
    """The sum year by year; each amount is rounded to the cent before it is added."""
    check(proposal)
    paid = _cents(proposal.paid_by_town)
    none = _cents(Decimal(0))
    start = Year(0, proposal.first_year, Decimal(1), paid, none, none, none, -paid, -paid, none)
    lines = [start]
    growth = 1 + proposal.price_change / HUNDRED
    for number in range(1, proposal.years + 1):
        lines.append(_line(proposal, number, growth ** (number - 1), lines[-1]))
    found = next((line for line in lines if line.sum >= 0), None)
    return Outcome(tuple(lines), found)


def _line(proposal: Proposal, number: int, factor: Decimal, before: Year) -> Year:
    saved, income, running = (
        _cents(amount * factor)
        for amount in (proposal.saved_cost, proposal.income, proposal.running_cost)
    )
    net = saved + income - running
    return Year(
        number=number,
        year=proposal.first_year + number - 1,
        factor=factor.quantize(Decimal("0.0001"), ROUND_HALF_UP),
        paid=_cents(Decimal(0)),
        saved=saved,
        income=income,
        running=running,
        net=net,
        sum=before.sum + net,
        idle=before.idle + saved,
    )


def _cents(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_UP)
