"""Notice that a table changed, whoever wrote to it: triggers made and dropped by migrations.

Each writing transaction leaves one mark per municipality in `map_changes`. What is kept ready for
the map is worth what the marks say it was made from.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

MARKS = "map_changes"
DEEDS = ("insert", "update", "delete")

# A statement of many rows leaves its mark once. The number of the transaction is nobody else's,
# so that writers never wait for one another; marks of those before are tidied where nobody is.
POSTGRES = f"""
CREATE FUNCTION {{table}}_changed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    own bigint := pg_current_xact_id()::text::bigint;
    fresh integer;
BEGIN
    INSERT INTO {MARKS} (municipality_id, change)
        SELECT DISTINCT municipality_id, own FROM touched ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS fresh = ROW_COUNT;
    IF fresh > 0 THEN
        DELETE FROM {MARKS} WHERE ctid IN (
            SELECT ctid FROM {MARKS}
            WHERE municipality_id IN (SELECT municipality_id FROM touched) AND change <> own
            FOR UPDATE SKIP LOCKED);
    END IF;
    RETURN NULL;
END $$
"""
EMBEDDED = f"""
CREATE TRIGGER {{table}}_changed_{{deed}} AFTER {{deed}} ON {{table}} BEGIN
    DELETE FROM {MARKS} WHERE municipality_id = {{row}}.municipality_id;
    INSERT INTO {MARKS} (municipality_id, change) VALUES ({{row}}.municipality_id, random());
END
"""


def watch(table: str) -> None:
    """Let every change of a municipality's rows of a table leave its mark."""
    if op.get_bind().dialect.name == "sqlite":
        for deed in DEEDS:
            row = "old" if deed == "delete" else "new"
            op.execute(EMBEDDED.format(table=table, deed=deed, row=row))
        return
    op.execute(POSTGRES.format(table=table))
    for deed in DEEDS:
        side = "OLD" if deed == "delete" else "NEW"
        op.execute(
            f"CREATE TRIGGER {table}_changed_{deed} AFTER {deed} ON {table} "
            f"REFERENCING {side} TABLE AS touched "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_changed()"
        )


def stop_watching(table: str) -> None:
    """Drop what `watch` made."""
    on = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
    for deed in DEEDS:
        op.execute(f"DROP TRIGGER {table}_changed_{deed}{on}")
    if on:
        op.execute(f"DROP FUNCTION {table}_changed()")


class own_change(FunctionElement[bool]):  # noqa: N801 (read as an SQL function)
    """Whether a mark was left by the transaction that asks, which may yet leave the same again."""

    type = sa.Boolean()
    inherit_cache = True
    name = "own_change"


@compiles(own_change, "postgresql")
def _own_postgres(element: own_change, compiler: SQLCompiler, **kw: Any) -> str:
    column = compiler.process(element.clauses, **kw)
    return f"COALESCE({column} = pg_current_xact_id_if_assigned()::text::bigint, false)"


@compiles(own_change, "sqlite")
def _own_sqlite(element: own_change, compiler: SQLCompiler, **kw: Any) -> str:
    return "0"
