"""Rate limits: a count shared by all worker processes, and the gate before busy endpoints."""

import logging
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote, urlparse

from flask import Flask, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse_many
from limits.errors import StorageError
from limits.storage import Storage

from inmeko.kernel.calendar import athens
from inmeko.kernel.errors import TooManyError
from inmeko.kernel.text import N_

logger = logging.getLogger(__name__)

SCHEME = "inmeko-file"
BUSY_SECONDS = 5
TABLE = """
CREATE TABLE IF NOT EXISTS hits (
    key TEXT PRIMARY KEY, count INTEGER NOT NULL, expires REAL NOT NULL
) WITHOUT ROWID
"""
INDEX = "CREATE INDEX IF NOT EXISTS hits_expires ON hits (expires)"
COUNT = """
INSERT INTO hits VALUES (:key, :amount, :expires)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN expires <= :now THEN :amount ELSE count + :amount END,
    expires = CASE WHEN expires <= :now THEN :expires ELSE expires END
RETURNING count
"""


class FileStorage(Storage):
    """Counts in one small SQLite file, so that the workers of a machine count together."""

    STORAGE_SCHEME = [SCHEME]

    def __init__(self, uri: str, wrap_exceptions: bool = False, **_options: object) -> None:
        """Use the file that the URI names by its absolute path."""
        super().__init__(uri, wrap_exceptions=wrap_exceptions)
        self._path = Path(unquote(urlparse(uri).path))
        self._made = False

    @property
    def base_exceptions(self) -> type[Exception]:
        """What a broken file raises."""
        return sqlite3.Error

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        if not self._made:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        with closing(sqlite3.connect(self._path, timeout=BUSY_SECONDS)) as connection:
            if not self._made:
                with suppress(sqlite3.OperationalError):
                    # Two who come first at once: SQLite lets one set it, for good, and does not
                    # let the other wait. A file that is broken says so in the next statement.
                    connection.execute("PRAGMA journal_mode = WAL")
                connection.execute(TABLE)
                connection.execute(INDEX)
                self._made = True
            # A count lost with the power is no loss; waiting for the disk would be one.
            connection.execute("PRAGMA synchronous = OFF")
            with connection:
                yield connection

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count a hit for a key that is forgotten after so many seconds, and give the count."""
        now = time.time()
        with self._open() as connection:
            values = {"key": key, "amount": amount, "now": now, "expires": now + expiry}
            count = int(connection.execute(COUNT, values).fetchone()[0])
            if count == amount:
                connection.execute("DELETE FROM hits WHERE expires <= ?", (now,))
        return count

    def get(self, key: str) -> int:
        """The count of a key at this moment."""
        return int(self._read(key)[0])

    def get_expiry(self, key: str) -> float:
        """When a key is forgotten, in seconds since 1970; now, if it is not known."""
        return self._read(key)[1]

    def _read(self, key: str) -> tuple[int, float]:
        now = time.time()
        with self._open() as connection:
            query = "SELECT count, expires FROM hits WHERE key = ? AND expires > ?"
            row = connection.execute(query, (key, now)).fetchone()
        return (row[0], row[1]) if row else (0, now)

    def check(self) -> bool:
        """Whether the file can be used."""
        with self._open() as connection:
            return bool(connection.execute("SELECT 1").fetchone())

    def reset(self) -> int:
        """Forget all counts, and say how many there were."""
        with self._open() as connection:
            return connection.execute("DELETE FROM hits").rowcount

    def clear(self, key: str) -> None:
        """Forget the count of one key."""
        with self._open() as connection:
            connection.execute("DELETE FROM hits WHERE key = ?", (key,))


def init_app(app: Flask, limiter: Limiter, rates: Mapping[tuple[str, str], str]) -> None:
    """Stop those who come too often; `rates` says how often for (method, endpoint)."""
    settings = app.config["SETTINGS"]
    file = settings.data_dir.resolve() / "limits.sqlite"
    app.config["RATELIMIT_STORAGE_URI"] = settings.limits_url or f"{SCHEME}://{file}"
    app.config["RATELIMIT_STORAGE_OPTIONS"] = {"wrap_exceptions": True}
    limiter.init_app(app)

    @app.before_request
    def gate() -> None:
        rate = rates.get((request.method, request.endpoint or ""))
        if rate and current_app.config.get("RATELIMIT_ENABLED", True):
            _count(limiter, rate)


def _count(limiter: Limiter, rate: str) -> None:
    caller = (request.endpoint or "", get_remote_address())
    for limit in parse_many(rate):
        try:
            allowed = limiter.limiter.hit(limit, *caller)
            reset = limiter.limiter.get_window_stats(limit, *caller).reset_time
        except StorageError as error:
            # Without its count the site still signs people in; the lockout is kept elsewhere.
            logger.error("rate limits cannot be counted", exc_info=error)
            return
        if not allowed:
            # A minute is added, because the hour is shown without its seconds.
            again = athens(datetime.fromtimestamp(reset, UTC) + timedelta(minutes=1))
            message = N_("Too many attempts. Please try again after %(time)s.")
            raise TooManyError(message, values={"time": f"{again:%H:%M}"})
