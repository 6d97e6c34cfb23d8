"""Candidates of a draw from a file: what is read, what is refused beside it, what is shown."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import Workbook

from inmeko.accounts.rules import Role
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.rules import candidate_files as files
from inmeko.consultations.rules import lottery
from inmeko.consultations.rules.lottery import Candidate
from inmeko.consultations.services import lottery as drawing
from inmeko.kernel.errors import RuleError
from tests.builders import committees as made
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
GREEK = "Α/Α;Επώνυμο;Όνομα;ΑΦΜ;Ομάδα\n2;Βλάχου;Άννα;094014201;Γυναίκες\n1;Ψαρράς;Ώτος;1;Άνδρες\n"
READ = [Candidate(1, "Άνδρες", "Ψαρράς Ώτος"), Candidate(2, "Γυναίκες", "Βλάχου Άννα")]


def read(content: bytes | str) -> files.ListFile:
    raw = content.encode() if isinstance(content, str) else content
    return files.read_file(io.BytesIO(raw))


def xlsx(*rows: Any) -> bytes:
    book, kept = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(list(row))
    book.save(kept)
    return kept.getvalue()


def refusal(content: bytes | str) -> str:
    """The sentence of a refusal, which must stand under the field of the file."""
    with pytest.raises(RuleError) as caught:
        read(content)
    assert caught.value.field == "file"
    return caught.value.message % (caught.value.values or {})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "windows-1253", "iso-8859-7", "utf-16"])
def test_greek_is_read_however_it_is_written(encoding: str) -> None:
    found = read(GREEK.encode(encoding))
    assert found.candidates == READ
    assert found.taken == ("Α/Α", "Επώνυμο", "Όνομα", "Ομάδα")
    assert found.left == ("ΑΦΜ",)


def test_a_workbook_is_read_with_its_title_and_what_is_not_needed_is_left() -> None:
    rows = [["Κατάλογος υποψηφίων"], [], ["ΑΡΙΘΜΟΣ", "Ονοματεπώνυμο", "Τηλέφωνο", "ομάδα"]]
    found = read(xlsx(*rows, [7, "Άννα", 6900000000, None], [8.0, None, None, "Άνδρες"]))
    assert found.candidates == [Candidate(7, "", "Άννα"), Candidate(8, "Άνδρες", "")]
    assert found.left == ("Τηλέφωνο",)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("1;Άννα;Γ\n2;Βάσω;Δ\n", [Candidate(1, "Γ", "Άννα"), Candidate(2, "Δ", "Βάσω")]),
        ("Κωδ.,Πολίτης\n1,Άννα\n\n2,Βάσω\n", [Candidate(1, "", "Άννα"), Candidate(2, "", "Βάσω")]),
        ("17\n0018\n", [Candidate(17), Candidate(18)]),
        ("Number\tName\n3\t\n", [Candidate(3)]),
    ],
)
def test_without_known_names_the_first_columns_are_number_name_and_group(
    content: str, expected: list[Candidate]
) -> None:
    assert read(content).candidates == expected


def test_what_divides_or_turns_a_typed_list_does_not_come_into_it() -> None:
    odd = 'Αριθμός;Όνομα;Ομάδα\n1;"Άννα; 2;Βάσω\n3;Γιώργος\u2028\u202e";"Γ\x85;"\n'
    [one] = read(odd).candidates
    assert one == Candidate(1, "Γ ,", "Άννα, 2,Βάσω 3,Γιώργος")
    assert lottery.read_list(lottery.typed_list([one])) == [one]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "empty"),
        ("\n \n", "empty"),
        ("Αριθμός;Όνομα\n", "no candidates"),
        ("Αριθμός;Όνομα\n1;Α\n2;Β\n1;Γ\n", "1 stands on lines 2 and 4"),
        ("Αριθμός;Όνομα\n1;Α\nδύο;Β\n", "Line 3: “δύο”"),
        ("Αριθμός;Όνομα\n1;Α\n;Β\n", "Line 3"),
        ("Αριθμός;Όνομα\n1234567890;Α\n", "Line 2"),
        ("Αριθμός;Όνομα\n-1;Α\n", "Line 2"),
        ("Όνομα;Τηλέφωνο\nΑ;Β\n", "Line 2: “Α”"),
        ("Αριθμός;Όνομα\n1;Α;Β;Γ\n2;Β\n3;Δ\n", "Line 2 has more cells"),
        ('Αριθμός;Όνομα\n1;"Α\n2;Β\n3;Γ\n', "quoted cell"),
        ("Αριθμός;Όνομα\n1;Α\0\n", "NUL"),
        (b"%PDF-1.4\n", "PDF"),
        (b"\x89PNG\r\n", "picture"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 100, "old kind"),
        ("<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        ('{"type": "FeatureCollection", "features": []}', "CSV or XLSX"),
        (b"PK\x03\x04junk", "damaged"),
        ("Αριθμός;Όνομα\n1;" + "Α" * 200_000 + "\n", "longer than"),
        (";".join(["Αριθμός"] * 600) + "\n1\n", "columns"),
    ],
)
def test_what_is_no_list_is_refused_and_the_line_is_named(content: Any, said: str) -> None:
    assert said in refusal(content)


def test_too_many_candidates_and_too_large_a_file_are_refused(monkeypatch) -> None:
    monkeypatch.setattr(files, "MOST_CANDIDATES", 2)
    assert read("1;Α\n2;Β\n").candidates
    assert "at most 2" in refusal("1;Α\n2;Β\n3;Γ\n")
    monkeypatch.setattr(files, "MOST_BYTES", 10)
    assert "5 MB" in refusal("1;Άννα\n2;Βάσω\n")


def test_a_workbook_made_to_fill_memory_or_to_hide_entities_is_refused() -> None:
    def tampered(name: str, content: bytes) -> bytes:
        kept = io.BytesIO()
        plain = zipfile.ZipFile(io.BytesIO(xlsx([1, "Α"])))
        with plain as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
            for one in old.namelist():
                new.writestr(one, content if one == name else old.read(one))
        return kept.getvalue()

    assert refusal(tampered("xl/worksheets/sheet1.xml", b" " * (64 << 20)))
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]><worksheet>&b;</worksheet>'
    assert "entities" in refusal(tampered("xl/worksheets/sheet1.xml", entities))
    assert refusal(tampered("xl/workbook.xml", b"<workbook/>"))


@pytest.fixture
def committee(session, at, sign_in):
    at(NOON)
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    sign_in(Role.PLANNER, town=town)
    return made.committee(town)


def send(client: Any, path: str, content: bytes, name: str = "λίστα.csv", **typed: str) -> Any:
    return client.post(path, data={"seats": "1; 0", "file": (io.BytesIO(content), name), **typed})


def test_a_file_is_kept_as_a_list_and_shown_before_it_is_frozen(client, committee) -> None:
    path = f"/dokimi/committee/{committee.id}/draws/new"
    page = client.get(path).text
    assert 'enctype="multipart/form-data"' in page
    seats = "1; 0; Άνδρες\n1; 0; Γυναίκες"
    answer = send(client, path, GREEK.encode("windows-1253"), seats=seats)
    assert answer.status_code == 303
    shown = client.get(answer.location).text
    assert "Διαβάστηκαν 2 υποψήφιοι" in shown
    assert "Δεν ελήφθησαν οι στήλες του αρχείου: ΑΦΜ" in shown
    assert "Βλάχου Άννα" in shown
    assert "094014201" not in shown
    [draw] = queries.draws(committee)
    assert drawing.listed(draw) == READ
    drawing.freeze(made.SOMEBODY, draw, source="Τζόκερ", seed_at=datetime(2026, 6, 1, tzinfo=UTC))
    assert "Βλάχου Άννα" not in client.get(answer.location).text
    client.post("/logout")
    assert "Βλάχου" not in client.get(answer.location).text


def test_a_refusal_stands_beside_the_file_and_nothing_typed_is_lost(client, committee) -> None:
    path = f"/dokimi/committee/{committee.id}/draws/new"
    typed = {"candidates": "5; Τυπωμένη Υποψήφια", "seats": "1; 1"}
    for content, name, said in (
        (b"%PDF-1.4\n", "λίστα.csv", "PDF"),
        (b"", "κενό.csv", "κενό"),
        ("5;Άλλη\n6;Β\n".encode(), "λίστα.csv", "Ο αριθμός 5"),
        ("7;Α\n7;Β\n".encode(), "λίστα.csv", "στις γραμμές 1 και 2"),
        ("7;<script>\nx<b>;Β\n".encode(), "λίστα.csv", "x&lt;b&gt;"),
    ):
        refused = send(client, path, content, name, **typed)
        assert refused.status_code == 422, name
        assert said in refused.text.split('id="file-error"')[1].split("</p>")[0], said
        assert "Τυπωμένη Υποψήφια" in refused.text
    assert not queries.draws(committee)
    neither = client.post(path, data={"seats": "1; 0"})
    assert neither.status_code == 422
    assert 'id="candidates-error"' in neither.text


def test_what_was_read_stays_in_the_list_when_another_field_is_refused(client, committee) -> None:
    path = f"/dokimi/committee/{committee.id}/draws/new"
    for seats in ("", "πολλοί"):
        refused = send(client, path, b"7;Eleni\n", candidates="5; Anna", seats=seats)
        assert refused.status_code == 422
        listed = refused.text.split('id="candidates"')[1].split("</textarea>")[0]
        assert listed.split(">")[1].split() == ["5;Anna", "7;Eleni"]
    assert not queries.draws(committee)


def test_a_file_is_added_to_the_list_or_takes_the_place_of_an_emptied_one(
    client, committee
) -> None:
    draw = made.draw(committee)
    path = f"/dokimi/committee/{committee.id}/draws/{draw.id}/edit"
    content = "11;Νέα\n".encode()
    assert send(client, path, content, candidates=made.LIST).status_code == 303
    assert [one.number for one in drawing.listed(draw)] == list(range(1, 12))
    assert send(client, path, content, candidates="").status_code == 303
    assert drawing.listed(draw) == [Candidate(11, "", "Νέα")]
