"""What was heard: the question in the address, the numbers, months and years."""

from datetime import UTC, date, datetime

import pytest

from inmeko.accounts.rules import Sector
from inmeko.consultations.rules import heard as rules
from inmeko.consultations.rules.heard import Heard, HeardFilter, Met
from inmeko.consultations.rules.texts import TextKind
from inmeko.consultations.rules.words import EventKind, EventState, QuotaKind


def met(when: datetime, people: int = 1, registered: int = 2) -> Met:
    present = {QuotaKind.EVERYBODY: people}
    return Met(1, "Ημερίδα", EventKind.WORKSHOP, EventState.HELD, when, registered, present)


def heard(*events: Met) -> Heard:
    return Heard(events, (), (), ())


def test_the_same_question_has_the_same_address() -> None:
    wanted = HeardFilter(
        date(2026, 1, 1), date(2026, 6, 30), (EventKind.HEARING, TextKind.PLAN), (Sector.ENERGY,)
    )
    told = {
        name: value if isinstance(value, list) else [value]
        for name, value in wanted.arguments().items()
    }
    assert rules.read(told) == wanted
    assert wanted.without("kind").kind == ()


@pytest.mark.parametrize(
    "arguments",
    [
        {"since": ["gestern"], "until": ["9999-12-31"]},
        {"kind": ["junk"], "sector": ["'"]},
        {"since": ["0001-01-01"]},
        {"since": []},
    ],
)
def test_what_makes_no_sense_in_an_address_is_left_out(arguments) -> None:
    assert rules.read(arguments) == HeardFilter()


def test_a_period_that_ends_before_it_begins_is_turned_round() -> None:
    found = rules.read({"since": ["2026-06-01"], "until": ["2026-01-01"]})
    assert (found.since, found.until) == (date(2026, 1, 1), date(2026, 6, 1))


def test_kinds_of_events_alone_leave_no_text() -> None:
    wanted = HeardFilter(kind=(EventKind.WORKSHOP,))
    assert wanted.event_kinds == (EventKind.WORKSHOP,)
    assert wanted.text_kinds == ()
    assert HeardFilter().text_kinds == tuple(TextKind)


def test_months_without_an_event_stand_in_the_chart_as_none() -> None:
    found = heard(
        met(datetime(2026, 2, 28, 23, tzinfo=UTC), 3), met(datetime(2026, 5, 2, tzinfo=UTC), 4)
    )
    assert found.by_time() == [
        (date(2026, 3, 1), 3),
        (date(2026, 4, 1), 0),
        (date(2026, 5, 1), 4),
    ], "the month is that of Athens"


def test_many_months_become_years() -> None:
    found = heard(
        met(datetime(2023, 2, 1, tzinfo=UTC), 3),
        met(datetime(2023, 9, 1, tzinfo=UTC), 2),
        met(datetime(2026, 5, 2, tzinfo=UTC), 4),
    )
    assert found.by_years
    assert [(when.year, people) for when, people in found.by_time()] == [
        (2023, 5),
        (2024, 0),
        (2025, 0),
        (2026, 4),
    ]


def test_turnout_counts_only_events_that_had_registrations() -> None:
    found = heard(
        met(datetime(2026, 5, 2, tzinfo=UTC), 3, registered=6),
        met(datetime(2026, 5, 3, tzinfo=UTC), 50, registered=0),
    )
    assert found.people == 53
    assert found.turnout == 0.5
    assert heard().turnout is None
    assert heard().empty
