"""Where demo assets lie: points, lines and plots inside a town, in metres of EPSG:2100."""

import math
from random import Random

from shapely import LineString, Point, Polygon, prepare
from shapely.geometry.base import BaseGeometry

from inmeko.plan.rules.demo_places import DemoTown, Settlement, centre, outline

TRIES = 60
CELL = 60.0


class Land:
    """A town's ground: gives places inside it, and plots that keep off one another."""

    def __init__(self, town: DemoTown) -> None:
        """Take the town's outline; a strip along the border stays empty."""
        self.town = town
        self.inner: BaseGeometry = outline(town).buffer(-60)
        prepare(self.inner)
        self.taken: set[tuple[int, int]] = set()

    def point(self, random: Random, settlement: Settlement, wide: float = 1.0) -> Point:
        """A place near a settlement."""
        east, north = centre(self.town, settlement)
        spread = settlement.spread * wide
        for _ in range(TRIES):
            place = Point(
                round(random.gauss(east, spread), 2), round(random.gauss(north, spread), 2)
            )
            if self.inner.contains(place):
                return place
        return Point(round(east, 2), round(north, 2))

    def plot(self, random: Random, settlement: Settlement, area: float, wide: float) -> Polygon:
        """A plot of about an area (m²) near a settlement, on ground that no other plot has."""
        found = _quad(random, self.point(random, settlement, wide), area)
        for _ in range(TRIES):
            cells = _cells(found)
            if self.inner.contains(found) and not cells & self.taken:
                self.taken |= cells
                return found
            wide *= 1.02
            found = _quad(random, self.point(random, settlement, wide), area)
        return self._small(random, settlement)

    def line(self, random: Random, settlement: Settlement, length: float) -> LineString:
        """A path of about a length (m) that begins near a settlement."""
        for _ in range(TRIES):
            start = self.point(random, settlement)
            path = LineString(_walk(random, start, length))
            if self.inner.contains(path):
                return path
            length *= 0.9
        return LineString(_walk(random, self.point(random, settlement, 0.1), 200.0))

    def _small(self, random: Random, settlement: Settlement) -> Polygon:
        """The way out of a crowded town: a small plot right in the settlement."""
        return _quad(random, self.point(random, settlement, 0.2), 300.0)


def _quad(random: Random, middle: Point, area: float) -> Polygon:
    """A four-cornered plot, a little askew, aligned like its neighbours."""
    ratio = random.uniform(1.0, 2.1)
    width, depth = math.sqrt(area * ratio), math.sqrt(area / ratio)
    # Streets of one quarter run alike: the direction follows from where it lies.
    turn = math.sin(middle.x // 900) + random.uniform(-0.05, 0.05)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        east = x * width / 2 * random.uniform(0.94, 1.06)
        north = y * depth / 2 * random.uniform(0.94, 1.06)
        corners.append(
            (
                round(middle.x + east * math.cos(turn) - north * math.sin(turn), 2),
                round(middle.y + east * math.sin(turn) + north * math.cos(turn), 2),
            )
        )
    return Polygon(corners)


def _walk(random: Random, start: Point, length: float) -> list[tuple[float, float]]:
    steps = 9
    heading = random.uniform(0, 2 * math.pi)
    x, y = start.x, start.y
    path = [(x, y)]
    for _ in range(steps):
        heading += random.uniform(-0.35, 0.35)
        x += length / steps * math.cos(heading)
        y += length / steps * math.sin(heading)
        path.append((round(x, 2), round(y, 2)))
    return path


def _cells(plot: Polygon) -> set[tuple[int, int]]:
    """The squares of the ground that a plot's box touches."""
    west, south, east, north = (int(edge // CELL) for edge in plot.bounds)
    return {(x, y) for x in range(west, east + 1) for y in range(south, north + 1)}
