"""Mapbox vector tiles (2.1): tiles of the web's projection, features written into bytes."""

import math
import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

EXTENT = 4096
# What lies this far outside (units of the tile) is drawn too, so that marks are whole at the seams.
BUFFER = 64
DEEPEST = 22
# The web's projection ends here (degrees), and so does its square (metres from the middle).
LAST_LATITUDE = 85.0511287798066
HALF = 20037508.342789244

POINT, LINE, POLYGON = 1, 2, 3
_KINDS = {0: POINT, 4: POINT, 1: LINE, 2: LINE, 5: LINE, 3: POLYGON, 6: POLYGON}
_MOVE, _LINE, _CLOSE = 1, 2, 7


@dataclass(frozen=True)
class Tile:
    """A tile of WebMercatorQuad: zoom, column from the west, row from the north."""

    zoom: int
    column: int
    row: int

    @property
    def exists(self) -> bool:
        """Whether there is such a tile."""
        side = 2**self.zoom if 0 <= self.zoom <= DEEPEST else 0
        return 0 <= self.column < side and 0 <= self.row < side

    @property
    def unit(self) -> float:
        """How long one unit of the tile is on the projected map, in metres."""
        return float(2 * HALF / 2**self.zoom / EXTENT)

    @property
    def corner(self) -> tuple[float, float]:
        """The upper left corner on the projected map, in metres."""
        side = 2 * HALF / 2**self.zoom
        return -HALF + self.column * side, HALF - self.row * side

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north with the buffer, in degrees of WGS84."""
        x, y = self.corner
        edge = BUFFER * self.unit
        far = EXTENT * self.unit
        west, east = ((x + add) / HALF * 180 for add in (-edge, far + edge))
        south, north = (_latitude(y + add) for add in (-far - edge, edge))
        return max(west, -180.0), south, min(east, 180.0), north

    def units(self, x: Any, y: Any) -> tuple[Any, Any]:
        """Degrees of WGS84 (arrays) in units of the tile, from its upper left corner down."""
        left, top = self.corner
        y = np.clip(y, -LAST_LATITUDE, LAST_LATITUDE)
        east = x / 180 * HALF
        north = np.log(np.tan(np.pi / 4 + np.radians(y) / 2)) / np.pi * HALF
        return (east - left) / self.unit, (top - north) / self.unit


def layer(
    name: str,
    keys: Sequence[str],
    ids: Sequence[int],
    shapes: Iterable[tuple[int, bytes]],
    columns: Sequence[Sequence[Any]],
) -> bytes:
    """A layer of features: their ids, their kinds with geometries, and one column for each key.

    What has an empty geometry is left out, and a value that is None is not told.
    """
    values: dict[Any, int] = {}
    tags = [_tags(place, column, values) for place, column in enumerate(columns)]
    told = [b"".join(row) for row in zip(*tags, strict=True)] if tags else [b""] * len(ids)
    parts = [_field(15, 0) + _varint(2), _bytes(1, name.encode())]
    for number, (kind, geometry), tagged in zip(ids, shapes, told, strict=True):
        if geometry:
            feature = b"".join(
                (b"\x08", _varint(number), b"\x12", _varint(len(tagged)), tagged)
                + (b"\x18", _SHORT[kind], b"\x22", _varint(len(geometry)), geometry)
            )
            parts += (b"\x12", _varint(len(feature)), feature)
    if len(parts) == 2:
        return b""
    parts += [_bytes(3, key.encode()) for key in keys]
    parts += [_bytes(4, _value(value)) for _kind, value in values]
    parts.append(_field(5, 0) + _varint(EXTENT))
    return _bytes(3, b"".join(parts))


def points(x: Any, y: Any) -> list[tuple[int, bytes]]:
    """Points in units of a tile (arrays) as geometries; none for those outside with the buffer."""
    column, row = np.floor(x + 0.5).astype(np.int64), np.floor(y + 0.5).astype(np.int64)
    low, high = -BUFFER, EXTENT + BUFFER
    inside = (column >= low) & (column <= high) & (row >= low) & (row <= high)
    return [
        (POINT, b"\x09" + _SHORT[dx] + _SHORT[dy] if shown else b"")
        for dx, dy, shown in zip(
            *(_zigzags(values * inside).tolist() for values in (column, row)),
            inside.tolist(),
            strict=True,
        )
    ]


def geometries(tile: Tile, shapes: Any) -> list[tuple[int, bytes]]:
    """WGS84 shapes (an array) as geometries of a tile, clipped, simplified and rounded."""
    found: list[tuple[int, bytes]] = [(POINT, b"")] * len(shapes)
    alone = shapely.get_type_id(shapes) == 0
    x, y = tile.units(shapely.get_x(shapes[alone]), shapely.get_y(shapes[alone]))
    for place, one in zip(np.flatnonzero(alone).tolist(), points(x, y), strict=True):
        found[place] = one
    others = np.flatnonzero(~alone & ~shapely.is_missing(shapes))
    moved = shapely.transform(shapes[others], tile.units, interleaved=False)
    edge = EXTENT + BUFFER
    cut = shapely.clip_by_rect(moved, -BUFFER, -BUFFER, edge, edge)
    for place, shape in zip(others.tolist(), shapely.simplify(cut, 0.7), strict=True):
        found[place] = _geometry(shape)
    return found


def _geometry(shape: BaseGeometry) -> tuple[int, bytes]:
    kind = _KINDS.get(int(shapely.get_type_id(shape)), POINT)
    pen = _Pen()
    for part in shapely.get_parts(shape):
        if kind == POLYGON:
            pen.polygon(part)
        elif kind == LINE:
            pen.line(_whole(part))
        else:
            pen.line(_whole(part))
    return kind, pen.written()


class _Pen:
    """Writes commands of a geometry, each place relative to the one before."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._at = (0, 0)

    def written(self) -> bytes:
        return b"".join(self._parts)

    def line(self, places: list[tuple[int, int]]) -> None:
        self._move(places[:1])
        if len(places) > 1:
            self._draw(places[1:])

    def polygon(self, polygon: Any) -> None:
        """A polygon with its holes; one that is smaller than a unit is left out."""
        outer = _ring(polygon.exterior, clockwise=True)
        if not outer:
            return
        rings = [outer, *(_ring(hole, clockwise=False) for hole in polygon.interiors)]
        for places in filter(None, rings):
            self.line(places)
            self._parts.append(_varint(_CLOSE | 1 << 3))

    def _move(self, places: list[tuple[int, int]]) -> None:
        self._parts.append(_varint(_MOVE | len(places) << 3))
        self._go(places)

    def _draw(self, places: list[tuple[int, int]]) -> None:
        self._parts.append(_varint(_LINE | len(places) << 3))
        self._go(places)

    def _go(self, places: list[tuple[int, int]]) -> None:
        x, y = self._at
        for to_x, to_y in places:
            self._parts.append(_varint(_zigzag(to_x - x)) + _varint(_zigzag(to_y - y)))
            x, y = to_x, to_y
        self._at = (x, y)


