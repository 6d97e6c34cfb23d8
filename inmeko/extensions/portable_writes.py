"""Statements that write and that both engines understand in their own words."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from inmeko.extensions import db

TOGETHER = 5_000


def insert_or_renew(
    model: Any,
    rows: Sequence[Mapping[str, Any]],
    *,
    keys: Sequence[str],
    renewed: Mapping[str, Any],
    taken: Sequence[str],
    where: sa.ColumnElement[bool],
) -> None:
    """Insert rows; one whose keys are there is left alone, or renewed where the condition holds.

    Renewed are the columns named with their values, and those `taken` from the new row.
    """
    table = model.__table__
    postgres = db.session.get_bind().dialect.name == "postgresql"
    statement: Any = postgresql.insert(table) if postgres else sqlite.insert(table)
    values = {**renewed, **{name: statement.excluded[name] for name in taken}}
    statement = statement.on_conflict_do_update(index_elements=keys, set_=values, where=where)
    for start in range(0, len(rows), TOGETHER):
        db.session.execute(statement, list(rows[start : start + TOGETHER]))


def insert_new(
    model: Any, columns: Sequence[str], rows: sa.Select[Any], values: Mapping[str, Any]
) -> None:
    """Insert what a question gives; a row whose key is there already is left alone."""
    table = model.__table__
    postgres = db.session.get_bind().dialect.name == "postgresql"
    statement: Any = postgresql.insert(table) if postgres else sqlite.insert(table)
    inserted = statement.from_select(columns, rows).on_conflict_do_nothing()
    db.session.execute(inserted, values)
