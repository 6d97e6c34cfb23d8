"""Where equipment and vehicles are kept: what a text names, what is kept in an asset, a search."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.portable import matches
from inmeko.kernel.text import fold, search_terms
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState

SHOWN = 10
FOUND = 20


@dataclass(frozen=True)
class Kept:
    """Where an asset is kept, and what is kept in it: the first of them and how many there are."""

    keeper: Asset | None
    inside: Sequence[Asset]
    count: int


def panel(asset: Asset) -> Kept:
    """Where an asset is kept and what is kept in it."""
    keeper = db.session.get(Asset, asset.kept_at_id) if asset.kept_at_id else None
    here = sa.and_(Asset.kept_at_id == asset.id, Asset.state == AssetState.CURRENT)
    query = sa.select(Asset).where(here).order_by(Asset.title_key, Asset.id).limit(SHOWN + 1)
    inside = db.session.scalars(query).all()
    count = len(inside)
    if count > SHOWN:
        count = db.session.scalar(sa.select(sa.func.count(Asset.id)).where(here)) or count
    return Kept(keeper, inside[:SHOWN], count)


def named(*, municipality_id: int, text: str) -> Asset | None:
    """The asset of a town that a text names: by its code, or by its title if only one has it."""
    of_town = Asset.municipality_id == municipality_id
    by_code = db.session.scalar(sa.select(Asset).where(of_town, Asset.code == text.strip()))
    if by_code is not None:
        return by_code
    by_title = sa.select(Asset).where(
        of_town, Asset.title_key == fold(text.strip())[:300], Asset.state == AssetState.CURRENT
    )
    found = db.session.scalars(by_title.order_by(Asset.id).limit(2)).all()
    return found[0] if len(found) == 1 else None


def search(asset: Asset, words: str) -> Sequence[Asset]:
    """The placed assets of the same town whose words begin so; none without words."""
    terms = search_terms(words)
    if not terms:
        return []
    query = sa.select(Asset).where(
        Asset.municipality_id == asset.municipality_id,
        Asset.id != asset.id,
        Asset.state == AssetState.CURRENT,
        Asset.geometry.is_not(None),
        matches(Asset.search_text, terms),
    )
    return db.session.scalars(query.order_by(Asset.title_key, Asset.id).limit(FOUND)).all()


def of_town(*, municipality_id: int, asset_id: int) -> Asset | None:
    """The asset of a town with this id, or None."""
    return db.session.scalar(
        sa.select(Asset).where(Asset.municipality_id == municipality_id, Asset.id == asset_id)
    )
