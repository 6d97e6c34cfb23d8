"""Geometry without a database: coordinate systems, areas, checks, GeoJSON features."""

import math
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

import shapely
from pyproj import Transformer
from pyproj.exceptions import CRSError, ProjError
from shapely.geometry import MultiPolygon, mapping
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

WGS84 = 4326
EGSA87 = 2100

# All municipalities lie in this box (metres, EPSG:2100). EPSG's own area of use is
# narrower and would leave out Kastellorizo and Gavdos.
GREECE_EGSA87 = (104_056.0, 3_850_803.0, 1_007_940.0, 4_623_935.0)

# The first look in degrees: far from its meridian the projection answers nonsense.
_AROUND_GREECE = (18.0, 33.0, 31.0, 43.0)

_GROUPED = r"[0-9]{1,3}(?:%s[0-9]{3})+"
_NUMBERS: tuple[tuple[re.Pattern[str], Callable[[str], str]], ...] = (
    (re.compile(r"[0-9]+(?:[.,][0-9]*)?"), lambda t: t.replace(",", ".")),
    (
        re.compile(_GROUPED % r"\." + r"(?:,[0-9]*)?"),
        lambda t: t.replace(".", "").replace(",", "."),
    ),
    (re.compile(_GROUPED % "," + r"(?:\.[0-9]*)?"), lambda t: t.replace(",", "")),
    (
        re.compile(_GROUPED % " " + r"(?:[.,][0-9]*)?"),
        lambda t: t.replace(" ", "").replace(",", "."),
    ),
)

_FAULTS = {
    "Self-intersection": N_("The outline crosses itself."),
    "Ring Self-intersection": N_("The outline touches itself."),
    "Hole lies outside shell": N_("A hole lies outside the outline."),
    "Holes are nested": N_("One hole lies inside another."),
    "Nested shells": N_("One part lies inside another."),
    "Interior is disconnected": N_("A hole cuts the shape in two."),
    "Too few points in geometry component": N_("The shape has too few points."),
    "Invalid Coordinate": N_("A coordinate of the shape is not a number."),
}

# What is said of a shape that was mended, by what was wrong with it.
_MENDED = {
    "Self-intersection": N_("The outline crossed itself; it was cut where it did."),
    "Ring Self-intersection": N_("The outline touched itself; it was cut where it did."),
    "Hole lies outside shell": N_("A hole outside the outline was left out."),
    "Holes are nested": N_("A hole inside another was left out."),
    "Nested shells": N_("A part inside another was joined with it."),
    "Interior is disconnected": N_("A hole cut the shape in two; it became two parts."),
}
_JOINED = N_("Parts that overlapped were joined.")
CLOSED = N_("The outline was not closed; its last point was joined to the first.")

# Two ways of mending read a knot differently; where their areas part by more, nobody can tell.
_AGREED = 0.001


def to_wgs84(geometry: BaseGeometry, crs: int | str) -> BaseGeometry:
    """The geometry (x, y in the given CRS) in WGS84 longitude, latitude; heights are dropped.

    RuleError if the CRS is unknown or does not reach as far as the geometry.
    """
    return _transformed(geometry, crs, WGS84)


def from_wgs84(geometry: BaseGeometry, crs: int | str) -> BaseGeometry:
    """The geometry (WGS84 longitude, latitude) in the given CRS as x, y; else RuleError."""
    return _transformed(geometry, WGS84, crs)


def area_m2(geometry: BaseGeometry) -> float | None:
    """The plane area in EPSG:2100 of a WGS84 polygon; None for points, lines and far lands.

    Away from Greece the projection stretches so much that its area would be false.
    """
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or geometry.is_empty:
        return None
    centre = geometry.centroid
    if not in_greece_wgs84(centre.x, centre.y):
        return None
    return float(from_wgs84(geometry, EGSA87).area)


def check_geometry(geometry: BaseGeometry) -> BaseGeometry:
    """The WGS84 geometry in two dimensions with its outlines counter-clockwise (RFC 7946).

    RuleError if it is empty, invalid (with the reason), or not on the globe.
    """
    if geometry.is_empty:
        raise RuleError(N_("The shape is empty."))
    if any(part.geom_type == "GeometryCollection" for part in getattr(geometry, "geoms", ())):
        # The embedded engine keeps no collection inside another.
        raise RuleError(N_("The shape is not valid."))
    reason = str(shapely.is_valid_reason(geometry)).partition("[")[0]
    if reason != "Valid Geometry":
        raise RuleError(_FAULTS.get(reason, N_("The shape is not valid.")))
    west, south, east, north = geometry.bounds
    if not (-180 <= west <= east <= 180 and -90 <= south <= north <= 90):
        raise RuleError(
            N_("The place is not on the globe: check the coordinates and their system.")
        )
    return shapely.orient_polygons(force_2d(geometry))


