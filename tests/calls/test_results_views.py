"""The pages of results: planners decide, groups object, everybody reads; nothing leaks before."""

import csv
import io
import json
import re
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from openpyxl import load_workbook

from inmeko.accounts.rules import OrganisationKind, Role
from inmeko.calls.models import Minutes, Objection, ResultList
from inmeko.calls.queries import results as queries
from inmeko.calls.rules.content import Judging
from inmeko.calls.rules.ranking import Granted
from inmeko.calls.rules.words import CallState, ListStage, ObjectionVerdict, Offer, TieRule
from inmeko.calls.views import result_letters
from inmeko.extensions import db
from inmeko.records.models import Attachment, Job
from tests.builders import results
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/calls"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def typed(call, **changes):
    return {
        "held_at": "2026-05-12T11:30",
        "place": "Δημαρχείο",
        "secretary": "Άννα Γραμματέως",
        "present": [str(one.id) for one in call.committee],
        "remarks": "Ομόφωνα.",
        **changes,
    }


def key_of(file):
    return file.expression.holders[0].key


def mails():
    return list(db.session.scalars(sa.select(Job).where(Job.name == "mail").order_by(Job.id)))


def write_letters():
    [job] = db.session.scalars(sa.select(Job).where(Job.name == "calls.results"))
    result_letters.tell_results(job.payload)
    result_letters.tell_results(job.payload)


def test_a_planner_goes_from_sheets_to_the_preliminary_list(client, sign_in, town):
    call = results.judging(town)
    sign_in(Role.PLANNER, town=town)
    at = f"{PATH}/{call.id}"
    assert client.get(f"{at}/deciding").status_code == 200
    assert "ΚοινΣΕπ Β" in client.get(f"{at}/preliminary/minutes").text
    assert client.post(f"{at}/preliminary/minutes", data=typed(call)).status_code == 303
    draft = client.get(f"{at}/preliminary/minutes.pdf")
    assert draft.data.startswith(b"%PDF")
    assert client.get(f"{at}/preliminary/freeze").status_code == 200
    assert client.post(f"{at}/preliminary/freeze").status_code == 303
    kept = db.session.scalars(sa.select(Minutes)).one()
    assert kept.content["session"]["held_at"] == "2026-05-12T08:30:00+00:00"
    papers = db.session.scalars(sa.select(Attachment).where(Attachment.kind == "call_minutes"))
    assert sorted(one.filename for one in papers) == [
        "πρακτικό-προσωρινού-πίνακα.docx",
        "πρακτικό-προσωρινού-πίνακα.pdf",
    ]
    assert client.get(f"{at}/preliminary/decide").status_code == 200
    assert client.post(f"{at}/preliminary/decide").status_code == 303
    page = client.get(f"{at}/deciding").text
    assert kept.content["protocol"] in page
    write_letters()
    assert len(mails()) == 4
    assert "86,00" in mails()[0].payload["body"]
    assert key_of(results.sent(call)[0]) in mails()[0].payload["body"]


def test_two_planners_publish_and_one_is_told_who_was_first(client, sign_in, town):
    call = results.judging(town)
    results.preliminary(call)
    sign_in(Role.PLANNER, town=town)
    answer = client.post(f"{PATH}/{call.id}/preliminary/decide")
    assert answer.status_code == 422
    assert len(list(db.session.scalars(sa.select(ResultList)))) == 1


def test_what_was_typed_stays_when_minutes_are_refused(client, sign_in, town):
    call = results.judging(town)
    sign_in(Role.PLANNER, town=town)
    third = results.sent(call)[2]
    given = typed(call, **{f"part-{third.id}": "Το υπόγειο", f"reason-{third.id}": "Στενότητα"})
    answer = client.post(f"{PATH}/{call.id}/preliminary/minutes", data=given)
    assert answer.status_code == 422
    assert "Άννα Γραμματέως" in answer.text
    assert db.session.scalars(sa.select(Minutes)).all() == []


