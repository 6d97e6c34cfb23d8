"""The full-text index of a table's `search_text`, made and dropped by migrations."""

from alembic import op


def index_text(table: str) -> None:
    """Index a table's folded `search_text` for words and their beginnings, on either engine."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE INDEX ix_{table}_search ON {table} "
            "USING gin (to_tsvector('simple', search_text))"
        )
        return
    op.execute(
        f"CREATE VIRTUAL TABLE {table}_search USING fts5(search_text, content='{table}', "
        "content_rowid='id', prefix='2 3 4', tokenize='unicode61 remove_diacritics 0')"
    )
    added = f"INSERT INTO {table}_search(rowid, search_text) VALUES (new.id, new.search_text);"
    removed = (
        f"INSERT INTO {table}_search({table}_search, rowid, search_text) "
        "VALUES ('delete', old.id, old.search_text);"
    )
    for moment, deed in (
        ("INSERT", added),
        ("DELETE", removed),
        ("UPDATE OF search_text", removed + added),
    ):
        name = f"{table}_search_{moment.split()[0].lower()}"
        op.execute(f"CREATE TRIGGER {name} AFTER {moment} ON {table} BEGIN {deed} END")


def forget_text(table: str) -> None:
    """Drop what `index_text` made."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP INDEX ix_{table}_search")
        return
    for moment in ("insert", "delete", "update"):
        op.execute(f"DROP TRIGGER {table}_search_{moment}")
    op.execute(f"DROP TABLE {table}_search")
