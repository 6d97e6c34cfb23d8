"""From scored files to the final list: minutes, lists, objections. On both engines."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from inmeko.calls.models import Minutes
from inmeko.calls.queries import results as queries
from inmeko.calls.rules.objecting import Correction
from inmeko.calls.rules.ranking import Granted
from inmeko.calls.rules.words import CallState, ObjectionVerdict, Outcome, SubmissionState
from inmeko.calls.services import deciding, minutes, objections
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from tests.builders import results
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality
from tests.builders.results import FINAL, PRELIMINARY

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def told(decided):
    return [(one.submission.name, one.outcome, one.score) for one in decided.lines]


def test_a_preliminary_list_is_what_the_frozen_minutes_record(town):
    call = results.judging(town)
    decided = results.preliminary(call)
    db.session.expire_all()
    assert told(decided) == [
        ("Σύλλογος Α", Outcome.SELECTED, Decimal("86.00")),
        ("ΚοινΣΕπ Β", Outcome.SELECTED, Decimal("66.00")),
        ("ΑΜΚΕ Γ", Outcome.NOT_SELECTED, Decimal("34.00")),
        ("Σύλλογος Δ", Outcome.INELIGIBLE, None),
    ]
    assert call.state is CallState.PRELIMINARY
    assert deciding.proof(decided)


def test_the_window_for_objections_ends_with_the_last_second_of_the_fifth_working_day(town, at):
    # A Thursday; the Monday after it is a holiday of the Holy Spirit.
    at(datetime(2026, 5, 28, 9, tzinfo=UTC))
    call = results.judging(town)
    results.preliminary(call)
    assert call.objections_until == datetime(2026, 6, 5, 20, 59, 59, tzinfo=UTC)


def test_there_is_no_list_before_everybody_has_finished(town):
    call = results.judging(town)
    member = results.evaluator(call)
    results.judged(call, [member], ("8", "8"), name="Με ένα φύλλο")
    results.prepared(call)
    with pytest.raises(ConflictError, match="1 of 2 score sheets"):
        minutes.freeze(SOMEBODY, call, PRELIMINARY, results.written)


def test_there_is_no_list_without_frozen_minutes(town):
    call = results.judging(town)
    results.prepared(call)
    with pytest.raises(RuleError, match="Freeze the minutes first"):
        deciding.decide_preliminary(SOMEBODY, call)


def test_frozen_minutes_change_no_more_and_prove_their_hash(town):
    call = results.judging(town)
    made = results.frozen(call, remarks="Η επιτροπή ομόφωνα.")
    assert minutes.proof(made)
    with pytest.raises(ConflictError, match="frozen"):
        results.prepared(call, remarks="Άλλα λόγια")
    with pytest.raises(ConflictError, match="frozen"):
        minutes.freeze(SOMEBODY, call, PRELIMINARY, results.written)
    db.session.execute(
        db.update(Minutes).values(content={**made.content, "remarks": "Άλλα"}, change=9)
    )
    db.session.expire_all()
    assert not minutes.proof(made)
    with pytest.raises(ConflictError, match="hash does not hold"):
        deciding.decide_preliminary(SOMEBODY, call)


def test_minutes_without_a_meeting_are_not_frozen(town):
    call = results.judging(town)
    with pytest.raises(RuleError, match="when and where"):
        minutes.freeze(SOMEBODY, call, PRELIMINARY, results.written)
    results.prepared(call, present=[])
    with pytest.raises(RuleError, match="were present"):
        minutes.freeze(SOMEBODY, call, PRELIMINARY, results.written)


def test_a_part_is_granted_only_with_its_reason_and_only_to_a_selected_file(town):
    call = results.judging(town)
    first, _, third, _ = results.sent(call)
    granted = {first.id: Granted("Μόνο το ισόγειο", "Ο όροφος θέλει επισκευή", Decimal("1500"))}
    (line, *_rest) = results.preliminary(call, granted=granted).lines
    assert (line.outcome, line.part) == (Outcome.PARTIAL, "Μόνο το ισόγειο")
    assert line.amount == Decimal("1500")
    other = results.judging(town)
    with pytest.raises(RuleError, match="not selected"):
        results.frozen(other, granted={results.sent(other)[2].id: Granted("Κάτι", "Λόγος")})
    assert third.id


def test_an_objection_is_entered_once_under_a_number(town):
    call = results.judging(town)
    results.preliminary(call)
    file = results.sent(call)[1]
    first, again = results.objection(file), results.objection(file)
    assert first.id == again.id
    assert first.protocol_entry.party == file.name
    assert [one.id for one in queries.objections(call)] == [first.id]


def test_an_objection_one_second_late_is_refused_and_draws_no_number(town, at):
    call = results.judging(town)
    results.preliminary(call)
    file, until = results.sent(call)[1], call.objections_until
    at(until + timedelta(microseconds=999_000))
    number = results.objection(file, once="a" * 32).protocol_entry.number
    at(until + timedelta(seconds=1))
    with pytest.raises(ConflictError, match="time for objections"):
        results.objection(file, once="b" * 32)
    assert number
    assert len(queries.objections(call)) == 1


@pytest.mark.parametrize("point", ["criterion:c9", "eligibility:p1", "", "place:1"])
def test_a_tampered_point_is_refused(town, point):
    call = results.judging(town)
    results.preliminary(call)
    with pytest.raises(RuleError, match="Choose the point"):
        results.objection(results.sent(call)[1], point=point)


def test_who_is_not_on_the_list_may_not_object(town):
    call = results.judging(town)
    results.preliminary(call)
    late = results.calls.submission(call, name="Εκτός πίνακα")
    with pytest.raises(ForbiddenError, match="stands on the preliminary list"):
        results.objection(late, point="place")
    gone = results.sent(call)[1]
    gone.state = SubmissionState.TAKEN_BACK
    with pytest.raises(ForbiddenError, match="stands on the preliminary list"):
        results.objection(gone, point="place")


def answered(call, one, verdict, correction=None):
    results.window_over(call)
    objections.answer(
        SOMEBODY, one, verdict=verdict, words="Η επιτροπή έκρινε.", correction=correction
    )


def test_an_answer_waits_for_the_end_of_the_window(town):
    call = results.judging(town)
    results.preliminary(call)
    one = results.objection(results.sent(call)[2])
    with pytest.raises(ConflictError, match="can still come in"):
        objections.answer(
            SOMEBODY, one, verdict=ObjectionVerdict.REJECTED, words="Όχι", correction=None
        )


def test_an_upheld_objection_changes_the_final_list_and_says_what(town):
    call = results.judging(town)
    results.preliminary(call)
    one = results.objection(results.sent(call)[2])
    answered(call, one, ObjectionVerdict.UPHELD, Correction(values={"c1": Decimal("9")}))
    decided = results.final(call)
    assert told(decided)[:3] == [
        ("Σύλλογος Α", Outcome.SELECTED, Decimal("86.00")),
        ("ΑΜΚΕ Γ", Outcome.SELECTED, Decimal("70.00")),
        ("ΚοινΣΕπ Β", Outcome.SELECTED, Decimal("66.00")),
    ]
    changes = queries.minutes(call, FINAL).content["changes"]
    assert [(one["name"], bool(one["objections"])) for one in changes] == [
        ("ΑΜΚΕ Γ", True),
        ("ΚοινΣΕπ Β", False),
    ]
    assert call.state is CallState.FINAL


def test_an_upheld_eligibility_needs_the_scores_of_the_committee(town):
    call = results.judging(town)
    results.preliminary(call)
    one = results.objection(results.sent(call)[3], point="eligibility:p1")
    with pytest.raises(RuleError, match="becomes eligible"):
        answered(call, one, ObjectionVerdict.UPHELD, Correction(eligible=True))
    values = {"c1": Decimal("10"), "c2": Decimal("10")}
    answered(call, one, ObjectionVerdict.UPHELD, Correction(eligible=True, values=values))
    assert told(results.final(call))[0] == ("Σύλλογος Δ", Outcome.SELECTED, Decimal("100.00"))


def test_there_is_no_final_list_while_an_objection_waits(town):
    call = results.judging(town)
    results.preliminary(call)
    with pytest.raises(ConflictError, match="window is open"):
        results.frozen(call, FINAL)
    results.objection(results.sent(call)[2])
    results.window_over(call)
    with pytest.raises(ConflictError, match="1 objections wait"):
        results.frozen(call, FINAL)


def test_without_objections_the_final_list_is_the_preliminary_one(town):
    call = results.judging(town)
    before = results.preliminary(call)
    after = results.final(call)
    assert told(after) == told(before)
    assert queries.minutes(call, FINAL).content["changes"] == []


def test_a_withdrawn_file_leaves_the_final_list_and_is_named_among_the_changes(town):
    call = results.judging(town)
    results.preliminary(call)
    results.sent(call)[0].state = SubmissionState.TAKEN_BACK
    assert told(results.final(call))[0][0] == "ΚοινΣΕπ Β"
    gone = queries.minutes(call, FINAL).content["changes"][-1]
    assert (gone["name"], gone["after"]) == ("Σύλλογος Α", None)


def test_an_answer_given_twice_is_refused(town):
    call = results.judging(town)
    results.preliminary(call)
    one = results.objection(results.sent(call)[2])
    answered(call, one, ObjectionVerdict.REJECTED)
    with pytest.raises(ConflictError, match="answered already"):
        answered(call, one, ObjectionVerdict.REJECTED)
