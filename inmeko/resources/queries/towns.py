"""What the inventory asks of municipalities: their outline."""

import json
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import as_geojson


def boundary(*, municipality_id: int) -> dict[str, Any] | None:
    """A municipality's boundary (WGS84) as a GeoJSON geometry, or None."""
    query = sa.select(as_geojson(Municipality.boundary)).where(Municipality.id == municipality_id)
    text = db.session.scalar(query)
    return json.loads(text) if text else None
