"""GeoPackage through GDAL, some thousand rows at a time."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio
import shapely

from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import FIELD, Value
from inmeko.resources.rules.exporting import About, Order, cell
from inmeko.resources.services.exporting.rows import rows

TOGETHER = 5_000
LAYER = "assets"
NO_DAY = np.datetime64("NaT", "D")

_TYPES: dict[Value, str] = {Value.NUMBER: "float64", Value.INTEGER: "int32"}


def write_gpkg(target: Path, assets: Iterable[Asset], order: Order, about: About) -> None:
    """Write the assets as one layer with the asked system; an empty inventory is an empty layer."""
    source = rows(assets, order)
    written = False
    while (part := list(islice(source, TOGETHER))) or not written:
        columns = [_column(name, [values[name] for values in part]) for name in order.attributes]
        shapes = np.array([values["geometry"] for values in part], dtype=object)
        pyogrio.raw.write(
            str(target),
            shapely.to_wkb(shapes) if part else np.array([], dtype=object),
            [data for data, _mask in columns],
            list(order.attributes),
            field_mask=[mask for _data, mask in columns],
            layer=LAYER,
            driver="GPKG",
            geometry_type="Unknown",
            crs=f"EPSG:{order.srid}",
            append=written,
            dataset_metadata=None if written else {"DESCRIPTION": about.sentence()},
            layer_metadata=None if written else _told(about),
        )
        written = True


def _told(about: About) -> dict[str, str]:
    return {
        "title": about.title,
        "publisher": about.publisher,
        "license": f"{about.licence} {about.licence_address}",
    }


def _column(name: str, values: Sequence[Any]) -> tuple[Any, Any]:
    """A column as numpy keeps it, and which of its values are missing."""
    kind = FIELD[name].value
    if kind is Value.DATE:
        days = [NO_DAY if value is None else _day(value) for value in values]
        return np.array(days, dtype="datetime64[D]"), None
    if kind in _TYPES:
        missing = np.array([value is None for value in values], dtype=bool)
        data = np.array([0 if value is None else float(value) for value in values])
        return data.astype(_TYPES[kind]), missing
    # An empty text and a missing one are one and the same to an import.
    texts = [cell(value) or None for value in values]
    return np.array(texts, dtype=object), None


def _day(value: date) -> np.datetime64:
    return np.datetime64(value.isoformat(), "D")
