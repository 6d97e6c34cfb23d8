"""The stops of a round as files for other tools: GPX, CSV, GeoJSON; nobody is named in them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from inmeko.kernel.tables import csv_text
from inmeko.kernel.text import guard_cell

GPX = "http://www.topografix.com/GPX/1/1"
COLUMNS = ("walk", "position", "code", "title", "address", "x", "y", "metres", "visited", "skipped")


@dataclass(frozen=True)
class Stop:
    """A stop as files tell it; x and y in degrees of WGS84, metres from the stop before it."""

    walk: int
    position: int
    code: str
    title: str
    address: str
    x: float | None
    y: float | None
    metres: float | None
    visited: str
    skipped: str


def as_gpx(title: str, stops: Sequence[Stop]) -> str:
    """One route for each walk (GPX 1.1), its points in walking order."""
    root = ElementTree.Element("gpx", {"version": "1.1", "creator": "Inmeko", "xmlns": GPX})
    _named(ElementTree.SubElement(root, "metadata"), title)
    for walk in sorted({stop.walk for stop in stops}):
        route = ElementTree.SubElement(root, "rte")
        _named(route, f"{title} – {walk}")
        for stop in stops:
            if stop.walk == walk and stop.x is not None and stop.y is not None:
                where = {"lat": f"{stop.y:.6f}", "lon": f"{stop.x:.6f}"}
                point = ElementTree.SubElement(route, "rtept", where)
                _named(point, f"{stop.position}. {stop.title}")
                about = " · ".join(part for part in (stop.code, stop.address) if part)
                ElementTree.SubElement(point, "desc").text = _plain(about)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def as_csv(stops: Sequence[Stop]) -> str:
    """One row for each stop: `;`, UTF-8 with mark, decimals with a point."""
    told = [[_cell(name, getattr(stop, name)) for name in COLUMNS] for stop in stops]
    return csv_text([COLUMNS, *told])


def as_geojson(stops: Sequence[Stop]) -> str:
    """A point for each stop, and a line for each walk (WGS84)."""
    walks = sorted({stop.walk for stop in stops})
    features = [_point(stop) for stop in stops] + [
        line for walk in walks if (line := walk_line([one for one in stops if one.walk == walk]))
    ]
    collection = {"type": "FeatureCollection", "features": features}
    return json.dumps(collection, ensure_ascii=False) + "\n"


def walk_line(stops: Sequence[Stop]) -> dict[str, Any] | None:
    """The way through stops as a GeoJSON feature, or None if there are not two places."""
    way = [[stop.x, stop.y] for stop in stops if stop.x is not None]
    if len(way) < 2:
        return None
    line = {"type": "LineString", "coordinates": way}
    return {"type": "Feature", "geometry": line, "properties": {"walk": stops[0].walk}}


def _point(stop: Stop) -> dict[str, Any]:
    place = None if stop.x is None else {"type": "Point", "coordinates": [stop.x, stop.y]}
    told = {name: getattr(stop, name) for name in COLUMNS if name not in {"x", "y"}}
    return {"type": "Feature", "geometry": place, "properties": told}


def _named(element: ElementTree.Element, name: str) -> None:
    ElementTree.SubElement(element, "name").text = _plain(name)


def _plain(text: str) -> str:
    """The text without the signs that XML cannot hold."""
    return "".join(sign for sign in text if sign.isprintable())


def _cell(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.6f}" if name in {"x", "y"} else f"{value:.0f}"
    return guard_cell(value) if isinstance(value, str) else str(value)