@pytest.mark.parametrize("role", [None, Role.EVALUATOR, Role.CONSULTANT])
def test_only_those_who_make_calls_decide_them(client, sign_in, town, role):
    call = results.judging(town)
    if role:
        sign_in(role, town=town)
    refused = 403 if role else 302
    for path in ("deciding", "preliminary/minutes", "preliminary/minutes.pdf", "files.xlsx"):
        assert client.get(f"{PATH}/{call.id}/{path}").status_code == refused
    posted = client.post(f"{PATH}/{call.id}/preliminary/decide")
    assert posted.status_code == (403 if role else 401)
    assert queries.lists(call) == []


def test_nothing_of_a_result_is_public_before_the_list(client, town):
    call = results.judging(town)
    made = results.frozen(call)
    [paper, _] = queries.papers(made)
    name = "Σύλλογος Α"
    public = [
        f"{PATH}/",
        f"{PATH}/{call.id}",
        f"{PATH}/{call.id}/results",
        f"{PATH}/file/{key_of(results.sent(call)[0])}/result",
    ]
    for path in public:
        page = client.get(path).text
        assert "86,00" not in page
        assert name not in page or "/file/" in path
    for path in ("list.csv", "list.json", "list.pdf", "diavgeia.json", "package.zip"):
        assert client.get(f"{PATH}/lists/1/{path}").status_code == 404
    assert client.get(f"/files/{paper.id}/{paper.filename}").status_code == 302


def test_everybody_reads_the_list_and_takes_it_away(client, town):
    call = results.judging(town)
    decided = results.preliminary(call)
    page = client.get(f"{PATH}/{call.id}/results").text
    assert "Σύλλογος Α" in page
    assert "86,00" in page
    table = client.get(f"{PATH}/lists/{decided.id}/list.csv").data.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(table), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["Σύλλογος Α", "ΚοινΣΕπ Β", "ΑΜΚΕ Γ", "Σύλλογος Δ"]
    assert rows[1][3] == "86,00"
    assert client.get(f"{PATH}/lists/{decided.id}/list.json").json["grants"] == []
    paper = client.get(f"{PATH}/lists/{decided.id}/list.pdf")
    assert paper.data.startswith(b"%PDF")


def test_the_final_package_holds_awards_and_what_diavgeia_asks(client, town):
    call = results.judging(town, offers=(Offer.PREMISES,))
    results.preliminary(call)
    decided = results.final(call)
    package = client.get(f"{PATH}/lists/{decided.id}/package.zip").data
    assert package == client.get(f"{PATH}/lists/{decided.id}/package.zip").data
    archive = zipfile.ZipFile(io.BytesIO(package))
    files = {name.partition("/")[2]: archive.read(name) for name in archive.namelist()}
    assert set(files) == {
        "list.csv",
        "list.json",
        "list.pdf",
        "diavgeia.json",
        "diavgeia-subject.txt",
    }
    posted = json.loads(files["diavgeia.json"])
    assert posted["publish"] is False
    assert posted["protocolNumber"] == ""
    assert "ada" not in posted
    assert posted["subject"] == files["diavgeia-subject.txt"].decode().strip()
    grants = json.loads(files["list.json"])["grants"]
    required = {"id", "title", "description", "currency", "amountAwarded", "awardDate"}
    required |= {"recipientOrganization", "fundingOrganization"}
    assert all(required <= set(grant) for grant in grants)
    assert [grant["recipientOrganization"][0]["name"] for grant in grants] == [
        "Σύλλογος Α",
        "ΚοινΣΕπ Β",
    ]
    assert grants[0]["fundingType"][0]["code"] == "premises"


