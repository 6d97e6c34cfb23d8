"""GeoPackages looked over before they are read: a database may hold more than tables."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

_CALLED = re.compile(r"\b([a-z_]\w*)\s*\(", re.IGNORECASE)
# Words of SQL that stand before a bracket, and functions that only compute.
_HARMLESS = {
    "abs", "and", "as", "avg", "between", "by", "case", "cast", "coalesce", "count", "date",
    "datetime", "distinct", "else", "exists", "from", "group_concat", "having", "hex", "ifnull",
    "iif", "in", "instr", "is", "join", "julianday", "length", "limit", "lower", "ltrim", "max",
    "min", "not", "nullif", "on", "or", "order", "over", "partition", "printf", "replace",
    "round", "row_number", "rtrim", "select", "set", "st_area", "st_length", "st_minx",
    "st_maxx", "st_miny", "st_maxy", "st_isempty", "st_srid", "st_x", "st_y", "strftime",
    "substr", "substring", "sum", "then", "time", "total", "trim", "union", "upper", "using",
    "values", "when", "where", "with",
}  # fmt: skip
_GENERATED = re.compile(r"\bgenerated\s+always\b|\)\s*(?:stored|virtual)\b", re.IGNORECASE)
_RTREE = re.compile(r"\bcreate\s+virtual\s+table\b.*\busing\s+[\"']?rtree\b", re.I | re.S)


def vet(path: Path) -> None:
    """Raise RuleError if the file is no GeoPackage, is damaged, or would run more than a query."""
    try:
        address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True)) as database:
            database.execute("PRAGMA trusted_schema = OFF")
            found = database.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    except sqlite3.Error as error:
        raise RuleError(
            N_("This GeoPackage is damaged or only half of it arrived: send it again")
        ) from error
    if ("table", "gpkg_contents") not in [(kind, str(name).lower()) for kind, name, _ in found]:
        raise RuleError(N_("This is a database file, but no GeoPackage"))
    if any(not _harmless(str(kind), str(name), str(sql or "")) for kind, name, sql in found):
        raise RuleError(
            N_("This GeoPackage holds views or tables that run programs of their own: refused")
        )


def _harmless(kind: str, name: str, sql: str) -> bool:
    if kind == "view":
        called = {word.lower() for word in _CALLED.findall(sql)} - {name.lower()}
        return not name.lower().startswith("gpkg_") and called <= _HARMLESS
    if kind == "table" and re.match(r"\s*create\s+virtual\b", sql, re.I):
        return bool(_RTREE.match(sql))
    return kind != "table" or not _GENERATED.search(sql)
