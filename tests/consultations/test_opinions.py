"""The opinion of the deliberation committee and its document: taken, refused, read by everybody."""

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from inmeko.accounts.rules import Role
from inmeko.consultations.queries import committees as queries
from inmeko.consultations.services.committees import OPINION
from inmeko.extensions import db, storage
from inmeko.records import queries as records
from tests.builders import committees as made
from tests.builders import texts
from tests.builders.files import PAPER
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/committee"
WORDS = "Συμφωνούμε, με αργότερο ωράριο."


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def committee(town, sign_in):
    sign_in(Role.PLANNER, town=town)
    return made.committee(town)


def form(**changes: Any) -> dict[str, Any]:
    given = {
        "text": "0",
        "subject": "Κανονισμός",
        "verdict": "with_remarks",
        "words": WORDS,
        "given_on": "2026-05-12",
    }
    return {**given, **changes}


def sent(client: Any, committee: Any, content: bytes, name: str, **changes: Any) -> Any:
    """The page after an opinion was entered with a document, or refused."""
    given = form(document=(io.BytesIO(content), name), **changes)
    return client.post(f"{PATH}/{committee.id}/opinions/new", data=given)


def docx() -> bytes:
    """The least that is a document of Word."""
    kept = io.BytesIO()
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("[Content_Types].xml", f'<Types><Override ContentType="{kind}"/></Types>')
        archive.writestr("word/document.xml", "<w:document/>")
    return kept.getvalue()


def test_the_form_sends_the_document_and_not_its_name_alone(client, committee) -> None:
    page = client.get(f"{PATH}/{committee.id}/opinions/new").text
    assert 'enctype="multipart/form-data"' in page
    assert 'accept=".pdf,.docx"' in page


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [(PAPER, "Γνωμοδότηση 3.pdf", "Γνωμοδότηση 3.pdf"), (docx(), "../γνώμη.DOCX", "γνώμη.docx")],
)
def test_a_paper_is_kept_and_read_by_everybody(
    client, committee, content: bytes, name: str, kept: str
) -> None:
    text = texts.text(committee.municipality)
    assert sent(client, committee, content, name, text=str(text.id)).status_code == 303
    [opinion] = queries.opinions(committee)
    [paper] = records.attachments(OPINION, opinion.id)
    assert (paper.filename, paper.public) == (kept, True)
    stranger = client.application.test_client()
    for page in (f"{PATH}/{committee.id}", f"/dokimi/consultations/{text.id}"):
        assert kept in stranger.get(page).text, page
    answer = stranger.get(f"/files/{paper.id}/{kept}")
    assert answer.data == content
    assert "attachment" in answer.headers["Content-Disposition"]
    assert stranger.get(f"/files/{paper.id}/other.pdf").status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<html><script>alert(1)</script>", "γνώμη.pdf", "HTML"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "σάρωση.png", "PDF ή DOCX"),
        (b"1;2\n", "πίνακας.csv", "PDF ή DOCX"),
        (b"MZ\x90\0", "γνώμη.docx", "Windows"),
        (b"", "κενό.pdf", "0 byte"),
    ],
)
def test_what_is_no_paper_is_refused_beside_its_field_and_nothing_is_kept(
    client, committee, content: bytes, name: str, said: str
) -> None:
    refused = sent(client, committee, content, name)
    assert refused.status_code == 422
    beside = refused.text.split('id="document-error"')[1].split("</p>")[0]
    assert name in beside
    assert said in beside
    assert WORDS in refused.text, "what was typed is still there"
    assert not queries.opinions(committee)


def test_a_paper_that_is_too_large_is_refused_with_its_size(client, committee, monkeypatch) -> None:
    monkeypatch.setattr(storage, "limit", len(PAPER))
    refused = sent(client, committee, PAPER + b"\n", "μεγάλο.pdf")
    assert refused.status_code == 422
    assert "1 MB" in refused.text.split('id="document-error"')[1].split("</p>")[0]
    assert not queries.opinions(committee)


def test_an_opinion_needs_no_document_and_the_field_may_stay_empty(client, committee) -> None:
    assert sent(client, committee, b"", "").status_code == 303
    [opinion] = queries.opinions(committee)
    assert not records.attachments(OPINION, opinion.id)


def test_who_does_not_keep_the_committee_adds_nothing(client, committee, sign_in) -> None:
    sign_in(Role.PLANNER, town=municipality(slug="allos"))
    assert sent(client, committee, PAPER, "α.pdf").status_code == 403
    client.post("/logout")
    assert sent(client, committee, PAPER, "α.pdf").status_code == 401
    assert not queries.opinions(committee)


@pytest.mark.parametrize("field", ["votes_for", "votes_against", "votes_blank"])
@pytest.mark.parametrize("number", ["-1", "1001", "99999999999999999999"])
def test_votes_that_no_committee_has_are_refused_under_their_field(
    client, committee, field: str, number: str
) -> None:
    refused = client.post(f"{PATH}/{committee.id}/opinions/new", data=form(**{field: number}))
    assert refused.status_code == 422
    assert f'id="{field}-error"' in refused.text


def test_many_opinions_with_papers_ask_as_often_as_one(client, committee) -> None:
    def asked() -> int:
        db.session.expire_all()
        with count_queries() as statements:
            assert client.get(f"{PATH}/{committee.id}").status_code == 200
        return len(statements)

    sent(client, committee, PAPER, "α.pdf")
    few = asked()
    for number in range(4):
        sent(client, committee, PAPER + b"\n" * number, "β.pdf")
    assert asked() == few
