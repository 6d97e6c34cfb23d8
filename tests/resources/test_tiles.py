"""Vector tiles: on both engines they hold what is published, where it lies, as GDAL reads them."""

import math
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from flask.testing import FlaskClient
from shapely.geometry import LineString, Point, Polygon

from inmeko.kernel.mvt import Tile
from inmeko.resources.queries import tiles
from inmeko.resources.rules.asset import Kind, Use
from inmeko.resources.services import assets as deeds
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset

PLACE = (23.75, 38.0)


def tile_of(zoom: int, x: float = PLACE[0], y: float = PLACE[1]) -> Tile:
    side = 2**zoom
    row = (1 - math.asinh(math.tan(math.radians(y))) / math.pi) / 2 * side
    return Tile(zoom, int((x + 180) / 360 * side), int(row))


def address(collection: str, tile: Tile) -> str:
    grid = f"/ogc/collections/{collection}/tiles/WebMercatorQuad"
    return f"{grid}/{tile.zoom}/{tile.row}/{tile.column}"


def decoded(content: bytes, tile: Tile, folder: Path) -> list[dict[str, Any]]:
    """What GDAL reads out of a tile, in degrees."""
    path = folder / str(tile.zoom) / str(tile.column) / f"{tile.row}.mvt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    meta, _ids, shapes, fields = pyogrio.raw.read(str(path), layer="assets")
    metres = shapely.from_wkb(shapes)
    turned = shapely.transform(metres, lambda at: at / 20037508.342789244 * 180)

    rows = []
    for place, shape in enumerate(turned):
        row = {name: fields[at][place] for at, name in enumerate(meta["fields"])}
        rows.append({**row, "shape": shape})
    return rows


def middle(row: dict[str, Any]) -> tuple[float, float]:
    at = row["shape"].representative_point()
    return at.x, math.degrees(2 * math.atan(math.exp(math.radians(at.y))) - math.pi / 2)


@pytest.mark.parametrize("zoom", [0, 6, 11, 12, 14, 18])
def test_a_point_lies_where_it_is_at_every_zoom(
    client: FlaskClient, tmp_path: Path, zoom: int
) -> None:
    town = municipality(publishes=True)
    asset(town, title="Παλαιό σφαγείο «Α»", kind=Kind.BUILDING, use=Use.IDLE)
    tile = tile_of(zoom)
    answer = client.get(address(town.slug, tile))
    assert answer.status_code == 200
    assert answer.content_type == "application/vnd.mapbox-vector-tile"
    [row] = decoded(answer.data, tile, tmp_path)
    assert (row["title"], row["kind"], row["use"]) == ("Παλαιό σφαγείο «Α»", "building", "idle")
    unit = 360 / 2**zoom / 4096
    assert middle(row) == pytest.approx(PLACE, abs=unit)


def test_shapes_keep_their_form_holes_and_parts(client: FlaskClient, tmp_path: Path) -> None:
    town = municipality(publishes=True)
    tile = tile_of(16)
    west, south, east, north = tile.box
    x, y = (west + east) / 2, (south + north) / 2
    ring, hole = Point(x, y).buffer(0.0012, 2), Point(x, y).buffer(0.0005, 2)
    expected = Polygon(ring.exterior, [hole.exterior])
    asset(town, title="Με τρύπα", geometry=expected)
    asset(town, title="Δρόμος", geometry=LineString([(x, y), (x + 0.001, y + 0.001)]))
    found = decoded(client.get(address(town.slug, tile)).data, tile, tmp_path)
    rows = {row["title"]: row["shape"] for row in found}
    plot = shapely.get_parts(rows["Με τρύπα"])[0]
    assert plot.is_valid
    assert len(plot.interiors) == 1
    # Stretched northwards by the projection, as everything there.
    assert plot.area == pytest.approx(expected.area / math.cos(math.radians(y)), rel=0.01)
    assert shapely.get_type_id(rows["Δρόμος"]) in (1, 5)


