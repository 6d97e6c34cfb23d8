"""Map files as surveyors and programs write them."""

import io
import zipfile
from decimal import Decimal
from typing import Any

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from inmeko.kernel.errors import RuleError
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.rules.proposal import Chosen, Proposal, propose
from inmeko.resources.rules.reading import Row
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.systems import said_system
from tests.builders.formats import SHAPES, geojson, shapefile, written, zipped
from tests.resources.rules.files import imported

GREEK_GRID = (
    'PROJCS["%s",GEOGCS["GCS_GGRS_1987",DATUM["%s",SPHEROID["GRS_1980",6378137.0,298.257222101]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]],PROJECTION["Transverse_Mercator"],'
    'PARAMETER["False_Easting",500000.0],PARAMETER["False_Northing",0.0],'
    'PARAMETER["Central_Meridian",24.0],PARAMETER["Scale_Factor",0.9996],'
    'PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)
IN_METRES = ("POINT (482769 4211781)", "POINT (482869 4211881)")

FILES = {
    "geojson": geojson(),
    "gpkg": written("GPKG", layer="assets")["gpkg"],
    "kml": written("KML")["kml"],
    "kmz": zipped({"files/a.png": b".", "doc.kml": written("KML")["kml"]}),
}


def proposed(content: bytes, name: str = "μητρώο", **chosen: Any) -> Proposal:
    return propose(io.BytesIO(content), name, Chosen(**chosen))


def rows(content: bytes, **chosen: Any) -> list[Row]:
    return list(open_table(io.BytesIO(content), proposed(content, **chosen).plan.settings))


@pytest.mark.parametrize("form", FILES)
def test_each_format_brings_its_values_and_its_shapes(form: str) -> None:
    content = FILES[form]
    proposal = proposed(content)
    assert proposal.plan.format == form
    assert proposal.plan.crs == 4326
    assert proposal.plan.columns["register_ref"] == ("κωδικός",)
    candidates, tally = imported(io.BytesIO(content))
    assert (tally.read, tally.counts[Fate.CREATED]) == (2, 2)
    for one, shape in zip(candidates, SHAPES, strict=True):
        assert shapely.equals_exact(
            one.values["geometry"].normalize(), shapely.from_wkt(shape).normalize(), 1e-12
        )
    assert [one.values["title"] for one in candidates] == ["Δημοτικό Σχολείο", "Άδειο οικόπεδο"]
    assert [one.values["floors"] for one in candidates] == [2, None]
    assert candidates[1].values["area_stated"] == Decimal("12.35")
    assert [one.row for one in candidates] == [1, 2]


@pytest.mark.parametrize("encoding", ["windows-1253", "utf-8", "iso-8859-7", "cp737"])
def test_the_letters_of_a_shapefile_are_told_by_their_bytes(encoding: str) -> None:
    content = shapefile("windows-1253")
    plain = rows(content)[0].cells
    if encoding == "cp737":
        content = recoded(content, "cp737")
    elif encoding != "windows-1253":
        content = shapefile(encoding)
    proposal = proposed(content)
    assert proposal.plan.encoding in (encoding, "windows-1253" if encoding == "iso-8859-7" else "")
    assert rows(content)[0].cells == plain
    assert "Δημοτικό Σχολείο" in plain.values()


def recoded(content: bytes, encoding: str) -> bytes:
    """The table of a shapefile written by a program of the nineties."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for name, part in parts.items():
        if name.endswith(".DBF"):
            text = part[32:].decode("windows-1253", "surrogateescape")
            parts[name] = (
                part[:29] + b"\x00" + part[30:32] + text.encode(encoding, "surrogateescape")
            )
    return zipped(parts)


def test_a_table_that_declares_a_wrong_encoding_is_not_believed() -> None:
    proposal = proposed(shapefile("windows-1253", cpg=b"UTF-8"))
    assert proposal.plan.encoding == "windows-1253"
    assert proposal.guesses["encoding"].values == {
        "declared": "utf-8",
        "encoding": "windows-1253",
    }
    assert rows(shapefile("windows-1253", cpg=b"UTF-8"))[0].cells["kod"] == "Α1"


@pytest.mark.parametrize("name", ["GGRS_1987_Greek_Grid", "Greek_Grid", "unnamed"])
def test_a_system_without_a_code_is_matched(name: str) -> None:
    datum = "unknown" if name == "unnamed" else "D_GGRS_1987"
    proposal = proposed(shapefile(prj=GREEK_GRID % (name, datum)))
    assert proposal.plan.crs == 2100
    assert "file" in proposal.guesses["crs"].reason.lower()


def test_a_shapefile_without_a_system_is_placed_by_its_values() -> None:
    content = shapefile(prj="")
    assert proposed(content).plan.crs == 2100
    assert "values lie" in proposed(content).guesses["crs"].reason


def test_a_system_that_the_values_deny_is_not_believed() -> None:
    content = geojson(shapes=IN_METRES)
    proposal = proposed(content)
    assert proposal.plan.crs == 2100
    assert proposal.guesses["crs"].values == {"said": 4326, "crs": 2100}
    assert proposed(geojson(shapes=IN_METRES, crs="urn:ogc:def:crs:EPSG::2100")).plan.crs == 2100


def test_exchanged_axes_of_shapes_are_put_right() -> None:
    shapes = ("POINT (38.0512 23.8012)", "POINT (38.0513 23.8013)")
    candidates, _ = imported(io.BytesIO(geojson(shapes=shapes)))
    assert candidates[0].values["geometry"].equals(shapely.Point(23.8012, 38.0512))


def test_of_several_layers_the_likeliest_is_guessed_and_another_can_be_chosen() -> None:
    one, two = shapefile(folder="α/"), shapefile(folder="β/", encoding="utf-8")
    parts: dict[str, bytes] = {}
    for name, content in (("Δρόμοι", one), ("Κτίρια", two)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts |= {
                f"{name}.{part[-3:].lower()}": archive.read(part) for part in archive.namelist()
            }
    content = zipped(parts)
    proposal = proposed(content)
    assert sorted(layer.name for layer in proposal.layers) == ["Δρόμοι", "Κτίρια"]
    assert proposed(content, layer="Κτίρια").plan.layer == "Κτίρια"
    assert proposed(content, layer="Κτίρια").plan.register == "μητρώο – Κτίρια"
    with pytest.raises(RuleError, match="it has: Δρόμοι, Κτίρια"):
        proposed(content, layer="Άλλο")


def test_a_file_in_another_alphabet_is_read_as_it_is_written() -> None:
    text = geojson().decode()
    assert rows(text.encode("windows-1253"))[0].cells["τίτλος"] == "Δημοτικό Σχολείο"
    assert rows(b"\xef\xbb\xbf" + text.encode())[0].cells["τίτλος"] == "Δημοτικό Σχολείο"
    kml = FILES["kml"].decode().replace("utf-8", "windows-1253").encode("windows-1253")
    assert rows(kml)[0].cells["τίτλος"] == "Δημοτικό Σχολείο"


def test_features_without_a_shape_are_assets_without_a_place() -> None:
    candidates, tally = imported(io.BytesIO(geojson(shapes=(SHAPES[0], ""))))
    assert tally.counts[Fate.CREATED] == 2
    assert candidates[1].values["geometry"] is None


def test_lists_numbers_and_codes_keep_what_they_say() -> None:
    records = [
        {
            "id": 1,
            "τίτλος": "Α",
            "tags": ["α", "β"],
            "code": "007",
            "big": 12345678901,
            "on": "2026-05-12",
        },
        {"id": 2, "τίτλος": "Β", "tags": ["γ"], "code": "012", "big": None, "on": None},
    ]
    read = rows(geojson(records))
    assert read[0].cells["tags"] == "α, β"
    assert [row.cells["code"] for row in read] == ["007", "012"]
    assert [row.cells["big"] for row in read] == ["12345678901", ""]
    assert read[0].cells["on"] == "2026-05-12"


def test_a_file_with_features_but_no_rows_says_so() -> None:
    with pytest.raises(RuleError, match="holds no rows"):
        proposed(b'{"type": "FeatureCollection", "features": []}')


@pytest.mark.parametrize(
    ("text", "crs"),
    [("EPSG:2100", 2100), ("OGC:CRS84", 4326), ("EPSG:4979", 4326), ("", None), ("nonsense", None)],
)
def test_a_system_is_known_by_what_the_file_says(text: str, crs: int | None) -> None:
    said = said_system(text)
    assert (said.value if said else None) == crs


TEXTS = st.text(st.sampled_from("abΑβ 1.,;\n'\"<&>°€"), max_size=12)


@pytest.mark.slow
@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(TEXTS, st.floats(19, 30), st.floats(34, 42)), min_size=1, max_size=5))
def test_any_collection_reads_back_as_it_was_written(
    content: list[tuple[str, float, float]],
) -> None:
    records = [{"κωδ": f"n{at}", "t": text} for at, (text, _, _) in enumerate(content)]
    shapes = [f"POINT ({x!r} {y!r})" for _, x, y in content]
    read = rows(geojson(records, shapes))
    assert [row.cells["κωδ"] for row in read] == [one["κωδ"] for one in records]
    assert [row.cells["t"] for row in read] == [one["t"] for one in records]
    for row, (_, x, y) in zip(read, content, strict=True):
        point = shapely.from_wkt(row.cells["geometry"])
        assert abs(point.x - x) < 1e-12
        assert abs(point.y - y) < 1e-12
