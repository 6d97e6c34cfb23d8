"""The definition of the interface in OpenAPI 3.0: every address, parameter and answer."""

from typing import Any

from flask_babel import gettext

from inmeko.resources.api.ogc.answering import GEOJSON, HTML, JSON, PROBLEM, Json, address
from inmeko.resources.api.ogc.describing import SCHEMA, properties
from inmeko.resources.rules.publishing import CHANGED, CRS84, SYSTEMS
from inmeko.resources.rules.questions import LARGEST_LIMIT, LIMIT

DEFINITION = "application/vnd.oai.openapi+json;version=3.0"
VERSION = "1.0.0"

_ITEMS = "/collections/{collectionId}/items"
_ITEM_PARAMETERS = ("bbox", "bbox-crs", "crs", "datetime", "limit", "after")


def definition() -> Json:
    """The whole definition."""
    filters = {name: told for name, told in properties().items() if name != CHANGED}
    return {
        "openapi": "3.0.3",
        "info": {
            "title": gettext("Open data of the municipalities' assets"),
            "version": VERSION,
            "description": "OGC API – Features, Part 1 (Core) and Part 2 (CRS).",
        },
        "servers": [{"url": address()}],
        "paths": _paths(filters),
        "components": {
            "parameters": {**_parameters(), **{name: _filter(name, filters) for name in filters}},
            "responses": {
                "problem": {
                    "description": "RFC 9457",
                    "content": {PROBLEM: {"schema": {"type": "object"}}},
                }
            },
            "schemas": _schemas(),
        },
    }


def _paths(filters: Json) -> Json:
    collection, feature = "collectionId", "featureId"
    named = [*_ITEM_PARAMETERS, *filters]
    queryables = "/collections/{collectionId}/queryables"
    return {
        "/": _get("landing", gettext("Landing page"), JSON),
        "/conformance": _get("conformance", gettext("Which parts are kept to"), JSON),
        "/api": _get("api", gettext("The definition"), DEFINITION),
        "/collections": _get("collections", gettext("The collections"), JSON),
        "/collections/{collectionId}": _get(
            "collection", gettext("One collection"), JSON, collection
        ),
        queryables: _get("queryables", gettext("What can be asked"), SCHEMA, collection),
        _ITEMS: _get("items", gettext("The assets"), GEOJSON, collection, *named, shape="features"),
        f"{_ITEMS}/{{featureId}}": _get(
            "item", gettext("One asset"), GEOJSON, collection, feature, "crs", shape="feature"
        ),
    }


def _get(name: str, summary: str, media_type: str, *parameters: str, shape: str = "any") -> Json:
    schema = {"$ref": f"#/components/schemas/{shape}"}
    content = {media_type: {"schema": schema}, HTML: {"schema": {"type": "string"}}}
    problem = {"$ref": "#/components/responses/problem"}
    refused = {"400": problem, **({"404": problem} if "collectionId" in parameters else {})}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": [
                {"$ref": f"#/components/parameters/{parameter}"} for parameter in ("f", *parameters)
            ],
            "responses": {"200": {"description": summary, "content": content}, **refused},
        }
    }


def _parameters() -> Json:
    system = {"type": "string", "enum": list(SYSTEMS), "default": CRS84.address}
    number = {"type": "number"}
    return {
        "f": _query("f", {"type": "string", "enum": ["json", "html"]}),
        "collectionId": _path("collectionId", {"type": "string"}),
        "featureId": _path("featureId", {"type": "integer"}),
        "bbox": _query("bbox", {"type": "array", "items": number, "minItems": 4, "maxItems": 6}),
        "bbox-crs": _query("bbox-crs", system),
        "crs": _query("crs", system),
        "datetime": _query("datetime", {"type": "string"}),
        "limit": _query(
            "limit",
            {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": LIMIT},
        ),
        "after": _query("after", {"type": "integer", "minimum": 0}),
    }


def _filter(name: str, filters: Json) -> Json:
    told = filters[name]
    # A filter on a list of words asks for one of them.
    return _query(name, told["items"] if told.get("type") == "array" else told)


def _query(name: str, schema: Json) -> Json:

    kept = {key: value for key, value in schema.items() if key not in {"title", "description"}}
    return {
        "name": name,
        "in": "query",
        "required": False,
        "schema": kept,
        "style": "form",
        "explode": False,
    }


def _path(name: str, schema: Json) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _schemas() -> dict[str, Any]:
    geometry = {"type": "object", "nullable": True, "properties": {"type": {"type": "string"}}}
    links = {"type": "array", "items": {"type": "object"}}
    feature = {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "integer"},
            "geometry": geometry,
            "properties": {
                "type": "object",
                "properties": {
                    name: {**told, "nullable": True} for name, told in properties().items()
                },
            },
            "links": links,
        },
    }
    features = {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
            "numberMatched": {"type": "integer"},
            "numberReturned": {"type": "integer"},
            "timeStamp": {"type": "string", "format": "date-time"},
            "links": links,
        },
    }
    return {"any": {"type": "object"}, "feature": feature, "features": features}
