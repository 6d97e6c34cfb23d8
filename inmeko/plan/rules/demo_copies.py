"""The large invented town: one district drawn out, and the same district again elsewhere."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np
import shapely
from shapely.affinity import translate

from inmeko.kernel.geo import EGSA87, WGS84, from_wgs84, to_wgs84
from inmeko.plan.rules.demo_places import LARGE, outline

DISTRICT = replace(LARGE, km2=60.0)
PITCH = (11_500, 9_500)
REACH = 6


class Place(NamedTuple):
    """Where a copy lies: WKT in WGS84, as given, the area (m²) of its outline, a point of it."""

    wkt: str | None
    given: str | None
    area: Decimal | None
    x: float | None = None
    y: float | None = None


def shifts() -> list[tuple[int, int]]:
    """How far east and north (m) the district lies in each of its copies; first, where it is."""
    border, district = outline(LARGE), outline(DISTRICT)
    steps = range(-REACH, REACH + 1)
    found = [(east * PITCH[0], north * PITCH[1]) for east in steps for north in steps]
    inside = [shift for shift in found if border.contains(translate(district, *shift))]
    return sorted(inside, key=lambda shift: (shift != (0, 0), shift))


def moved(values: Sequence[Mapping[str, Any]], shift: tuple[int, int]) -> Iterator[Place]:
    """The places of assets after a shift in metres, all at once."""
    shapes = np.array([asset["geometry"] for asset in values], dtype=object)
    metres = shapely.transform(
        from_wgs84(shapes, EGSA87), lambda corners: (corners + shift).round(2)
    )
    degrees = shapely.transform(to_wgs84(metres, EGSA87), lambda corners: corners.round(7))
    areas = shapely.area(from_wgs84(degrees, EGSA87))
    inner = shapely.point_on_surface(degrees)
    x, y = shapely.get_x(inner), shapely.get_y(inner)
    texts = {
        EGSA87: shapely.to_wkt(metres, rounding_precision=-1),
        WGS84: shapely.to_wkt(degrees, rounding_precision=-1),
    }
    for place, asset in enumerate(values):
        if asset["geometry"] is None:
            yield Place(None, None, None)
            continue
        area = Decimal(f"{areas[place]:.2f}") if areas[place] else None
        given = str(texts[asset["original_crs"]][place])
        wkt = str(texts[WGS84][place])
        yield Place(wkt, given, area, float(x[place]), float(y[place]))
