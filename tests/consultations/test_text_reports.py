"""The report of a consultation: every file, formulas guarded, nothing private in any of them."""

import csv
import html
import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from inmeko.consultations.rules import text_report as rules
from inmeko.consultations.rules.text_report import About, Heard
from inmeko.consultations.rules.texts import CommentState, TextKind, Voice
from inmeko.consultations.services import comments
from inmeko.kernel.actor import Actor
from tests.builders import texts as made
from tests.builders.people import municipality
from tests.papers import text_of

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PRIVATE = ("mystiki@example.org", "Μυστική Αναφορά", "Κρυμμένα λόγια", "voithos@example.org")


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def text(town):
    """A text with a comment that looks like a formula, and one that is hidden."""
    text = made.text(town)
    private: dict[str, Any] = {"email": PRIVATE[0], "name": PRIVATE[1], "area": "Μικρό Χωριό"}
    one = made.comment(text, text="=1+1 και ένα κουδούνι\x07", **private)
    hidden = made.comment(text, text=PRIVATE[2], **private)
    comments.hide(Actor(), hidden, "Προσβλητικό")
    comments.support(one, PRIVATE[3], "el", confirmed=True)
    made.comment(text, text="Ανεπιβεβαίωτο σχόλιο", confirmed=False)
    return text


def words(content: bytes, ending: str) -> str:
    """All that a file says."""
    if ending == "pdf":
        return text_of(content)
    if ending in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            found = (parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
            return html.unescape("\n".join(found))
    return content.decode()


@pytest.mark.parametrize("ending", ["docx", "pdf", "xlsx", "csv"])
def test_no_file_of_the_report_says_anything_private(client, text, ending: str) -> None:
    answer = client.get(f"/dokimi/consultations/{text.id}/report.{ending}")
    assert answer.status_code == 200
    told = words(answer.data, ending)
    assert "Προσβλητικό" in told
    assert [one for one in (*PRIVATE, "Ανεπιβεβαίωτο", "Μικρό Χωριό") if one in told] == []


@pytest.mark.parametrize("path", ["consultations/{}/report", "api/consultations/{}/comments"])
def test_neither_page_nor_interface_says_anything_private(client, text, path: str) -> None:
    answer = client.get("/dokimi/" + path.format(text.id))
    told = str(answer.json) if answer.is_json else answer.text
    assert "Προσβλητικό" in told
    assert [one for one in (*PRIVATE, "Ανεπιβεβαίωτο", "Μικρό Χωριό") if one in told] == []


def test_the_interface_has_public_fields_alone(client, text) -> None:
    rows = client.get(f"/dokimi/api/consultations/{text.id}/comments").json["comments"]
    assert set(rows[0]) == {
        *("id", "article", "state", "for", "organisation", "text", "written_at"),
        *("supports", "theme", "reply", "hidden_because", "place"),
    }


def test_a_draft_has_no_interface(client, town) -> None:
    text = made.draft(town)
    assert client.get(f"/dokimi/api/consultations/{text.id}/comments").status_code == 401


def test_a_comment_that_looks_like_a_formula_is_a_comment(client, text) -> None:
    base = f"/dokimi/consultations/{text.id}/report"
    table = csv.reader(io.StringIO(client.get(f"{base}.csv").text.lstrip("\ufeff")), delimiter=";")
    assert list(table)[1][5].startswith("'=1+1")
    book = load_workbook(io.BytesIO(client.get(f"{base}.xlsx").data))
    assert book.sheetnames == ["Σχόλια", "Συμμετοχή", "Θέματα και απαντήσεις"]
    cell = book["Σχόλια"]["F2"]
    assert cell.data_type == "s"
    assert cell.value.startswith("'=1+1")


def test_papers_print_a_part_and_say_so_while_the_tables_hold_every_comment() -> None:
    about = About("Τίτλος", TextKind.PLAN, "Δήμος", NOON, NOON)
    heard = [_heard("") for _ in range(rules.MOST_PRINTED + 1)]
    listed = rules.sections(about, heard, [])[-1]
    assert len(listed.tables[0].rows) == rules.MOST_PRINTED
    assert "XLSX" in listed.paragraphs[0]
    assert len(rules.rows(heard)) == rules.MOST_PRINTED + 1
    assert rules.sections(about, heard[1:], [])[-1].paragraphs == ()


def test_the_command_writes_every_file(app, text, tmp_path) -> None:
    folder = tmp_path / "out"
    done = app.test_cli_runner().invoke(
        args=["consultations", "report", str(text.id), "--out", str(folder)]
    )
    assert done.exit_code == 0, done.output
    assert {one.suffix for one in folder.iterdir()} == {".docx", ".pdf", ".xlsx", ".csv"}
    told = "".join(words(one.read_bytes(), one.suffix[1:]) for one in folder.iterdir())
    assert [one for one in PRIVATE if one in told] == []


def test_the_command_names_a_consultation_that_is_none(app, town, tmp_path) -> None:
    folder = str(tmp_path / "out")
    done = app.test_cli_runner().invoke(args=["consultations", "report", "999", "--out", folder])
    assert done.exit_code == 1
    assert "There is no such consultation." in done.output


def test_a_draft_says_so_on_every_paper(client, text) -> None:
    for ending in ("docx", "pdf"):
        told = words(client.get(f"/dokimi/consultations/{text.id}/report.{ending}").data, ending)
        assert "ΣΧΕΔΙΟ" in told
        assert "Σχέδιο έκθεσης διαβούλευσης" in told


def _heard(area: str) -> Heard:
    return Heard(1, "Άρθρο", CommentState.PUBLIC, Voice.PERSON, "", area, "Λόγια", NOON, 0)
