"""Vector tiles of what is published, in one indexed statement each."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions.kept import keeper
from inmeko.extensions.portable import within_box
from inmeko.extensions.straight import Send, by_session, straight
from inmeko.extensions.vector_tiles import tile_of_points, tile_of_shapes
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.mvt import Tile
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import FIELD, AssetState, Value
from inmeko.resources.rules.publishing import EVERYWHERE, TOWN
from inmeko.resources.rules.tiles import LAYER, LIMIT, SHAPES_FROM

AT_ONCE: Send = straight
HIDDEN: sa.Select[Any] = (
    sa.select(Municipality.id).where(sa.not_(Municipality.publishes)).order_by(Municipality.id)
)
NAMED: sa.Select[Any] = sa.select(Municipality.id).where(
    Municipality.slug == sa.bindparam("slug"), Municipality.publishes
)


def tile(*, municipality: str, wanted: Tile, told: Sequence[str], send: Send = by_session) -> bytes:
    """A tile of a collection with the properties told; empty bytes where nothing lies.

    Made once, it is kept until an asset changes; NotFoundError if there is no such collection.
    """
    town = _published(municipality, send)
    closed = () if town else tuple(row[0] for row in send(HIDDEN, {}))
    key = ("tile", wanted, tuple(told), closed)
    kept = keeper()
    return kept.answer((kept.stamp(town), town, key), lambda: made(town, wanted, told))


def made(town: int | None, wanted: Tile, told: Sequence[str]) -> bytes:
    """A tile of a town, or of all towns that publish, made now."""
    # In one order, whatever the asked one: the statement is then written only once.
    columns = {name: _column(name) for name in sorted(told)}
    query = sa.select().where(Asset.state == AssetState.CURRENT, Asset.x.is_not(None))
    if TOWN in told:
        query = query.join(Asset.municipality)
    if town is not None:
        query = query.where(Asset.municipality_id == town)
    else:
        towns = sa.select(Municipality.id).where(Municipality.publishes)
        query = query.where(Asset.municipality_id.in_(towns))
    query = query.limit(LIMIT)
    if wanted.zoom >= SHAPES_FROM:
        query = query.where(within_box(Asset.geometry, wanted.box))
        return tile_of_shapes(wanted, LAYER, Asset.id, Asset.geometry, columns, query)
    west, south, east, north = wanted.box
    query = query.where(Asset.x.between(west, east), Asset.y.between(south, north))
    return tile_of_points(wanted, LAYER, Asset.id, Asset.x, Asset.y, columns, query)


def _published(municipality: str, send: Send) -> int | None:
    """The town of a collection; None for all of them."""
    if municipality == EVERYWHERE:
        return None
    rows = send(NAMED, {"slug": municipality})
    if not rows:
        raise NotFoundError(N_("There is no such collection."))
    return int(rows[0][0])


def _column(name: str) -> sa.ColumnElement[Any]:
    """A property as a tile tells it: words and days as text, measures as numbers."""
    if name == TOWN:
        return Municipality.slug.expression
    column = getattr(Asset, name)
    kind = FIELD[name].value
    if kind is Value.NUMBER:
        return sa.cast(column, sa.Double)
    if kind is Value.INTEGER:
        return sa.type_coerce(column, sa.Integer)
    if kind in {Value.DATE, Value.WORDS}:
        return sa.cast(sa.type_coerce(column, sa.types.NullType()), sa.Text)
    return sa.type_coerce(column, sa.Text)
