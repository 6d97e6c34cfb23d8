"""One of each thing of the demo's events, by the name that it has in addresses."""

from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import Event, EventDecision, MinutesAmendment, Registration
from inmeko.consultations.rules.minutes import AmendmentState
from inmeko.consultations.rules.words import EventState, RegistrationState
from inmeko.extensions import db


def event_things() -> dict[str, Any]:
    """An event to come that people registered for, a draft, and a registration with a place."""
    placed = (
        sa.select(Registration)
        .join(Registration.event)
        .where(
            Event.state == EventState.ANNOUNCED,
            Registration.state == RegistrationState.REGISTERED,
        )
        .order_by(Registration.id)
    )
    one = db.session.scalar(placed.limit(1))
    drafts = sa.select(Event.id).where(Event.state == EventState.DRAFT).order_by(Event.id)
    if one is None:
        return {}
    return {
        "event_id": one.event_id,
        "draft_event_id": db.session.scalar(drafts.limit(1)),
        "event_part": "registration",
        "registration_id": one.id,
        "ticket_key": one.key,
        **_minutes(),
    }


def _minutes() -> dict[str, Any]:
    """An amendment that waits, who proposed it, and a decision of minutes that are final."""
    waits = MinutesAmendment.state == AmendmentState.PROPOSED
    proposal = db.session.scalar(
        sa.select(MinutesAmendment).where(waits).order_by(MinutesAmendment.id).limit(1)
    )
    decided = db.session.scalar(sa.select(EventDecision).order_by(EventDecision.id).limit(1))
    if proposal is None or decided is None:
        return {}
    return {
        "amendment_id": proposal.id,
        "amended_event_id": proposal.minutes.event_id,
        "amended_key": proposal.registration.key,
        "decision_id": decided.id,
        "reported_event_id": decided.event_id,
    }
