"""Every public register with assets, by web and by command line, twice; with its true figures."""

import csv
import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath
from typing import Any

import pytest
import shapely
import sqlalchemy as sa
from geoalchemy2.shape import from_shape
from shapely.geometry import box, shape

from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel.geo import multi_polygon
from inmeko.resources.models import Asset, AssetFlag, Decision
from inmeko.resources.queries import flags
from inmeko.resources.rules.flagging import FlagKind
from inmeko.resources.services import flagging
from inmeko.resources.services.importing import jobs
from tests.builders.people import municipality
from tests.builders.resources import PLANNER
from tests.builders.uploads import staged, typed, work
from tests.resources.rules.files import real

pytestmark = pytest.mark.real_data

FATES = ("created", "updated", "unchanged", "rejected")
BOUNDARIES = "gr_municipal_boundaries/greek_muni.geojson"
NEW_YORK = "us_nyc_colp_2263/vacant-land.csv"
DECISIONS = "gr_diavgeia_concessions/kassandra_B5_export.json"
ATTICA = {
    "Π.Ε. Ανατολικής Αττικής",
    "Π.Ε. Δυτικής Αττικής",
    "Π.Ε. Βορείου Τομέα Αθηνών",
    "Π.Ε. Δυτικού Τομέα Αθηνών",
    "Π.Ε. Κεντρικού Τομέα Αθηνών",
    "Π.Ε. Νοτίου Τομέα Αθηνών",
    "Π.Ε. Πειραιώς",
    "Π.Ε. Νήσων",
}


@cache
def municipalities() -> list[Any]:
    return json.loads(real(BOUNDARIES).read_bytes())["features"]


@cache
def attica() -> Any:
    """The region of Attica, out of its municipalities."""
    mine = [one["geometry"] for one in municipalities() if one["properties"]["pe"] in ATTICA]
    return shapely.union_all([shape(one) for one in mine])


@dataclass(frozen=True)
class Register:
    """A file, the fates of its rows, the town it is brought into, and the flags that are due."""

    file: str
    first: tuple[int, ...]
    town: Callable[[], Any] = attica
    flags: Mapping[str, int] = field(default_factory=dict)
    look: Callable[[], None] = lambda: None


def assets() -> list[Asset]:
    return list(db.session.scalars(sa.select(Asset).order_by(Asset.id)))


def marks(kind: FlagKind) -> Counter[str]:
    return Counter(db.session.scalars(sa.select(AssetFlag.mark).where(AssetFlag.kind == kind)))


def look_at_attica() -> None:
    """43 on the geocoder's fallback point, 26 on the middle of Athens, and none on its own."""
    points = marks(FlagKind.CROWDED_POINT)
    assert (points["21.824312,39.074208"], points["23.716647,37.979180"]) == (43, 26)
    assert min(points.values()) >= 5
    query = sa.select(AssetFlag.detail).where(AssetFlag.kind == FlagKind.MIXED_SCRIPT)
    proposals = [detail["proposal"] or "" for detail in db.session.scalars(query)]
    assert any("ΚΩΦΩΝ ΚΑΙ ΒΑΡΥΚΟΩΝ" in one for one in proposals)
    town = db.session.scalars(sa.select(Asset.municipality_id).limit(1)).one()
    before = flags.counts(municipality_id=town)
    flagging.recompute(PLANNER, town)
    assert flags.counts(municipality_id=town) == before


def look_at_alessandria() -> None:
    found = assets()
    assert {one.original_crs for one in found} == {3003}
    assert 8.5280 < min(one.x for one in found) < max(one.x for one in found) < 8.7677
    assert 44.8597 < min(one.y for one in found) < max(one.y for one in found) < 44.9744


def look_at_catania() -> None:
    """The apostrophes and dashes of Windows-1252 (0x92, 0x96) came through."""
    said = " ".join(f"{one.title} {one.notes}" for one in assets())
    assert "’" in said
    assert "–" in said


def look_at_new_york() -> None:
    """Read in feet, each lot lies within 0.2 m of the degrees that the city gives."""
    degrees: dict[str, list[tuple[float, float]]] = {}
    with real(NEW_YORK).open(encoding="utf-8-sig", newline="") as file:
        names, *rows = csv.reader(file)
    for cells in rows:
        row = dict(zip(names, cells, strict=True))
        degrees.setdefault(row["uid"], []).append((float(row["LONGITUDE"]), float(row["LATITUDE"])))
    for one in assets():
        assert one.original_crs == 2263
        assert min(metres(one, *place) for place in degrees[one.register_ref]) < 0.2


def metres(one: Asset, lon: float, lat: float) -> float:
    """The distance on the ground near New York."""
    return (((one.x - lon) * 84_400) ** 2 + ((one.y - lat) * 111_050) ** 2) ** 0.5


def look_at_grants() -> None:
    assert len({one.title for one in assets()}) == 325


def look_at_boundaries() -> None:
    mended = sa.select(Asset.register_ref).join(AssetFlag, AssetFlag.asset_id == Asset.id)
    query = mended.where(AssetFlag.kind == FlagKind.REPAIRED_GEOMETRY)
    assert db.session.scalars(query).all() == ["9287"]
    assert Counter(one.title for one in assets())["Ηρακλείου"] == 2


