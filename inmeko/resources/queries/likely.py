"""Pairs of assets that may be one: blocked by SQL, so that never all are compared with all."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.portable import Box, matches, within_box
from inmeko.kernel.text import search_terms
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.duplicates import NEAR
from inmeko.resources.rules.flagging import CROWD, METRES_PER_DEGREE, PER_DEGREE

# Cells of about 110 by 90 m: who is nearer than NEAR lies in the same or in the next one.
CELLS_PER_DEGREE = 1000
# A code or a name that so many bear tells nothing of two of them.
SHARED_BY = 20
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
    placed = _current(municipality_id, Asset.x.is_not(None))
    yield _neighbours(placed, import_id)


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


def _neighbours(
    conditions: Sequence[sa.ColumnElement[bool]], import_id: int | None
) -> sa.Select[Any]:
    """Pairs of one kind in the same cell of a grid or in neighbouring ones.

    Where many share one point it is a geocoder's, and being near says nothing.
    """
    cell = [
        sa.cast(sa.func.round(column * CELLS_PER_DEGREE), sa.Integer)
        for column in (Asset.x, Asset.y)
    ]
    number = sa.func.count().over(partition_by=[point(Asset.x), point(Asset.y)]).label("number")
    every = sa.select(
        Asset.id, Asset.import_id, Asset.kind, cell[0].label("cx"), cell[1].label("cy"), number
    )
    cells = every.where(*conditions).cte()
    one, other = cells.alias(), cells.alias()
    steps = (-1, 0, 1)
    shift = sa.values(sa.column("dx", sa.Integer), sa.column("dy", sa.Integer), name="steps")
    shifts = shift.data([(dx, dy) for dx in steps for dy in steps]).cte("shifts")
    return sa.select(one.c.id, other.c.id).where(
        other.c.cx == one.c.cx + shifts.c.dx,
        other.c.cy == one.c.cy + shifts.c.dy,
        other.c.kind == one.c.kind,
        one.c.number < CROWD,
        other.c.number < CROWD,
        _once(one, other, import_id),
    )


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
