"""A group from a phone: begins without an account, fills in, sends, holds its receipt."""

import io
import re
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from inmeko.accounts.models import Membership
from inmeko.accounts.rules import Role
from inmeko.calls.models import Expression, Holder, Submission
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import Question, Section, ShownIf
from inmeko.calls.rules.words import QuestionKind, SubmissionState
from inmeko.calls.services import expressions as deeds
from inmeko.extensions import db
from inmeko.kernel import clock, sealing
from inmeko.records.models import Attachment, Job
from inmeko.records.rules import JobState
from inmeko.records.services import Runner
from tests.builders import calls, files
from tests.builders.people import municipality, organisation
from tests.queries import count_queries

YES = ShownIf("q1", ("Ναι",))


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def call(town):
    return calls.call(town)


def sent_mail() -> list[dict]:
    query = sa.select(Job).where(Job.name == "mail").order_by(Job.id)
    return [job.payload for job in db.session.scalars(query)]


def begin(client, call, email="eleni@example.org", name="Παρέα του Ρέματος"):
    return client.post(f"/dokimi/calls/{call.id}/begin", data={"name": name, "email": email})


def seen(page: str) -> dict[str, str]:
    """The hidden marks of a form."""
    return dict(re.findall(r'name="((?:seen\.|change|once)[^"]*)"[^>]*value="([^"]*)"', page))


def test_a_group_begins_fills_in_and_submits_without_an_account(client, call) -> None:
    answer = begin(client, call)
    assert answer.status_code == 303
    file = answer.location
    assert file in sent_mail()[0]["body"]
    page = client.get(file)
    assert "Δεν έχετε υποβάλει ακόμη" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    who = {f"who_{key[1:]}": value for key, value in files.WHO.items()}
    form = seen(client.get(f"{file}applicant").text)
    assert client.post(f"{file}applicant", data={**form, **who}).location.endswith("/section/s1")
    form = seen(client.get(f"{file}section/s1").text)
    given = {**form, "q1": "Εργαστήριο", "q2": "1.234,5"}
    assert client.post(f"{file}section/s1", data=given).location.endswith("/documents")
    paper = {"purpose": "p1", "file": (io.BytesIO(files.PAPER), "Καταστατικό.pdf")}
    assert client.post(f"{file}documents", data=paper).status_code == 303
    page = client.get(f"{file}check").text
    assert "1.234,5" in page
    assert "Καταστατικό.pdf" in page
    sent = client.post(f"{file}check", data={**seen(page), "accepted": "y"})
    assert sent.status_code == 303
    receipt = client.get(sent.location).text
    made = db.session.scalars(sa.select(Submission)).one()
    assert f"{made.number}/" in receipt
    assert made.content["answers"] == {"q1": "Εργαστήριο", "q2": "1234.5"}
    assert "Δεν έχετε υποβάλει ακόμη" not in receipt
    paper = client.get(sent.location.split("?")[0] + "/receipt.pdf")
    assert paper.data.startswith(b"%PDF")
    again = client.get(sent.location.split("?")[0] + "/receipt.pdf")
    assert paper.data == again.data


def test_a_stranger_never_learns_that_somebody_has_begun(client, call) -> None:
    first, again = begin(client, call), begin(client, call)
    assert again.status_code == first.status_code == 303
    assert again.location != first.location
    assert first.location in sent_mail()[-1]["body"], "the owner of the address is told"
    assert first.location not in client.get(again.location).text


def test_whoever_is_signed_in_is_led_to_the_file_they_have(client, call, town, sign_in) -> None:
    user = sign_in()
    first = begin(client, call, email=user.email)
    assert begin(client, call, email=user.email).location == first.location
    assert first.location in client.get("/mine/calls").text
    assert first.location in client.get(f"/dokimi/calls/{call.id}/begin").text


def test_a_person_begins_for_an_organisation_that_they_act_for(client, call, town, sign_in) -> None:
    user = sign_in()
    body = organisation(town, afm="094014201", address="Πλατάνων 1")
    db.session.add(Membership(organisation=body, user=user))
    db.session.flush()
    other = organisation(town, name="Ξένος φορέας")
    given = {"name": "x", "email": user.email, "organisation": body.id}
    assert client.post(f"/dokimi/calls/{call.id}/begin", data=given).status_code == 303
    made = db.session.scalars(sa.select(Expression)).one()
    assert (made.organisation_id, made.name, made.afm) == (body.id, body.name, "094014201")
    foreign = client.post(
        f"/dokimi/calls/{call.id}/begin", data={**given, "organisation": other.id}
    )
    assert foreign.status_code == 422


