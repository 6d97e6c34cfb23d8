"""Clusters of the map: kept ready for all assets, grouped by the database for a filter."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.kept import keeper
from inmeko.resources.models import Asset
from inmeko.resources.queries import pyramid
from inmeko.resources.queries.assets import inside, matching
from inmeko.resources.rules.clusters import KEPT_TO, Box, Cluster, box_of, cells_of
from inmeko.resources.rules.filters import AssetFilter, Placing, Sort

# Below this zoom a view holds so much that the spatial index would only be in the way.
NARROW_FROM = 12


def view(
    municipality_id: int | None, wanted: AssetFilter, today: date, box: Box, zoom: int
) -> list[Cluster]:
    """The assets of a filter in the cells that a box (WGS84) touches, counted by cell.

    A cell of one asset is that asset; its `first` is the id.
    """
    wanted = replace(wanted, sort=Sort.TITLE, box=None)
    if wanted.placing is Placing.UNPLACED:
        return []
    wanted = replace(wanted, placing=None)
    if wanted == AssetFilter() and zoom <= KEPT_TO:
        return pyramid.cut(municipality_id, cells_of(box, zoom), zoom)
    query = matching(pyramid.grouped(zoom), municipality_id, wanted, today)
    west, south, east, north = around = box_of(cells_of(box, zoom), zoom)
    if zoom >= NARROW_FROM:
        query = query.where(*inside(around))
    else:
        query = query.where(Asset.x.between(west, east), Asset.y.between(south, north))
    return [Cluster(*row[2:]) for row in db.session.execute(query)]


def kept(
    municipality_id: int | None,
    key: Hashable,
    make: Callable[[], bytes],
    *,
    at_once: bool = False,
) -> bytes:
    """An answer about a municipality or all, made again only when one of its assets changed.

    It may be a second late, unless it is wanted at once.
    """
    stamp = keeper().stamp(municipality_id, 0 if at_once else None)
    return keeper().answer((stamp, municipality_id, key), make)


def extent(municipality_id: int | None, wanted: AssetFilter, today: date) -> Box | None:
    """The box (WGS84) around the placed assets of a filter, or None when there are none."""
    edges: tuple[Any, ...] = (
        sa.func.min(Asset.x),
        sa.func.min(Asset.y),
        sa.func.max(Asset.x),
        sa.func.max(Asset.y),
    )
    query = matching(sa.select(*edges), municipality_id, replace(wanted, placing=None), today)
    west, south, east, north = db.session.execute(query).one()
    return None if west is None else (west, south, east, north)
