"""Promise, hand to an owner, tell of it, move its day, keep, drop, take up again; and remind."""

import logging
from datetime import date
from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import Commitment, CommitmentEntry, Event, TextTheme
from inmeko.consultations.rules import commitments as rules
from inmeko.consultations.rules.commitments import (
    COMMITMENT_NEXT,
    CommitmentState,
    CommitmentStep,
)
from inmeko.consultations.rules.texts import ThemeAnswer
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.rules.outbox import check_address
from inmeko.records.services import note, post_job

logger = logging.getLogger(__name__)

KIND = "commitment"
REMIND = "commitments.remind"
# Answers that change something may promise it for later.
PROMISING = (ThemeAnswer.ACCEPTED, ThemeAnswer.PARTLY)


def of_minutes(event: Event, *, text: str, owner: str, due_on: date | None) -> Commitment:
    """A commitment of minutes that were frozen."""
    made_on = athens_date(event.starts_at or clock.now())
    made = Commitment(municipality_id=event.municipality_id, event_id=event.id, made_on=made_on)
    made.text, made.owner, made.due_on = text, owner, due_on
    db.session.add(made)
    db.session.flush()
    plan_reminders(made)
    return made


def promise(
    actor: Actor, theme: TextTheme, *, text: str, owner: str, email: str, due_on: date | None
) -> Commitment:
    """A commitment in the answer to a theme, which accepts it in whole or in part."""
    if theme.verdict not in PROMISING:
        raise RuleError(N_("Only an answer that accepts something promises it for later."))
    today = athens_date(clock.now())
    made = Commitment(municipality_id=theme.municipality_id, theme_id=theme.id, made_on=today)
    made.text, made.due_on = rules.check_promise(text, due_on, today), due_on
    made.owner, made.owner_email = owner.strip(), check_address(email) if email.strip() else ""
    db.session.add(made)
    db.session.flush()
    plan_reminders(made)
    _note(actor, "commitment made", made)
    return made


def hand(actor: Actor, one: Commitment, *, owner: str, email: str) -> None:
    """Say who sees to it, and where they are reminded."""
    _lock(one)
    if not owner.strip():
        raise RuleError(N_("Say who sees to it: an office, not a person."), field="owner")
    address = check_address(email) if email.strip() else ""
    if one.owner != owner.strip():
        _enter(actor, one, CommitmentStep.HANDED, owner.strip())
    one.owner, one.owner_email = owner.strip(), address
    _note(actor, "commitment handed", one)


def tell(actor: Actor, one: Commitment, *, words: str, url: str) -> None:
    """Say what has become of it so far."""
    _lock(one)
    if not words.strip():
        raise RuleError(N_("Say what has become of it so far."), field="words")
    _say(actor, one, CommitmentStep.TOLD, words, url)
    _note(actor, "commitment told", one)


def keep(actor: Actor, one: Commitment, *, day: date | None, words: str, url: str) -> None:
    """Say that it is done, and on which day."""
    _lock(one)
    state = advance(COMMITMENT_NEXT, one.state, CommitmentState.KEPT)
    one.closed_on = rules.check_kept(one.made_on, day, athens_date(clock.now()))
    one.state = state
    _say(actor, one, CommitmentStep.KEPT, words, url)
    _note(actor, "commitment kept", one)


def move(actor: Actor, one: Commitment, *, due_on: date | None, reason: str) -> None:
    """Promise another day, with the reason; the first one stays in the history."""
    _lock(one)
    if one.state is not CommitmentState.OPEN:
        raise ConflictError(N_("This commitment is closed: its day stays."))
    rules.check_move(one.due_on, due_on, reason, athens_date(clock.now()))
    entry = _enter(actor, one, CommitmentStep.MOVED, reason.strip())
    entry.due_before, entry.due_after = one.due_on, due_on
    one.due_on = due_on
    plan_reminders(one)
    _note(actor, "commitment moved", one)


def drop(actor: Actor, one: Commitment, *, reason: str) -> None:
    """Say that it will not be done, with the reason."""
    _lock(one)
    state = advance(COMMITMENT_NEXT, one.state, CommitmentState.DROPPED)
    _check_reason(reason)
    one.state, one.closed_on = state, athens_date(clock.now())
    _enter(actor, one, CommitmentStep.DROPPED, reason.strip())
    _note(actor, "commitment dropped", one)


def take_up(actor: Actor, one: Commitment, *, reason: str) -> None:
    """Open it again, because it was closed by mistake or is wanted after all."""
    _lock(one)
    state = advance(COMMITMENT_NEXT, one.state, CommitmentState.OPEN)
    _check_reason(reason)
    one.state, one.closed_on = state, None
    _enter(actor, one, CommitmentStep.TAKEN_UP, reason.strip())
    plan_reminders(one)
    _note(actor, "commitment taken up", one)


def plan_reminders(one: Commitment) -> None:
    """Post the jobs that remind of the day that is promised now; what is past is left out."""
    if one.due_on is None:
        return
    about = {"municipality": one.municipality_id, "commitment": one.id}
    for moment in rules.reminders(one.due_on, clock.now()):
        post_job(
            REMIND,
            {**about, "due": one.due_on.isoformat(), "at": moment.isoformat()},
            municipality_id=one.municipality_id,
            key=f"commitment-remind:{one.id}:{one.due_on.isoformat()}:{moment.isoformat()}",
            run_after=moment,
        )


def _say(actor: Actor, one: Commitment, step: CommitmentStep, words: str, url: str) -> None:
    one.outcome, one.url = words.strip() or one.outcome, url.strip() or one.url
    _enter(actor, one, step, words.strip())


def _enter(actor: Actor, one: Commitment, step: CommitmentStep, words: str) -> CommitmentEntry:
    made = CommitmentEntry(municipality_id=one.municipality_id, kind=step, words=words)
    made.taken_by_id = actor.id
    one.entries.append(made)
    return made


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="words")


def _lock(one: Commitment) -> None:
    """Keep a commitment from everybody else until the transaction ends, as it is now."""
    db.session.flush()
    query = sa.select(Commitment).where(Commitment.id == one.id)
    query = query.with_for_update(of=Commitment)
    db.session.execute(query.execution_options(populate_existing=True)).one()


def _note(actor: Actor, deed: str, one: Commitment) -> None:
    db.session.flush()
    db.session.expire(one, ["entries"])
    after: dict[str, Any] = {"state": one.state, "owner": one.owner, "due_on": one.due_on}
    note(actor, deed, KIND, one.id, municipality_id=one.municipality_id, after=after)
    logger.info("%s: %s by %s", deed, one.id, actor.id)
