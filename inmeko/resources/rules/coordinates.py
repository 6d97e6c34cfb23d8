"""Guesses where the coordinates of a file stand and in which system they are."""

import math
import re
import statistics
from dataclasses import dataclass, field

from shapely.geometry import MultiPoint

from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, fold
from inmeko.resources.rules.columns import Sample
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.headers import header_key
from inmeko.resources.rules.locating import (
    Pair,
    Points,
    joint_columns,
    latitude_first,
    named_pairs,
    numbers_of,
    telling_pairs,
)

MERCATOR, MONTE_MARIO, NEW_YORK = 3857, 3003, 2263

# Systems offered to the planner; any other EPSG code may be typed.
OFFERED = (geo.WGS84, geo.EGSA87, MERCATOR, MONTE_MARIO, NEW_YORK)

_SHAPES = ("geometry", "geom", "wkt", "the geom", "shape wkt", "γεωμετρία", "geometria")
_WKT = re.compile(
    r"\s*(?:SRID=\d+;)?\s*(?:MULTI)?(?:POINT|LINESTRING|POLYGON)\s*(?:ZM?|M)?\s*\(", re.IGNORECASE
)
_CORNER = re.compile(r"\(\s*([-+]?[\d.]+(?:e[-+]?\d+)?)\s+([-+]?[\d.]+(?:e[-+]?\d+)?)", re.I)

# Where the coordinates of a system lie: west, south, east, north; narrow boxes first.
_BOXES: dict[int, tuple[float, float, float, float]] = {
    geo.WGS84: (-180, -90, 180, 90),
    geo.EGSA87: geo.GREECE_EGSA87,
    NEW_YORK: (909_000, 112_000, 1_072_000, 277_000),
    MONTE_MARIO: (1_240_000, 3_900_000, 1_850_000, 5_270_000),
    MERCATOR: (-20_037_509, -20_048_967, 20_037_509, 20_048_967),
}
_NAMES = (
    (geo.EGSA87, ("egsa", "εγσα", "2100", "ggrs")),
    (MERCATOR, ("3857", "mercator", "900913")),
    (MONTE_MARIO, ("3003", "gauss", "boaga")),
    (NEW_YORK, ("2263",)),
    (geo.WGS84, ("wgs", "4326")),
)
_HERE = N_("The columns “%(x)s” and “%(y)s” hold the coordinates")
AGREEMENT = 5.0  # metres between two pairs of columns that tell the same place
ENOUGH = 0.9
# So many rows tell whether a column without a name holds coordinates.
FEW = 200


@dataclass(frozen=True)
class Place:
    """The columns of the place (x and y, or geometry), why these, and the system they are in."""

    columns: dict[str, list[str]]
    reason: str
    values: dict[str, object]
    crs: Guess[int] | None
    swapped: bool = False


@dataclass(frozen=True)
class _Fit:
    pair: Pair
    crs: Guess[int]
    swapped: bool
    points: list[tuple[float, float] | None] = field(repr=False)


def guess_place(
    sample: Sample, crs: int | None = None, said: Guess[int] | None = None
) -> Place | None:
    """Guess the columns of the place; a system chosen by hand decides between several pairs.

    `said` is the system that the file itself says it is in.
    """
    if (shape := _shape_column(sample)) is not None:
        return _shape_place(sample, shape, crs, said)
    candidates = named_pairs(sample)
    fits = [fit for pair in candidates if (fit := _fit(sample, pair, crs))]
    if not fits:
        return _unnamed(sample, crs) or _without_system(sample, candidates)
    for fit in fits:
        if fit.crs.value != geo.WGS84 and (metres := _agreement(fit, fits)) is not None:
            return _confirmed(fit, metres)
    best = min(fits, key=lambda fit: (fit.crs.value != geo.WGS84, -fit.crs.confidence))
    return _place(best, _HERE, {})


def _place(fit: _Fit, reason: str, values: dict[str, object]) -> Place:
    x, y = fit.pair
    columns = {"x": [x], "y": [y]}
    return Place(columns, reason, {"x": x, "y": y, **values}, fit.crs, fit.swapped)


