"""Features as a folium map on a page of its own, with our own copies of its scripts."""

import re
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import folium
from branca.element import Element, Figure
from flask_babel import gettext
from folium.plugins import FastMarkerCluster
from shapely.geometry import shape
from shapely.ops import unary_union

Feature = Mapping[str, Any]

LEAFLET = "leaflet-1.9.4"
CLUSTER = "leaflet.markercluster-1.5.3"
NAVY = "#003375"
COLOURS = {"idle": "#b45f00", "underused": "#7b4bb0", "in_use": "#006736", "unknown": "#5b6575"}
# folium keeps max_zoom for its tile layers; the cluster asks the map itself.
ZOOMS: dict[str, Any] = {"maxZoom": 19, "minZoom": 5}
GREECE = (19.2, 34.7, 29.8, 41.9)
INLINE = re.compile(r"<(script|style)(?=[\s>])(?![^>]*\ssrc=)")
VENDOR = Path(__file__).parent / "static" / "vendor"
SCRIPT = re.compile(r'<script src="vendor:([^"]+)"></script>')
SHEET = re.compile(r'<link rel="stylesheet" href="vendor:([^"]+)"\s*/?>')
PICTURE = re.compile(r"url\(images/[^)]*\)")
GREEK = range(0x386, 0x3CF)
VIEWPORT = re.compile(r'<meta name="viewport".*?/>', re.DOTALL)

# Words of people reach the popup as text nodes only, never as markup.
POPUP = """
function inmekoPopup(layer, title, summary, url) {
    var box = document.createElement("div");
    var head = document.createElement("strong");
    var link = url ? document.createElement("a") : null;
    if (link) { link.href = url; link.target = "_top"; }
    if (link && /^https?:$/.test(link.protocol)) {
        link.textContent = title || url;
        head.appendChild(link);
    } else { head.textContent = title; }
    box.appendChild(head);
    if (summary) {
        box.appendChild(document.createElement("br"));
        box.appendChild(document.createTextNode(summary));
    }
    return layer.bindPopup(box);
}
"""
POINT = """function (row) {
    var mark = L.circleMarker(new L.LatLng(row[0], row[1]), {
        radius: 8, color: "#fff", weight: 2, fillColor: row[5], fillOpacity: 1
    });
    return inmekoPopup(mark, row[2], row[3], row[4]);
}"""
SHAPE = """function (feature, layer) {
    var known = feature.properties;
    inmekoPopup(layer, known.title, known.summary, known.url);
}"""
CLUSTER_ICON = """function (cluster) {
    var mark = document.createElement("span");
    mark.textContent = cluster.getChildCount();
    return L.divIcon({html: mark, className: "cluster", iconSize: [38, 38]});
}"""
STYLE = """<style>
html, body { height: 100%; margin: 0; font-family: Roboto, sans-serif; }
.heading { height: 1px; margin: 0; overflow: hidden; position: absolute; width: 1px; }
.folium-map { background: #e9eef4; height: 100%; width: 100%; }
.cluster { align-items: center; background: #003375; border: 3px solid #fff; border-radius: 50%;
  color: #fff; display: flex; font-weight: 600; justify-content: center; }
</style>"""


def standalone_map(
    features: Iterable[Feature],
    *,
    boundary: Feature | None,
    title: str,
    asset_prefix: str,
    nonce: str,
    language: str = "el",
) -> str:
    """A whole HTML page with a map of WGS84 features, to be served in an iframe.

    Scripts and styles come from asset_prefix, the address of our vendored copies; what stands
    inline carries the nonce that the answer's Content-Security-Policy must name.
    """
    page = _map_page(features, boundary, title, asset_prefix, language)
    return INLINE.sub(rf'<\1 nonce="{escape(nonce)}"', page)


def map_file(
    features: Iterable[Feature], *, boundary: Feature | None, title: str, language: str = "el"
) -> str:
    """A map of WGS84 features as one HTML file that opens without a network.

    Its scripts and styles are our vendored copies, written into it.
    """
    page = _map_page(features, boundary, title, "vendor:", language)
    page = SCRIPT.sub(lambda found: f"<script>{_vendored(found[1])}</script>", page)
    return SHEET.sub(lambda found: f"<style>{_vendored(found[1])}</style>", page)


def _vendored(path: str) -> str:
    """The text of a vendored file; its pictures, which no map of ours shows, left out."""
    text = (VENDOR / path).read_text("utf-8")
    if "</script" in text or "</style" in text:
        raise ValueError(f"{path} cannot stand inside a page")
    text = text.partition("//# sourceMappingURL")[0]
    return PICTURE.sub("none", text) if path.endswith(".css") else text


