"""Questions about the protocol register: a page of it, an entry, the numbers of a series."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import matches
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_, search_terms
from inmeko.records.models import ProtocolCounter, ProtocolEntry
from inmeko.records.rules.protocol import Direction, number_in

PAGE = 50
MOST_ABOUT = 50

Place = tuple[int, int]
NEWEST_FIRST = (ProtocolEntry.year.desc(), ProtocolEntry.number.desc())


@dataclass(frozen=True)
class Wanted:
    """What is looked for in the register; None means all."""

    search: str = ""
    year: int | None = None
    direction: Direction | None = None
    cancelled: bool | None = None


def protocol_page(
    wanted: Wanted, *, municipality_id: int, before: Place | None = None, after: Place | None = None
) -> Sequence[ProtocolEntry]:
    """A page of a town's register, the newest number first, and one more if it goes on.

    `before` asks for what was entered before a (year, number), `after` for what came after it.
    """
    place = sa.tuple_(ProtocolEntry.year, ProtocolEntry.number)
    query = sa.select(ProtocolEntry).where(*_meant(wanted, municipality_id))
    if after:
        query = query.where(place > sa.tuple_(*after))
        upwards = query.order_by(ProtocolEntry.year, ProtocolEntry.number)
        return db.session.scalars(upwards.limit(PAGE + 1)).all()[::-1]
    if before:
        query = query.where(place < sa.tuple_(*before))
    return db.session.scalars(query.order_by(*NEWEST_FIRST).limit(PAGE + 1)).all()


def protocol_count(wanted: Wanted, *, municipality_id: int) -> int:
    """How many entries of a town's register are meant."""
    query = sa.select(sa.func.count()).select_from(ProtocolEntry)
    return db.session.scalar(query.where(*_meant(wanted, municipality_id))) or 0


def protocol_rows(wanted: Wanted, *, municipality_id: int) -> Iterator[ProtocolEntry]:
    """All entries that are meant, in the order of their numbers."""
    query = sa.select(ProtocolEntry).where(*_meant(wanted, municipality_id))
    ordered = query.order_by(ProtocolEntry.year, ProtocolEntry.number)
    return iter(db.session.scalars(ordered.execution_options(yield_per=1000)))


def protocol_years(*, municipality_id: int) -> Sequence[int]:
    """The years in which a town drew numbers, the latest first."""
    query = sa.select(ProtocolCounter.year)
    mine = query.where(ProtocolCounter.municipality_id == municipality_id)
    return db.session.scalars(mine.order_by(ProtocolCounter.year.desc())).all()


def entry(*, municipality: str, entry_id: int) -> ProtocolEntry:
    """An entry of the town that a URL names; raises NotFoundError."""
    query = (
        sa.select(ProtocolEntry)
        .join(Municipality, Municipality.id == ProtocolEntry.municipality_id)
        .where(Municipality.slug == municipality, ProtocolEntry.id == entry_id)
        .options(joinedload(ProtocolEntry.entered_by))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such entry in this register."))
    return found


def entries_about(kind: str, keys: Collection[int], *, municipality_id: int) -> list[ProtocolEntry]:
    """The entries of a town about things of one kind, the latest first."""
    if not keys:
        return []
    query = (
        sa.select(ProtocolEntry)
        .where(
            ProtocolEntry.municipality_id == municipality_id,
            ProtocolEntry.kind == kind,
            ProtocolEntry.key.in_(keys),
        )
        .order_by(ProtocolEntry.id.desc())
        .limit(MOST_ABOUT)
    )
    return list(db.session.scalars(query))


def series(*, municipality: str | None = None) -> Sequence[sa.Row[str, int, int]]:
    """Every series (slug, municipality, year), of one town or of all, in order.

    A series counts by its entries too, should its counter be gone.
    """
    counters = sa.select(ProtocolCounter.municipality_id, ProtocolCounter.year)
    entries = sa.select(ProtocolEntry.municipality_id, ProtocolEntry.year)
    known = counters.union(entries).subquery()
    query = sa.select(Municipality.slug, known.c.municipality_id, known.c.year).join(
        known, known.c.municipality_id == Municipality.id
    )
    if municipality is not None:
        query = query.where(Municipality.slug == municipality)
    return db.session.execute(query.order_by(Municipality.slug, known.c.year)).all()


def numbers(*, municipality_id: int, year: int) -> Iterator[int]:
    """The numbers of a series in ascending order."""
    query = sa.select(ProtocolEntry.number).where(
        ProtocolEntry.municipality_id == municipality_id, ProtocolEntry.year == year
    )
    ordered = query.order_by(ProtocolEntry.number).execution_options(yield_per=10_000)
    return iter(db.session.scalars(ordered))


def drawn(*, municipality_id: int, year: int) -> int:
    """The last number drawn in a series."""
    counter = db.session.get(ProtocolCounter, (municipality_id, year))
    return counter.last_number if counter else 0


def _meant(wanted: Wanted, municipality_id: int) -> Iterator[sa.ColumnElement[bool]]:
    yield ProtocolEntry.municipality_id == municipality_id
    if wanted.search:
        yield _found(wanted.search)
    if wanted.year is not None:
        yield ProtocolEntry.year == wanted.year
    if wanted.direction is not None:
        yield ProtocolEntry.direction == wanted.direction
    if wanted.cancelled is not None:
        empty = ProtocolEntry.cancelled_at.is_(None)
        yield sa.not_(empty) if wanted.cancelled else empty


def _found(search: str) -> sa.ColumnElement[bool]:
    """Entries with these words, or with this number where one was typed."""
    terms = search_terms(search)
    words = matches(ProtocolEntry.search_text, terms) if terms else sa.true()
    asked = number_in(search)
    if asked is None:
        return words
    number, year = asked
    numbered = ProtocolEntry.number == number
    if "/" in search:
        return numbered & (ProtocolEntry.year == year) if year else numbered
    return numbered | words
