"""How a value is written in our own export, so that importing it again changes nothing."""

from typing import Any

from inmeko.kernel.text import guard_cell
from inmeko.resources.rules.asset import FIELDS, PUBLIC_FIELDS
from inmeko.resources.rules.plain import plain_value

DELIMITER = ";"
LIST_SIGN = ", "


def header(*, public: bool) -> tuple[str, ...]:
    """The columns of the export: those anybody may see, or all."""
    return PUBLIC_FIELDS if public else tuple(field.name for field in FIELDS)


def cell(value: Any) -> str:
    """One cell, decimals with a point; a text that a spreadsheet would run is guarded."""
    if value is None:
        return ""
    told = plain_value(value)
    if isinstance(told, list):
        return LIST_SIGN.join(told)
    return guard_cell(told) if type(value) is str else str(told)
