"""Files of groups as deeds: filled in by several, sent once, replaced, withdrawn, completed."""

import io
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.calls.models import Expression, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.queries import receipts as verifying
from inmeko.calls.queries import submissions
from inmeko.calls.rules import answers
from inmeko.calls.rules.content import Question
from inmeko.calls.rules.words import (
    CallState,
    ExpressionState,
    QuestionKind,
    Source,
    SubmissionState,
)
from inmeko.calls.services import completing, opening, submitting
from inmeko.calls.services import expressions as deeds
from inmeko.extensions import db, storage
from inmeko.kernel import clock, sealing
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.records.models import Attachment, ProtocolEntry
from inmeko.records.services import sweep
from tests.builders import calls, files
from tests.builders.people import municipality, person
from tests.builders.records import actor

GROUP = files.GROUP


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def call(town):
    return calls.call(town)


@pytest.fixture
def planner(town):
    return actor(person(Role.PLANNER, town=town, name="Ορφέας"))


def entries() -> list[ProtocolEntry]:
    return list(db.session.scalars(sa.select(ProtocolEntry).order_by(ProtocolEntry.id)))


def test_a_submission_is_frozen_under_the_number_of_its_protocol_entry(call) -> None:
    holder = files.ready(call)
    made = files.send(holder)
    entry = entries()[-1]
    assert (made.number, made.year, made.submitted_at) == (
        entry.number,
        entry.year,
        entry.entered_at,
    )
    assert entry.party == "Σύλλογος Φίλων του Ρέματος"
    assert call.title in entry.subject
    (paper,) = made.content["files"]
    assert (paper["purpose"], paper["size"]) == ("p1", len(files.PAPER))
    assert made.content["answers"] == {"q1": "Εργαστήριο επισκευής ποδηλάτων", "q2": "7"}
    assert sealing.holds(made.content, made.sha256)
    assert all(one.holds for one in verifying.verified(made))
    assert holder.expression.state is ExpressionState.SUBMITTED


def test_what_is_stored_and_what_was_frozen_are_compared_by_their_hashes(call) -> None:
    made = files.send(files.ready(call))
    storage.remove(made.content["files"][0]["sha256"])
    assert [one.holds for one in verifying.verified(made)] == [True, False]
    made.content = {**made.content, "answers": {"q1": "Άλλο"}}
    assert [one.holds for one in verifying.verified(made)] == [False, False]


def test_pressed_twice_it_is_one_submission(call) -> None:
    holder = files.ready(call)
    given: dict[str, Any] = {
        "change": holder.expression.change,
        "once": f"expression-{holder.expression_id}-1",
    }
    first, new = submitting.send(GROUP, holder, **given, accepted=True)
    again, newer = submitting.send(GROUP, holder, **given, accepted=True)
    assert (first.id, new, newer) == (again.id, True, False)
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 1


def test_a_later_submission_replaces_the_earlier_one_which_keeps_its_files(call) -> None:
    holder = files.ready(call)
    first = files.send(holder)
    (held,) = queries.files(holder.expression)
    deeds.remove_file(GROUP, holder, held)
    files.put(holder, content=files.PAPER + b"%2", name="νέο.pdf")
    second = files.send(holder)
    assert first.state is SubmissionState.REPLACED
    assert second.state is SubmissionState.CURRENT
    assert second.number == first.number + 1
    assert [one["name"] for one in second.content["files"]] == ["νέο.pdf"]
    sweep(timedelta(hours=-1))
    assert all(one.holds for one in verifying.verified(first))


def test_a_file_that_lacks_something_is_not_sent(call) -> None:
    holder = files.begun(call)
    before = len(entries())
    with pytest.raises(RuleError, match="missing"):
        files.send(holder)
    assert len(entries()) == before


def test_what_was_checked_is_what_is_sent(call) -> None:
    holder = files.ready(call)
    seen = holder.expression.change
    files.typed(holder, q1="Άλλαξε στο μεταξύ")
    with pytest.raises(ConflictError, match="changed meanwhile"):
        files.send(holder, change=seen)
    with pytest.raises(ConflictError, match="changed meanwhile"):
        files.send(holder, once="expression-0-1")
    with pytest.raises(RuleError, match="notice"):
        files.send(holder, accepted=False)


def test_one_second_late_is_refused_and_the_draft_stays(call, at) -> None:
    holder = files.ready(call)
    call.closes_at = call.closes_at.replace(microsecond=0)
    change = holder.expression.change
    at(call.closes_at + timedelta(seconds=1))
    with pytest.raises(RuleError, match="deadline passed"):
        files.send(holder, change=change)
    assert holder.expression.state is ExpressionState.DRAFTING
    at(call.closes_at + timedelta(milliseconds=900))
    assert files.send(holder).state is SubmissionState.CURRENT


