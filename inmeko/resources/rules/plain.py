"""The values of an asset as plain JSON: for its history, for comparison, for our own export."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

import shapely
from shapely.geometry.base import BaseGeometry


def wkt(geometry: BaseGeometry) -> str:
    """A geometry as WKT with every digit, so that reading it back gives the same geometry."""
    return str(shapely.to_wkt(geometry, rounding_precision=-1))


def plain_value(value: Any) -> Any:
    """One value as JSON knows it."""
    if isinstance(value, BaseGeometry):
        return wkt(value)
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.quantize(Decimal('0.01')):f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return sorted(plain_value(part) for part in value)
    return value


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """All values as JSON knows them."""
    return {name: plain_value(value) for name, value in values.items()}


def changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[str, ...]:
    """The names whose plain values differ, in the order of `after`."""
    return tuple(name for name in after if before.get(name) != after[name])
