"""SQL that lets either engine write GeoJSON features itself: rows never become objects."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class feature_text(FunctionElement[str]):  # noqa: N801 (read as an SQL function)
    """A row as the text of a GeoJSON feature: its number, its geometry, its properties by name."""

    type = sa.Text()
    inherit_cache = True
    name = "feature_text"

    def __init__(
        self, number: Any, geometry: Any, properties: Mapping[str, Any], *, digits: int
    ) -> None:
        """Take id, geometry and named columns; `digits` are the decimals of the coordinates."""
        shape = sa.type_coerce(geometry, sa.types.NullType())
        named = [part for name, column in properties.items() for part in (_name(name), column)]
        super().__init__(number, shape, sa.literal_column(str(digits)), *named)


@compiles(feature_text, "postgresql")
def _feature_postgis(element: feature_text, compiler: SQLCompiler, **kw: Any) -> str:
    number, shape, digits, *named = (compiler.process(part, **kw) for part in element.clauses)
    columns = ", ".join(
        f'{column} AS "{name[1:-1]}"' for name, column in zip(named[::2], named[1::2], strict=True)
    )
    # The fourth argument would otherwise put a "crs" into geometries that are not in degrees.
    return _joined(
        number,
        f"ST_AsGeoJSON({shape}, {digits}, 0)",
        f"CAST((SELECT row_to_json(told) FROM (SELECT {columns}) AS told) AS text)",
    )


@compiles(feature_text, "sqlite")
def _feature_spatialite(element: feature_text, compiler: SQLCompiler, **kw: Any) -> str:
    clauses = list(element.clauses)
    number, shape, digits = (compiler.process(part, **kw) for part in clauses[:3])
    named = []
    for name, column in zip(clauses[3::2], clauses[4::2], strict=True):
        written = compiler.process(column, **kw)
        as_json = isinstance(column.type, sa.JSON)
        named.append(f"{compiler.process(name)}, {f'json({written})' if as_json else written}")
    return _joined(number, f"AsGeoJSON({shape}, {digits})", f"json_object({', '.join(named)})")


def _joined(number: str, shape: str, properties: str) -> str:
    return (
        f"""('{{"type":"Feature","id":' || {number} || ',"geometry":' || """
        f"""coalesce({shape}, 'null') || ',"properties":' || {properties} || '}}')"""
    )


def _name(name: str) -> sa.ColumnClause[Any]:
    if not name.isidentifier():
        raise ValueError(f"{name!r} is not the name of a property")
    return sa.literal_column(f"'{name}'")


class moment_text(FunctionElement[str]):  # noqa: N801 (read as an SQL function)
    """A moment as RFC 3339 writes it, in UTC, cut to its millisecond.

    Readers keep seconds as short floats: further digits would round up to a sixtieth second.
    """

    type = sa.Text()
    inherit_cache = True
    name = "moment_text"


@compiles(moment_text, "postgresql")
def _moment_postgres(element: moment_text, compiler: SQLCompiler, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"""to_char({moment} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')"""


@compiles(moment_text, "sqlite")
def _moment_sqlite(element: moment_text, compiler: SQLCompiler, **kw: Any) -> str:
    moment = compiler.process(element.clauses, **kw)
    return f"(replace(substr({moment}, 1, 23), ' ', 'T') || 'Z')"


class list_of(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """The values of a column of another table as a sorted JSON list."""

    type = sa.JSON()
    inherit_cache = True
    name = "list_of"

    def __init__(self, column: Any, condition: sa.ColumnElement[bool]) -> None:
        """Take the column, and the condition that ties its rows to the statement around it."""
        query = sa.select(column.label("one")).where(condition).order_by(column)
        super().__init__(query.scalar_subquery())


@compiles(list_of, "postgresql")
def _list_postgres(element: list_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ARRAY{compiler.process(element.clauses, **kw)}"


@compiles(list_of, "sqlite")
def _list_sqlite(element: list_of, compiler: SQLCompiler, **kw: Any) -> str:
    return f"(SELECT json_group_array(one) FROM {compiler.process(element.clauses, **kw)})"


class has_word(FunctionElement[bool]):  # noqa: N801 (read as an SQL function)
    """Whether a column that keeps a JSON list of words holds one of them."""

    type = sa.Boolean()
    inherit_cache = True
    name = "has_word"


@compiles(has_word, "postgresql")
def _word_postgres(element: has_word, compiler: SQLCompiler, **kw: Any) -> str:
    column, word = (compiler.process(part, **kw) for part in element.clauses)
    return f"(CAST({column} AS jsonb) @> to_jsonb(CAST({word} AS text)))"


@compiles(has_word, "sqlite")
def _word_sqlite(element: has_word, compiler: SQLCompiler, **kw: Any) -> str:
    column, word = (compiler.process(part, **kw) for part in element.clauses)
    return f"({word} IN (SELECT value FROM json_each({column})))"


class one_of(FunctionElement[bool]):  # noqa: N801 (read as an SQL function)
    """Whether a number stands in a JSON list: one parameter, however long it is."""

    type = sa.Boolean()
    inherit_cache = True
    name = "one_of"
    _is_implicitly_boolean = True


@compiles(one_of, "postgresql")
def _one_postgres(element: one_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(part, **kw) for part in element.clauses)
    numbers = f"json_array_elements_text(CAST({numbers} AS json))"
    return f"({column} = ANY (ARRAY(SELECT CAST({numbers} AS integer))))"


@compiles(one_of, "sqlite")
def _one_sqlite(element: one_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, numbers = (compiler.process(part, **kw) for part in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({numbers})))"


class in_crs(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """A WGS84 geometry in another system, as x, y."""

    inherit_cache = True
    name = "ST_Transform"

    def __init__(self, geometry: Any, srid: int) -> None:
        """Take the geometry and the EPSG code."""
        shape = sa.type_coerce(geometry, sa.types.NullType())
        super().__init__(shape, sa.literal_column(str(int(srid))))


@compiles(in_crs)
def _in_crs(element: in_crs, compiler: SQLCompiler, **kw: Any) -> str:
    shape, srid = (compiler.process(part, **kw) for part in element.clauses)
    return f"ST_Transform({shape}, {srid})"


class latitude_first(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """A geometry with its axes exchanged."""

    inherit_cache = True
    name = "latitude_first"

    def __init__(self, geometry: Any) -> None:
        """Take the geometry."""
        super().__init__(sa.type_coerce(geometry, sa.types.NullType()))


@compiles(latitude_first, "postgresql")
def _flip_postgis(element: latitude_first, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_FlipCoordinates({compiler.process(element.clauses, **kw)})"


@compiles(latitude_first, "sqlite")
def _flip_spatialite(element: latitude_first, compiler: SQLCompiler, **kw: Any) -> str:
    return f"SwapCoords({compiler.process(element.clauses, **kw)})"


class meets(FunctionElement[bool]):  # noqa: N801 (read as an SQL function)
    """Whether a WGS84 geometry meets a shape, by the spatial index and then exactly."""

    type = sa.Boolean()
    inherit_cache = True
    name = "meets"
    # Compared with 1, as booleans are on the embedded engine, it would not reach the index.
    _is_implicitly_boolean = True

    def __init__(self, column: Any, wkb: Any, *edges: Any) -> None:
        """Take the column, the shape as WKB, and its west, south, east and north in degrees."""
        super().__init__(column, wkb, *edges)


@compiles(meets, "postgresql")
def _meets_postgis(element: meets, compiler: SQLCompiler, **kw: Any) -> str:
    column, wkb, *_edges = (compiler.process(part, **kw) for part in element.clauses)
    return f"ST_Intersects({column}, ST_GeomFromWKB({wkb}, 4326))"


@compiles(meets, "sqlite")
def _meets_spatialite(element: meets, compiler: SQLCompiler, **kw: Any) -> str:
    column, wkb, *edges = element.clauses
    west, south, east, north = (compiler.process(edge, **kw) for edge in edges)
    table = column.table.name
    return (
        f"({table}.id IN (SELECT pkid FROM idx_{table}_{column.name} WHERE "
        f"xmax >= {west} AND ymax >= {south} AND xmin <= {east} AND ymin <= {north}) AND "
        f"ST_Intersects({compiler.process(column, **kw)}, "
        f"ST_GeomFromWKB({compiler.process(wkb, **kw)}, 4326)))"
    )


class unindexed(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """A column whose index is not worth looking at, because another condition finds few rows.

    The embedded engine keeps no statistics of ours and prefers an equal town to a small box.
    """

    inherit_cache = True
    name = "unindexed"

    def __init__(self, column: Any) -> None:
        """Take the column."""
        self.type = column.type
        super().__init__(column)


@compiles(unindexed, "postgresql")
def _unindexed_postgres(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(element.clauses, **kw)


@compiles(unindexed, "sqlite")
def _unindexed_sqlite(element: unindexed, compiler: SQLCompiler, **kw: Any) -> str:
    return f"+{compiler.process(element.clauses, **kw)}"
