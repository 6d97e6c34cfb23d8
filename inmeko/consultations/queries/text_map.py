"""What stands on the map of a text: its shapes, and the places that people comment."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from geoalchemy2.shape import to_shape
from shapely.geometry.base import BaseGeometry

from inmeko.consultations.models import ConsultedText, TextComment, TextFeature
from inmeko.consultations.rules.texts import CommentState
from inmeko.extensions import db
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState

# More pins than these are no map; the list holds all.
MOST_PLACES = 2_000


def features(text: ConsultedText) -> Sequence[TextFeature]:
    """The shapes of the map of a text, in their order."""
    query = sa.select(TextFeature).where(TextFeature.text_id == text.id)
    return db.session.scalars(query.order_by(TextFeature.position)).all()


def places(text: ConsultedText) -> Sequence[TextComment]:
    """The public comments on a place that a map can show, the latest first."""
    query = sa.select(TextComment).where(
        TextComment.text_id == text.id,
        TextComment.state == CommentState.PUBLIC,
        TextComment.x.is_not(None),
    )
    return db.session.scalars(query.order_by(TextComment.id.desc()).limit(MOST_PLACES + 1)).all()


def assets(
    *, municipality_id: int, codes: Collection[str]
) -> dict[str, tuple[Asset, BaseGeometry]]:
    """The assets of a town by their codes, with their shapes (WGS84); no others."""
    query = sa.select(Asset).where(
        Asset.municipality_id == municipality_id,
        Asset.code.in_(codes),
        Asset.state == AssetState.CURRENT,
        Asset.geometry.is_not(None),
    )
    found = db.session.scalars(query.order_by(Asset.code)).all()
    return {one.code: (one, _shape(one.geometry)) for one in found}


def _shape(kept: Any) -> BaseGeometry:
    return to_shape(kept)
