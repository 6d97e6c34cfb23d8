"""Documents of a text: who may take them away, what is refused, what the report says of them."""

import hashlib
import io
from datetime import UTC, datetime

import pytest
from PIL import Image

from inmeko.accounts.rules import Role
from inmeko.consultations.services import text_documents as deeds
from inmeko.consultations.services import texts
from inmeko.kernel.errors import RuleError
from inmeko.records import queries as records
from inmeko.records.services import attach
from tests.builders import texts as made
from tests.builders.files import PAPER
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/consultations"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def photo() -> bytes:
    """A picture that says where it was taken."""
    kept, picture = io.BytesIO(), Image.new("RGB", (2000, 40), "red")
    exif = Image.Exif()
    exif[0x010E] = "ΜΥΣΤΙΚΟΣ ΤΟΠΟΣ".encode()
    picture.save(kept, "JPEG", exif=exif)
    return kept.getvalue()


def held(text):
    return records.attachments("consulted_text", text.id)


def test_a_planner_adds_documents_and_everybody_takes_them_away(client, town, sign_in) -> None:
    text = made.draft(town)
    sign_in(Role.PLANNER, town=town)
    files = [(io.BytesIO(PAPER), "μελέτη.pdf"), (io.BytesIO(photo()), "όψη.jpg")]
    path = f"{PATH}/{text.id}/documents"
    assert client.post(path, data={"files": files}).status_code == 303
    assert client.post(path, data={"files": [(io.BytesIO(PAPER), "ξανά.pdf")]}).status_code == 303
    paper, picture = held(text)
    assert paper.sha256 == hashlib.sha256(PAPER).hexdigest()
    assert "μελέτη.pdf" in client.get(f"{PATH}/{text.id}").text
    address, stranger = f"/files/{paper.id}/{paper.filename}", client.application.test_client()
    assert stranger.get(address).status_code == 302
    texts.publish(made.SOMEBODY, text)
    assert stranger.get(address).data == PAPER
    cleaned = stranger.get(f"/files/{picture.id}/{picture.filename}").data
    assert "ΜΥΣΤΙΚΟΣ".encode() not in cleaned
    assert Image.open(io.BytesIO(cleaned)).size == (1600, 32)


def test_what_is_no_document_is_refused_with_a_sentence_and_nothing_is_kept(
    client, town, sign_in
) -> None:
    text = made.draft(town)
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{text.id}/documents"
    files = [(io.BytesIO(PAPER), "α.pdf"), (io.BytesIO(b"<html><script>"), "β.pdf")]
    refused = client.post(path, data={"files": files})
    assert refused.status_code == 422
    assert "β.pdf" in refused.text
    assert client.post(path, data={}).status_code == 422
    assert not held(text)


def test_at_most_thirty_documents_are_taken(town, monkeypatch) -> None:
    text = made.draft(town)
    monkeypatch.setattr(deeds, "MOST", 1)
    deeds.add(made.SOMEBODY, text, io.BytesIO(PAPER), "α.pdf")
    with pytest.raises(RuleError):
        deeds.add(made.SOMEBODY, text, io.BytesIO(PAPER + b"\n"), "β.pdf")


def test_a_document_goes_from_a_draft_and_stays_with_a_text_that_is_public(
    client, town, sign_in
) -> None:
    text = made.draft(town)
    for number in range(2):
        deeds.add(made.SOMEBODY, text, io.BytesIO(PAPER + b"\n" * number), f"α{number}.pdf")
    sign_in(Role.PLANNER, town=town)
    first, second = held(text)
    gone = f"{PATH}/{text.id}/documents/{first.id}/remove"
    assert "α0.pdf" in client.get(gone).text
    assert client.post(gone).status_code == 303
    assert [one.id for one in held(text)] == [second.id]
    texts.publish(made.SOMEBODY, text)
    stays = f"{PATH}/{text.id}/documents/{second.id}/remove"
    assert client.post(stays).status_code == 422
    assert [one.id for one in held(text)] == [second.id]
    other = attach(
        made.SOMEBODY,
        io.BytesIO(PAPER),
        "ξένο.pdf",
        kind="event",
        key=text.id,
        municipality_id=town.id,
        public=True,
        purpose="document",
    )
    assert client.get(f"{PATH}/{text.id}/documents/{other.id}/remove").status_code == 404


def test_the_report_lists_the_documents_with_their_hashes(client, town) -> None:
    text = made.text(town)
    deeds.add(made.SOMEBODY, text, io.BytesIO(PAPER), "μελέτη.pdf")
    page = client.get(f"{PATH}/{text.id}/report").text
    assert "μελέτη.pdf" in page
    assert hashlib.sha256(PAPER).hexdigest() in page.replace(" ", "")
