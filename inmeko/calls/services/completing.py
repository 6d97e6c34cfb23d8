"""Ask a group for documents that its submission lacks, and enter what it sends."""

import logging
from collections.abc import Collection
from datetime import datetime
from typing import IO

from inmeko.calls.models import Completion, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import sending
from inmeko.calls.rules.words import SubmissionState
from inmeko.calls.services import expressions as files
from inmeko.extensions import db
from inmeko.kernel import clock, sealing
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.records.rules import Direction
from inmeko.records.rules.protocol import PARTY_LENGTH, SUBJECT_LENGTH
from inmeko.records.services import attach, detach, enter, note, twin

logger = logging.getLogger(__name__)

KIND = queries.COMPLETION
SUBJECT = "Συμπλήρωση δικαιολογητικών αρ. πρωτ. {number}/{year}: {title}"
OVER = N_("The time for this has passed. Ask the municipality.")
ANSWERED = N_("This was sent already.")


def ask(
    actor: Actor, submission: Submission, *, papers: Collection[str], text: str, due_at: datetime
) -> Completion:
    """Ask a group for documents by a moment."""
    if submission.state is not SubmissionState.CURRENT:
        raise ConflictError(N_("This submission does not count any more."))
    if not papers:
        raise RuleError(N_("Choose what is to be added."), field="papers")
    sending.check_reason(text)
    sending.check_due(due_at, clock.now())
    asked = Completion(
        municipality_id=submission.municipality_id,
        submission=submission,
        papers=sorted(papers),
        text=text.strip(),
        due_at=due_at,
        asked_by_id=actor.id,
    )
    db.session.add(asked)
    db.session.flush()
    after = {"papers": asked.papers, "due_at": due_at}
    town = submission.municipality_id
    note(actor, "completion asked", "submission", submission.id, municipality_id=town, after=after)
    return asked


def add_file(
    actor: Actor, asked: Completion, purpose: str, upload: IO[bytes], filename: str
) -> Attachment:
    """Put a file into a completion that was not sent yet; the very same one is kept once."""
    _check_open(asked)
    if purpose not in asked.papers:
        raise RuleError(N_("This file is not asked for any more."), field=purpose)
    held = queries.completion_files(asked)
    if same := twin(upload, (one for one in held if one.purpose == purpose)):
        return same
    if len(held) >= files.MOST_FILES:
        raise RuleError(
            N_("At most %(limit)s files are taken."), values={"limit": files.MOST_FILES}
        )
    return attach(
        actor,
        upload,
        filename,
        kind=KIND,
        key=asked.id,
        municipality_id=asked.municipality_id,
        public=False,
        purpose=purpose,
    )


def drop_file(actor: Actor, asked: Completion, attachment: Attachment) -> None:
    """Take a file out of a completion that was not sent yet."""
    _check_open(asked)
    detach(actor, attachment)


def complete(actor: Actor, holder: Holder, asked: Completion) -> Completion:
    """Send what was asked for, under a protocol number; after the due moment it is refused."""
    files.lock(holder.expression)
    db.session.refresh(asked)
    if asked.answered_at is not None:
        return asked
    _check_open(asked)
    attachments = queries.completion_files(asked)
    lacking = set(asked.papers) - {one.purpose for one in attachments}
    if lacking:
        raise RuleError(N_("A document that was asked for is still missing."))
    made = asked.submission
    known = [
        {"id": one.id, "purpose": one.purpose, "name": one.filename, "size": one.size}
        | {"sha256": one.sha256}
        for one in attachments
    ]
    content = {"submission": made.sha256, "files": known}
    subject = SUBJECT.format(number=made.number, year=made.year, title=made.call.title)
    entry = enter(
        actor,
        made.municipality_id,
        direction=Direction.INCOMING,
        subject=subject[:SUBJECT_LENGTH],
        party=made.name[:PARTY_LENGTH],
        kind="submission",
        key=made.id,
        once=f"completion-{asked.id}",
    )
    if sending.is_due_past(asked.due_at, entry.entered_at):
        raise RuleError(OVER)
    asked.answered_at, asked.protocol_entry_id = entry.entered_at, entry.id
    asked.content, asked.sha256 = content, sealing.digest(content)
    db.session.flush()
    after = {"number": entry.number, "sha256": asked.sha256}
    town = made.municipality_id
    note(actor, "completed", "submission", made.id, municipality_id=town, after=after)
    logger.info("submission %s completed", made.id)
    return asked


def _check_open(asked: Completion) -> None:
    if asked.answered_at is not None:
        raise ConflictError(ANSWERED)
    if asked.submission.state is not SubmissionState.CURRENT:
        raise ConflictError(N_("This submission does not count any more."))
    if sending.is_due_past(asked.due_at, clock.now()):
        raise RuleError(OVER)
