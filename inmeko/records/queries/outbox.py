"""Questions about the outbox: what is due, what waits, what was given up."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Job
from inmeko.records.queries.protocol import PAGE
from inmeko.records.rules import outbox
from inmeko.records.rules.outbox import JobState


def due(now: datetime) -> sa.Select[int]:
    """The id of the job that waited longest of those that may run now."""
    return (
        sa.select(Job.id)
        .where(
            Job.state == JobState.WAITING,
            Job.run_after <= now,
            Job.attempts < outbox.ATTEMPTS,
            Job.leased_until.is_(None) | (Job.leased_until < now),
        )
        .order_by(Job.run_after, Job.id)
        .limit(1)
    )


def work_is_due(now: datetime) -> bool:
    """Whether a runner has anything to do: a job to run, or one to give up."""
    lost = sa.select(Job.id).where(
        Job.state == JobState.WAITING, Job.attempts >= outbox.ATTEMPTS, Job.leased_until < now
    )
    return bool(db.session.scalar(due(now)) or db.session.scalar(lost.limit(1)))


def jobs(
    *, municipality_id: int | None, state: JobState, before: int | None = None
) -> Sequence[Job]:
    """A page of a town's jobs in a state, the newest first, and one more if there is a next page.

    Without a municipality: the jobs of all towns and of the platform.
    """
    query = _of(municipality_id).where(Job.state == state)
    if before is not None:
        query = query.where(Job.id < before)
    return db.session.scalars(query.order_by(Job.id.desc()).limit(PAGE + 1)).all()


def job_counts(*, municipality_id: int | None) -> dict[JobState, int]:
    """How many jobs of a town (None: of all) stand in each state."""
    query = sa.select(Job.state, sa.func.count()).group_by(Job.state)
    if municipality_id is not None:
        query = query.where(Job.municipality_id == municipality_id)
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in JobState}


def job(*, municipality: str, job_id: int) -> Job:
    """A job of the town that a URL names; raises NotFoundError."""
    query = sa.select(Job).join(Municipality, Municipality.id == Job.municipality_id)
    found = db.session.scalar(query.where(Municipality.slug == municipality, Job.id == job_id))
    return _found(found)


def platform_job(*, job_id: int) -> Job:
    """A job of any town or of the platform; raises NotFoundError."""
    return _found(db.session.get(Job, job_id))


def mails(limit: int = 100) -> Sequence[Job]:
    """The newest mails of the whole installation, for the page of development."""
    query = sa.select(Job).where(Job.name == outbox.MAIL)
    return db.session.scalars(query.order_by(Job.id.desc()).limit(limit)).all()


def _of(municipality_id: int | None) -> sa.Select[Job]:
    query = sa.select(Job)
    return query if municipality_id is None else query.where(Job.municipality_id == municipality_id)


def _found(job: Job | None) -> Job:
    if job is None:
        raise NotFoundError(N_("There is no such job."))
    return job
