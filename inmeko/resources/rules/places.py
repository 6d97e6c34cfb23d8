"""The place of a row: coordinates as given, moved to WGS84 many at a time."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry

from inmeko.kernel import geo
from inmeko.kernel.degrees import split_pair
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.numbers import parse_number, read_angle
from inmeko.resources.rules.reading import is_null
from inmeko.resources.rules.systems import is_geographic, possible, reach, reached, refusal

_SRID = re.compile(r"\s*SRID=(\d+);", re.IGNORECASE)


@dataclass(slots=True)
class Given:
    """A place as its row gives it; `geometry` is set, or `fault`, when it has been settled."""

    text: str
    crs: int
    x: float = 0.0
    y: float = 0.0
    shape: BaseGeometry | None = None
    geometry: BaseGeometry | None = None
    fault: RuleError | None = None
    empty: bool = False
    # How a broken shape was mended, as an English msgid.
    repair: str | None = None


class Places:
    """Reads the places of one file; `given` row by row, then `settle` for many."""

    def __init__(self, plan: Plan) -> None:
        """Choose how the place stands in a row; RuleError if the system is not known."""
        assert plan.crs is not None
        reach(plan.crs)
        self.crs, self.decimal = plan.crs, plan.decimal
        self.own = plan.own and "geometry" in plan.columns
        self.shape = plan.columns["geometry"][0] if "geometry" in plan.columns else None
        if self.shape is None:
            x, y = plan.columns["x"][0], plan.columns["y"][0]
            self.x, self.y = (y, x) if plan.swap_axes else (x, y)
            self.both = x == y
        self._read = read_angle if is_geographic(plan.crs) else parse_number
        self.swap = plan.swap_axes

    def given(self, cells: Mapping[str, str]) -> Given:
        """Read the place of a row; what is wrong with it is kept as its fault."""
        if self.shape is not None:
            return self._shape(cells[self.shape])
        x, y = cells[self.x], cells[self.y]
        if is_null(x) and is_null(y):
            return Given("", self.crs, empty=True)
        if self.both:
            two = split_pair(x)
            if two is None:
                return _faulty(x, self.crs, N_("This cell does not hold two coordinates"))
            x, y = two[::-1] if self.swap else two
        return self._point(x, y)

    def _point(self, x: str, y: str) -> Given:
        text = f"{x.strip()}, {y.strip()}"
        if is_null(x) or is_null(y):
            return _faulty(text, self.crs, N_("One of the two coordinates is missing"))
        try:
            east, north = self._read(x, self.decimal), self._read(y, self.decimal)
        except RuleError as error:
            return Given(text, self.crs, fault=error)
        if not east and not north:
            return Given("", self.crs, empty=True)
        given = Given(f"POINT ({east} {north})", self.crs, float(east), float(north))
        if not possible(given.x, given.y, self.crs):
            given.fault = _outside(given)
        return given

    def _shape(self, cell: str) -> Given:
        if is_null(cell):
            return Given("", self.crs, empty=True)
        found = _SRID.match(cell)
        crs = int(found[1]) if found else self.crs
        text = cell[found.end() :].strip() if found else cell.strip()
        repair = None
        try:
            shape = shapely.force_2d(shapely.from_wkt(text))
        except shapely.errors.ShapelyError:
            closed = _closed(text)
            if closed is None:
                return _faulty(
                    cell, crs, N_("This is not a shape in WKT, such as POINT (23.7 37.9)")
                )
            shape, repair = closed, geo.CLOSED
        if self.swap:
            shape = shapely.transform(shape, lambda x, y: (y, x), interleaved=False)
        given = Given(text, crs, shape=shape, repair=repair)
        west, south, east, north = shape.bounds if not shape.is_empty else (0, 0, 0, 0)
        if shape.is_empty:
            given.empty = True
        elif not (possible(west, south, crs) and possible(east, north, crs)):
            given.x, given.y = west, south
            given.fault = _outside(given)
        return given

    def settle(self, drafts: Sequence[Given | None]) -> None:
        """Move the places of many rows to WGS84."""
        waiting = [one for one in drafts if one and not one.empty and one.fault is None]
        points = [one for one in waiting if one.shape is None]
        if points:
            self._settle_points(points)
        for one in waiting:
            if one.shape is not None:
                _settle_shape(one)

    def _settle_points(self, points: Sequence[Given]) -> None:
        made = shapely.points([one.x for one in points], [one.y for one in points])
        if self.crs != geo.WGS84:
            try:
                moved = geo.to_wgs84(shapely.multipoints(made), self.crs)
            except RuleError:
                # One point that cannot be computed must not take the others with it.
                for one in points:
                    one.shape = Point(one.x, one.y)
                    _settle_shape(one)
                return
            made = shapely.points(shapely.get_coordinates(moved))
        for one, point, (x, y) in zip(
            points, made, shapely.get_coordinates(made).tolist(), strict=True
        ):
            if reached(x, y, self.crs):
                one.geometry = point
            else:
                one.fault = _outside(one)

    def values(self, given: Given) -> dict[str, Any]:
        """What the place adds to the values; an export of ours brings its own original."""
        if self.own:
            return {"geometry": given.geometry}
        return {
            "geometry": given.geometry,
            "original_crs": None if given.empty else given.crs,
            "original_geometry": None if given.empty else given.text,
        }


def _settle_shape(one: Given) -> None:
    try:
        shape = one.shape if one.crs == geo.WGS84 else geo.to_wgs84(one.shape, one.crs)
        whole, how = geo.repair_geometry(shape)
        one.repair = how or one.repair
        one.geometry = geo.check_geometry(whole)
    except RuleError as error:
        one.fault = error
        return
    centre = one.geometry.representative_point()
    if not reached(centre.x, centre.y, one.crs):
        one.x, one.y = one.shape.bounds[:2] if one.shape is not None else (0.0, 0.0)
        one.fault = _outside(one)


def _closed(text: str) -> BaseGeometry | None:
    """The shape of a WKT whose outlines lack their last point; None if it is no WKT at all."""
    shape = shapely.from_wkt(text, on_invalid="fix")
    return None if shape is None else shapely.force_2d(shape)


def _faulty(text: str, crs: int, message: str) -> Given:
    return Given(text, crs, fault=RuleError(message))


def _outside(given: Given) -> RuleError:
    values = {"x": f"{given.x:.12g}", "y": f"{given.y:.12g}", "crs": given.crs}
    return RuleError(refusal(given.x, given.y, given.crs), values=values)
