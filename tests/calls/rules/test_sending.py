"""When a file is taken: to the last second, and not one later."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from inmeko.calls.rules import sending
from inmeko.calls.rules.words import CallState, ExpressionState
from inmeko.kernel.errors import ConflictError, DomainError, RuleError

END = datetime(2026, 12, 24, 13, 0, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def call(state=CallState.PUBLISHED):
    start = END - timedelta(days=30)
    return SimpleNamespace(state=state, opens_at=start, closes_at=END, questions_until=None)


def test_a_file_is_taken_to_the_end_of_the_last_second() -> None:
    sending.check_open(call(), END)
    sending.check_open(call(), END + timedelta(milliseconds=999))
    with pytest.raises(RuleError, match="deadline passed"):
        sending.check_open(call(), END + SECOND)


@pytest.mark.parametrize("state", [CallState.CANCELLED, CallState.CLOSED, CallState.DRAFT])
def test_a_call_in_another_state_takes_nothing(state) -> None:
    with pytest.raises(DomainError):
        sending.check_open(call(state), END - SECOND)


def test_nothing_is_taken_before_the_opening() -> None:
    with pytest.raises(RuleError, match="not opened yet"):
        sending.check_open(call(), END - timedelta(days=31))


def test_a_draft_can_be_worked_on_after_the_end_and_what_was_sent_cannot() -> None:
    late = END + SECOND
    assert sending.may_change(call(), ExpressionState.DRAFTING, late)
    assert not sending.may_change(call(), ExpressionState.SUBMITTED, late)
    assert sending.may_change(call(), ExpressionState.SUBMITTED, END)
    assert not sending.may_change(call(CallState.CANCELLED), ExpressionState.DRAFTING, END)
    assert not sending.may_change(call(CallState.EVALUATION), ExpressionState.DRAFTING, late)


def test_only_what_is_late_is_taken_in_late_and_only_before_the_evaluation() -> None:
    late = END + SECOND
    sending.check_late(call(), late, "Βλάβη του δικτύου")
    with pytest.raises(RuleError, match="still open"):
        sending.check_late(call(), END, "Βλάβη")
    with pytest.raises(RuleError, match="reason"):
        sending.check_late(call(), late, " ")
    with pytest.raises(ConflictError):
        sending.check_late(call(CallState.EVALUATION), late, "Βλάβη")


def test_sealed_files_stay_sealed_until_the_deadline() -> None:
    with pytest.raises(RuleError):
        sending.check_unseal(call(), sealed=True, opened=False, now=END)
    sending.check_unseal(call(), sealed=True, opened=False, now=END + SECOND)
    for sealed, opened in ((False, False), (True, True)):
        with pytest.raises(ConflictError):
            sending.check_unseal(call(), sealed=sealed, opened=opened, now=END + SECOND)


def test_pressing_twice_is_known_by_one_word_and_sending_again_by_another() -> None:
    assert sending.once(7, 0) == sending.once(7, 0)
    assert sending.once(7, 0) != sending.once(7, 1) != sending.once(8, 1)
