"""Flags for a planner's eye: what looks wrong about an asset though it can be kept."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from hashlib import blake2b
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from inmeko.kernel import geo, identifiers
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.scripts import mixture

Values = Mapping[str, Any]


class FlagKind(StrEnum):
    """What a flag is about."""

    OUTSIDE_TOWN = "outside_town"
    CROWDED_POINT = "crowded_point"
    REPAIRED_GEOMETRY = "repaired_geometry"
    BAD_KAEK = "bad_kaek"
    BAD_ATAK = "bad_atak"
    BAD_AFM = "bad_afm"
    AREA_DIFFERS = "area_differs"
    MIXED_SCRIPT = "mixed_script"
    LIKELY_DUPLICATE = "likely_duplicate"


FLAG_LABELS = {
    FlagKind.OUTSIDE_TOWN: N_("Outside the municipality"),
    FlagKind.CROWDED_POINT: N_("Many on one point"),
    FlagKind.REPAIRED_GEOMETRY: N_("Shape was mended"),
    FlagKind.BAD_KAEK: N_("Cadastral code (KAEK) that cannot be"),
    FlagKind.BAD_ATAK: N_("Property tax number (ATAK) that cannot be"),
    FlagKind.BAD_AFM: N_("Tax number (ΑΦΜ) that cannot be"),
    FlagKind.AREA_DIFFERS: N_("Stated area far from the drawn one"),
    FlagKind.MIXED_SCRIPT: N_("Latin letters inside Greek words"),
    FlagKind.LIKELY_DUPLICATE: N_("Likely the same as another"),
}


class FlagState(StrEnum):
    """Whether somebody still has to look at a flag."""

    OPEN = "open"
    SETTLED = "settled"


STATE_LABELS = {FlagState.OPEN: N_("To look at"), FlagState.SETTLED: N_("Settled")}


class FlagVerdict(StrEnum):
    """How a flag was settled; `gone` is no person's word: its cause is no longer there."""

    ACCEPTED = "accepted"
    CORRECTED = "corrected"
    GONE = "gone"
    NOT_SAME = "not_same"
    MERGED = "merged"


VERDICT_LABELS = {
    FlagVerdict.ACCEPTED: N_("Accepted as it is"),
    FlagVerdict.CORRECTED: N_("Corrected"),
    FlagVerdict.GONE: N_("No longer so"),
    FlagVerdict.NOT_SAME: N_("Not the same"),
    FlagVerdict.MERGED: N_("Merged"),
}

# What one asset tells by itself, and again whenever it is looked at.
OF_ONE = (
    FlagKind.OUTSIDE_TOWN,
    FlagKind.BAD_KAEK,
    FlagKind.BAD_ATAK,
    FlagKind.BAD_AFM,
    FlagKind.AREA_DIFFERS,
    FlagKind.MIXED_SCRIPT,
)

# A geocoder that knows no better answers with the middle of a town: from so many on one point
# (to a tenth of a metre) it is more likely that than a shared house.
CROWD = 5
PER_DEGREE = 1_000_000

# A factor of two: less may be the way of measuring, with walls or without, from an old plan or
# an aerial photograph; more is a slip of a digit or στρέμματα (1,000 m²) taken for m².
AREA_FACTOR = Decimal(2)
# Below so many m² a shape drawn over a photograph says nothing against a paper.
AREA_LEAST = Decimal(100)
# A house's stated area adds up its floors; the drawn one is its ground. Where nobody has
# counted the floors, three are nothing to wonder at.
USUAL_FLOORS = 3
_STOREYED = frozenset(
    (Kind.BUILDING, Kind.PART_OF_BUILDING, Kind.SHOP_OR_OFFICE, Kind.SCHOOL, Kind.SPORTS_OR_CULTURE)
)
# Of these the shape is often that of the whole house.
_PARTS = frozenset((Kind.PART_OF_BUILDING, Kind.SHOP_OR_OFFICE))

METRES_PER_DEGREE = 111_195.0

LONGEST_MARK = 120
MIXED = ("title", "address")
_CHECKED: tuple[tuple[FlagKind, str, Callable[[str], bool]], ...] = (
    (FlagKind.BAD_KAEK, "kaek", identifiers.is_kaek),
    (FlagKind.BAD_ATAK, "atak", identifiers.is_atak),
    (FlagKind.BAD_AFM, "owner_afm", identifiers.is_afm),
)


@dataclass(frozen=True, slots=True)
class Flag:
    """Something to look at; the mark holds the value it is about, so that it is asked once."""

    kind: FlagKind
    mark: str
    detail: dict[str, Any] = field(default_factory=dict)


class Watch:
    """Looks at assets of one town, many at a time; the town's boundary is in WGS84 or unknown."""

    def __init__(self, boundary: BaseGeometry | None = None) -> None:
        """Make ready to ask the boundary many times."""
        self._boundary = boundary
        self._points: Counter[tuple[int, int]] = Counter()
        self._found: Counter[FlagKind] = Counter()
        if boundary is not None:
            shapely.prepare(boundary)

    def look(
        self, batch: Sequence[Values], repairs: Sequence[str | None] | None = None
    ) -> list[list[Flag]]:
        """The flags of each row by itself, in their order; `repairs` says how shapes were mended.

        Rows have the names of an asset's fields, or `x` and `y` in degrees in place of a shape.
        How many lie on one point is known at the end only: see `found`.
        """
        places = _places(batch)
        outside = self._outside(places)
        self._points.update(place for place in map(_steps, places) if place is not None)
        mended = repairs or [None] * len(batch)
        flags = [
            _of_row(values, place, far, how)
            for values, place, far, how in zip(batch, places, outside, mended, strict=True)
        ]
        self._found.update(one.kind for of_row in flags for one in of_row)
        return flags

    @property
    def found(self) -> dict[FlagKind, int]:
        """How many flags of each kind were found so far, rows on a crowded point included."""
        crowd = sum(number for number in self._points.values() if number >= CROWD)
        counts = {**self._found, FlagKind.CROWDED_POINT: crowd}
        return {kind: counts[kind] for kind in FlagKind if counts.get(kind)}

    def _outside(self, places: list[tuple[float, float] | None]) -> list[float | None]:
        """For each place the metres to the boundary it lies outside of, else None."""
        far: list[float | None] = [None] * len(places)
        if self._boundary is None:
            return far
        known = [at for at, place in enumerate(places) if place is not None]
        points = np.array([places[at] for at in known], dtype=float).reshape(-1, 2)
        without = ~shapely.intersects_xy(self._boundary, points[:, 0], points[:, 1])
        metres = _metres(self._boundary, points[without])
        for at, length in zip(np.array(known, dtype=int)[without], metres, strict=True):
            far[at] = float(length)
        return far


