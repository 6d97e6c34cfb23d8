"""What is given away: a question that lists, maps and counts of assets ask."""

from collections.abc import Collection
from datetime import date

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.resources.models import Asset, Concession
from inmeko.resources.rules.concession_words import ConcessionState


def held(asset: Asset, today: date) -> bool:
    """Whether somebody holds an asset today."""
    query = sa.select(given_away(today).where(Concession.asset_id == asset.id).exists())
    return bool(db.session.scalar(query))


def held_among(ids: Collection[int], today: date) -> frozenset[int]:
    """Those of the assets with these ids that somebody holds today."""
    if not ids:
        return frozenset()
    return frozenset(db.session.scalars(given_away(today).where(Concession.asset_id.in_(ids))))


def given_away(today: date) -> sa.Select[int]:
    """The ids of assets that somebody holds today.

    A concession that has begun holds its asset until its end or return is recorded, also past
    its last day: until then nobody has handed back the key.
    """
    return sa.select(Concession.asset_id).where(
        Concession.state == ConcessionState.ACTIVE, Concession.starts_on <= today
    )
