"""OGC API – Features as its abstract test suite (OGC 17-069r4, Annex A; 18-058) asks: run by us."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import LineString, Point, box

from inmeko.kernel.geo import from_wgs84
from inmeko.resources.rules.asset import AssetState, Kind, Use
from inmeko.resources.rules.publishing import CRS84, GREEK_GRID, WGS84_NORTH
from inmeko.resources.services import ready
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.queries import count_queries


@pytest.fixture
def town(session: Any) -> Any:
    return municipality()


@pytest.fixture
def items(client: FlaskClient, town: Any) -> Any:
    """Ask for the features of the town; gives the answer as JSON."""

    def ask(query: str = "", status: int = 200) -> Any:
        answer = client.get(f"/ogc/collections/{town.slug}/items?{query}")
        assert answer.status_code == status, answer.get_data(as_text=True)
        return json.loads(answer.data)

    return ask


def codes(found: Any) -> list[str]:
    return [feature["properties"]["code"] for feature in found["features"]]


def href(found: Any, rel: str) -> str | None:
    return next((link["href"] for link in found["links"] if link["rel"] == rel), None)


def test_the_landing_page_leads_everywhere(client: FlaskClient, town: Any) -> None:
    found = client.get("/ogc/").get_json()
    rels = {link["rel"] for link in found["links"]}
    assert {"self", "service-desc", "service-doc", "conformance", "data"} <= rels
    for link in found["links"]:
        if "/ogc" in link["href"]:
            assert client.get(link["href"]).mimetype == link["type"].split(";")[0], link


def test_the_conformance_classes_are_named(client: FlaskClient, session: Any) -> None:
    classes = client.get("/ogc/conformance").get_json()["conformsTo"]
    for name in ("core", "oas30", "html", "geojson"):
        assert f"http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{name}" in classes
    assert "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs" in classes


def test_the_definition_names_every_address_and_parameter(client: FlaskClient, town: Any) -> None:
    answer = client.get("/ogc/api")
    assert answer.content_type == "application/vnd.oai.openapi+json;version=3.0"
    found = json.loads(answer.data)
    assert found["openapi"].startswith("3.0")
    known = found["components"]["parameters"]
    for path, verbs in found["paths"].items():
        named = {one["$ref"].rsplit("/", 1)[1] for one in verbs["get"]["parameters"]}
        assert named <= set(known), path
        filled = path.format(collectionId=town.slug, featureId=asset(town).id)
        assert client.get(f"/ogc{filled}").status_code == 200, path
    assert {"style", "explode"} <= set(known["bbox"])
    assert known["limit"]["schema"]["maximum"] == 10_000


def test_each_town_that_publishes_is_a_collection_and_all_are_one(
    client: FlaskClient, town: Any
) -> None:
    silent = municipality(publishes=False)
    asset(silent)
    found = client.get("/ogc/collections").get_json()["collections"]
    by_id = {one["id"]: one for one in found}
    assert {"assets", town.slug} <= set(by_id)
    assert silent.slug not in by_id
    told = by_id[town.slug]
    assert told["extent"]["spatial"]["bbox"][0] == pytest.approx([23.70, 37.95, 23.80, 38.05])
    assert told["crs"] == [CRS84.address, WGS84_NORTH.address, GREEK_GRID.address]
    assert told["storageCrs"] == CRS84.address
    assert any(link["rel"] == "license" and "by/4.0" in link["href"] for link in told["links"])
    for slug in (silent.slug, "nowhere"):
        for path in ("", "/items", "/queryables", "/items/1"):
            answer = client.get(f"/ogc/collections/{slug}{path}")
            assert (answer.status_code, answer.mimetype) == (404, "application/problem+json")
    alone = client.get(f"/ogc/collections/{town.slug}").get_json()
    assert (alone["id"], alone["extent"]) == (town.slug, told["extent"])
    assert asset(silent).code not in codes(client.get("/ogc/collections/assets/items").get_json())


def test_a_feature_is_geojson_with_the_public_fields_alone(
    client: FlaskClient, town: Any, items: Any
) -> None:
    made = asset(town, notes="για το προσωπικό", sectors=["culture", "care"], owner_afm="090000045")
    [feature] = items()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [23.75, 38.0]}
    assert (feature["type"], feature["id"]) == ("Feature", made.id)
    told = feature["properties"]
    assert (told["title"], told["kind"], told["sectors"]) == (
        "Παλαιό σφαγείο",
        "building",
        ["care", "culture"],
    )
    assert (told["utilities"], told["municipality"]) == ([], town.slug)
    assert not {"notes", "owner_afm", "idle_cost", "encumbrances", "atak"} & set(told)
    answer = client.get(f"/ogc/collections/{town.slug}/items/{made.id}")
    alone = json.loads(answer.data)
    assert answer.mimetype == "application/geo+json"
    assert {key: alone[key] for key in feature} == feature
    assert {"self", "alternate", "collection"} == {link["rel"] for link in alone["links"]}
    other = municipality()
    assert client.get(f"/ogc/collections/{other.slug}/items/{made.id}").status_code == 404
    assert client.get(f"/ogc/collections/assets/items/{made.id}").status_code == 200


def test_retired_assets_are_left_out(client: FlaskClient, town: Any, items: Any) -> None:
    made = asset(town)
    made.state = AssetState.RETIRED
    assert items()["features"] == []
    assert client.get(f"/ogc/collections/{town.slug}/items/{made.id}").status_code == 404


def test_an_asset_without_a_place_has_no_geometry(town: Any, items: Any) -> None:
    asset(town, geometry=None, original_geometry=None)
    assert items()["features"][0]["geometry"] is None
    assert items("bbox=-180,-90,180,90")["features"] == []


def test_pages_follow_one_another_by_their_next_links(
    client: FlaskClient, town: Any, items: Any
) -> None:
    made = [asset(town).code for _ in range(5)]
    page = items("limit=2&kind=building")
    assert (page["numberReturned"], page["numberMatched"]) == (2, 5)
    assert datetime.fromisoformat(page["timeStamp"]).tzinfo
    found = codes(page)
    while following := href(page, "next"):
        page = json.loads(client.get(following).data)
        assert page["numberReturned"] == len(page["features"]) <= 2
        found += codes(page)
    assert found == made
    assert items("limit=5")["numberMatched"] == 5
    assert href(items("limit=5"), "next") is None
    assert len(items("limit=99999")["features"]) == 5


def test_a_box_finds_what_meets_it_exactly(town: Any, items: Any) -> None:
    inside = asset(town, geometry=Point(23.71, 37.96)).code
    # Its box meets the question, the line itself passes by.
    asset(town, geometry=LineString([(23.70, 37.97), (23.71, 37.99), (23.74, 37.99)]))
    plot = asset(town, geometry=box(23.719, 37.969, 23.73, 37.98)).code
    query = "bbox=23.705,37.955,23.72,37.97"
    assert codes(items(query)) == [inside, plot]
    assert codes(items("bbox=23.705,37.955,-100,23.72,37.97,9000")) == [inside, plot]
    assert codes(items("bbox=179,-10,-179,10")) == []
    assert codes(items("bbox=23.705,37.955,-170,37.97")) == [inside, plot]
    assert codes(items(f"bbox=37.955,23.705,37.97,23.72&bbox-crs={WGS84_NORTH.address}")) == [
        inside,
        plot,
    ]
    grid = from_wgs84(box(23.705, 37.955, 23.72, 37.97), 2100).bounds
    written = ",".join(f"{edge:.2f}" for edge in grid)
    assert codes(items(f"bbox={written}&bbox-crs={GREEK_GRID.address}")) == [inside, plot]


def test_coordinates_come_in_the_asked_system_with_its_axes(
    client: FlaskClient, town: Any, items: Any
) -> None:
    number = asset(town, geometry=Point(23.805297, 38.056204)).id
    grid = items(f"crs={GREEK_GRID.address}")["features"][0]["geometry"]
    assert grid["coordinates"] == pytest.approx([482769, 4211781], abs=0.5)
    assert "crs" not in grid
    north = items(f"crs={WGS84_NORTH.address}")["features"][0]["geometry"]["coordinates"]
    assert north == [38.056204, 23.805297]
    for address in (CRS84.address, WGS84_NORTH.address, GREEK_GRID.address):
        for path in ("items", f"items/{number}"):
            answer = client.get(f"/ogc/collections/{town.slug}/{path}?crs={address}")
            assert answer.headers["Content-Crs"] == f"<{address}>"
    answer = client.get(f"/ogc/collections/{town.slug}/items")
    assert answer.headers["Content-Crs"] == f"<{CRS84.address}>"


def test_datetime_asks_for_the_last_change(at: Any, town: Any, items: Any) -> None:
    at(datetime(2026, 3, 1, 10, 0, 0, 250, tzinfo=UTC))
    early = asset(town).code
    at(datetime(2026, 4, 1, 10, tzinfo=UTC))
    late = asset(town).code
    told = items()["features"][0]["properties"]["updated_at"]
    assert codes(items(f"datetime={told}")) == [early]
    assert codes(items("datetime=2026-03-01")) == [early]
    assert codes(items("datetime=2026-03-15T00:00:00Z/..")) == [late]
    assert codes(items("datetime=../2026-03-15T00:00:00%2B02:00")) == [early]
    assert codes(items("datetime=2026-01-01/2026-12-31")) == [early, late]
    assert codes(items("datetime=2026-04-01T10:00:00Z")) == [late]


def test_properties_are_filters(town: Any, items: Any) -> None:
    school = asset(
        town,
        kind=Kind.SCHOOL,
        use=Use.UNDERUSED,
        utilities=["water"],
        sectors=["care"],
        floors=2,
        area_stated=120,
    ).code
    asset(town)
    for query in (
        "kind=school",
        "use=underused&kind=school",
        "utilities=water",
        "sectors=care",
        "floors=2",
        "area_stated=120.0",
        f"code={school}",
        f"municipality={town.slug}&floors=2",
    ):
        assert codes(items(query)) == [school], query
    assert codes(items("municipality=nowhere")) == []
    assert codes(items("title=Παλαιό σφαγείο&floors=3")) == []


@pytest.mark.parametrize(
    "query",
    [
        "unknown=1",
        "notes=x",
        "limit=0",
        "limit=-1",
        "limit=ten",
        "limit=",
        "limit=1&limit=2",
        "after=x",
        "after=99999999999",
        "bbox=1,2,3",
        "bbox=1,2,3,x",
        "bbox=1,2,nan,4",
        "bbox=1,40,2,30",
        "bbox=23,37,24,38&bbox-crs=EPSG:2100",
        "crs=http://www.opengis.net/def/crs/EPSG/0/27700",
        "datetime=yesterday",
        "datetime=../..",
        "datetime=2026-13-01",
        "datetime=2026-02-01/2026-01-01",
        "datetime=2026-01-01T10:00:00",
        "kind=castle",
        "floors=two",
        "floors=99999999999",
        "area_stated=NaN",
        "available_from=01/02/2026",
        "f=xml",
    ],
)
def test_what_makes_no_sense_is_a_bad_request(client: FlaskClient, town: Any, query: str) -> None:
    answer = client.get(f"/ogc/collections/{town.slug}/items?{query}")
    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json"), query
    told = json.loads(answer.data)
    assert told["status"] == 400
    assert query.split("=")[0].split("&")[0] in told["detail"] or "bbox-crs" in told["detail"]


def test_unknown_parameters_are_refused_everywhere(client: FlaskClient, town: Any) -> None:
    number = asset(town).id
    for path in (
        "/",
        "/conformance",
        "/api",
        "/collections",
        f"/collections/{town.slug}",
        f"/collections/{town.slug}/queryables",
        f"/collections/{town.slug}/items/{number}",
    ):
        assert client.get(f"/ogc{path}?colour=red").status_code == 400, path


def test_every_document_is_a_page_for_people_too(client: FlaskClient, town: Any) -> None:
    number = asset(town).id
    of = f"/ogc/collections/{town.slug}"
    for path in ("/ogc/", "/ogc/conformance", "/ogc/api", "/ogc/collections", of,
                 f"{of}/queryables", f"{of}/items", f"{of}/items/{number}"):  # fmt: skip
        by_form = client.get(f"{path}?f=html")
        browser = client.get(path, headers={"Accept": "text/html,application/xml;q=0.9,*/*;q=0.8"})
        for answer in (by_form, browser):
            assert (answer.status_code, answer.mimetype) == (200, "text/html"), path
            assert b"<h1" in answer.data
        assert client.get(path, headers={"Accept": "*/*"}).mimetype != "text/html"
        assert client.get(f"{path}?f=json", headers={"Accept": "text/html"}).is_json
    page = client.get(f"{of}/nothing", headers={"Accept": "text/html"})
    assert (page.status_code, page.mimetype) == (404, "text/html")


def test_other_sites_may_read_it_and_head_answers(client: FlaskClient, town: Any) -> None:
    path = f"/ogc/collections/{town.slug}/items"
    answer = client.get(path, headers={"Origin": "https://example.org"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    head = client.head(path)
    assert (head.status_code, head.data) == (200, b"")
    assert head.content_type == answer.content_type
    assert "Set-Cookie" not in answer.headers


def test_a_page_of_features_is_one_statement(app: Flask, client: FlaskClient, town: Any) -> None:
    for _ in range(3):
        asset(town)
    number = asset(town).id
    path = f"/ogc/collections/{town.slug}/items"
    ready.all_ready(town.id)
    known = app.test_client()
    known.set_cookie("language", "en")
    for reader in (client, known):
        with count_queries() as whole:
            reader.get(path)
        with count_queries() as cut:
            reader.get(f"{path}?limit=1")
        with count_queries() as alone:
            reader.get(f"{path}/{number}")
        assert (_asked(whole), _asked(cut), _asked(alone)) == (1, 2, 1)


def _asked(statements: list[str]) -> int:
    return len([one for one in statements if "FROM assets" in one])
