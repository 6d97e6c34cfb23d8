"""Polls and questions of an event, and how they stand."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import (
    Event,
    EventPoll,
    PollBallot,
    QuestionSupport,
    RoomQuestion,
)
from inmeko.consultations.rules import live as rules
from inmeko.consultations.rules.live import PollState, RoomQuestionState, Tally
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_

MOST = 500


@dataclass(frozen=True)
class Asked:
    """A question from the room, and how many support it."""

    question: RoomQuestion
    support: int


def poll(*, municipality: str, event_id: int, poll_id: int) -> EventPoll:
    """A poll of an event by its number; raises NotFoundError."""
    query = (
        sa.select(EventPoll)
        .join(EventPoll.event)
        .join(Event.municipality)
        .options(contains_eager(EventPoll.event).contains_eager(Event.municipality))
        .where(Municipality.slug == municipality, Event.id == event_id, EventPoll.id == poll_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such poll."))
    return found


def polls(event: Event, states: Collection[PollState] = tuple(PollState)) -> Sequence[EventPoll]:
    """The polls of an event in these states, in the order in which they were made."""
    query = sa.select(EventPoll).where(
        EventPoll.event_id == event.id, EventPoll.state.in_(list(states))
    )
    return db.session.scalars(query.order_by(EventPoll.id)).all()


def left_open(event: Event) -> EventPoll | None:
    """The poll on which one votes now, if there is one."""
    query = sa.select(EventPoll).where(
        EventPoll.event_id == event.id, EventPoll.state == PollState.OPEN
    )
    return db.session.scalar(query.order_by(EventPoll.id).limit(1))


def tally(one: EventPoll) -> Tally:
    """How a poll stands: what was kept of a closed one, what is counted of an open one."""
    if one.state is PollState.CLOSED:
        return Tally(tuple(one.content["votes"]), one.content["voters"])
    query = sa.select(PollBallot.content).where(PollBallot.poll_id == one.id)
    ballots = (content["chosen"] for content in db.session.scalars(query))
    return rules.count(ballots, len(one.content["options"]))


def ballot(one: EventPoll, marks: Sequence[str]) -> PollBallot | None:
    """The ballot of somebody, known by their marks."""
    query = sa.select(PollBallot).where(
        PollBallot.poll_id == one.id, PollBallot.voter.in_(list(marks))
    )
    return db.session.scalar(query.order_by(PollBallot.id).limit(1))


def question(*, municipality: str, event_id: int, question_id: int) -> RoomQuestion:
    """A question from the room by its number; raises NotFoundError."""
    query = (
        sa.select(RoomQuestion)
        .join(RoomQuestion.event)
        .join(Event.municipality)
        .options(contains_eager(RoomQuestion.event).contains_eager(Event.municipality))
        .where(
            Municipality.slug == municipality,
            Event.id == event_id,
            RoomQuestion.id == question_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such question."))
    return found


def questions(event: Event, states: Collection[RoomQuestionState]) -> list[Asked]:
    """The questions of an event in these states: the most supported first, then the oldest."""
    support = (
        sa.select(QuestionSupport.question_id, sa.func.count().label("number"))
        .join(QuestionSupport.question)
        .where(RoomQuestion.event_id == event.id)
        .group_by(QuestionSupport.question_id)
        .subquery()
    )
    number = sa.func.coalesce(support.c.number, 0)
    query = (
        sa.select(RoomQuestion, number)
        .outerjoin(support, support.c.question_id == RoomQuestion.id)
        .where(RoomQuestion.event_id == event.id, RoomQuestion.state.in_(list(states)))
        .order_by(number.desc(), RoomQuestion.id)
    )
    return [Asked(*row) for row in db.session.execute(query.limit(MOST))]


def waiting(event: Event) -> int:
    """How many questions nobody has looked at yet."""
    query = sa.select(sa.func.count()).where(
        RoomQuestion.event_id == event.id, RoomQuestion.state == RoomQuestionState.WAITING
    )
    return db.session.scalar(query) or 0


def sent_by(event: Event, marks: Sequence[str]) -> Sequence[RoomQuestion]:
    """The questions that somebody sent, known by their marks."""
    query = sa.select(RoomQuestion).where(
        RoomQuestion.event_id == event.id, RoomQuestion.author.in_(list(marks))
    )
    return db.session.scalars(query.order_by(RoomQuestion.id)).all()


def of_event(event: Event) -> Sequence[RoomQuestion]:
    """Every question of an event, in the order of coming."""
    query = sa.select(RoomQuestion).where(RoomQuestion.event_id == event.id)
    return db.session.scalars(query.order_by(RoomQuestion.id)).all()


def supports_of(event: Event) -> Sequence[QuestionSupport]:
    """Every support of a question of an event."""
    query = (
        sa.select(QuestionSupport)
        .join(QuestionSupport.question)
        .where(RoomQuestion.event_id == event.id)
    )
    return db.session.scalars(query.order_by(QuestionSupport.id)).all()


def supported_by(event: Event, marks: Sequence[str]) -> set[int]:
    """The numbers of the questions that somebody supports."""
    query = (
        sa.select(QuestionSupport.question_id)
        .join(QuestionSupport.question)
        .where(RoomQuestion.event_id == event.id, QuestionSupport.voter.in_(list(marks)))
    )
    return set(db.session.scalars(query))
