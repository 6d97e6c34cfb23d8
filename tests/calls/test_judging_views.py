"""Pages of an evaluation over HTTP, on both engines."""

import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest
import sqlalchemy as sa

from inmeko.accounts.models import Grant
from inmeko.accounts.rules import Role
from inmeko.calls.queries import committee as committee_queries
from inmeko.calls.queries import judging
from inmeko.calls.rules.content import Judging
from inmeko.calls.rules.words import AssignmentState
from inmeko.calls.services import assigning
from inmeko.records.models import Job
from tests.builders import calls
from tests.builders import judging as build
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality, person

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
DESK = "/dokimi/calls/judging"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def mails(session):
    return session.scalars(sa.select(Job).where(Job.name == "mail").order_by(Job.id)).all()


def test_a_planner_seats_a_committee_and_names_the_chair(client, town, sign_in):
    call = build.under_evaluation(town)
    user = build.evaluator(town)
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/{call.id}/committee"
    assert user.name in client.get(page).text
    sent = {"seat-user": user.id, "seat-advised": "000001069\n\nΣύλλογος"}
    assert client.post(page, data=sent).status_code == 303
    [seat] = committee_queries.members(call)
    assert (seat.user_id, seat.advised) == (user.id, ["000001069", "Σύλλογος"])
    assert client.post(f"/dokimi/calls/committee/{seat.id}/chair").status_code == 303
    assert seat.chairs
    edit = f"/dokimi/calls/committee/{seat.id}"
    assert "000001069" in client.get(edit).text
    assert client.post(edit, data={"substitute": "y"}).status_code == 422
    assert client.post(edit, data={"advised": ""}).status_code == 303
    leave = f"{edit}/leave"
    assert client.post(leave, data={"reason": " "}).status_code == 422
    assert client.post(leave, data={"reason": "Μετάθεση"}).status_code == 303
    assert seat.left_at == NOON


def test_an_administrator_invites_and_a_planner_does_not(client, town, sign_in):
    call = build.under_evaluation(town)
    page = f"/dokimi/calls/{call.id}/committee/invite"
    sent = {"invite-email": "nea@example.org", "invite-name": "Νέα Κριτή"}
    sign_in(Role.PLANNER, town=town)
    refused = client.post(page, data=sent)
    assert refused.status_code == 422
    sign_in(Role.MUNICIPAL_ADMIN, town=town)
    assert client.post(page, data={**sent, "invite-email": "όχι"}).status_code == 422
    assert client.post(page, data=sent).status_code == 303
    assert [one.user.email for one in committee_queries.members(call)] == ["nea@example.org"]


def test_an_evaluation_begins_from_its_page(client, town, sign_in):
    call = calls.closed(calls.call(town))
    calls.submission(call)
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/{call.id}/evaluation/begin"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"until": "2026-05-01"}).status_code == 422
    assert client.post(page, data={"until": "2026-05-20"}).status_code == 303
    assert call.judge_until == datetime(2026, 5, 20, 20, 59, 59, tzinfo=UTC)
    assert "0/0" not in client.get(f"/dokimi/calls/{call.id}/evaluation").text


def test_eligibility_is_checked_point_by_point(client, town, sign_in):
    [file] = build.files(build.under_evaluation(town))
    build.handed_in(file)
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/eligibility/{file.id}"
    shown = client.get(page).text
    assert "Καταστατικό.pdf" in shown
    assert "Έδρα ή δραστηριότητα στον Δήμο" in shown
    refused = client.post(page, data={"p1": "not_met", "r1": "met"})
    assert refused.status_code == 422
    assert 'value="not_met" checked' in refused.text
    sent = {"p1": "not_met", "p1-reason": "Δεν υπογράφεται", "r1": "met"}
    assert client.post(page, data=sent).status_code == 303
    conclude = f"{page}/conclude"
    assert client.post(conclude, data={"conclusion-eligible": "yes"}).status_code == 422
    reason = {"conclusion-eligible": "no", "conclusion-reason": "Ανυπόγραφο καταστατικό"}
    assert client.post(conclude, data=reason).status_code == 303
    assert (file.eligible, file.eligible_reason) == (False, "Ανυπόγραφο καταστατικό")
    sign_in(Role.EVALUATOR, town=town)
    assert client.get(page).status_code == 403


def test_sealed_files_are_not_looked_into(client, town, sign_in):
    call = calls.closed(calls.call(town, sealed=True))
    file = calls.submission(call)
    sign_in(Role.PLANNER, town=town)
    for page in ("eligibility", "judges"):
        answer = client.get(f"/dokimi/calls/{page}/{file.id}")
        assert answer.status_code == 403
        assert "σφραγισμένοι" in answer.text