def _whole(shape: Any) -> list[tuple[int, int]]:
    """The corners of a line in whole units, without repeated ones."""
    rounded = np.floor(shapely.get_coordinates(shape) + 0.5).astype(np.int64).tolist()
    places: list[tuple[int, int]] = []
    for x, y in rounded:
        if not places or places[-1] != (x, y):
            places.append((x, y))
    return places


def _ring(ring: Any, *, clockwise: bool) -> list[tuple[int, int]]:
    """The corners of a ring without the last, turned as the format wants; none for a flat one."""
    places = _whole(ring)[:-1]
    following = places[1:] + places[:1]
    doubled = sum(
        x * to_y - to_x * y for (x, y), (to_x, to_y) in zip(places, following, strict=True)
    )
    if len(places) < 3 or not doubled:
        return []
    # Rows grow downwards: a positive sum runs with the clock.
    return places if (doubled > 0) is clockwise else places[::-1]


def _tags(place: int, column: Sequence[Any], values: dict[Any, int]) -> list[bytes]:
    """What each feature says under one key: numbers of key and value."""
    key = _varint(place)
    distinct = dict.fromkeys(column)
    distinct.pop(None, None)
    known = {
        value: key + _varint(values.setdefault((type(value), value), len(values)))
        for value in distinct
    }
    known[None] = b""
    return [known[value] for value in column]


def _value(value: Any) -> bytes:
    if isinstance(value, bool):
        return _field(7, 0) + _varint(int(value))
    if isinstance(value, int):
        return _field(6, 0) + _varint(_zigzag(value))
    if isinstance(value, float):
        return _field(3, 1) + struct.pack("<d", value)
    return _bytes(1, str(value).encode())


def _bytes(number: int, content: bytes) -> bytes:
    return _field(number, 2) + _varint(len(content)) + content


def _field(number: int, wire: int) -> bytes:
    return _varint(number << 3 | wire)


def _zigzag(number: int) -> int:
    return number << 1 if number >= 0 else (-number << 1) - 1


def _zigzags(numbers: Any) -> Any:
    return (numbers << 1) ^ (numbers >> 63)


def _long(number: int) -> bytes:
    found = bytearray()
    while number > 127:
        found.append(number & 127 | 128)
        number >>= 7
    found.append(number)
    return bytes(found)


# Nearly every number of a tile is one of these.
_SHORT = [_long(number) for number in range(1 << 14)]


def _varint(number: int) -> bytes:
    return _SHORT[number] if number < 1 << 14 else _long(number)


def _latitude(north: float) -> float:
    latitude = math.degrees(2 * math.atan(math.exp(north / HALF * math.pi)) - math.pi / 2)
    return min(max(latitude, -LAST_LATITUDE), LAST_LATITUDE)
