"""Vector tiles of either engine: PostGIS writes the bytes itself, for the embedded one we do."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from inmeko.extensions import db
from inmeko.extensions.portable import as_wkb
from inmeko.kernel import mvt
from inmeko.kernel.mvt import BUFFER, EXTENT, HALF, LAST_LATITUDE, Tile

ALONE = sa.text("SET LOCAL max_parallel_workers_per_gather = 0")

Columns = Mapping[str, sa.ColumnElement[Any]]


def tile_of_points(
    tile: Tile, name: str, number: Any, x: Any, y: Any, told: Columns, query: sa.Select[Any]
) -> bytes:
    """A tile of what a query finds, each as the point x, y (degrees) with its told columns."""
    columns = [column.label(key) for key, column in told.items()]
    if _writes_tiles():
        shape = tile_point(x, y, tile).label("shape")
        return _written(name, query.add_columns(number.label("id"), shape, *columns))
    ids, east, north, *values = _columns(query.add_columns(number, x, y, *columns), 3 + len(told))
    shapes = mvt.points(*tile.units(np.array(east, float), np.array(north, float)))
    return mvt.layer(name, list(told), ids, shapes, values)


def tile_of_shapes(
    tile: Tile, name: str, number: Any, geometry: Any, told: Columns, query: sa.Select[Any]
) -> bytes:
    """A tile of what a query finds, each with its WGS84 shape, clipped, and its told columns."""
    columns = [column.label(key) for key, column in told.items()]
    if _writes_tiles():
        shape = tile_shape(sa.type_coerce(geometry, sa.types.NullType()), tile).label("shape")
        return _written(name, query.add_columns(number.label("id"), shape, *columns))
    found = query.add_columns(number, as_wkb(geometry), *columns)
    ids, wkb, *values = _columns(found, 2 + len(told))
    shapes = shapely.from_wkb(np.array(wkb, object))
    return mvt.layer(name, list(told), ids, mvt.geometries(tile, shapes), values)


def _writes_tiles() -> bool:
    return db.session.get_bind().dialect.name == "postgresql"


def _written(name: str, query: sa.Select[Any]) -> bytes:
    row = query.subquery("one")
    whole: sa.ColumnElement[Any] = sa.literal_column(row.name)
    # Many tiles are asked at once: each is soonest made by one worker, without others to start.
    db.session.execute(ALONE)
    made = sa.func.ST_AsMVT(whole, name, EXTENT, "shape", "id", type_=sa.LargeBinary())
    return bytes(db.session.scalar(sa.select(made).select_from(row)) or b"")


def _columns(query: sa.Select[Any], width: int) -> list[tuple[Any, ...]]:
    # Tuples of the driver: rows of the ORM would take as long again.
    with db.session.connection().execute(query) as result:
        rows = result.cursor.fetchall() if result.cursor else []
    return list(zip(*rows, strict=True)) if rows else [()] * width


class tile_point(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """A point in degrees as whole units of a tile: plain arithmetic, without a projection."""

    type = sa.types.NullType()
    inherit_cache = True
    name = "tile_point"

    def __init__(self, x: Any, y: Any, tile: Tile) -> None:
        """Take longitude, latitude and the tile."""
        (left, top), unit = tile.corner, tile.unit
        super().__init__(
            x,
            y,
            *map(sa.literal, (HALF / 180 / unit, left / unit)),
            *map(sa.literal, (HALF / np.pi / unit, top / unit)),
        )


@compiles(tile_point, "postgresql")
def _point_postgis(element: tile_point, compiler: SQLCompiler, **kw: Any) -> str:
    x, y, wide, left, high, top = (compiler.process(part, **kw) for part in element.clauses)
    kept = f"least(greatest({y}, {-LAST_LATITUDE}), {LAST_LATITUDE})"
    return (
        f"ST_Point(round({x} * {wide} - {left}), "
        f"round({top} - {high} * ln(tan(pi() / 4 + radians({kept}) / 2))))"
    )


class tile_shape(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """A WGS84 shape as a geometry of a tile, clipped; NULL where nothing is left of it."""

    type = sa.types.NullType()
    inherit_cache = True
    name = "tile_shape"

    def __init__(self, geometry: Any, tile: Tile) -> None:
        """Take the geometry and the tile."""
        places = (sa.literal(place) for place in (tile.zoom, tile.column, tile.row))
        super().__init__(geometry, *places)


@compiles(tile_shape, "postgresql")
def _shape_postgis(element: tile_shape, compiler: SQLCompiler, **kw: Any) -> str:
    geometry, *places = (compiler.process(part, **kw) for part in element.clauses)
    around = f"ST_TileEnvelope({', '.join(places)})"
    return f"ST_AsMVTGeom(ST_Transform({geometry}, 3857), {around}, {EXTENT}, {BUFFER}, true)"
