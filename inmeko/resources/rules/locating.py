"""Which columns of a file may hold coordinates: by their names, else by their values."""

import re
from collections.abc import Mapping
from itertools import permutations

from inmeko.kernel import geo
from inmeko.kernel.degrees import is_northing, split_pair
from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.columns import Sample
from inmeko.resources.rules.headers import header_key, header_words, misspelt
from inmeko.resources.rules.numbers import read_either
from inmeko.resources.rules.reading import is_null

Pair = tuple[str, str]
Points = list[tuple[float, float]]

_DEGREES = (
    ("lon", "long", "lng", "longitude", "longitudine", "μήκος", "γμ"),
    ("lat", "latitude", "latitudine", "πλάτος", "γπ"),
)
_PLANE = (
    ("x", "xcoord", "coordx", "easting", "east", "est", "pointx", "egsax", "xegsa"),
    ("y", "ycoord", "coordy", "northing", "north", "nord", "pointy", "egsay", "yegsa"),
)
_GREEK_AXES = {"χ": "x", "υ": "y", "ψ": "y"}
_JOINT = (
    "συντεταγμένες", "συντεταγμένη", "συντ", "γεωγραφική θέση", "στίγμα", "θέση", "τοποθεσία",
    "coordinates", "coords", "coordinate", "latlon", "latlng", "lat lon", "lat long", "lat lng",
    "lonlat", "xy", "x y", "gps", "location", "position", "point", "geo", "geolocation",
    "coordinate geografiche", "coordinate gps", "posizione",
)  # fmt: skip
_EXACT = re.compile(r"[.,]\d{3,}|[°\"'′″΄]")
SURE = 0.95
# Columns of numbers compared with one another where no name tells.
MOST_COMPARED = 12


def named_pairs(sample: Sample) -> list[Pair]:
    """The pairs of columns that bear the names of coordinates; metres before degrees."""
    return [*pairs(sample, _PLANE), *pairs(sample, _DEGREES)]


def pairs(sample: Sample, axes: tuple[tuple[str, ...], tuple[str, ...]]) -> list[Pair]:
    """The pairs of columns whose names differ only in the axis, as CoordX and CoordY."""
    found: list[Pair] = []
    for x in sample.columns:
        rest = _rest(x, axes[0])
        if rest is None or not sample.filled[x]:
            continue
        partners = [y for y in sample.columns if y != x and _rest(y, axes[1]) is not None]
        partners.sort(key=lambda y: (_rest(y, axes[1]) != rest, sample.columns.index(y)))
        if partners:
            found.append((x, partners[0]))
    return found


def _rest(column: str, axis: tuple[str, ...]) -> tuple[str, ...] | None:
    """The words of a header without the one that names the axis; None if none does."""
    words = [_GREEK_AXES.get(word, word) for word in header_words(column)]
    known = {header_key(word) for word in axis} | set(axis)
    for at, word in enumerate(words):
        key = header_key(word)
        if word in known or key in known or any(misspelt(key, one) for one in known):
            return tuple(words[:at] + words[at + 1 :])
    return None


def joint_columns(sample: Sample) -> list[str]:
    """The columns whose cells hold two coordinates each; those whose names say so first."""
    named = {header_key(phrase) for phrase in _JOINT}
    found = [
        column
        for column in sample.columns
        if sample.filled[column]
        and sample.accepted(column, _is_pair) >= SURE
        and (header_key(column) in named or sample.accepted(column, _is_exact) >= SURE)
    ]
    return sorted(found, key=lambda column: header_key(column) not in named)


def latitude_first(sample: Sample, column: str, points: Points) -> bool:
    """Whether cells of two degrees begin with the latitude, as people mostly write them."""
    for cell in sample.filled[column]:
        two = split_pair(cell)
        letter = is_northing(two[0]) if two else None
        if letter is not None:
            return letter
    return not sum(geo.in_greece_wgs84(x, y) for x, y in points) > 0.5 * len(points)


def telling_pairs(sample: Sample) -> list[Pair]:
    """The pairs of columns whose values lie in Greece, in degrees or in metres of ΕΓΣΑ87."""
    numeric = [
        column
        for column in sample.columns
        if sample.share(column) >= 0.2
        and sample.accepted(column, lambda text: _value(text, sample.decimal) is not None) >= SURE
    ]
    return [
        (x, y) for x, y in permutations(numeric[:MOST_COMPARED], 2) if _in_greece(sample, (x, y))
    ]


def numbers_of(row: Mapping[str, str], pair: Pair, decimal: str) -> tuple[float, float] | None:
    """The two numbers of a place in a row; None where there is none."""
    x, y = row[pair[0]], row[pair[1]]
    if pair[0] == pair[1]:
        x, y = split_pair(x) or ("", "")
    if is_null(x) or is_null(y):
        return None
    try:
        point = float(read_either(x, decimal)), float(read_either(y, decimal))
    except RuleError:
        return None
    return None if point == (0, 0) else point


def _in_greece(sample: Sample, pair: Pair) -> bool:
    points = [point for row in sample.rows if (point := numbers_of(row, pair, sample.decimal))]
    if len(points) < 2:
        return False
    metres = sum(geo.in_greece_egsa87(x, y) for x, y in points)
    if metres >= SURE * len(points):
        return True
    # Whole numbers around 23 and 38 are counts of something.
    exact = all(sample.accepted(column, _is_exact) >= 0.8 for column in pair)
    return exact and sum(geo.in_greece_wgs84(x, y) for x, y in points) >= SURE * len(points)


def _is_pair(text: str) -> bool:
    return split_pair(text) is not None


def _is_exact(text: str) -> bool:
    return bool(_EXACT.search(text)) or bool(re.search(r"\d{6}", text))


def _value(text: str, decimal: str) -> float | None:
    try:
        return float(read_either(text, decimal))
    except RuleError:
        return None
