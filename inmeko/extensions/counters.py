"""Numbers drawn without gaps: a row that is counted on inside the business transaction."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from inmeko.extensions import db


def count_on(
    model: Any, keys: dict[str, Any], number: int = 1, beside: dict[str, Any] | None = None
) -> int:
    """Move the `last_number` of a counter's row on by a number and give the new one.

    The row is locked until the transaction ends, and undone with it: no gap, no double. A row
    that is made gets what stands `beside` its keys.
    """
    table = model.__table__
    postgres = db.session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if postgres else sqlite.insert
    statement = (
        insert(table)
        .values(**keys, **(beside or {}), last_number=number)
        .on_conflict_do_update(
            index_elements=list(keys), set_={"last_number": table.c.last_number + number}
        )
        .returning(table.c.last_number)
    )
    return int(db.session.execute(statement).scalar_one())


def lock(model: Any, keys: dict[str, int], defaults: dict[str, Any]) -> sa.Row[Any]:
    """Make a row if it is missing, lock it until the transaction ends, and give its columns."""
    table = model.__table__
    postgres = db.session.get_bind().dialect.name == "postgresql"
    insert: Any = postgresql.insert if postgres else sqlite.insert
    first = next(iter(keys))
    statement = (
        insert(table)
        .values(**keys, **defaults)
        .on_conflict_do_update(index_elements=list(keys), set_={first: table.c[first]})
        .returning(*table.c)
    )
    return db.session.execute(statement).one()
