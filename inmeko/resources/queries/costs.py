"""Costs of standing idle and proposals of reuse: of an asset, and of a whole town."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, AssetCost, ReuseScenario
from inmeko.resources.rules.asset import AssetState, Use
from inmeko.resources.rules.concession_words import CostKind

DEAREST = 500


@dataclass(frozen=True)
class TownCosts:
    """What a town's idle assets cost in a year: the sum, how many tell it, and the dearest."""

    total: Decimal
    known: int
    idle: int
    rows: Sequence[Asset]


def of_asset(asset: Asset) -> Sequence[AssetCost]:
    """The costs of an asset, the newest year first."""
    query = sa.select(AssetCost).where(AssetCost.asset_id == asset.id)
    order = (AssetCost.year.desc(), AssetCost.kind, AssetCost.id)
    return db.session.scalars(query.order_by(*order)).all()


def cost(*, municipality: str, asset_id: int, cost_id: int) -> AssetCost:
    """A cost of a town's asset; raises NotFoundError."""
    query = (
        sa.select(AssetCost)
        .join(AssetCost.asset)
        .join(Asset.municipality)
        .where(Municipality.slug == municipality, Asset.id == asset_id, AssetCost.id == cost_id)
        .options(contains_eager(AssetCost.asset))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such cost."))
    return found


def scenarios(asset: Asset) -> Sequence[ReuseScenario]:
    """The uses proposed for an asset, the newest first."""
    query = sa.select(ReuseScenario).where(ReuseScenario.asset_id == asset.id)
    return db.session.scalars(query.order_by(ReuseScenario.id.desc())).all()


def scenario(*, municipality: str, scenario_id: int) -> ReuseScenario:
    """A proposed use with its asset; raises NotFoundError."""
    query = (
        sa.select(ReuseScenario)
        .join(ReuseScenario.asset)
        .join(Asset.municipality)
        .where(Municipality.slug == municipality, ReuseScenario.id == scenario_id)
        .options(contains_eager(ReuseScenario.asset))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such proposal in this municipality."))
    return found


def of_town(municipality_id: int) -> TownCosts:
    """The yearly cost of all assets of a town that stand idle, the dearest first."""
    idle = (
        Asset.municipality_id == municipality_id,
        Asset.state == AssetState.CURRENT,
        Asset.use == Use.IDLE,
    )
    totals = sa.select(
        sa.func.sum(Asset.idle_cost), sa.func.count(Asset.idle_cost), sa.func.count()
    ).where(*idle)
    total, known, count = db.session.execute(totals).one()
    rows = sa.select(Asset).where(*idle, Asset.idle_cost > 0)
    rows = rows.order_by(Asset.idle_cost.desc(), Asset.id).limit(DEAREST)
    return TownCosts(total or Decimal(0), known, count, db.session.scalars(rows).all())


def by_kind(municipality_id: int) -> list[tuple[CostKind, Decimal]]:
    """The entered costs of a town's idle assets by kind: of each kind its newest year."""
    newest = (
        sa.select(AssetCost.asset_id, AssetCost.kind, sa.func.max(AssetCost.year).label("year"))
        .where(AssetCost.municipality_id == municipality_id)
        .group_by(AssetCost.asset_id, AssetCost.kind)
        .subquery()
    )
    query = (
        sa.select(AssetCost.kind, sa.func.sum(AssetCost.amount))
        .join(Asset, Asset.id == AssetCost.asset_id)
        .join(
            newest,
            sa.and_(
                newest.c.asset_id == AssetCost.asset_id,
                newest.c.kind == AssetCost.kind,
                newest.c.year == AssetCost.year,
            ),
        )
        .where(
            AssetCost.municipality_id == municipality_id,
            Asset.use == Use.IDLE,
            Asset.state == AssetState.CURRENT,
        )
        .group_by(AssetCost.kind)
    )
    rows = [(kind, amount) for kind, amount in db.session.execute(query)]
    return sorted(rows, key=lambda row: (-row[1], row[0]))


def scenario_table(*, municipality: str, scenario_id: int, form: str) -> ReuseScenario:
    """The proposed use of which a table is wanted; raises NotFoundError."""
    return scenario(municipality=municipality, scenario_id=scenario_id)
