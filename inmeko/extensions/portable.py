"""SQL that both engines understand in their own words: boxes, full text, GeoJSON."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

Box = tuple[float, float, float, float]


class within_box(FunctionElement[bool]):  # noqa: N801 (read as an SQL function)
    """Whether a WGS84 geometry's box meets (west, south, east, north), by the spatial index."""

    type = sa.Boolean()
    inherit_cache = True
    name = "within_box"
    # Compared with 1, as booleans are on the embedded engine, it would not reach the index.
    _is_implicitly_boolean = True

    def __init__(self, column: Any, box: Box) -> None:
        """Take the geometry column and the box in degrees."""
        super().__init__(column, *(sa.literal(float(edge)) for edge in box))


@compiles(within_box, "postgresql")
def _box_postgis(element: within_box, compiler: SQLCompiler, **kw: Any) -> str:
    column, *edges = (compiler.process(part, **kw) for part in element.clauses)
    return f"({column} && ST_MakeEnvelope({', '.join(edges)}, 4326))"


@compiles(within_box, "sqlite")
def _box_spatialite(element: within_box, compiler: SQLCompiler, **kw: Any) -> str:
    column, *edges = element.clauses
    west, south, east, north = (compiler.process(edge, **kw) for edge in edges)
    table = column.table.name
    return (
        f"({table}.id IN (SELECT pkid FROM idx_{table}_{column.name} WHERE "
        f"xmax >= {west} AND ymax >= {south} AND xmin <= {east} AND ymin <= {north}))"
    )


class matches(FunctionElement[bool]):  # noqa: N801 (read as an SQL function)
    """Whether a folded text holds words that begin with each of the folded terms.

    The table must be indexed by the migration: FTS5 as `<table>_search`, or GIN on
    to_tsvector('simple', column).
    """

    type = sa.Boolean()
    inherit_cache = True
    name = "matches"
    _is_implicitly_boolean = True

    def __init__(self, column: Any, terms: Sequence[str]) -> None:
        """Take the column of folded text and the terms: letters and digits only."""
        if not all(term.isalnum() for term in terms):
            raise ValueError("a search term holds letters and digits only")
        tsquery = " & ".join(f"'{term}':*" for term in terms)
        fts5 = " ".join(f'"{term}"*' for term in terms)
        super().__init__(column, sa.literal(tsquery), sa.literal(fts5))


@compiles(matches, "postgresql")
def _matches_postgres(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    column, tsquery, _fts5 = element.clauses
    text = compiler.process(column, **kw)
    query = compiler.process(tsquery, **kw)
    return f"(to_tsvector('simple', {text}) @@ to_tsquery('simple', {query}))"


@compiles(matches, "sqlite")
def _matches_fts5(element: matches, compiler: SQLCompiler, **kw: Any) -> str:
    column, _tsquery, fts5 = element.clauses
    table = column.table.name
    query = compiler.process(fts5, **kw)
    return f"({table}.id IN (SELECT rowid FROM {table}_search WHERE {table}_search MATCH {query}))"


class as_geojson(FunctionElement[str]):  # noqa: N801 (read as an SQL function)
    """A WGS84 geometry as GeoJSON text with six decimals (about ten centimetres)."""

    type = sa.Text()
    inherit_cache = True
    name = "as_geojson"


@compiles(as_geojson, "postgresql")
def _geojson_postgis(element: as_geojson, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_AsGeoJSON({compiler.process(element.clauses, **kw)}, 6)"


@compiles(as_geojson, "sqlite")
def _geojson_spatialite(element: as_geojson, compiler: SQLCompiler, **kw: Any) -> str:
    return f"AsGeoJSON({compiler.process(element.clauses, **kw)}, 6)"


class from_wkb(FunctionElement[Any]):  # noqa: N801 (read as an SQL function)
    """A WGS84 geometry from its WKB: for many rows much cheaper than the text of the ORM."""

    inherit_cache = True
    name = "ST_GeomFromWKB"

    def __init__(self, wkb: Any) -> None:
        """Take the bytes, or a parameter of them."""
        super().__init__(wkb)


@compiles(from_wkb)
def _from_wkb(element: from_wkb, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_GeomFromWKB({compiler.process(element.clauses, **kw)}, 4326)"


class as_wkb(FunctionElement[bytes]):  # noqa: N801 (read as an SQL function)
    """A geometry as WKB."""

    type = sa.LargeBinary()
    inherit_cache = True
    name = "ST_AsBinary"

    def __init__(self, geometry: Any) -> None:
        """Take the geometry as the engine keeps it."""
        super().__init__(sa.type_coerce(geometry, sa.types.NullType()))


@compiles(as_wkb)
def _as_wkb(element: as_wkb, compiler: SQLCompiler, **kw: Any) -> str:
    return f"ST_AsBinary({compiler.process(element.clauses, **kw)})"


class among(FunctionElement[bool]):  # noqa: N801  # noqa: N801 (read as an SQL function)
    """Whether a text column holds one of many texts: one parameter, however many they are."""

    type = sa.Boolean()
    inherit_cache = True
    name = "among"
    _is_implicitly_boolean = True

    def __init__(self, column: Any, texts: Iterable[str]) -> None:
        """Take the column and the texts."""
        super().__init__(column, sa.literal(json.dumps(list(texts)), sa.Text()))


@compiles(among, "postgresql")
def _among_postgres(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column, texts = (compiler.process(part, **kw) for part in element.clauses)
    # The array is made once; a sub-select in its place would be asked again for every row.
    return f"({column} = ANY (ARRAY(SELECT json_array_elements_text(CAST({texts} AS json)))))"


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **kw: Any) -> str:
    column, texts = (compiler.process(part, **kw) for part in element.clauses)
    return f"({column} IN (SELECT value FROM json_each({texts})))"


class learn_size(sa.sql.expression.Executable, sa.sql.expression.ClauseElement):  # noqa: N801
    """Let the engine count a table that grows inside a transaction.

    PostgreSQL otherwise plans as if it were still empty, and looks at every row of it. The
    embedded engine needs no count: it takes the index that names most columns.
    """

    inherit_cache = False

    def __init__(self, table: str, columns: Iterable[str] = ()) -> None:
        """Take the name of the table, and the columns it is looked at by if not all are."""
        self.table = table
        self.columns = ", ".join(columns)


@compiles(learn_size, "postgresql")
def _learn_postgres(element: learn_size, compiler: SQLCompiler, **kw: Any) -> str:
    columns = f" ({element.columns})" if element.columns else ""
    return f"ANALYZE (SKIP_LOCKED) {element.table}{columns}"


@compiles(learn_size, "sqlite")
def _learn_sqlite(element: learn_size, compiler: SQLCompiler, **kw: Any) -> str:
    return "SELECT 1"
