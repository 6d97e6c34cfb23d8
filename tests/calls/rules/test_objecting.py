"""Objections: the window to its last second, the points of a result, what an answer may change."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from inmeko.calls.rules import differences, objecting
from inmeko.calls.rules.differences import Line
from inmeko.calls.rules.objecting import Correction
from inmeko.calls.rules.words import CallState, ObjectionVerdict, Outcome
from inmeko.kernel.errors import ConflictError, RuleError
from tests.builders.calls import content

UNTIL = datetime(2026, 6, 5, 20, 59, 59, tzinfo=UTC)
UPHELD, REJECTED = ObjectionVerdict.UPHELD, ObjectionVerdict.REJECTED


def test_the_window_counts_working_days_holidays_and_the_towns_own_feast() -> None:
    thursday = datetime(2026, 5, 28, 9, tzinfo=UTC)
    assert objecting.window_ends(thursday, 5) == UNTIL
    later = objecting.window_ends(thursday, 5, [date(2026, 6, 3)])
    assert later == datetime(2026, 6, 8, 20, 59, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "state", "open_then"),
    [
        (UNTIL + timedelta(microseconds=999_999), CallState.PRELIMINARY, True),
        (UNTIL + timedelta(seconds=1), CallState.PRELIMINARY, False),
        (UNTIL - timedelta(days=1), CallState.EVALUATION, False),
        (UNTIL - timedelta(days=1), CallState.FINAL, False),
    ],
)
def test_the_last_second_is_in_time_and_the_next_is_not(moment, state, open_then) -> None:
    assert objecting.is_open(state, UNTIL, moment) is open_then
    if not open_then:
        with pytest.raises(ConflictError):
            objecting.check_open(state, UNTIL, moment)


def test_a_result_has_its_own_points() -> None:
    scored = objecting.points(content(), eligible=True, unmet=(), scored=True)
    assert [one.key for one in scored] == ["criterion:c1", "criterion:c2", "place"]
    refused = objecting.points(content(), eligible=False, unmet=("p1",), scored=False)
    assert [(one.key, one.label) for one in refused] == [("eligibility:p1", "Καταστατικό")]


@pytest.mark.parametrize(
    ("verdict", "words", "correction", "refusal"),
    [
        (ObjectionVerdict.OPEN, "Ναι", None, "Choose what becomes"),
        (REJECTED, " ", None, "reasons"),
        (REJECTED, "Όχι", Correction(values={"c1": Decimal(9)}), "changes nothing"),
        (UPHELD, "Ναι", None, "what changes"),
        (UPHELD, "Ναι", Correction(values={"c1": Decimal(11)}), "scored from 0 to 10"),
        (UPHELD, "Ναι", Correction(values={"c9": Decimal(1)}), "no such criterion"),
        (UPHELD, "Ναι", Correction(eligible=True), "becomes eligible"),
    ],
)
def test_an_answer_says_what_and_why(verdict, words, correction, refusal) -> None:
    with pytest.raises(RuleError, match=refusal):
        objecting.check_answer(verdict, words, correction, content())


def test_a_correction_is_read_as_it_was_kept() -> None:
    made = Correction(True, {"c1": Decimal("8.50"), "c2": Decimal(7)})
    assert objecting.read(objecting.write(made)) == made
    assert objecting.read(objecting.write(None)) is None


def line(key, place, score="70", outcome=Outcome.SELECTED) -> Line:
    return Line(key, place, Decimal(score), outcome)


def test_changes_name_the_objections_that_did_them_and_who_is_gone() -> None:
    before = [line(1, 1), line(2, 2, "60"), line(3, 3, "50"), line(4, 4, "40")]
    after = [line(3, 1, "80"), line(1, 2), line(4, 3, "40")]
    found = differences.changes(before, after, {3: [7]})
    assert [(one.key, one.objections) for one in found] == [(3, (7,)), (1, ()), (4, ()), (2, ())]
    assert found[-1].after is None
    assert differences.changes(before, before, {}) == []