def _confirmed(fit: _Fit, metres: float) -> Place:
    sure = Guess(
        fit.crs.value,
        N_("Read in EPSG:%(crs)s they agree with the degrees of the same rows within %(metres)s m"),
        {"crs": fit.crs.value, "metres": metres},
        0.99,
        fit.crs.alternatives,
    )
    reason = N_(
        "“%(x)s” and “%(y)s” are the coordinates as surveyed; the degrees in the file confirm them"
    )
    return _place(_Fit(fit.pair, sure, fit.swapped, []), reason, {})


def _unnamed(sample: Sample, crs: int | None) -> Place | None:
    """The place where no names tell: two coordinates in one cell, or columns told by values."""
    few = Sample(sample.columns, sample.rows[:FEW], sample.decimal)
    for column in joint_columns(few):
        if fit := _fit(sample, (column, column), crs):
            return _place(fit, N_("“%(x)s” holds both coordinates"), {})
    for pair in telling_pairs(few):
        if fit := _fit(sample, pair, crs):
            reason = N_(
                "No name tells, but “%(x)s” and “%(y)s” hold values such as coordinates in Greece"
            )
            return _place(fit, reason, {})
    return None


def _without_system(sample: Sample, candidates: list[Pair]) -> Place | None:
    if not candidates:
        return None
    x, y = candidates[0]
    columns: dict[str, list[str]] = {"x": [x], "y": [y]}
    if not any(numbers_of(row, (x, y), sample.decimal) for row in sample.rows):
        unseen = Guess(
            geo.WGS84, N_("No row looked at has coordinates; WGS84 is assumed"), confidence=0.1
        )
        return Place(columns, _HERE, {"x": x, "y": y}, unseen)
    reason = N_("“%(x)s” and “%(y)s” look like coordinates; choose their coordinate system")
    return Place(columns, reason, {"x": x, "y": y}, None)


def _shape_place(sample: Sample, column: str, crs: int | None, said: Guess[int] | None) -> Place:
    reason = N_("The column “%(column)s” holds shapes as text (WKT)")
    if said is not None:
        reason = N_("The file holds a shape for each row")
    points = [point for cell in sample.filled[column] if (point := first_corner(cell))]
    system, swapped = guess_system(points, column, crs, said)
    return Place({"geometry": [column]}, reason, {"column": column}, system, swapped)


def first_corner(cell: str) -> tuple[float, float] | None:
    """The first two numbers of a shape as text (WKT)."""
    found = _CORNER.search(cell)
    return (float(found[1]), float(found[2])) if found else None


def guess_system(
    points: Points, header: str, crs: int | None, said: Guess[int] | None
) -> tuple[Guess[int] | None, bool]:
    """The system of shapes and whether their axes are exchanged: chosen, said or by the values."""
    if not points:
        unseen = Guess(geo.WGS84, N_("No row looked at has coordinates; WGS84 is assumed"), {}, 0.1)
        return (Guess(crs, N_("Chosen by hand")) if crs else said or unseen), False
    if crs is not None:
        return guess_crs(points, header, crs) or (Guess(crs, N_("Chosen by hand")), False)
    by_values = guess_crs(points, header)
    if said is None:
        return by_values or (None, False)
    known = said.value in _BOXES
    if not known or max(_share(points, said.value), _share(_swap(points), said.value)) >= ENOUGH:
        there = guess_crs(points, header, said.value) if known else None
        return said, bool(there and there[1])
    if by_values is None:
        return said, False
    guess, swapped = by_values
    reason = N_("The file says EPSG:%(said)s, but its values lie where those of EPSG:%(crs)s lie")
    told = {"said": said.value, "crs": guess.value}
    return Guess(guess.value, reason, told, 0.6, (said.value, *guess.alternatives)), swapped


def _shape_column(sample: Sample) -> str | None:
    names = {header_key(name) for name in _SHAPES}
    for column in sample.columns:
        if sample.accepted(column, lambda text: bool(_WKT.match(text))) >= ENOUGH and (
            header_key(column) in names or sample.share(column) > 0.5
        ):
            return column
    return None


