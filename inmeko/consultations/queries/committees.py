"""Deliberation committees of a town: seats, draws, meetings, opinions."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import (
    Committee,
    CommitteeDraw,
    CommitteeMeeting,
    CommitteeOpinion,
    CommitteeSeat,
    ConsultedText,
    Event,
)
from inmeko.consultations.rules.committees import DrawState, SeatState
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.rules.words import EventState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_

MOST = 300


def committee(*, municipality: str, committee_id: int) -> Committee:
    """A committee of a town by its number; raises NotFoundError."""
    query = (
        sa.select(Committee)
        .join(Committee.municipality)
        .options(contains_eager(Committee.municipality))
        .where(Municipality.slug == municipality, Committee.id == committee_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such committee."))
    return found


def of_town(*, municipality_id: int) -> Sequence[Committee]:
    """The committees of a town, the latest first."""
    query = sa.select(Committee).where(Committee.municipality_id == municipality_id)
    order = (Committee.starts_on.desc(), Committee.id.desc())
    return db.session.scalars(query.order_by(*order).limit(MOST)).all()


def seats(committee: Committee) -> Sequence[CommitteeSeat]:
    """Everybody of a committee: those of bodies, then those by lot in the order of their lots."""
    query = (
        sa.select(CommitteeSeat)
        .where(CommitteeSeat.committee_id == committee.id)
        .options(joinedload(CommitteeSeat.instead_of))
        .order_by(
            CommitteeSeat.kind,
            CommitteeSeat.body,
            CommitteeSeat.lot_group,
            CommitteeSeat.rank,
            CommitteeSeat.id,
        )
    )
    return db.session.scalars(query).all()


def seat(*, municipality: str, committee_id: int, seat_id: int) -> CommitteeSeat:
    """A seat of a committee; raises NotFoundError."""
    query = (
        sa.select(CommitteeSeat)
        .join(CommitteeSeat.committee)
        .join(Committee.municipality)
        .options(contains_eager(CommitteeSeat.committee).contains_eager(Committee.municipality))
        .where(
            Municipality.slug == municipality,
            CommitteeSeat.committee_id == committee_id,
            CommitteeSeat.id == seat_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such member."))
    return found


def next_substitute(seat: CommitteeSeat) -> CommitteeSeat | None:
    """Who takes a seat that becomes free: the next by lot of its group, or of the same body."""
    query = sa.select(CommitteeSeat).where(
        CommitteeSeat.committee_id == seat.committee_id,
        CommitteeSeat.kind == seat.kind,
        CommitteeSeat.body == seat.body,
        CommitteeSeat.lot_group == seat.lot_group,
        CommitteeSeat.state == SeatState.SUBSTITUTE,
    )
    return db.session.scalar(query.order_by(CommitteeSeat.rank, CommitteeSeat.id).limit(1))


def draws(committee: Committee) -> Sequence[CommitteeDraw]:
    """The draws of a committee, in their order."""
    query = sa.select(CommitteeDraw).where(CommitteeDraw.committee_id == committee.id)
    return db.session.scalars(query.order_by(CommitteeDraw.id)).all()


def draw(*, municipality: str, committee_id: int, draw_id: int) -> CommitteeDraw:
    """A draw of a committee; raises NotFoundError."""
    query = (
        sa.select(CommitteeDraw)
        .join(CommitteeDraw.committee)
        .join(Committee.municipality)
        .options(contains_eager(CommitteeDraw.committee).contains_eager(Committee.municipality))
        .where(
            Municipality.slug == municipality,
            CommitteeDraw.committee_id == committee_id,
            CommitteeDraw.id == draw_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such draw."))
    return found


def frozen(*, municipality_id: int) -> Sequence[CommitteeDraw]:
    """Every list of a town that was frozen, drawn or not."""
    query = sa.select(CommitteeDraw).where(
        CommitteeDraw.municipality_id == municipality_id,
        CommitteeDraw.state != DrawState.PREPARED,
    )
    return db.session.scalars(query.order_by(CommitteeDraw.id)).all()


def to_forget(*, municipality_id: int, ended_by: date) -> Sequence[CommitteeDraw]:
    """The lists that still have their names, of committees whose term was over on a day."""
    query = (
        sa.select(CommitteeDraw)
        .join(CommitteeDraw.committee)
        .options(contains_eager(CommitteeDraw.committee))
        .where(
            CommitteeDraw.municipality_id == municipality_id,
            CommitteeDraw.sealed_list != "",
            Committee.ends_on <= ended_by,
        )
    )
    return db.session.scalars(query.order_by(CommitteeDraw.id)).all()


def private_names(*, municipality_id: int, ended_by: date) -> Sequence[CommitteeSeat]:
    """Seats with a name that nobody agreed to show, of committees whose term was over on a day."""
    query = (
        sa.select(CommitteeSeat)
        .join(CommitteeSeat.committee)
        .where(
            CommitteeSeat.municipality_id == municipality_id,
            CommitteeSeat.name != "",
            CommitteeSeat.named.is_(False),
            Committee.ends_on <= ended_by,
        )
    )
    return db.session.scalars(query.order_by(CommitteeSeat.id)).all()


def meetings(committee: Committee) -> Sequence[Event]:
    """The events that are meetings of a committee, the latest first; no drafts."""
    query = (
        sa.select(Event)
        .join(CommitteeMeeting, CommitteeMeeting.event_id == Event.id)
        .where(CommitteeMeeting.committee_id == committee.id, Event.state != EventState.DRAFT)
    )
    return db.session.scalars(query.order_by(Event.starts_at.desc(), Event.id.desc())).all()


def possible_meetings(committee: Committee) -> Sequence[Event]:
    """Announced events of the town that are not yet a meeting of the committee."""
    taken = sa.select(CommitteeMeeting.event_id).where(
        CommitteeMeeting.committee_id == committee.id
    )
    query = sa.select(Event).where(
        Event.municipality_id == committee.municipality_id,
        Event.state.not_in((EventState.DRAFT, EventState.CANCELLED)),
        Event.id.not_in(taken),
    )
    return db.session.scalars(query.order_by(Event.starts_at.desc()).limit(MOST)).all()


def possible_texts(committee: Committee) -> Sequence[ConsultedText]:
    """Texts of the town on which the committee may give an opinion."""
    query = sa.select(ConsultedText).where(
        ConsultedText.municipality_id == committee.municipality_id,
        ConsultedText.state != TextState.DRAFT,
    )
    return db.session.scalars(query.order_by(ConsultedText.id.desc()).limit(MOST)).all()


def opinions(committee: Committee) -> Sequence[CommitteeOpinion]:
    """What a committee said, the latest first."""
    query = sa.select(CommitteeOpinion).where(CommitteeOpinion.committee_id == committee.id)
    query = query.options(joinedload(CommitteeOpinion.consulted))
    order = (CommitteeOpinion.given_on.desc(), CommitteeOpinion.id.desc())
    return db.session.scalars(query.order_by(*order)).all()


def opinions_on(text: ConsultedText) -> Sequence[CommitteeOpinion]:
    """What committees said of a text."""
    query = sa.select(CommitteeOpinion).where(CommitteeOpinion.text_id == text.id)
    return db.session.scalars(query.order_by(CommitteeOpinion.given_on, CommitteeOpinion.id)).all()
