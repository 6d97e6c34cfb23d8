"""Change a call after its publication: amend, extend, cancel, open again, archive; and say so."""

import logging
from datetime import datetime
from typing import Any

from inmeko.calls.models import Call, CallNotice
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import publishing, versions
from inmeko.calls.rules.words import CALL_NEXT, CallState, NoticeKind
from inmeko.calls.services import enquiries
from inmeko.calls.services.calls import (
    KIND,
    entered,
    follow_the_clock,
    put_in_force,
    told,
    wait_for_the_deadline,
)
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note, post_job

logger = logging.getLogger(__name__)

TELL = "calls.tell"

# What the register says of each act, before the title of the call.
SUBJECTS = {
    NoticeKind.CHANGED: "Τροποποίηση πρόσκλησης: ",
    NoticeKind.EXTENDED: "Παράταση προθεσμίας πρόσκλησης: ",
    NoticeKind.CANCELLED_CALL: "Ακύρωση πρόσκλησης: ",
    NoticeKind.REOPENED: "Εκ νέου άνοιγμα πρόσκλησης: ",
}


def amend(actor: Actor, call: Call, *, reason: str, ada: str) -> CallNotice:
    """Publish the changes of the working copy as the next version, with their reason."""
    follow_the_clock(actor, call)
    if call.state is not CallState.PUBLISHED:
        raise RuleError(N_("What a call says is not changed once it has closed."))
    reason, number = publishing.check_reason(reason), _ada(call, ada)
    before, content = told(call), contents.read(call.content)
    in_force = queries.version(call)
    if in_force and not versions.difference(contents.read(in_force.content), content):
        raise RuleError(N_("Nothing was changed since the version in force."))
    publishing.check(publishing.content_lacks(content))
    made = put_in_force(actor, call, reason=reason)
    notice = _tell(actor, call, NoticeKind.CHANGED, reason, number, version=made.number)
    _note(actor, "call amended", call, before, reason)
    return notice


def extend(
    actor: Actor,
    call: Call,
    *,
    closes_at: datetime,
    reason: str,
    ada: str,
    questions_until: datetime | None = None,
) -> CallNotice:
    """Give a call that is not over yet a later deadline."""
    follow_the_clock(actor, call)
    if call.state is not CallState.PUBLISHED:
        raise RuleError(N_("The deadline is past: open the call again instead."))
    return _later(actor, call, NoticeKind.EXTENDED, closes_at, reason, ada, questions_until)


def reopen(
    actor: Actor,
    call: Call,
    *,
    closes_at: datetime,
    reason: str,
    ada: str,
    questions_until: datetime | None = None,
) -> CallNotice:
    """Take submissions again after the deadline, as long as no sealed file was opened."""
    follow_the_clock(actor, call)
    if call.state is not CallState.CLOSED:
        raise RuleError(N_("Only a call that has closed and is not yet judged is opened again."))
    if call.unsealed_at is not None:
        raise RuleError(N_("The files were opened already: the call cannot be opened again."))
    return _later(actor, call, NoticeKind.REOPENED, closes_at, reason, ada, questions_until)


def cancel(actor: Actor, call: Call, *, reason: str, ada: str) -> CallNotice:
    """Cancel a call for good."""
    follow_the_clock(actor, call)
    reason, number = publishing.check_reason(reason), _ada(call, ada)
    before = told(call)
    call.state = advance(CALL_NEXT, call.state, CallState.CANCELLED)
    notice = _tell(actor, call, NoticeKind.CANCELLED_CALL, reason, number)
    _note(actor, "call cancelled", call, before, reason)
    return notice


def add_ada(actor: Actor, call: Call, *, ada: str) -> None:
    """Write down the ΑΔΑ of a call that was published before its decision was posted."""
    db.session.refresh(call, with_for_update=True)
    if call.state is CallState.DRAFT or call.ada:
        raise RuleError(N_("Only a published call without an ΑΔΑ is given one."), field="ada")
    before = told(call)
    call.ada = publishing.check_ada(ada, may_wait=False)
    db.session.flush()
    _note(actor, "ada added", call, before, "")


def archive(actor: Actor, call: Call) -> None:
    """Put a finished call away, and forget the addresses of those who asked about it."""
    db.session.refresh(call, with_for_update=True)
    before = told(call)
    call.state = advance(CALL_NEXT, call.state, CallState.ARCHIVED)
    enquiries.forget(call)
    _note(actor, "call archived", call, before, "")


def _later(
    actor: Actor,
    call: Call,
    kind: NoticeKind,
    closes_at: datetime,
    reason: str,
    ada: str,
    questions_until: datetime | None,
) -> CallNotice:
    reason, number = publishing.check_reason(reason), _ada(call, ada)
    publishing.check_later(call.closes_at, closes_at, clock.now())
    if questions_until is not None and questions_until > closes_at:
        message = N_("Questions are taken between opening and deadline.")
        raise RuleError(message, field="questions_until")
    before, was = told(call), call.closes_at
    if call.state is CallState.CLOSED:
        call.state = advance(CALL_NEXT, call.state, CallState.PUBLISHED)
    call.closes_at = closes_at
    call.questions_until = questions_until or call.questions_until
    notice = _tell(actor, call, kind, reason, number, before=was, after=closes_at)
    wait_for_the_deadline(call)
    deed = "call extended" if kind is NoticeKind.EXTENDED else "call reopened"
    _note(actor, deed, call, before, reason)
    return notice


def _ada(call: Call, ada: str) -> str | None:
    return publishing.check_ada(ada, may_wait=call.municipality.publishes_without_ada)


def _tell(
    actor: Actor, call: Call, kind: NoticeKind, reason: str, ada: str | None, **more: Any
) -> CallNotice:
    """Keep a notice under a protocol number, and have everyone concerned told by mail."""
    entry = entered(actor, call, SUBJECTS[kind] + call.title)
    notice = CallNotice(
        municipality_id=call.municipality_id,
        call=call,
        kind=kind,
        reason=reason,
        ada=ada,
        protocol_entry_id=entry.id,
        told_by_id=actor.id,
        **more,
    )
    db.session.add(notice)
    db.session.flush()
    post_job(
        TELL,
        {"municipality": call.municipality_id, "notice": notice.id},
        municipality_id=call.municipality_id,
        key=f"tell:{notice.id}",
    )
    return notice


def _note(actor: Actor, deed: str, call: Call, before: dict[str, Any], reason: str) -> None:
    after = {**told(call), **({"reason": reason} if reason else {})}
    town = call.municipality_id
    note(actor, deed, KIND, call.id, municipality_id=town, before=before, after=after)
    logger.info("%s: %s by %s", deed, call.id, actor.id)
