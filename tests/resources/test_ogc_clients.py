"""What GDAL and OWSLib, who know nothing of us, read from /ogc/ of a running server."""

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyogrio
import pytest
import shapely
from owslib.ogcapi.features import Features
from shapely.geometry import Point, box

from inmeko.extensions import db
from inmeko.kernel.geo import from_wgs84
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.publishing import GREEK_GRID
from tests import engines
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.checks.house import ROOT

NUMBER = 25
SLUG = "dimos-anagnoston"


@pytest.fixture(scope="module", params=engines.NAMES)
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """The address of a site on each engine, served by gunicorn, with a town of some assets."""
    folder = tmp_path_factory.mktemp(f"served-{request.param}")
    app = engines.site(request.param, folder, request.config)
    with app.app_context():
        _fill()
        db.session.commit()
        db.session.remove()
        db.engine.dispose()
    with _gunicorn(folder, app.config["SQLALCHEMY_DATABASE_URI"]) as url:
        yield url


def _fill() -> None:
    town = municipality(name="Δήμος Αναγνωστών", slug=SLUG)
    for number in range(NUMBER):
        place = Point(23.72 + number / 1000, 38.0)
        asset(town, title=f"Αποθήκη {number}", geometry=place, area_stated=100 + number)
    asset(town, kind=Kind.PLOT, title="Οικόπεδο", geometry=box(23.71, 37.96, 23.711, 37.961))


@contextlib.contextmanager
def _gunicorn(folder: Path, database: str) -> Iterator[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INMEKO_")}
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(64)
        url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        settings = {
            "INMEKO_DATA_DIR": str(folder),
            "INMEKO_DATABASE_URL": database,
            "INMEKO_SECRET_KEY": "for tests only",
            "INMEKO_BASE_URL": url,
            "WEB_CONCURRENCY": "1",
        }
        server = subprocess.Popen(
            [
                str(Path(sys.executable).parent / "gunicorn"),
                *("-c", "deploy/gunicorn.py", "--log-level", "warning"),
                *("-b", f"fd://{listener.fileno()}"),
            ],
            env={**kept, **settings},
            cwd=ROOT,
            pass_fds=[listener.fileno()],
        )
        try:
            yield url
        finally:
            server.terminate()
            server.wait(30)


def test_gdal_lists_the_collections(served: str) -> None:
    layers = {name for name, _kind in pyogrio.list_layers(f"OAPIF:{served}/ogc/")}
    assert {"assets", SLUG} <= layers


def test_gdal_reads_every_feature_over_many_pages(served: str) -> None:
    meta, numbers, shapes, columns = pyogrio.raw.read(
        f"OAPIF:{served}/ogc/", layer=SLUG, PAGE_SIZE="7", return_fids=True
    )
    told = dict(zip(meta["fields"], columns, strict=True))
    assert len(shapes) == NUMBER + 1 == len(set(told["code"]))
    assert "CRS84" in meta["crs"]
    assert told["area_stated"][0] == 100
    assert shapely.from_wkb(shapes[0]) == Point(23.72, 38.0)
    assert len(set(numbers)) == NUMBER + 1


def test_gdal_hands_boxes_and_filters_on(served: str) -> None:
    source = f"OAPIF:{served}/ogc/"
    info = pyogrio.read_info(source, layer=SLUG)
    assert info["features"] == NUMBER + 1
    assert {"title", "kind", "updated_at"} <= set(info["fields"])
    _, _, shapes, _ = pyogrio.raw.read(source, layer=SLUG, bbox=(23.7195, 37.99, 23.7225, 38.01))
    assert len(shapes) == 3
    _, _, shapes, _ = pyogrio.raw.read(source, layer=SLUG, where="kind = 'plot'")
    assert len(shapes) == 1


def test_gdal_reads_the_greek_grid(served: str) -> None:
    meta, _, shapes, _ = pyogrio.raw.read(
        f"OAPIF:{served}/ogc/", layer=SLUG, CRS="EPSG:2100", max_features=1
    )
    assert meta["crs"] == "EPSG:2100"
    point = shapely.from_wkb(shapes[0])
    assert point.distance(from_wgs84(Point(23.72, 38.0), 2100)) < 0.5


def test_ogrinfo_and_ogr2ogr_of_debian_read_it(served: str, tmp_path: Path) -> None:
    told = _run("ogrinfo", "-so", f"OAPIF:{served}/ogc/", SLUG)
    assert f"Feature Count: {NUMBER + 1}" in told
    target = tmp_path / "copy.geojson"
    _run("ogr2ogr", "-f", "GeoJSON", str(target), f"OAPIF:{served}/ogc/", SLUG)
    copied: Any = json.loads(target.read_text("utf-8"))
    assert len(copied["features"]) == NUMBER + 1


def _run(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_owslib_reads_it(served: str) -> None:
    api = Features(f"{served}/ogc/")
    assert api.conformance()["conformsTo"]
    assert api.api()["openapi"].startswith("3.0")
    assert {"assets", SLUG} <= set(api.feature_collections())
    assert "kind" in api.collection_queryables(SLUG)["properties"]
    found = api.collection_items(SLUG, limit=5, bbox=[23.7195, 37.99, 23.7225, 38.01])
    assert (found["numberMatched"], found["numberReturned"]) == (3, 3)
    one = api.collection_item(SLUG, found["features"][0]["id"])
    assert one["properties"]["title"] == found["features"][0]["properties"]["title"]
    grid = api.collection_items(SLUG, limit=1, crs=GREEK_GRID.address)
    assert grid["features"][0]["geometry"]["coordinates"][0] > 100_000
