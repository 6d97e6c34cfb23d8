"""Pages of concessions over HTTP, on both engines."""

import csv
import io
import json
from datetime import UTC, date, datetime
from urllib.parse import unquote

import pytest

from inmeko.accounts.models import Membership
from inmeko.accounts.rules import OrganisationKind, Role
from inmeko.extensions import kept
from inmeko.kernel.actor import Actor
from inmeko.resources.models import Concession, ConcessionReport
from inmeko.resources.queries import assets, clusters
from inmeko.resources.rules.asset import Certainty, Condition, Use
from inmeko.resources.rules.concession_words import ConcessionState, PathKey, ReportKind
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import concessions, following
from tests.builders.concessions import ADA, SOMEBODY, active, cooperative, draft
from tests.builders.people import municipality, organisation, person
from tests.builders.records import picture
from tests.builders.resources import asset
from tests.builders.uploads import work
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)
TYPED = {
    "path": "free_use",
    "purpose": "Εργαστήριο",
    "starts_on": "2026-01-01",
    "ends_on": "2027-12-31",
    "applicant_kind": "kalo_body",
    "registered": "yes",
    "seat_or_activity": "yes",
    "asset_regime": "ordinary",
}
POSTED = {"ada": ADA, "posted_on": "2025-12-20", "council_members": "33", "votes_for": "17"}


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def member(town):
    """Somebody who manages a cooperative, and the cooperative."""
    body, user = cooperative(town), person()
    body.memberships.append(Membership(user=user, manages=True))
    return user, body


def test_a_planner_prepares_and_puts_in_force_and_everybody_reads_it(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    thing, body = asset(town), cooperative(town)
    sent = {**TYPED, "organisation_id": str(body.id)}
    answer = client.post(f"/dokimi/resources/{thing.id}/give", data=sent)
    assert answer.status_code == 303
    page = answer.location
    assert client.post(f"{page}/activate", data={**POSTED, "votes_for": "16"}).status_code == 422
    assert client.post(f"{page}/activate", data=POSTED).status_code == 303
    client.post("/logout")
    shown = client.get(page)
    assert shown.status_code == 200
    assert body.name in shown.text
    assert "ν. 4555/2018 άρ. 196" in shown.text
    assert f"https://diavgeia.gov.gr/doc/{ADA}" in unquote(shown.text)
    assert body.name in client.get("/dokimi/resources/concessions").text
    assert body.name in client.get(f"/dokimi/resources/{thing.id}").text


def test_a_refusal_names_the_other_concession_under_the_first_day(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    thing = asset(town)
    active(thing, cooperative(town, name="Πρώτη ΚοινΣΕπ"))
    second = draft(thing, cooperative(town, name="Δεύτερη ΚοινΣΕπ"), starts_on=date(2027, 1, 1))
    page = client.post(f"/dokimi/resources/concessions/{second.id}/activate", data=POSTED)
    assert page.status_code == 422
    assert "Πρώτη ΚοινΣΕπ" in page.text
    assert "01/01/2026" in page.text
    assert "30/06/2027" in page.text


def test_a_draft_is_seen_by_staff_and_the_body_and_by_nobody_else(client, town, sign_in, member):
    user, body = member
    made = draft(asset(town), body)
    address = f"/dokimi/resources/concessions/{made.id}"
    assert client.get(address).status_code in {302, 401}
    sign_in(user=user)
    assert client.get(address).status_code == 200
    assert client.get(f"{address}/activate").status_code == 403
    sign_in(user=person())
    assert client.get(address).status_code == 403
    sign_in(Role.CONSULTANT, town=town)
    assert client.get(address).status_code == 200
    assert client.post(f"{address}/activate", data=POSTED).status_code == 403


def test_reasons_terms_and_obligations_are_not_public(client, town, sign_in):
    made = active(asset(town), cooperative(town), terms="Μυστικός όρος")
    following.oblige(SOMEBODY, made, what="Κρυφή υποχρέωση", due_on=date(2026, 6, 1), yearly=False)
    address = f"/dokimi/resources/concessions/{made.id}"
    text = client.get(address).text
    assert "Μυστικός όρος" not in text
    assert "Κρυφή υποχρέωση" not in text
    sign_in(Role.PLANNER, town=town)
    text = client.get(address).text
    assert "Μυστικός όρος" in text
    assert "Κρυφή υποχρέωση" in text


def test_the_open_data_hold_what_took_effect_and_no_drafts(client, town):
    made = active(asset(town), cooperative(town, name="=ΚοινΣΕπ"))
    draft(asset(town), cooperative(town, name="Προσχέδιο ΚοινΣΕπ"))
    rows = json.loads(client.get("/dokimi/resources/concessions/export.json").text)["concessions"]
    assert [row["ada"] for row in rows] == [ADA]
    assert rows[0]["law"] == "ν. 4555/2018 άρ. 196"
    text = client.get("/dokimi/resources/concessions/export.csv").text
    (row,) = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")), delimiter=";")
    assert row["body"] == "'=ΚοινΣΕπ"
    assert row["from"] == made.starts_on.isoformat()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("q=σφαγειο", 1),
        ("q=τιποτα", 0),
        ("period=now", 1),
        ("period=past", 0),
        ("year=2027", 1),
        ("year=2029", 0),
        ("path=auction", 0),
        ("path=free_use&year=oops", 1),
    ],
)
def test_the_list_answers_its_filters(client, town, asked, found):
    active(asset(town), cooperative(town))
    text = client.get(f"/dokimi/resources/concessions/export.json?{asked}").text
    assert len(json.loads(text)["concessions"]) == found


