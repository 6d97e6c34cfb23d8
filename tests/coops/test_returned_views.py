"""A statute that comes back over HTTP: compared, refused in a sentence, and never kept."""

import html
import io
import re
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from docx import Document

from inmeko.accounts.rules import Role
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.services.printing import as_docx
from inmeko.extensions import db
from inmeko.records.models import Attachment
from tests.builders import formations as build
from tests.builders.people import municipality


@pytest.fixture
def group(session, at):
    at(datetime(2026, 5, 12, 9, tzinfo=UTC))
    return build.seven(municipality(name="Δήμος Δοκιμής", slug="dokimi"))


def address(group) -> str:
    return f"/dokimi/coops/group/{queries.founders(group)[0].key}/statute/returned"


def text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def sent(client, group, content: bytes, name: str = "statute.docx") -> Any:
    data = {"file": (io.BytesIO(content), name)}
    return client.post(address(group), data=data, content_type="multipart/form-data")


def test_what_we_printed_does_not_differ(client, group) -> None:
    paper, _sha = standing.statute_of(group)
    assert "Κάθε μέλος" not in text(client.get(address(group)))
    answer = sent(client, group, as_docx(paper))
    assert answer.status_code == 200
    assert "Το έγγραφο λέει ό,τι και το καταστατικό" in text(answer)
    assert client.get(address(group)).headers["Cache-Control"] == "private, no-store"


def test_what_was_changed_stands_beside_ours_and_is_judged(client, group) -> None:
    paper, _sha = standing.statute_of(group)
    edited = Document(io.BytesIO(as_docx(paper)))
    [line] = [one for one in edited.paragraphs if "των μελών ανήκουν" in one.text]
    line.text = "1. Τουλάχιστον 10 % των μελών ανήκουν υποχρεωτικά στην ομάδα <b>αυτή</b>."
    written = io.BytesIO()
    edited.save(written)
    answer = sent(client, group, written.getvalue())
    assert "<ins>1. Τουλάχιστον 10 % των μελών" in answer.text
    assert "<b>αυτή</b>" not in answer.text
    assert "ν. 4430/2016 άρ. 14" in text(answer)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Attachment)) == 0


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04", b""])
def test_what_is_no_document_is_refused_beside_the_field(client, group, content: bytes) -> None:
    answer = sent(client, group, content)
    assert answer.status_code == 422
    assert 'id="file-error"' in answer.text


def test_the_consultant_compares_too_and_strangers_do_not(client, sign_in, group) -> None:
    page = f"/dokimi/coops/{group.id}/statute/returned"
    assert client.get(page).status_code in (302, 401)
    sign_in(Role.CONSULTANT, town=group.municipality)
    assert client.get(page).status_code == 200
