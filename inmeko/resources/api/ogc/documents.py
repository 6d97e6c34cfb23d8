"""What stands around the features: landing page, conformance, collections, queryables."""

from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.resources.api.ogc.answering import (
    HTML,
    address,
    answer,
    both,
    home,
    link,
    only_form,
)
from inmeko.resources.api.ogc.blueprint import ogc
from inmeko.resources.api.ogc.describing import SCHEMA, described, properties
from inmeko.resources.api.ogc.openapi import DEFINITION, definition
from inmeko.resources.queries import collections as queries
from inmeko.resources.rules.publishing import CHANGED, CONFORMS_TO
from inmeko.web.access import public


@ogc.get("/")
@public()
def landing() -> ResponseReturnValue:
    """Where a client begins: what there is, and where."""
    only_form()
    links = [
        *both("/"),
        link("service-desc", address("/api", f="json"), DEFINITION, gettext("The definition")),
        link("service-doc", address("/api", f="html"), HTML, gettext("The definition as a page")),
        link("conformance", address("/conformance"), title=gettext("Which parts are kept to")),
        link("data", address("/collections"), title=gettext("The collections")),
        link(
            "http://www.w3.org/ns/dcat#catalog",
            f"{home()}/catalog.jsonld",
            "application/ld+json",
            gettext("The catalogue of the open data"),
        ),
    ]
    document = {
        "title": gettext("Open data of the municipalities' assets"),
        "description": gettext(
            "The registers of idle and usable public assets, for maps and programs: "
            "OGC API – Features."
        ),
        "links": links,
    }
    return answer(document, "landing")


@ogc.get("/conformance")
@public()
def conformance() -> ResponseReturnValue:
    """Which parts of the standards the interface keeps to, by its own tests."""
    only_form()
    return answer({"conformsTo": list(CONFORMS_TO)}, "conformance")


@ogc.get("/api")
@public()
def api() -> ResponseReturnValue:
    """The definition of the interface in OpenAPI 3.0."""
    only_form()
    found = answer(definition(), "api")
    if not isinstance(found, str):
        found.content_type = DEFINITION  # type: ignore[union-attr]
    return found


@ogc.get("/collections")
@public()
def collections() -> ResponseReturnValue:
    """Every collection: all towns together, then each town."""
    only_form()
    towns = queries.published()
    found = [queries.together(towns), *towns]
    document = {
        "links": both("/collections"),
        "collections": [described(one) for one in found],
    }
    return answer(document, "collections", collections=found)


@ogc.get("/collections/<collection_id>")
@public()
def collection(collection_id: str) -> ResponseReturnValue:
    """One collection."""
    only_form()
    found = queries.collection(municipality=collection_id)
    return answer(described(found, alone=True), "collection", collection=found)


@ogc.get("/collections/<collection_id>/queryables")
@public()
def queryables(collection_id: str) -> ResponseReturnValue:
    """What can be asked of a collection, as JSON Schema."""
    only_form()
    found = queries.collection(municipality=collection_id)
    path = f"/collections/{collection_id}/queryables"
    asked = {name: told for name, told in properties().items() if name != CHANGED}
    document = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address(path),
        "type": "object",
        "title": gettext("What can be asked"),
        "properties": {
            **asked,
            "geometry": {"format": "geometry-any", "x-ogc-role": "primary-geometry"},
        },
        "additionalProperties": False,
    }
    answered = answer(document, "queryables", collection=found)
    if not isinstance(answered, str):
        answered.content_type = SCHEMA  # type: ignore[union-attr]
    return answered
