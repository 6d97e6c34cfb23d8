"""The map of a text: a layer read from GeoJSON, and the place that a comment is about (WGS84)."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, BinaryIO

import shapely
from shapely.geometry.base import BaseGeometry

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules import systems
from inmeko.resources.rules.coordinates import first_corner, guess_system
from inmeko.resources.rules.mapfiles import GEOMETRY, MapTable
from inmeko.resources.rules.placing import typed_point
from inmeko.resources.rules.reading import ReadSettings

MOST_BYTES = 5 * 1024 * 1024
MOST_FEATURES = 500
MOST_CORNERS = 50_000
# A comment may be about one's own doorstep: ten metres tell the place, and no door.
DECIMALS = 4
# What a layer is drawn with: six decimals are a tenth of a metre.
FINE = 6
LONGEST_TITLE = 200
TITLES = ("title", "name", "label", "τίτλος", "όνομα", "ονομασία", "περιγραφή", "description")


@dataclass(frozen=True)
class Shape:
    """A feature of the map of a text: its name, and its geometry as GeoJSON in WGS84."""

    title: str
    geometry: Mapping[str, Any]


def read_layer(stream: BinaryIO, size: int) -> list[Shape]:
    """The features of a GeoJSON file in WGS84 or ΕΓΣΑ87 (told or recognised); else RuleError."""
    if size > MOST_BYTES:
        raise _wrong(N_("A map file has at most 5 MB: simplify its shapes, or divide it."))
    try:
        table = MapTable(stream, ReadSettings(format="geojson"))
        rows = list(islice(table, MOST_FEATURES + 1)) if GEOMETRY in table.columns else []
    except RuleError as error:
        raise RuleError(error.message, field="layer", values=error.values) from error
    cells = [(row.number, row.cells, row.cells[GEOMETRY]) for row in rows if row.cells[GEOMETRY]]
    if not cells:
        raise _wrong(N_("This file holds no shape that a map could show."))
    if len(rows) > MOST_FEATURES:
        raise _wrong(N_("The map of a text has at most 500 shapes."))
    points = [point for _n, _c, text in cells if (point := first_corner(text))]
    system, swapped = guess_system(points, "", None, systems.said_system(table.crs))
    if system is None:
        raise _wrong(N_("Neither WGS84 nor ΕΓΣΑ87: the coordinates of this file lie elsewhere."))
    shapes = [
        Shape(_title(row, number), as_geojson(_placed(text, number, system.value, swapped)))
        for number, row, text in cells
    ]
    check_corners(shapes)
    return shapes


def check_corners(shapes: list[Shape]) -> None:
    """Refuse more corners than a phone can draw."""
    corners = sum(
        int(shapely.get_num_coordinates(shapely.from_geojson(json.dumps(one.geometry))))
        for one in shapes
    )
    if corners > MOST_CORNERS:
        raise _wrong(N_("These shapes have more than 50,000 corners: simplify them."))


def as_geojson(geometry: BaseGeometry, decimals: int = FINE) -> dict[str, Any]:
    """A WGS84 geometry as GeoJSON, its coordinates rounded."""
    rounded = shapely.transform(geometry, lambda corners: corners.round(decimals))
    found: dict[str, Any] = json.loads(shapely.to_geojson(rounded))
    return found


def middle(geometry: Mapping[str, Any]) -> tuple[float, float]:
    """A point inside a shape, or on it: longitude and latitude, as places of comments are kept."""
    point = shapely.from_geojson(json.dumps(geometry)).representative_point()
    return spot(point.x, point.y)


def spot(x: float, y: float) -> tuple[float, float]:
    """A place as that of a comment is kept: no finer than ten metres."""
    return round(x, DECIMALS), round(y, DECIMALS)


def typed_spot(x: str, y: str) -> tuple[float, float] | None:
    """The place of typed degrees of WGS84; None for none, RuleError for one outside Greece."""
    if not x.strip() and not y.strip():
        return None
    place = typed_point(x, y, geo.WGS84).geometry
    if not geo.in_greece_wgs84(place.x, place.y):
        message = N_("This place is not in Greece: longitude is X, latitude is Y.")
        raise RuleError(message, field="x")
    return spot(place.x, place.y)


def said_place(feature: str, address: str, x: float | None, y: float | None) -> str:
    """The place of a comment in words: the feature, what was typed, else the coordinates."""
    if feature or address:
        return " · ".join(text for text in (feature, address) if text)
    return f"{y:.{DECIMALS}f}, {x:.{DECIMALS}f}" if x is not None and y is not None else ""


def _placed(text: str, number: int, crs: int, swapped: bool) -> BaseGeometry:
    """One shape in WGS84, mended where it is clear how."""
    shape = shapely.force_2d(shapely.from_wkt(text))
    if swapped:
        shape = shapely.transform(shape, lambda x, y: (y, x), interleaved=False)
    try:
        west, south, east, north = shape.bounds
        if not all(map(math.isfinite, shape.bounds)):
            raise RuleError(N_("The shape is empty."))
        for x, y in ((west, south), (east, north)):
            if not systems.possible(x, y, crs):
                values = {"x": f"{x:.12g}", "y": f"{y:.12g}", "crs": crs}
                raise RuleError(systems.refusal(x, y, crs), values=values)
        moved = shape if crs == geo.WGS84 else geo.to_wgs84(shape, crs)
        checked = geo.check_geometry(geo.repair_geometry(moved)[0])
        centre = checked.representative_point()
        if not geo.in_greece_wgs84(centre.x, centre.y):
            raise RuleError(N_("It lies outside Greece."))
        return checked
    except RuleError as error:
        message = N_("Shape no. %(number)s of the file cannot be shown: %(reason)s")
        reason = error.message % error.values if error.values else error.message
        raise _wrong(message, number=number, reason=reason) from error


def _title(row: Mapping[str, str], number: int) -> str:
    named = {name.casefold(): text for name, text in row.items() if name != GEOMETRY}
    wanted = next((named[name] for name in TITLES if named.get(name, "").strip()), "")
    return " ".join(wanted.split())[:LONGEST_TITLE] or str(number)


def _wrong(message: str, **values: object) -> RuleError:
    return RuleError(message, field="layer", values=values)
