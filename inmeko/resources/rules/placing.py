"""Where a person says that an asset is: a drawn or pasted shape, or typed coordinates."""

import json
import re
from dataclasses import dataclass
from decimal import Decimal

import shapely
from shapely.errors import ShapelyError
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.degrees import is_northing, parse_degrees
from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import (
    EGSA87,
    WGS84,
    check_geometry,
    in_greece_egsa87,
    looks_swapped,
    parse_coordinate,
    to_wgs84,
)
from inmeko.kernel.text import N_
from inmeko.resources.rules.plain import wkt

LONGEST_SHAPE = 200_000
EXCHANGED = N_("These two look exchanged: X is the easting, Y the northing.")
# What an angle in minutes is told by: a sign, a letter beside a digit, or numbers apart.
_ANGLE = re.compile(r"""[°º˚'"′″’”΄´`]|\d\s*[^\W\d_]|[^\W\d_]\.?\s*\d|\d[:\s]+\d{1,2}(?!\d)""")


@dataclass(frozen=True)
class Place:
    """A place in WGS84, beside the coordinate system (EPSG) and the WKT in which it was given."""

    geometry: BaseGeometry
    crs: int
    given: str

    def values(self) -> dict[str, object]:
        """The place as values of an asset."""
        return {
            "geometry": self.geometry,
            "original_crs": self.crs,
            "original_geometry": self.given,
        }


NO_PLACE: dict[str, object] = {"geometry": None, "original_crs": None, "original_geometry": None}


def typed_point(x: str, y: str, crs: int) -> Place:
    """The place of typed coordinates: degrees of WGS84 or metres of ΕΓΣΑ87 (EPSG:2100).

    Degrees are written with decimals, or with minutes and seconds.
    """
    if crs == WGS84:
        x, y = _degrees(x, "x"), _degrees(y, "y")
    east, north = _number(x, "x"), _number(y, "y")
    if looks_swapped(east, north, crs):
        raise RuleError(EXCHANGED, field="x")
    if crs == EGSA87 and not in_greece_egsa87(east, north):
        raise RuleError(N_("These are not coordinates of ΕΓΣΑ87 in Greece."), field="x")
    given = f"POINT ({_plain(x)} {_plain(y)})"
    return Place(check_geometry(to_wgs84(Point(east, north), crs)), crs, given)


def drawn(text: str) -> Place:
    """The place of a drawn or pasted shape in WGS84: GeoJSON geometry or feature, or WKT."""
    if len(text) > LONGEST_SHAPE:
        raise RuleError(N_("This shape has too many corners to be typed in."), field="geometry")
    try:
        shape = shapely.from_geojson(_geometry_of(text)) if text[0] == "{" else _from_wkt(text)
        checked = check_geometry(shape)
    except RuleError as error:
        raise RuleError(error.message, field="geometry", values=error.values) from error
    except (ShapelyError, ValueError, AttributeError, TypeError, KeyError):
        raise RuleError(
            N_("This text is neither GeoJSON nor WKT: draw the shape again."), field="geometry"
        ) from None
    return Place(checked, WGS84, wkt(checked))


def _from_wkt(text: str) -> BaseGeometry:
    return shapely.from_wkt(text)


def _geometry_of(text: str) -> str:
    """The geometry alone, out of a feature or a collection of one."""
    found = json.loads(text)
    if found.get("type") == "FeatureCollection" and len(found.get("features", [])) == 1:
        found = found["features"][0]
    return json.dumps(found["geometry"]) if found.get("type") == "Feature" else text


def _degrees(text: str, field: str) -> str:
    """What was typed, an angle in minutes and seconds as degrees with decimals."""
    if not _ANGLE.search(text):
        return text
    try:
        angle: Decimal = parse_degrees(text)
    except RuleError as error:
        raise RuleError(error.message, field=field, values=error.values) from error
    northing = is_northing(text)
    if northing is not None and northing is not (field == "y"):
        raise RuleError(EXCHANGED, field=field)
    return f"{angle:f}"


def _number(text: str, field: str) -> float:
    try:
        return parse_coordinate(text)
    except RuleError as error:
        raise RuleError(error.message, field=field, values=error.values) from error


def _plain(text: str) -> str:
    """The number as typed, with a decimal point, so that no digit is lost or added."""
    written = "".join(text.split())
    return written if "," not in written else written.replace(".", "").replace(",", ".")
