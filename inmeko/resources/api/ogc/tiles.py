"""OGC API – Tiles: a collection as vector tiles of the web's own grid."""

import json
from http import HTTPStatus

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.mvt import DEEPEST, HALF, Tile
from inmeko.kernel.text import N_
from inmeko.resources.api.ogc.answering import JSON, Json, address, home, link, only_form
from inmeko.resources.api.ogc.blueprint import ogc
from inmeko.resources.api.ogc.describing import properties as described
from inmeko.resources.queries import collections, tiles
from inmeko.resources.queries.collections import Collection
from inmeko.resources.rules.tiles import LAYER, TOLD, properties
from inmeko.web.access import public

MVT = "application/vnd.mapbox-vector-tile"
GRID = "WebMercatorQuad"
GRID_URI = f"http://www.opengis.net/def/tilematrixset/OGC/1.0/{GRID}"
SCHEME = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme"
MERCATOR = "http://www.opengis.net/def/crs/EPSG/0/3857"
# The scale of zoom 0: the globe in 256 pixels of 0.28 mm.
COARSEST = 559_082_264.028_717_9
PIXELS = 256


@ogc.get("/tileMatrixSets")
@public()
def grids() -> ResponseReturnValue:
    """The grids that tiles follow."""
    only_form()
    here = link("self", address(f"/tileMatrixSets/{GRID}"))
    return _json({"tileMatrixSets": [{"id": GRID, "uri": GRID_URI, "links": [here]}]})


@ogc.get(f"/tileMatrixSets/{GRID}")
@public()
def grid() -> ResponseReturnValue:
    """The grid of the web: each zoom divides every tile into four."""
    only_form()
    matrices = [
        {
            "id": str(zoom),
            "scaleDenominator": COARSEST / 2**zoom,
            "cellSize": 2 * HALF / PIXELS / 2**zoom,
            "pointOfOrigin": [-HALF, HALF],
            "tileWidth": PIXELS,
            "tileHeight": PIXELS,
            "matrixWidth": 2**zoom,
            "matrixHeight": 2**zoom,
        }
        for zoom in range(DEEPEST + 1)
    ]
    axes = {"crs": MERCATOR, "orderedAxes": ["E", "N"], "uri": GRID_URI}
    return _json({"id": GRID, **axes, "tileMatrices": matrices})


@ogc.get("/collections/<collection_id>/tiles")
@public()
def tilesets(collection_id: str) -> ResponseReturnValue:
    """The sets of tiles of a collection: one."""
    only_form()
    found = collections.collection(municipality=collection_id)
    here = link("self", address(f"/collections/{collection_id}/tiles"))
    return _json({"links": [here], "tilesets": [_tileset(found)]})


@ogc.get(f"/collections/<collection_id>/tiles/{GRID}")
@public()
def tileset(collection_id: str) -> ResponseReturnValue:
    """What the tiles of a collection hold, and where each of them is."""
    only_form()
    found = collections.collection(municipality=collection_id)
    asked = described()
    layer = {
        "id": LAYER,
        "dataType": "vector",
        "propertiesSchema": {
            "type": "object",
            "properties": {name: asked[name] for name in TOLD},
        },
    }
    return _json({**_tileset(found), "layers": [layer]})


@ogc.get(
    f"/collections/<collection_id>/tiles/{GRID}"
    f"/<int(max={DEEPEST}):zoom>/<int(max={2**DEEPEST}):row>/<int(max={2**DEEPEST}):column>"
)
@public()
def tile(collection_id: str, zoom: int, row: int, column: int) -> ResponseReturnValue:
    """One tile; no content where nothing lies in it."""
    told = properties(request.args.to_dict(flat=False))
    wanted = Tile(zoom, column, row)
    if not wanted.exists:
        raise NotFoundError(N_("There is no such tile."))
    made = tiles.tile(municipality=collection_id, wanted=wanted, told=told)
    if not made:
        return Response(status=HTTPStatus.NO_CONTENT)
    return Response(made, content_type=MVT)


def _tileset(collection: Collection) -> Json:
    """How a set of tiles describes itself."""
    path = f"/collections/{collection.slug}/tiles/{GRID}"
    west, south, east, north = collection.box
    item = link("item", address(path) + "/{tileMatrix}/{tileRow}/{tileCol}", MVT)
    return {
        "title": gettext("The assets as vector tiles"),
        "dataType": "vector",
        "crs": MERCATOR,
        "tileMatrixSetURI": GRID_URI,
        "boundingBox": {"lowerLeft": [west, south], "upperRight": [east, north]},
        "links": [
            link("self", address(path)),
            {**item, "templated": True},
            link(SCHEME, f"{home()}/ogc/tileMatrixSets/{GRID}"),
            link("collection", address(f"/collections/{collection.slug}")),
        ],
    }


def _json(document: Json) -> Response:
    return Response(json.dumps(document, ensure_ascii=False), content_type=JSON)
