"""Clusters of the map: the grid that assets are counted in, and what becomes one mark."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

Box = tuple[float, float, float, float]

START = (-180.0, -90.0)
# A cell is a quarter of a tile wide, 64 pixels; as high as wide on the ground of Greece.
WIDEST = 90.0
STRETCH = 0.79
# From this zoom on the assets themselves are shown, with their shapes.
ASSETS_FROM = 16
DEEPEST = 19
# No answer holds more marks than these, however much of the world is asked for.
MOST = 2500
# Two marks nearer than this part of a cell would lie on one another.
TOUCHING = 0.95


@dataclass(frozen=True, slots=True)
class Cluster:
    """Assets near one another: how many, how many of them idle, the sums of their coordinates
    (degrees), the box around them, and the smallest id among them.
    """

    found: int
    idle: int
    sum_x: float
    sum_y: float
    west: float
    south: float
    east: float
    north: float
    first: int

    @property
    def x(self) -> float:
        """The longitude of the middle of its assets."""
        return self.sum_x / self.found

    @property
    def y(self) -> float:
        """The latitude of the middle of its assets."""
        return self.sum_y / self.found

    def with_(self, other: "Cluster") -> "Cluster":
        """Both as one."""
        return Cluster(
            self.found + other.found,
            self.idle + other.idle,
            self.sum_x + other.sum_x,
            self.sum_y + other.sum_y,
            min(self.west, other.west),
            min(self.south, other.south),
            max(self.east, other.east),
            max(self.north, other.north),
            min(self.first, other.first),
        )


def cell_size(zoom: int) -> tuple[float, float]:
    """The width and height of a cell at a zoom, in degrees."""
    width = WIDEST / 2**zoom
    return width, width * STRETCH


def cells_of(box: Box, zoom: int) -> tuple[int, int, int, int]:
    """The first and last columns and rows of the cells that a box (WGS84) touches."""
    width, height = cell_size(zoom)
    west, south, east, north = box
    return (
        math.floor((west - START[0]) / width),
        math.floor((south - START[1]) / height),
        math.floor((east - START[0]) / width),
        math.floor((north - START[1]) / height),
    )


def box_of(cells: tuple[int, int, int, int], zoom: int) -> Box:
    """The box (WGS84) that cells fill; its upper edges belong to the next ones."""
    width, height = cell_size(zoom)
    left, bottom, right, top = cells
    return (
        START[0] + left * width,
        START[1] + bottom * height,
        START[0] + (right + 1) * width,
        START[1] + (top + 1) * height,
    )


def bearable(box: Box, zoom: int) -> int:
    """The nearest zoom whose cells in a box are no more than an answer holds."""
    while zoom > 0:
        left, bottom, right, top = cells_of(box, zoom)
        if (right - left + 1) * (top - bottom + 1) <= MOST:
            break
        zoom -= 1
    return zoom


def gathered(cells: Iterable[Cluster], zoom: int) -> list[Cluster]:
    """The marks of a view: the larger ones take in what would lie on them; the largest first."""
    width, height = (side * TOUCHING for side in cell_size(zoom))
    places: dict[tuple[int, int], int] = {}
    marks: list[Cluster] = []
    middles: list[tuple[float, float]] = []
    for cell in sorted(cells, key=lambda one: (-one.found, one.first)):
        x, y = cell.x / width, cell.y / height
        column, row = math.floor(x), math.floor(y)
        near = (places.get((column + right, row + up)) for right in (0, -1, 1) for up in (0, -1, 1))
        for place in near:
            if place is not None and _touch(middles[place], (x, y)):
                marks[place] = marks[place].with_(cell)
                break
        else:
            places[(column, row)] = len(marks)
            middles.append((x, y))
            marks.append(cell)
    return marks


def _touch(one: tuple[float, float], other: tuple[float, float]) -> bool:
    return (one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2 < 1
