"""Fill the outbox: mails and jobs written in the transaction of the deed they follow."""

import base64
import uuid
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from inmeko.extensions import db, mailer
from inmeko.extensions.mailer import Enclosed
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records.models import Job
from inmeko.records.rules import outbox
from inmeko.records.rules.outbox import JobState
from inmeko.records.services.auditing import note


def post_mail(
    to: str,
    subject: str,
    body: str,
    *,
    municipality_id: int | None,
    key: str | None = None,
    files: Sequence[Enclosed] = (),
) -> Job:
    """Send a plain-text mail once this transaction is kept; see `post_job` for `key`."""
    payload: dict[str, Any] = {
        "to": outbox.check_address(to),
        "subject": outbox.one_line(subject),
        "body": body,
        # Becomes the Message-ID: a mail sent twice by accident is known as one.
        "reference": uuid.uuid4().hex,
    }
    if files:
        payload["files"] = [
            [one.name, one.media_type, base64.b64encode(one.content).decode()] for one in files
        ]
    return post_job(outbox.MAIL, payload, municipality_id=municipality_id, key=key)


def post_job(
    name: str,
    payload: dict[str, Any],
    *,
    municipality_id: int | None = None,
    key: str | None = None,
    run_after: datetime | None = None,
) -> Job:
    """Have a named function called with the payload once this transaction is kept.

    A second post with the same `key` does nothing and gives the first job.
    """
    job = Job(
        name=name,
        payload=payload,
        municipality_id=municipality_id,
        key=key,
        run_after=run_after or clock.now(),
    )
    if key is None:
        db.session.add(job)
        db.session.flush()
        return job
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        return db.session.execute(sa.select(Job).where(Job.key == key)).scalar_one()
    return job


def forget_letters(address: str) -> None:
    """Remove the mails to an address, whether sent or not: nobody is there any more."""
    theirs = sa.func.lower(Job.payload["to"].as_string()) == address.lower()
    db.session.execute(sa.delete(Job).where(Job.name == outbox.MAIL, theirs))


def forget_mails(keys: Collection[str]) -> None:
    """Remove the mails of these keys from the outbox, whether sent or not."""
    db.session.execute(sa.delete(Job).where(Job.name == outbox.MAIL, Job.key.in_(keys)))


def deliver(payload: dict[str, Any]) -> None:
    """Hand a mail of the outbox to the mail server."""
    mailer.send(
        to=payload["to"],
        subject=payload["subject"],
        body=payload["body"],
        reference=payload["reference"],
        files=[
            Enclosed(name, kind, base64.b64decode(content))
            for name, kind, content in payload.get("files", ())
        ],
    )


def retry(actor: Actor, job: Job) -> None:
    """Let a job that was given up (or waits for its turn) run at once, with all attempts anew."""
    outbox.check_retry(job.state)
    before = {"state": job.state, "attempts": job.attempts}
    job.state, job.attempts, job.run_after = JobState.WAITING, 0, clock.now()
    job.leased_until = None
    db.session.flush()
    note(actor, "retried", "job", job.id, municipality_id=job.municipality_id, before=before)
