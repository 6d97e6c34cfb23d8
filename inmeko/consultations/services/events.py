"""Make an event, announce it, change it, cancel it, and follow the clock when it is over."""

import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import (
    Event,
    EventNotice,
    EventQuota,
    EventSector,
    EventSubject,
)
from inmeko.consultations.queries import events as queries
from inmeko.consultations.rules import announcing, editing, phases
from inmeko.consultations.rules.feedback import THANKED
from inmeko.consultations.rules.phases import EventPhase
from inmeko.consultations.rules.words import (
    EVENT_NEXT,
    EventKind,
    EventNoticeKind,
    EventState,
    QuotaKind,
    SubjectKind,
)
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_, search_key
from inmeko.records.services import note, post_job

logger = logging.getLogger(__name__)

KIND = "event"
END = "events.end"
TELL = "events.tell"
REMIND = "events.remind"
THANK = "events.thank"
# When those who have a place are reminded of it.
REMINDED = timedelta(days=1)
# The columns of each page of the editor; what is none of these stands in the content.
COLUMNS = {
    "basics": ("title", "kind", "series"),
    "time": ("starts_at", "ends_at"),
    "place": ("asset_id", "address", "x", "y", "online_url"),
    "registration": (
        "registration",
        "capacity",
        "registers_from",
        "registers_until",
        "offer_hours",
    ),
    "about": (),
}
CONTENT = {
    "basics": ("aims", "text", "languages"),
    "time": ("agenda",),
    "place": ("ease", "ease_text"),
    "registration": ("questions",),
    "about": ("contact",),
}


def draft(actor: Actor, municipality_id: int, *, title: str, kind: EventKind) -> Event:
    """Begin an event; only the staff sees it."""
    event = Event(municipality_id=municipality_id, title=title, kind=kind, made_by_id=actor.id)
    event.search_text = search_key(title)
    event.quotas = [EventQuota(municipality_id=municipality_id, kind=QuotaKind.EVERYBODY)]
    db.session.add(event)
    db.session.flush()
    _note(actor, "event drafted", event, None)
    return event


def copy(actor: Actor, event: Event) -> Event:
    """Begin an event like an earlier one, as the next of its series; its dates are still open."""
    made = draft(actor, event.municipality_id, title=event.title, kind=event.kind)
    names = ("series", "asset_id", "address", "x", "y", "online_url", "registration")
    for name in (*names, "capacity", "offer_hours"):
        setattr(made, name, getattr(event, name))
    made.content = {name: value for name, value in event.content.items() if name != "agenda"}
    _put_quotas(made, {one.kind: one.places for one in event.quotas if not one.closed})
    town, ids = event.municipality_id, [event.id]
    _put_sectors(made, queries.sectors(ids, municipality_id=town).get(event.id, []))
    _put_subjects(made, queries.subjects(event))
    db.session.flush()
    return made


def part(event: Event, name: str) -> dict[str, Any]:
    """What one page of the editor holds."""
    found = {column: getattr(event, column) for column in COLUMNS[name]}
    found |= {field: event.content.get(field) for field in CONTENT[name]}
    town = event.municipality_id
    if name == "basics":
        found["sectors"] = queries.sectors([event.id], municipality_id=town).get(event.id, [])
    if name == "registration":
        found["quotas"] = {one.kind.value: one.places for one in event.quotas if not one.closed}
    if name == "about":
        found["subjects"] = {kind.value: key for kind, key in queries.subjects(event).items()}
    return found


def change(
    actor: Actor, event: Event, name: str, values: Mapping[str, Any], *, seen: str, reason: str = ""
) -> EventNotice | None:
    """Change one page of the editor; what moves an announced event is told to everybody."""
    lock(event)
    editing.check_editable(event.state)
    now = part(event, name)
    if seen != editing.seen(now):
        raise ConflictError(N_("Somebody else changed this page while you were working on it."))
    moved = event.state is EventState.ANNOUNCED and name in editing.TOLD and _moves(now, values)
    if moved and not reason.strip():
        raise RuleError(N_("Give the reason: everybody registered reads it."), field="reason")
    before = told(event)
    _put(event, name, values)
    if event.starts_at is not None and event.ends_at is not None:
        phases.check_times(event.starts_at, event.ends_at)
    if event.state is EventState.ANNOUNCED:
        lacks = announcing.lacking(event, clock.now())
        announcing.check([one for one in lacks if one.part == name])
    db.session.flush()
    _note(actor, "changed", event, before)
    return _tell(actor, event, EventNoticeKind.MOVED, reason.strip()) if moved else None


def announce(actor: Actor, event: Event) -> None:
    """Make a draft public."""
    lock(event)
    before = told(event)
    state = advance(EVENT_NEXT, event.state, EventState.ANNOUNCED)
    announcing.check(announcing.lacking(event, clock.now()))
    event.state, event.announced_at = state, clock.now()
    _wait_for_the_end(event)
    db.session.flush()
    _note(actor, "event announced", event, before)


def cancel(actor: Actor, event: Event, *, reason: str) -> EventNotice:
    """Cancel an announced event for good, and tell everybody registered."""
    lock(event)
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody registered reads it."), field="reason")
    if phases.phase(event, clock.now()) is EventPhase.OVER:
        raise RuleError(N_("What is over cannot be cancelled."))
    before = told(event)
    event.state = advance(EVENT_NEXT, event.state, EventState.CANCELLED)
    notice = _tell(actor, event, EventNoticeKind.CALLED_OFF, reason.strip())
    _note(actor, "event cancelled", event, before)
    return notice


