"""How much of a town its studies cover, measured in square metres of EPSG:2100."""

from collections.abc import Mapping
from dataclasses import dataclass

import shapely
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import EGSA87, check_geometry, from_wgs84, multi_polygon
from inmeko.resources.rules.placing import drawn


@dataclass(frozen=True)
class Coverage:
    """The town's area (m²), what each study covers of it (0 to 1), and all of them together."""

    town_m2: float
    shares: Mapping[int, float]
    share: float

    @property
    def covered_m2(self) -> float:
        """What at least one study covers, in m²."""
        return self.town_m2 * self.share

    @property
    def open_m2(self) -> float:
        """What no study covers, in m²."""
        return self.town_m2 * (1 - self.share)


def covered(
    boundary: BaseGeometry | None, areas: Mapping[int, BaseGeometry | None]
) -> Coverage | None:
    """What studies cover of a boundary (all WGS84); an area of None is the whole town.

    None where the town has no boundary. What lies outside of the town does not count.
    """
    if boundary is None:
        return None
    town = from_wgs84(boundary, EGSA87)
    parts = {
        key: town if area is None else shapely.intersection(town, from_wgs84(area, EGSA87))
        for key, area in areas.items()
    }
    shares = {key: part.area / town.area for key, part in parts.items()}
    together = shapely.union_all(list(parts.values())).area if parts else 0.0
    return Coverage(town.area, shares, min(together / town.area, 1.0))


def drawn_area(text: str) -> BaseGeometry:
    """A drawn or pasted area (GeoJSON or WKT, WGS84) as one valid MultiPolygon; else RuleError."""
    parts = multi_polygon(drawn(text).geometry)
    # Outlines that overlap, of which a collection may consist, become one.
    return multi_polygon(check_geometry(shapely.union_all(list(parts.geoms))))