def test_no_person_stands_in_anything_public(client, town):
    call = results.judging(town, sheets=())
    members = list(call.committee)
    secret: dict[str, Any] = {
        "contact_name": "Περικλής Απόρρητος",
        "email": "periklis@example.org",
        "phone": "+302106009999",
        "afm": "094014201",
        "address": "Οδός Κρυφή 7",
    }
    group = results.judged(
        call,
        members,
        ("9", "9"),
        name="Παρέα του Περικλή",
        kind=OrganisationKind.INFORMAL_GROUP,
        **secret,
    )
    results.judged(call, members, ("8", "8"), name="Σύλλογος Α", **secret)
    results.preliminary(call)
    results.objection(group, text="Εγώ ο Περικλής διαφωνώ.")
    results.window_over(call)
    one = db.session.scalars(sa.select(Objection)).one()
    one.verdict, one.answer = ObjectionVerdict.REJECTED, "Κύριε Περικλή, όχι."
    final = results.final(call)
    lists = [one.id for one in queries.lists(call)]
    shown = client.get(f"{PATH}/{call.id}/results").text
    for key in lists:
        for path in ("list.csv", "list.json", "diavgeia.json"):
            shown += client.get(f"{PATH}/lists/{key}/{path}").text
    for word in ("Περικλ", *secret.values(), "Μέλος 1"):
        assert word not in shown
    number = f"{group.number}/{group.year}"
    assert number in shown
    group.expression.shows_name = True
    assert "Παρέα του Περικλή" in client.get(f"{PATH}/lists/{final.id}/list.csv").text


def test_a_group_objects_by_its_link_and_holds_a_number(client, town):
    call = results.judging(town)
    results.preliminary(call)
    path = f"{PATH}/file/{key_of(results.sent(call)[1])}"
    page = client.get(f"{path}/objection")
    assert page.headers["Cache-Control"] == "private, no-store"
    once = re.search(r'name="once"[^>]*value="([0-9a-f]+)"', page.text)[1]
    given = {"point": "criterion:c2", "text": "Δεν διαβάστηκε το σχέδιο.", "once": once}
    answers = [client.post(f"{path}/objection", data=given) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    [made] = queries.objections(call)
    [letter] = mails()
    assert f"{made.protocol_entry.number}/2026" in letter.payload["body"]
    assert "Δεν διαβάστηκε" in client.get(f"{path}/result").text


def test_an_objection_after_the_window_or_to_no_point_keeps_its_words(client, town, at):
    call = results.judging(town)
    results.preliminary(call)
    path = f"{PATH}/file/{key_of(results.sent(call)[1])}/objection"
    given = {"point": "criterion:c9", "text": "Αδικία.", "once": "x" * 32}
    tampered = client.post(path, data=given)
    assert tampered.status_code == 422
    assert "Αδικία." in tampered.text
    at(call.objections_until + timedelta(seconds=1))
    late = client.post(path, data={**given, "point": "criterion:c1"})
    assert late.status_code == 422
    assert "Αδικία." in late.text
    assert queries.objections(call) == []


def test_the_key_of_another_group_shows_and_objects_only_for_itself(client, town):
    call = results.judging(town)
    results.preliminary(call)
    first, second = results.sent(call)[:2]
    results.objection(first)
    path = f"{PATH}/file/{key_of(second)}"
    assert "αδικεί" not in client.get(f"{path}/result").text
    given = {"point": "place", "text": "Αντιγραφή.", "once": "o" * 32}
    assert client.post(f"{path}/objection", data=given).status_code == 422
    assert client.get(f"{PATH}/file/{'0' * 32}/result").status_code == 404
    assert len(queries.objections(call)) == 1


def test_a_planner_answers_and_the_final_list_says_what_changed(client, sign_in, town):
    call = results.judging(town)
    results.preliminary(call)
    made = results.objection(results.sent(call)[2])
    results.window_over(call)
    sign_in(Role.PLANNER, town=town)
    assert client.get(f"{PATH}/{call.id}/objections").status_code == 200
    path = f"{PATH}/objections/{made.id}"
    assert client.get(path).status_code == 200
    refused = client.post(path, data={"verdict": "upheld", "answer": "Έχει δίκιο."})
    assert refused.status_code == 422
    assert "Έχει δίκιο." in refused.text
    given = {"verdict": "upheld", "answer": "Έχει δίκιο.", "value-c1": "9,5"}
    assert client.post(path, data=given).status_code == 303
    assert call.state is CallState.OBJECTIONS
    client.post(f"{PATH}/{call.id}/final/minutes", data=typed(call))
    assert client.post(f"{PATH}/{call.id}/final/freeze").status_code == 303
    assert client.post(f"{PATH}/{call.id}/final/decide").status_code == 303
    public = client.get(f"{PATH}/{call.id}/results").text
    assert "73,00" in public
    assert "Έχει δίκιο" not in public
    final = queries.result_list(call, ListStage.FINAL_LIST)
    ada = client.post(f"{PATH}/lists/{final.id}/ada", data={"ada": "ΨΑΛ3Ω6Μ-ΠΡ2"})
    assert ada.status_code == 303
    assert "ΨΑΛ3Ω6Μ-ΠΡ2" in client.get(f"{PATH}/{call.id}/results").text
    assert client.post(f"{PATH}/{call.id}/archive").status_code == 303
    assert "73,00" in client.get(f"{PATH}/{call.id}/results").text
    assert "Έχει δίκιο" in client.get(f"{PATH}/file/{key_of(made.submission)}/result").text


def test_the_final_minutes_begin_with_what_the_preliminary_list_granted(client, sign_in, town):
    call = results.judging(town)
    file = results.sent(call)[0]
    results.preliminary(call, granted={file.id: Granted("Μόνο το ισόγειο", "Στενότητα")})
    results.window_over(call)
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"{PATH}/{call.id}/final/minutes").text
    assert "Μόνο το ισόγειο" in page
    assert "Στενότητα" in page


