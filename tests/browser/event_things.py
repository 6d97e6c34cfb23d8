"""One of each thing of the demo's events, by the name that it has in addresses."""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import (
    Commitment,
    Event,
    EventPoll,
    MinutesAmendment,
    Registration,
    RoomQuestion,
)
from inmeko.consultations.rules.commitments import CommitmentState
from inmeko.consultations.rules.live import PollState
from inmeko.consultations.rules.minutes import AmendmentState
from inmeko.consultations.rules.words import EventState, RegistrationState
from inmeko.extensions import db

# Names that mean something else on one page of events than on the others.
OF_EVENTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    **dict.fromkeys(
        ("events.announce", "events.edit", "events.edit_part"),
        lambda values: {"event_id": values["draft_event_id"]},
    ),
    **dict.fromkeys(
        ("events.amendment", "events.freeze_minutes", "events.open_minutes")
        + ("events.write_minutes", "events.typed", "events.door", "events.people"),
        lambda values: {"event_id": values["amended_event_id"]},
    ),
    **dict.fromkeys(
        ("events.live", "events.live_desk", "events.screen", "events.open_poll")
        + ("events.edit_poll", "events.remove_poll", "events.close_poll")
        + ("events.settle_question",),
        lambda values: {"event_id": values["room_event_id"]},
    ),
    **dict.fromkeys(
        ("events.minutes", "events.further_minutes"),
        lambda values: {"event_id": values["reported_event_id"]},
    ),
    **dict.fromkeys(
        ("tickets.amend", "tickets.feedback"),
        lambda values: {"ticket_key": values["amended_key"]},
    ),
    "events.feedback_desk": lambda values: {"event_id": values["reported_event_id"]},
    "events.feedback_questions": lambda values: {"event_id": values["amended_event_id"]},
}


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
        **_room(),
        **_minutes(),
    }


def _room() -> dict[str, Any]:
    """A poll that is prepared, and a question of the same event."""
    prepared = EventPoll.state == PollState.PREPARED
    poll = db.session.scalar(sa.select(EventPoll).where(prepared).order_by(EventPoll.id).limit(1))
    if poll is None:
        return {}
    asked = sa.select(RoomQuestion.id).where(RoomQuestion.event_id == poll.event_id)
    return {
        "poll_id": poll.id,
        "question_id": db.session.scalar(asked.order_by(RoomQuestion.id).limit(1)),
        "room_event_id": poll.event_id,
    }


def _minutes() -> dict[str, Any]:
    """An amendment that waits, who proposed it, and a decision of minutes that are final."""
    waits = MinutesAmendment.state == AmendmentState.PROPOSED
    proposal = db.session.scalar(
        sa.select(MinutesAmendment).where(waits).order_by(MinutesAmendment.id).limit(1)
    )
    decided = db.session.scalar(_commitments(CommitmentState.OPEN))
    if proposal is None or decided is None:
        return {}
    return {
        "amendment_id": proposal.id,
        "amended_event_id": proposal.minutes.event_id,
        "amended_key": proposal.registration.key,
        "commitment_id": decided.id,
        "reported_event_id": decided.event_id,
    }


def _commitments(state: CommitmentState) -> sa.Select[Commitment]:
    made = sa.select(Commitment).where(Commitment.state == state, Commitment.event_id.is_not(None))
    return made.order_by(Commitment.id).limit(1)
