"""New assets as columns: what a batch of rows says, and what follows from it."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import repeat
from typing import Any

import numpy as np
import shapely

from inmeko.kernel.text import fold_many, search_keys
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import EMPTY, FIELD, Value
from inmeko.resources.services.assets import KEPT, SEARCHED, derived
from inmeko.resources.services.importing.deciding import Decided

ASSETS: Any = Asset.__table__
NONE_KNOWN = Decimal(-1)
CENT = Decimal("0.01")

Columns = dict[str, Sequence[Any]]

_written = json.JSONEncoder(ensure_ascii=False).encode


def _blank(name: str) -> Any:
    """What a column holds when nothing is known."""
    if FIELD[name].value is Value.WORDS:
        return []
    if name in EMPTY:
        return EMPTY[name]
    return None if ASSETS.c[name].nullable else ""


BLANK = {name: _blank(name) for name in KEPT if name not in {"geometry", "sectors"}}


def without_gaps(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as columns take them: what must not be empty is blank."""
    return {
        name: BLANK.get(name) if value is None and name in BLANK else value
        for name, value in values.items()
    }


def new_columns(rows: Sequence[Decided], codes: Sequence[str]) -> Columns:
    """The columns of new assets, without those that are alike in all of them."""
    said = [row.candidate.values for row in rows]
    names = {name for values in said for name in values} & set(BLANK)
    columns: Columns = {name: _filled(name, said) for name in KEPT if name in names}
    columns["code"] = codes
    shapes = [values.get("geometry") for values in said]
    columns["geometry"] = shapes
    columns |= _found_by(columns, len(rows)) | _measured(shapes, columns.get("area_stated"))
    # A row of our own export is no statement of the register it once came from.
    columns["imported"] = [None if row.own else _written(row.frozen) for row in rows]
    columns["made_line"] = [row.candidate.row for row in rows]
    return columns


def blanks(columns: Columns) -> dict[str, Any]:
    """The columns that no row of the batch says anything about."""
    return {name: blank for name, blank in BLANK.items() if name not in columns}


def told(columns: Columns) -> bytes:
    """What was written of each new asset, one on a line, for the sum in the trail."""
    rows = zip(columns["code"], columns["title"], columns["imported"], strict=True)
    return "".join(f"{code}\t{title}\t{row or ''}\n" for code, title, row in rows).encode()


def _filled(name: str, said: Sequence[Mapping[str, Any]]) -> list[Any]:
    cells = [values.get(name) for values in said]
    blank = BLANK[name]
    if FIELD[name].value is Value.WORDS:
        return [sorted(cell or ()) for cell in cells]
    if blank is None and FIELD[name].value is Value.TEXT:
        return [cell or None for cell in cells]
    return cells if blank is None else [blank if cell is None else cell for cell in cells]


def _found_by(columns: Columns, number: int) -> Columns:
    """The keys to sort and to find by, as `derived` makes them one by one."""
    texts = [
        [cell or "" for cell in columns[name]] if name in columns else repeat("", number)
        for name in SEARCHED
    ]
    return {
        "title_key": [key[:300] for key in fold_many(columns["title"])],
        "search_text": search_keys([" ".join(parts) for parts in zip(*texts, strict=True)]),
    }


def _measured(shapes: Sequence[Any], stated: Sequence[Any] | None) -> Columns:
    """A point of each asset (degrees), and its area (m²)."""
    given = np.array(shapes, dtype=object)
    points = shapely.get_type_id(given) == shapely.GeometryType.POINT
    x = np.where(points, shapely.get_x(given), np.nan).tolist()
    y = np.where(points, shapely.get_y(given), np.nan).tolist()
    areas: list[Decimal | None] = [None] * len(shapes)
    for at in np.flatnonzero(~points).tolist():
        more = derived({"title": "", "geometry": shapes[at]})
        x[at], y[at], areas[at] = more["x"], more["y"], more["area_computed"]
    keys = [
        next((found for found in pair if found is not None), NONE_KNOWN)
        for pair in zip(stated or repeat(None), areas, strict=False)
    ]
    return {"x": x, "y": y, "area_computed": areas, "area_key": keys}
