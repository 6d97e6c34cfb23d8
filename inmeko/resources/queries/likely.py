"""Pairs of assets that may be one: by code, name or place, so that never all meet all."""

import logging
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.portable import Box, matches, within_box
from inmeko.kernel.text import search_terms
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.duplicates import NEAR
from inmeko.resources.rules.flagging import CROWD, METRES_PER_DEGREE, PER_DEGREE

logger = logging.getLogger(__name__)

# A code or a name that more bear than this tells nothing of two of them.
SHARED_BY = 6
MOST_PAIRS = 500_000
ASKED_TOGETHER = 5_000

COMPARED: tuple[Any, ...] = (
    Asset.id,
    Asset.title,
    Asset.address,
    Asset.kaek,
    Asset.kind,
    Asset.x,
    Asset.y,
)

Pair = tuple[int, int]


def point(column: Any) -> sa.ColumnElement[int]:
    """A coordinate in whole millionths of a degree."""
    return sa.cast(sa.func.round(column * PER_DEGREE), sa.BigInteger)


def crowded(*, municipality_id: int) -> Sequence[sa.Row[Any]]:
    """The assets of a town that share a point with others (id, x, y, how many)."""
    at = (point(Asset.x), point(Asset.y))
    here = _current(municipality_id, Asset.x.is_not(None))
    number = sa.func.count().label("number")
    groups = (
        sa.select(at[0].label("px"), at[1].label("py"), number)
        .where(*here)
        .group_by(*at)
        .having(number >= CROWD)
        .subquery()
    )
    query = (
        sa.select(Asset.id, Asset.x, Asset.y, groups.c.number)
        .join(groups, (at[0] == groups.c.px) & (at[1] == groups.c.py))
        .where(*here)
    )
    return db.session.execute(query).all()


def pairs(*, municipality_id: int, import_id: int | None = None) -> set[Pair]:
    """Pairs of ids (the later first) that are worth comparing.

    With an import, only those of which it wrote at least one.
    """
    found: set[Pair] = set()
    for query in _blocks(municipality_id, import_id):
        rows = db.session.execute(query.limit(MOST_PAIRS))
        found.update((max(one, other), min(one, other)) for one, other in rows)
    near = _neighbours(municipality_id, import_id)
    found.update((max(one, other), min(one, other)) for one, other in near)
    return found


def compared(*, municipality_id: int, ids: Sequence[int]) -> Iterator[sa.Row[Any]]:
    """What is compared of current assets of a town."""
    for start in range(0, len(ids), ASKED_TOGETHER):
        part = Asset.id.in_(ids[start : start + ASKED_TOGETHER])
        yield from db.session.execute(sa.select(*COMPARED).where(*_current(municipality_id, part)))


def beside(asset: Asset) -> Sequence[sa.Row[Any]]:
    """What is compared of the assets near one, or with its cadastral code, or with its name."""
    others = [*_current(asset.municipality_id), Asset.id != asset.id]
    queries = []
    if asset.x is not None and asset.y is not None:
        near = within_box(Asset.geometry, _around(asset.x, asset.y, NEAR))
        queries.append(sa.select(*COMPARED).where(*others, near).limit(ASKED_TOGETHER))
    if asset.kaek:
        named = matches(Asset.search_text, search_terms(asset.kaek))
        same = sa.select(*COMPARED).where(*others, named, Asset.kaek == asset.kaek)
        queries.append(same.limit(SHARED_BY))
    if asset.address:
        namesake = (Asset.title_key == asset.title_key) & (Asset.address == asset.address)
        queries.append(sa.select(*COMPARED).where(*others, namesake).limit(SHARED_BY))
    found = {row.id: row for query in queries for row in db.session.execute(query)}
    return [found[key] for key in sorted(found)]


def on_point(asset: Asset) -> int:
    """How many assets of the town lie on the point of one, itself included."""
    if asset.x is None or asset.y is None:
        return 0
    x, y = round(asset.x * PER_DEGREE), round(asset.y * PER_DEGREE)
    box = (asset.x - 1e-6, asset.y - 1e-6, asset.x + 1e-6, asset.y + 1e-6)
    query = sa.select(sa.func.count(Asset.id)).where(
        *_current(asset.municipality_id),
        within_box(Asset.geometry, box),
        point(Asset.x) == x,
        point(Asset.y) == y,
    )
    return db.session.scalar(query) or 0


