"""The minutes of events, their versions and amendments."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import (
    Event,
    EventMinutes,
    EventMinutesVersion,
    MinutesAmendment,
    Registration,
)
from inmeko.consultations.rules.minutes import AmendmentState
from inmeko.consultations.rules.words import EventState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_

KIND = "event_minutes"


def of_event(event: Event) -> EventMinutes | None:
    """The minutes of an event, if anybody began them."""
    query = sa.select(EventMinutes).where(EventMinutes.event_id == event.id)
    return db.session.scalar(query.options(joinedload(EventMinutes.earlier)))


def versions(event: Event) -> Sequence[EventMinutesVersion]:
    """The frozen versions of the minutes of an event, the newest first."""
    query = (
        sa.select(EventMinutesVersion)
        .join(EventMinutesVersion.minutes)
        .options(joinedload(EventMinutesVersion.protocol_entry))
        .where(EventMinutes.event_id == event.id)
    )
    return db.session.scalars(query.order_by(EventMinutesVersion.number.desc())).all()


def amendments(minutes: EventMinutes) -> Sequence[MinutesAmendment]:
    """What was proposed for the version that is worked on, in the order of coming."""
    query = sa.select(MinutesAmendment).where(
        MinutesAmendment.minutes_id == minutes.id, MinutesAmendment.version == minutes.version + 1
    )
    query = query.options(joinedload(MinutesAmendment.registration))
    return db.session.scalars(query.order_by(MinutesAmendment.id)).all()


def proposed_by(registration: Registration) -> Sequence[MinutesAmendment]:
    """What somebody proposed."""
    query = sa.select(MinutesAmendment).where(MinutesAmendment.registration_id == registration.id)
    return db.session.scalars(query.order_by(MinutesAmendment.id)).all()


def waiting(minutes: EventMinutes) -> int:
    """How many amendments wait for an answer."""
    return sum(one.state is AmendmentState.PROPOSED for one in amendments(minutes))


def amendment(*, municipality: str, event_id: int, amendment_id: int) -> MinutesAmendment:
    """An amendment of an event by its number; raises NotFoundError."""
    query = (
        sa.select(MinutesAmendment)
        .join(MinutesAmendment.minutes)
        .join(EventMinutes.event)
        .join(Event.municipality)
        .options(
            contains_eager(MinutesAmendment.minutes)
            .contains_eager(EventMinutes.event)
            .contains_eager(Event.municipality),
            joinedload(MinutesAmendment.registration).joinedload(Registration.event),
        )
        .where(
            Municipality.slug == municipality,
            Event.id == event_id,
            MinutesAmendment.id == amendment_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such amendment."))
    return found


def with_minutes(event: Event) -> Sequence[Event]:
    """Other events of the town whose minutes are final: these may go on from one of them."""
    query = sa.select(Event).where(
        Event.municipality_id == event.municipality_id,
        Event.state == EventState.REPORTED,
        Event.id != event.id,
        Event.starts_at < event.starts_at,
    )
    return db.session.scalars(query.order_by(Event.starts_at.desc()).limit(50)).all()