def test_nobody_begins_at_a_call_that_is_not_open(client, call) -> None:
    calls.closed(call)
    assert begin(client, call).status_code == 422
    assert "Η προθεσμία έληξε" in client.get(f"/dokimi/calls/{call.id}/begin").text


def file_of(holder: Holder) -> str:
    return f"/dokimi/calls/file/{holder.key}"


def test_an_answer_is_kept_while_it_is_written(client, call) -> None:
    holder = files.begun(call)
    seen = {"seen.q2": rules.mark(None)}
    answer = client.post(f"{file_of(holder)}/answer", data={"question": "q2", "q2": "7,5", **seen})
    assert answer.json["state"] == "saved"
    assert answer.json["problem"] is None
    bad = {"question": "q2", "q2": "0", "seen.q2": answer.json["seen"]}
    assert "1" in client.post(f"{file_of(holder)}/answer", data=bad).json["problem"]
    gone = client.post(f"{file_of(holder)}/answer", data={"question": "q77", "q77": "x"})
    assert (gone.status_code, gone.json["state"]) == (422, "refused")
    who = {"question": "who_phone", "who_phone": "2106001234", "seen.who_phone": rules.mark(None)}
    assert client.post(f"{file_of(holder)}/answer", data=who).json["state"] == "saved"
    assert holder.expression.phone == "+302106001234"


def test_two_who_write_at_once_choose_and_see_who_wrote(client, call) -> None:
    holder = files.begun(call)
    other = deeds.invite(files.GROUP, holder, email="maria@example.org", name="Μαρία")
    form = seen(client.get(f"{file_of(holder)}/section/s1").text)
    files.typed(other, q1="Της Μαρίας")
    mine = {**form, "q1": "Δικό μου", "q2": "7"}
    clash = client.post(f"{file_of(holder)}/section/s1", data=mine)
    assert clash.status_code == 409
    assert all(words in clash.text for words in ("Της Μαρίας", "Δικό μου", 'value="7"'))
    auto = client.post(f"{file_of(holder)}/answer", data={"question": "q1", **mine})
    assert (auto.status_code, auto.json["theirs"], auto.json["who"]) == (409, "Της Μαρίας", "Μαρία")
    chosen = {**mine, **seen(clash.text), "choose.q1": "theirs"}
    assert client.post(f"{file_of(holder)}/section/s1", data=chosen).status_code == 303
    assert holder.expression.answers == {"q1": "Της Μαρίας", "q2": "7"}
    told = client.get(f"{file_of(holder)}/changes").text
    assert "Μαρία" in told
    assert "Η ιδέα σας" in told


def test_a_question_that_depends_on_another_appears_with_its_answer(client, town) -> None:
    questions = (
        Question("q1", QuestionKind.CHOICE, "Εργασίες;", options=("Ναι", "Όχι")),
        Question(
            "q2", QuestionKind.TEXT, "Ποιες;", required=True, shown_if=ShownIf("q1", ("Ναι",))
        ),
    )
    section = Section(key="s1", title="Εργασίες", questions=questions)
    holder = files.begun(calls.call(town, sections=(section,), papers=()))
    page = client.get(f"{file_of(holder)}/section/s1").text
    assert re.search(r'data-question="q2"[^>]*hidden', page)
    sent = client.post(f"{file_of(holder)}/section/s1", data={**seen(page), "q1": "Ναι"})
    page = client.get(sent.location).text
    assert not re.search(r'data-question="q2"[^>]* hidden', page)
    assert "Πρέπει να απαντηθεί" in page


