"""What idleness costs and when a use has paid for itself: sums that add up to the cent."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules import reuse
from inmeko.resources.rules.concession_words import CostKind
from inmeko.resources.rules.reuse import Proposal

MONEY = st.decimals(0, 10**7, places=2)


@dataclass
class Cost:
    kind: CostKind
    amount: Decimal
    year: int


def proposal(**changes: object) -> Proposal:
    values = {
        "investment": Decimal(30000),
        "grant": Decimal(10000),
        "paid_by_body": Decimal(5000),
        "running_cost": Decimal(1000),
        "income": Decimal(3600),
        "saved_cost": Decimal(1240),
        "price_change": Decimal(0),
        "first_year": 2027,
        "years": 10,
    }
    return Proposal(**{**values, **changes})  # type: ignore[arg-type]


@st.composite
def proposals(draw: st.DrawFn) -> Proposal:
    grant, body, town = draw(MONEY), draw(MONEY), draw(MONEY)
    return Proposal(
        investment=grant + body + town,
        grant=grant,
        paid_by_body=body,
        running_cost=draw(MONEY),
        income=draw(MONEY),
        saved_cost=draw(MONEY),
        price_change=draw(st.decimals(-25, 25, places=2)),
        first_year=2027,
        years=draw(st.integers(1, 50)),
    )


def test_a_known_sum_breaks_even_in_its_fourth_year() -> None:
    outcome = reuse.reckon(proposal())
    assert outcome.lines[0].sum == Decimal(-15000)
    assert [line.net for line in outcome.lines[1:]] == [Decimal(3840)] * 10
    assert outcome.break_even is not None
    assert (outcome.break_even.number, outcome.break_even.year) == (4, 2030)
    assert outcome.total == Decimal(23400)
    assert outcome.idle_total == Decimal(12400)


def test_prices_change_from_the_second_year_on() -> None:
    lines = reuse.reckon(proposal(price_change=Decimal(2))).lines
    assert lines[1].income == Decimal(3600)
    assert lines[2].income == Decimal("3672.00")
    assert lines[3].income == Decimal("3745.44")
    assert lines[3].factor == Decimal("1.0404")


@given(proposals())
def test_every_shown_number_adds_up(one: Proposal) -> None:
    outcome = reuse.reckon(one)
    lines = outcome.lines
    assert len(lines) == one.years + 1
    assert lines[0].paid == one.paid_by_town
    for before, line in zip(lines, lines[1:], strict=False):
        assert line.net == line.saved + line.income - line.running
        assert line.sum == before.sum + line.net
        assert line.idle == before.idle + line.saved
        assert line.saved == line.saved.quantize(reuse.CENT)
    assert outcome.total == sum((line.net for line in lines), Decimal(0))


@given(proposals())
def test_break_even_is_the_first_year_that_is_not_below_zero(one: Proposal) -> None:
    outcome = reuse.reckon(one)
    below = [line.number for line in outcome.lines if line.sum < 0]
    if outcome.break_even is None:
        assert len(below) == len(outcome.lines)
    else:
        assert outcome.break_even.sum >= 0
        assert below[: outcome.break_even.number] == list(range(outcome.break_even.number))


@given(proposals(), MONEY)
def test_a_grant_never_puts_break_even_off(one: Proposal, more: Decimal) -> None:
    richer = Proposal(**{**vars(one), "investment": one.investment + more})
    now, later = reuse.reckon(one), reuse.reckon(richer)
    assert later.total == now.total - more
    if later.break_even:
        assert now.break_even is not None
        assert now.break_even.number <= later.break_even.number


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"grant": Decimal(30000)}, "paid_by_body"),
        ({"years": 0}, "years"),
        ({"years": 51}, "years"),
        ({"price_change": Decimal(26)}, "price_change"),
    ],
)
def test_what_cannot_be_reckoned_is_refused(changes: dict[str, object], field: str) -> None:
    with pytest.raises(RuleError) as refused:
        reuse.reckon(proposal(**changes))
    assert refused.value.field == field


def test_of_each_kind_the_newest_year_counts() -> None:
    rows = [
        Cost(CostKind.SECURITY, Decimal(900), 2024),
        Cost(CostKind.SECURITY, Decimal(1000), 2025),
        Cost(CostKind.SECURITY, Decimal(200), 2025),
        Cost(CostKind.INSURANCE, Decimal(300), 2023),
    ]
    found = reuse.yearly(rows)
    assert found == {CostKind.SECURITY: Decimal(1200), CostKind.INSURANCE: Decimal(300)}
    assert reuse.total(found) == Decimal(1500)
    assert reuse.total({}) is None