def test_a_file_is_given_and_taken_back_by_hand(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    seats[1].advised = [file.name]
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/judges/{file.id}"
    shown = client.get(page).text
    assert "Σύγκρουση συμφερόντων" in shown
    assert file.name in shown
    refused = client.post(page, data={"evaluator": seats[1].id, "cleared": "Συνωνυμία"})
    assert refused.status_code == 422
    assert "μόνο ο πρόεδρος" in refused.text
    assert client.post(page, data={"evaluator": seats[0].id}).status_code == 303
    [given] = judging.assignments(file)
    sign_in(user=seats[0].user)
    assert client.post(page, data={"evaluator": seats[1].id, "cleared": ""}).status_code == 422
    sent = {"evaluator": seats[1].id, "cleared": "Συνωνυμία"}
    assert client.post(page, data=sent).status_code == 303
    assert "Συνωνυμία" in client.get(page).text
    assert client.post(f"{DESK}/{given.id}/take-back").status_code == 303
    assert len(judging.assignments(file)) == 1


def test_a_list_of_assignments_reports_each_line_and_gives_all_or_nothing(client, town, sign_in):
    call, seats, files = build.ready(town, 2, 2)
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/{call.id}/evaluation/list"
    good = f"αρ. πρωτ.;e-mail\r\n{files[0].number};{seats[0].user.email}\r\n"

    def send(text):
        file = (io.BytesIO(text.encode("cp1253")), "αναθέσεις.csv")
        return client.post(page, data={"file": file}, content_type="multipart/form-data")

    assert client.post(page).status_code == 422
    refused = send(f"{good}999;{seats[1].user.email}\r\n")
    assert refused.status_code == 422
    assert "Η πρόσκληση δεν έχει φάκελο με αυτόν τον αριθμό." in refused.text
    assert judging.pairs(call) == []
    assert send(good).status_code == 303
    assert [pair[:2] for pair in judging.pairs(call)] == [(seats[0].id, files[0].id)]


def test_files_are_shared_out_and_members_reminded_once_a_day(client, town, sign_in, session):
    call, seats, _ = build.ready(town, 3, 2)
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/{call.id}/evaluation"
    assert client.post(f"{page}/share").status_code == 303
    assert len(judging.pairs(call)) == 6
    for _ in range(2):
        assert client.post(f"{page}/remind").status_code == 303
    letters = [one.payload for one in mails(session)]
    assert sorted(one["to"] for one in letters) == sorted(one.user.email for one in seats)
    assert "3 φάκελοι" in letters[0]["body"]
    assert f"{DESK}" in letters[0]["body"]


def test_a_file_opens_only_after_the_declaration(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    given = assigning.give(SOMEBODY, file, seats[0])
    sign_in(user=seats[0].user)
    assert file.name in client.get(DESK).text
    page = f"{DESK}/{given.id}"
    refused = client.get(page)
    assert refused.status_code == 403
    assert "Δηλώστε πρώτα" in refused.text
    assert client.post(page, data={"c1": "5"}).status_code == 403
    assert client.get(f"{page}/declare").status_code == 200
    assert client.post(f"{page}/declare").status_code == 422
    assert client.post(f"{page}/declare", data={"stated": "y"}).status_code == 303
    shown = client.get(page)
    assert "Εργαστήριο επισκευής ποδηλάτων" in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"{page}/declare").status_code == 303


def test_nobody_opens_the_sheet_of_somebody_else(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.declared(file, seats[0])
    everything = (Role.PLANNER, Role.MUNICIPAL_ADMIN, Role.EVALUATOR)
    for user in (seats[1].user, person(*everything, town=town)):
        sign_in(user=user)
        for way in ("", "/declare", "/step-back"):
            assert client.get(f"{DESK}/{given.id}{way}").status_code == 403
        assert client.post(f"{DESK}/{given.id}", data={"c1": "1"}).status_code == 403


def test_who_left_or_lost_the_role_judges_no_more(client, town, sign_in, session):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.declared(file, seats[0])
    sign_in(user=seats[0].user)
    assert client.get(f"{DESK}/{given.id}").status_code == 200
    seats[0].left_at = NOON
    session.flush()
    assert client.get(f"{DESK}/{given.id}").status_code == 403
    assert client.post(f"{DESK}/{given.id}", data={"c1": "1"}).status_code == 403
    seats[0].left_at = None
    session.execute(sa.delete(Grant).where(Grant.user_id == seats[0].user_id))
    assert client.get(f"{DESK}/{given.id}").status_code == 403
    assert client.get(DESK).status_code == 403


def test_a_sheet_is_saved_with_greek_decimals_and_finished(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.declared(file, seats[0])
    sign_in(user=seats[0].user)
    page = f"{DESK}/{given.id}"
    sent = {"change": str(given.change), "c1": "7,5", "c2-comment": "θα δω"}
    assert client.post(page, data=sent).status_code == 303
    shown = client.get(page).text
    assert 'value="7,50"' in shown
    assert "θα δω" in shown
    refused = client.post(page, data={**sent, "change": str(given.change), "finish": "1"})
    assert refused.status_code == 422
    assert "Βιωσιμότητα" in refused.text
    whole = {**sent, "change": str(given.change), "c2": "6", "finish": "1"}
    assert client.post(page, data=whole).status_code == 303
    assert (given.state, given.points) == (AssignmentState.FINISHED, Decimal("69.00"))
    assert client.post(page, data={**whole, "change": str(given.change)}).status_code == 409
    assert client.post(f"{page}/reopen").status_code == 303
    assert given.state is AssignmentState.DECLARED


@pytest.mark.parametrize(
    "tampered",
    [{"c1": "11"}, {"c1": "-1"}, {"c1": "7,555"}, {"c1": "1e9"}, {"c1": "NaN"}, {"c1": "επτά"}],
)
def test_a_tampered_sheet_is_refused_with_what_was_typed(client, town, sign_in, tampered):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.declared(file, seats[0])
    sign_in(user=seats[0].user)
    sent = {"change": str(given.change), "c2": "6", "c9": "10", "points": "100", **tampered}
    refused = client.post(f"{DESK}/{given.id}", data=sent)
    assert refused.status_code == 422
    assert f'value="{tampered["c1"]}"' in refused.text
    assert given.scores == []


def test_two_windows_on_one_sheet_do_not_overwrite_each_other(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    given = build.declared(file, seats[0])
    sign_in(user=seats[0].user)
    page, shown = f"{DESK}/{given.id}", str(given.change)
    assert client.post(page, data={"change": shown, "c1": "5"}).status_code == 303
    late = client.post(page, data={"change": shown, "c1": "9"})
    assert late.status_code == 409
    assert "5,00" in late.text
    assert 'value="9"' in late.text
    assert f'name="change" type="hidden" value="{given.change}"' in late.text
    again = client.post(page, data={"change": str(given.change), "c1": "9"})
    assert again.status_code == 303
    assert given.scores[0].value == Decimal("9.00")


def test_stepping_back_writes_to_whoever_takes_over(client, town, sign_in, session):
    call, seats, [file] = build.ready(town, 1, 2, substitutes=1)
    given = build.declared(file, seats[0])
    sign_in(user=seats[0].user)
    page = f"{DESK}/{given.id}/step-back"
    assert client.post(page, data={"reason": " "}).status_code == 422
    assert client.post(page, data={"reason": "Γνωρίζω τον πρόεδρο."}).status_code == 303
    assert client.get(f"{DESK}/{given.id}").status_code == 403
    assert [one.payload["to"] for one in mails(session)] == [seats[2].user.email]
    assert "Γνωρίζω τον πρόεδρο." in client.get(f"{DESK}?pile=stepped_back").text


def test_sheets_of_others_are_shown_once_all_are_in(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    first = build.scored(file, seats[0], "7.25", "6")
    second = build.declared(file, seats[1])
    table, page = f"/dokimi/calls/{call.id}/evaluation", f"{DESK}/{second.id}"
    sign_in(user=seats[1].user)
    assert "7,25" not in client.get(page).text
    sign_in(Role.PLANNER, town=town)
    shown = client.get(table).text
    assert "1/2" in shown
    assert "67,50" not in shown + client.get(f"/dokimi/calls/judges/{file.id}").text
    build.finished(second, "5", "5")
    assert "67,50" in client.get(table).text
    assert "7,25" in client.get(f"/dokimi/calls/judges/{file.id}").text
    sign_in(user=seats[1].user)
    assert "7,25" in client.get(page).text
    assert first.points == Decimal("67.50")


def test_an_anonymous_file_keeps_its_name_from_evaluators(client, town, sign_in):
    hides = Judging(evaluators=2, quorum=2, anonymous=True)
    call, seats, [file] = build.ready(town, 1, 2, judging=hides)
    paper, plan = build.handed_in(file), build.handed_in(file, "q9", "Ομάδα 1 σχέδιο.pdf")
    given = build.declared(file, seats[0])
    sign_in(user=seats[0].user)
    for page in (DESK, f"{DESK}/{given.id}", f"{DESK}/{given.id}/step-back"):
        shown = client.get(page).text
        assert file.alias in shown
        assert file.name not in shown
        assert "omada1.example" not in shown
    for one in (paper, plan):
        assert client.get(f"{DESK}/{given.id}/papers/{one.id}").status_code == 404
    for page in (f"/dokimi/calls/{call.id}/evaluation", f"/dokimi/calls/judges/{file.id}"):
        shown = client.get(page).text
        assert file.alias in shown
        assert file.name not in shown


def test_a_document_is_handed_to_its_evaluator_after_the_declaration(client, town, sign_in):
    call, seats, [file] = build.ready(town, 1, 2)
    paper = build.handed_in(file)
    given = assigning.give(SOMEBODY, file, seats[0])
    sign_in(user=seats[0].user)
    page = f"{DESK}/{given.id}/papers/{paper.id}"
    assert client.get(page).status_code == 403
    client.post(f"{DESK}/{given.id}/declare", data={"stated": "y"})
    answer = client.get(page)
    assert answer.status_code == 200
    assert answer.data == build.PDF
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"{DESK}/{given.id}/papers/{paper.id + 1}").status_code == 404
