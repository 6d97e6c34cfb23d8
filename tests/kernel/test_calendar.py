from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.kernel import calendar
from inmeko.kernel.errors import RuleError

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    "feast",
    [
        date(2026, 2, 23),
        date(2026, 4, 10),
        date(2026, 4, 13),
        date(2026, 5, 1),
        date(2026, 6, 1),
        date(2026, 10, 28),
        date(2021, 5, 4),
        date(2024, 5, 7),
        date(2026, 4, 12),
    ],
)
def test_nobody_works_on_a_feast(feast: date) -> None:
    assert not calendar.is_working_day(feast)


def test_half_days_count_as_working_unless_they_are_handed_in() -> None:
    eve = date(2026, 12, 24)
    assert calendar.is_working_day(eve)
    assert calendar.half_days(2026) == {eve, date(2026, 12, 31)}
    assert not calendar.is_working_day(eve, calendar.half_days(2026))


@pytest.mark.parametrize(
    ("day", "n", "deadline"),
    [
        (date(2026, 4, 9), 1, date(2026, 4, 14)),
        (date(2026, 4, 9), 5, date(2026, 4, 20)),
        (date(2026, 12, 23), 3, date(2026, 12, 29)),
        (date(2026, 4, 14), -1, date(2026, 4, 9)),
        (date(2026, 4, 12), 0, date(2026, 4, 12)),
    ],
)
def test_a_deadline_skips_weekends_and_feasts(day: date, n: int, deadline: date) -> None:
    assert calendar.add_working_days(day, n) == deadline


def test_a_deadline_skips_the_local_feast() -> None:
    friday, feast = date(2026, 10, 9), date(2026, 10, 12)
    assert calendar.add_working_days(friday, 1, [feast]) == date(2026, 10, 13)
    assert calendar.add_working_days(friday, 1) == feast


def test_working_days_are_counted_with_both_ends() -> None:
    assert calendar.working_days(date(2026, 4, 6), date(2026, 4, 17)) == 8
    assert calendar.working_days(date(2026, 4, 17), date(2026, 4, 6)) == 0


@given(DAYS, st.integers(1, 40))
def test_a_deadline_is_a_working_day_with_the_right_number_before_it(day: date, n: int) -> None:
    deadline = calendar.add_working_days(day, n)
    assert calendar.is_working_day(deadline)
    assert calendar.working_days(day + timedelta(days=1), deadline) == n


def test_a_moment_is_not_taken_for_a_date() -> None:
    with pytest.raises(TypeError):
        calendar.is_working_day(datetime(2026, 5, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("24/07/2013 00:00:00", date(2013, 7, 24)),
        ("24/08/2022 03:00:00", date(2022, 8, 24)),
        ("1/5/2026", date(2026, 5, 1)),
        ("01.05.2026", date(2026, 5, 1)),
        (" 2026-05-01 ", date(2026, 5, 1)),
        ("2026-05-01T23:00:00", date(2026, 5, 1)),
        ("2026-12-31T22:30Z", date(2027, 1, 1)),
    ],
)
def test_a_date_is_read_as_people_and_registers_write_it(written: str, day: date) -> None:
    assert calendar.parse_date(written) == day


@pytest.mark.parametrize("written", ["", "αύριο", "31/02/2026", "1/5/26", "5/2026", "0/0/0000"])
def test_what_is_no_date_is_refused(written: str) -> None:
    with pytest.raises(RuleError):
        calendar.parse_date(written)


def test_milliseconds_of_diavgeia_are_moments() -> None:
    issued = calendar.from_millis(1744848000000)
    assert calendar.athens_date(issued) == date(2025, 4, 17)
    assert calendar.athens(issued).hour == 3
    stamped = calendar.athens(calendar.from_millis(1744887202831))
    assert stamped.replace(tzinfo=None) == datetime(2025, 4, 17, 13, 53, 22, 831000)


def test_the_protocol_year_turns_at_midnight_in_athens() -> None:
    moment = datetime(2026, 12, 31, 22, 30, tzinfo=UTC)
    assert calendar.athens_year(moment) == 2027
    assert calendar.athens(moment).replace(tzinfo=None) == datetime(2027, 1, 1, 0, 30)
    assert calendar.athens_year(moment - timedelta(hours=1)) == 2026


def test_the_hour_that_comes_twice_is_told_by_its_fold() -> None:
    clock_face = datetime(2026, 10, 25, 3, 30)
    assert calendar.from_athens(clock_face) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    second = calendar.from_athens(clock_face.replace(fold=1))
    assert second == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


def test_the_hour_that_never_comes_is_refused() -> None:
    with pytest.raises(RuleError):
        calendar.from_athens(datetime(2026, 3, 29, 3, 30))


def test_zones_are_never_guessed() -> None:
    with pytest.raises(ValueError, match="time zone"):
        calendar.athens(datetime(2026, 1, 1))
    with pytest.raises(ValueError, match="time zone"):
        calendar.from_athens(datetime(2026, 1, 1, tzinfo=UTC))


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))
def test_athens_and_back_is_the_same_moment(clock_face: datetime) -> None:
    moment = clock_face.replace(tzinfo=UTC)
    shown = calendar.athens(moment)
    assert calendar.from_athens(shown.replace(tzinfo=None)) == moment


def test_the_calendar_names_its_version() -> None:
    assert calendar.VERSION.startswith("holidays 0.")
