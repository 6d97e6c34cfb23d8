"""SpatiaLite's triggers on a table of places, in words that cost a tenth: for migrations.

Theirs compile two statements and look through two tables of their bookkeeping for each row, a
third of what a new row costs. Ours keep the same names and leave the same behind.
"""

from alembic import op

WGS84 = 4326
NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')"

# Within one statement the moment is the same: the bookkeeping is written once for all its rows.
LEAN = {
    "ggi": (
        "BEFORE INSERT ON {table} "
        "WHEN GeometryConstraints(new.{column}, 'GEOMETRY', {srid}) <> 1 "
        "BEGIN SELECT RAISE(ROLLBACK, '{table}.{column} violates Geometry constraint "
        "[geom-type or SRID not allowed]'); END"
    ),
    "tmi": (
        "AFTER INSERT ON {table} WHEN (SELECT last_insert FROM geometry_columns_time "
        "WHERE f_table_name = '{table}' AND f_geometry_column = '{column}') IS NOT {now} "
        "BEGIN UPDATE geometry_columns_time SET last_insert = {now} "
        "WHERE f_table_name = '{table}' AND f_geometry_column = '{column}'; END"
    ),
    "gii": (
        "AFTER INSERT ON {table} WHEN new.{column} IS NOT NULL "
        "BEGIN INSERT OR REPLACE INTO idx_{table}_{column} VALUES (new.rowid, "
        "MbrMinX(new.{column}), MbrMaxX(new.{column}), "
        "MbrMinY(new.{column}), MbrMaxY(new.{column})); END"
    ),
}
THEIRS = {
    "ggi": (
        "BEFORE INSERT ON {table} FOR EACH ROW BEGIN "
        "SELECT RAISE(ROLLBACK, '{table}.{column} violates Geometry constraint "
        "[geom-type or SRID not allowed]') "
        "WHERE (SELECT geometry_type FROM geometry_columns "
        "WHERE Lower(f_table_name) = Lower('{table}') "
        "AND Lower(f_geometry_column) = Lower('{column}') "
        "AND GeometryConstraints(NEW.{column}, geometry_type, srid) = 1) IS NULL; END"
    ),
    "tmi": (
        "AFTER INSERT ON {table} FOR EACH ROW BEGIN "
        "UPDATE geometry_columns_time SET last_insert = {now} "
        "WHERE Lower(f_table_name) = Lower('{table}') "
        "AND Lower(f_geometry_column) = Lower('{column}'); END"
    ),
    "gii": (
        "AFTER INSERT ON {table} FOR EACH ROW BEGIN "
        "DELETE FROM idx_{table}_{column} WHERE pkid = NEW.ROWID; "
        "SELECT RTreeAlign('idx_{table}_{column}', NEW.ROWID, NEW.{column}); END"
    ),
}


def lighten(table: str, column: str = "geometry") -> None:
    """Put our triggers in the place of SpatiaLite's, where that is the engine."""
    _put(LEAN, table, column)


def restore(table: str, column: str = "geometry") -> None:
    """Put SpatiaLite's own triggers back."""
    _put(THEIRS, table, column)


def _put(triggers: dict[str, str], table: str, column: str) -> None:
    connection = op.get_bind()
    if connection.dialect.name != "sqlite":
        return
    for short, words in triggers.items():
        name = f"{short}_{table}_{column}"
        op.execute(f"DROP TRIGGER IF EXISTS {name}")
        told = words.format(table=table, column=column, srid=WGS84, now=NOW)
        # The driver would take the colons of the moment for parameters.
        connection.exec_driver_sql(f"CREATE TRIGGER {name} {told}")