def repair_geometry(geometry: BaseGeometry) -> tuple[BaseGeometry, str | None]:
    """A broken polygon made valid and, as an English msgid, how; a valid shape as it is.

    RuleError where it is not clear what is meant, or nothing with an area is left: a repair
    never changes the area that the outlines enclose, in the units of the coordinates.
    """
    if shapely.is_valid(geometry):
        return geometry, None
    reason = str(shapely.is_valid_reason(geometry)).partition("[")[0]
    fault = RuleError(_FAULTS.get(reason, N_("The shape is not valid.")))
    if geometry.geom_type not in ("Polygon", "MultiPolygon") or reason not in _MENDED:
        raise fault
    parts = [_repaired(part) for part in shapely.get_parts(geometry)]
    if any(part is None for part in parts):
        raise fault
    joined = shapely.union_all(parts)
    if joined.is_empty or joined.geom_type not in ("Polygon", "MultiPolygon"):
        raise fault
    apart = all(map(shapely.is_valid, shapely.get_parts(geometry))) and reason != "Nested shells"
    return joined, _JOINED if apart else _MENDED[reason]


def _repaired(polygon: BaseGeometry) -> BaseGeometry | None:
    """A valid polygon (or several) with the same outline and holes; None if it is not clear."""
    rings = shapely.get_rings(polygon)
    made = [_enclosed(ring) for ring in rings]
    if not made or any(one is None for one in made):
        return None
    shell, holes = made[0], shapely.union_all(made[1:])
    left = shapely.difference(shell, holes)
    areas = [part for part in shapely.get_parts(left) if part.geom_type == "Polygon"]
    return shapely.union_all(areas) if areas else None


def _enclosed(ring: BaseGeometry) -> BaseGeometry | None:
    """What a ring encloses, if both ways of mending agree on it."""
    outline = shapely.polygons(ring)
    if shapely.is_valid(outline):
        return outline
    one, other = (
        shapely.make_valid(outline, method=method, keep_collapsed=method == "linework")
        for method in ("structure", "linework")
    )
    if one.area <= 0 or abs(one.area - other.area) > _AGREED * one.area:
        return None
    return one


def parse_coordinate(text: str) -> float:
    """The number typed as 23,735427 or 23.735427 or 482.769,12; RuleError for anything else.

    Degrees with minutes are for kernel.degrees, and powers of ten (4,21E+06) are
    refused: a spreadsheet that writes them has already lost the place.
    """
    written = " ".join(text.split())
    if not written:
        raise RuleError(N_("A coordinate is missing."))
    if any(sign in written for sign in "°º'\"′″’”"):
        raise RuleError(
            N_("Degrees and minutes belong to WGS84: choose it as the coordinate system.")
        )
    sign, digits = _sign(written)
    for pattern, plain in _NUMBERS:
        if pattern.fullmatch(digits) and math.isfinite(number := float(plain(digits))):
            return sign * number
    raise RuleError(N_("“%(text)s” is not a coordinate."), values={"text": text[:40]})


def in_greece_wgs84(x: float, y: float) -> bool:
    """Whether longitude x, latitude y (degrees) lie in the box around all municipalities."""
    if not _inside(_AROUND_GREECE, x, y):
        return False
    return in_greece_egsa87(*_transformer(WGS84, EGSA87).transform(x, y))


def in_greece_egsa87(x: float, y: float) -> bool:
    """Whether easting x, northing y (metres, EPSG:2100) lie in that box."""
    return _inside(GREECE_EGSA87, x, y)


def looks_swapped(x: float, y: float, crs: int) -> bool:
    """Whether the point (WGS84 or EPSG:2100) lies in Greece only with its axes exchanged."""
    inside = in_greece_egsa87 if crs == EGSA87 else in_greece_wgs84
    return inside(y, x) and not inside(x, y)


def feature(
    geometry: BaseGeometry | None,
    properties: Mapping[str, object],
    id: int | str | None = None,
) -> dict[str, Any]:
    """A GeoJSON feature (RFC 7946) of a WGS84 geometry, or of none."""
    shape = None if geometry is None else mapping(shapely.orient_polygons(geometry))
    named = {} if id is None else {"id": id}
    return {"type": "Feature", **named, "geometry": shape, "properties": dict(properties)}


def force_2d(geometry: BaseGeometry) -> BaseGeometry:
    """The geometry without heights."""
    return shapely.force_2d(geometry)


def multi_polygon(geometry: BaseGeometry) -> BaseGeometry:
    """The polygons of a geometry as one MultiPolygon; RuleError if there is none."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type == "Polygon"]
    nested = [part for part in shapely.get_parts(geometry) if part.geom_type == "MultiPolygon"]
    parts += [polygon for part in nested for polygon in part.geoms]
    if not parts:
        raise RuleError(N_("An area is needed here, not a point or a line."))
    return MultiPolygon(parts)


def _inside(box: tuple[float, float, float, float], x: float, y: float) -> bool:
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _sign(written: str) -> tuple[int, str]:
    if written[0] in "-−":
        return -1, written[1:].lstrip()
    return 1, written.removeprefix("+").lstrip()


def _transformed(geometry: BaseGeometry, source: int | str, target: int | str) -> BaseGeometry:
    transformer = _transformer(source, target)

    def move(x: Any, y: Any) -> Any:
        return transformer.transform(x, y, errcheck=True)

    try:
        return shapely.transform(force_2d(geometry), move, interleaved=False)
    except ProjError:
        raise RuleError(
            N_("The place is not on the globe: check the coordinates and their system.")
        ) from None


@lru_cache(maxsize=64)
def _transformer(source: int | str, target: int | str) -> Transformer:
    try:
        return Transformer.from_crs(source, target, always_xy=True)
    except CRSError:
        unknown = target if source == WGS84 else source
        raise RuleError(
            N_("The coordinate system “%(crs)s” is not known."), values={"crs": unknown}
        ) from None
