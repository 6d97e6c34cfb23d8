"""Questions that read, sent to the driver without a session and without a transaction around them.

A machine that reads open data asks the same few statements over and over: each is compiled once,
and its rows come back as the driver gives them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from inmeko.extensions import db
from inmeko.extensions.alone import alone

Values = Mapping[str, Any]
Send = Callable[[sa.Select[Any], Values], Sequence[Any]]
"""How a question with the values of its parameters becomes rows."""


def by_session(query: sa.Select[Any], values: Values) -> Sequence[Any]:
    """Ask within the request's own session."""
    return alone().execute(query, values).all()


def straight(query: sa.Select[Any], values: Values) -> Sequence[Any]:
    """Ask over a connection of the pool; inside somebody's transaction, within that."""
    bind = db.engines[None]
    if not isinstance(bind, Engine):
        return bind.execute(query, values).all()
    told = tell(bind, query)
    connection = bind.raw_connection()
    try:
        rows = told.rows(connection.driver_connection, told.given(values))
    except BaseException:
        # Whatever went wrong, nobody shall inherit this connection.
        connection.invalidate()
        raise
    connection.close()
    return rows


@dataclass(frozen=True)
class Told:
    """A statement in the words of one engine, and what turns each value into the driver's."""

    text: str
    fixed: Mapping[str, Any]
    ready: Mapping[str, Callable[[Any], Any]]
    order: Sequence[str] | None

    def given(self, values: Values) -> Any:
        """The parameters as the driver takes them."""
        given = {**self.fixed, **values}
        for name, make in self.ready.items():
            given[name] = make(given[name])
        return given if self.order is None else [given[name] for name in self.order]

    def rows(self, driver: Any, given: Any) -> Sequence[Any]:
        """The rows of the driver's own cursor."""
        if self.order is not None:
            found: Sequence[Any] = driver.execute(self.text, given).fetchall()
            return found
        # A server begins and ends a transaction for each statement by itself.
        driver.autocommit = True
        with driver.cursor(binary=True) as cursor:
            found = cursor.execute(self.text, given).fetchall()
        driver.autocommit = False
        return found


_known: WeakKeyDictionary[Engine, dict[sa.Select[Any], Told]] = WeakKeyDictionary()


def tell(engine: Engine, query: sa.Select[Any]) -> Told:
    """A statement as an engine is told it; the same object is compiled once."""
    known = _known.setdefault(engine, {})
    if query not in known:
        known[query] = _compiled(engine, query)
    return known[query]


def _compiled(engine: Engine, query: sa.Select[Any]) -> Told:
    compiled: Any = query.compile(engine)
    ready = {}
    for bound, name in compiled.bind_names.items():
        make = bound.type.dialect_impl(engine.dialect).bind_processor(engine.dialect)
        if make is not None:
            ready[name] = make
    fixed = {
        name: bound.effective_value
        for bound, name in compiled.bind_names.items()
        if not bound.required
    }
    return Told(compiled.string, fixed, ready, compiled.positiontup)
