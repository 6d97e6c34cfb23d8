"""How a collection describes itself: names, extent, systems, licences, links, queryables."""

from datetime import datetime
from typing import Any

from flask_babel import gettext

from inmeko.accounts.rules import LICENCE_ADDRESSES, LICENCE_NAMES
from inmeko.resources.api.ogc.answering import GEOJSON, HTML, Json, Link, address, both, link
from inmeko.resources.queries.collections import Collection
from inmeko.resources.rules.asset import Field, Value, label
from inmeko.resources.rules.publishing import (
    CHANGED,
    CRS84,
    FIELD_OF,
    PROPERTIES,
    SYSTEMS,
    TOWN,
)
from inmeko.web.filters import town_name

GREGORIAN = "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"
SCHEMA = "application/schema+json"


def moment(value: datetime | None) -> str | None:
    """A moment as RFC 3339 writes it."""
    return value.strftime("%Y-%m-%dT%H:%M:%SZ") if value else None


def described(collection: Collection, *, alone: bool = False) -> Json:
    """A collection as the standard describes it; `alone` adds the links to itself."""
    path = f"/collections/{collection.slug}"
    return {
        "id": collection.slug,
        "title": gettext("Assets: %(town)s", town=town_name(collection)),
        "description": gettext("Idle and usable public assets, their state and their place."),
        "itemType": "feature",
        "extent": {
            "spatial": {"bbox": [list(collection.box)], "crs": CRS84.address},
            "temporal": {"interval": [[moment(collection.since), None]], "trs": GREGORIAN},
        },
        "crs": list(SYSTEMS),
        "storageCrs": CRS84.address,
        "links": [*(both(path) if alone else [link("self", address(path))]), *_links(collection)],
    }


def _links(collection: Collection) -> list[Link]:
    path = f"/collections/{collection.slug}"
    return [
        link("items", address(f"{path}/items", f="json"), GEOJSON, gettext("The assets")),
        link("items", address(f"{path}/items", f="html"), HTML, gettext("The assets as a page")),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/queryables",
            address(f"{path}/queryables", f="json"),
            SCHEMA,
            gettext("What can be asked"),
        ),
        link(
            "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector",
            address(f"{path}/tiles"),
            title=gettext("The assets as vector tiles"),
        ),
        *(
            link("license", LICENCE_ADDRESSES[licence], HTML, LICENCE_NAMES[licence])
            for licence in collection.licences
        ),
    ]


_TYPES: dict[Value, Json] = {
    Value.NUMBER: {"type": "number"},
    Value.INTEGER: {"type": "integer"},
    Value.DATE: {"type": "string", "format": "date"},
}


def schema(field: Field) -> Json:
    """A property as JSON Schema."""
    words = [word.value for word in field.words] if field.words else []
    told: Json = {"title": gettext(field.label)}
    if field.words:
        told["description"] = ", ".join(
            f"{word.value}: {gettext(label(word))}" for word in field.words
        )
    if field.value is Value.WORDS:
        return {**told, "type": "array", "items": {"type": "string", "enum": words}}
    if field.words:
        return {**told, "type": "string", "enum": words}
    return {**told, **_TYPES.get(field.value, {"type": "string"})}


def properties() -> dict[str, Json]:
    """Every property of a feature, by name."""
    return {
        **{field.name: schema(field) for field in PROPERTIES},
        TOWN: {"title": gettext("Municipality"), "type": "string"},
        CHANGED: {"title": gettext("Last change"), "type": "string", "format": "date-time"},
    }


def spoken(name: str, value: Any) -> str:
    """The value of a property in the reader's language; empty where nothing is known."""
    field = FIELD_OF.get(name)
    if field is None or field.words is None or value in (None, ""):
        return "" if value in (None, []) else str(value)
    words = value if isinstance(value, list) else [value]
    return ", ".join(gettext(label(field.words(word))) for word in words)


def facts(properties: Json) -> list[dict[str, str]]:
    """What a feature says of its asset, as rows of a page."""
    titles = {field.name: gettext(field.label) for field in PROPERTIES}
    return [
        {"key": titles[name], "value": spoken(name, value)}
        for name, value in properties.items()
        if name in titles and name != "title" and spoken(name, value)
    ]
