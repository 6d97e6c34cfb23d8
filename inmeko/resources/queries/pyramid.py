"""The points of all assets in the memory of each process, and their cells at any zoom.

One statement reads the points of the municipalities that changed since they were read, from an
index that holds all it asks for; what a map counts is then a matter of milliseconds.
"""

import json
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.kept import keeper
from inmeko.extensions.portable_lists import as_list
from inmeko.resources.models import Asset
from inmeko.resources.queries.holding import given_away
from inmeko.resources.rules.asset import AssetState, Condition, Kind, Use
from inmeko.resources.rules.clusters import START, Box, Cluster, cell_size

# One array for each; the words of an asset as places in their enumerations.
NAMES = ("id", "x", "y", "area", "free", "state", "use", "kind", "condition")
WORDS: dict[str, type[StrEnum]] = {
    "state": AssetState,
    "use": Use,
    "kind": Kind,
    "condition": Condition,
}
# Degrees travel as whole numbers of this part, about a centimetre.
FINE = 10_000_000
Points = dict[str, Any]


def points(municipality_id: int | None, today: date) -> Points:
    """The placed assets of a municipality, or of all, as arrays.

    What is `free` is so by that day, and held by nobody.
    """
    known = keeper()
    key = ("points", municipality_id, today)
    return known.thing(key, known.stamp(municipality_id), lambda: _together(municipality_id, today))


def level(municipality_id: int | None, today: date, zoom: int) -> list[np.ndarray[Any, Any]]:
    """The cells of the current assets at a zoom: columns, rows, and the parts of a Cluster."""
    known = keeper()

    def make() -> list[np.ndarray[Any, Any]]:
        now = points(municipality_id, today)
        current = now["state"] == place(AssetState.CURRENT)
        return grouped({name: values[current] for name, values in now.items()}, zoom)

    key = ("level", municipality_id, today, zoom)
    return known.thing(key, known.stamp(municipality_id), make)


def cut(cells: list[np.ndarray[Any, Any]], around: tuple[int, int, int, int]) -> list[Cluster]:
    """The clusters in the columns and rows from the first to the last, both included."""
    left, bottom, right, top = around
    column, row = cells[:2]
    inside = (column >= left) & (column <= right) & (row >= bottom) & (row <= top)
    return [
        Cluster(*cell) for cell in zip(*(part[inside].tolist() for part in cells[2:]), strict=True)
    ]


def within(now: Points, box: Box) -> Points:
    """Those of the points that lie in a box (WGS84)."""
    west, south, east, north = box
    inside = (now["x"] >= west) & (now["x"] < east) & (now["y"] >= south) & (now["y"] < north)
    return {name: values[inside] for name, values in now.items()}


def grouped(now: Points, zoom: int) -> list[np.ndarray[Any, Any]]:
    """The points by the cells of a zoom: columns, rows, and the parts of a Cluster."""
    width, height = cell_size(zoom)
    column = ((now["x"] - START[0]) / width).astype(np.int64)
    row = ((now["y"] - START[1]) / height).astype(np.int64)
    cell = (column << 32) | row
    order = np.argsort(cell, kind="stable")
    cell = cell[order]
    if not len(cell):
        return [cell] * 11
    starts = np.flatnonzero(np.concatenate(([True], cell[1:] != cell[:-1])))
    x, y = now["x"][order], now["y"][order]
    idle = (now["use"][order] == place(Use.IDLE)).astype(np.int64)
    return [
        cell[starts] >> 32,
        cell[starts] & 0xFFFFFFFF,
        np.diff(np.append(starts, len(cell))),
        np.add.reduceat(idle, starts),
        np.add.reduceat(x, starts),
        np.add.reduceat(y, starts),
        np.minimum.reduceat(x, starts),
        np.minimum.reduceat(y, starts),
        np.maximum.reduceat(x, starts),
        np.maximum.reduceat(y, starts),
        np.minimum.reduceat(now["id"][order], starts),
    ]


def place(word: StrEnum) -> int:
    """The number that stands for a word in the arrays."""
    return list(type(word)).index(word)


def _together(municipality_id: int | None, today: date) -> Points:
    """The points of municipalities; only of those that changed the database is asked."""
    known = keeper()
    towns = known.towns() if municipality_id is None else [municipality_id]
    stamps = {town: known.stamp(town) for town in towns}
    missing = [town for town in towns if not known.has(("town", town, today), stamps[town])]
    if missing:
        read = _read(missing if len(missing) < len(known.towns()) else None, today)
        for town in missing:
            mine = read["town"] == town
            part = {name: read[name][mine] for name in NAMES}
            known.keep(("town", town, today), stamps[town], part)
    parts: list[Points] = [known.thing(("town", town, today), stamps[town], dict) for town in towns]
    if len(parts) == 1:
        return parts[0]
    empty = [_arrays([])] if not parts else []
    return {name: np.concatenate([part[name] for part in parts + empty]) for name in NAMES}


def _read(towns: Sequence[int] | None, today: date) -> Points:
    """The points of municipalities, or of all: one row for each set of words, its numbers as lists.

    Fetched one by one they would take three times as long.
    """
    words: tuple[Any, ...] = tuple(getattr(Asset, name) for name in WORDS)
    lists: tuple[Any, ...] = (
        Asset.id,
        sa.cast(Asset.x * FINE, sa.BigInteger),
        sa.cast(Asset.y * FINE, sa.BigInteger),
        sa.cast(Asset.area_key * 100, sa.BigInteger),
        sa.case((Asset.available_from > today, 0), (Asset.id.in_(given_away(today)), 0), else_=1),
    )
    query: sa.Select[Any] = sa.select(Asset.municipality_id, *words, *map(as_list, lists))
    query = query.where(Asset.x.is_not(None), Asset.y.is_not(None))
    if towns is not None:
        query = query.where(Asset.municipality_id.in_(towns))
    query = query.group_by(Asset.municipality_id, *words)
    return _arrays(db.session.execute(query).all())


def _arrays(rows: Sequence[Any]) -> Points:
    numbers = [[np.array(json.loads(text), np.int64) for text in row[5:]] for row in rows]
    sizes = [len(lists[0]) for lists in numbers]
    columns = [
        np.concatenate(parts) if parts else np.array([], np.int64)
        for parts in zip(*numbers, strict=True)
    ] or [np.array([], np.int64)] * 5
    found = dict(zip(("id", "x", "y", "area", "free"), columns, strict=True))
    found |= {"x": found["x"] / FINE, "y": found["y"] / FINE, "area": found["area"] / 100}
    found["town"] = np.repeat(np.array([row[0] for row in rows], np.int64), sizes)
    for name, at in zip(WORDS, range(1, 5), strict=True):
        places = np.array([place(row[at]) for row in rows], np.int8)
        found[name] = np.repeat(places, sizes)
    return found