REGISTERS = {
    "attica": Register(
        "gr_public_buildings_attica/dhmosia_kthria_attikis.csv",
        (1453, 0, 0, 0),
        # 99 in municipalities elsewhere, 27 in none.
        flags={"outside_town": 99 + 27},
        look=look_at_attica,
    ),
    "alessandria": Register(
        "it_alessandria_3003/alberi.csv",
        (803, 0, 0, 0),
        town=lambda: box(8.5, 44.8, 8.8, 45.0),
        look=look_at_alessandria,
    ),
    "anbsc": Register("it_anbsc_2025/Immobili in gestione.csv", (808, 0, 0, 0)),
    "catania": Register(
        "it_confiscated_catania/elencobeniconfiscatimafia20150603.csv",
        (38, 0, 0, 0),
        look=look_at_catania,
    ),
    "new york": Register(
        NEW_YORK,
        (42, 0, 46, 0),
        town=lambda: box(-74.3, 40.4, -73.6, 41.0),
        look=look_at_new_york,
    ),
    "grants": Register("gr_filodimos_grants/data2.xlsx", (1227, 0, 0, 0), look=look_at_grants),
    "boundaries": Register(
        BOUNDARIES,
        (325, 0, 0, 0),
        # 66 of the 325 make up the region of Attica; one has nested shells.
        flags={"outside_town": 325 - 66, "repaired_geometry": 1},
        look=look_at_boundaries,
    ),
}


def added_up(report: Mapping[str, Any]) -> tuple[int, ...]:
    found = tuple(report[name] for name in FATES)
    assert report["read"] == sum(found)
    return found


@pytest.fixture
def by_web(client, sign_in, monkeypatch):
    """Bring a file in by the pages; what a first check said is what the job then does."""
    # Every file is brought in by the runner, as large ones are.
    monkeypatch.setattr(jobs, "SMALL", 0)

    def bring(town, path, *, first):
        if first:
            sign_in(Role.PLANNER, town=town)
        here = staged(client, path.read_bytes(), path.name)
        if first:
            form = {**typed(client.get(here)), "then": "check"}
            assert client.post(here, data=form).location == f"{here}/check"
            assert client.get(f"{here}/check").status_code == 200
        assert client.post(f"{here}/run").location == f"{here}/progress"
        assert work() == 1
        assert client.get(here).status_code == 200
        return client.get(f"{here}/report.json").json

    return bring


@pytest.fixture
def by_command(app, session, tmp_path):
    """Bring a file in on the command line."""

    def bring(_town, path, *, first):
        out = tmp_path / "report.json"
        words = ["resources", "import", str(path), "--municipality", "dokimi", "--report", str(out)]
        done = app.test_cli_runner().invoke(args=words)
        assert done.exit_code == 0, done.output
        return json.loads(out.read_text("utf-8"))

    return bring


@pytest.mark.parametrize("way", ["by_web", "by_command"])
@pytest.mark.parametrize("name", REGISTERS)
def test_a_public_register_comes_in_once_with_its_true_figures_and_flags(
    session, request, name, way
):
    register, bring = REGISTERS[name], request.getfixturevalue(way)
    path = real(register.file)
    outline = from_shape(multi_polygon(register.town()), srid=4326)
    town = municipality(slug="dokimi", boundary=outline)
    session.commit()
    report = bring(town, path, first=True)
    assert added_up(report) == register.first
    assert len(assets()) == register.first[0]
    assert {"crowded_point", "mixed_script", *report["flagged"]} == {
        "crowded_point",
        "mixed_script",
        *register.flags,
    }
    found = {kind.value: n for kind, n in flags.counts(municipality_id=town.id).items()}
    due = {kind: found.get(kind, 0) for kind in ("outside_town", "repaired_geometry")}
    assert due == {"outside_town": 0, "repaired_geometry": 0, **register.flags}
    assert {kind: report["flagged"][kind] for kind in register.flags} == register.flags
    register.look()
    again = bring(town, path, first=False)
    assert added_up(again) == (0, 0, report["read"], 0)
    assert len(assets()) == register.first[0]
    assert {kind.value: n for kind, n in flags.counts(municipality_id=town.id).items()} == found


@pytest.mark.parametrize("way", ["web", "command"])
def test_the_concessions_of_kassandra_come_in_once(app, session, client, sign_in, way):
    path = real(DECISIONS)
    town = municipality(slug="kassandra")
    sign_in(Role.PLANNER, town=town)
    session.commit()
    said = []
    for _ in range(2):
        if way == "web":
            data = {"file": (path.open("rb"), PurePath(path).name)}
            page = client.post("/kassandra/resources/decisions", data=data)
            assert page.status_code == 200
            said.append(page.text)
        else:
            words = ["resources", "decisions", str(path), "--municipality", "kassandra"]
            done = app.test_cli_runner().invoke(args=[*words, "--language", "en"])
            assert done.exit_code == 0, done.output
            said.append(done.output)
    found = session.scalars(sa.select(Decision)).all()
    assert len({one.ada for one in found}) == len(found) == 136
    assert sum(one.protocol_number == "-" for one in found) == 85
    assert [one.names_ada for one in found if one.names_ada] == ["6Φ2ΥΩΕΘ-Λ31"]
    if way == "command":
        counts = ("136 created + 0 updated + 0 unchanged", "0 created + 0 updated + 136 unchanged")
        assert all(count in words for count, words in zip(counts, said, strict=True))
