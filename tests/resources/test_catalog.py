"""The catalogue names every open register with its files, and nothing else."""

import json
from typing import Any

from flask.testing import FlaskClient

from inmeko.accounts.rules import Licence
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.queries import count_queries


def catalogue(client: FlaskClient) -> Any:
    answer = client.get("/catalog.jsonld")
    assert (answer.status_code, answer.mimetype) == (200, "application/ld+json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    return json.loads(answer.data)


def test_each_open_register_is_a_dataset_with_its_files(session: Any, client: FlaskClient) -> None:
    town = municipality(licence=Licence.CC0, email="info@example.org")
    asset(town)
    silent = municipality(publishes=False)
    found = catalogue(client)
    by_id = {one["dct:identifier"].rsplit("/", 1)[1]: one for one in found["dcat:dataset"]}
    assert town.slug in by_id
    assert silent.slug not in by_id
    told = by_id[town.slug]
    for name in ("dct:title", "dct:description", "dct:publisher", "dct:modified", "dct:spatial",
                 "dcat:theme", "dct:language", "dcat:contactPoint"):  # fmt: skip
        assert told[name], name
    files = {one["dct:title"]: one for one in told["dcat:distribution"]}
    assert set(files) == {"CSV", "XLSX", "GeoJSON", "GeoPackage", "KML", "OGC API – Features"}
    for one in files.values():
        assert "zero/1.0" in one["dct:license"]["@id"]
        answer = client.get(one["dcat:accessURL"]["@id"])
        assert (answer.status_code, bool(answer.data)) == (200, True)


def test_the_catalogue_names_only_prefixes_that_it_explains(
    session: Any, client: FlaskClient
) -> None:
    municipality()
    found = catalogue(client)
    known = set(found["@context"])

    def walk(node: Any) -> None:
        for name, value in node.items() if isinstance(node, dict) else ():
            assert name.startswith("@") or name.split(":")[0] in known, name
            walk(value)
        for part in node if isinstance(node, list) else ():
            walk(part)

    walk({name: value for name, value in found.items() if name != "@context"})


def test_the_catalogue_asks_once_for_all_towns(session: Any, client: FlaskClient) -> None:
    for _ in range(3):
        municipality()
    with count_queries() as statements:
        catalogue(client)
    assert len([one for one in statements if one.startswith("SELECT")]) == 1
