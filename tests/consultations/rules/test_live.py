"""The room by its rules: polls, their count, questions, when one takes part, what is on screen."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from inmeko.consultations.rules import live
from inmeko.consultations.rules.live import PollState, Tally
from inmeko.consultations.rules.words import EventState, RegistrationState
from inmeko.kernel.errors import RuleError

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def event(state=EventState.ANNOUNCED, begins=NOON):
    return SimpleNamespace(state=state, starts_at=begins, ends_at=begins + 2 * HOUR)


def test_votes_and_voters_are_counted_apart() -> None:
    assert live.count([(0,), (0, 2), (2,)], 4) == Tally((2, 0, 2, 0), 3)
    assert live.count([], 2) == Tally((0, 0), 0)


@pytest.mark.parametrize("options", [["μία"], [str(n) for n in range(11)], ["α", "β" * 201]])
def test_a_poll_has_two_to_ten_answers_that_fit_on_a_screen(options) -> None:
    with pytest.raises(RuleError) as refused:
        live.check_poll(options)
    assert refused.value.field == "options"
    live.check_poll(["Ναι", "Όχι"])
    live.check_poll([str(n) for n in range(10)])


def test_a_ballot_names_what_was_offered_once() -> None:
    assert live.check_ballot([2, 0, 2], 3, several=True) == (0, 2)
    for wrong, several in (([], True), ([3], True), ([-1], False), ([0, 1], False)):
        with pytest.raises(RuleError) as refused:
            live.check_ballot(wrong, 3, several=several)
        assert refused.value.field == "choice"


def test_the_room_is_open_until_three_hours_after_the_announced_end() -> None:
    last = NOON + 5 * HOUR - timedelta(seconds=1)
    assert live.is_going(event(), NOON - timedelta(days=3)), "questions may come before"
    assert live.is_going(event(EventState.HELD), last)
    assert not live.is_going(event(EventState.HELD), last + timedelta(seconds=1))
    assert not live.is_going(event(EventState.CANCELLED), NOON)
    assert not live.is_going(event(EventState.DRAFT), NOON)
    with pytest.raises(RuleError, match="hours before"):
        live.check_opens(event(), NOON - 4 * HOUR)
    live.check_opens(event(), NOON - 3 * HOUR)


def test_who_has_a_place_or_was_let_in_has_a_voice() -> None:
    for state, came, voice in (
        (RegistrationState.REGISTERED, None, True),
        (RegistrationState.QUEUED, None, False),
        (RegistrationState.QUEUED, NOON, True),
        (RegistrationState.WITHDRAWN, None, False),
    ):
        assert live.takes_part(SimpleNamespace(state=state, attended_at=came)) is voice


def test_questions_have_a_length_and_people_a_measure() -> None:
    assert live.check_question("  Γιατί;\0 ") == "Γιατί;"
    for text in ("  ", "α" * 501):
        with pytest.raises(RuleError):
            live.check_question(text)
    live.check_flood(2, 9)
    for waiting, total in ((3, 3), (0, 10)):
        with pytest.raises(RuleError):
            live.check_flood(waiting, total)


def test_the_screen_shows_the_open_poll_then_its_result_then_the_questions() -> None:
    old = SimpleNamespace(state=PollState.CLOSED, closed_at=NOON - HOUR)
    new = SimpleNamespace(state=PollState.OPEN, closed_at=None)
    assert live.on_screen("", [], NOON) is None
    assert live.on_screen("", [old, new], NOON) is new
    assert live.on_screen("questions", [old, new], NOON) is None
    assert live.on_screen("", [old], NOON) is None
    assert live.on_screen("poll", [old], NOON) is old
    new.state, new.closed_at = PollState.CLOSED, NOON
    assert live.on_screen("", [old, new], NOON + timedelta(minutes=1)) is new
    assert live.on_screen("", [old, new], NOON + timedelta(minutes=3)) is None
