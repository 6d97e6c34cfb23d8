"""Periods that may not meet: a refusal of the database itself, made and dropped by migrations."""

from alembic import op


def keep_apart(table: str, thing: str, start: str, end: str, where: str) -> None:
    """Refuse two rows of one thing whose days from start to end (both included) meet.

    Only rows with `where` (a comparison of one column, as "state = 'active'") count; an end
    that is NULL is never. PostgreSQL has exclusion constraints; ranges of one number stand for
    the number itself, so that no extension is needed. The embedded engine has triggers: its
    writers come one after the other.
    """
    name = f"ex_{table}_{thing}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {name} EXCLUDE USING gist ("
            f"int4range({thing}, {thing}, '[]') WITH &&, "
            f"daterange({start}, {end}, '[]') WITH &&) WHERE ({where})"
        )
        return
    meets = (
        f"SELECT 1 FROM {table} AS other WHERE other.{where} AND other.id <> NEW.id "
        f"AND other.{thing} = NEW.{thing} "
        f"AND other.{start} <= coalesce(NEW.{end}, '9999-12-31') "
        f"AND NEW.{start} <= coalesce(other.{end}, '9999-12-31')"
    )
    for moment in ("INSERT", "UPDATE"):
        # After, not before: only then does a new row have its number.
        op.execute(
            f"CREATE TRIGGER {name}_{moment.lower()} AFTER {moment} ON {table} "
            f"WHEN NEW.{where} AND EXISTS ({meets}) "
            f"BEGIN SELECT RAISE(ABORT, 'constraint {name}'); END"
        )


def let_meet(table: str, thing: str) -> None:
    """Drop what `keep_apart` made."""
    name = f"ex_{table}_{thing}"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        return
    for moment in ("insert", "update"):
        op.execute(f"DROP TRIGGER {name}_{moment}")
