"""Assets: one, a page of a list, counts, and features for a map."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, selectinload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import Box, as_geojson, matches, within_box
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, AssetFlag, AssetSector
from inmeko.resources.queries.holding import given_away
from inmeko.resources.rules.asset import AssetState, Use
from inmeko.resources.rules.filters import AssetFilter, Cursor, Placing, Sort, Standing
from inmeko.resources.rules.flagging import FlagState

PAGE = 25
MAP_LIMIT = 2000
BATCH = 1000

# What the popup of a mark says.
TOLD: tuple[Any, ...] = (
    Asset.id,
    Asset.title,
    Asset.code,
    Asset.kind,
    Asset.use,
    Asset.address,
    Municipality.slug,
)


@dataclass(frozen=True)
class Order:
    """An order of the list: its column, its direction, and how a place in it is read."""

    column: InstrumentedAttribute[Any]
    descending: bool
    read: Callable[[str], Any]


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


ORDERS: dict[Sort, Order] = {
    Sort.TITLE: Order(Asset.title_key, False, str),
    Sort.NEWEST: Order(Asset.updated_at, True, _moment),
    Sort.LARGEST: Order(Asset.area_key, True, Decimal),
}


@dataclass(frozen=True)
class Page:
    """A page of a list, and the places before and after it."""

    rows: Sequence[Asset]
    previous: Cursor | None
    next: Cursor | None


def asset(*, municipality: str, asset_id: int) -> Asset:
    """The asset of a town with its sectors; NotFoundError if that town has none of this id."""
    query = (
        sa.select(Asset)
        .join(Asset.municipality)
        .where(Municipality.slug == municipality, Asset.id == asset_id)
        .options(selectinload(Asset.sector_rows))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such asset in this municipality."))
    return found


def page(municipality_id: int, wanted: AssetFilter, today: date, at: Cursor | None = None) -> Page:
    """One page of the list in its order; `at` is a place that an earlier page gave."""
    order = ORDERS[wanted.sort]
    column = order.column
    backwards = at is not None and at.backwards
    query = matching(sa.select(Asset), municipality_id, wanted, today)
    query = query.options(selectinload(Asset.sector_rows))
    down = order.descending != backwards
    if at is not None:
        place = sa.tuple_(sa.literal(_typed(order, at.key), column.type), sa.literal(at.id))
        row = sa.tuple_(column, Asset.id)
        query = query.where(row < place if down else row > place)
    along = (column.desc(), Asset.id.desc()) if down else (column, Asset.id)
    rows = list(db.session.scalars(query.order_by(*along).limit(PAGE + 1)))
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    if backwards:
        rows.reverse()
    before = at is not None if not backwards else more
    after = more if not backwards else True
    return Page(
        rows,
        _place(column, rows[0], backwards=True) if rows and before else None,
        _place(column, rows[-1]) if rows and after else None,
    )


def count(municipality_id: int, wanted: AssetFilter, today: date) -> int:
    """How many assets answer the question."""
    query = matching(sa.select(sa.func.count(Asset.id)), municipality_id, wanted, today)
    return db.session.scalar(query) or 0


def counts(municipality_id: int, column: InstrumentedAttribute[Any]) -> dict[Any, int]:
    """How many assets of the register have each value of a column, the most frequent first."""
    number = sa.func.count(Asset.id)
    query = (
        sa.select(column, number)
        .where(Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT)
        .group_by(column)
        .order_by(number.desc(), column)
    )
    return dict(map(tuple, db.session.execute(query)))


def everything(municipality_id: int, wanted: AssetFilter, today: date) -> Iterator[Asset]:
    """All assets that answer the question, in batches, in the order of their codes."""
    query = matching(sa.select(Asset), municipality_id, wanted, today)
    query = query.options(selectinload(Asset.sector_rows)).order_by(Asset.code, Asset.id)
    last: tuple[str, int] | None = None
    while True:
        part = query.limit(BATCH)
        if last:
            part = part.where(sa.tuple_(Asset.code, Asset.id) > sa.tuple_(*map(sa.literal, last)))
        rows = list(db.session.scalars(part))
        yield from rows
        if len(rows) < BATCH:
            return
        last = (rows[-1].code, rows[-1].id)
        db.session.expunge_all()


def features(
    municipality_id: int | None,
    wanted: AssetFilter,
    today: date,
    box: Box | None,
    limit: int = MAP_LIMIT,
) -> Sequence[sa.Row[Any]]:
    """What a map draws in a WGS84 box: at most `limit` + 1 rows, with GeoJSON geometry."""
    shape = as_geojson(Asset.geometry).label("shape")
    query: sa.Select[Any] = sa.select(*TOLD, shape).join(Asset.municipality)
    query = matching(query, municipality_id, wanted, today)
    query = query.where(Asset.geometry.is_not(None))
    if box:
        query = query.where(within_box(Asset.geometry, box))
    return db.session.execute(query.order_by(Asset.id).limit(limit + 1)).all()


def pins(
    municipality_id: int, wanted: AssetFilter, today: date, limit: int
) -> Sequence[sa.Row[Any]]:
    """The placed assets of a filter, each with a point (x, y in degrees) for its shape."""
    query: sa.Select[Any] = sa.select(*TOLD, Asset.x, Asset.y).join(Asset.municipality)
    query = matching(query, municipality_id, wanted, today).where(Asset.x.is_not(None))
    return db.session.execute(query.order_by(Asset.id).limit(limit)).all()


def marks(ids: Sequence[int]) -> dict[int, sa.Row[Any]]:
    """What a map says of assets, by their ids."""
    found: dict[int, sa.Row[Any]] = {}
    for start in range(0, len(ids), BATCH):
        query: sa.Select[Any] = sa.select(*TOLD).join(Asset.municipality)
        part = query.where(Asset.id.in_(ids[start : start + BATCH]))
        found |= {row.id: row for row in db.session.execute(part)}
    return found


def shape(asset: Asset) -> dict[str, Any] | None:
    """The asset's geometry (WGS84) as GeoJSON."""
    query = sa.select(as_geojson(Asset.geometry)).where(Asset.id == asset.id)
    text = db.session.scalar(query)
    return json.loads(text) if text else None