def _map_page(
    features: Iterable[Feature],
    boundary: Feature | None,
    title: str,
    asset_prefix: str,
    language: str,
) -> str:
    placed = [feature for feature in features if feature.get("geometry")]
    chart = _chart(asset_prefix)
    if boundary:
        ground = {"color": NAVY, "weight": 2, "fillColor": "#fff", "fillOpacity": 0.75}
        _shapes([_plain(boundary, ground)], interactive=False).add_to(chart)
    shapes = [_plain(feature, _style(feature)) for feature in placed if not _is_point(feature)]
    if shapes:
        _shapes(shapes, on_each_feature=folium.JsCode(SHAPE)).add_to(chart)
    _cluster([_row(feature) for feature in placed if _is_point(feature)], asset_prefix).add_to(
        chart
    )
    west, south, east, north = _extent([boundary] if boundary else placed)
    chart.fit_bounds([[south, west], [north, east]], max_zoom=17)
    return _page(chart, title, language)


def _chart(prefix: str) -> folium.Map:
    chart = folium.Map(tiles=None, zoom_control=False, attribution_control=False, **ZOOMS)
    chart.default_js = [("leaflet", f"{prefix}{LEAFLET}/leaflet.js")]
    chart.default_css = [("leaflet_css", f"{prefix}{LEAFLET}/leaflet.css")]
    folium.Control(
        "Zoom",
        position="topleft",
        zoomInTitle=gettext("Zoom in"),
        zoomOutTitle=gettext("Zoom out"),
    ).add_to(chart)
    return chart


def _cluster(rows: Sequence[list[Any]], prefix: str) -> FastMarkerCluster:
    cluster: FastMarkerCluster = FastMarkerCluster(  # type: ignore[no-untyped-call]
        rows, callback=POINT, icon_create_function=CLUSTER_ICON, showCoverageOnHover=False
    )
    cluster.default_js = [("markerclusterjs", f"{prefix}{CLUSTER}/leaflet.markercluster.js")]
    cluster.default_css = [("markerclustercss", f"{prefix}{CLUSTER}/MarkerCluster.css")]
    return cluster


def _shapes(features: list[dict[str, Any]], **options: Any) -> folium.GeoJson:
    return folium.GeoJson({"type": "FeatureCollection", "features": features}, **options)


def _plain(feature: Feature, style: dict[str, Any]) -> dict[str, Any]:
    """A feature with nothing but what the map shows of it."""
    known = feature.get("properties") or {}
    words = {name: str(known.get(name) or "") for name in ("title", "summary", "url")}
    geometry = feature.get("geometry") or feature
    return {"type": "Feature", "properties": {**words, "style": style}, "geometry": geometry}


def _row(feature: Feature) -> list[Any]:
    known = feature.get("properties") or {}
    longitude, latitude = feature["geometry"]["coordinates"][:2]
    words = [str(known.get(name) or "") for name in ("title", "summary", "url")]
    return [latitude, longitude, *words, _colour(feature)]


def _colour(feature: Feature) -> str:
    return COLOURS.get(str((feature.get("properties") or {}).get("state")), NAVY)


def _style(feature: Feature) -> dict[str, Any]:
    colour = _colour(feature)
    return {"color": colour, "weight": 3, "fillColor": colour, "fillOpacity": 0.3}


def _is_point(feature: Feature) -> bool:
    return bool(feature["geometry"]["type"] == "Point")


def _extent(features: Sequence[Feature]) -> tuple[float, float, float, float]:
    """West, south, east, north of all features in degrees; of Greece when there are none."""
    geometries = [shape(feature.get("geometry") or feature) for feature in features]
    if not geometries:
        return GREECE
    west, south, east, north = unary_union(geometries).bounds
    return west, south, east, north


def _page(chart: folium.Map, title: str, language: str) -> str:
    figure = chart.get_root()
    if not isinstance(figure, Figure):
        raise TypeError("a folium map stands in a figure")
    figure.title = escape(title)
    figure.script.add_child(Element(POPUP))
    page = figure.render()
    # folium forbids zooming and names no language; both would shut people out.
    page = VIEWPORT.sub(
        '<meta name="viewport" content="width=device-width, initial-scale=1">', page, count=1
    )
    page = page.replace("<html>", f'<html lang="{escape(language)}">', 1)
    page = page.replace("</head>", f'<link rel="icon" href="data:,">{STYLE}</head>', 1)
    page = page.replace("<body>", f'<body><h1 class="heading">{escape(title)}</h1>', 1)
    return _readable(page)


def _readable(page: str) -> str:
    """The page with Greek letters as such: six signs for each would make it twice as large."""
    if "\\\\u03" in page:
        return page
    for code in GREEK:
        page = page.replace(f"\\u{code:04x}", chr(code))
    return page
