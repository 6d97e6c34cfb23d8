"""Exports that are text, in parts: CSV that any spreadsheet opens safely, and GeoJSON."""

import csv
import io
import json
from collections.abc import Iterable, Iterator

from shapely.geometry import mapping

from inmeko.kernel.geo import WGS84
from inmeko.kernel.tables import BYTE_ORDER_MARK, DELIMITER
from inmeko.resources.models import Asset
from inmeko.resources.rules.exporting import About, Order, cell
from inmeko.resources.rules.plain import plain
from inmeko.resources.services.exporting.rows import rows

FLUSH_AT = 64 * 1024


def as_csv(assets: Iterable[Asset], order: Order) -> Iterator[str]:
    """The assets as CSV in parts: `;`, UTF-8 with mark, geometry as WKT in the asked system."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=DELIMITER, lineterminator="\r\n")
    buffer.write(BYTE_ORDER_MARK)
    writer.writerow(order.names)
    for values in rows(assets, order):
        writer.writerow([cell(values[name]) for name in order.names])
        if buffer.tell() > FLUSH_AT:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_geojson(assets: Iterable[Asset], order: Order, about: About) -> Iterator[str]:
    """The assets as a GeoJSON feature collection in parts; some have no geometry.

    Another system than WGS84 is named as GeoJSON of 2008 did, which desktop maps still read.
    """
    told = {"name": about.title, "license": about.licence_address, "publisher": about.publisher}
    if order.srid != WGS84:
        name = f"urn:ogc:def:crs:EPSG::{order.srid}"
        yield f'{{"crs": {json.dumps({"type": "name", "properties": {"name": name}})}, '
    else:
        yield "{"
    named = json.dumps(told, ensure_ascii=False)[1:-1]
    yield f'"type": "FeatureCollection", {named}, "features": ['
    separator = "\n"
    for values in rows(assets, order):
        shape = values.pop("geometry")
        known = plain(values)
        feature = {
            "type": "Feature",
            "id": values["code"],
            "geometry": mapping(shape) if shape is not None else None,
            "properties": {name: known[name] for name in order.attributes},
        }
        yield separator + json.dumps(feature, ensure_ascii=False)
        separator = ",\n"
    yield "\n]}\n"
