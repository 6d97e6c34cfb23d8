"""Documents of a call for everybody; the same file twice; letters that lead where they should."""

import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import current_app

from inmeko.accounts.rules import Role
from inmeko.calls.models import Holder
from inmeko.calls.queries import expressions
from inmeko.calls.services import changing, documents
from inmeko.extensions import db
from inmeko.records import queries as records
from inmeko.records.models import AuditEntry, Job
from tests.builders import calls, files
from tests.builders.calls import ADA, SOMEBODY
from tests.builders.people import municipality, person
from tests.builders.records import picture

PATH = "/dokimi/calls"
NAME = "Σχέδιο σύμβασης.pdf"


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def upload(*names: str, content: bytes = files.PAPER) -> dict:
    """Files as a browser sends them, no two alike."""
    sent = [(io.BytesIO(content + b"%" * n), name) for n, name in enumerate(names)]
    return {"data": {"files": sent}, "content_type": "multipart/form-data"}


def held(call) -> list:
    return list(records.attachments(documents.KIND, call.id))


def mails() -> dict[str, dict]:
    query = sa.select(Job).where(Job.name == "mail").order_by(Job.id)
    return {job.payload["to"]: job.payload for job in db.session.scalars(query)}


def test_documents_are_for_the_staff_until_the_call_is_published(client, town, sign_in):
    call = calls.draft(town)
    user = sign_in(Role.PLANNER, town=town)
    page = f"{PATH}/{call.id}/documents"
    assert client.get(page).status_code == 200
    assert client.post(page, **upload(NAME, "Όροι.pdf")).status_code == 303
    assert [one.filename for one in held(call)] == [NAME, "Όροι.pdf"]
    assert all(one.added_by_id == user.id for one in held(call))
    address = f"/files/{held(call)[0].id}/{NAME}"
    assert client.get(address).data == files.PAPER
    stranger = client.application.test_client()
    assert stranger.get(address).status_code == 302
    calls.calls.publish(SOMEBODY, call, ada=ADA)
    assert NAME in stranger.get(f"{PATH}/{call.id}").text
    assert stranger.get(address).data == files.PAPER


def test_a_document_is_taken_out_after_a_question(client, town, sign_in):
    call, other = calls.call(town), calls.call(town)
    one = documents.add(SOMEBODY, call, io.BytesIO(files.PAPER), NAME)
    sign_in(Role.PLANNER, town=town)
    assert client.get(f"{PATH}/{other.id}/documents/{one.id}/remove").status_code == 404
    page = f"{PATH}/{call.id}/documents/{one.id}/remove"
    assert NAME in client.get(page).text
    assert client.post(page).status_code == 303
    assert held(call) == []
    assert client.get(f"/files/{one.id}/{NAME}").status_code == 404
    deeds = sa.select(AuditEntry.deed).where(AuditEntry.kind == "call", AuditEntry.key == call.id)
    assert list(db.session.scalars(deeds.order_by(AuditEntry.number)))[-2:] == [
        "attached",
        "detached",
    ]


@pytest.mark.parametrize("role", [None, Role.EVALUATOR, Role.CONSULTANT])
def test_only_those_who_make_calls_add_documents(client, town, sign_in, role):
    call = calls.call(town)
    if role:
        sign_in(role, town=town)
    answer = client.post(f"{PATH}/{call.id}/documents", **upload(NAME))
    assert answer.status_code == (403 if role else 401)
    assert held(call) == []


def test_photos_nothing_and_what_is_disguised_are_refused_with_a_sentence(client, town, sign_in):
    call = calls.call(town)
    sign_in(Role.PLANNER, town=town)
    page = f"{PATH}/{call.id}/documents"
    for sent, words in (
        (upload("χάρτης.jpg", content=picture()), "είναι φωτογραφία"),
        (upload(), "τουλάχιστον ένα αρχείο"),
        (upload("κακό.pdf", content=b"MZ\x90\x00"), "κακό.pdf"),
    ):
        answer = client.post(page, **sent)
        assert answer.status_code == 422
        assert words in answer.text
    assert held(call) == []


def test_the_very_same_document_is_kept_once_and_said_so(client, town, sign_in):
    call = calls.call(town)
    sign_in(Role.PLANNER, town=town)
    page = f"{PATH}/{call.id}/documents"
    assert "προστέθηκαν" in client.post(page, **upload(NAME), follow_redirects=True).text
    again = client.post(page, **upload("Άλλο όνομα.pdf"), follow_redirects=True)
    assert f"Το «{NAME}» υπήρχε ήδη" in again.text
    assert "προστέθηκαν" not in again.text
    assert len(held(call)) == 1


def test_a_group_that_sends_the_same_file_twice_has_it_once_for_each_paper(client, town):
    holder = files.begun(calls.call(town))
    page = f"{PATH}/file/{holder.key}/documents"

    def send(name: str, **more) -> str:
        data = {"purpose": "p1", "file": (io.BytesIO(files.PAPER), name)}
        return client.post(page, data=data, follow_redirects=True, **more).text

    assert "υπήρχε ήδη" not in send("καταστατικό.pdf")
    before = holder.expression.change
    assert "Το «καταστατικό.pdf» υπήρχε ήδη" in send("ξανά.pdf")
    assert send("ξανά.pdf", headers={"Accept": "application/json"}).strip() == '{"state":"taken"}'
    assert [one.filename for one in expressions.files(holder.expression)] == ["καταστατικό.pdf"]
    assert holder.expression.change == before, "nothing was changed that others should see"


def test_a_letter_of_a_change_leads_to_the_file_of_its_reader(town):
    call = calls.call(town)
    mine, other = files.begun(call), files.begun(call, email="other@example.org")
    later = call.closes_at.replace(microsecond=0) + timedelta(days=7)
    notice = changing.extend(SOMEBODY, call, closes_at=later, reason="Αίτημα φορέων", ada=ADA)
    job = {"municipality": town.id, "notice": notice.id}
    for _twice in range(2):
        current_app.extensions["inmeko-jobs"]["calls.tell"](job)
    letters = mails()
    for holder, stranger in ((mine, other), (other, mine)):
        body = letters[holder.email]["body"]
        assert f"{PATH}/file/{holder.key}/" in body
        assert stranger.key not in body
    assert db.session.scalar(sa.select(sa.func.count()).where(Job.name == "mail")) == 2
    [first, _] = db.session.scalars(sa.select(Holder).order_by(Holder.id))
    known = expressions.letters_about(first.expression)
    assert known == {f"call-file-{first.id}-notice-{notice.id}"}, "it goes with the file"


def test_a_question_is_told_to_the_planners_of_the_town_without_its_words(client, town):
    call = calls.call(town)
    planner = person(Role.PLANNER, town=town)
    person(Role.EVALUATOR, town=town)
    gone = person(Role.PLANNER, town=town)
    gone.active = False
    person(Role.PLANNER, town=municipality(slug="allos"))
    typed = {"text": "Εγώ, η Μαρία, ρωτώ: ποιος μπορεί;", "email": "maria@example.org"}
    assert client.post(f"{PATH}/{call.id}/enquire", data=typed).status_code == 303
    [(to, letter)] = mails().items()
    assert to == planner.email
    assert call.title in letter["subject"]
    assert f"{PATH}/enquiries/" in letter["body"]
    assert "Μαρία" not in letter["body"]