def test_rows_of_people_are_added_and_removed_without_a_script(client, town) -> None:
    question = Question("q1", QuestionKind.PEOPLE, "Ποιοι;", columns=("Ρόλος",))
    section = Section(key="s1", title="Η ομάδα", questions=(question,))
    holder = files.begun(calls.call(town, sections=(section,), papers=()))
    rows = {"q1-0-0": "Ελένη", "q1-0-1": "ταμίας", "q1-1-0": "Μαρία", "q1-1-1": ""}
    form = {"seen.q1": rules.mark(None), **rows}
    more = client.post(f"{file_of(holder)}/section/s1", data={**form, "more": "q1"})
    page = client.get(more.location).text
    assert page.count("data-person") == 5
    form |= seen(page)
    client.post(f"{file_of(holder)}/section/s1", data={**form, "drop": "q1-0"})
    assert holder.expression.answers == {"q1": [{"name": "Μαρία"}]}


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "κενό.pdf", "0 byte"),
        (b"MZ\x90\x00programme", "δήλωση.pdf", "Windows"),
        (b"<html><script>1</script></html>", "δήλωση.pdf", "HTML"),
    ],
)
def test_a_file_that_is_empty_or_in_disguise_is_refused(client, call, content, name, words) -> None:
    holder = files.begun(call)
    upload = {"purpose": "p1", "file": (io.BytesIO(content), name)}
    answer = client.post(f"{file_of(holder)}/documents", data=upload)
    assert answer.status_code == 422
    assert words in answer.text
    upload["file"] = (io.BytesIO(content), name)
    machine = client.post(
        f"{file_of(holder)}/documents", data=upload, headers={"Accept": "application/json"}
    )
    assert (machine.status_code, machine.json["state"]) == (422, "refused")


def test_a_tampered_form_and_a_key_of_another_call_send_nothing(client, call, town) -> None:
    holder, other = files.ready(call), files.ready(calls.call(town), email="b@example.org")
    form = {**seen(client.get(f"{file_of(holder)}/check").text), "accepted": "y"}
    for tampered in (
        {**form, "once": f"expression-{other.expression_id}-1"},
        {**form, "change": "x"},
        {name: value for name, value in form.items() if name != "accepted"},
    ):
        assert client.post(f"{file_of(holder)}/check", data=tampered).status_code == 422
    assert client.post(f"{file_of(other)}/check", data=form).status_code == 422
    assert client.get(f"/dokimi/calls/file/{holder.key[::-1]}/").status_code == 404
    held = db.session.scalars(sa.select(Attachment.id).where(Attachment.key == other.expression_id))
    assert client.get(f"{file_of(holder)}/file/{held.first()}").status_code == 404
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 0


def test_after_the_clock_the_page_says_that_nothing_was_sent(client, call) -> None:
    holder = files.ready(call)
    form = {**seen(client.get(f"{file_of(holder)}/check").text), "accepted": "y"}
    calls.closed(call)
    late = client.post(f"{file_of(holder)}/check", data=form)
    assert late.status_code == 422
    assert "Δεν έχετε υποβάλει" in late.text
    assert holder.expression.answers["q2"] == "7"


def test_a_receipt_is_checked_by_whoever_holds_it_and_tells_not_whose_it_is(client, call) -> None:
    holder = files.ready(call)
    made = files.send(holder)
    page = client.get(f"/dokimi/calls/receipts/{made.receipt_key}").text
    assert sealing.in_fours(made.sha256) in page
    assert sealing.in_fours(made.content["files"][0]["sha256"]) in page
    for secret in ("Σύλλογος Φίλων", "Ελένη", "a.pdf", "094014201", holder.key):
        assert secret not in page
    files.send(holder)
    assert "Αντικαταστάθηκε" in client.get(f"/dokimi/calls/receipts/{made.receipt_key}").text
    assert client.get("/dokimi/calls/receipts/unknown").status_code == 404


def test_everybody_of_the_group_gets_the_receipt_though_the_mail_server_is_down(
    client, call
) -> None:
    holder = files.ready(call)
    deeds.invite(files.GROUP, holder, email="maria@example.org", name="Μαρία")
    form = {**seen(client.get(f"{file_of(holder)}/check").text), "accepted": "y"}
    for _press in range(2):
        assert client.post(f"{file_of(holder)}/check", data=form).status_code == 303
    mails = [mail for mail in sent_mail() if "SHA-256" in mail["body"]]
    assert {mail["to"] for mail in mails} == {"group@example.org", "maria@example.org"}
    assert len(mails) == 2

    def refuse(_payload) -> None:
        raise ConnectionRefusedError

    jobs = db.session.scalars(sa.select(Job).where(Job.name == "mail")).all()
    Runner({"mail": refuse}, threading.Event()).run_due()
    assert client.get(f"{file_of(holder)}/").status_code == 200
    db.session.expire_all()
    assert all(job.state is JobState.WAITING for job in jobs), "they go later"


