"""Registers as towns publish them; the figures are those of the public files."""

import math
from collections import Counter

import pytest
import shapely

from inmeko.resources.rules.encodings import sniff
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.rules.proposal import Chosen, propose
from inmeko.resources.rules.sources import open_table
from tests.resources.rules.files import imported, real

pytestmark = pytest.mark.real_data

ATTICA = "gr_public_buildings_attica/dhmosia_kthria_attikis.csv"
NEW_YORK = "us_nyc_colp_2263/vacant-land.csv"


def test_the_public_buildings_of_attica_are_understood_and_read() -> None:
    with real(ATTICA).open("rb") as file:
        plan = propose(file, "dhmosia_kthria_attikis.csv").plan
        candidates, tally = imported(file, plan=plan)
    assert (plan.encoding, plan.delimiter, plan.decimal, plan.crs) == ("utf-8", ";", ",", 4326)
    assert {name: list(columns) for name, columns in plan.columns.items()} == {
        "register_ref": ["a_a_1"],
        "title": ["ktirio_ypiresia"],
        "kind": ["typos_1"],
        "address": ["diefthinsi_forea", "arithmos"],
        "postcode": ["tk_1"],
        "x": ["longitude"],
        "y": ["latitude"],
    }
    assert tally.read == tally.counts[Fate.CREATED] == 1453
    points = Counter(one.values["original_geometry"] for one in candidates)
    assert points["POINT (21.824312 39.074208)"] == 43
    kinds = Counter(one.values["kind"].value for one in candidates)
    assert kinds["school"] > 1000


@pytest.mark.parametrize(("crs", "x"), [(None, "XCOORD"), (2263, "XCOORD"), (4326, "LONGITUDE")])
def test_the_vacant_land_of_new_york_is_42_lots_in_88_rows(crs: int | None, x: str) -> None:
    with real(NEW_YORK).open("rb") as file:
        plan = propose(file, "vacant-land.csv", Chosen(crs=crs)).plan
        candidates, tally = imported(file, plan=plan)
    assert plan.columns["x"] == (x,)
    assert plan.columns["register_ref"] == ("uid",)
    assert (tally.read, tally.counts[Fate.CREATED], tally.counts[Fate.UNCHANGED]) == (88, 42, 46)
    assert {one.values["kind"].value for one in candidates} == {"plot"}
    assert {one.values["use"].value for one in candidates} == {"idle"}


def test_feet_and_degrees_of_new_york_tell_the_same_places() -> None:
    with real(NEW_YORK).open("rb") as file:
        feet, _ = imported(file, chosen=Chosen(crs=2263))
        degrees, _ = imported(file, chosen=Chosen(crs=4326))
    for one, other in zip(feet, degrees, strict=True):
        a, b = one.values["geometry"], other.values["geometry"]
        east = (a.x - b.x) * 111_320 * math.cos(math.radians(a.y))
        assert math.hypot(east, (a.y - b.y) * 111_130) < 0.2


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("gr_kad_efka/kad.txt", "windows-1253"),
        ("it_confiscated_catania/elencobeniconfiscatimafia20150603.csv", "windows-1252"),
        (NEW_YORK, "utf-8"),
        (ATTICA, "utf-8"),
    ],
)
def test_the_alphabets_are_told(name: str, encoding: str) -> None:
    assert sniff(real(name).read_bytes()).value == encoding


@pytest.mark.parametrize(
    ("name", "header_row", "count"),
    [
        ("gr_kad_efka/kad.txt", 0, 555),
        ("it_confiscated_catania/elencobeniconfiscatimafia20150603.csv", 1, 38),
        ("it_anbsc_2025/Immobili in gestione.csv", 1, 808),
        ("gr_municipality_lists/elstat_plithismos_2021.csv", 1, 21191),
        ("it_alessandria_3003/alberi.csv", 1, 803),
    ],
)
def test_every_row_is_read(name: str, header_row: int, count: int) -> None:
    with real(name).open("rb") as file:
        plan = propose(file, name).plan
        assert plan.header_row == header_row
        assert sum(1 for _ in open_table(file, plan.settings)) == count


