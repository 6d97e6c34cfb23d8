"""SQL for maps that both engines understand in their own words: the cells of a grid."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class cell_of(FunctionElement[int]):  # noqa: N801 (read as an SQL function)
    """The number of the cell that a coordinate lies in: cells of `size` degrees from `start` on."""

    type = sa.Integer()
    inherit_cache = True
    name = "cell_of"

    def __init__(self, column: Any, start: float, size: float) -> None:
        """Take the column (degrees), and where the first cell begins, below every coordinate."""
        super().__init__(column, sa.literal(float(start)), sa.literal(float(size)))


@compiles(cell_of, "postgresql")
def _cell_postgres(element: cell_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, start, size = (compiler.process(part, **kw) for part in element.clauses)
    return f"floor(({column} - {start}) / {size})::integer"


@compiles(cell_of, "sqlite")
def _cell_sqlite(element: cell_of, compiler: SQLCompiler, **kw: Any) -> str:
    column, start, size = (compiler.process(part, **kw) for part in element.clauses)
    # Nothing lies below the start, so that cutting off is rounding down.
    return f"CAST(({column} - {start}) / {size} AS INTEGER)"
