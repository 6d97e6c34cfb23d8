"""Files on their way into the inventory: refused, corrected, remembered; on both engines."""

import io

import pytest
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel.errors import RuleError
from inmeko.resources.models import AssetImport
from inmeko.resources.services import importing
from tests.builders.imports import attica, bring, counts, register, table
from tests.builders.people import municipality
from tests.builders.resources import PLANNER

UNREADABLE = {
    "empty.csv": b"",
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "book.xlsx": b"PK\x03\x04" + b"\x00" * 400,
    "words.csv": "Αγαπητέ δήμαρχε\nσας γράφω για το σχολείο.\n".encode(),
    "one-column.csv": b"a\n1\n2\n",
    "binary.csv": b"id;title\n1;\x00\x01\x02\n",
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_table_is_refused_and_nothing_is_kept(session, name):
    town = municipality()
    with pytest.raises(RuleError):
        importing.stage(PLANNER, town, io.BytesIO(UNREADABLE[name]), name)
    assert session.scalar(sa.select(sa.func.count(AssetImport.id))) == 0


def test_half_a_file_is_not_imported_in_part(session):
    town = municipality()
    whole = attica(3000)
    staged = importing.stage(PLANNER, town, io.BytesIO(whole[:-30]), "half.csv")
    with pytest.raises(RuleError, match="cut off"):
        importing.check(staged)
    with pytest.raises(RuleError), db.session.begin_nested():
        importing.run(PLANNER, staged)
    assert register(town) == {}


def test_another_encoding_is_told_by_its_letters(session):
    town = municipality()
    content = attica(9).decode().encode("windows-1253")
    assert counts(bring(town, content)) == (9, 0, 0, 0)
    assert register(town)["1"].title == "ΔΗΜΟΤΙΚΟ ΣΧΟΛΕΙΟ 1"


def test_a_register_is_read_as_it_was_read_last_time(session):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(3)), "2025.csv")
    importing.adjust(
        PLANNER,
        staged,
        settings={},
        corrections={"register": "Κτήρια", "columns": {"notes": ["megethos_1"]}},
    )
    importing.run(PLANNER, staged)
    again = importing.stage(PLANNER, town, io.BytesIO(attica(4)), "other.csv")
    assert again.register == "Κτήρια"
    assert again.plan["columns"]["notes"] == ["megethos_1"]
    assert counts(importing.run(PLANNER, again)) == (1, 0, 3, 0)


def test_a_corrected_encoding_is_looked_at_anew_and_other_corrections_stay(session):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(3)), "a.csv")
    fresh = importing.adjust(
        PLANNER,
        staged,
        settings={"decimal": "."},
        corrections={"columns": {"notes": ["megethos_1"]}, "register": "Άλλο"},
    )
    assert fresh
    assert staged.chosen == {"decimal": "."}
    assert staged.plan["columns"]["notes"] == ["megethos_1"]
    assert staged.register == "Άλλο"


def test_a_register_without_a_name_is_refused(session):
    town = municipality()
    staged = importing.stage(PLANNER, town, io.BytesIO(attica(3)), "a.csv")
    with pytest.raises(RuleError) as refused:
        importing.adjust(PLANNER, staged, settings={}, corrections={"register": " "})
    assert refused.value.field == "register"


def test_only_the_first_thousand_rejections_are_kept_with_their_count(session):
    town = municipality()
    rows = [[str(n), "", "x"] for n in range(1200)]
    content = table(["id", "title", "remark"], [["a", "Κάτι", "y"], *rows])
    report = bring(town, content, corrections={"columns": {"title": "title"}})
    assert counts(report) == (1, 0, 0, 1200)
    assert len(report.complete(str)["rejections"]) == 1200
    kept = session.scalar(sa.select(AssetImport).where(AssetImport.municipality_id == town.id))
    assert (len(kept.report["rejections"]), kept.report["rejections_total"]) == (1000, 1200)
