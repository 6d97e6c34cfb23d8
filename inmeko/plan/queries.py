"""What spans the domains: the numbers, the newest and the next of a town; all towns at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import load_only, selectinload

from inmeko.accounts.models import Municipality
from inmeko.accounts.rules.towns import short_name
from inmeko.extensions import db
from inmeko.kernel.text import search_terms
from inmeko.plan.rules import COMING, NEWEST, horizon
from inmeko.resources.models import Asset
from inmeko.resources.queries.holding import given_away
from inmeko.resources.rules.asset import AssetState, Condition, Kind, Ownership, Use

FREE = (Use.IDLE, Use.UNDERUSED)
SHOWN = (
    Asset.id,
    Asset.municipality_id,
    Asset.code,
    Asset.title,
    Asset.kind,
    Asset.use,
    Asset.address,
    Asset.area_key,
    Asset.available_from,
)


@dataclass(frozen=True)
class Numbers:
    """A town's register in numbers: areas in m², cost in euro per year."""

    total: int
    idle: int
    underused: int
    available: int
    area: Decimal
    cost: Decimal
    idle_kinds: tuple[tuple[Kind, int], ...]


@dataclass(frozen=True)
class TownCard:
    """A town as the installation's front page shows it."""

    slug: str
    name: str
    name_en: str
    assets: int
    idle: int
    available: int


def numbers(municipality_id: int, today: date) -> Numbers:
    """Counts, idle area and cost of a town's register, in one grouped statement."""
    free = _available(today)
    counted = sa.func.count()
    query = (
        sa.select(
            Asset.kind,
            Asset.use,
            counted.label("found"),
            counted.filter(free).label("free"),
            sa.func.sum(Asset.area_key).filter(Asset.area_key > 0).label("area"),
            sa.func.sum(Asset.idle_cost).label("cost"),
        )
        .where(Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT)
        .group_by(Asset.kind, Asset.use)
    )
    rows = db.session.execute(query).all()
    unused = [row for row in rows if row.use in FREE]
    idle = sorted(
        ((row.kind, row.found) for row in rows if row.use is Use.IDLE),
        key=lambda pair: (-pair[1], pair[0]),
    )
    return Numbers(
        total=sum(row.found for row in rows),
        idle=sum(found for _kind, found in idle),
        underused=sum(row.found for row in rows if row.use is Use.UNDERUSED),
        available=sum(row.free for row in rows),
        area=sum((row.area or Decimal(0) for row in unused), Decimal(0)),
        cost=sum((row.cost or Decimal(0) for row in unused), Decimal(0)),
        idle_kinds=tuple(idle),
    )


def newest(municipality_id: int, today: date) -> Sequence[Asset]:
    """The assets of a town that are available today and were changed last, with their sectors."""
    query = (
        sa.select(Asset)
        .where(Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT)
        .where(_available(today))
        .order_by(Asset.updated_at.desc(), Asset.id.desc())
        .options(load_only(*SHOWN), selectinload(Asset.sector_rows))
        .limit(NEWEST)
    )
    return db.session.scalars(query).all()


def coming(municipality_id: int, today: date) -> Sequence[Asset]:
    """The assets of a town that become available in the twelve months to come, the next first."""
    query = (
        sa.select(Asset)
        .where(Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT)
        .where(Asset.available_from > today, Asset.available_from <= horizon(today))
        .order_by(Asset.available_from, Asset.id)
        .options(load_only(*SHOWN))
        .limit(COMING)
    )
    return db.session.scalars(query).all()


def towns(search: str, today: date) -> list[TownCard]:
    """All municipalities that a search by name finds, with the counts of their assets."""
    unused = Asset.use.in_(FREE)
    counted = (
        sa.select(
            Asset.municipality_id.label("place"),
            sa.func.count().label("assets"),
            sa.func.count().filter(Asset.use == Use.IDLE).label("idle"),
            sa.func.count().filter(_available(today), unused).label("available"),
        )
        .where(Asset.state == AssetState.CURRENT)
        .group_by(Asset.municipality_id)
        .subquery()
    )
    query = sa.select(
        Municipality.slug,
        Municipality.name,
        Municipality.name_en,
        *(sa.func.coalesce(counted.c[name], 0) for name in ("assets", "idle", "available")),
    ).outerjoin(counted, counted.c.place == Municipality.id)
    for term in search_terms(short_name(search)):
        query = query.where(
            sa.or_(
                Municipality.name_key.contains(term, autoescape=True),
                Municipality.slug.contains(term, autoescape=True),
                sa.func.lower(Municipality.name_en).contains(term, autoescape=True),
            )
        )
    rows = db.session.execute(query.order_by(Municipality.name_key, Municipality.id))
    return [TownCard(*row) for row in rows]


def first_idle(municipality_id: int) -> dict[Kind, int]:
    """The id of the first idle asset of each kind in a town, ruins left out."""
    query = (
        sa.select(Asset.kind, sa.func.min(Asset.id).label("first"))
        .where(Asset.municipality_id == municipality_id)
        .where(Asset.use == Use.IDLE, Asset.condition != Condition.RUIN)
        .group_by(Asset.kind)
    )
    return {row.kind: row.first for row in db.session.execute(query)}


def middle(municipality_id: int) -> tuple[float, float] | tuple[None, None]:
    """The mean place of a town's assets, in degrees of WGS84."""
    query = sa.select(sa.func.avg(Asset.x), sa.func.avg(Asset.y))
    x, y = db.session.execute(query.where(Asset.municipality_id == municipality_id)).one()
    return (float(x), float(y)) if x is not None else (None, None)


def ended(municipality_id: int) -> list[int]:
    """The ids of a ruin and of a leased asset: two whose time in a town's register may end."""
    here = sa.select(sa.func.min(Asset.id)).where(Asset.municipality_id == municipality_id)
    ruin = db.session.scalar(here.where(Asset.condition == Condition.RUIN))
    leased = db.session.scalar(here.where(Asset.ownership == Ownership.LEASED))
    return [number for number in (ruin, leased) if number is not None]


def _available(today: date) -> sa.ColumnElement[bool]:
    """What the inventory's filter calls available: unused, free from today, given to nobody."""
    free = sa.or_(Asset.available_from.is_(None), Asset.available_from <= today)
    return sa.and_(Asset.use.in_(FREE), free, Asset.id.not_in(given_away(today)))
