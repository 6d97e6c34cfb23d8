"""The inventory as a file: CSV that any spreadsheet opens safely, and GeoJSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from shapely.geometry import mapping

from inmeko.resources.models import Asset
from inmeko.resources.rules.exporting import DELIMITER, cell, header
from inmeko.resources.rules.plain import plain
from inmeko.resources.services.assets import values_of

# Spreadsheets take a file for UTF-8 only if it begins with this mark.
BYTE_ORDER_MARK = "\ufeff"
FLUSH_AT = 64 * 1024


def as_csv(assets: Iterable[Asset], *, staff: bool) -> Iterator[str]:
    """The assets as CSV in parts: `;`, UTF-8 with mark, geometry as WKT in WGS84."""
    names = header(public=not staff)
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(names)
    for asset in assets:
        values = values_of(asset)
        writer.writerow([cell(values[name]) for name in names])
        if buffer.tell() > FLUSH_AT:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_geojson(assets: Iterable[Asset], *, staff: bool) -> Iterator[str]:
    """The assets as a GeoJSON feature collection (WGS84) in parts; some have no geometry."""
    names = [name for name in header(public=not staff) if name != "geometry"]
    yield '{"type": "FeatureCollection", "features": ['
    separator = "\n"
    for asset in assets:
        values = values_of(asset)
        shape = values.pop("geometry")
        told = plain(values)
        feature = {
            "type": "Feature",
            "id": asset.code,
            "geometry": mapping(shape) if shape is not None else None,
            "properties": {name: told[name] for name in names},
        }
        yield separator + json.dumps(feature, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
