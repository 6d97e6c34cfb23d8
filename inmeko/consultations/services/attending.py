"""Let people in: by the code at the door, or by the paper list that is typed in afterwards."""

import logging
import secrets
from collections.abc import Sequence
from datetime import datetime

from inmeko.consultations.models import Event, Registration
from inmeko.consultations.queries import registrations as queries
from inmeko.consultations.rules import phases, tickets
from inmeko.consultations.rules.words import LIVE, Entrance, QuotaKind, RegistrationState
from inmeko.consultations.services.events import lock
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

MOST_NAMES = 500


def find(event: Event, typed: str) -> Registration:
    """The registration of a code that was typed or scanned; RuleError says what is wrong."""
    code = tickets.read(typed)
    if not code:
        raise RuleError(N_("Type the code, or hold the QR code before the camera."), field="code")
    found = queries.by_code(municipality_id=event.municipality_id, code=code)
    if found is None:
        raise RuleError(N_("There is no registration with this code."), field="code")
    if found.event_id != event.id:
        raise RuleError(
            N_("This code is for another event: “%(title)s”."),
            field="code",
            values={"title": found.event.title},
        )
    if found.state not in LIVE:
        raise RuleError(N_("This registration was cancelled."), field="code")
    return found


def check_in(
    actor: Actor, event: Event, registration: Registration, *, at: datetime | None = None
) -> bool:
    """Note that somebody came, at the moment that a phone without a line kept, or now.

    False if they were noted before; the earliest moment is kept, whichever door told it first.
    """
    lock(event)
    now = clock.now()
    phases.check_door(event, now)
    db.session.refresh(registration)
    if registration.event_id != event.id or registration.state not in LIVE:
        raise RuleError(N_("This registration was cancelled."), field="code")
    came = phases.came_at(at, event, now)
    before = registration.attended_at
    if before is None or (at is not None and came < before):
        registration.attended_at, registration.attended_by_id = came, actor.id
        db.session.flush()
    return before is None


def take_back(actor: Actor, event: Event, registration: Registration) -> None:
    """Take back that somebody came: it was noted by mistake."""
    lock(event)
    registration.attended_at = registration.attended_by_id = None
    db.session.flush()
    _note(actor, "attendance taken back", event, {"registration": registration.id})


def enter_list(
    actor: Actor, event: Event, numbers: Sequence[int], names: Sequence[str], quota: QuotaKind
) -> tuple[int, int]:
    """Enter a paper list: who of the registered signed it, and who came without registration."""
    lock(event)
    phases.check_door(event, clock.now())
    names = [" ".join(name.split())[:200] for name in names if name.strip()]
    if len(names) > MOST_NAMES:
        limit = {"most": MOST_NAMES}
        raise RuleError(N_("Enter at most %(most)s names at once."), field="names", values=limit)
    signed = [one for one in queries.ids(event, numbers) if one.attended_at is None]
    for one in signed:
        _attended(actor, one)
    for name in names:
        _attended(actor, _at_the_door(event, name, quota))
    _note(actor, "list entered", event, {"signed": len(signed), "unregistered": len(names)})
    return len(signed), len(names)


def _at_the_door(event: Event, name: str, kind: QuotaKind) -> Registration:
    """Whoever came without registration was there: capacity is no question any more."""
    quota = next((one for one in event.quotas if one.kind is kind), event.quotas[0])
    made = Registration(
        municipality_id=event.municipality_id,
        event=event,
        quota=quota,
        state=RegistrationState.REGISTERED,
        entrance=Entrance.DOOR,
        name=name,
        key=secrets.token_urlsafe(24),
        code=tickets.made(),
    )
    db.session.add(made)
    return made


def _attended(actor: Actor, one: Registration) -> None:
    one.attended_at, one.attended_by_id = clock.now(), actor.id
    db.session.flush()


def _note(actor: Actor, deed: str, event: Event, after: dict[str, int]) -> None:
    note(actor, deed, "event", event.id, municipality_id=event.municipality_id, after=after)
    logger.info("%s: event %s by %s", deed, event.id, actor.id)
