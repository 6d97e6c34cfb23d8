"""Reading municipalities from a file of boundaries: GeoJSON or a shapefile."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from pyogrio import raw, read_info
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError
from shapely.geometry.base import BaseGeometry

from inmeko.accounts.rules.boundaries import CODE_COLUMNS, ENCODINGS, NAME_COLUMNS, column, likeness
from inmeko.kernel import geo
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

SHAPEFILES = {".shp", ".zip", ".shz"}
UNREADABLE = (DataSourceError, DataLayerError, FeatureError, UnicodeError, ValueError, OSError)


@dataclass(frozen=True)
class Row:
    """A municipality as the file has it; number counts from 1."""

    number: int
    code: str | None
    name: str
    shape: BaseGeometry | None


@dataclass(frozen=True)
class BoundaryFile:
    """What was read, and how it was understood."""

    rows: Sequence[Row]
    crs: str
    encoding: str
    name_column: str
    code_column: str | None


def read(
    path: Path,
    *,
    name_field: str | None = None,
    code_field: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
) -> BoundaryFile:
    """Read a file; raises RuleError where it cannot be read or understood."""
    try:
        columns = [str(name) for name in read_info(path)["fields"]]
        name_column, code_column = _columns(columns, name_field, code_field)
        chosen = encoding or _encoding(path, name_column)
        meta, _, shapes, values = raw.read(path, encoding=chosen)
    except UNREADABLE as error:
        message = N_("The file cannot be read as GeoJSON or as a shapefile: %(reason)s")
        raise RuleError(message, values={"reason": str(error)[:200]}) from error
    table = dict(zip(meta["fields"], values, strict=True))
    system = crs or meta["crs"] or "EPSG:4326"
    return BoundaryFile(
        rows=[
            Row(
                number,
                _text(table[code_column][number - 1]) if code_column else None,
                _text(table[name_column][number - 1]) or "",
                shapely.from_wkb(shape) if shape is not None else None,
            )
            for number, shape in enumerate(shapes, start=1)
        ],
        crs=system,
        encoding=str(meta["encoding"] or chosen or "UTF-8"),
        name_column=name_column,
        code_column=code_column,
    )


def in_wgs84(shape: BaseGeometry | None, crs: str) -> tuple[BaseGeometry, bool]:
    """A boundary as a WGS84 multipolygon, and whether it had to be repaired; raises RuleError."""
    if shape is None or shape.is_empty:
        raise RuleError(N_("The shape is empty."))
    flat = geo.force_2d(shape)
    moved = flat if crs.upper() in {"EPSG:4326", "OGC:CRS84"} else geo.to_wgs84(flat, crs)
    broken = not moved.is_valid
    whole = geo.multi_polygon(_polygons(shapely.make_valid(moved)) if broken else moved)
    return geo.check_geometry(whole), broken


def _polygons(shape: BaseGeometry) -> BaseGeometry:
    """The areas alone: a repair may leave lines and points beside them."""
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all([part for part in parts if part.geom_type == "Polygon"])


def _columns(
    columns: Sequence[str], name_field: str | None, code_field: str | None
) -> tuple[str, str | None]:
    name_column = column(name_field, NAME_COLUMNS, columns)
    code_column = column(code_field, CODE_COLUMNS, columns)
    if name_column is None or (code_field and code_column is None):
        message = N_("Name the columns of names and codes; the file has: %(columns)s")
        raise RuleError(message, values={"columns": ", ".join(columns)})
    return name_column, code_column


def _encoding(path: Path, name_column: str) -> str | None:
    """The encoding in which the names are words; a shapefile's own word for it is often wrong."""
    if path.suffix.lower() not in SHAPEFILES:
        return None
    return max(ENCODINGS, key=lambda encoding: _score(path, name_column, encoding))


def _score(path: Path, name_column: str, encoding: str | None) -> float:
    try:
        with warnings.catch_warnings():
            # That some signs do not fit is just what is being asked.
            warnings.simplefilter("ignore", RuntimeWarning)
            _, _, _, values = raw.read(
                path, columns=[name_column], read_geometry=False, encoding=encoding
            )
    except UNREADABLE:
        return -1.0
    return likeness(str(name) for name in values[0] if name is not None)


def _text(value: Any) -> str | None:
    """A cell as text; whole numbers lose the point that a table of numbers gave them."""
    if value is None or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) or None
