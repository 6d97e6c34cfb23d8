"""Make events, registrations and what belongs to them."""

import uuid
from datetime import datetime, timedelta
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import (
    Commitment,
    Event,
    EventMinutes,
    EventPoll,
    Registration,
    RoomQuestion,
)
from inmeko.consultations.rules import editing
from inmeko.consultations.rules.words import EventKind, EventState, QuotaKind, RegistrationState
from inmeko.consultations.services import commitments, events, polls, questions, registering
from inmeko.consultations.services import minutes as minutes_deeds
from inmeko.consultations.services.registering import Applicant
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor

SOMEBODY = Actor()
EVERYBODY = QuotaKind.EVERYBODY


def draft(town: Municipality, **changes: Any) -> Event:
    """An information day in three days, from six to eight, with aims and an address."""
    title = changes.pop("title", "Ημερίδα για την κοινωνική οικονομία")
    made = events.draft(SOMEBODY, town.id, title=title, kind=EventKind.INFORMATION_DAY)
    begins = changes.pop("starts_at", clock.now() + timedelta(days=3))
    given = {
        "starts_at": begins,
        "ends_at": begins + timedelta(hours=2),
        "address": "Βασιλίσσης Σοφίας 9",
        **changes,
    }
    made.content = {"aims": ["Ενημέρωση"], **given.pop("content", {})}
    quotas = given.pop("quotas", None)
    for name, value in given.items():
        setattr(made, name, value)
    db.session.flush()
    if quotas:
        put(made, "registration", quotas=quotas)
    return made


def event(town: Municipality, **changes: Any) -> Event:
    """An announced event that takes registrations."""
    made = draft(town, **changes)
    events.announce(SOMEBODY, made)
    return made


def put(made: Event, part: str, reason: str = "", **changes: Any) -> Any:
    """Change a page of the editor as a planner would who has just opened it."""
    kept = events.part(made, part)
    values = {**kept, **changes}
    if part == "registration" and "quotas" not in changes:
        values["quotas"] = {QuotaKind(kind): number for kind, number in kept["quotas"].items()}
    seen = editing.seen(kept)
    return events.change(SOMEBODY, made, part, values, seen=seen, reason=reason)


def applicant(**changes: Any) -> Applicant:
    """Somebody who wants to come, with an address of their own."""
    given = {
        "quota": EVERYBODY,
        "name": "Ελένη Δοκιμή",
        "email": f"{uuid.uuid4().hex[:8]}@example.org",
        "named": True,
    }
    return Applicant(**{**given, **changes})


def registered(of: Event, **changes: Any) -> Registration:
    """A registration for an event."""
    return registering.register(SOMEBODY, of, applicant(**changes)).registration


def attended(of: Event, **changes: Any) -> Registration:
    """Somebody who registered and came."""
    made = registered(of, **changes)
    made.attended_at = of.starts_at
    db.session.flush()
    return made


def over(made: Event, at: datetime | None = None) -> Event:
    """The same event, held yesterday."""
    end = at or clock.now() - timedelta(days=1)
    made.starts_at, made.ends_at = end - timedelta(hours=2), end
    db.session.flush()
    events.follow_the_clock(SOMEBODY, made)
    return made


def states(of: Event) -> list[RegistrationState]:
    """Where every registration of an event stands, in their order."""
    query = Registration.__table__.select().where(Registration.event_id == of.id)
    rows = db.session.execute(query.order_by(Registration.id))
    return [row.state for row in rows]


def held(town: Municipality, **changes: Any) -> tuple[Event, Registration]:
    """An event that was held yesterday, and somebody who was there."""
    made = event(town, **changes)
    one = attended(made)
    return over(made), one


def minutes(made: Event, **changes: Any) -> EventMinutes:
    """The draft of the minutes of an event that was held."""
    kept = minutes_deeds.kept(made)
    given = {"chair": "Δήμαρχος", "opening": "Καλωσόρισμα.", **changes}
    return minutes_deeds.write(SOMEBODY, made, {**kept, **given}, seen=editing.seen(kept))


def going(town: Municipality, **changes: Any) -> Event:
    """An event that began half an hour ago, for which people had registered before."""
    made = event(town, **changes)
    begun(made)
    return made


def begun(made: Event) -> None:
    """Let an event have begun half an hour ago."""
    made.starts_at = clock.now() - timedelta(minutes=30)
    made.ends_at = clock.now() + timedelta(hours=2)
    db.session.flush()


def poll(of: Event, *, opened: bool = False, **changes: Any) -> EventPoll:
    """A poll with three answers."""
    given = {
        "question": "Πότε να ξανασυναντηθούμε;",
        "options": ["Σε έναν μήνα", "Σε έξι μήνες", "Ποτέ"],
        "several": False,
        **changes,
    }
    made = polls.prepare(SOMEBODY, of, **given)
    if opened:
        polls.open_poll(SOMEBODY, made)
    return made


def question(of: Event, one: Registration, *, shown: bool = False, **changes: Any) -> RoomQuestion:
    """A question from the room."""
    given = {"text": "Πότε αρχίζουν τα έργα;", "named": False, **changes}
    made = questions.ask(of, one, **given)
    if shown:
        questions.show(SOMEBODY, made)
    return made


def commitment(of: Event, **changes: Any) -> Commitment:
    """What an event promised, as its frozen minutes say."""
    given = {"text": "Να φωτιστεί η πλατεία", "owner": "Τεχνική Υπηρεσία", "due_on": None}
    return commitments.of_minutes(of, **{**given, **changes})


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of events that an address names."""
    made = event(town)
    one = registered(made)
    return {
        "event_id": made.id,
        "event_part": "basics",
        "poll_id": poll(made).id,
        "question_id": question(made, one).id,
        **_minutes(made, one),
        "registration_id": one.id,
        "ticket_key": one.key,
    }


def _minutes(made: Event, one: Registration) -> dict[str, Any]:
    """Minutes that are open for amendments, one of which was proposed, and a decision."""
    one.attended_at = clock.now()
    begins, ends = made.starts_at, made.ends_at
    over(made)
    minutes(made)
    minutes_deeds.open_window(SOMEBODY, made, clock.now() + timedelta(days=5))
    proposal = minutes_deeds.propose(one, "Να γραφτεί και η δική μου πρόταση.")
    decided = commitment(made)
    made.starts_at, made.ends_at, made.state = begins, ends, EventState.ANNOUNCED
    db.session.flush()
    return {"amendment_id": proposal.id, "commitment_id": decided.id}
