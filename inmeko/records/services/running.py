"""Run the outbox: claim one job at a time, call its function, try again later if it fails."""

import logging
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
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
# What a job is about may have to be told that nobody will do it.
NOBODY: Mapping[str, Work] = {}
LOST = "its runner stopped each time"
Chore = Callable[[threading.Event], None]
"""What is done where nothing is due; it looks at the event and ends soon after it is set."""

ERROR_LENGTH = 2000
# Between two rounds of the chores, in seconds.
CHORES_EVERY = 5.0


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

    With `keep` the words of a sent mail stay readable, as development wants them. `given_up` is
    called, by the name of the job, with the payload of one that was tried often enough. The chores
    are done in quiet minutes.
    """

    jobs: Mapping[str, Work]
    stop: threading.Event
    keep: bool = False
    given_up: Mapping[str, Work] = field(default_factory=dict)
    chores: Sequence[Chore] = ()

    def run(self, poll: float) -> None:
        """Work until told to stop; look for new jobs every `poll` seconds."""
        tidied = float("-inf")
        while not self.stop.is_set():
            try:
                done = self.run_due()
                if not done and time.monotonic() - tidied >= CHORES_EVERY:
                    self.tidy()
                    tidied = time.monotonic()
            except DBAPIError:
                # The database may come back; the jobs are safe in it.
                logger.exception("the outbox could not be read")
                done = 0
            if not done:
                db.session.remove()
                self.stop.wait(poll)

    def tidy(self) -> None:
        """Do every chore once."""
        for chore in self.chores:
            try:
                chore(self.stop)
            except Exception:
                # The jobs must not wait for what can be done another time.
                logger.exception("a chore failed: %s", chore.__name__)

    def run_due(self) -> int:
        """Run what is due now, one after the other; how many were run."""
        count = 0
        while not self.stop.is_set() and (claim := claim_next(self.given_up)):
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
                _fail(claim, f"{type(error).__name__}: {error}"[:ERROR_LENGTH], self.given_up)

    def _work(self, name: str) -> Work:
        if name not in self.jobs:
            raise LookupError(f"there is no job called {name}")
        return self.jobs[name]


def claim_next(given_up: Mapping[str, Work] = NOBODY) -> Claim | None:
    """Take the job that waited longest, so that no other runner takes it; None if none is due."""
    with reading():
        waiting = queries.work_is_due(clock.now())
        db.session.commit()
    if not waiting:
        return None
    with transaction():
        now = clock.now()
        _bury(now, given_up)
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


def _bury(now: datetime, given_up: Mapping[str, Work]) -> None:
    """Give up jobs whose runner went down with them every time."""
    lost = (
        sa.update(Job)
        .where(
            Job.state == JobState.WAITING,
            Job.attempts >= outbox.ATTEMPTS,
            Job.leased_until < now,
        )
        .values(state=JobState.DEAD, leased_until=None, last_error=LOST)
        .returning(Job.name, Job.payload)
        .execution_options(synchronize_session=False)
    )
    for name, payload in db.session.execute(lost).all():
        _tell(name, payload, given_up)


def _finish(claim: Claim, *, keep: bool) -> None:
    payload = claim.payload if keep else outbox.remembered(claim.payload)
    _settle(claim, state=JobState.DONE, done_at=clock.now(), last_error="", payload=payload)


def _fail(claim: Claim, error: str, given_up: Mapping[str, Work]) -> None:
    wait = outbox.pause(claim.attempt)
    if wait is not None:
        _settle(claim, run_after=clock.now() + wait, last_error=error)
    elif _settle(claim, state=JobState.DEAD, last_error=error):
        logger.error("job %s (%s) was given up", claim.id, claim.name)
        _tell(claim.name, claim.payload, given_up)


def _tell(name: str, payload: dict[str, Any], given_up: Mapping[str, Work]) -> None:
    """Tell what a job was about that nobody does it any more; that it is given up stands."""
    if name in given_up:
        try:
            with db.session.begin_nested():
                given_up[name](payload)
        except Exception:
            logger.exception("what a job (%s) was about could not be told", name)


def _settle(claim: Claim, **values: Any) -> bool:
    """Write down how it ended, unless the lease ran out and another runner has it now."""
    ours = sa.update(Job).where(Job.id == claim.id, Job.attempts == claim.attempt)
    ours = ours.where(Job.state == JobState.WAITING).values(leased_until=None, **values)
    done = db.session.execute(ours.execution_options(synchronize_session=False))
    return bool(done.rowcount)  # type: ignore[attr-defined]
