"""What the inventory asks of municipalities: their outlines, and how many assets they have."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.kept import keeper
from inmeko.extensions.portable import as_geojson
from inmeko.resources.models import Asset
from inmeko.resources.queries.assets import matching
from inmeko.resources.rules.asset import Use
from inmeko.resources.rules.filters import AssetFilter

# As exact (degrees) as a line of the country's map is wide: some three hundred metres.
COARSE = 0.003


def boundary(*, municipality_id: int) -> dict[str, Any] | None:
    """A municipality's boundary (WGS84) as a GeoJSON geometry, or None."""
    query = sa.select(as_geojson(Municipality.boundary)).where(Municipality.id == municipality_id)
    text = db.session.scalar(query)
    return json.loads(text) if text else None


def outlines() -> bytes:
    """All boundaries, simplified, as the text of a FeatureCollection (WGS84)."""
    simple = as_geojson(
        sa.func.ST_SimplifyPreserveTopology(
            sa.type_coerce(Municipality.boundary, sa.types.NullType()), COARSE
        )
    )
    query = sa.select(simple).where(Municipality.boundary.is_not(None)).order_by(Municipality.id)
    kept = keeper()

    def make() -> bytes:
        features = ",".join(
            f'{{"type":"Feature","properties":{{}},"geometry":{text}}}'
            for text in db.session.scalars(query)
        )
        return f'{{"type":"FeatureCollection","features":[{features}]}}'.encode()

    return kept.answer((kept.stamp(None), "outlines"), make)


def counted(wanted: AssetFilter, today: date) -> Sequence[sa.Row[Any]]:
    """The municipalities with assets that answer a question: slug, names, assets, idle; by name."""
    number = sa.func.count()
    told: tuple[Any, ...] = (
        Asset.municipality_id.label("town"),
        number.label("assets"),
        number.filter(Asset.use == Use.IDLE).label("idle"),
    )
    of_town = (
        matching(sa.select(*told), None, wanted, today).group_by(Asset.municipality_id).subquery()
    )
    query = (
        sa.select(
            Municipality.slug,
            Municipality.name,
            Municipality.name_en,
            of_town.c.assets,
            of_town.c.idle,
        )
        .join(of_town, of_town.c.town == Municipality.id)
        .order_by(Municipality.name_key, Municipality.id)
    )
    return db.session.execute(query).all()
