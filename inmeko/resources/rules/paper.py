"""A map on paper: a sheet in millimetres, drawn in the Greek grid so that lengths are right."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import shapely
from shapely.geometry import box
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import EGSA87, from_wgs84

# The map's frame on an A4 sheet lying down, with margins of ten millimetres (mm).
WIDTH, HEIGHT = 277.0, 136.0
EDGE = 6.0
SCALES = tuple(step * 10**power for power in range(2, 8) for step in (1, 1.5, 2, 2.5, 4, 5, 7.5))
# The bar is as long as the roundest length that fits between these (mm).
BAR = (28.0, 70.0)
# Nobody reads more numbers on a sheet; beyond the second number assets are counted in clusters.
NUMBERED, DRAWN = 60, 600
# Clusters of a sheet stand about so far apart (mm).
APART = 16.0
METRES_OF_DEGREE = 88_000.0
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Mark:
    """A place on the sheet (mm from the upper left): a path, or a dot where there is none."""

    x: float
    y: float
    path: str = ""
    closed: bool = False


@dataclass(frozen=True)
class Sheet:
    """The frame of a map on paper: what it shows (ΕΓΣΑ87, metres) and at which scale, 1 : scale."""

    west: float
    north: float
    scale: int

    @property
    def bar(self) -> tuple[int, float]:
        """The length of the scale bar: in metres, and on paper in millimetres."""
        lengths = [step * 10**power for power in range(1, 7) for step in (1, 2, 5)]
        drawn = [(length, length * 1000 / self.scale) for length in lengths]
        return next(pair for pair in drawn if BAR[0] <= pair[1] <= BAR[1])

    @property
    def zoom(self) -> int:
        """The zoom of a map whose clusters stand well on this sheet."""
        cell = APART * self.scale / 1000 / METRES_OF_DEGREE
        return max(0, min(19, round(math.log2(90 / cell))))

    def mark(self, shape: BaseGeometry) -> Mark:
        """Where and how a WGS84 shape is drawn."""
        drawn = self._drawn(shape)
        middle = drawn.representative_point()
        x, y = round(middle.x, 2), round(middle.y, 2)
        if drawn.geom_type == "Point":
            return Mark(x, y)
        return Mark(x, y, path(drawn), drawn.geom_type.endswith("Polygon"))

    def outline(self, shape: BaseGeometry) -> str:
        """The path of an area (WGS84), cut at the frame."""
        frame = box(-1, -1, WIDTH + 1, HEIGHT + 1)
        return path(shapely.intersection(shapely.make_valid(self._drawn(shape)), frame))

    def _drawn(self, shape: BaseGeometry) -> BaseGeometry:
        factor = 1000 / self.scale

        def move(x: float, y: float) -> tuple[float, float]:
            return (x - self.west) * factor, (self.north - y) * factor

        return shapely.transform(from_wgs84(shape, EGSA87), move, interleaved=False)


def sheet(around: Box) -> Sheet:
    """The sheet at the largest round scale that shows a box (WGS84) whole, in its middle."""
    corners = from_wgs84(box(*around), EGSA87)
    west, south, east, north = corners.bounds
    wide, high = (east - west) * 1000, (north - south) * 1000
    free = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    needed = max(wide / free[0], high / free[1], SCALES[3])
    scale = int(next((one for one in SCALES if one >= needed), SCALES[-1]))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2
    return Sheet(middle_x - WIDTH / 2 * scale / 1000, middle_y + HEIGHT / 2 * scale / 1000, scale)


def path(shape: BaseGeometry) -> str:
    """A shape in millimetres as the path of a drawing."""
    return " ".join(_line(ring) for ring in _rings(shape))


def _rings(shape: BaseGeometry) -> Iterable[Sequence[tuple[float, float]]]:
    for part in shapely.get_parts(shape):
        if part.geom_type == "Polygon":
            yield part.exterior.coords
            yield from (hole.coords for hole in part.interiors)
        elif part.geom_type in ("LineString", "LinearRing"):
            yield part.coords
        elif hasattr(part, "geoms"):
            yield from _rings(part)


def _line(places: Sequence[tuple[float, float]]) -> str:
    closed = len(places) > 2 and places[0] == places[-1]
    drawn = [f"{x:.2f},{y:.2f}" for x, y in (places[:-1] if closed else places)]
    return f"M{' '.join(drawn)}{'Z' if closed else ''}"