def test_the_group_invites_withdraws_and_answers_what_is_asked(client, call) -> None:
    holder = files.ready(call)
    made = files.send(holder)
    url = file_of(holder)
    invited = client.post(f"{url}/group", data={"name": "Μαρία", "email": "maria@example.org"})
    assert invited.status_code == 303
    assert "maria@example.org" in client.get(f"{url}/group").text
    asked = files.asked(made)
    there = f"{url}/completions/{asked.id}"
    assert client.post(f"{there}/send").status_code == 422
    paper = {"purpose": "p1", "file": (io.BytesIO(files.PAPER), "νέο.pdf")}
    assert client.post(there, data=paper).status_code == 303
    assert client.post(f"{there}/send").status_code == 303
    assert "παραλήφθηκαν" in client.get(there).text
    assert client.post(f"{url}/withdraw", data={"reason": ""}).status_code == 303
    assert "Έχετε ανακαλέσει" in client.get(f"{url}/").text
    assert made.state is SubmissionState.TAKEN_BACK


def test_the_staff_sees_sealed_files_by_their_covers_until_they_are_opened(
    client, town, sign_in
) -> None:
    call = calls.call(town, sealed=True)
    holder = files.ready(call)
    made = files.send(holder)
    held = made.content["files"][0]
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/submissions/{made.id}"
    paper = f"/files/{held['id']}/{held['name']}"
    assert "Εργαστήριο" not in client.get(page).text
    assert client.get(paper).status_code == 403
    calls.closed(call)
    assert client.get(f"/dokimi/calls/{call.id}/unseal").status_code == 200
    assert client.post(f"/dokimi/calls/{call.id}/unseal").status_code == 303
    assert "Εργαστήριο" in client.get(page).text
    assert client.get(paper).status_code == 200
    assert made.name in client.get(f"/dokimi/calls/{call.id}/submissions").text


def test_nobody_of_the_town_reads_a_draft(client, call, town, sign_in) -> None:
    holder = files.ready(call)
    held = db.session.scalars(sa.select(Attachment).where(Attachment.kind == "expression")).one()
    sign_in(*(role for role in Role if role != Role.PLATFORM_ADMIN), town=town)
    assert client.get(f"/files/{held.id}/{held.filename}").status_code == 403
    listed = client.get(f"/dokimi/calls/{call.id}/submissions").text
    assert holder.expression.name not in listed
    assert "Προσχέδια" in listed


def test_a_planner_asks_takes_in_late_and_enters_at_the_counter(
    client, call, town, sign_in
) -> None:
    made, late = files.send(files.ready(call)), files.ready(call, email="b@example.org")
    sign_in(Role.PLANNER, town=town)
    due = f"{clock.now() + timedelta(days=5):%Y-%m-%dT12:00}"
    asking = {"papers": ["p1"], "text": "Λείπει υπογραφή", "due_at": due}
    assert client.post(f"/dokimi/calls/submissions/{made.id}/ask", data=asking).status_code == 303
    assert "Λείπει υπογραφή" in sent_mail()[-1]["body"]
    counter = client.post(f"/dokimi/calls/{call.id}/counter", data={"name": "Παρέα", "email": ""})
    assert "θυρίδα" in client.get(counter.location).text
    given = {"number": str(late.expression_id), "reason": "Διακοπή ρεύματος"}
    assert client.post(f"/dokimi/calls/{call.id}/late", data=given).status_code == 422
    calls.closed(call)
    taken = client.post(f"/dokimi/calls/{call.id}/late", data=given)
    assert taken.status_code == 303
    assert "Διακοπή ρεύματος" in client.get(taken.location).text
    given["number"] = "9999"
    assert client.post(f"/dokimi/calls/{call.id}/late", data=given).status_code == 422


def test_the_list_of_files_asks_as_often_for_many_as_for_few(client, call, town, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    asked = []
    for number in (1, 12):
        for _ in range(number):
            calls.submission(call)
        with count_queries() as statements:
            client.get(f"/dokimi/calls/{call.id}/submissions?q=ρεματος&state=current")
        asked.append(len(statements))
    assert asked[0] == asked[1] <= 10


def test_a_change_of_the_call_is_shown_and_must_be_seen(client, call) -> None:
    holder = files.ready(call)
    content = replace(calls.content(), sections=(), title="Νέος τίτλος")
    call.content = contents.write(content)
    calls.calls.put_in_force(files.GROUP, call, reason="Διόρθωση τίτλου")
    page = client.get(f"{file_of(holder)}/").text
    assert "Νέος τίτλος" in page
    assert client.post(f"{file_of(holder)}/seen").status_code == 303
    assert 'id="changed"' not in client.get(f"{file_of(holder)}/").text
