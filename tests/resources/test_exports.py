"""The inventory taken out: every form is read by another program, and brought back unchanged."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyogrio
import pytest
import shapely
from defusedxml import ElementTree
from flask import Flask
from flask.testing import FlaskClient
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box

from inmeko.accounts.rules import Licence, Role, Sector
from inmeko.extensions import db
from inmeko.kernel.geo import from_wgs84, to_wgs84
from inmeko.resources.queries import assets as queries
from inmeko.resources.rules.asset import PUBLIC_FIELDS, Kind, Utility
from inmeko.resources.rules.exporting import order
from inmeko.resources.rules.filters import AssetFilter, Standing
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import exporting
from tests.builders.imports import bring, counts
from tests.builders.people import municipality
from tests.builders.resources import PLANNER, asset

FORMS = ("csv", "xlsx", "geojson", "gpkg", "kml")
GRID = Point(476000.25, 4203000.5)


@pytest.fixture
def town(session: Any) -> Any:
    """A town whose assets have something in every field."""
    place = municipality()
    asset(
        place,
        title="=1+1",
        description="Πρώτη γραμμή\nΔεύτερη «γραμμή»; <β> & γ",
        kind=Kind.SCHOOL,
        area_stated=Decimal("120.5"),
        floors=0,
        year_built=1960,
        utilities=[Utility.WATER, Utility.GAS],
        sectors=[Sector.CULTURE, Sector.CARE],
        available_from=date(2026, 9, 1),
        notes="για το προσωπικό",
        idle_cost=Decimal(1200),
    )
    asset(place, title="Αγρός", geometry=Polygon(
        [(23.71, 37.96), (23.73, 37.96), (23.73, 37.98), (23.71, 37.98)],
        [[(23.715, 37.965), (23.72, 37.965), (23.72, 37.97), (23.715, 37.965)]],
    ))  # fmt: skip
    asset(place, title="Οδός", geometry=LineString([(23.71, 37.96), (23.7123456789012, 37.97)]))
    asset(
        place,
        title="Δύο οικόπεδα",
        geometry=MultiPolygon([box(23.71, 37.96, 23.72, 37.97), box(23.74, 37.99, 23.75, 38.0)]),
    )
    asset(
        place,
        title="Στο προβολικό",
        geometry=to_wgs84(GRID, 2100),
        original_crs=2100,
        original_geometry=GRID.wkt,
    )
    asset(place, title="Όχημα", kind=Kind.VEHICLE, geometry=None, original_geometry=None)
    deeds.retire(PLANNER, asset(place, title="Παλιό"), "κατεδαφίστηκε")
    return place


@pytest.fixture
def taken(town: Any, today: date, tmp_path: Path) -> Callable[..., Path]:
    """Write an export of the whole town; gives its file."""

    def write(form: str, crs: str = "4326", *, staff: bool = True) -> Path:
        found = queries.everything(town.id, AssetFilter(standing=Standing.ALL), today)
        path = tmp_path / f"taken-{crs}.{form}"
        ordered = order(form, crs, staff=staff)
        path.write_bytes(b"".join(exporting.parts(found, ordered, exporting.about(town, today))))
        return path

    return write


def read(path: Path) -> tuple[dict[str, Any], Any, dict[str, Any]]:
    meta, _, shapes, columns = pyogrio.raw.read(path)
    return meta, shapely.from_wkb(shapes), dict(zip(meta["fields"], columns, strict=True))


def test_a_workbook_has_typed_cells_and_a_header_that_stays(taken: Any, town: Any) -> None:
    path = taken("xlsx")
    book = openpyxl.load_workbook(path)
    sheet = book["assets"]
    names = [one.value for one in sheet[1]]
    told = dict(zip(names, sheet[2], strict=True))
    assert sheet.freeze_panes == "A2"
    assert sheet[1][0].font.b
    assert (told["title"].value, told["title"].data_type) == ("'=1+1", "s")
    assert (told["area_stated"].value, told["floors"].value) == (120.5, 0)
    assert told["available_from"].value.date() == date(2026, 9, 1)
    assert told["available_from"].is_date
    assert told["sectors"].value == "care, culture"
    assert told["description"].value.startswith("Πρώτη γραμμή\nΔεύτερη «γραμμή»; <β> & γ")
    assert told["geometry"].value == "POINT (23.75 38)"
    assert book.properties.creator == town.name
    assert "CC BY 4.0" in book.properties.description
    # A second reader, and well-formed parts.
    _, _, columns = read(path)
    assert len(columns["code"]) == 7
    with zipfile.ZipFile(path) as parts:
        for name in parts.namelist():
            ElementTree.fromstring(parts.read(name))


def test_a_geopackage_has_types_a_system_and_its_licence(taken: Any) -> None:
    meta, shapes, columns = read(taken("gpkg"))
    assert meta["crs"] == "EPSG:4326"
    assert shapes[0] == Point(23.75, 38.0)
    assert [shape is None for shape in shapes] == [False] * 5 + [True, False]
    assert columns["area_stated"][0] == 120.5
    assert columns["available_from"].astype("datetime64[D]")[0] == date(2026, 9, 1)
    assert columns["utilities"][0] == "gas, water"
    info = pyogrio.read_info(taken("gpkg"))
    assert "CC BY 4.0" in info["layer_metadata"]["license"]


def test_kml_keeps_every_field_and_shape(taken: Any) -> None:
    path = taken("kml")
    ElementTree.parse(path)
    _, shapes, columns = read(path)
    assert len(shapes) == 7
    assert shapes[0] == Point(23.75, 38.0)
    assert shapes[1].interiors
    assert shapes[3].geom_type in ("MultiPolygon", "GeometryCollection")
    assert "CC BY 4.0" in path.read_text("utf-8")
    assert "κατεδαφίστηκε" in path.read_text("utf-8")


def test_geojson_names_its_licence(taken: Any) -> None:
    found = json.loads(taken("geojson").read_bytes())
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert "crs" not in found
    assert len(found["features"]) == 7


@pytest.mark.parametrize("form", ["csv", "xlsx", "geojson", "gpkg"])
def test_the_greek_grid_is_in_metres_and_as_given(taken: Any, form: str) -> None:
    path = taken(form, "2100")
    if form in ("geojson", "gpkg"):
        meta, shapes, _ = read(path)
        assert meta["crs"] == "EPSG:2100"
    else:
        shapes = [shapely.from_wkt(text) if text else None for text in _texts(path)]
    assert shapes[4] == GRID
    assert shapes[0].distance(from_wgs84(Point(23.75, 38.0), 2100)) < 1e-6


def _texts(path: Path) -> list[str | None]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return [row["geometry"] for row in csv.DictReader(stream, delimiter=";")]
    names, *rows = openpyxl.load_workbook(path)["assets"].iter_rows(values_only=True)
    return [row[names.index("geometry")] for row in rows]


def test_the_public_gets_the_public_fields(client: FlaskClient, sign_in: Any, town: Any) -> None:
    for form in FORMS:
        path = f"/{town.slug}/resources/export.{form}"
        answer = client.get(path)
        assert (answer.status_code, bool(answer.data)) == (200, True)
        assert f".{form}" in answer.headers["Content-Disposition"]
        assert "by/4.0" in answer.headers["Link"]
    public = client.get(f"/{town.slug}/resources/export.csv").get_data(as_text=True)
    assert public.lstrip("\ufeff").splitlines()[0] == ";".join(PUBLIC_FIELDS)
    assert "για το προσωπικό" not in public
    sign_in(Role.PLANNER, town=town)
    staff = client.get(f"/{town.slug}/resources/export.csv").get_data(as_text=True)
    assert "για το προσωπικό" in staff


def test_a_filter_is_kept_by_the_choice_and_the_file(client: FlaskClient, town: Any) -> None:
    listed = client.get(f"/{town.slug}/resources/?kind=school").get_data(as_text=True)
    assert f"/{town.slug}/resources/export?kind=school" in listed
    page = client.get(f"/{town.slug}/resources/export?kind=school").get_data(as_text=True)
    for form in FORMS:
        assert f"export.{form}?kind=school&amp;crs=4326" in page
    assert "export.kml?kind=school&amp;crs=2100" not in page
    answer = client.get(f"/{town.slug}/resources/export.csv?kind=school&crs=2100")
    rows = list(csv.DictReader(io.StringIO(answer.get_data(as_text=True)), delimiter=";"))
    assert len(rows) == 1
    assert "epsg2100" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("query", ["export.kml?crs=2100", "export.csv?crs=3857"])
def test_what_cannot_be_is_refused_with_a_sentence(
    client: FlaskClient, town: Any, query: str
) -> None:
    assert client.get(f"/{town.slug}/resources/{query}").status_code == 422


def test_an_outline_too_long_for_a_cell_is_refused_before_the_file(
    client: FlaskClient, town: Any
) -> None:
    ring = Point(23.75, 38.0).buffer(0.01, quad_segs=400)
    code = asset(town, geometry=ring).code
    answer = client.get(f"/{town.slug}/resources/export.xlsx")
    assert answer.status_code == 422
    assert code in answer.get_data(as_text=True)
    assert client.get(f"/{town.slug}/resources/export.gpkg").status_code == 200


def test_a_register_that_is_not_open_is_for_staff(
    client: FlaskClient, sign_in: Any, town: Any
) -> None:
    town.publishes = False
    town.licence = Licence.CC0
    assert client.get(f"/{town.slug}/resources/export.csv").status_code in (302, 401)
    assert "export.csv" not in client.get(f"/{town.slug}/resources/").get_data(as_text=True)
    sign_in(Role.PLANNER, town=town)
    assert client.get(f"/{town.slug}/resources/export.csv").status_code == 200


def test_an_empty_inventory_is_a_file_too(session: Any, client: FlaskClient) -> None:
    place = municipality()
    for form in FORMS:
        answer = client.get(f"/{place.slug}/resources/export.{form}")
        assert (answer.status_code, bool(answer.data)) == (200, True), form


def test_the_command_line_takes_a_filter_out(own_app: Flask, tmp_path: Path) -> None:
    place = municipality()
    asset(place, kind=Kind.SCHOOL)
    asset(place)
    db.session.commit()
    out = tmp_path / "out.gpkg"
    arguments = ["resources", "export", "--municipality", place.slug, "--out", str(out)]
    runner = own_app.test_cli_runner()
    done = runner.invoke(
        args=[*arguments, "--format", "gpkg", "--crs", "EPSG:2100", "--kind", "school"]
    )
    assert done.exit_code == 0, done.output
    meta, shapes, _ = read(out)
    assert (meta["crs"], len(shapes)) == ("EPSG:2100", 1)
    refused = runner.invoke(args=[*arguments, "--format", "kml", "--crs", "2100"])
    assert refused.exit_code == 2


@pytest.mark.parametrize("staff", [True, False])
@pytest.mark.parametrize(
    ("form", "crs"),
    [(form, "4326") for form in FORMS] + [(form, "2100") for form in FORMS if form != "kml"],
)
def test_our_own_export_brought_back_changes_nothing(
    taken: Any, town: Any, today: date, form: str, crs: str, staff: bool
) -> None:
    before = snapshots(town, today)
    report = bring(town, taken(form, crs, staff=staff).read_bytes(), f"export.{form}")
    assert counts(report) == (0, 0, 7, 0), report.tally.rejections
    assert snapshots(town, today) == before


def snapshots(town: Any, today: date) -> dict[str, Any]:
    found = queries.everything(town.id, AssetFilter(standing=Standing.ALL), today)
    return {one.code: deeds.snapshot(one) for one in found}
