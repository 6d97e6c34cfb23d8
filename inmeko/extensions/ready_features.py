"""What is kept ready beside the inventory, on both engines: forgotten by triggers, made in peace.

A kept text is right or it is not there. Triggers take it away in the very transaction that
changes what it tells, whoever writes; it is made again only while nobody writes.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from inmeko.extensions import db
from inmeko.extensions.engines import is_busy

KEPT = "asset_features"
TOLD = ("assets", "asset_sectors")

# Of an asset that is new nothing can be kept; with one that goes, the foreign key takes it.
CHANGES = (
    ("assets", "id", "update", "old"),
    ("asset_sectors", "asset_id", "insert", "new"),
    ("asset_sectors", "asset_id", "update", "old"),
    ("asset_sectors", "asset_id", "update", "new"),
    ("asset_sectors", "asset_id", "delete", "old"),
)
OF_TOWN = f"""
    DELETE FROM {KEPT} WHERE asset_id IN (SELECT id FROM assets WHERE municipality_id = new.id)"""

POSTGRES = f"""
CREATE FUNCTION {{name}}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM {KEPT} WHERE asset_id IN (SELECT {{column}} FROM touched);
    RETURN NULL;
END $$
"""
POSTGRES_TOWN = f"""
CREATE FUNCTION {KEPT}_of_town() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN{OF_TOWN};
    RETURN NULL;
END $$
"""


def forget_when_changed() -> None:
    """Let every change of what a text tells take the text away."""
    embedded = op.get_bind().dialect.name == "sqlite"
    for table, column, deed, side in CHANGES:
        name = f"{KEPT}_{table}_{deed}_{side}"
        if embedded:
            op.execute(
                f"CREATE TRIGGER {name} AFTER {deed} ON {table} BEGIN "
                f"DELETE FROM {KEPT} WHERE asset_id = {side}.{column}; END"
            )
            continue
        op.execute(POSTGRES.format(name=name, column=column))
        op.execute(
            f"CREATE TRIGGER {name} AFTER {deed} ON {table} "
            f"REFERENCING {side} TABLE AS touched FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    # A feature says which town it belongs to.
    when = f"CREATE TRIGGER {KEPT}_of_town AFTER UPDATE OF slug ON municipalities FOR EACH ROW"
    if embedded:
        op.execute(f"{when} BEGIN{OF_TOWN}; END")
    else:
        op.execute(POSTGRES_TOWN)
        op.execute(f"{when} EXECUTE FUNCTION {KEPT}_of_town()")


def keep_what_changes() -> None:
    """Drop what `forget_when_changed` made."""
    embedded = op.get_bind().dialect.name == "sqlite"
    names = [(f"{KEPT}_{table}_{deed}_{side}", table) for table, _, deed, side in CHANGES]
    for name, table in (*names, (f"{KEPT}_of_town", "municipalities")):
        op.execute(f"DROP TRIGGER {name}{'' if embedded else f' ON {table}'}")
        if not embedded:
            op.execute(f"DROP FUNCTION {name}()")


def in_peace() -> bool:
    """Keep every writer of the inventory out until this transaction ends; no if one is writing.

    What is made inside can miss nothing. On the embedded engine whoever may write is alone.
    """
    if db.session.connection().dialect.name == "sqlite":
        return True
    try:
        with db.session.begin_nested():
            db.session.execute(
                sa.text(f"LOCK TABLE {', '.join((*TOLD, 'municipalities'))} IN SHARE MODE NOWAIT")
            )
    except sa.exc.OperationalError as error:
        if is_busy(error):
            return False
        raise
    return True


class utf8(FunctionElement[bytes]):  # noqa: N801 (read as an SQL function)
    """A text as the bytes that are sent."""

    type = sa.LargeBinary()
    inherit_cache = True
    name = "utf8"


@compiles(utf8, "postgresql")
def _utf8_postgres(element: utf8, compiler: SQLCompiler, **kw: Any) -> str:
    return f"convert_to({compiler.process(element.clauses, **kw)}, 'UTF8')"


@compiles(utf8, "sqlite")
def _utf8_sqlite(element: utf8, compiler: SQLCompiler, **kw: Any) -> str:
    return f"CAST({compiler.process(element.clauses, **kw)} AS BLOB)"
