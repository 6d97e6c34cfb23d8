"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement when embedded."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from itertools import repeat
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa
from geoalchemy2 import Geometry
from psycopg.copy import QueuedLibpqWriter
from sqlalchemy.engine import Connection

from inmeko.extensions import db

WGS84 = 4326
# Bytes handed to the server between two looks whether it has taken them.
HANDED = 1 << 20
Cells = Iterable[Any]
Rest = Callable[[], object]


class Insert:
    """Rows on their way into a table; until `finish` nobody else may use the session."""

    def __init__(self, rest: Rest, refused: Callable[[Exception], Exception]) -> None:
        """Let the database go on by itself: it needs nothing more of the interpreter."""
        self._refused = refused
        # A thread for this one statement, which is over when the rows are in.
        with_one = ThreadPoolExecutor(max_workers=1)
        self._done: Future[object] = with_one.submit(rest)
        with_one.shutdown(wait=False)

    def finish(self) -> None:
        """Wait until the rows are in; what the database refuses is told here."""
        try:
            self._done.result()
        except Exception as error:
            refusal = self._refused(error)
            raise refusal from (None if refusal is error else error)


def insert_many(
    table: Any, columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any] | None = None
) -> None:
    """Insert rows given by their columns; `same` has the columns that are alike in all rows.

    Geometries are Shapely's, in WGS84; JSON may come as a text written already. What the
    database refuses is sqlalchemy.exc.IntegrityError or DataError, as with other statements.
    """
    begin_insert(table, columns, same).finish()


def begin_insert(
    table: Any, columns: Mapping[str, Sequence[Any]], same: Mapping[str, Any] | None = None
) -> Insert:
    """Begin to insert rows as `insert_many` does; the caller may compute meanwhile."""
    connection = db.session.connection()
    bound = {name: _bound(table.c[name], values, connection) for name, values in columns.items()}
    alike = {
        name: next(iter(_bound(table.c[name], [value], connection)))
        for name, value in (same or {}).items()
    }
    dialect = connection.dialect
    put = _copy if dialect.name == "postgresql" else _by_one_statement
    dbapi = dialect.loaded_dbapi

    def refused(error: Exception) -> Exception:
        if not isinstance(error, dbapi.Error):
            return error
        told = f"INSERT INTO {table.name}"
        return sa.exc.DBAPIError.instance(told, None, error, dbapi.Error, dialect=dialect)

    try:
        rest = put(connection.connection.driver_connection, table, bound, alike)
    except dbapi.Error as error:
        raise refused(error) from error
    return Insert(rest, refused)


def _copy(raw: Any, table: Any, columns: Mapping[str, Cells], same: Mapping[str, Any]) -> Rest:
    rows = zip(*columns.values(), *map(repeat, same.values()), strict=False)
    names = _quoted([*columns, *same])
    with ExitStack() as stack:
        cursor = stack.enter_context(raw.cursor())
        sent = QueuedLibpqWriter(cursor, flush_threshold=HANDED)
        copy = stack.enter_context(
            cursor.copy(f"COPY {table.name} ({names}) FROM STDIN", writer=sent)
        )
        for row in rows:
            copy.write_row(row)
        return stack.pop_all().close


def _by_one_statement(
    raw: Any, table: Any, columns: Mapping[str, Cells], same: Mapping[str, Any]
) -> Rest:
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
    statement = (
        f"INSERT INTO {table.name} ({_quoted([*columns, *same])}) "
        f"SELECT {chosen} FROM temp.waiting ORDER BY rowid"
    )

    def rest() -> None:
        raw.execute(statement, list(same.values()))
        raw.execute("DROP TABLE temp.waiting")

    return rest


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
