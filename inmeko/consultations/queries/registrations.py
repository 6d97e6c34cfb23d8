"""Registrations: by key and by code, who has a place, who waits, who came."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Event, EventQuota, Registration
from inmeko.consultations.rules.places import Room, Waiting
from inmeko.consultations.rules.words import LIVE, SEATED, EventState, RegistrationState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Job


@dataclass(frozen=True)
class Turnout:
    """How many of a quota have a place, wait, and came."""

    quota: EventQuota
    seated: int
    queued: int
    attended: int


def by_key(*, municipality: str, ticket_key: str) -> Registration:
    """The registration that a secret address names; raises NotFoundError."""
    query = _loaded().where(Municipality.slug == municipality, Registration.key == ticket_key)
    return _found(query)


def registration(*, municipality: str, event_id: int, registration_id: int) -> Registration:
    """A registration of an event by its number; raises NotFoundError."""
    query = _loaded().where(
        Municipality.slug == municipality,
        Registration.event_id == event_id,
        Registration.id == registration_id,
    )
    return _found(query)


def by_code(*, municipality_id: int, code: str) -> Registration | None:
    """The registration of a town with this code, of whatever event."""
    query = _loaded().where(
        Registration.municipality_id == municipality_id, Registration.code == code
    )
    return db.session.scalar(query)


def of_address(event: Event, email: str) -> Registration | None:
    """The living registration of an address, if it has one."""
    query = sa.select(Registration).where(
        Registration.event_id == event.id, Registration.live_email == email
    )
    return db.session.scalar(query)


def room(event: Event) -> Room:
    """How many may come to an event."""
    quotas = sa.select(EventQuota.id, EventQuota.places).where(EventQuota.event_id == event.id)
    return Room(event.capacity, {row[0]: row[1] for row in db.session.execute(quotas)})


def taken(event: Event) -> dict[int, int]:
    """How many places are taken or offered, by quota."""
    query = (
        sa.select(Registration.quota_id, sa.func.count())
        .where(Registration.event_id == event.id, Registration.state.in_(SEATED))
        .group_by(Registration.quota_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def seated(event_ids: Collection[int], *, municipality_id: int) -> dict[int, int]:
    """How many places of each of these events are taken or offered, by number."""
    query = (
        sa.select(Registration.event_id, sa.func.count())
        .where(
            Registration.event_id.in_(list(event_ids)),
            Registration.municipality_id == municipality_id,
            Registration.state.in_(SEATED),
        )
        .group_by(Registration.event_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def queue(event: Event) -> list[Waiting]:
    """The waiting list of an event, in its order."""
    query = sa.select(Registration.id, Registration.quota_id).where(
        Registration.event_id == event.id, Registration.state == RegistrationState.QUEUED
    )
    return [Waiting(*row) for row in db.session.execute(query.order_by(Registration.id))]


def over_due(event: Event, now: datetime) -> Sequence[Registration]:
    """The offers of an event whose time is over."""
    query = sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.state == RegistrationState.OFFERED,
        Registration.offer_until <= now,
    )
    return db.session.scalars(query.order_by(Registration.id)).all()


def everybody(event: Event) -> Sequence[Registration]:
    """Everybody whose registration lives, by name."""
    query = sa.select(Registration).where(
        Registration.event_id == event.id, Registration.state.in_(LIVE)
    )
    query = query.options(joinedload(Registration.quota))
    return db.session.scalars(query.order_by(Registration.name, Registration.id)).all()


def ids(event: Event, numbers: Sequence[int]) -> Sequence[Registration]:
    """Those of these registrations that belong to an event and live."""
    query = sa.select(Registration).where(
        Registration.event_id == event.id,
        Registration.id.in_(list(numbers)),
        Registration.state.in_(LIVE),
    )
    return db.session.scalars(query.order_by(Registration.id)).all()


def turnout(event: Event) -> list[Turnout]:
    """How many of each quota have a place, wait, and came."""
    count = sa.func.count
    state = Registration.state
    query = (
        sa.select(
            EventQuota,
            count(sa.case((state.in_(SEATED), 1))),
            count(sa.case((state == RegistrationState.QUEUED, 1))),
            count(Registration.attended_at),
        )
        .outerjoin(Registration, Registration.quota_id == EventQuota.id)
        .where(EventQuota.event_id == event.id)
        .group_by(EventQuota.id)
        .order_by(EventQuota.id)
    )
    return [Turnout(*row) for row in db.session.execute(query)]


def present(event: Event) -> Sequence[Registration]:
    """Everybody who came, by name."""
    query = sa.select(Registration).where(
        Registration.event_id == event.id, Registration.attended_at.is_not(None)
    )
    query = query.options(joinedload(Registration.quota))
    return db.session.scalars(query.order_by(Registration.name, Registration.id)).all()


def to_forget(*, municipality_id: int, before: datetime) -> Sequence[Event]:
    """Events that ended before a moment and still know who had registered."""
    query = sa.select(Event).where(
        Event.municipality_id == municipality_id,
        Event.state != EventState.DRAFT,
        Event.ends_at < before,
        Event.forgotten_at.is_(None),
    )
    return db.session.scalars(query.order_by(Event.id)).all()


def of_event(event: Event) -> Sequence[Registration]:
    """Every registration that an event ever had, in their order."""
    query = sa.select(Registration).where(Registration.event_id == event.id)
    return db.session.scalars(query.order_by(Registration.id)).all()


def letters_about(registration: Registration, beginning: str) -> set[str]:
    """The keys of the mails about a registration; all of them begin alike."""
    query = sa.select(Job.key).where(
        Job.municipality_id == registration.municipality_id,
        Job.key.startswith(beginning, autoescape=True),
    )
    return {key for key in db.session.scalars(query) if key}


def _loaded() -> sa.Select[Registration]:
    return (
        sa.select(Registration)
        .join(Registration.event)
        .join(Event.municipality)
        .options(
            contains_eager(Registration.event).contains_eager(Event.municipality),
            contains_eager(Registration.event).joinedload(Event.asset),
            joinedload(Registration.quota),
        )
    )


def _found(query: sa.Select[Registration]) -> Registration:
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such registration."))
    return found
