"""The clock of the registry: thirty days, a notice, thirty last days, and what moves them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules.formation import clock
from inmeko.coops.rules.formation.clock import ClockPhase
from inmeko.kernel.calendar import is_working_day
from inmeko.kernel.errors import RuleError

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("start", "ends"),
    [
        (date(2026, 3, 1), date(2026, 3, 31)),
        (date(2026, 8, 6), date(2026, 9, 7)),
        # The thirtieth day is Good Friday, 10 April; Easter Monday is a holiday, too.
        (date(2026, 3, 11), date(2026, 4, 14)),
        # It is the first of May, a Friday.
        (date(2026, 4, 1), date(2026, 5, 4)),
        # It is Christmas.
        (date(2026, 11, 25), date(2026, 12, 28)),
    ],
)
def test_a_period_ends_on_a_working_day(start, ends) -> None:
    assert clock.period_ends(start) == ends


@given(DAYS)
def test_a_period_is_never_shorter_than_its_days_and_never_ends_on_a_day_off(start) -> None:
    ends = clock.period_ends(start)
    assert ends >= start + timedelta(days=clock.DAYS)
    assert is_working_day(ends)


def phase(today, **days):
    return clock.clock_of(today, **{"certificate": None, **days}).phase


def test_the_phases_follow_one_another() -> None:
    begun = date(2026, 3, 1)
    assert phase(begun) is ClockPhase.NOT_BEGUN
    assert phase(date(2026, 3, 31), certificate=begun) is ClockPhase.RUNNING
    assert phase(date(2026, 4, 1), certificate=begun) is ClockPhase.NOTICE_EXPECTED
    told = {"certificate": begun, "notice": date(2026, 4, 8)}
    assert phase(date(2026, 5, 8), **told) is ClockPhase.LAST_PERIOD
    assert phase(date(2026, 5, 9), **told) is ClockPhase.OVER
    assert phase(date(2026, 5, 9), **told, filed=date(2026, 5, 8)) is ClockPhase.FILED


def test_the_days_left_count_to_the_period_that_runs() -> None:
    found = clock.clock_of(date(2026, 3, 21), certificate=date(2026, 3, 1))
    assert (found.days_left, found.deadline) == (10, date(2026, 3, 31))


@pytest.mark.parametrize(
    ("days", "field"),
    [
        ({"certificate": date(2026, 5, 13)}, "certificate"),
        ({"certificate": date(2026, 5, 1), "notice": date(2026, 4, 1)}, "notice"),
        ({"notice": date(2026, 4, 1)}, "notice"),
        ({"certificate": date(2026, 5, 1), "filed": date(2026, 4, 1)}, "filed"),
    ],
)
def test_dates_that_cannot_be_are_refused_with_their_field(days, field) -> None:
    with pytest.raises(RuleError) as refused:
        clock.check_dates(date(2026, 5, 12), **days)
    assert refused.value.field == field
