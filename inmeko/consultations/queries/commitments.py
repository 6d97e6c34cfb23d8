"""What the town promised: by number, of an event, of a text, and all of it."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Commitment, ConsultedText, Event, TextTheme
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_

MOST = 2000


def commitment(*, municipality: str, commitment_id: int) -> Commitment:
    """A commitment of a town by its number, with where it was made; raises NotFoundError."""
    query = (
        sa.select(Commitment)
        .join(Commitment.municipality)
        .options(
            contains_eager(Commitment.municipality),
            joinedload(Commitment.event),
            joinedload(Commitment.theme).joinedload(TextTheme.consulted),
            selectinload(Commitment.entries),
        )
        .where(Municipality.slug == municipality, Commitment.id == commitment_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such commitment."))
    return found


def commitment_of(*, municipality_id: int, commitment_id: int) -> Commitment | None:
    """A commitment of a town by their numbers, as jobs name it."""
    query = sa.select(Commitment).where(
        Commitment.municipality_id == municipality_id, Commitment.id == commitment_id
    )
    return db.session.scalar(query.options(joinedload(Commitment.municipality)))


def of_event(event: Event) -> Sequence[Commitment]:
    """What an event decided or promised, in its order."""
    query = sa.select(Commitment).where(Commitment.event_id == event.id)
    query = query.options(selectinload(Commitment.entries))
    return db.session.scalars(query.order_by(Commitment.id)).all()


def of_text(text: ConsultedText) -> Sequence[Commitment]:
    """What the answers to a text promise, in its order."""
    query = sa.select(Commitment).join(Commitment.theme).where(TextTheme.text_id == text.id)
    return db.session.scalars(query.order_by(Commitment.id)).all()


def of_town(*, municipality_id: int) -> Sequence[Commitment]:
    """All that a town promised, the next one due first."""
    query = (
        sa.select(Commitment)
        .where(Commitment.municipality_id == municipality_id)
        .options(
            joinedload(Commitment.event),
            joinedload(Commitment.theme).joinedload(TextTheme.consulted),
            selectinload(Commitment.entries),
        )
        .order_by(Commitment.due_on.is_(None), Commitment.due_on, Commitment.id)
    )
    return db.session.scalars(query.limit(MOST)).all()
