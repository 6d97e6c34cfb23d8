"""What everybody sees of calls: lists, one call, feeds, machines, questions and answers."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from inmeko.accounts.rules import Role
from inmeko.calls.models import CallSeen, Enquiry
from inmeko.calls.rules.words import CallState
from inmeko.calls.services import changing
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.records.models import Job
from tests.builders import calls as made
from tests.builders.calls import ADA, SOMEBODY
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/calls"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def of_each_phase(town) -> dict[str, int]:
    """One call of each phase, by the word of its phase."""
    names = ("open", "coming", "judged", "results", "over")
    found = {name: made.call(town, title=f"Πρόσκληση {name}") for name in names}
    found["coming"].opens_at = NOON + timedelta(days=1)
    made.closed(found["judged"])
    made.closed(found["results"]).state = CallState.FINAL
    found["over"].state = CallState.CANCELLED
    made.draft(town, title="Πρόσκληση draft")
    db.session.flush()
    return {name: call.id for name, call in found.items()}


def test_calls_stand_under_their_phase_and_drafts_nowhere(client, town):
    assert "Εγγραφείτε παρακάτω" in client.get(f"{PATH}/").text
    of_each_phase(town)
    for name in ("open", "coming", "judged", "results", "over"):
        shown = client.get(f"{PATH}/", query_string={"phase": name}).text
        titles = {
            one
            for one in ("open", "coming", "judged", "results", "over", "draft")
            if f"Πρόσκληση {one}" in shown
        }
        assert titles == {name}
    assert "Πρόσκληση open" in client.get("/calls").text


def test_a_filter_of_sectors_and_words_is_kept_in_the_address(client, town):
    made.call(town, title="Ενέργεια για όλους", sectors=("energy",))
    made.call(town, title="Φροντίδα στη γειτονιά", sectors=("care",))
    shown = client.get(f"{PATH}/?sector=energy").text
    assert "Ενέργεια για όλους" in shown
    assert "Φροντίδα στη γειτονιά" not in shown
    assert "phase=coming&amp;sector=energy" in shown
    assert "Φροντίδα στη γειτονιά" in client.get(f"{PATH}/?q=φροντιδα").text
    assert "Φροντίδα στη γειτονιά" not in client.get(f"{PATH}/?q=άλλο").text


def test_a_long_list_goes_on_and_asks_as_often_as_a_short_one(client, town):
    for number in range(3):
        made.call(town, title=f"Πρόσκληση {number}", sectors=("care",))
    client.get(f"{PATH}/")
    with count_queries() as few:
        client.get(f"{PATH}/")
    for number in range(3, 23):
        made.call(town, title=f"Πρόσκληση {number}", sectors=("care",))
    with count_queries() as many:
        first = client.get(f"{PATH}/").text
    assert len(many) == len(few)
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(following).text
    titles = [f"Πρόσκληση {number}<" for number in range(23)]
    assert [(one in first) + (one in second) for one in titles] == [1] * 23
    with count_queries() as feed:
        client.get("/api/calls")
    assert len(feed) <= 8


def test_the_page_of_a_call_tells_its_deadline_to_the_second_with_the_zone(client, town):
    school = asset(town, title="Παλαιό σχολείο")
    call = made.call(town, assets=(school.id,))
    shown = client.get(f"{PATH}/{call.id}").text
    assert "Παρασκευή 22 Μαΐου 2026, 12:00:00 ώρα Αθήνας (UTC+3)" in shown
    assert 'data-component="countdown"' in shown
    assert "10 ημ. 0 ώρ. 0 λ." in shown
    assert f"{PATH}/{call.id}/begin" in shown
    assert "Παλαιό σχολείο" in shown
    assert "Καταστατικό" in shown
    assert "Κοινωνικό όφελος" in shown
    places = client.get(f"/dokimi/api/calls/{call.id}/assets.geojson").get_json()
    assert [one["properties"]["title"] for one in places["features"]] == ["Παλαιό σχολείο"]


def test_after_the_last_second_the_page_says_that_the_call_is_over(client, town, at):
    call = made.call(town)
    at(call.closes_at + timedelta(milliseconds=900))
    assert f"{PATH}/{call.id}/begin" in client.get(f"{PATH}/{call.id}").text
    at(call.closes_at + timedelta(seconds=1))
    shown = client.get(f"{PATH}/{call.id}").text
    assert f"{PATH}/{call.id}/begin" not in shown
    assert "countdown" not in shown


def test_a_draft_is_seen_by_the_staff_only(client, town, sign_in):
    call = made.draft(town)
    for path in (f"{PATH}/{call.id}", f"{PATH}/{call.id}/deadline.ics"):
        assert client.get(path).status_code == 302
    assert client.get(f"/dokimi/api/calls/{call.id}/assets.geojson").status_code == 401
    sign_in(Role.CONSULTANT, town=town)
    assert client.get(f"{PATH}/{call.id}").status_code == 200


def test_the_feed_of_a_town_is_read_by_another_reader(client, town):
    made.call(municipality(slug="allos"), title="Αλλού")
    call = made.call(town, title="Πρόσκληση & <δοκιμή>", sectors=("energy",))
    answer = client.get(f"{PATH}/rss.xml")
    assert answer.content_type.startswith("application/rss+xml")
    channel = ET.fromstring(answer.data).find("channel")
    [item] = channel.findall("item")
    assert item.find("title").text == "Δήμος Δοκιμής: Πρόσκληση & <δοκιμή>"
    assert item.find("link").text.endswith(f"{PATH}/{call.id}")
    assert item.find("category").text == "Ενέργεια"
    assert "ώρα Αθήνας" in item.find("description").text
    everywhere = ET.fromstring(client.get("/calls/rss.xml").data)
    assert len(everywhere.findall("channel/item")) == 2


def test_deadlines_are_read_by_a_calendar(client, town):
    made.call(municipality(slug="allos"), title="Αλλού")
    call = made.call(town)
    read = Calendar.from_ical(client.get(f"{PATH}/deadlines.ics").data)
    [event] = read.walk("VEVENT")
    assert event.decoded("dtstart") == call.closes_at
    assert str(event["uid"]).startswith(f"call-{call.id}@")
    before = int(str(event["sequence"]))
    later = call.closes_at + timedelta(days=7)
    changing.extend(SOMEBODY, call, closes_at=later, reason="Αίτημα φορέων", ada=ADA)
    [event] = Calendar.from_ical(client.get(f"{PATH}/{call.id}/deadline.ics").data).walk("VEVENT")
    assert event.decoded("dtstart") == later
    assert int(str(event["sequence"])) > before
    everywhere = Calendar.from_ical(client.get("/calls/deadlines.ics").data)
    assert len(list(everywhere.walk("VEVENT"))) == 2


def test_machines_get_the_open_calls_with_the_offset_of_athens(client, town):
    school = asset(town, title="Παλαιό σχολείο")
    call = made.call(town, assets=(school.id,), sectors=("care",))
    of_each_phase(municipality(slug="allos"))
    answer = client.get("/dokimi/api/calls")
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    [row] = answer.get_json()["calls"]
    assert row["id"] == call.id
    assert row["closes_at"] == "2026-05-22T12:00:00+03:00"
    assert row["protocol_number"] == "1/12-05-2026"
    assert row["ada"] == ADA
    assert row["sectors"] == ["care"]
    assert [one["title"] for one in row["assets"]] == ["Παλαιό σχολείο"]
    assert row["links"]["begin"].endswith(f"{PATH}/{call.id}/begin")
    slugs = [one["municipality"]["slug"] for one in client.get("/api/calls").get_json()["calls"]]
    assert sorted(slugs) == ["allos", "dokimi"]
    assert client.get("/nowhere/api/calls").status_code == 404


def test_a_question_is_answered_in_public_without_the_name_of_who_asked(client, town, sign_in):
    call = made.call(town)
    asking = f"{PATH}/{call.id}/enquire"
    assert client.get(asking).status_code == 200
    typed = {"text": "Εγώ, η Μαρία, ρωτώ: ποιος μπορεί;", "email": "maria@example.org"}
    assert client.post(asking, data=typed).status_code == 303
    assert "η Μαρία" not in client.get(f"{PATH}/{call.id}").text
    asked = db.session.scalars(sa.select(Enquiry)).one()
    assert client.get(f"{PATH}/enquiries").status_code == 302
    sign_in(Role.PLANNER, town=town)
    assert "η Μαρία" in client.get(f"{PATH}/enquiries").text
    page = f"{PATH}/enquiries/{asked.id}"
    assert client.get(page).status_code == 200
    assert client.post(page, data={"text": "Ποιος μπορεί;", "answer": ""}).status_code == 422
    given = {"text": "Ποιος μπορεί;", "answer": "Κάθε φορέας."}
    assert client.post(page, data=given).status_code == 303
    shown = client.get(f"{PATH}/{call.id}").text
    assert "Κάθε φορέας." in shown
    assert "η Μαρία" not in shown
    letter = db.session.scalars(sa.select(Job).where(Job.name == "mail")).one()
    assert letter.payload["to"] == "maria@example.org"
    assert "Κάθε φορέας." in letter.payload["body"]
    again = client.post(page, data=given)
    assert again.status_code == 422


def test_a_question_set_aside_is_shown_to_nobody(client, town, sign_in):
    call = made.call(town)
    asked = made.enquiry(call)
    sign_in(Role.PLANNER, town=town)
    assert client.get(f"{PATH}/enquiries/{asked.id}/dismiss").status_code == 200
    assert client.post(f"{PATH}/enquiries/{asked.id}/dismiss").status_code == 303
    db.session.refresh(asked)
    assert (asked.email, asked.dismissed_at is not None) == ("", True)
    assert asked.text not in client.get(f"{PATH}/enquiries").text
    assert db.session.scalars(sa.select(Job).where(Job.name == "mail")).all() == []


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"text": "τι"}, "text"), ({"text": ""}, "text"), ({"email": "χωρίς"}, "email")],
)
def test_a_question_that_makes_no_sense_comes_back_as_it_was_typed(client, town, changes, field):
    call = made.call(town)
    typed = {"text": "Μέχρι πότε υποβάλλουμε;", "email": "a@example.org", **changes}
    answer = client.post(f"{PATH}/{call.id}/enquire", data=typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert typed["email"] in answer.text


def test_machines_that_fill_in_everything_and_latecomers_ask_nothing(client, town, at):
    call = made.call(town)
    typed = {"text": "Μέχρι πότε υποβάλλουμε;"}
    spam = client.post(f"{PATH}/{call.id}/enquire", data={**typed, "homepage": "x"})
    assert spam.status_code == 422
    at(call.questions_until + timedelta(seconds=1))
    late = client.post(f"{PATH}/{call.id}/enquire", data=typed)
    assert late.status_code == 422
    assert "Μέχρι πότε υποβάλλουμε;" in late.text
    assert db.session.scalar(sa.select(sa.func.count(Enquiry.id))) == 0


def test_openings_are_counted_by_day_and_the_staff_s_are_not(client, town, sign_in, at):
    call = made.call(town)
    for _ in range(3):
        answer = client.post(f"{PATH}/{call.id}/seen")
        assert answer.status_code == 204
        assert "Set-Cookie" not in answer.headers
    at(NOON + timedelta(days=1))
    client.post(f"{PATH}/{call.id}/seen")
    sign_in(Role.PLANNER, town=town)
    client.post(f"{PATH}/{call.id}/seen")
    rows = db.session.execute(sa.select(CallSeen.last_number).order_by(CallSeen.day)).all()
    assert [row[0] for row in rows] == [3, 1]
    assert clock.now() == NOON + timedelta(days=1)
