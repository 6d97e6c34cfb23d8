"""Files that are broken, lie about themselves, or were made to do harm: a sentence for each."""

import io
import socket
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inmeko.kernel.errors import DomainError, RuleError
from inmeko.resources.rules import archives
from inmeko.resources.rules.proposal import propose
from inmeko.resources.rules.sources import open_table
from tests.builders.formats import geojson, repacked, shapefile, workbook, written, zipped
from tests.resources.rules.files import imported

SHEET = {"Φ": [("id", "τίτλος"), (1, "Σχολείο"), (2, "Πάρκο")]}
ENTITY = b'<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
BILLION = b'<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def changed(content: bytes, member: str, change: Callable[[bytes], bytes]) -> bytes:
    return repacked(content, lambda name, part: change(part) if name.endswith(member) else part)


def with_entities(part: bytes) -> bytes:
    return part.replace(b"<worksheet", BILLION + b"<worksheet", 1)


def database(*statements: str) -> bytes:
    """A GeoPackage to which somebody has added something."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "data.gpkg"
        path.write_bytes(written("GPKG", layer="assets")["gpkg"])
        with closing(sqlite3.connect(path)) as base:
            for statement in statements:
                base.execute(statement)
            base.commit()
        return path.read_bytes()


def locked() -> bytes:
    content = bytearray(zipped({"a.shp": b"1234"}))
    for at in (content.index(b"PK\x03\x04") + 6, content.index(b"PK\x01\x02") + 8):
        content[at] |= 1
    return bytes(content)


GPKG = written("GPKG", layer="assets")["gpkg"]
KML = written("KML")["kml"]
HOSTILE = {
    "a workbook that is half": (workbook(SHEET)[:-300], "only half of it arrived"),
    "a workbook with a broken sheet": (
        changed(workbook(SHEET), "sheet1.xml", lambda part: part[:200]),
        "cannot be read",
    ),
    "a workbook with entities": (
        changed(workbook(SHEET), "sheet1.xml", with_entities),
        "entities",
    ),
    "a workbook without sheets": (
        zipped({"xl/workbook.xml": b"<w/>", "[Content_Types].xml": b"<t/>"}),
        "cannot be read",
    ),
    "a workbook of the header only": (workbook({"Φ": []}), "holds no rows"),
    "a bomb": (zipped({"a.shp": b"\0" * (40 << 20)}), "Unpacked, this file would take 40 MB"),
    "a bomb of a workbook": (
        changed(workbook(SHEET), "sheet1.xml", lambda part: part + b" " * (40 << 20)),
        "Unpacked",
    ),
    "an archive with a password": (locked(), "locked by a password"),
    "an archive of nothing": (zipped({}), "unpack it"),
    "an archive of an archive": (zipped({"a.zip": shapefile()}), "archive inside this archive"),
    "a shapefile without its table": (
        zipped({"a.shp": b"\x00\x00\x27\x0a" + b"\0" * 200}),
        "no rows",
    ),
    "a shapefile of noise": (
        zipped({"a.shp": b"noise" * 50, "a.dbf": b"\x03" + b"\x01" * 100, "a.shx": b""}),
        "damaged",
    ),
    "a collection that is half": (geojson()[:-60], "damaged|half of it is missing"),
    "a collection cut inside a letter": (geojson()[:-108], "half of it is missing|damaged"),
    "a web page named as a map": (b"<!DOCTYPE html><html><body>404</body></html>", "HTML"),
    "a database that is none": (b"SQLite format 3\0" + b"x" * 3000, "damaged"),
    "a package that is half": (GPKG[:9000], "damaged|no GeoPackage"),
    "a package that runs programs": (
        database(
            "CREATE VIEW spy AS SELECT gdal_get_pixel_value('/etc/hostname', 1, 'georef', 1, 1)",
            "INSERT INTO gpkg_contents (table_name, data_type, identifier) "
            "VALUES ('spy', 'attributes', 'spy')",
        ),
        "programs of their own",
    ),
    "a package with a strange table": (
        database("CREATE VIRTUAL TABLE spy USING fts5(body)"),
        "programs of their own",
    ),
    "marks with entities": (KML.replace(b"<kml", ENTITY + b"<kml", 1), "entities|HTML or XML"),
    "marks in another root": (b"<?xml version='1.0'?><!-- <kml> --><gml/>", "HTML or XML"),
    "marks that are half": (KML[:-200], "damaged"),
    "another format hidden in marks": (
        b'<OGRVRTDataSource><!-- <kml> --><OGRVRTLayer name="x">'
        b"<SrcDataSource>/etc/passwd</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>",
        "HTML or XML|lines|columns",
    ),
    "a service hidden in JSON": (
        b'{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline read /etc/passwd"}',
        "no GeoJSON",
    ),
    "a topology": (b'{"type": "Topology", "objects": {}, "arcs": []}', "no GeoJSON"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_each_gets_a_sentence(name: str) -> None:
    content, sentence = HOSTILE[name]
    with pytest.raises(RuleError, match=sentence):
        imported(io.BytesIO(content))


def test_a_row_of_ten_thousand_columns_is_refused() -> None:
    names = [f"c{at}" for at in range(10_000)]
    features = geojson([dict.fromkeys(names[:600], "x")], ["POINT (1 1)"])
    for content in (";".join(names).encode() + b"\n", workbook({"Φ": [names, names]}), features):
        with pytest.raises(RuleError, match="columns; at most 500 are read"):
            imported(io.BytesIO(content))


def test_no_name_in_an_archive_leads_out_of_its_folder() -> None:
    with zipfile.ZipFile(io.BytesIO(shapefile())) as archive:
        parts = {
            f"../../../../tmp/out-of-the-box.{name[-3:]}": archive.read(name)
            for name in archive.namelist()
        }
    _, tally = imported(io.BytesIO(zipped(parts)))
    assert tally.read == 2
    assert not list(Path("/tmp").glob("out-of-the-box*"))


def test_a_link_in_marks_is_not_followed() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.5)
        port = server.getsockname()[1]
        link = (
            f"<NetworkLink><Link><href>http://127.0.0.1:{port}/a.kml</href></Link></NetworkLink>"
            "<NetworkLink><Link><href>/etc/hostname</href></Link></NetworkLink>"
        )
        candidates, _ = imported(io.BytesIO(KML.replace(b"<Folder>", f"{link}<Folder>".encode())))
        assert len(candidates) == 2
        with pytest.raises(TimeoutError):
            server.accept()


def test_nothing_is_left_behind_whether_it_is_read_or_refused(tmp_path, monkeypatch) -> None:
    # A folder of its own: other tests read files at the same time.
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    imported(io.BytesIO(geojson()))
    with suppress(RuleError):
        imported(io.BytesIO(geojson()[:-40]))
    table = open_table(io.BytesIO(KML), propose(io.BytesIO(KML)).plan.settings)
    next(iter(table))
    del table
    assert not list(tmp_path.iterdir())


def test_a_file_is_told_by_its_content_and_not_by_its_name() -> None:
    assert propose(io.BytesIO(workbook(SHEET)), "register.csv").plan.format == "xlsx"
    assert propose(io.BytesIO(b"id;t\n1;a\n2;b\n"), "register.xlsx").plan.format == "csv"
    assert propose(io.BytesIO(geojson()), "register.kml").plan.format == "geojson"


def test_an_archive_is_never_unpacked_beyond_what_it_declares(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1000)
    with pytest.raises(RuleError, match="lest it fill the disk"):
        imported(io.BytesIO(workbook(SHEET)))


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(["xlsx", "zip"]))
def test_archives_with_some_bytes_changed_are_read_or_refused(
    data: st.DataObject, form: str
) -> None:
    content = bytearray(workbook(SHEET) if form == "xlsx" else zipped({"a.csv": b"a;b"}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with suppress(DomainError):
        imported(io.BytesIO(bytes(content)))


@example(b'{"type":"FeatureCollection","features":[{}]}')
@pytest.mark.slow
@settings(max_examples=4, deadline=None)
@given(st.binary(max_size=60))
def test_maps_with_any_bytes_inside_are_read_or_refused(noise: bytes) -> None:
    for content in (geojson(), KML, GPKG):
        middle = len(content) // 2
        with suppress(DomainError):
            imported(io.BytesIO(content[:middle] + noise + content[middle + len(noise) :]))
    with suppress(DomainError):
        imported(io.BytesIO(noise))