def test_an_eligible_file_gets_the_scores_of_the_committee_with_the_answer(client, sign_in, town):
    call = results.judging(town)
    results.preliminary(call)
    made = results.objection(results.sent(call)[3], point="eligibility:p1")
    results.window_over(call)
    sign_in(Role.PLANNER, town=town)
    given = {"verdict": "upheld", "answer": "Έχει δίκιο.", "eligible": "y"}
    path = f"{PATH}/objections/{made.id}"
    assert client.post(path, data={**given, "value-c1": "9"}).status_code == 422
    answer = client.post(path, data={**given, "value-c1": "9", "value-c2": "8,5"})
    assert answer.status_code == 303
    assert made.correction == {"eligible": True, "values": {"c1": "9", "c2": "8.5"}}


def test_a_list_by_lot_can_be_drawn_again_by_anybody(client, town):
    ties = Judging(evaluators=2, quorum=2, ties=TieRule.LOT)
    call = results.judging(town, sheets=[("8", "8")] * 3, judging=ties)
    results.preliminary(call)
    assert call.lot_seed in client.get(f"{PATH}/{call.id}/results").text


def test_the_workbook_has_one_row_per_file_and_every_score(client, sign_in, town):
    call = results.judging(town)
    results.preliminary(call)
    sign_in(Role.PLANNER, town=town)
    book = load_workbook(io.BytesIO(client.get(f"{PATH}/{call.id}/files.xlsx").data))
    rows = list(book.active.values)
    assert len(rows) == 5
    assert rows[1][2] == "Σύλλογος Α"
    assert rows[1].count(9) == 2
    assert len({len(row) for row in rows}) == 1


def test_the_command_line_prints_a_call_as_json(app, town):
    call = results.judging(town)
    results.preliminary(call)
    db.session.commit()
    told = json.loads(app.test_cli_runner().invoke(args=["calls", "export", str(call.id)]).output)
    assert told["call"]["title"] == call.title
    assert [one["outcome"] for one in told["lists"][0]["lines"]][0] == "selected"
    assert len(told["files"]) == 4


def test_results_ask_the_database_as_often_for_many_files_as_for_few(client, town):
    counts = []
    for many in (2, 9):
        call = results.judging(town, sheets=[("8", "7")] * many)
        decided = results.preliminary(call)
        db.session.expire_all()
        with count_queries() as asked:
            client.get(f"{PATH}/{call.id}/results")
            client.get(f"{PATH}/lists/{decided.id}/list.csv")
        counts.append(len(asked))
    assert counts[0] == counts[1]
