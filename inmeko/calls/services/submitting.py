"""Send a file: its content frozen under a protocol number; withdraw it, or take it in late."""

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from inmeko.calls.models import Expression, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.queries import submissions
from inmeko.calls.rules import parts, receipts, sending
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import ExpressionState, SubmissionState
from inmeko.calls.services import expressions as files
from inmeko.extensions import db
from inmeko.kernel import clock, sealing
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.kernel.text import N_, search_key
from inmeko.records.models import Attachment, ProtocolEntry
from inmeko.records.rules import Direction
from inmeko.records.rules.protocol import PARTY_LENGTH, SUBJECT_LENGTH
from inmeko.records.services import enter, note

logger = logging.getLogger(__name__)

KIND = "submission"
# The register is kept in Greek, whatever the reader's language.
SUBJECT = "Εκδήλωση ενδιαφέροντος: {title}"
WITHDRAWN = "Ανάκληση εκδήλωσης ενδιαφέροντος αρ. πρωτ. {number}/{year}: {title}"


@dataclass(frozen=True)
class Late:
    """Why a file is taken in after the deadline."""

    reason: str


def send(
    actor: Actor, holder: Holder, *, change: int, once: str, accepted: bool
) -> tuple[Submission, bool]:
    """Send a file as it stands; pressed twice, it makes one submission. Says if this press did it.

    The holder comes from `queries.holder_at_work`, so that nobody else is at the file meanwhile.

    The window counts at the moment of the protocol number: who waited for it past the deadline
    is refused, and the number goes back.
    """
    if not holder.leads:
        raise ForbiddenError(N_("Only whoever began the file can send it."))
    expression = holder.expression
    before = queries.sent(expression)
    if made := next((one for one in before if one.once == once), None):
        return made, False
    sending.check_open(expression.call, clock.now())
    _check_sending(expression, before, change=change, once=once, accepted=accepted)
    return _enter(actor, expression, before, once), True


def take_in_late(actor: Actor, expression: Expression, *, reason: str) -> Submission:
    """Take a file in after the deadline, as it stands, for a reason that the minutes will show."""
    expression = files.lock(expression)
    sending.check_late(expression.call, clock.now(), reason)
    if expression.state is ExpressionState.SUBMITTED:
        raise ConflictError(N_("This file was sent in time."), field="number")
    before = queries.sent(expression)
    once = sending.once(expression.id, len(before))
    return _enter(actor, expression, before, once, late=Late(reason.strip()))


def withdraw(actor: Actor, holder: Holder, *, reason: str) -> Submission:
    """Take back what was sent; the protocol says so under a number of its own."""
    if not holder.leads:
        raise ForbiddenError(N_("Only whoever began the file can do this."))
    expression = files.lock(holder.expression)
    made = queries.current(expression)
    if made is None:
        raise ConflictError(N_("Nothing of this file counts: there is nothing to withdraw."))
    made.state, made.ended_at, made.end_reason = SubmissionState.TAKEN_BACK, clock.now(), reason
    expression.state = ExpressionState.WITHDRAWN
    title = expression.call.title
    enter(
        actor,
        made.municipality_id,
        direction=Direction.INCOMING,
        subject=WITHDRAWN.format(number=made.number, year=made.year, title=title)[:SUBJECT_LENGTH],
        party=made.name[:PARTY_LENGTH],
        kind=KIND,
        key=made.id,
    )
    after = {"state": made.state}
    note(actor, "withdrawn", KIND, made.id, municipality_id=made.municipality_id, after=after)
    logger.info("submission %s withdrawn", made.id)
    return made


def _check_sending(
    expression: Expression,
    before: Sequence[Submission],
    *,
    change: int,
    once: str,
    accepted: bool,
) -> None:
    if once != sending.once(expression.id, len(before)) or change != expression.change:
        raise ConflictError(
            N_("The file was changed meanwhile. Look through the answers again, then send it.")
        )
    if expression.version_seen != expression.call.version:
        raise ConflictError(N_("The call was changed. See what is different before you send."))
    if not accepted:
        raise RuleError(N_("Accept the notice on personal data."), field="accepted")


def _enter(
    actor: Actor,
    expression: Expression,
    before: Sequence[Submission],
    once: str,
    late: Late | None = None,
) -> Submission:
    """One transaction: the rows of the deed, the chain, the counter, and what was sent."""
    call, content = expression.call, files.content_of(expression.call)
    attachments = queries.files(expression)
    kept = _frozen(expression, content, attachments)
    for one in before:
        if one.state is SubmissionState.CURRENT:
            one.state, one.ended_at = SubmissionState.REPLACED, clock.now()
    expression.state = ExpressionState.SUBMITTED
    entry = enter(
        actor,
        call.municipality_id,
        direction=Direction.INCOMING,
        subject=SUBJECT.format(title=call.title)[:SUBJECT_LENGTH],
        party=expression.name[:PARTY_LENGTH],
        kind=files.KIND,
        key=expression.id,
    )
    # Everybody who moves a deadline notes it: under the chain that we hold, it stands still.
    if late is None:
        sending.check_open(submissions.deadline(call), entry.entered_at)
    made = _made(expression, entry, kept, once)
    if late:
        made.late, made.late_reason, made.late_by_id = True, late.reason, actor.id
    db.session.add(made)
    db.session.flush()
    after = {"number": entry.number, "year": entry.year, "sha256": made.sha256}
    if late:
        after |= {"late": True, "reason": late.reason}
    note(actor, "submitted", KIND, made.id, municipality_id=call.municipality_id, after=after)
    logger.info("file %s submitted as %s/%s", expression.id, entry.number, entry.year)
    return made


def _made(
    expression: Expression, entry: ProtocolEntry, kept: dict[str, Any], once: str
) -> Submission:
    return Submission(
        municipality_id=expression.municipality_id,
        call_id=expression.call_id,
        expression_id=expression.id,
        version=expression.call.version,
        change=expression.change,
        protocol_entry_id=entry.id,
        year=entry.year,
        number=entry.number,
        submitted_at=entry.entered_at,
        content=kept,
        sha256=sealing.digest(kept),
        receipt_key=secrets.token_urlsafe(18),
        once=once,
        name=expression.name,
        search_text=search_key(f"{expression.name} {entry.number}"),
        kind=expression.kind,
        source=expression.source,
        entered_by_id=expression.entered_by_id,
    )


def _frozen(
    expression: Expression, content: Content, attachments: Sequence[Attachment]
) -> dict[str, Any]:
    """The content of what is sent; refuses a file that lacks something."""
    who = files.applicant(expression)
    purposes = {one.purpose for one in attachments}
    if parts.missing(content, expression.answers, purposes, who):
        raise RuleError(N_("Something is missing: the list says what."))
    call = expression.call
    about = {"id": call.id, "title": call.title, "version": call.version}
    sent = [_sent(one) for one in attachments]
    return receipts.frozen(
        content,
        call={**about, "privacy": content.privacy},
        applicant=who,
        answers=expression.answers,
        files=sent,
        language=expression.language,
    )


def _sent(one: Attachment) -> receipts.SentFile:
    return receipts.SentFile(
        id=one.id,
        purpose=one.purpose,
        name=one.filename,
        media_type=one.media_type,
        size=one.size,
        sha256=one.sha256,
    )
