"""What happens to a call after its publication: the deadline, acts, letters, working together."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from inmeko.calls.models import Call, CallAsset, CallSector, Expression, Holder
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import editing
from inmeko.calls.rules.words import CallState, ExpressionState, NoticeKind
from inmeko.calls.services import calls, changing, enquiries
from inmeko.calls.services import editing as edits
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import AuditEntry, Job, LocalDay, ProtocolEntry
from inmeko.records.services import Runner, keep_day
from tests.builders import calls as made
from tests.builders.calls import ADA, SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once
from tests.builders.resources import asset

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def run_due() -> int:
    """Run what is due in the outbox but the mail, which has no server here."""
    work = {**current_app.extensions["inmeko-jobs"], "mail": lambda payload: None}
    return Runner(work, threading.Event(), keep=True).run_due()


def letters() -> list[Job]:
    return list(db.session.scalars(sa.select(Job).where(Job.name == "mail").order_by(Job.id)))


def state(call: Call) -> CallState:
    db.session.refresh(call)
    return call.state


def test_a_call_closes_with_the_job_after_its_last_second(town, at):
    call = made.call(town)
    at(call.closes_at)
    run_due()
    assert state(call) is CallState.PUBLISHED
    at(call.closes_at + timedelta(seconds=1))
    run_due()
    assert state(call) is CallState.CLOSED


def test_the_job_of_a_deadline_that_was_extended_does_nothing(town, at):
    call = made.call(town)
    first, later = call.closes_at, call.closes_at + timedelta(days=7)
    changing.extend(SOMEBODY, call, closes_at=later, reason="Αίτημα φορέων", ada=ADA)
    at(first + timedelta(seconds=1))
    run_due()
    assert state(call) is CallState.PUBLISHED
    at(later + timedelta(seconds=1))
    run_due()
    assert state(call) is CallState.CLOSED


def test_an_act_after_the_deadline_closes_the_call_first(town, at):
    call = made.call(town)
    at(call.closes_at + timedelta(minutes=1))
    later = call.closes_at + timedelta(days=7)
    with pytest.raises(RuleError, match="open the call again"):
        changing.extend(SOMEBODY, call, closes_at=later, reason="Λόγος", ada=ADA)
    notice = changing.reopen(SOMEBODY, call, closes_at=later, reason="Λόγος", ada=ADA)
    assert (state(call), notice.kind) == (CallState.PUBLISHED, NoticeKind.REOPENED)
    assert call.closes_at == later


def test_a_call_whose_files_were_opened_is_not_opened_again(town, at):
    call = made.closed(made.call(town))
    call.unsealed_at = NOON
    db.session.flush()
    later = NOON + timedelta(days=9)
    with pytest.raises(RuleError, match="opened already"):
        changing.reopen(SOMEBODY, call, closes_at=later, reason="Λόγος", ada=ADA)


def test_everyone_who_began_or_submitted_is_told_once_in_their_language(town):
    call = made.call(town)
    drafting = made.expression(call, language="en")
    made.submission(call)
    withdrawn = made.expression(call, state=ExpressionState.WITHDRAWN)
    removed = made.expression(call)
    removed.holders[0].removed_at = NOON
    db.session.flush()
    later = call.closes_at + timedelta(days=7)
    changing.extend(SOMEBODY, call, closes_at=later, reason="Αίτημα φορέων", ada=ADA)
    run_due()
    told = {letter.payload["to"]: letter.payload for letter in letters()}
    assert len(told) == 2
    assert withdrawn.email not in told
    assert removed.email not in told
    english = told[drafting.email]
    assert "extended" in english["subject"]
    assert "Αίτημα φορέων" in english["body"]
    [greek] = [one for to, one in told.items() if to != drafting.email]
    assert "Παρασκευή 29 Μαΐου 2026, 12:00:00 ώρα Αθήνας (UTC+3)" in greek["body"]
    current_app.extensions["inmeko-jobs"]["calls.tell"](
        {"municipality": town.id, "notice": call.notices[0].id}
    )
    assert len(letters()) == 2


def test_each_act_is_an_outgoing_document_and_a_deed(town):
    call = made.call(town)
    later = call.closes_at + timedelta(days=7)
    changing.extend(SOMEBODY, call, closes_at=later, reason="Λόγος", ada=ADA)
    changing.cancel(SOMEBODY, call, reason="Λόγος", ada=ADA)
    changing.archive(SOMEBODY, call)
    entries = db.session.scalars(sa.select(ProtocolEntry).order_by(ProtocolEntry.number)).all()
    assert [one.subject.split(":")[0] for one in entries] == [
        call.title,
        "Παράταση προθεσμίας πρόσκλησης",
        "Ακύρωση πρόσκλησης",
    ]
    deeds = sa.select(AuditEntry.deed).where(AuditEntry.kind == "call").order_by(AuditEntry.number)
    assert list(db.session.scalars(deeds)) == [
        "call drafted",
        "changed",
        "call published",
        "call extended",
        "call cancelled",
        "call archived",
    ]


def test_the_archive_forgets_who_asked(town):
    call = made.call(town)
    asked = made.enquiry(call)
    enquiries.answer(SOMEBODY, asked, text=asked.text, answer="Όλοι.")
    changing.cancel(SOMEBODY, call, reason="Λόγος", ada=ADA)
    changing.archive(SOMEBODY, call)
    db.session.refresh(asked)
    assert (asked.email, asked.answer) == ("", "Όλοι.")


def test_what_is_offered_follows_the_version_in_force(town):
    school, shop = asset(town), asset(town, title="Κατάστημα")
    call = made.call(town, assets=(school.id,), sectors=("care",))
    seen = editing.seen(editing.part(contents.read(call.content), "assets"))
    edits.choose_assets(SOMEBODY, call, [shop.id], seen=seen)
    offered = sa.select(CallAsset.asset_id).where(CallAsset.call_id == call.id)
    assert list(db.session.scalars(offered)) == [school.id]
    changing.amend(SOMEBODY, call, reason="Το σχολείο δόθηκε", ada=ADA)
    assert list(db.session.scalars(offered)) == [shop.id]
    assert [one.number for one in call.versions] == [1, 2]
    assert contents.read(queries.version(call, 1).content).assets == (school.id,)
    sectors = sa.select(CallSector.sector).where(CallSector.call_id == call.id)
    assert list(db.session.scalars(sectors)) == ["care"]


def test_nothing_of_a_closed_call_is_edited(town):
    call = made.closed(made.call(town))
    calls.follow_the_clock(SOMEBODY, call)
    with pytest.raises(RuleError):
        edits.remove_item(SOMEBODY, call, "q1")
    with pytest.raises(RuleError):
        changing.amend(SOMEBODY, call, reason="Λόγος", ada=ADA)


def test_the_town_s_own_feast_is_pointed_out(town):
    call = made.draft(town)
    assert not [one for one in calls.lacks(call) if "day" in one.values]
    day = call.closes_at.date()
    keep_day(SOMEBODY, town.id, day=day, name="Πολιούχος")
    [found] = [one for one in calls.lacks(call) if "day" in one.values]
    assert (found.blocks, found.values["day"]) == (False, "25/05/2026")
    with pytest.raises(ConflictError):
        keep_day(SOMEBODY, town.id, day=day, name="Ξανά")
    assert db.session.scalar(sa.select(sa.func.count(LocalDay.id))) == 1


def test_two_who_publish_at_once_make_one_publication(own_app):
    with own_app.app_context(), transaction():
        town = municipality(slug="dokimi")
        number = made.draft(town).id

    def publish(_: int) -> str:
        try:
            with transaction():
                calls.publish(SOMEBODY, db.session.get(Call, number), ada=ADA)
        except RuleError:
            return "refused"
        return "published"

    assert sorted(at_once(own_app, 2, publish)) == ["published", "refused"]
    with own_app.app_context():
        call = db.session.get(Call, number)
        assert (call.version, len(call.versions)) == (1, 1)
        assert db.session.scalar(sa.select(sa.func.count(ProtocolEntry.id))) == 1


def test_two_who_add_a_question_at_once_get_two_keys(own_app):
    with own_app.app_context(), transaction():
        number = made.draft(municipality(slug="dokimi")).id

    def add(place: int) -> str:
        with transaction():
            call = db.session.get(Call, number)
            key = edits.new_key(call, "r")
            item = contents.Requirement(key, f"Προϋπόθεση {place}")
            edits.put_item(SOMEBODY, call, item, seen="")
        return key

    assert sorted(at_once(own_app, 4, add)) == ["r2", "r3", "r4", "r5"]
    with own_app.app_context():
        kept = contents.read(db.session.get(Call, number).content)
        assert len(kept.requirements) == 5


def test_everyone_concerned_is_asked_for_in_one_query(town):
    call = made.call(town)
    for _ in range(3):
        made.expression(call)
    found = queries.concerned(call)
    assert len(found) == 3
    assert all(isinstance(one, Holder) for one in found)
    assert {type(one.expression) for one in found} == {Expression}