def test_both_ways_of_drawing_hold_all_and_only_what_is_current_and_published(
    client: FlaskClient, tmp_path: Path
) -> None:
    town, closed = municipality(publishes=True), municipality(publishes=False)
    kept, gone = asset(town, title="Μένει"), asset(town, title="Φεύγει")
    deeds.retire(PLANNER, gone, "Πωλήθηκε")
    asset(closed, title="Κλειστό")
    asset(town, title="Μακριά", geometry=Point(26.0, 40.0))
    for zoom in (9, 15):
        tile = tile_of(zoom)
        for collection in (town.slug, "assets"):
            rows = decoded(client.get(address(collection, tile)).data, tile, tmp_path)
            titles = {row["title"] for row in rows}
            assert "Μένει" in titles
            assert not titles & {"Φεύγει", "Κλειστό", "Μακριά"}
    assert client.get(address(closed.slug, tile_of(9))).status_code == 404
    assert client.get(address("nowhere", tile_of(9))).status_code == 404
    assert kept.id


def test_a_tile_of_nothing_has_no_content_and_one_outside_the_grid_is_none(
    client: FlaskClient,
) -> None:
    town = municipality(publishes=True)
    assert client.get(address(town.slug, tile_of(9))).status_code == 204
    assert client.get(address(town.slug, Tile(3, 8, 1))).status_code == 404
    assert client.get(address(town.slug, Tile(23, 1, 1))).status_code == 404


def test_properties_are_chosen_by_name_with_their_types(
    client: FlaskClient, tmp_path: Path
) -> None:
    town = municipality(publishes=True)
    asset(town, floors=2, area_stated=50, sectors=[], address="Ηρώων 3")
    tile = tile_of(9)
    asked = "?properties=floors,area_stated,address,municipality,updated_at"
    assert client.get(address(town.slug, tile) + asked).status_code == 400
    asked = "?properties=floors,area_stated,address,municipality"
    [row] = decoded(client.get(address(town.slug, tile) + asked).data, tile, tmp_path)
    assert (row["floors"], row["area_stated"], row["address"]) == (2, 50.0, "Ηρώων 3")
    assert row["municipality"] == town.slug
    assert "title" not in row
    assert client.get(address(town.slug, tile) + "?colour=red").status_code == 400


def test_a_kept_tile_follows_the_register(
    client: FlaskClient, tmp_path: Path, monkeypatch: Any
) -> None:
    monkeypatch.setattr("inmeko.extensions.kept.PATIENCE", 0)
    town = municipality(publishes=True)
    one = asset(town, title="Πριν")
    tile = tile_of(9)
    assert [
        row["title"] for row in decoded(client.get(address(town.slug, tile)).data, tile, tmp_path)
    ] == ["Πριν"]
    deeds.amend(PLANNER, one, {"title": "Μετά"}, version=one.version)
    assert [
        row["title"] for row in decoded(client.get(address(town.slug, tile)).data, tile, tmp_path)
    ] == ["Μετά"]


def test_no_tile_holds_more_than_it_may(session: Any, monkeypatch: Any, tmp_path: Path) -> None:
    monkeypatch.setattr(tiles, "LIMIT", 3)
    town = municipality(publishes=True)
    for number in range(5):
        asset(town, title=f"Χώρος {number}")
    for zoom in (5, 15):
        made = tiles.made(town.id, tile_of(zoom), ("title",))
        assert len(decoded(made, tile_of(zoom), tmp_path)) == 3


def test_tilesets_say_where_the_tiles_are(client: FlaskClient) -> None:
    town = municipality(publishes=True)
    asset(town)
    listed = client.get(f"/ogc/collections/{town.slug}/tiles").json["tilesets"]
    [link] = [one for one in listed[0]["links"] if one["rel"] == "item"]
    assert link["templated"] is True
    tile = tile_of(9)
    filled = link["href"]
    for name, value in (("tileMatrix", 9), ("tileRow", tile.row), ("tileCol", tile.column)):
        filled = filled.replace(f"{{{name}}}", str(value))
    assert client.get(filled).status_code == 200
    one = client.get(f"/ogc/collections/{town.slug}/tiles/WebMercatorQuad").json
    assert one["layers"][0]["propertiesSchema"]["properties"]["kind"]
    grid = client.get("/ogc/tileMatrixSets/WebMercatorQuad").json
    assert grid["tileMatrices"][9]["matrixWidth"] == 512
    assert client.get("/ogc/tileMatrixSets").json["tileMatrixSets"][0]["id"] == "WebMercatorQuad"
    described = client.get(f"/ogc/collections/{town.slug}?f=json").json["links"]
    assert any("tilesets-vector" in one["rel"] for one in described)
