"""Run the outbox: claim one job at a time, call its function, try again later if it fails."""

import logging
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from inmeko.extensions import db
from inmeko.extensions.engines import reading
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.records import queries
from inmeko.records.models import Job
from inmeko.records.rules import outbox
from inmeko.records.rules.outbox import JobState

logger = logging.getLogger(__name__)

Work = Callable[[dict[str, Any]], None]

ERROR_LENGTH = 2000


@dataclass(frozen=True)
class Claim:
    """A job that is ours until its lease ends; the attempt tells our claim from a later one."""

    id: int
    name: str
    payload: dict[str, Any]
    attempt: int


@dataclass(frozen=True)
class Runner:
    """Runs due jobs by the functions it is given, until it is told to stop.

    With `keep` the words of a sent mail stay readable, as development wants them.
    """

    jobs: Mapping[str, Work]
    stop: threading.Event
    keep: bool = False

    def run(self, poll: float) -> None:
        """Work until told to stop; look for new jobs every `poll` seconds."""
        while not self.stop.is_set():
            try:
                done = self.run_due()
            except DBAPIError:
                # The database may come back; the jobs are safe in it.
                logger.exception("the outbox could not be read")
                done = 0
            if not done:
                db.session.remove()
                self.stop.wait(poll)

    def run_due(self) -> int:
        """Run what is due now, one after the other; how many were run."""
        count = 0
        while not self.stop.is_set() and (claim := claim_next()):
            self._run(claim)
            count += 1
        return count

    def _run(self, claim: Claim) -> None:
        try:
            with transaction():
                self._work(claim.name)(claim.payload)
                _finish(claim, keep=self.keep)
        except Exception as error:
            logger.warning("job %s (%s) failed: %s", claim.id, claim.name, type(error).__name__)
            with transaction():
                _fail(claim, f"{type(error).__name__}: {error}"[:ERROR_LENGTH])

    def _work(self, name: str) -> Work:
        if name not in self.jobs:
            raise LookupError(f"there is no job called {name}")
        return self.jobs[name]


def claim_next() -> Claim | None:
    """Take the job that waited longest, so that no other runner takes it; None if none is due."""
    with reading():
        waiting = queries.work_is_due(clock.now())
        db.session.commit()
    if not waiting:
        return None
    with transaction():
        now = clock.now()
        _bury(now)
        due = queries.due(now).with_for_update(skip_locked=True).scalar_subquery()
        taken = (
            sa.update(Job)
            .where(Job.id == due)
            .values(leased_until=_leased(now), attempts=Job.attempts + 1)
            .returning(Job.id, Job.name, Job.payload, Job.attempts)
            .execution_options(synchronize_session=False)
        )
        row = db.session.execute(taken).one_or_none()
        return Claim(*row) if row else None


def _leased(now: datetime) -> sa.ColumnElement[datetime]:
    """Until when a job belongs to its runner, by the name of the job."""
    end = Job.leased_until.type
    short = [
        (Job.name == name, sa.literal(now + length, end)) for name, length in outbox.LEASES.items()
    ]
    return sa.case(*short, else_=sa.literal(now + outbox.LEASE, end))


def _bury(now: Any) -> None:
    """Give up jobs whose runner went down with them every time."""
    lost = sa.update(Job).where(
        Job.state == JobState.WAITING, Job.attempts >= outbox.ATTEMPTS, Job.leased_until < now
    )
    db.session.execute(
        lost.values(
            state=JobState.DEAD, leased_until=None, last_error="its runner stopped each time"
        ).execution_options(synchronize_session=False)
    )


def _finish(claim: Claim, *, keep: bool) -> None:
    payload = claim.payload if keep else outbox.remembered(claim.payload)
    _settle(claim, state=JobState.DONE, done_at=clock.now(), last_error="", payload=payload)


def _fail(claim: Claim, error: str) -> None:
    wait = outbox.pause(claim.attempt)
    if wait is None:
        _settle(claim, state=JobState.DEAD, last_error=error)
        logger.error("job %s (%s) was given up", claim.id, claim.name)
    else:
        _settle(claim, run_after=clock.now() + wait, last_error=error)


def _settle(claim: Claim, **values: Any) -> None:
    """Write down how it ended, unless the lease ran out and another runner has it now."""
    ours = sa.update(Job).where(Job.id == claim.id, Job.attempts == claim.attempt)
    ours = ours.where(Job.state == JobState.WAITING).values(leased_until=None, **values)
    db.session.execute(ours.execution_options(synchronize_session=False))