def _current(municipality_id: int, *more: sa.ColumnElement[bool]) -> list[sa.ColumnElement[bool]]:
    return [Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT, *more]


def _blocks(municipality_id: int, import_id: int | None) -> Iterator[sa.Select[Any]]:
    coded = _current(municipality_id, Asset.kaek.is_not(None))
    yield _same(coded, [Asset.kaek], import_id)
    addressed = _current(municipality_id, Asset.address != "")
    yield _same(addressed, [Asset.title_key, Asset.address], import_id)


def _same(
    conditions: Sequence[sa.ColumnElement[bool]], columns: Sequence[Any], import_id: int | None
) -> sa.Select[Any]:
    """Pairs with the same values in some columns, unless too many have them."""
    number = sa.func.count().over(partition_by=columns).label("number")
    values = [column.label(f"value_{at}") for at, column in enumerate(columns)]
    every = sa.select(Asset.id, Asset.import_id, *values, number).where(*conditions).cte()
    one, other = every.alias(), every.alias()
    names = [f"value_{at}" for at in range(len(columns))]
    equal = [one.c[name] == other.c[name] for name in names]
    few = one.c.number.between(2, SHARED_BY)
    return sa.select(one.c.id, other.c.id).where(*equal, few, _once(one, other, import_id))


def _neighbours(municipality_id: int, import_id: int | None) -> Iterator[Pair]:
    """Pairs of one kind that lie near each other, found by a tree of their points.

    Where many share one point it is a geocoder's, and being near says nothing.
    """
    placed = _current(municipality_id, Asset.x.is_not(None), Asset.y.is_not(None))
    columns: tuple[Any, ...] = (Asset.id, Asset.kind, Asset.import_id, Asset.x, Asset.y)
    rows = db.session.execute(sa.select(*columns).where(*placed).order_by(Asset.id)).all()
    rows = _apart(rows)
    if not rows:
        return
    ids = np.array([row.id for row in rows])
    kinds = np.unique([str(row.kind) for row in rows], return_inverse=True)[1]
    # Metres on the plane that touches the globe in the middle of the town.
    places = np.array([(row.x, row.y) for row in rows]) * METRES_PER_DEGREE
    places[:, 0] *= np.cos(np.radians(places[:, 1].mean() / METRES_PER_DEGREE))
    points = shapely.points(places)
    tree = shapely.STRtree(points)
    mine = np.array([import_id is None or row.import_id == import_id for row in rows])
    asked = mine.nonzero()[0]
    left = MOST_PAIRS
    for part in np.array_split(asked, max(1, len(asked) // ASKED_TOGETHER)):
        one, other = tree.query(points[part], predicate="dwithin", distance=NEAR)
        one = part[one]
        # Each pair once: of two that are asked for, the later asks.
        wanted = (kinds[one] == kinds[other]) & ((one > other) | ~mine[other])
        wanted &= one != other
        found = list(zip(ids[one[wanted]].tolist(), ids[other[wanted]].tolist(), strict=True))
        yield from found[:left]
        left -= len(found)
        if left <= 0:
            logger.warning("town %s has too many neighbours to compare all", municipality_id)
            return


def _apart(rows: Sequence[Any]) -> list[Any]:
    """The rows without those on a crowded point."""
    steps = [(round(row.x * PER_DEGREE), round(row.y * PER_DEGREE)) for row in rows]
    number = Counter(steps)
    return [row for row, step in zip(rows, steps, strict=True) if number[step] < CROWD]


def _once(one: Any, other: Any, import_id: int | None) -> sa.ColumnElement[bool]:
    """Each pair once; with an import, only with one of its assets."""
    later = one.c.id > other.c.id
    if import_id is None:
        return sa.and_(later)
    # Compared with nothing, an asset of no import would fall out.
    foreign = sa.func.coalesce(other.c.import_id, 0) != import_id
    return sa.and_(one.c.import_id == import_id, sa.or_(later, foreign))


def _around(x: float, y: float, metres: float) -> Box:
    up = metres / METRES_PER_DEGREE
    across = up / 0.7
    return (x - across, y - up, x + across, y + up)