def test_the_trees_of_alessandria_stand_in_piedmont() -> None:
    with real("it_alessandria_3003/alberi.csv").open("rb") as file:
        plan = propose(file, "alberi.csv").plan
        candidates, tally = imported(file, plan=plan)
    assert (plan.crs, tally.counts[Fate.CREATED]) == (3003, 803)
    west, south, east, north = 8.5281, 44.8598, 8.7676, 44.9743
    for one in candidates:
        point = one.values["geometry"]
        assert west - 1e-4 < point.x < east + 1e-4
        assert south - 1e-4 < point.y < north + 1e-4


@pytest.mark.parametrize(
    ("name", "columns", "crs"),
    [
        (
            "it_anbsc_2025/Immobili in gestione.csv",
            {"register_ref": ("s_bene",), "kind": ("sottocategoria",)},
            None,
        ),
        (
            "it_confiscated_catania/elencobeniconfiscatimafia20150603.csv",
            {"title": ("Immobile",), "kind": ("Tipologia",), "notes": ("Note",)},
            None,
        ),
        ("it_alessandria_3003/alberi.csv", {"x": ("CoordX",), "y": ("CoordY",)}, 3003),
        ("it_anbsc_2025/wikidata_comuni.csv", {"x": ("lon",), "y": ("lat",)}, 4326),
    ],
)
def test_the_columns_of_registers_abroad_are_proposed(
    name: str, columns: dict[str, tuple[str, ...]], crs: int | None
) -> None:
    with real(name).open("rb") as file:
        plan = propose(file, name).plan
    assert plan.crs == crs
    assert {one: plan.columns[one] for one in columns} == columns


def test_a_row_is_named_by_its_place_in_the_file() -> None:
    name = "it_confiscated_catania/elencobeniconfiscatimafia20150603.csv"
    lines = real(name).read_text(encoding="windows-1252").splitlines()
    with real(name).open("rb") as file:
        rows = list(open_table(file, propose(file, name).plan.settings))
    for row in rows:
        assert lines[row.number - 1].startswith(row.cells["numero"])


def test_the_grants_are_on_the_first_of_four_sheets() -> None:
    name = "gr_filodimos_grants/data2.xlsx"
    with real(name).open("rb") as file:
        proposal = propose(file, name)
        rows = list(open_table(file, proposal.plan.settings))
    assert [layer.name for layer in proposal.layers] == [
        "data",
        "Λεξικό Περιφέρειες",
        "Λεξικό ΠΕ",
        "Λεξικό Δήμοι",
    ]
    assert (proposal.plan.format, proposal.plan.layer) == ("xlsx", "data")
    assert [row.number for row in rows] == list(range(2, 1229))
    total = sum(float(row.cells["total"]) for row in rows)
    assert round(total, 2) == 964_058_625.38


@pytest.mark.parametrize(("layer", "count"), [("Λεξικό ΠΕ", 74), ("Λεξικό Δήμοι", 325)])
def test_a_sheet_without_a_header_loses_no_row(layer: str, count: int) -> None:
    name = "gr_filodimos_grants/data2.xlsx"
    with real(name).open("rb") as file:
        plan = propose(file, name, Chosen(layer=layer, header_row=0)).plan
        assert len(list(open_table(file, plan.settings))) == count


def test_the_boundaries_come_in_as_shapes_one_of_them_broken() -> None:
    name = "gr_municipal_boundaries/greek_muni.geojson"
    with real(name).open("rb") as file:
        proposal = propose(file, name)
        rows = list(open_table(file, proposal.plan.settings))
    assert (proposal.plan.crs, proposal.plan.columns["geometry"]) == (4326, ("geometry",))
    kinds = Counter(row.cells["geometry"].partition(" ")[0] for row in rows)
    assert kinds == {"POLYGON": 183, "MULTIPOLYGON": 142}
    shapes = {row.cells["code"]: shapely.from_wkt(row.cells["geometry"]) for row in rows}
    assert sum(shapely.get_num_coordinates(shape) for shape in shapes.values()) == 32_171
    assert [code for code, shape in shapes.items() if not shape.is_valid] == ["9287"]


def test_each_confiscated_property_is_a_thing_of_its_own_though_its_numbers_repeat() -> None:
    name = "it_confiscated_catania/elencobeniconfiscatimafia20150603.csv"
    with real(name).open("rb") as file:
        candidates, tally = imported(file, name)
    assert tally.read == tally.counts[Fate.CREATED] == 38
    assert len({one.identity for one in candidates}) == 38