def matching(
    query: sa.Select[Any], municipality_id: int | None, wanted: AssetFilter, today: date
) -> sa.Select[Any]:
    """The query with everything a reader asked for, in one municipality or in all."""
    if municipality_id is not None:
        query = query.where(Asset.municipality_id == municipality_id)
    if wanted.standing is not Standing.ALL:
        query = query.where(Asset.state == AssetState(wanted.standing.value))
    for column, words in (
        (Asset.kind, wanted.kind),
        (Asset.use, wanted.use),
        (Asset.condition, wanted.condition),
    ):
        if words:
            query = query.where(column.in_(words))
    if wanted.sector:
        suited = sa.select(AssetSector.asset_id).where(AssetSector.sector.in_(wanted.sector))
        query = query.where(Asset.id.in_(suited))
    if wanted.terms:
        query = query.where(matches(Asset.search_text, wanted.terms))
    return query.where(*_measures(wanted, today), *_work(wanted))


def inside(box: Box) -> Iterator[sa.ColumnElement[bool]]:
    """That an asset's point lies in a box, found by the spatial index."""
    west, south, east, north = box
    yield within_box(Asset.geometry, box)
    yield Asset.x.between(west, east)
    yield Asset.y.between(south, north)


def _measures(wanted: AssetFilter, today: date) -> Iterator[sa.ColumnElement[bool]]:
    if wanted.placing:
        here = Asset.geometry.is_not(None)
        yield here if wanted.placing is Placing.PLACED else sa.not_(here)
    if wanted.box:
        yield from inside(wanted.box)
    if wanted.available:
        yield Asset.use.in_([Use.IDLE, Use.UNDERUSED])
        yield sa.or_(Asset.available_from.is_(None), Asset.available_from <= today)
        yield Asset.id.not_in(given_away(today))
    if wanted.min_area is not None:
        yield Asset.area_key >= wanted.min_area
    if wanted.max_area is not None:
        yield Asset.area_key.between(0, wanted.max_area)


def _work(wanted: AssetFilter) -> Iterator[sa.ColumnElement[bool]]:
    """What staff ask who go through the register: flags, visits, where things are kept."""
    if wanted.flagged:
        waiting = AssetFlag.state == FlagState.OPEN
        yield Asset.id.in_(sa.select(AssetFlag.asset_id).where(waiting))
    if wanted.unvisited_since:
        never = Asset.visited_on.is_(None)
        yield sa.or_(never, Asset.visited_on < wanted.unvisited_since)
    if wanted.kept_in is not None:
        yield Asset.kept_at_id == wanted.kept_in


def _place(column: InstrumentedAttribute[Any], row: Asset, *, backwards: bool = False) -> Cursor:
    value = getattr(row, column.key)
    text = value.isoformat() if isinstance(value, datetime) else str(value)
    return Cursor(text, row.id, backwards)


def _typed(order: Order, text: str) -> Any:
    """The sort key of a place in the type of its column; NotFoundError for nonsense."""
    try:
        return order.read(text)
    except (ValueError, ArithmeticError):
        raise NotFoundError(N_("This place in the list is no longer there.")) from None
