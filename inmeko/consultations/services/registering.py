"""Register, wait, be offered a place, take it, cancel; and forget who had registered."""

import logging
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from inmeko.accounts import queries as accounts
from inmeko.consultations.models import Event, EventQuota, Registration
from inmeko.consultations.queries import events as event_queries
from inmeko.consultations.queries import registrations as queries
from inmeko.consultations.rules import asking, phases, places, tickets
from inmeko.consultations.rules.phases import EventPhase
from inmeko.consultations.rules.words import (
    LIVE,
    REGISTRATION_NEXT,
    Entrance,
    QuotaKind,
    RegistrationState,
)
from inmeko.consultations.services import feedback, questions
from inmeko.consultations.services.events import lock
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.rules.outbox import check_address
from inmeko.records.services import forget_mails, note, post_job

logger = logging.getLogger(__name__)

KIND = "registration"
LAPSE = "events.lapse"
# Names and addresses are kept for so long after an event: minutes, thanks, questions.
KEPT = timedelta(days=90)


@dataclass(frozen=True)
class Applicant:
    """Who wants to come, as they typed it."""

    quota: QuotaKind
    name: str
    email: str = ""
    organisation: str = ""
    named: bool = False
    language: str = "el"
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What became of it: the registration, whether it is new, who was offered a place by it."""

    registration: Registration
    new: bool = True
    offered: Sequence[Registration] = ()


def register(
    actor: Actor, event: Event, given: Applicant, entrance: Entrance = Entrance.ONLINE
) -> Outcome:
    """Register somebody: with a place if there is one, else at the end of the waiting list.

    An address that is registered already is registered once.
    """
    lock(event)
    now = clock.now()
    _check_time(event, now, entrance)
    quota, email = _quota(event, given.quota), _address(given, entrance)
    answers = asking.answered(asking.unkept(event.content.get("questions") or ()), given.answers)
    known = queries.of_address(event, email) if email else None
    if known is not None:
        return Outcome(known, new=False)
    # Whoever waits comes first: what became free meanwhile is theirs.
    offered = fill(event)
    has_place = queries.room(event).has_place(queries.taken(event), quota.id)
    made = Registration(
        municipality_id=event.municipality_id,
        event=event,
        quota=quota,
        state=RegistrationState.REGISTERED if has_place else RegistrationState.QUEUED,
        entrance=entrance,
        name=_named(given.name),
        email=email,
        live_email=email or None,
        organisation=given.organisation.strip()[:200],
        named=given.named,
        language=given.language,
        answers=answers,
        key=secrets.token_urlsafe(24),
        code=_code(event.municipality_id),
        registered_at=now,
    )
    db.session.add(made)
    db.session.flush()
    _note(actor, "place given" if has_place else "queued", made)
    return Outcome(made, offered=offered)


def cancel(actor: Actor, registration: Registration) -> list[Registration]:
    """Take a registration back; its place is offered to whoever is next. Gives those offered."""
    event = _held(registration)
    if registration.state not in LIVE:
        raise RuleError(N_("This registration was cancelled already."))
    if phases.phase(event, clock.now()) is EventPhase.OVER:
        raise RuleError(N_("The event is over: there is nothing to cancel."))
    _end(registration, RegistrationState.WITHDRAWN)
    db.session.flush()
    _note(actor, "registration cancelled", registration)
    return fill(event)


def take(actor: Actor, registration: Registration) -> list[Registration]:
    """Take the place that is offered, while the offer holds. Gives those offered meanwhile."""
    event = _held(registration)
    offered = fill(event)
    if registration.state is RegistrationState.REGISTERED:
        raise ConflictError(N_("You have this place already."))
    if registration.state is RegistrationState.LAPSED:
        raise RuleError(N_("The time to take this place is over; it was offered to the next one."))
    if phases.phase(event, clock.now()) is not EventPhase.COMING:
        raise RuleError(N_("The event has begun: places are not given away any more."))
    registration.state = advance(
        REGISTRATION_NEXT, registration.state, RegistrationState.REGISTERED
    )
    db.session.flush()
    _note(actor, "place given", registration)
    return offered


def fill(event: Event) -> list[Registration]:
    """End the offers whose time is over, and offer what is free to whoever is next.

    The event is locked. Never after the start, and never to somebody who does not wait.
    """
    now = clock.now()
    for late in queries.over_due(event, now):
        _end(late, RegistrationState.LAPSED)
        _note(Actor(), "offer lapsed", late)
    db.session.flush()
    if phases.phase(event, now) is not EventPhase.COMING or event.starts_at is None:
        return []
    queue = queries.queue(event)
    chosen = places.offers(queries.room(event), queries.taken(event), queue) if queue else []
    until = places.offer_ends(now, event.offer_hours, event.starts_at)
    return [_offer(one, now, until) for one in queries.ids(event, chosen)] if until else []


def lapse(payload: dict[str, Any]) -> list[Registration]:
    """Follow the clock when the time of an offer is over; gives those who are offered the place."""
    town, number = payload["municipality"], payload["event"]
    event = event_queries.event_of(municipality_id=town, event_id=number)
    if event is None:
        return []
    lock(event)
    return fill(event)


def forget(*, municipality_id: int) -> int:
    """Forget who had registered for events that ended 90 days ago; how many people."""
    before, count = clock.now() - KEPT, 0
    for event in queries.to_forget(municipality_id=municipality_id, before=before):
        for one in queries.of_event(event):
            forget_mails(queries.letters_about(one, mail_key(one.id, "")))
            one.name, one.email, one.live_email, one.organisation = "", "", None, ""
            one.answers = {}
            count += 1
        questions.forget(event)
        feedback.forget(event)
        event.forgotten_at = clock.now()
    db.session.flush()
    logger.info("%s registrations of town %s forgotten", count, municipality_id)
    return count


def forget_everywhere() -> int:
    """The same in all towns."""
    return sum(forget(municipality_id=town.id) for town in accounts.municipalities())


def mail_key(registration_id: int, occasion: str) -> str:
    """The key of a mail about a registration; all of one begin alike."""
    return f"event-registration-{registration_id}-{occasion}"


def _held(registration: Registration) -> Event:
    """The event, locked, and the registration as it is now."""
    lock(registration.event)
    db.session.refresh(registration)
    return registration.event


def _check_time(event: Event, now: datetime, entrance: Entrance) -> None:
    """At the counter people register outside the window, too, but not once it has begun."""
    if entrance is Entrance.ONLINE or phases.phase(event, now) is not EventPhase.COMING:
        phases.check_registers(event, now)


def _quota(event: Event, kind: QuotaKind) -> EventQuota:
    found = next((one for one in event.quotas if one.kind is kind and not one.closed), None)
    if found is None:
        raise RuleError(N_("There are no places of this kind: choose another."), field="quota")
    return found


def _address(given: Applicant, entrance: Entrance) -> str:
    if not given.email.strip() and entrance is Entrance.COUNTER:
        return ""
    return check_address(given.email).lower()


def _named(name: str) -> str:
    words = " ".join(name.split())[:200]
    if not words:
        raise RuleError(N_("Write your name."), field="name")
    return words


def _code(municipality_id: int) -> str:
    code = tickets.made()
    while queries.by_code(municipality_id=municipality_id, code=code):
        code = tickets.made()
    return code


def _offer(one: Registration, now: datetime, until: datetime) -> Registration:
    one.state = advance(REGISTRATION_NEXT, one.state, RegistrationState.OFFERED)
    one.offered_at, one.offer_until = now, until
    db.session.flush()
    town = one.municipality_id
    payload = {"municipality": town, "event": one.event_id}
    post_job(LAPSE, payload, municipality_id=town, key=f"event-lapse:{one.id}", run_after=until)
    _note(Actor(), "place offered", one)
    return one


def _end(one: Registration, state: RegistrationState) -> None:
    one.state = advance(REGISTRATION_NEXT, one.state, state)
    one.live_email, one.ended_at = None, clock.now()


def _note(actor: Actor, deed: str, one: Registration) -> None:
    # Neither name nor address belong into a trail that is kept for ever.
    town, after = one.municipality_id, {"event": one.event_id, "state": one.state}
    note(actor, deed, KIND, one.id, municipality_id=town, after=after)
    logger.info("registration %s: %s", one.id, deed)
