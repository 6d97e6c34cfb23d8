"""Registers in and the inventory out on the command line, on both engines."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from inmeko.resources.models import Asset, AssetImport
from tests.builders.formats import shapefile, workbook
from tests.builders.imports import attica, table
from tests.builders.people import municipality

COUNTS = ("read", "created", "updated", "unchanged", "rejected")


@pytest.fixture
def town(session):
    made = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    session.commit()
    return made


@pytest.fixture
def say(app, session):
    """Say a command of `inmeko resources`."""

    def run(*words, town="dokimi"):
        runner = app.test_cli_runner()
        return runner.invoke(args=["resources", *map(str, words), "--municipality", town])

    return run


def total(session):
    return session.scalar(sa.select(sa.func.count(Asset.id)))


def counted(path):
    report = json.loads(path.read_text("utf-8"))
    assert report["read"] == sum(report[name] for name in COUNTS[1:])
    return tuple(report[name] for name in COUNTS)


def test_a_file_comes_in_and_again_changes_nothing(say, town, tmp_path, session):
    file, report = tmp_path / "ktiria.csv", tmp_path / "r.json"
    file.write_bytes(attica(12))
    first = say("import", file, "--report", report)
    assert first.exit_code == 0, first.output
    assert counted(report) == (12, 12, 0, 0, 0)
    assert "12" in first.stdout
    assert "EPSG:4326" in first.stdout
    again = say("import", file, "--report", report)
    assert again.exit_code == 0
    assert counted(report) == (12, 0, 0, 12, 0)
    assert total(session) == 12


def test_a_rehearsal_says_what_would_happen_and_writes_nothing(say, town, tmp_path, session):
    file, report = tmp_path / "ktiria.csv", tmp_path / "r.json"
    file.write_bytes(attica(12))
    assert say("import", file, "--dry-run", "--report", report).exit_code == 0
    assert counted(report) == (12, 12, 0, 0, 0)
    assert json.loads(report.read_text())["dry_run"] is True
    assert total(session) == 0
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 0


def test_rejected_rows_are_told_with_line_and_cell(say, town, tmp_path):
    file, report = tmp_path / "a.csv", tmp_path / "r.json"
    file.write_bytes(attica(30).replace(b"23,702", "εκεί".encode()))
    done = say("import", file, "--report", report, "--language", "en")
    assert done.exit_code == 1
    assert counted(report) == (30, 29, 0, 0, 1)
    assert "line 3, longitude, latitude" in done.stdout
    (one,) = json.loads(report.read_text())["rejections"]
    assert one["row"] == 3
    assert "%(" not in one["message"]


def test_a_mapping_and_options_correct_the_guesses(say, town, tmp_path, session):
    file, mapping = tmp_path / "a.csv", tmp_path / "m.json"
    file.write_bytes(attica(3).decode().encode("windows-1253"))
    mapping.write_text(
        json.dumps({"columns": {"notes": "megethos_1"}, "defaults": {"use": "idle"}})
    )
    options = ("--mapping", mapping, "--encoding", "windows-1253", "--crs", "EPSG:4326")
    done = say("import", file, *options, "--register", "Κτήρια")
    assert done.exit_code == 0, done.output
    one = session.scalars(sa.select(Asset).order_by(Asset.id)).first()
    assert (one.notes, one.use.value, one.register) == ("ΜΙΚΡΟΣ", "idle", "Κτήρια")
    assert one.title.startswith("ΔΗΜΟΤΙΚΟ")


NOT_READ = {
    "missing file": (["import", "nowhere.csv"], "nowhere.csv"),
    "folder": (["import", "."], "."),
    "unknown encoding": (["import", "a.csv", "--encoding", "klingon"], "klingon"),
    "unknown system": (["import", "a.csv", "--crs", "EPSG:1"], "1"),
    "no system": (["import", "a.csv", "--crs", "Hellas"], "Hellas"),
    "broken mapping": (["import", "a.csv", "--mapping", "broken.json"], "broken.json"),
    "mapping is a list": (["import", "a.csv", "--mapping", "list.json"], "JSON"),
    "missing mapping": (["import", "a.csv", "--mapping", "none.json"], "none.json"),
    "unknown field": (["import", "a.csv", "--mapping", "field.json"], "colour"),
    "unknown column": (["import", "a.csv", "--mapping", "column.json"], "nothing"),
    "unwritable report": (["import", "a.csv", "--report", "no/where.json"], "where.json"),
    "picture": (["import", "picture.csv"], ""),
    "empty": (["import", "empty.csv"], ""),
    "half": (["import", "half.csv"], ""),
    "wrong encoding": (["import", "a.csv", "--encoding", "utf-16"], ""),
    "unwritable export": (["export", "--out", "no/where.csv"], "where.csv"),
}


@pytest.mark.parametrize("case", NOT_READ)
def test_what_cannot_be_read_ends_in_one_sentence(say, town, tmp_path, monkeypatch, session, case):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_bytes(attica(3))
    Path("picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    Path("empty.csv").write_bytes(b"")
    Path("half.csv").write_bytes(attica(3)[:-25])
    Path("broken.json").write_text("{")
    Path("list.json").write_text("[]")
    Path("field.json").write_text('{"columns": {"colour": "a_a_1"}}')
    Path("column.json").write_text('{"columns": {"title": "nothing"}}')
    words, named = NOT_READ[case]
    done = say(*words, "--language", "en")
    assert done.exit_code == 2, done.output
    assert named in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert "%(" not in done.stderr
    assert total(session) == 0
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 0


def test_an_unknown_town_ends_in_one_sentence(say, town, tmp_path):
    file = tmp_path / "a.csv"
    file.write_bytes(attica(3))
    for words in (("import", file), ("export", "--out", tmp_path / "x.csv")):
        done = say(*words, town="nowhere")
        assert done.exit_code == 2
        assert len(done.stderr.strip().splitlines()) == 1


def test_the_whole_inventory_goes_out_and_comes_back_unchanged(say, town, tmp_path, session):
    file, report = tmp_path / "a.csv", tmp_path / "r.json"
    file.write_bytes(attica(5))
    say("import", file)
    for staff in ((), ("--staff",)):
        out = tmp_path / "out.csv"
        done = say("export", "--format", "csv", "--out", out, *staff)
        assert done.exit_code == 0, done.output
        assert ("register_ref" in out.read_text("utf-8-sig").splitlines()[0]) == bool(staff)
        assert say("import", out, "--report", report).exit_code == 0
        assert counted(report) == (5, 0, 0, 5, 0)
    assert say("export", "--format", "geojson", "--out", tmp_path / "x.geojson").exit_code == 0
    assert len(json.loads((tmp_path / "x.geojson").read_text("utf-8"))["features"]) == 5
    assert not list(tmp_path.glob("*.part"))


def test_a_file_without_numbers_of_its_own_is_known_again(say, town, tmp_path):
    file, report = tmp_path / "a.csv", tmp_path / "r.json"
    rows = [["Αποθήκη", "Ηρώων 1"], ["Αποθήκη", "Ηρώων 2"], ["Αποθήκη", "Ηρώων 2"]]
    file.write_bytes(table(["Τίτλος", "Διεύθυνση"], rows))
    assert say("import", file, "--report", report).exit_code == 0
    assert counted(report) == (3, 2, 0, 1, 0)
    say("import", file, "--report", report)
    assert counted(report) == (3, 0, 0, 3, 0)


def test_a_sheet_and_a_map_file_come_in_by_the_command(say, town, tmp_path, session):
    book, report = tmp_path / "μητρώο.xlsx", tmp_path / "r.json"
    rows = [("κωδικός", "τίτλος"), ("Ο1", "Οικόπεδο"), ("Ο2", "Αγρός")]
    lists = [("κωδικός", "τίτλος"), *[(n, f"Α{n}") for n in range(9)]]
    book.write_bytes(workbook({"Λίστα": lists, "Οικόπεδα": rows}))
    said = say("import", book, "--layer", "Οικόπεδα", "--report", report)
    assert said.exit_code == 0, said.output
    assert counted(report) == (2, 2, 0, 0, 0)
    assert "Οικόπεδα" in said.stdout
    unknown = say("import", book, "--layer", "Άλλο")
    assert unknown.exit_code == 2
    assert "it has: Λίστα, Οικόπεδα" in unknown.output or "Λίστα, Οικόπεδα" in unknown.output
    parts = tmp_path / "μητρώο.zip"
    parts.write_bytes(shapefile())
    said = say("import", parts, "--report", report)
    assert said.exit_code == 0, said.output
    assert counted(report) == (2, 2, 0, 0, 0)
    assert "EPSG:2100" in said.stdout
