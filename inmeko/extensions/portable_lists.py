"""SQL that both engines understand in their own words: a column of a group as one text."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class as_list(FunctionElement[str]):  # noqa: N801 (read as an SQL function)
    """The numbers of a group as a JSON list: a hundred thousand of them are one value to fetch."""

    type = sa.Text()
    inherit_cache = True
    name = "as_list"


@compiles(as_list, "postgresql")
def _list_postgres(element: as_list, compiler: SQLCompiler, **kw: Any) -> str:
    return f"array_to_json(array_agg({compiler.process(element.clauses, **kw)}))::text"


@compiles(as_list, "sqlite")
def _list_sqlite(element: as_list, compiler: SQLCompiler, **kw: Any) -> str:
    return f"json_group_array({compiler.process(element.clauses, **kw)})"