def test_the_list_asks_as_often_for_many_as_for_one(client, town):
    active(asset(town), cooperative(town))
    client.get("/dokimi/resources/concessions")
    with count_queries() as few:
        client.get("/dokimi/resources/concessions")
    for number in range(7):
        active(asset(town, title=f"Κτίριο {number}"), cooperative(town, name=f"Κ{number}"))
    with count_queries() as many:
        client.get("/dokimi/resources/concessions")
    assert len(many) == len(few)


def test_the_page_of_a_concession_asks_as_often_for_many_reports_as_for_one(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    made = active(asset(town), cooperative(town))
    address = f"/dokimi/resources/concessions/{made.id}"

    def tell(number: int) -> None:
        for _ in range(number):
            following.report(
                Actor(id=person().id),
                made,
                kind=ReportKind.VISIT,
                text="Όλα καλά",
                written_on=date(2026, 5, 1),
                files=[(io.BytesIO(picture()), "α.jpg")],
            )

    tell(1)
    client.get(address)
    with count_queries() as few:
        client.get(address)
    tell(4)
    with count_queries() as many:
        client.get(address)
    # The names of the authors are asked for one by one, from memory once they are known.
    assert len(many) <= len(few) + 4


def test_a_member_reports_with_a_photo_once_however_often_the_form_is_sent(
    client, town, sign_in, member, session
):
    user, body = member
    made = active(asset(town), body)
    sign_in(user=user)
    assert made.asset.title in client.get("/dokimi/resources/concessions/mine").text
    address = f"/dokimi/resources/concessions/{made.id}/reports/new"
    for _ in range(2):
        sent = {
            "text": "Τα εγκαίνια έγιναν.",
            "written_on": "2026-05-10",
            "once": "a" * 32,
            "files": (io.BytesIO(picture()), "εγκαίνια.jpg"),
        }
        answer = client.post(address, data=sent, content_type="multipart/form-data")
        assert answer.status_code == 303
    assert session.query(ConcessionReport).count() == 1
    page = client.get(f"/dokimi/resources/concessions/{made.id}").text
    assert "Τα εγκαίνια έγιναν." in page
    (photo,) = {part for part in page.split('"') if part.startswith("/files/") and "?" not in part}
    assert client.get(photo).status_code == 200
    sign_in(user=person())
    assert client.get(photo).status_code == 403


def test_a_stranger_to_the_body_cannot_report(client, town, sign_in):
    made = active(asset(town), cooperative(town))
    sign_in(user=person())
    address = f"/dokimi/resources/concessions/{made.id}/reports/new"
    assert client.post(address, data={"text": "Ψέμα"}).status_code == 403


def test_obligations_are_set_done_and_come_back_next_year(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    made = active(asset(town), cooperative(town))
    address = f"/dokimi/resources/concessions/{made.id}"
    sent = {"what": "Ετήσια έκθεση", "due_on": "2026-04-30", "yearly": "y"}
    assert client.post(f"{address}/obligations/new", data=sent).status_code == 303
    late = {**sent, "due_on": "2030-01-01"}
    assert client.post(f"{address}/obligations/new", data=late).status_code == 422
    (owed,) = made.obligations
    assert "Ετήσια έκθεση" in client.get("/dokimi/resources/concessions/follow-up").text
    done = f"{address}/obligations/{owed.id}/done"
    assert client.get(done).status_code == 200
    paper = {
        "done_on": "2026-05-02",
        "comment": "Κατατέθηκε",
        "files": (io.BytesIO(picture()), "α.jpg"),
    }
    assert client.post(done, data=paper, content_type="multipart/form-data").status_code == 303
    assert [one.due_on for one in made.obligations] == [date(2026, 4, 30), date(2027, 4, 30)]
    assert client.post(done, data={"done_on": "2026-05-02"}).status_code == 422
    page = client.get(address).text
    assert "2 Μαΐου 2026" in page
    assert "2026-05-02" not in page.replace('datetime="', ""), "days as people write them"


def test_the_history_says_words_and_not_keys(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    made = active(asset(town), cooperative(town))
    address = f"/dokimi/resources/concessions/{made.id}"
    told = {"text": "Ο χώρος είναι ανοικτός.", "written_on": "2026-05-10", "once": "b" * 32}
    assert client.post(f"{address}/reports/new", data=told).status_code == 303
    history = client.get(address).text.split("Ιστορικό", 1)[1]
    assert "Επίσκεψη παρακολούθησης" in history
    assert "visit" not in history


def test_the_calendar_names_what_is_due_and_the_end(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    made = active(asset(town, title="Παλαιό σφαγείο, με κόμμα"), cooperative(town))
    following.oblige(SOMEBODY, made, what="Ασφάλιση", due_on=date(2026, 7, 1), yearly=True)
    for address in (f"/dokimi/resources/concessions/{made.id}/dates.ics",):
        answer = client.get(address)
        text = answer.text.replace("\r\n ", "")
        assert answer.content_type == "text/calendar; charset=utf-8"
        assert "DTSTART;VALUE=DATE:20260701" in text
        assert "DTSTART;VALUE=DATE:20270630" in text
        assert "Παλαιό σφαγείο\\, με κόμμα" in text
    assert "20260701" in client.get("/dokimi/resources/concessions/dates.ics").text


@pytest.mark.parametrize(
    ("step", "sent", "state"),
    [
        ("end", {"day": "2026-05-01", "reason": "Συμφωνία"}, "ended"),
        ("revoke", {"day": "2026-05-01", "reason": "Δεν τηρήθηκαν οι όροι"}, "revoked"),
        ("return", {"day": "2026-05-01", "condition": "good", "text": "Καθαρό"}, "returned"),
    ],
)
def test_a_concession_comes_to_its_end_with_a_reason(client, town, sign_in, step, sent, state):
    sign_in(Role.PLANNER, town=town)
    made = active(asset(town), cooperative(town))
    address = f"/dokimi/resources/concessions/{made.id}/{step}"
    assert client.get(address).status_code == 200
    assert client.post(address, data={"day": ""}).status_code == 422
    assert client.post(address, data=sent).status_code == 303
    assert made.state == ConcessionState(state)


def test_the_paths_page_says_what_is_open_and_why_not(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    thing = asset(town)
    firm = organisation(town, name="Τεχνική ΕΠΕ", kind=OrganisationKind.COMPANY)
    body = cooperative(town)
    address = f"/dokimi/resources/{thing.id}/paths"
    for_firm = client.get(f"{address}?organisation_id={firm.id}").text
    for_body = client.get(
        f"{address}?organisation_id={body.id}&applicant_kind=kalo_body&registered=yes"
        "&seat_or_activity=yes&asset_regime=ordinary"
    ).text
    link = f"/dokimi/resources/{thing.id}/give?"
    assert for_firm.count("path=free_use") == 0
    assert for_body.count(link) > for_firm.count(link)
    assert "ν. 4555/2018 άρ. 196" in for_firm


def test_a_company_cannot_get_free_use_and_reads_why(client, town, sign_in, session):
    sign_in(Role.PLANNER, town=town)
    thing, firm = asset(town), organisation(town, kind=OrganisationKind.COMPANY)
    sent = {**TYPED, "organisation_id": str(firm.id), "applicant_kind": "company"}
    page = client.post(f"/dokimi/resources/{thing.id}/give", data=sent)
    assert page.status_code == 422
    assert "ν. 4555/2018 άρ. 196" in page.text
    assert session.query(Concession).count() == 0


def test_the_body_of_another_town_cannot_be_chosen(client, town, sign_in):
    sign_in(Role.PLANNER, town=town)
    other = cooperative(municipality(slug="allos"))
    sent = {**TYPED, "organisation_id": str(other.id)}
    assert client.post(f"/dokimi/resources/{asset(town).id}/give", data=sent).status_code == 422


def test_given_assets_are_not_available_today(client, town):
    thing = asset(town, title="Δοσμένο κτίριο")
    asset(town, title="Ελεύθερο κτίριο")
    made = active(thing, cooperative(town), path=PathKey.FREE_USE)
    text = client.get("/dokimi/resources/?available=yes").text
    assert "Ελεύθερο κτίριο" in text
    assert "Δοσμένο κτίριο" not in text
    assert made.state is ConcessionState.ACTIVE


def test_what_is_held_is_shown_as_given_and_offered_to_nobody(
    client, session, town, sign_in, at, monkeypatch
):
    monkeypatch.setattr(kept, "PATIENCE", 0)
    thing, other = asset(town, use=Use.IDLE, title="Σφαγεία"), asset(town, use=Use.IDLE)
    body, today = cooperative(town), NOON.date()
    open_now, everything = AssetFilter(available=True), AssetFilter()

    def free() -> list[int]:
        world = (-180.0, -85.0, 180.0, 85.0)
        on_map = sum(one.found for one in clusters.view(town.id, open_now, today, world, 9))
        listed = [one.id for one in assets.page(town.id, open_now, today).rows]
        assert on_map == len(listed) == assets.count(town.id, open_now, today)
        return sorted(listed)

    assert free() == sorted([thing.id, other.id])
    held = active(thing, body)
    assert (thing.use, thing.use_certainty) == (Use.IN_USE, Certainty.CERTAIN)
    assert free() == [other.id]
    client.set_cookie("language", "en")
    assert client.get("/dokimi/resources/").text.count(">Given to a body<") == 1
    page = client.get(f"/dokimi/resources/{thing.id}").text
    assert ">In use<" in page
    assert ">Given to a body<" in page
    # A visitor finds it empty: it is given all the same.
    deeds.amend(SOMEBODY, thing, {"use": Use.IDLE}, version=thing.version)
    assert free() == [other.id]
    deeds.amend(SOMEBODY, thing, {"use": Use.IN_USE}, version=thing.version)
    concessions.give_back(SOMEBODY, held, today, Condition.GOOD)
    assert thing.use is Use.IDLE
    assert free() == sorted([thing.id, other.id])
    assert assets.count(town.id, everything, today) == 2


def test_an_asset_is_in_use_from_the_first_day_of_its_concession(session, town, at):
    thing = asset(town, use=Use.UNDERUSED)
    held = active(thing, cooperative(town), starts_on=date(2026, 6, 1))
    assert work() == 0
    assert thing.use is Use.UNDERUSED
    at(datetime(2026, 6, 1, 5, 0, tzinfo=UTC))
    assert work() == 1
    assert thing.use is Use.IN_USE
    deeds.amend(SOMEBODY, thing, {"use": Use.UNDERUSED}, version=thing.version)
    concessions.end(SOMEBODY, held, "Έληξε", date(2026, 6, 1))
    assert thing.use is Use.UNDERUSED, "what a planner has said since is left alone"
