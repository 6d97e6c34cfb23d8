"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement when embedded."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa
from geoalchemy2 import Geometry
from sqlalchemy.engine import Connection

from inmeko.extensions import db

WGS84 = 4326
Cells = Iterable[Any]


def insert_many(
    table: Any, columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any] | None = None
) -> None:
    """Insert rows given by their columns; `same` has the columns that are alike in all rows.

    Geometries are Shapely's, in WGS84; JSON may come as a text written already. What the
    database refuses is sqlalchemy.exc.IntegrityError or DataError, as with other statements.
    """
    connection = db.session.connection()
    bound = {name: _bound(table.c[name], values, connection) for name, values in columns.items()}
    alike = {
        name: next(iter(_bound(table.c[name], [value], connection)))
        for name, value in (same or {}).items()
    }
    put = _copy if connection.dialect.name == "postgresql" else _by_one_statement
    dbapi = connection.dialect.loaded_dbapi
    try:
        put(connection.connection.driver_connection, table, bound, alike)
    except dbapi.Error as error:
        statement = f"INSERT INTO {table.name}"
        raise sa.exc.DBAPIError.instance(
            statement, None, error, dbapi.Error, dialect=connection.dialect
        ) from error


def _copy(raw: Any, table: Any, columns: Mapping[str, Cells], same: Mapping[str, Any]) -> None:
    rows = zip(*columns.values(), *map(repeat, same.values()), strict=False)
    names = _quoted([*columns, *same])
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _by_one_statement(
    raw: Any, table: Any, columns: Mapping[str, Cells], same: Mapping[str, Any]
) -> None:
    # The indexes of words and of places are written at the end of each statement: one for all
    # rows takes half the time of one for each.
    names = _quoted(columns)
    raw.execute(f"CREATE TEMP TABLE waiting ({names})")
    places = ", ".join("?" for _ in columns)
    raw.executemany(
        f"INSERT INTO temp.waiting VALUES ({places})", zip(*columns.values(), strict=True)
    )
    cells = [
        f'ST_GeomFromWKB("{name}", {WGS84})'
        if isinstance(table.c[name].type, Geometry)
        else f'"{name}"'
        for name in columns
    ]
    chosen = ", ".join([*cells, *("?" for _ in same)])
    raw.execute(
        f"INSERT INTO {table.name} ({_quoted([*columns, *same])}) "
        f"SELECT {chosen} FROM temp.waiting ORDER BY rowid",
        list(same.values()),
    )
    raw.execute("DROP TABLE temp.waiting")


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _bound(column: Any, values: Sequence[Any], connection: Connection) -> Cells:
    """The values as the driver takes them."""
    dialect = connection.dialect
    if isinstance(column.type, Geometry):
        return _shapes(values, text=dialect.name == "postgresql")
    process = column.type.dialect_impl(dialect).bind_processor(dialect)
    if isinstance(column.type, sa.JSON):
        return [
            value if value is None or isinstance(value, str) else process(value) for value in values
        ]
    return values if process is None else map(process, values)


def _shapes(values: Sequence[Any], *, text: bool) -> Cells:
    shapes = np.array(values, dtype=object)
    if text:
        placed = shapely.set_srid(shapes, WGS84)
        return list(shapely.to_wkb(placed, hex=True, include_srid=True))
    return list(shapely.to_wkb(shapes))
