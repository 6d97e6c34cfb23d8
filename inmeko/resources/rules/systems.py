"""Coordinate systems: which exist, how far they reach, and what a misplaced point suggests."""

import math
from functools import lru_cache

from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.guesses import Guess

# Degrees around the published area of use: registers go a little beyond it.
MARGIN = 2.0
KNOWN = (geo.EGSA87, 3857, 3003, 3004, 2263, 32634, 32635, 32632, 32633)
WGS84_3D: dict[int | None, int] = {4979: geo.WGS84, 4329: geo.WGS84}

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


def said_system(text: str) -> Guess[int] | None:
    """The EPSG code of a system that a file names or describes; None if that tells no code."""
    if not text:
        return None
    try:
        system = CRS.from_user_input(text)
    except CRSError:
        return None
    code = WGS84_3D.get(system.to_epsg(min_confidence=25), system.to_epsg(min_confidence=25))
    if code is None and "CRS84" in (*(system.to_authority() or ()), system.name):
        code = geo.WGS84
    if code is not None:
        return Guess(code, N_("The file says so: EPSG:%(crs)s"), {"crs": code})
    return _alike(system)


def chosen_system(crs: int | None) -> Guess[int] | None:
    """The system that was chosen by hand, if any."""
    return None if crs is None else Guess(crs, N_("Chosen by hand"))


def _alike(system: CRS) -> Guess[int] | None:
    """A system without a name that puts a place where one that we know puts it."""
    for code in KNOWN:
        known = CRS.from_epsg(code)
        if system.is_geographic != known.is_geographic or known.area_of_use is None:
            continue
        area = known.area_of_use
        place = (area.west + area.east) / 2 + 0.1, (area.south + area.north) / 2 + 0.1
        try:
            here, there = (_planar(one, place) for one in (system, known))
        except (CRSError, ProjError):
            continue
        if all(math.isclose(a, b, abs_tol=0.5) for a, b in zip(here, there, strict=True)):
            reason = N_("The file describes it without a name; it computes like EPSG:%(crs)s")
            return Guess(code, reason, {"crs": code}, 0.7)
    return None


def _planar(system: CRS, place: tuple[float, float]) -> tuple[float, float]:
    """Where a system puts degrees of its own datum: the datum itself is not compared."""
    base = system.geodetic_crs
    assert base is not None
    x, y = Transformer.from_crs(base, system, always_xy=True).transform(*place, errcheck=True)
    return float(x), float(y)


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
