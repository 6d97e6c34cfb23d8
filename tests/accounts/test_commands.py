"""The chores on the command line: boundaries, users, roles."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from flask import Flask
from pyogrio import raw
from shapely.geometry import Polygon, box

from inmeko.accounts import queries
from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel import geo

REAL = Path(__file__).parents[3] / "shared/data/gr_municipal_boundaries/greek_muni.geojson"


def shapes(path: Path, rows: list[tuple[str, str, Any]], crs: str, encoding: str) -> Path:
    """Write a file of boundaries as offices do."""
    raw.write(
        path,
        geometry=np.array([shapely.to_wkb(shape) for _, _, shape in rows], dtype=object),
        field_data=[
            np.array([code for code, _, _ in rows], dtype=object),
            np.array([name for _, name, _ in rows], dtype=object),
        ],
        fields=np.array(["KWDIKOS", "ONOMA"], dtype=object),
        crs=crs,
        geometry_type="Polygon",
        encoding=encoding,
        driver="ESRI Shapefile" if path.suffix == ".shp" else "GeoJSON",
    )
    return path


ROWS = [
    ("9168", "Αμαρουσίου", box(23.78, 38.03, 23.83, 38.07)),
    ("9305", "Ηρακλείου", box(25.0, 35.2, 25.2, 35.4)),
    ("9170", "Ηρακλείου", box(23.75, 38.04, 23.78, 38.06)),
]


def run(app: Flask, *arguments: str) -> Any:
    answer = app.test_cli_runner().invoke(args=list(arguments))
    db.session.expire_all()
    return answer


def counts(answer: Any) -> str:
    return str(answer.output.strip().splitlines()[-1])


def test_boundaries_make_municipalities_and_the_second_time_nothing(
    own_app: Flask, tmp_path: Path
) -> None:
    file = shapes(tmp_path / "towns.geojson", ROWS, "EPSG:4326", "UTF-8")
    report = tmp_path / "report.json"
    first = run(own_app, "municipalities", "import", str(file), "--report", str(report))
    assert first.exit_code == 0, first.output
    assert counts(first).startswith("read 3, created 3, updated 0, unchanged 0")
    assert [town.slug for town in queries.municipalities()] == [
        "amarousiou",
        "irakleiou",
        "irakleiou-9170",
    ]
    done = json.loads(report.read_text(encoding="utf-8"))
    assert done["read"] == done["created"] + done["updated"] + done["unchanged"] + done["rejected"]
    second = run(own_app, "municipalities", "import", str(file))
    assert counts(second).startswith("read 3, created 0, updated 0, unchanged 3")
    listed = run(own_app, "municipalities", "list").output.splitlines()
    assert listed[0] == "amarousiou\t9168\tΔήμος Αμαρουσίου"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("CP1253", "UTF-8"), ("UTF-8", None), ("ISO-8859-7", "CP1252"), ("CP1253", None)],
)
def test_a_shapefile_in_greek_coordinates_and_any_encoding(
    own_app: Flask, tmp_path: Path, encoding: str, declared: str | None
) -> None:
    rows = [(code, name, geo.from_wgs84(shape, 2100)) for code, name, shape in ROWS]
    rows.append(("9100", "Άργους Ορεστικού", geo.from_wgs84(box(21.2, 40.4, 21.3, 40.5), 2100)))
    file = shapes(tmp_path / "towns.shp", rows, "EPSG:2100", encoding)
    cpg = file.with_suffix(".cpg")
    cpg.unlink(missing_ok=True)
    if declared:
        cpg.write_text(declared, encoding="ascii")
    answer = run(own_app, "municipalities", "import", str(file))
    assert answer.exit_code == 0, answer.output
    names = {town.name for town in queries.municipalities()}
    assert names == {"Δήμος Αμαρουσίου", "Δήμος Ηρακλείου", "Δήμος Άργους Ορεστικού"}


def test_a_broken_shape_is_repaired_and_a_missing_one_rejected(
    own_app: Flask, tmp_path: Path
) -> None:
    bow = Polygon([(23, 38), (24, 39), (24, 38), (23, 39)])
    rows = [("1", "Μήλου", bow), ("2", "", box(23, 38, 24, 39)), ("1", "Άλλη", box(23, 38, 24, 39))]
    file = shapes(tmp_path / "towns.geojson", rows, "EPSG:4326", "UTF-8")
    answer = run(own_app, "municipalities", "import", str(file))
    assert answer.exit_code == 1
    assert "created 1" in answer.output
    assert "repaired 1, rejected 2" in answer.output


def test_what_is_no_file_of_boundaries_is_not_read(own_app: Flask, tmp_path: Path) -> None:
    file = tmp_path / "towns.geojson"
    file.write_text("this is no map", encoding="utf-8")
    assert run(own_app, "municipalities", "import", str(file)).exit_code == 2
    shapes(file, ROWS, "EPSG:4326", "UTF-8")
    wrong = run(own_app, "municipalities", "import", str(file), "--name-field", "NOPE")
    assert wrong.exit_code == 2
    assert "KWDIKOS, ONOMA" in wrong.output


@pytest.mark.real_data
@pytest.mark.skipif(not REAL.exists(), reason=f"{REAL} is missing")
def test_the_municipalities_of_greece(own_app: Flask) -> None:
    answer = run(own_app, "municipalities", "import", str(REAL))
    assert answer.exit_code == 0, answer.output
    expected = "read 325, created 325, updated 0, unchanged 0, repaired 1, rejected 0"
    assert counts(answer) == expected
    towns = {town.code: town for town in queries.municipalities()}
    assert towns["9168"].name == "Δήμος Αμαρουσίου"
    assert {towns["9170"].slug, towns["9305"].slug} == {"irakleiou", "irakleiou-9305"}
    again = run(own_app, "municipalities", "import", str(REAL))
    assert "unchanged 325" in again.output


def test_users_are_made_and_given_roles(own_app: Flask, tmp_path: Path) -> None:
    file = shapes(tmp_path / "towns.geojson", ROWS, "EPSG:4326", "UTF-8")
    run(own_app, "municipalities", "import", str(file))
    made = run(own_app, "users", "create", "a@example.org", "--name", "Α", "--link")
    assert "/us-verify-link?id=" in made.output
    deed = ("users", "role", "a@example.org", "planner", "--municipality", "amarousiou")
    given = run(own_app, *deed)
    assert given.exit_code == 0, given.output
    user, town = queries.user_by_email("a@example.org"), queries.town("amarousiou")
    assert user is not None
    assert town is not None
    assert queries.actor_of(user).has(Role.PLANNER, town.id)
    assert run(own_app, *deed, "--revoke").exit_code == 0
    assert queries.actor_of(user).roles == frozenset()
    assert run(own_app, *deed, "--revoke").exit_code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("create", "no-address"),
        ("create", "a@example.org", "--password", "short"),
        ("role", "nobody@example.org", "planner"),
    ],
)
def test_what_cannot_be_done_is_said(own_app: Flask, arguments: tuple[str, ...]) -> None:
    answer = run(own_app, "users", *arguments)
    assert answer.exit_code == 1
    assert answer.output.startswith("Error: ")
