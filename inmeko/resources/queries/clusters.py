"""Clusters of the map, for any filter of the list."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.kept import keeper
from inmeko.resources.models import Asset
from inmeko.resources.queries import pyramid
from inmeko.resources.queries.assets import matching
from inmeko.resources.queries.pyramid import Points, place
from inmeko.resources.rules.asset import AssetState, Use
from inmeko.resources.rules.clusters import Box, Cluster, box_of, cells_of
from inmeko.resources.rules.filters import AssetFilter, Placing, Sort, Standing


def view(
    municipality_id: int | None, wanted: AssetFilter, today: date, box: Box, zoom: int
) -> list[Cluster]:
    """The assets of a filter in the cells that a box (WGS84) touches, counted by cell.

    A cell of one asset is that asset; its `first` is the id.
    """
    if wanted.placing is Placing.UNPLACED:
        return []
    wanted = replace(wanted, sort=Sort.TITLE, box=None, placing=None)
    around = cells_of(box, zoom)
    if wanted == AssetFilter():
        return pyramid.cut(pyramid.level(municipality_id, today, zoom), around)
    near = pyramid.within(pyramid.points(municipality_id, today), box_of(around, zoom))
    asked = _asked(near, wanted) & _among(near, municipality_id, wanted, today)
    found = {name: values[asked] for name, values in near.items()}
    return pyramid.cut(pyramid.grouped(found, zoom), around)


def count(municipality_id: int | None, wanted: AssetFilter, today: date) -> int:
    """How many placed assets answer a question; its box counts too."""
    number: sa.Select[Any] = sa.select(sa.func.count())
    query = matching(number, municipality_id, wanted, today).where(Asset.x.is_not(None))
    return db.session.scalar(query) or 0


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


def known(municipality_id: int | None, key: Hashable) -> bytes | None:
    """An answer as `kept` keeps it, if it has been made; it may be a second late."""
    return keeper().known((keeper().stamp(municipality_id), municipality_id, key))


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


def _asked(now: Points, wanted: AssetFilter) -> Any:
    """Which of the points have the words and numbers that were asked for."""
    found = np.ones(len(now["id"]), dtype=bool)
    for name in ("kind", "use", "condition"):
        if words := getattr(wanted, name):
            found &= np.isin(now[name], [place(word) for word in words])
    if wanted.available:
        found &= np.isin(now["use"], [place(Use.IDLE), place(Use.UNDERUSED)]) & (now["free"] == 1)
    if wanted.min_area is not None:
        found &= now["area"] >= float(wanted.min_area)
    if wanted.max_area is not None:
        found &= (now["area"] >= 0) & (now["area"] <= float(wanted.max_area))
    return found


def _among(now: Points, municipality_id: int | None, wanted: AssetFilter, today: date) -> Any:
    """Which of the points the database finds by what only it knows: words, sectors."""
    left = replace(
        wanted, kind=(), use=(), condition=(), available=False, min_area=None, max_area=None
    )
    if replace(left, standing=Standing.CURRENT) == AssetFilter():
        return _standing(now, left.standing)
    query = matching(sa.select(Asset.id), municipality_id, left, today)
    ids = np.fromiter(db.session.scalars(query.where(Asset.x.is_not(None))), dtype=np.int64)
    return np.isin(now["id"], ids)


def _standing(now: Points, standing: Standing) -> Any:
    if standing is Standing.ALL:
        return np.ones(len(now["id"]), dtype=bool)
    return now["state"] == place(AssetState(standing.value))
