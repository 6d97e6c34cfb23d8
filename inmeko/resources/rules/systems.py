"""Coordinate systems: which exist, how far they reach, and what a misplaced point suggests."""

from functools import lru_cache

from pyproj import CRS
from pyproj.exceptions import CRSError

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

# Degrees around the published area of use: registers go a little beyond it.
MARGIN = 2.0

_SWAPPED = N_("%(x)s, %(y)s lie outside EPSG:%(crs)s: east and north seem to be exchanged")
_DEGREES = N_("%(x)s, %(y)s lie outside EPSG:%(crs)s: they look like degrees (WGS84, EPSG:4326)")
_METRES = N_("%(x)s, %(y)s lie outside EPSG:%(crs)s: they look like metres of ΕΓΣΑ87 (EPSG:2100)")
_OUTSIDE = N_("%(x)s, %(y)s lie outside EPSG:%(crs)s: is this the right coordinate system?")


@lru_cache(maxsize=64)
def reach(crs: int) -> tuple[float, float, float, float]:
    """West, south, east, north in degrees of WGS84; RuleError if there is no such EPSG code."""
    try:
        area = CRS.from_epsg(crs).area_of_use
    except CRSError:
        raise RuleError(
            N_("The coordinate system “%(crs)s” is not known."),
            field="crs",
            values={"crs": f"EPSG:{crs}"},
        ) from None
    if area is None or crs == geo.WGS84:
        return (-180.0, -90.0, 180.0, 90.0)
    return (
        max(area.west - MARGIN, -180.0),
        max(area.south - MARGIN, -90.0),
        min(area.east + MARGIN, 180.0),
        min(area.north + MARGIN, 90.0),
    )


@lru_cache(maxsize=64)
def is_geographic(crs: int) -> bool:
    """Whether places of the system are told in degrees."""
    return bool(CRS.from_epsg(crs).is_geographic)


def possible(x: float, y: float, crs: int) -> bool:
    """Say whether x, y as given can be in the system, before any computation."""
    if crs == geo.WGS84:
        return -180 <= x <= 180 and -90 <= y <= 90
    if crs == geo.EGSA87:
        return geo.in_greece_egsa87(x, y)
    return abs(x) < 1e8 and abs(y) < 1e8


def reached(longitude: float, latitude: float, crs: int) -> bool:
    """Say whether a place computed from the system lies where the system is used."""
    if crs == geo.EGSA87:
        return True  # its own box was asked before; the published one leaves out islands
    west, south, east, north = reach(crs)
    inside = west <= longitude <= east if west <= east else not east < longitude < west
    return inside and south <= latitude <= north


def refusal(x: float, y: float, crs: int) -> str:
    """The sentence for a point outside its system, with the likely cause."""
    if crs != geo.WGS84 and abs(x) <= 180 and abs(y) <= 90:
        return _DEGREES
    if crs != geo.EGSA87 and geo.in_greece_egsa87(x, y):
        return _METRES
    if possible(y, x, crs) and not possible(x, y, crs):
        return _SWAPPED
    return _OUTSIDE