def _of_row(
    values: Values, place: tuple[float, float] | None, far: float | None, how: str | None
) -> list[Flag]:
    flags = [
        Flag(kind, mark_of(text), {"value": text})
        for kind, name, right in _CHECKED
        if (text := values.get(name)) and not right(text)
    ]
    for name in MIXED:
        text = values.get(name)
        found = mixture(text) if text else None
        if found:
            detail = {"field": name, "value": text, "words": list(found.words)}
            detail["proposal"] = found.proposal
            flags.append(Flag(FlagKind.MIXED_SCRIPT, mark_of(f"{name}: {text}"), detail))
    if far is not None and place is not None:
        flags.append(Flag(FlagKind.OUTSIDE_TOWN, point_mark(*place), {"metres": round(far)}))
    if values.get("area_stated") is not None:
        flags += _areas(values)
    if how:
        flags.append(Flag(FlagKind.REPAIRED_GEOMETRY, shape_mark(values["geometry"]), {"how": how}))
    return flags


def mark_of(value: str) -> str:
    """A value as the mark of a flag; of a long one the beginning and its own sum."""
    if len(value) <= LONGEST_MARK:
        return value
    digest = blake2b(value.encode(), digest_size=8).hexdigest()
    return f"{value[: LONGEST_MARK - 17]} {digest}"


def point_mark(x: float, y: float) -> str:
    """A place (degrees) as the mark of a flag, to a millionth of a degree."""
    return f"{round(x * PER_DEGREE) / PER_DEGREE:.6f},{round(y * PER_DEGREE) / PER_DEGREE:.6f}"


def shape_mark(shape: BaseGeometry) -> str:
    """A shape as the mark of a flag: the same for the same outline, wherever it begins."""
    rounded = shapely.to_wkt(shape.normalize(), rounding_precision=7)
    return blake2b(rounded.encode(), digest_size=16).hexdigest()


def areas_differ(
    stated: Decimal, computed: Decimal, *, kind: Kind | None, floors: int | None
) -> bool:
    """Whether a stated area (m²) is too far from the computed one to be the same thing's."""
    storeys = (floors or USUAL_FLOORS) if kind in _STOREYED else 1
    most, least = computed * AREA_FACTOR * storeys, computed / AREA_FACTOR
    if stated > most:
        return stated - computed * storeys >= AREA_LEAST
    return stated < least and kind not in _PARTS and computed - stated >= AREA_LEAST


def _areas(values: Values) -> list[Flag]:
    stated, computed = Decimal(values["area_stated"]), _computed(values)
    if computed is None or not areas_differ(
        stated, computed, kind=values.get("kind"), floors=values.get("floors")
    ):
        return []
    detail = {"stated": f"{stated:.2f}", "computed": f"{computed:.2f}"}
    return [Flag(FlagKind.AREA_DIFFERS, f"{stated:.2f} / {computed:.2f}", detail)]


def _computed(values: Values) -> Decimal | None:
    shape = values.get("geometry")
    if shape is None:
        known = values.get("area_computed")
        return None if known is None else Decimal(known)
    area = geo.area_m2(shape)
    return None if area is None else Decimal(str(area)).quantize(Decimal("0.01"))


def _places(batch: Sequence[Values]) -> list[tuple[float, float] | None]:
    """A point of each asset (degrees), the same that is kept with it."""
    shapes = [values.get("geometry") for values in batch]
    known = [at for at, shape in enumerate(shapes) if shape is not None]
    found: list[tuple[float, float] | None] = [_given(values) for values in batch]
    if known:
        given = np.array([shapes[at] for at in known], dtype=object)
        points = shapely.get_type_id(given) == shapely.GeometryType.POINT
        given[~points] = shapely.point_on_surface(given[~points])
        for at, x, y in zip(known, shapely.get_x(given), shapely.get_y(given), strict=True):
            found[at] = (float(x), float(y))
    return found


def _given(values: Values) -> tuple[float, float] | None:
    x, y = values.get("x"), values.get("y")
    return None if x is None or y is None else (x, y)


def _steps(place: tuple[float, float] | None) -> tuple[int, int] | None:
    return None if place is None else (round(place[0] * PER_DEGREE), round(place[1] * PER_DEGREE))


def _metres(boundary: BaseGeometry, points: Any) -> Any:
    """Metres from points outside to the boundary, on the globe and near enough for a hint."""
    lines = shapely.shortest_line(shapely.points(points), boundary)
    ends = shapely.get_coordinates(lines).reshape(-1, 2, 2)
    apart = ends[:, 0] - ends[:, 1]
    across = apart[:, 0] * np.cos(np.radians(ends[:, :, 1].mean(axis=1)))
    return np.hypot(across, apart[:, 1]) * METRES_PER_DEGREE
