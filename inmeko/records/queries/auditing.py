"""Questions about the audit trail: the history of a thing, a page of a town's deeds, a chain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from inmeko.accounts.models import Grant, Municipality, User
from inmeko.extensions import db
from inmeko.kernel.calendar import from_athens
from inmeko.records.models import AuditEntry, AuditHead
from inmeko.records.queries.protocol import PAGE
from inmeko.records.rules import audit

HISTORY_LENGTH = 200
BATCH = 5000


@dataclass(frozen=True)
class Person:
    """Who did something; a name is missing once the account is deleted."""

    id: int
    name: str | None


@dataclass(frozen=True)
class Deed:
    """An entry of the audit trail as it is shown; nobody did what the programme does by itself."""

    number: int
    at: datetime
    who: Person | None
    deed: str
    kind: str
    key: int
    changes: list[audit.Change]


@dataclass(frozen=True)
class Sought:
    """What is looked for in the trail; None means all. The day is one of Athens."""

    kind: str | None = None
    person: int | None = None
    day: date | None = None


def history(kind: str, key: int) -> list[Deed]:
    """The deeds done to a thing, the newest first; at most the last 200."""
    about = sa.select(AuditEntry).where(AuditEntry.kind == kind, AuditEntry.key == key)
    return _deeds(about.order_by(AuditEntry.id.desc()).limit(HISTORY_LENGTH))


def audit_page(
    sought: Sought, *, municipality_id: int, before: int | None = None, after: int | None = None
) -> list[Deed]:
    """A page of a town's deeds, the newest first, and one more if it goes on.

    `before` asks for what was done before an entry's number, `after` for what came after it.
    """
    query = sa.select(AuditEntry).where(*_meant(sought, municipality_id))
    if after is not None:
        upwards = query.where(AuditEntry.number > after).order_by(AuditEntry.number)
        return _deeds(upwards.limit(PAGE + 1))[::-1]
    if before is not None:
        query = query.where(AuditEntry.number < before)
    return _deeds(query.order_by(AuditEntry.number.desc()).limit(PAGE + 1))


def audit_people(*, municipality_id: int, chosen: int | None = None) -> list[Person]:
    """Who works for a town, and whoever was chosen beside them, by name.

    Asking a trail of hundreds of thousands of deeds for everybody in it would take too long.
    """
    staff = sa.select(Grant.user_id).where(Grant.municipality_id == municipality_id).distinct()
    people = _people({*db.session.scalars(staff), *([chosen] if chosen is not None else [])})
    return sorted(people.values(), key=lambda person: (person.name or "", person.id))


def chains(*, municipality: str | None = None) -> Sequence[tuple[str, int]]:
    """Every chain and the slug of its town (the platform's: empty), or that of one town."""
    entries = sa.select(AuditEntry.chain).union(sa.select(AuditHead.chain)).subquery()
    slug = sa.func.coalesce(Municipality.slug, "")
    query = sa.select(slug, entries.c.chain).outerjoin(
        Municipality, Municipality.id == entries.c.chain
    )
    if municipality is not None:
        query = query.where(Municipality.slug == municipality)
    return [(name, chain) for name, chain in db.session.execute(query.order_by(entries.c.chain))]


def links(*, chain: int) -> Iterator[audit.Link]:
    """The entries of a chain in the order of their numbers, a batch at a time."""
    query = sa.select(*AuditEntry.__table__.c).where(AuditEntry.chain == chain)
    number = -1
    while True:
        batch = db.session.execute(
            query.where(AuditEntry.number > number).order_by(AuditEntry.number).limit(BATCH)
        ).all()
        if not batch:
            return
        yield from batch
        number = batch[-1].number


def head(*, chain: int) -> tuple[int, str]:
    """Where a chain ends, as it was written down: its last number and hash."""
    columns = sa.select(AuditHead.last_number, AuditHead.last_hash)
    row = db.session.execute(columns.where(AuditHead.chain == chain)).one_or_none()
    return (row.last_number, row.last_hash) if row else (0, audit.GENESIS)


def _meant(sought: Sought, municipality_id: int) -> Iterator[sa.ColumnElement[bool]]:
    yield AuditEntry.chain == audit.chain_of(municipality_id)
    if sought.kind is not None:
        yield AuditEntry.kind == sought.kind
    if sought.person is not None:
        yield AuditEntry.actor_id == sought.person
    if sought.day is not None:
        yield AuditEntry.at >= _midnight(sought.day)
        yield AuditEntry.at < _midnight(sought.day + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return from_athens(datetime.combine(day, time()))


def _deeds(selected: sa.Select[AuditEntry]) -> list[Deed]:
    entries = db.session.scalars(selected).all()
    people = _people({entry.actor_id for entry in entries if entry.actor_id is not None})
    return [
        Deed(
            number=entry.number,
            at=entry.at,
            who=None if entry.actor_id is None else people[entry.actor_id],
            deed=entry.deed,
            kind=entry.kind,
            key=entry.key,
            changes=audit.changes(entry.before, entry.after),
        )
        for entry in entries
    ]


def _people(ids: set[int]) -> dict[int, Person]:
    known = sa.select(User.id, User.name, User.email).where(
        User.id.in_(ids), User.deleted_at.is_(None)
    )
    names = {row.id: row.name or row.email for row in db.session.execute(known)}
    return {each: Person(each, names.get(each)) for each in ids}
