"""Events by number, in the calendar, on the map, and what belongs to them."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Event, EventNotice, EventSector, EventSubject
from inmeko.consultations.rules.listing import EventFilter
from inmeko.consultations.rules.words import EventState, SubjectKind
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState

PAGE = 20
MOST = 500
# Feeds keep what is past for so long, so that a calendar can take it off again.
FED = timedelta(days=60)


def event(*, municipality: str, event_id: int, **_more: Any) -> Event:
    """An event of a town by its number; raises NotFoundError."""
    query = (
        sa.select(Event)
        .join(Event.municipality)
        .options(contains_eager(Event.municipality), joinedload(Event.asset))
        .where(Municipality.slug == municipality, Event.id == event_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such event."))
    return found


def event_of(*, municipality_id: int, event_id: int) -> Event | None:
    """An event of a town by their numbers, as jobs name it."""
    query = sa.select(Event).where(Event.municipality_id == municipality_id, Event.id == event_id)
    return db.session.scalar(query.options(joinedload(Event.municipality)))


def page(
    *, municipality_id: int, wanted: EventFilter, now: datetime, after: int | None = None
) -> tuple[Sequence[Event], bool]:
    """A page of the calendar as a list, and whether it goes on."""
    query = _matching(municipality_id, wanted)
    past = sa.or_(Event.ends_at <= now, Event.state != EventState.ANNOUNCED)
    query = query.where(past if wanted.past else ~past)
    if after is not None:
        last = sa.select(Event.starts_at, Event.id).where(
            Event.id == after, Event.municipality_id == municipality_id
        )
        row = db.session.execute(last).one_or_none()
        if row:
            place = sa.tuple_(Event.starts_at, Event.id)
            known = sa.tuple_(sa.literal(row[0], Event.starts_at.type), sa.literal(row[1]))
            query = query.where(place < known if wanted.past else place > known)
    order = (Event.starts_at.desc(), Event.id.desc()) if wanted.past else _FIRST
    rows = db.session.scalars(query.order_by(*order).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def counts(*, municipality_id: int, wanted: EventFilter, now: datetime) -> tuple[int, int]:
    """How many events are to come, and how many are past."""
    past = sa.or_(Event.ends_at <= now, Event.state != EventState.ANNOUNCED)
    query = _matching(municipality_id, wanted).with_only_columns(
        sa.func.count(), sa.func.sum(sa.case((past, 1), else_=0)), maintain_column_froms=True
    )
    total, gone = db.session.execute(query.order_by(None)).one()
    return total - (gone or 0), gone or 0


def between(
    *, municipality_id: int, wanted: EventFilter, first: datetime, last: datetime
) -> Sequence[Event]:
    """The events that touch a time, the first to begin first."""
    query = _matching(municipality_id, wanted).where(Event.starts_at < last, Event.ends_at > first)
    return db.session.scalars(query.order_by(*_FIRST).limit(MOST)).all()


def coming(*, municipality_id: int, wanted: EventFilter, now: datetime) -> Sequence[Event]:
    """The events that are going on or to come, the next one first."""
    query = _matching(municipality_id, wanted).where(
        Event.ends_at > now, Event.state == EventState.ANNOUNCED
    )
    return db.session.scalars(query.order_by(*_FIRST).limit(MOST)).all()


def fed(*, municipality_id: int, wanted: EventFilter, now: datetime) -> Sequence[Event]:
    """What a subscribed calendar is told: to come, cancelled, and past not long ago."""
    query = _matching(municipality_id, wanted).where(Event.ends_at > now - FED)
    return db.session.scalars(query.order_by(*_FIRST).limit(MOST)).all()


def drafts(*, municipality_id: int) -> Sequence[Event]:
    """Events of a town that are being prepared, the latest first."""
    query = sa.select(Event).where(
        Event.municipality_id == municipality_id, Event.state == EventState.DRAFT
    )
    return db.session.scalars(query.order_by(Event.id.desc()).limit(MOST)).all()


def sectors(event_ids: Collection[int], *, municipality_id: int) -> dict[int, list[str]]:
    """The sectors of each of these events, by number."""
    query = sa.select(EventSector.event_id, EventSector.sector).where(
        EventSector.event_id.in_(list(event_ids)), EventSector.municipality_id == municipality_id
    )
    found: dict[int, list[str]] = {}
    for number, sector in db.session.execute(query.order_by(EventSector.sector)):
        found.setdefault(number, []).append(sector)
    return found


def subjects(event: Event) -> dict[SubjectKind, int]:
    """What an event is about: the numbers of things, by their kinds."""
    query = sa.select(EventSubject.kind, EventSubject.key).where(
        EventSubject.event_id == event.id, EventSubject.municipality_id == event.municipality_id
    )
    return {row[0]: row[1] for row in db.session.execute(query.order_by(EventSubject.kind))}


def of_series(event: Event) -> Sequence[Event]:
    """The other announced events of the same series, in their order."""
    if not event.series:
        return []
    query = sa.select(Event).where(
        Event.municipality_id == event.municipality_id,
        Event.series == event.series,
        Event.id != event.id,
        Event.state != EventState.DRAFT,
    )
    return db.session.scalars(query.order_by(*_FIRST).limit(MOST)).all()


def notice(*, municipality_id: int, notice_id: int) -> EventNotice | None:
    """A notice of a town with its event, as the job that tells of it names it."""
    query = (
        sa.select(EventNotice)
        .where(EventNotice.municipality_id == municipality_id, EventNotice.id == notice_id)
        .options(joinedload(EventNotice.event).joinedload(Event.municipality))
    )
    return db.session.scalar(query)


def asset_of_code(*, municipality_id: int, code: str) -> Asset | None:
    """The asset of a town with a code, if it is in the register."""
    query = sa.select(Asset).where(
        Asset.municipality_id == municipality_id,
        Asset.code == code,
        Asset.state == AssetState.CURRENT,
    )
    return db.session.scalar(query)


_FIRST = (Event.starts_at, Event.id)


def _matching(municipality_id: int, wanted: EventFilter) -> sa.Select[Event]:
    query = sa.select(Event).where(
        Event.municipality_id == municipality_id,
        Event.state != EventState.DRAFT,
        Event.starts_at.is_not(None),
    )
    if wanted.kind:
        query = query.where(Event.kind.in_(wanted.kind))
    if wanted.series:
        query = query.where(Event.series == wanted.series)
    if wanted.sector:
        suited = sa.select(EventSector.event_id).where(
            EventSector.municipality_id == municipality_id, EventSector.sector.in_(wanted.sector)
        )
        query = query.where(Event.id.in_(suited))
    if wanted.subject:
        kind, key = wanted.subject
        about = sa.select(EventSubject.event_id).where(
            EventSubject.municipality_id == municipality_id,
            EventSubject.kind == kind,
            EventSubject.key == key,
        )
        query = query.where(Event.id.in_(about))
    for term in wanted.terms:
        query = query.where(Event.search_text.contains(term, autoescape=True))
    return query.options(joinedload(Event.asset))
