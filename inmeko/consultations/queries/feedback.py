"""The answers of those who came, and who has answered."""

from collections.abc import Sequence

import sqlalchemy as sa

from inmeko.consultations.models import Event, EventFeedback, FeedbackGiven
from inmeko.extensions import db


def of_event(event: Event) -> Sequence[EventFeedback]:
    """The filled-in forms of an event."""
    query = sa.select(EventFeedback).where(EventFeedback.event_id == event.id)
    return db.session.scalars(query.order_by(EventFeedback.id)).all()


def number(event: Event) -> int:
    """How many filled in the form of an event."""
    query = sa.select(sa.func.count()).where(EventFeedback.event_id == event.id)
    return db.session.scalar(query) or 0


def given(event: Event, marks: Sequence[str]) -> bool:
    """Whether somebody, known by their marks, filled in the form."""
    query = sa.select(FeedbackGiven.id).where(
        FeedbackGiven.event_id == event.id, FeedbackGiven.giver.in_(list(marks))
    )
    return db.session.scalar(query.limit(1)) is not None


def givers(event: Event) -> Sequence[FeedbackGiven]:
    """Who filled in the form, by their marks alone."""
    query = sa.select(FeedbackGiven).where(FeedbackGiven.event_id == event.id)
    return db.session.scalars(query.order_by(FeedbackGiven.id)).all()
