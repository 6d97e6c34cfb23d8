"""Two entries of one asset become one: what was said of the one is said of the other."""

import logging
from collections.abc import Iterable, Iterator
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.base import Base
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import hand_over, note
from inmeko.resources.models import Asset, AssetFlag, AssetMerge
from inmeko.resources.queries import costs as costs_of
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.flagging import FlagKind
from inmeko.resources.rules.merging import STAYING, TOGETHER, merged_values
from inmeko.resources.services import costs
from inmeko.resources.services.assets import CHANGED, amend, retire, values_of
from inmeko.resources.services.settling import merged

logger = logging.getLogger(__name__)


def merge(
    actor: Actor,
    kept: Asset,
    other: Asset,
    *,
    versions: tuple[int, int],
    taken: Iterable[str],
    reason: str,
) -> Asset:
    """Merge an asset into another, which takes the values named in `taken` from it.

    The other is retired with the reason and says where it went. ConflictError if one of the
    two is no longer in the version seen, or if both were given to use in one period.
    """
    _check(kept, other, versions)
    values = merged_values(values_of(other), taken)
    if values:
        amend(actor, kept, values, version=kept.version)
    costs_before = len(costs_of.of_asset(kept))
    _take_over(kept, other)
    if len(costs_of.of_asset(kept)) > costs_before:
        costs.in_step(actor, kept)
    _free(kept)
    hand_over(kind="asset", key=other.id, to=kept.id)
    _remember(actor, kept, other)
    town = kept.municipality_id
    for one, word, two in ((kept, "merged", other), (other, "merged_into", kept)):
        note(actor, "merged", "asset", one.id, municipality_id=town, after={word: two.code})
    retire(actor, other, reason)
    # Whoever still has the kept one open in a form must be told, even if no value changed.
    kept.updated_at = clock.now()
    db.session.flush()
    db.session.expire_all()
    logger.info("asset %s merged into %s by %s", other.id, kept.id, actor.id)
    return kept


def _check(kept: Asset, other: Asset, versions: tuple[int, int]) -> None:
    if kept.id == other.id or kept.municipality_id != other.municipality_id:
        raise RuleError(N_("Choose two assets of this municipality."))
    for asset in sorted((kept, other), key=lambda one: one.id):
        db.session.refresh(asset, with_for_update={"of": Asset})
    if (kept.version, other.version) != versions:
        raise ConflictError(CHANGED)
    if AssetState.RETIRED in (kept.state, other.state):
        raise ConflictError(N_("One of the two has been retired meanwhile."))


def _remember(actor: Actor, kept: Asset, other: Asset) -> None:
    """Say where the other went, and settle what was asked about the two."""
    earlier = sa.update(AssetMerge).where(AssetMerge.asset_id == other.id)
    db.session.execute(earlier.values(asset_id=kept.id))
    db.session.add(AssetMerge(merged_id=other.id, asset_id=kept.id, merged_by_id=actor.id))
    both = [kept.id, other.id]
    pair = sa.select(AssetFlag).where(
        AssetFlag.kind == FlagKind.LIKELY_DUPLICATE,
        AssetFlag.asset_id.in_(both),
        AssetFlag.other_id.in_(both),
    )
    for flag in db.session.scalars(pair).all():
        merged(actor, flag)


def _take_over(kept: Asset, other: Asset) -> None:
    """Let everything that refers to the other refer to the kept one.

    What the kept one has as well (a citation of the same study) stays with the other.
    """
    for column in referring():
        try:
            with db.session.begin_nested():
                _refer(column, column == other.id, kept)
        except sa.exc.IntegrityError:
            if column.table.name in TOGETHER:
                raise ConflictError(TOGETHER[column.table.name]) from None
            _one_by_one(column, kept, other)


def _free(kept: Asset) -> None:
    """What was kept at the other, and now is the same, is not kept at itself."""
    itself = sa.update(Asset).where(Asset.id == kept.id, Asset.kept_at_id == kept.id)
    db.session.execute(itself.values(kept_at_id=None))


def referring() -> Iterator[sa.Column[Any]]:
    """The columns of all tables that name an asset, but for those that stay as they are."""
    assets: Any = Asset.__table__
    for table in Base.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column is assets.c.id and f"{table.name}.{key.parent.name}" not in STAYING:
                yield key.parent


def _one_by_one(column: sa.Column[Any], kept: Asset, other: Asset) -> None:
    keys = list(column.table.primary_key.columns)
    rows = db.session.execute(sa.select(*keys).where(column == other.id)).all()
    for row in rows:
        this = sa.and_(*(key == value for key, value in zip(keys, row, strict=True)))
        try:
            with db.session.begin_nested():
                _refer(column, this, kept)
        except sa.exc.IntegrityError:
            logger.info("%s of asset %s stays with it", column.table.name, other.id)


def _refer(column: sa.Column[Any], which: Any, kept: Asset) -> None:
    statement = sa.update(column.table).where(which).values({column.name: kept.id})
    db.session.execute(statement)