def test_the_moment_of_the_number_decides_and_not_the_moment_of_the_press(
    call, monkeypatch
) -> None:
    holder = files.ready(call)
    moments = iter([call.closes_at])
    late = call.closes_at + timedelta(seconds=1)
    # The press is in time; the number is drawn after a wait.
    monkeypatch.setattr(clock, "now", lambda: next(moments, late))
    savepoint = db.session.begin_nested()
    with pytest.raises(RuleError, match="deadline passed"):
        files.send(holder)
    savepoint.rollback()
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 0


def test_a_changed_call_must_be_seen_before_sending(call) -> None:
    holder = files.ready(call)
    calls.calls.put_in_force(GROUP, call, reason="Διόρθωση")
    with pytest.raises(ConflictError, match="call was changed"):
        files.send(holder)
    deeds.acknowledge(GROUP, holder)
    assert files.send(holder).version == 2


def test_an_answer_to_a_question_that_was_removed_is_refused_and_left_out(call) -> None:
    holder = files.begun(call)
    with pytest.raises(RuleError, match="not asked any more"):
        files.typed(holder, q99="τιμή")
    with pytest.raises(RuleError, match="not asked"):
        files.put(holder, purpose="p99")


def test_two_people_never_overwrite_one_another_unseen(call) -> None:
    holder = files.begun(call)
    other = deeds.invite(GROUP, holder, email="maria@example.org", name="Μαρία")
    empty = answers.mark(None)
    files.typed(other, q1="Της Μαρίας")
    saved = deeds.save(
        holder, {"q1": deeds.Given("Δικό μου", empty), "q2": deeds.Given("7", empty)}
    )
    assert saved.clashes == {"q1": "Της Μαρίας"}
    assert holder.expression.answers == {"q1": "Της Μαρίας"}, "nothing is kept before the choice"
    untouched = deeds.save(holder, {"q1": deeds.Given("", empty)})
    assert untouched == deeds.Saved(), "what was not touched takes nothing back"
    deeds.save(holder, {"q1": deeds.Given("Δικό μου", empty, over=True)})
    assert holder.expression.answers["q1"] == "Δικό μου"
    assert holder.expression.stamps["q1"][1] == holder.id


def test_what_cannot_be_read_is_kept_as_it_was_typed(call) -> None:
    holder = files.begun(call)
    files.typed(holder, **{"q2": "πολλοί", "@afm": "123", "@kind": "association"})
    assert holder.expression.answers["q2"] == {"typed": "πολλοί"}
    assert deeds.applicant(holder.expression)["afm"] == "123"
    assert holder.expression.afm is None
    files.typed(holder, **{"q2": "7", "@afm": "094014201"})
    assert (holder.expression.answers, holder.expression.afm) == ({"q2": "7"}, "094014201")


def test_only_the_leading_holder_sends_withdraws_and_invites(call) -> None:
    holder = files.ready(call)
    other = deeds.invite(GROUP, holder, email="maria@example.org", name="Μαρία")
    for deed in (
        lambda: files.send(other),
        lambda: submitting.withdraw(GROUP, other, reason=""),
        lambda: deeds.invite(GROUP, other, email="x@example.org", name="Χ"),
    ):
        with pytest.raises(ForbiddenError):
            deed()
    old = other.key
    deeds.remove_holder(GROUP, holder, other)
    assert deeds.invite(GROUP, holder, email="maria@example.org", name="Μαρία").key != old
    with pytest.raises(ConflictError):
        deeds.remove_holder(GROUP, holder, holder)


def test_what_is_withdrawn_does_not_count_and_has_its_own_entry(call) -> None:
    holder = files.ready(call)
    made = files.send(holder)
    submitting.withdraw(GROUP, holder, reason="Αλλάξαμε γνώμη")
    assert made.state is SubmissionState.TAKEN_BACK
    assert entries()[-1].subject.startswith("Ανάκληση")
    with pytest.raises(ConflictError):
        submitting.withdraw(GROUP, holder, reason="")
    assert files.send(holder).state is SubmissionState.CURRENT


def test_a_planner_takes_a_late_file_in_with_a_reason_and_a_name(call, planner) -> None:
    holder = files.ready(call)
    calls.closed(call)
    made = submitting.take_in_late(planner, holder.expression, reason="Διακοπή ρεύματος")
    assert (made.late, made.late_reason, made.late_by_id) == (True, "Διακοπή ρεύματος", planner.id)
    with pytest.raises(ConflictError):
        submitting.take_in_late(planner, holder.expression, reason="Ξανά")


