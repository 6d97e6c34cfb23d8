"""The pyramid: cells of all current assets at every zoom, kept in the memory of each process.

One statement counts the deepest cells of the municipalities that changed; the others are sums of
four of those below them.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.kept import keeper
from inmeko.extensions.portable_tiles import cell_of
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState, Use
from inmeko.resources.rules.clusters import KEPT_TO, START, Cluster, cell_size

# A level is one array for each of these; its cells are in the order of their places.
PLACE = ("column", "row")
COUNTED = ("found", "idle", "sum_x", "sum_y", "west", "south", "east", "north", "first")
JOINED: dict[str, Any] = dict.fromkeys(("found", "idle", "sum_x", "sum_y"), np.add)
JOINED |= dict.fromkeys(("west", "south", "first"), np.minimum)
JOINED |= dict.fromkeys(("east", "north"), np.maximum)
WHOLE = {"column", "row", "found", "idle", "first"}
Level = dict[str, Any]


def grouped(zoom: int) -> sa.Select[Any]:
    """The placed assets by the cells of a zoom: column, row, and the parts of a Cluster."""
    width, height = cell_size(zoom)
    column = cell_of(Asset.x, START[0], width).label("column")
    row = cell_of(Asset.y, START[1], height).label("row")
    counted: tuple[Any, ...] = (
        sa.func.count().label("found"),
        sa.func.count().filter(Asset.use == Use.IDLE).label("idle"),
        sa.func.sum(Asset.x).label("sum_x"),
        sa.func.sum(Asset.y).label("sum_y"),
        sa.func.min(Asset.x).label("west"),
        sa.func.min(Asset.y).label("south"),
        sa.func.max(Asset.x).label("east"),
        sa.func.max(Asset.y).label("north"),
        sa.func.min(Asset.id).label("first"),
    )
    query: sa.Select[Any] = sa.select(column, row, *counted)
    return query.where(Asset.x.is_not(None)).group_by(column, row)


def cut(municipality_id: int | None, cells: tuple[int, int, int, int], zoom: int) -> list[Cluster]:
    """The clusters of the current assets between two columns and two rows of a zoom."""
    level = _level(municipality_id, zoom)
    left, bottom, right, top = cells
    column, row = level["column"], level["row"]
    inside = (column >= left) & (column <= right) & (row >= bottom) & (row <= top)
    parts = (level[name][inside].tolist() for name in COUNTED)
    return [Cluster(*cell) for cell in zip(*parts, strict=True)]


def _level(municipality_id: int | None, zoom: int) -> Level:
    """The cells of a zoom: the deepest of what changed are counted, the others summed up."""
    known = keeper()
    key = ("level", municipality_id, zoom)

    def make() -> Level:
        if zoom < KEPT_TO:
            return _joined(_halved(_level(municipality_id, zoom + 1)))
        return _base(known.towns() if municipality_id is None else [municipality_id])

    return known.thing(key, known.stamp(municipality_id), make)


def _base(towns: Sequence[int]) -> Level:
    """The deepest cells of municipalities; only of those that changed the database is asked."""
    known = keeper()
    stamps = {town: known.stamp(town) for town in towns}
    missing = [town for town in towns if not known.has(("base", town), stamps[town])]
    if missing:
        counted = _counted(missing if len(missing) < len(known.towns()) else None)
        for town in missing:
            known.keep(("base", town), stamps[town], _of(counted, town))
    parts = [known.thing(("base", town), stamps[town], _nothing) for town in towns]
    return parts[0] if len(parts) == 1 else _joined(_together(parts))


def _counted(towns: Sequence[int] | None) -> Level:
    query = grouped(KEPT_TO).add_columns(Asset.municipality_id.label("town"))
    query = query.where(Asset.state == AssetState.CURRENT).group_by(Asset.municipality_id)
    if towns is not None:
        query = query.where(Asset.municipality_id.in_(towns))
    return _read(db.session.execute(query).all())


def _read(rows: Sequence[Any]) -> Level:
    names = (*PLACE, *COUNTED, "town")
    columns = list(zip(*rows, strict=True)) or [()] * len(names)
    return {
        name: np.array(values, dtype=np.int64 if name in WHOLE | {"town"} else np.float64)
        for name, values in zip(names, columns, strict=True)
    }


def _of(level: Level, town: int) -> Level:
    mine = level["town"] == town
    return {name: level[name][mine] for name in (*PLACE, *COUNTED)}


def _nothing() -> Level:
    return {name: values for name, values in _read([]).items() if name != "town"}


def _together(parts: Sequence[Level]) -> Level:
    return {
        name: np.concatenate([part[name] for part in parts] or [_nothing()[name]])
        for name in (*PLACE, *COUNTED)
    }


def _halved(level: Level) -> Level:
    return {**level, "column": level["column"] >> 1, "row": level["row"] >> 1}


def _joined(level: Level) -> Level:
    """The level with what lies in the same cell as one."""
    if not len(level["column"]):
        return level
    place = (level["column"] << 32) | level["row"]
    order = np.argsort(place, kind="stable")
    place = place[order]
    starts = np.flatnonzero(np.concatenate(([True], place[1:] != place[:-1])))
    joined = {name: JOINED[name].reduceat(level[name][order], starts) for name in COUNTED}
    return {"column": place[starts] >> 32, "row": place[starts] & 0xFFFFFFFF, **joined}
