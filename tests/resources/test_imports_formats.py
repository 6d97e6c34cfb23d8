"""Registers in every format, from the file to the inventory and back, on both engines."""

import io
import json
from decimal import Decimal

import numpy as np
import pyogrio
import pytest
import shapely
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.resources.models import Asset, AssetImport
from inmeko.resources.queries import assets as queries
from inmeko.resources.rules.exporting import Form, Order
from inmeko.resources.rules.filters import AssetFilter, Standing
from inmeko.resources.services import exporting, importing
from tests.builders.formats import SHAPES, geojson, shapefile, workbook, written, zipped
from tests.builders.imports import attica, bring, counts, register
from tests.builders.people import municipality
from tests.builders.resources import PLANNER
from tests.builders.uploads import send, staged, typed, work
from tests.resources.test_imports_views import one_import

KML = written("KML")["kml"]
FILES = {
    "register.xlsx": workbook(
        {
            "Λίστες": [("α", "β")],
            "Μητρώο": [("κωδικός", "τίτλος", "x", "y"), ("Α1", "Σχολείο", 482769, 4211781.5)],
        }
    ),
    "register.geojson": geojson(),
    "register.gpkg": written("GPKG", layer="assets")["gpkg"],
    "register.zip": shapefile(),
    "register.kml": KML,
    "register.kmz": zipped({"doc.kml": KML}),
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_comes_in_and_the_second_time_changes_nothing(session, name):
    town = municipality()
    first = bring(town, FILES[name], name)
    made = counts(first)
    assert made[0] >= 1
    assert made[1:] == (0, 0, 0)
    assert counts(bring(town, FILES[name], name)) == (0, 0, made[0], 0)
    kept = session.scalars(sa.select(AssetImport)).first()
    assert kept.format == kept.plan["format"]
    assert kept.layer == kept.plan["layer"]
    assert all(one.geometry is not None for one in register(town).values())


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("srid", [4326, 2100])
def test_our_own_export_in_any_format_changes_nothing(session, form, srid):
    if form is Form.KML and srid != 4326:
        pytest.skip("KML knows only WGS84")
    town = municipality()
    bring(town, attica(5), "ktiria.csv")
    bring(town, FILES["register.geojson"], "shapes.geojson")
    first = db.session.scalars(sa.select(Asset).order_by(Asset.id)).first()
    first.utilities, first.notes = ["water", "gas"], "= ένα\nδύο; «τρία» 12.345"
    first.area_stated = Decimal("1234.50")
    db.session.flush()
    today = athens_date(clock.now())
    found = queries.everything(town.id, AssetFilter(standing=Standing.ALL), today)
    order = Order(form, srid, staff=True)
    content = b"".join(exporting.parts(found, order, exporting.about(town, today)))
    db.session.expire_all()
    report = bring(town, content, f"export.{form.value}")
    assert counts(report) == (0, 0, 7, 0), report.complete(str)["rejections"]


def test_half_a_map_writes_nothing(session):
    town = municipality()
    features = [
        {"id": n, "τίτλος": f"Α{n}", "σχόλια": "x" * 50, "κωδικός": f"Α{n}"} for n in range(3000)
    ]
    whole = geojson(features, [SHAPES[0]] * 3000)
    staged = importing.stage(PLANNER, town, io.BytesIO(whole), "whole.geojson")
    assert importing.check(staged).tally.read == 3000
    with pytest.raises(RuleError, match="damaged|half"):
        importing.stage(PLANNER, town, io.BytesIO(whole[:-500]), "half.geojson")
    assert register(town) == {}
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 1


def test_another_sheet_is_chosen_in_the_form(client, session, sign_in):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    content = workbook(
        {
            "Κτίρια": [("κωδικός", "τίτλος"), *[(f"Κ{n}", f"Κτίριο {n}") for n in range(9)]],
            "Οικόπεδα": [("αριθμός", "ονομασία", "έκταση"), ("Ο1", "Οικόπεδο", 250)],
        }
    )
    client.post("/language", data={"language": "en", "next": "/dokimi/"})
    here = staged(client, content, "μητρώο.xlsx")
    page = client.get(here)
    assert "Workbook (XLSX)" in page.text
    assert 'name="layer"' in page.text
    assert 'name="delimiter"' not in page.text
    form = typed(page)
    assert form["layer"] == "Κτίρια"
    assert client.post(here, data={**form, "layer": "Οικόπεδα"}).status_code == 303
    found = one_import(session)
    assert (found.layer, found.plan["columns"]["title"]) == ("Οικόπεδα", ["ονομασία"])
    assert found.format == "xlsx"
    assert client.post(here, data={**typed(client.get(here)), "layer": "Άλλο"}).status_code == 422


def packed(tmp_path, layers):
    """A GeoPackage of several layers, each of points with a number and a name."""
    path = tmp_path / "packed.gpkg"
    for name, rows in layers.items():
        points = shapely.to_wkb(shapely.points([(23.75, 38.0)] * len(rows)))
        numbers, titles = (np.array(part, dtype=object) for part in zip(*rows, strict=True))
        more = {"append": True} if path.exists() else {}
        pyogrio.raw.write(
            path,
            points,
            [numbers, titles],
            ["κωδικός", "τίτλος"],
            layer=name,
            driver="GPKG",
            geometry_type="Point",
            crs="EPSG:4326",
            **more,
        )
    return path.read_bytes()


@pytest.mark.parametrize("form", ["xlsx", "gpkg"])
def test_the_other_sheets_of_a_file_come_in_without_another_upload(
    client, session, sign_in, tmp_path, form
):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    rows = {
        "Κτίρια": [(f"{n}", f"Κτίριο {n}") for n in range(1, 6)],
        "Οικόπεδα": [(f"{n}", f"Οικόπεδο {n}") for n in range(1, 4)],
        "Αγροί": [("1", "Αγρός 1")],
    }
    header = ("κωδικός", "τίτλος")
    sheets = {name: [header, *found] for name, found in rows.items()}
    content = workbook(sheets) if form == "xlsx" else packed(tmp_path, rows)
    first = staged(client, content, f"μητρώο.{form}")
    assert client.post(f"{first}/run").status_code == 303
    work()
    page = client.get(first).text
    for name in ("Οικόπεδα", "Αγροί"):
        assert f'value="{name}"' in page
        here = client.post(f"{first}/layers", data={"layer": name}).location
        # Pressed twice it is begun once.
        assert client.post(f"{first}/layers", data={"layer": name}).location == here
        check = client.post(here, data={**typed(client.get(here)), "then": "check"})
        assert client.get(check.location).status_code == 200
        assert client.post(f"{here}/run").status_code == 303
        work()
        assert f'value="{name}"' not in client.get(first).text
    titles = session.scalars(sa.select(Asset.title)).all()
    assert len(titles) == len(set(titles)) == 9, "each sheet counts from one"
    assert {one.size for one in session.scalars(sa.select(AssetImport))} == {len(content)}
    assert client.post(f"{first}/layers", data={"layer": "Άλλο"}).status_code == 422


def test_the_places_of_a_map_file_stand_on_the_map(client, session, sign_in):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    here = staged(client, shapefile(), "μητρώο.zip")
    page = client.get(here)
    assert "EPSG:2100" in page.text
    key = one_import(session).id
    answer = client.get(f"/dokimi/api/imports/{key}.geojson")
    shapes = [shapely.from_geojson(json.dumps(one["geometry"])) for one in answer.json["features"]]
    assert [round(one.x, 3) for one in shapes] == [23.805, 23.806]


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 900, "save it as XLSX"),
        ("half.xlsx", FILES["register.xlsx"][:-90], "only half of it arrived"),
        ("map.geojson", b"<!DOCTYPE html><html></html>", "HTML"),
        ("bomb.zip", zipped({"a.shp": b"\0" * (40 << 20)}), "lest it fill the disk"),
        ("head.xlsx", workbook({"Φ": [()]}), "holds no rows"),
    ],
)
def test_a_bad_file_is_refused_under_its_field(client, session, sign_in, name, content, sentence):
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    client.post("/language", data={"language": "en", "next": "/dokimi/"})
    answer = send(client, content, name)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 0
