"""Which tables of a database are ours, and which belong to an engine's machinery."""

import re
from typing import Any, Literal

from alembic.autogenerate.api import AutogenContext
from geoalchemy2 import alembic_helpers
from sqlalchemy.schema import SchemaItem
from sqlalchemy.types import TypeDecorator

# Spatial indexes, full-text shadow tables and SpatiaLite's own bookkeeping.
MACHINERY = re.compile(
    r"(idx_.*|.*_search(_\w+)?|spatial_ref_sys(_\w+)?|geometry_columns.*|spatialite_.*"
    r"|views_geometry_.*|virts_geometry_.*|vector_layers.*|sql_statements_log|data_licenses"
    r"|ElementaryGeometries|SpatialIndex|KNN2?|ISO_metadata.*|raster_coverages.*|SE_\w+"
    r"|vector_coverages.*|wms_\w+|topologies|networks|stored_\w+|rl2map_.*|ISO_\w+)",
    re.IGNORECASE,
)


def is_ours(
    item: SchemaItem, name: str | None, kind: str, reflected: bool, compare_to: SchemaItem | None
) -> bool:
    """Whether Alembic should look at an item when it compares the models with a database."""
    if reflected and name and MACHINERY.fullmatch(name):
        return False
    return bool(alembic_helpers.include_object(item, name, kind, reflected, compare_to))


def render(kind: str, item: Any, context: AutogenContext) -> str | Literal[False]:
    """How a type is written into a migration: plainly, so that old ones outlive our classes."""
    if kind == "type" and isinstance(item, TypeDecorator) and "inmeko" in type(item).__module__:
        return f"sa.{item.impl_instance!r}"
    if kind == "type" and type(item).__name__ == "AsaList":
        return "sa.Text()"
    rendered: str | Literal[False] = alembic_helpers.render_item(kind, item, context)
    return rendered
