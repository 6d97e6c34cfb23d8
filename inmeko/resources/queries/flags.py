"""Flags: one, the queue of a town page by page, its counts, and what they are about."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely
import sqlalchemy as sa
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import defer, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import as_wkb
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, AssetFlag, AssetMerge
from inmeko.resources.rules.flagging import FlagKind, FlagState

PAGE = 25
LOOKED_AT = 2_000

# What is looked at when flags are looked for anew: no shape is opened.
WATCHED: tuple[Any, ...] = (
    Asset.id,
    Asset.kind,
    Asset.title,
    Asset.address,
    Asset.kaek,
    Asset.atak,
    Asset.owner_afm,
    Asset.area_stated,
    Asset.area_computed,
    Asset.floors,
    Asset.x,
    Asset.y,
)

_BRIEF: tuple[Any, ...] = (
    AssetFlag.id,
    AssetFlag.asset_id,
    AssetFlag.other_id,
    AssetFlag.kind,
    AssetFlag.mark,
)


@dataclass(frozen=True)
class Wanted:
    """Which flags are asked for; an empty mark means all groups."""

    kind: FlagKind | None = None
    state: FlagState = FlagState.OPEN
    mark: str = ""
    import_id: int | None = None


@dataclass(frozen=True)
class Page:
    """A page of the queue, and the ids to go on from on either side."""

    rows: Sequence[AssetFlag]
    previous: int | None
    next: int | None


def boundary(*, municipality_id: int) -> BaseGeometry | None:
    """The boundary of a town (WGS84), if it is known."""
    query = sa.select(as_wkb(Municipality.boundary)).where(Municipality.id == municipality_id)
    found = db.session.scalar(query)
    return None if found is None else shapely.from_wkb(found)


def watched(
    *, municipality_id: int, after: int = 0, ids: Sequence[int] | None = None
) -> Sequence[sa.Row[Any]]:
    """What is looked at of the current assets of a town, by their ids, a batch at a time."""
    query = sa.select(*WATCHED).where(
        Asset.municipality_id == municipality_id, Asset.state == "current", Asset.id > after
    )
    if ids is not None:
        query = query.where(Asset.id.in_(ids))
    return db.session.execute(query.order_by(Asset.id).limit(LOOKED_AT)).all()


def shapes(*, municipality_id: int, ids: Sequence[int]) -> dict[int, BaseGeometry]:
    """The shapes (WGS84) of assets of a town by their ids."""
    query = sa.select(Asset.id, as_wkb(Asset.geometry).label("shape")).where(
        Asset.municipality_id == municipality_id, Asset.id.in_(ids), Asset.geometry.is_not(None)
    )
    return {row.id: shapely.from_wkb(row.shape) for row in db.session.execute(query)}


def open_of(
    *, municipality_id: int, kinds: Sequence[FlagKind], after: int = 0, ids: Sequence[int] = ()
) -> Sequence[sa.Row[Any]]:
    """Open flags of some kinds (id, asset, other, kind, mark), a batch at a time."""
    query = (
        sa.select(*_BRIEF)
        .where(
            AssetFlag.municipality_id == municipality_id,
            AssetFlag.state == FlagState.OPEN,
            AssetFlag.kind.in_(kinds),
            AssetFlag.id > after,
        )
        .order_by(AssetFlag.id)
        .limit(LOOKED_AT)
    )
    if ids:
        query = query.where(AssetFlag.asset_id.in_(ids) | AssetFlag.other_id.in_(ids))
    return db.session.execute(query).all()


def flag(*, municipality: str, flag_id: int) -> AssetFlag:
    """The flag of a town with its assets; NotFoundError if that town has none of this id."""
    query = (
        sa.select(AssetFlag)
        .join(Municipality, Municipality.id == AssetFlag.municipality_id)
        .where(Municipality.slug == municipality, AssetFlag.id == flag_id)
        .options(
            joinedload(AssetFlag.asset).selectinload(Asset.sector_rows),
            joinedload(AssetFlag.other).selectinload(Asset.sector_rows),
            joinedload(AssetFlag.settled_by),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such flag in this municipality."))
    return found


def counts(*, municipality_id: int, state: FlagState = FlagState.OPEN) -> dict[FlagKind, int]:
    """How many flags of each kind a town has in a state."""
    query = (
        sa.select(AssetFlag.kind, sa.func.count())
        .where(AssetFlag.municipality_id == municipality_id, AssetFlag.state == state)
        .group_by(AssetFlag.kind)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def groups(*, municipality_id: int, wanted: Wanted) -> Sequence[sa.Row[Any]]:
    """The marks that several flags of one kind share, the largest first (mark, number)."""
    number: Any = sa.func.count().label("number")
    columns: tuple[Any, ...] = (AssetFlag.mark, number)
    query = (
        sa.select(*columns)
        .where(*_meant(municipality_id, wanted))
        .group_by(AssetFlag.mark)
        .having(number > 1)
        .order_by(number.desc(), AssetFlag.mark)
        .limit(PAGE)
    )
    return db.session.execute(query).all()


def count(*, municipality_id: int, wanted: Wanted) -> int:
    """How many flags are meant."""
    query = sa.select(sa.func.count(AssetFlag.id)).where(*_meant(municipality_id, wanted))
    return db.session.scalar(query) or 0


def page(
    *, municipality_id: int, wanted: Wanted, after: int | None = None, before: int | None = None
) -> Page:
    """A page of the queue in the order in which flags were raised."""
    backwards = before is not None
    query = sa.select(AssetFlag).where(*_meant(municipality_id, wanted)).options(*_listed())
    if after is not None:
        query = query.where(AssetFlag.id > after)
    if before is not None:
        query = query.where(AssetFlag.id < before)
    along = AssetFlag.id.desc() if backwards else AssetFlag.id
    rows = list(db.session.scalars(query.order_by(along).limit(PAGE + 1)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if backwards:
        rows.reverse()
    earlier = more if backwards else after is not None
    later = True if backwards else more
    return Page(
        rows,
        rows[0].id if rows and earlier else None,
        rows[-1].id if rows and later else None,
    )


def meant(*, municipality_id: int, wanted: Wanted) -> Sequence[sa.Row[Any]]:
    """Every flag that is meant (id, asset, other, kind, mark): a whole group at once."""
    query = sa.select(*_BRIEF).where(*_meant(municipality_id, wanted))
    return db.session.execute(query.order_by(AssetFlag.id)).all()


def beside(*, municipality_id: int, wanted: Wanted, flag_id: int) -> tuple[int | None, int | None]:
    """The ids of the flags before and after one in the queue."""
    conditions = list(_meant(municipality_id, wanted))
    previous = sa.select(sa.func.max(AssetFlag.id)).where(*conditions, AssetFlag.id < flag_id)
    following = sa.select(sa.func.min(AssetFlag.id)).where(*conditions, AssetFlag.id > flag_id)
    row = db.session.execute(
        sa.select(previous.scalar_subquery(), following.scalar_subquery())
    ).one()
    return row[0], row[1]


def of_asset(*, asset: Asset) -> Sequence[AssetFlag]:
    """The open flags of an asset, and of pairs of which it is the other."""
    query = (
        sa.select(AssetFlag)
        .where(
            AssetFlag.municipality_id == asset.municipality_id,
            AssetFlag.state == FlagState.OPEN,
            sa.or_(AssetFlag.asset_id == asset.id, AssetFlag.other_id == asset.id),
        )
        .options(*_listed())
        .order_by(AssetFlag.kind, AssetFlag.id)
    )
    return db.session.scalars(query).all()


def merged_into(*, asset: Asset) -> Asset | None:
    """The asset that a merged one went into."""
    query = (
        sa.select(Asset)
        .join(AssetMerge, AssetMerge.asset_id == Asset.id)
        .where(AssetMerge.merged_id == asset.id)
        .options(selectinload(Asset.sector_rows))
    )
    return db.session.scalar(query)


def merged_from(*, asset: Asset) -> Sequence[Asset]:
    """The assets that were merged into one."""
    query = (
        sa.select(Asset)
        .join(AssetMerge, AssetMerge.merged_id == Asset.id)
        .where(AssetMerge.asset_id == asset.id)
        .order_by(AssetMerge.merged_at, Asset.id)
    )
    return db.session.scalars(query).all()


def _listed() -> tuple[Any, ...]:
    long = (Asset.geometry, Asset.description, Asset.search_text, Asset.imported)
    return (
        joinedload(AssetFlag.asset).options(*map(defer, long)),
        joinedload(AssetFlag.other).options(*map(defer, long)),
    )


def _meant(municipality_id: int, wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = [
        AssetFlag.municipality_id == municipality_id,
        AssetFlag.state == wanted.state,
    ]
    if wanted.kind is not None:
        conditions.append(AssetFlag.kind == wanted.kind)
    if wanted.mark:
        conditions.append(AssetFlag.mark == wanted.mark)
    if wanted.import_id is not None:
        conditions.append(AssetFlag.import_id == wanted.import_id)
    return conditions
