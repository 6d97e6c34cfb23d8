"""How a value is written in our own export, so that importing it again changes nothing."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from shapely.geometry.base import BaseGeometry

from inmeko.kernel.text import guard_cell
from inmeko.resources.rules.asset import FIELDS, PUBLIC_FIELDS
from inmeko.resources.rules.plain import wkt

DELIMITER = ";"
LIST_SIGN = ", "


def header(*, public: bool) -> tuple[str, ...]:
    """The columns of the export: those anybody may see, or all."""
    return PUBLIC_FIELDS if public else tuple(field.name for field in FIELDS)


def cell(value: Any) -> str:
    """One cell, decimals with a point; a text that a spreadsheet would run is guarded."""
    if value is None:
        return ""
    if isinstance(value, BaseGeometry):
        return wkt(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return LIST_SIGN.join(str(one) for one in value)
    return guard_cell(str(value))
