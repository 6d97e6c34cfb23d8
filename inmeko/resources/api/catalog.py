"""The catalogue of the open data as DCAT-AP in JSON-LD: what portals of open data harvest."""

import json
from typing import Any

from flask import Blueprint, Response, url_for
from flask.typing import ResponseReturnValue

from inmeko.accounts.rules import LICENCE_ADDRESSES
from inmeko.resources.api.ogc.answering import address, home
from inmeko.resources.api.ogc.describing import moment
from inmeko.resources.queries import collections
from inmeko.resources.queries.collections import Collection
from inmeko.resources.rules.exporting import FORM_NAMES, MEDIA_TYPES, Form
from inmeko.web.access import public

catalog = Blueprint("catalog", "inmeko.resources")

AUTHORITY = "http://publications.europa.eu/resource/authority"
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "locn": "http://www.w3.org/ns/locn#",
    "geo": "http://www.opengis.net/ont/geosparql#",
}
FILE_TYPES = {
    Form.CSV: "CSV",
    Form.XLSX: "XLSX",
    Form.GEOJSON: "GEOJSON",
    Form.GPKG: "GPKG",
    Form.KML: "KML",
}
LANGUAGE = {"@id": f"{AUTHORITY}/language/ELL"}
GREECE = {"@id": f"{AUTHORITY}/country/GRC"}
THEMES = [{"@id": f"{AUTHORITY}/data-theme/{code}"} for code in ("GOVE", "REGI")]
FEATURES = "http://www.opengis.net/spec/ogcapi-features-1/1.0/req/core"

Node = dict[str, Any]


@catalog.get("/catalog.jsonld")
@public()
def whole() -> ResponseReturnValue:
    """The catalogue: a dataset for each town that publishes, with its files and its service."""
    towns = collections.published()
    document = {
        "@context": CONTEXT,
        "@id": f"{home()}/catalog.jsonld",
        "@type": "dcat:Catalog",
        "dct:title": [
            _words("el", "Ανοικτά δεδομένα πόρων των δήμων"),
            _words("en", "Open data of the municipalities' assets"),
        ],
        "dct:description": [
            _words("el", "Τα μητρώα αναξιοποίητων και αξιοποιήσιμων πόρων των δήμων."),
            _words("en", "The municipal registers of idle and usable public assets."),
        ],
        "dct:publisher": {
            "@id": f"{home()}/#publisher",
            "@type": "foaf:Agent",
            "foaf:name": "Inmeko",
        },
        "dct:language": LANGUAGE,
        "dct:spatial": GREECE,
        "foaf:homepage": {"@id": f"{home()}/"},
        "dcat:themeTaxonomy": {"@id": f"{AUTHORITY}/data-theme"},
        "dcat:service": {"@id": address("/")},
        "dcat:dataset": [_dataset(town) for town in towns],
        "@included": [_service(towns)],
    }
    body = json.dumps(document, ensure_ascii=False, indent=1)
    response = Response(body, content_type="application/ld+json")
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _dataset(town: Collection) -> Node:
    place = f"{home()}{url_for('plan.town', municipality=town.slug)}"
    here = f"{home()}{url_for('resources.index', municipality=town.slug)}"
    publisher: Node = {"@id": place, "@type": "foaf:Agent", "foaf:name": town.name}
    if town.website:
        publisher["foaf:homepage"] = {"@id": town.website}
    found: Node = {
        "@id": address(f"/collections/{town.slug}"),
        "@type": "dcat:Dataset",
        "dct:identifier": address(f"/collections/{town.slug}"),
        "dct:title": [
            _words("el", f"Μητρώο πόρων: {town.name}"),
            _words("en", f"Register of assets: {town.name_en}"),
        ],
        "dct:description": [
            _words("el", "Αναξιοποίητοι και αξιοποιήσιμοι δημόσιοι πόροι, με είδος, κατάσταση, "
                   "χρήση και θέση."),
            _words("en", "Idle and usable public assets, with kind, condition, use and place."),
        ],
        "dct:publisher": publisher,
        "dct:language": LANGUAGE,
        "dcat:theme": THEMES,
        "dcat:keyword": [_words("el", "δημοτική περιουσία"), _words("en", "public assets")],
        "dct:spatial": _box(town),
        "dct:accessRights": {"@id": f"{AUTHORITY}/access-right/PUBLIC"},
        "dct:accrualPeriodicity": {"@id": f"{AUTHORITY}/frequency/CONT"},
        "dcat:landingPage": {"@id": here},
        "dcat:distribution": [*(_file(town, form) for form in Form), _live(town)],
    }  # fmt: skip
    if town.email:
        mail = {"@id": f"mailto:{town.email}"}
        found["dcat:contactPoint"] = {
            "@type": "vcard:Organization",
            "vcard:fn": town.name,
            "vcard:hasEmail": mail,
        }
    if town.until:
        found["dct:modified"] = {"@type": "xsd:dateTime", "@value": moment(town.until)}
    return found


def _file(town: Collection, form: Form) -> Node:
    path = url_for("resources.export", municipality=town.slug, form=form.value)
    media_type = MEDIA_TYPES[form].partition(";")[0]
    return {
        **_distribution(town, f"{home()}{path}", FORM_NAMES[form]),
        "dcat:downloadURL": {"@id": f"{home()}{path}"},
        "dcat:mediaType": {"@id": f"http://www.iana.org/assignments/media-types/{media_type}"},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/{FILE_TYPES[form]}"},
    }


def _live(town: Collection) -> Node:
    """The interface that answers questions instead of handing out a file."""
    return {
        **_distribution(
            town, address(f"/collections/{town.slug}/items", f="json"), "OGC API – Features"
        ),
        "dcat:accessService": {"@id": address("/")},
        "dct:conformsTo": {"@id": FEATURES},
        "dct:format": {"@id": f"{AUTHORITY}/file-type/GEOJSON"},
    }


def _distribution(town: Collection, url: str, title: str) -> Node:
    return {
        "@id": url,
        "@type": "dcat:Distribution",
        "dct:title": title,
        "dcat:accessURL": {"@id": url},
        "dct:license": {"@id": LICENCE_ADDRESSES[town.licences[0]]},
    }


def _service(towns: list[Collection]) -> Node:
    return {
        "@id": address("/"),
        "@type": "dcat:DataService",
        "dct:title": "OGC API – Features",
        "dcat:endpointURL": {"@id": address("/")},
        "dcat:endpointDescription": {"@id": address("/api", f="json")},
        "dct:conformsTo": {"@id": FEATURES},
        "dcat:servesDataset": [{"@id": address(f"/collections/{town.slug}")} for town in towns],
    }


def _box(town: Collection) -> Node:
    west, south, east, north = town.box
    ring = ", ".join(
        f"{x:.6f} {y:.6f}"
        for x, y in (
            (west, south), (east, south), (east, north), (west, north), (west, south),
        )
    )  # fmt: skip
    return {
        "@type": "dct:Location",
        "dcat:bbox": {"@type": "geo:wktLiteral", "@value": f"POLYGON (({ring}))"},
    }


def _words(language: str, text: str) -> dict[str, str]:
    return {"@language": language, "@value": text}