def test_the_counter_is_named_on_file_and_submission(call, planner) -> None:
    holder = deeds.begin(planner, call, name="Παρέα", email="", source=Source.COUNTER)
    assert holder.email == ""
    made = files.send(files.filled(holder))
    assert (made.source, made.entered_by_id) == (Source.COUNTER, planner.id)


def test_what_was_asked_for_is_added_in_time_under_a_number(call, planner, at) -> None:
    holder = files.ready(call)
    asked = files.asked(files.send(holder))
    with pytest.raises(RuleError, match="still missing"):
        completing.complete(GROUP, holder, asked)
    completing.add_file(GROUP, asked, "p1", io.BytesIO(files.PAPER), "α.pdf")
    done = completing.complete(GROUP, holder, asked)
    number = done.protocol_entry_id
    assert completing.complete(GROUP, holder, asked).protocol_entry_id == number
    assert sealing.holds(done.content, done.sha256)
    with pytest.raises(ConflictError):
        completing.add_file(GROUP, asked, "p1", io.BytesIO(files.PAPER), "β.pdf")
    other = files.asked(queries.current(holder.expression))
    at(other.due_at + timedelta(seconds=1))
    with pytest.raises(RuleError, match="has passed"):
        completing.add_file(GROUP, other, "p1", io.BytesIO(files.PAPER), "γ.pdf")


def test_sealed_files_are_opened_by_name_once_after_the_deadline(town, planner) -> None:
    call = calls.call(town, sealed=True)
    with pytest.raises(RuleError):
        opening.unseal(planner, call)
    calls.closed(call)
    opening.unseal(planner, call)
    assert call.unsealed_by_id == planner.id
    with pytest.raises(ConflictError):
        opening.unseal(planner, call)


def test_drafts_are_forgotten_and_what_was_sent_stays(town, call) -> None:
    draft, sent = files.ready(call), files.ready(call, email="b@example.org")
    files.send(sent)
    calls.closed(call, clock.now() - timedelta(days=200))
    gone = deeds.forget_drafts(
        municipality_id=town.id, closed_before=clock.now() - timedelta(days=180)
    )
    assert gone == [draft.expression_id]
    assert db.session.scalars(sa.select(Expression.id)).all() == [sent.expression_id]
    assert db.session.scalars(sa.select(Holder.id)).all() == [sent.id]
    left = sa.select(Attachment.key).where(Attachment.kind == "expression")
    assert db.session.scalars(left).all() == [sent.expression_id]


def test_a_place_a_table_of_people_and_a_file_answer_questions_too(town) -> None:
    questions = (
        Question("q1", QuestionKind.PLACE, "Πού;", required=True),
        Question("q2", QuestionKind.PEOPLE, "Ποιοι;", columns=("Ρόλος",)),
        Question("q3", QuestionKind.FILE, "Σχέδιο", required=True),
    )
    section = calls.Section(key="s1", title="Η πρόταση", questions=questions)
    call = calls.call(town, sections=(section,), papers=())
    holder = files.begun(call)
    files.typed(holder, **files.WHO)
    files.typed(holder, q1={"address": "Ηρώων 4"}, q2=[{"name": "Ελένη", "Ρόλος": "ταμίας"}])
    assert [gap.key for gap in deeds.missing(deeds.content_of(call), holder.expression)] == ["q3"]
    files.put(holder, purpose="q3")
    made = files.send(holder)
    assert made.content["answers"]["q2"] == [{"name": "Ελένη", "Ρόλος": "ταμίας"}]
    assert made.content["files"][0]["purpose"] == "q3"


def test_a_cancelled_call_takes_nothing_any_more(call) -> None:
    holder = files.ready(call)
    call.state = CallState.CANCELLED
    with pytest.raises(ConflictError):
        files.send(holder)
    with pytest.raises(ConflictError):
        files.typed(holder, q1="Άλλο")


def test_the_list_of_the_staff_finds_by_words_state_and_lateness(call) -> None:
    first = files.send(files.ready(call))
    files.send(files.ready(call, email="b@example.org"))
    files.begun(call, email="c@example.org")
    found = submissions.page(call, submissions.Sought(words="ΡΕΜΑΤΟΣ"))
    assert len(found) == 2
    assert submissions.found(call, submissions.Sought(words=str(first.number))) >= 1
    assert submissions.found(call, submissions.Sought(late=True)) == 0
    counts = submissions.counts(call)
    assert (counts.states[SubmissionState.CURRENT], counts.drafts) == (2, 1)