def end(payload: dict[str, Any]) -> None:
    """Let an event that is over be held; one that was moved or cancelled stays as it is."""
    town, number = payload["municipality"], payload["event"]
    event = queries.event_of(municipality_id=town, event_id=number)
    if event is not None:
        follow_the_clock(Actor(), event)


def follow_the_clock(actor: Actor, event: Event) -> None:
    """Let an announced event whose end has passed be held; any deed after it begins so."""
    lock(event)
    if event.state is not EventState.ANNOUNCED:
        return
    if phases.phase(event, clock.now()) is not EventPhase.OVER:
        return
    before = told(event)
    event.state = advance(EVENT_NEXT, event.state, EventState.HELD)
    db.session.flush()
    _note(actor, "event held", event, before)
    if event.ends_at is not None:
        post_job(
            THANK,
            {"municipality": event.municipality_id, "event": event.id},
            municipality_id=event.municipality_id,
            key=f"event-thank:{event.id}",
            run_after=event.ends_at + THANKED,
        )


def lock(event: Event) -> None:
    """Keep an event from everybody else until the transaction ends, as it is now."""
    db.session.flush()
    query = sa.select(Event).where(Event.id == event.id).with_for_update(of=Event)
    db.session.execute(query.execution_options(populate_existing=True)).one()
    db.session.expire(event, ["quotas", "notices"])


def told(event: Event) -> dict[str, Any]:
    """What the audit trail keeps of an event."""
    names = ("title", "state", "starts_at", "ends_at", "address", "asset_id", "capacity")
    return {name: getattr(event, name) for name in names}


def _put(event: Event, name: str, values: Mapping[str, Any]) -> None:
    for column in COLUMNS[name]:
        setattr(event, column, values[column])
    fields = {field: values[field] for field in CONTENT[name]}
    event.content = {**event.content, **fields}
    if name == "basics":
        words = [event.title, event.series, *event.content.get("aims", ())]
        event.search_text = search_key(" ".join(words))
        _put_sectors(event, values["sectors"])
    if name == "registration":
        _put_quotas(event, values["quotas"])
    if name == "about":
        _put_subjects(event, values["subjects"])
    if event.state is EventState.ANNOUNCED and name in editing.TOLD:
        event.sequence += 1
        _wait_for_the_end(event)


def _moves(now: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    names = (*COLUMNS["time"], *COLUMNS["place"])
    return any(name in now and now[name] != values[name] for name in names)


def _put_sectors(event: Event, sectors: Sequence[str]) -> None:
    db.session.execute(sa.delete(EventSector).where(EventSector.event_id == event.id))
    for sector in dict.fromkeys(sectors):
        row = EventSector(event_id=event.id, sector=sector, municipality_id=event.municipality_id)
        db.session.add(row)


def _put_subjects(event: Event, subjects: Mapping[SubjectKind, int]) -> None:
    db.session.execute(sa.delete(EventSubject).where(EventSubject.event_id == event.id))
    for kind, key in subjects.items():
        row = EventSubject(
            event_id=event.id, kind=kind, key=key, municipality_id=event.municipality_id
        )
        db.session.add(row)


def _put_quotas(event: Event, quotas: Mapping[QuotaKind, int | None]) -> None:
    """A quota that somebody may be registered under is closed, never removed."""
    if not quotas:
        raise RuleError(N_("Say for whom the places are."), field="quotas")
    known = {one.kind: one for one in event.quotas}
    for kind, one in known.items():
        one.closed, one.places = kind not in quotas, quotas.get(kind)
    for kind in (one for one in QuotaKind if one in quotas and one not in known):
        made = EventQuota(municipality_id=event.municipality_id, kind=kind, places=quotas[kind])
        event.quotas.append(made)


def _wait_for_the_end(event: Event) -> None:
    if event.ends_at is None:
        return
    about = {"municipality": event.municipality_id, "event": event.id}
    post_job(
        END,
        about,
        municipality_id=event.municipality_id,
        key=f"event-end:{event.id}:{event.ends_at.isoformat()}",
        run_after=event.ends_at,
    )
    if event.starts_at is not None and event.starts_at - REMINDED > clock.now():
        post_job(
            REMIND,
            {**about, "starts_at": event.starts_at.isoformat()},
            municipality_id=event.municipality_id,
            key=f"event-remind:{event.id}:{event.starts_at.isoformat()}",
            run_after=event.starts_at - REMINDED,
        )


def _tell(actor: Actor, event: Event, kind: EventNoticeKind, reason: str) -> EventNotice:
    """Keep a notice, and have everybody registered told by mail."""
    notice = EventNotice(
        municipality_id=event.municipality_id,
        event=event,
        kind=kind,
        reason=reason,
        told_by_id=actor.id,
    )
    event.sequence += 1
    db.session.add(notice)
    db.session.flush()
    post_job(
        TELL,
        {"municipality": event.municipality_id, "notice": notice.id},
        municipality_id=event.municipality_id,
        key=f"event-tell:{notice.id}",
    )
    return notice


def _note(actor: Actor, deed: str, event: Event, before: dict[str, Any] | None) -> None:
    town = event.municipality_id
    note(actor, deed, KIND, event.id, municipality_id=town, before=before, after=told(event))
    logger.info("%s: %s by %s", deed, event.id, actor.id)
