"""The one home of what differs between the embedded engine and PostGIS: connections."""

import importlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import ModuleType
from typing import Any

# SpatiaLite makes its C libraries known to the whole process: what brings its own of the
# same names must be there before the first connection, or the process ends.
import pyogrio  # noqa: F401
import pyproj  # noqa: F401
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine, make_url

# Writers wait for a register of some ten thousand rows that is just coming in.
BUSY_SECONDS = 60
# A server that answered so lately is not asked whether it is still there.
QUIET_SECONDS = 2.0
# One connection for each thread of a process (deploy/gunicorn.py): what the pool cannot hold is
# closed after use, and opening another takes longer than most questions.
CONNECTIONS = 16
# The cache is in KiB: the indexes of a large register fit into it while they are written.
PRAGMAS = (
    f"busy_timeout = {BUSY_SECONDS * 1000}",
    "journal_mode = WAL",
    "synchronous = FULL",
    "foreign_keys = ON",
    "cache_size = -65536",
)
# PostgreSQL: serialization failure, deadlock, lock timeout, too many connections, starting up.
BUSY_STATES = {"40001", "40P01", "55P03", "53300", "57P03"}
SPATIALITE = ("mod_spatialite.so", "mod_spatialite")

_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading() -> Iterator[None]:
    """Transactions begun inside take no write lock on the embedded engine."""
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


def sqlite_module() -> ModuleType:
    """The sqlite3 module that can load extensions: the standard one, else pysqlite3."""
    standard = importlib.import_module("sqlite3")
    if hasattr(standard.Connection, "enable_load_extension"):
        return standard
    return importlib.import_module("pysqlite3")


def options(url: str) -> dict[str, Any]:
    """The engine options for a database URL."""
    if make_url(url).get_backend_name() != "sqlite":
        return {"pool_size": CONNECTIONS}
    return {
        "module": sqlite_module(),
        "connect_args": {"timeout": BUSY_SECONDS, "check_same_thread": False},
        # Every thread of a process may wait for its turn at once.
        "pool_size": CONNECTIONS,
        "max_overflow": -1,
    }


def prepare(engine: Engine) -> None:
    """Make every connection of an engine behave alike; called once for each engine."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_embedded)
        event.listen(engine, "begin", _begin_embedded)
    else:
        event.listen(engine, "connect", _open_server)
        event.listen(engine, "checkin", _leave_server)
        event.listen(engine, "checkout", _greet_server)


def make_spatial(connection: Connection) -> None:
    """Give an empty database its spatial tables or extension; does nothing the second time."""
    if connection.dialect.name == "sqlite":
        present = connection.scalar(sa.text("SELECT CheckSpatialMetaData()"))
        if not present:
            # Inside our own transaction (argument 0): row by row it takes ten seconds.
            connection.exec_driver_sql("SELECT InitSpatialMetaData(0)")
    else:
        connection.execute(sa.text("CREATE EXTENSION IF NOT EXISTS postgis"))


def _open_server(connection: Any, _record: object) -> None:
    # Our statements are short: compiling one takes a hundred times longer than running it. And
    # a plan made for any box or any town fits none: the values decide which index is the best.
    connection.execute("SET jit = off")
    connection.execute("SET plan_cache_mode = force_custom_plan")
    connection.commit()


def _leave_server(_connection: Any, record: Any) -> None:
    record.info["left"] = time.monotonic()


def _greet_server(connection: Any, record: Any, _proxy: object) -> None:
    """Ask whether the server is still there, unless it has answered just now."""
    if time.monotonic() - record.info.get("left", time.monotonic()) < QUIET_SECONDS:
        return
    try:
        connection.execute("")
        connection.rollback()
    except connection.OperationalError as error:
        # The pool throws this connection away, and all that are as old, and opens a new one.
        raise sa.exc.InvalidatePoolError from error


def _open_embedded(connection: Any, _record: object) -> None:
    # The driver must not open transactions by itself: what stands in a savepoint that
    # comes first would be kept for good. We send BEGIN in _begin_embedded.
    connection.isolation_level = None
    connection.enable_load_extension(True)
    _load_spatialite(connection)
    connection.enable_load_extension(False)
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _load_spatialite(connection: Any) -> None:
    given = os.environ.get("SPATIALITE_LIBRARY_PATH")
    names = (given,) if given else SPATIALITE
    for number, name in enumerate(names, start=1):
        try:
            connection.load_extension(name)
            return
        except Exception as error:
            if number == len(names):
                raise RuntimeError(
                    "SpatiaLite is missing: install the package libsqlite3-mod-spatialite"
                ) from error


def _begin_embedded(connection: Connection) -> None:
    # A reader that becomes a writer half-way is refused at once, whatever the timeout;
    # a writer therefore says so at the start and waits its turn.
    connection.exec_driver_sql("BEGIN" if _reading.get() else "BEGIN IMMEDIATE")


def is_busy(error: BaseException) -> bool:
    """Whether the database has too much to do at this moment, and would take the same later."""
    if isinstance(error, sa.exc.TimeoutError):
        return True
    if not isinstance(error, sa.exc.OperationalError):
        return False
    state = getattr(error.orig, "sqlstate", None)
    return state in BUSY_STATES or "is locked" in str(error.orig)


def embedded_file(url: str) -> Path | None:
    """The file of an embedded database, or None for a server's."""
    parsed = make_url(url)
    return Path(parsed.database) if parsed.drivername == "sqlite" and parsed.database else None
