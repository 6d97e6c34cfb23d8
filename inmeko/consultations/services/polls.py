"""Prepare a poll, open it, vote, close it: numbers stay, ballots go."""

import logging
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import Event, EventPoll, PollBallot, Registration
from inmeko.consultations.queries import events
from inmeko.consultations.queries import live as queries
from inmeko.consultations.rules import live as rules
from inmeko.consultations.rules.live import POLL_NEXT, PollState
from inmeko.consultations.services.events import lock
from inmeko.extensions import db, sealer
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note, post_job

logger = logging.getLogger(__name__)

KIND = "event_poll"
CLOSE = "events.close_polls"


def prepare(
    actor: Actor, event: Event, *, question: str, options: Sequence[str], several: bool
) -> EventPoll:
    """Prepare a poll; the room sees it when it is opened."""
    rules.check_poll(options)
    made = EventPoll(municipality_id=event.municipality_id, event=event, question=question)
    made.content, made.several = {"options": list(options)}, several
    db.session.add(made)
    db.session.flush()
    _note(actor, "poll prepared", made)
    return made


def change(
    actor: Actor, poll: EventPoll, *, question: str, options: Sequence[str], several: bool
) -> None:
    """Word a poll otherwise, before anybody votes on it."""
    _held(poll)
    _check_prepared(poll)
    rules.check_poll(options)
    poll.question, poll.content, poll.several = question, {"options": list(options)}, several
    db.session.flush()
    _note(actor, "poll changed", poll)


def remove(actor: Actor, poll: EventPoll) -> None:
    """Remove a poll that was never opened."""
    _held(poll)
    _check_prepared(poll)
    _note(actor, "poll removed", poll)
    db.session.delete(poll)
    db.session.flush()


def open_poll(actor: Actor, poll: EventPoll) -> None:
    """Let the room vote; on one poll at a time."""
    event = _held(poll)
    rules.check_opens(event, clock.now())
    other = queries.left_open(event)
    if other is not None and other is not poll:
        raise ConflictError(
            N_("Close the poll “%(question)s” first."), values={"question": other.question}
        )
    poll.state = advance(POLL_NEXT, poll.state, PollState.OPEN)
    poll.opened_at = clock.now()
    db.session.flush()
    _note(actor, "poll opened", poll)
    town = event.municipality_id
    post_job(
        CLOSE,
        {"municipality": town, "event": event.id},
        municipality_id=town,
        key=f"event-polls:{poll.id}",
        run_after=rules.ends(event),
    )


def vote(poll: EventPoll, voter: Registration, chosen: Sequence[int]) -> None:
    """Vote, or vote otherwise; once for each registration, and until the poll is closed."""
    event = _held(poll)
    db.session.refresh(voter)
    rules.check_takes_part(voter)
    rules.check_going(event, clock.now())
    if poll.state is not PollState.OPEN or voter.event_id != event.id:
        raise RuleError(N_("One cannot vote on this poll now."), field="choice")
    places = rules.check_ballot(chosen, len(poll.content["options"]), several=poll.several)
    known = marks(poll, voter)
    one = queries.ballot(poll, known)
    if one is None:
        one = PollBallot(municipality_id=poll.municipality_id, poll=poll, voter=known[0])
        db.session.add(one)
    one.content = {"chosen": list(places)}
    db.session.flush()


def close(actor: Actor, poll: EventPoll) -> None:
    """Close a poll for good: its numbers are kept, and who voted what is not."""
    _held(poll)
    state = advance(POLL_NEXT, poll.state, PollState.CLOSED)
    found = queries.tally(poll)
    poll.content = {**poll.content, "votes": list(found.votes), "voters": found.voters}
    poll.state, poll.closed_at = state, clock.now()
    db.session.execute(sa.delete(PollBallot).where(PollBallot.poll_id == poll.id))
    db.session.flush()
    _note(actor, "poll closed", poll)


def close_all(payload: dict[str, Any]) -> None:
    """Close what nobody has closed when the room is empty; an event that was moved goes on."""
    town, number = payload["municipality"], payload["event"]
    event = events.event_of(municipality_id=town, event_id=number)
    if event is None or rules.is_going(event, clock.now()):
        return
    for poll in queries.polls(event, (PollState.OPEN,)):
        close(Actor(), poll)


def marks(poll: EventPoll, voter: Registration) -> list[str]:
    """By what a voter is known again in one poll, and in no other thing."""
    return sealer.marks(str(voter.id), of=f"poll {poll.id}")


def _held(poll: EventPoll) -> Event:
    """The event, locked, and the poll as it is now."""
    lock(poll.event)
    db.session.refresh(poll)
    return poll.event


def _check_prepared(poll: EventPoll) -> None:
    if poll.state is not PollState.PREPARED:
        raise ConflictError(N_("The room has seen this poll: it is not changed any more."))


def _note(actor: Actor, deed: str, poll: EventPoll) -> None:
    town, after = poll.municipality_id, {"event": poll.event_id, "state": poll.state}
    note(actor, deed, KIND, poll.id, municipality_id=town, after=after)
    logger.info("%s: poll %s by %s", deed, poll.id, actor.id)