def _fit(sample: Sample, pair: Pair, crs: int | None) -> _Fit | None:
    rows = [numbers_of(row, pair, sample.decimal) for row in sample.rows]
    points = [point for point in rows if point is not None]
    if not points:
        return None
    guess = guess_crs(points, " ".join(pair), crs)
    if guess is None:
        return None
    system, swapped = guess
    if pair[0] == pair[1] and system.value == geo.WGS84:
        swapped = latitude_first(sample, pair[0], points)
    return _Fit(pair, system, swapped, rows)


def guess_crs(
    points: Points, header: str = "", crs: int | None = None
) -> tuple[Guess[int], bool] | None:
    """Guess the system of x, y pairs and whether the axes are exchanged; None if none fits."""
    if crs is not None:
        return _chosen(points, crs)
    named = _named(header)
    order = [named, *(code for code in _BOXES if code != named)] if named else list(_BOXES)
    fitting = [code for code in order if _share(points, code) >= ENOUGH]
    exchanged = [code for code in order if _share(_swap(points), code) >= ENOUGH]
    swapped = _is_swapped(points, fitting, exchanged)
    codes = exchanged if swapped else fitting
    if not codes:
        return None
    best = codes[0]
    reason = (
        N_("The header names this system and the values fit")
        if best == named
        else N_("The values lie where coordinates of EPSG:%(crs)s lie")
    )
    if swapped:
        reason = N_("The values fit EPSG:%(crs)s only with x and y exchanged")
    confidence = 0.9 if best in (geo.WGS84, geo.EGSA87) else 0.6
    return Guess(best, reason, {"crs": best}, confidence, tuple(codes[1:])), swapped


def _chosen(points: Points, crs: int) -> tuple[Guess[int], bool] | None:
    reason = N_("Chosen by hand")
    if crs not in _BOXES:
        far = _share(points, geo.WGS84) < ENOUGH
        return (Guess(crs, reason), False) if far else None
    here, there = _share(points, crs), _share(_swap(points), crs)
    if max(here, there) < ENOUGH:
        return None
    fitting, exchanged = [crs] * (here >= ENOUGH), [crs] * (there >= ENOUGH)
    return Guess(crs, reason), _is_swapped(points, fitting, exchanged)


def _is_swapped(points: Points, fitting: list[int], exchanged: list[int]) -> bool:
    """Degrees of Greece fit either way round: then the box of Greece tells."""
    if geo.WGS84 in fitting and geo.WGS84 in exchanged:
        here = sum(geo.in_greece_wgs84(x, y) for x, y in points)
        there = sum(geo.in_greece_wgs84(y, x) for x, y in points)
        return there > 0.5 * len(points) and here < 0.1 * len(points)
    narrow = [code for code in exchanged if code != MERCATOR]
    return bool(narrow) and not [code for code in fitting if code != MERCATOR]


def _share(points: Points, crs: int) -> float:
    west, south, east, north = _BOXES[crs]
    return sum(west <= x <= east and south <= y <= north for x, y in points) / len(points)


def _swap(points: Points) -> Points:
    return [(y, x) for x, y in points]


def _named(header: str) -> int | None:
    plain = fold(header)
    return next((code for code, names in _NAMES if any(name in plain for name in names)), None)


def _agreement(fit: _Fit, fits: list[_Fit]) -> float | None:
    """Metres between these columns and the degrees of the same rows, if near; else None."""
    for other in fits:
        if other.crs.value != geo.WGS84 or other.pair == fit.pair:
            continue
        both = [
            (_turned(a, fit.swapped), _turned(b, other.swapped))
            for a, b in zip(fit.points, other.points, strict=True)
            if a and b
        ]
        if both and (metres := _distance(both, fit.crs.value)) <= AGREEMENT:
            return round(metres, 2)
    return None


def _turned(point: tuple[float, float], swapped: bool) -> tuple[float, float]:
    return (point[1], point[0]) if swapped else point


def _distance(both: list[tuple[tuple[float, float], tuple[float, float]]], crs: int) -> float:
    try:
        moved = geo.to_wgs84(MultiPoint([given for given, _ in both]), crs)
    except RuleError:
        return math.inf
    metres = [
        math.hypot((at.x - lon) * 111_320 * math.cos(math.radians(lat)), (at.y - lat) * 111_320)
        for at, (_, (lon, lat)) in zip(moved.geoms, both, strict=True)
    ]
    return statistics.median(metres)
