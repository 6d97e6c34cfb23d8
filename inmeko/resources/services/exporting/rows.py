"""What every form of an export begins with: the values of an asset, placed in the asked system."""

from collections.abc import Iterable, Iterator
from typing import Any

import shapely
from shapely.errors import GEOSException
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import WGS84, from_wgs84
from inmeko.resources.models import Asset
from inmeko.resources.rules.exporting import Order
from inmeko.resources.services.assets import values_of

# What an import may have rounded away (m) between the coordinates given and those kept.
SAME = 0.005


def rows(assets: Iterable[Asset], order: Order) -> Iterator[dict[str, Any]]:
    """The values of each asset by the names of its fields; the geometry in the asked system."""
    for asset in assets:
        values = values_of(asset)
        if order.srid != WGS84 and values["geometry"] is not None:
            values["geometry"] = _placed(values, order.srid)
        yield values


def _placed(values: dict[str, Any], srid: int) -> BaseGeometry:
    """The shape in a system: as it was given in that system, so that it comes back the same."""
    moved = from_wgs84(values["geometry"], srid)
    text = values["original_geometry"]
    if values["original_crs"] != srid or not text:
        return moved
    try:
        given = shapely.force_2d(shapely.from_wkt(text))
    except GEOSException:
        return moved
    return given if shapely.equals_exact(given, moved, SAME) else moved
