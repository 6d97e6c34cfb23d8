"""KML in parts: a placemark for each asset, its fields as typed data under our names."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import shapely
from shapely.geometry.base import BaseGeometry

from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import FIELD, Value
from inmeko.resources.rules.exporting import About, Order, cell
from inmeko.resources.services.exporting.rows import rows

HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<kml xmlns="http://www.opengis.net/kml/2.2" xmlns:atom="http://www.w3.org/2005/Atom">\n'
    "<Document>"
)
TYPES = {Value.NUMBER: "double", Value.INTEGER: "int"}


def as_kml(assets: Iterable[Asset], order: Order, about: About) -> Iterator[str]:
    """The assets as KML (always WGS84); those without a place are kept without a geometry."""
    yield f"{HEAD}<name>{_text(about.title)}</name>"
    yield f"<atom:author><atom:name>{_text(about.publisher)}</atom:name></atom:author>"
    yield f'<atom:link rel="license" href={quoteattr(about.licence_address)}/>'
    yield f"<description>{_text(about.sentence())}</description>\n"
    fields = "".join(
        f'<SimpleField type="{TYPES.get(FIELD[name].value, "string")}" name="{name}"/>'
        for name in order.attributes
    )
    yield f'<Schema name="assets" id="assets">{fields}</Schema>\n'
    for values in rows(assets, order):
        yield _placemark(values, order)
    yield "</Document></kml>\n"


def _placemark(values: dict[str, Any], order: Order) -> str:
    written = ((name, cell(values[name])) for name in order.attributes)
    data = "".join(
        f'<SimpleData name="{name}">{_text(text)}</SimpleData>' for name, text in written if text
    )
    shape = values["geometry"]
    place = "" if shape is None else _geometry(shape)
    return (
        # Readers take a field called description for this element, wherever it stands.
        f"<Placemark><name>{_text(values['title'])}</name>"
        f"<description>{_text(cell(values['description']))}</description><ExtendedData>"
        f'<SchemaData schemaUrl="#assets">{data}</SchemaData></ExtendedData>{place}</Placemark>\n'
    )


def _geometry(shape: BaseGeometry) -> str:
    if hasattr(shape, "geoms"):
        parts = "".join(_geometry(part) for part in shape.geoms)
        return f"<MultiGeometry>{parts}</MultiGeometry>"
    if shape.geom_type != "Polygon":
        return f"<{shape.geom_type}>{_coordinates(shape)}</{shape.geom_type}>"
    outer, *holes = (
        f"<LinearRing>{_coordinates(ring)}</LinearRing>" for ring in shapely.get_rings(shape)
    )
    inner = "".join(f"<innerBoundaryIs>{hole}</innerBoundaryIs>" for hole in holes)
    return f"<Polygon><outerBoundaryIs>{outer}</outerBoundaryIs>{inner}</Polygon>"


def _coordinates(shape: BaseGeometry) -> str:
    pairs = shapely.get_coordinates(shape).tolist()
    return f"<coordinates>{' '.join(f'{x!r},{y!r}' for x, y in pairs)}</coordinates>"


def _text(text: str) -> str:
    """A text as XML can hold it: it knows no control signs."""
    return escape("".join(sign for sign in text if sign >= " " or sign in "\n\r\t"))
