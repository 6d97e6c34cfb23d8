"""Events in the browser: made, announced, moved, cancelled; calendar, feeds, poster."""

import json
import re
import xml.etree.ElementTree as ET
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar

from inmeko.accounts.rules import Role
from inmeko.consultations.models import Event
from inmeko.consultations.rules.words import EventState
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.extensions import db
from inmeko.records.models import Job
from tests.builders import calls, formations
from tests.builders import events as made
from tests.builders.people import municipality
from tests.builders.resources import asset
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/events"
ONLINE = "https://meet.example.org/mystiko"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def planner(town, sign_in):
    return sign_in(Role.PLANNER, town=town)


def hidden(page: str) -> str:
    return page.split('name="seen" type="hidden" value="')[1].split('"')[0]


def save(client, event: int, part: str, **typed: str):
    page = f"{PATH}/{event}/edit/{part}"
    return client.post(page, data={"seen": hidden(client.get(page).text), **typed})


def test_an_event_is_made_announced_and_seen(client, town, planner) -> None:
    building, call = asset(town), calls.call(town)
    sent = client.post(f"{PATH}/new", data={"title": "Ακρόαση για το ρέμα", "kind": "hearing"})
    event = db.session.scalars(sa.select(Event)).one()
    assert sent.location.endswith(f"{PATH}/{event.id}/edit")
    refused = client.post(f"{PATH}/{event.id}/announce")
    assert refused.status_code == 422
    assert event.state is EventState.DRAFT
    typed = {
        "title": "Ακρόαση για το ρέμα",
        "kind": "hearing",
        "aims": "Να ακουστούν όλοι",
        "languages": "greek",
    }
    assert save(client, event.id, "basics", **typed, sectors="care").status_code == 303
    when = {"starts_at": "2026-05-20T18:00", "ends_at": "2026-05-20T20:00"}
    agenda = {"agenda": "18:00 Υποδοχή | Δήμαρχος"}
    assert save(client, event.id, "time", **when, **agenda).status_code == 303
    wrong = save(client, event.id, "place", asset="ΚΑΝΕΝΑΣ", address="Πλατεία")
    assert wrong.status_code == 422
    assert "Πλατεία" in wrong.text
    place = {"asset": building.code, "online_url": ONLINE, "ease": "step_free"}
    assert save(client, event.id, "place", **place).status_code == 303
    seats = {"registration": "y", "capacity": "40", "takes_groups": "y", "places_groups": "30"}
    more = {"takes_residents": "y", "offer_hours": "12", "questions": "Διερμηνεία; | Ναι; Όχι"}
    assert save(client, event.id, "registration", **seats, **more).status_code == 303
    assert save(client, event.id, "about", call="999").status_code == 422
    assert save(client, event.id, "about", call=str(call.id), contact="Γραφείο").status_code == 303
    assert client.post(f"{PATH}/{event.id}/announce").status_code == 303
    page = client.get(f"{PATH}/{event.id}").text
    for words in ("Να ακουστούν όλοι", "Υποδοχή", building.title, call.title, "18:00"):
        assert words in page
    assert ONLINE not in page, "the online link is for those registered"
    assert (
        "Ακρόαση για το ρέμα" in client.get(f"{PATH}/?sector=care&kind=hearing&call={call.id}").text
    )
    assert "Ακρόαση για το ρέμα" not in client.get(f"{PATH}/?sector=energy").text
    assert client.get(f"{PATH}/{event.id}/poster").text.count("<svg") >= 1


def test_an_event_concerns_a_group_that_only_its_companions_know_of(client, town, planner) -> None:
    group, event = formations.formation(town), made.event(town)
    assert save(client, event.id, "about", formation="999").status_code == 422
    assert save(client, event.id, "about", formation=str(group.id)).status_code == 303
    page = f"{PATH}/{event.id}"
    assert group.title in client.get(page).text
    assert f'value="{group.id}"' in client.get(f"{page}/edit/about").text
    client.post("/logout")
    assert group.title not in client.get(page).text
    group.stage, group.name = FormationStage.REGISTERED, "Κοιν.Σ.Επ. Το Ρέμα"
    db.session.flush()
    assert "Κοιν.Σ.Επ. Το Ρέμα" in client.get(page).text


def test_a_series_is_listed_whole(client, town) -> None:
    one = made.event(town, series="Πόλη & έργα")
    made.event(town, title="Δεύτερη της σειράς", series="Πόλη & έργα")
    made.event(town, title="Άσχετη")
    page = client.get(f"{PATH}/{one.id}").text
    assert "Δεύτερη της σειράς" in page
    [link] = re.findall(r'href="([^"]*series=[^"]*)"', page)
    listed = client.get(link.replace("&amp;", "&")).text
    assert "Δεύτερη της σειράς" in listed
    assert "Άσχετη" not in listed


def test_an_hour_that_comes_twice_is_asked_for(client, town, planner) -> None:
    event = made.draft(town)
    night = {"starts_at": "2026-10-25T02:30", "ends_at": "2026-10-25T03:30"}
    asked = save(client, event.id, "time", **night)
    assert asked.status_code == 422
    assert 'name="twice"' in asked.text
    assert save(client, event.id, "time", **night, twice="second").status_code == 303
    assert event.ends_at - event.starts_at == timedelta(hours=2), "an hour longer than it looks"
    assert "χειμερινή" in client.get(f"{PATH}/{event.id}").text
    chosen = client.get(f"{PATH}/{event.id}/edit/time").text
    assert "checked" in chosen.split('name="twice"')[2].split(">")[0]
    skipped = {"starts_at": "2026-03-29T03:30", "ends_at": "2026-03-29T05:00"}
    assert save(client, event.id, "time", **skipped).status_code == 422


def test_a_second_planner_sees_what_the_first_one_saved(client, town, planner) -> None:
    event = made.draft(town)
    page = f"{PATH}/{event.id}/edit/place"
    typed = {"seen": hidden(client.get(page).text), "address": "Του δεύτερου"}
    made.put(event, "place", address="Του πρώτου")
    answer = client.post(page, data=typed)
    assert answer.status_code == 409
    assert "Του πρώτου" in answer.text
    assert "Του δεύτερου" in answer.text
    again = client.post(page, data={**typed, "seen": hidden(answer.text)})
    assert again.status_code == 303


def test_moving_an_announced_event_needs_a_reason_and_tells_everybody(
    client, town, planner
) -> None:
    event = made.event(town)
    before = event.sequence
    later = {"starts_at": "2026-05-21T18:00", "ends_at": "2026-05-21T20:00"}
    assert save(client, event.id, "time", **later).status_code == 422
    assert save(client, event.id, "time", **later, reason="Απεργία").status_code == 303
    assert event.sequence > before
    assert "Απεργία" in client.get(f"{PATH}/{event.id}").text
    assert db.session.scalars(sa.select(Job.name).where(Job.name == "events.tell")).all()
    agenda = {**later, "agenda": "18:00 Υποδοχή"}
    assert save(client, event.id, "time", **agenda).status_code == 303, "an agenda moves nothing"


def test_a_cancelled_event_says_why_everywhere(client, town, planner) -> None:
    event = made.event(town)
    assert client.post(f"{PATH}/{event.id}/cancel", data={"reason": ""}).status_code == 422
    assert client.post(f"{PATH}/{event.id}/cancel", data={"reason": "Καιρός"}).status_code == 303
    assert "Καιρός" in client.get(f"{PATH}/{event.id}").text
    assert "ακυρώθηκε" in client.get(f"{PATH}/{event.id}/register").text
    [entry] = Calendar.from_ical(client.get("/dokimi/events.ics").data).walk("VEVENT")
    assert str(entry["status"]) == "CANCELLED"


def test_an_event_is_copied_without_its_dates(client, town, planner) -> None:
    event = made.event(town, series="Ημερίδες", capacity=30)
    assert client.post(f"{PATH}/{event.id}/copy").status_code == 303
    twin = db.session.scalars(sa.select(Event).order_by(Event.id.desc())).first()
    assert (twin.series, twin.capacity, twin.starts_at) == ("Ημερίδες", 30, None)


def test_the_list_goes_on_and_asks_as_often_as_a_short_one(client, town) -> None:
    for number in range(3):
        made.event(town, title=f"Εκδήλωση {number:02}")
    client.get(f"{PATH}/")
    with count_queries() as few:
        client.get(f"{PATH}/")
    for number in range(3, 23):
        made.event(town, title=f"Εκδήλωση {number:02}")
    with count_queries() as many:
        first = client.get(f"{PATH}/").text
    assert len(many) == len(few)
    following = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(following).text
    titles = [f"Εκδήλωση {number:02}<" for number in range(23)]
    assert [(one in first) + (one in second) for one in titles] == [1] * 23


def test_the_month_shows_each_day_of_an_event(client, town) -> None:
    begins = datetime(2026, 5, 27, 18, tzinfo=UTC)
    made.event(town, title="Τριήμερο", starts_at=begins, ends_at=begins + timedelta(days=2))
    assert client.get(f"{PATH}/month?month=2026-05").text.count("Τριήμερο") == 3
    assert client.get(f"{PATH}/month?month=2026-07").text.count("Τριήμερο") == 0
    assert client.get(f"{PATH}/month?month=junk").status_code == 200


def test_drafts_and_other_towns_are_in_no_feed_and_no_list(client, town) -> None:
    made.draft(town, title="Πρόχειρο")
    made.event(municipality(slug="allos"), title="Αλλού")
    event = made.event(town, title="Εδώ", online_url=ONLINE, x=23.75, y=38.0)
    for page in (
        f"{PATH}/",
        f"{PATH}/month",
        f"{PATH}/map",
        "/dokimi/events.ics",
        f"{PATH}/rss.xml",
        "/dokimi/api/events",
        "/dokimi/api/events.geojson",
        f"{PATH}/{event.id}/event.ics",
    ):
        answer = client.get(page)
        text = json.dumps(answer.json, ensure_ascii=False) if answer.is_json else answer.text
        assert "Εδώ" in text, page
        assert "Πρόχειρο" not in text, page
        assert "Αλλού" not in text, page
        assert ONLINE not in text, page


def test_feeds_are_read_by_others(client, town) -> None:
    event = made.event(town, title="Ημερίδα; με, σημεία", capacity=2, x=23.75, y=38.0)
    made.registered(event)
    read = Calendar.from_ical(client.get("/dokimi/events.ics").data)
    [entry] = read.walk("VEVENT")
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (event.starts_at, event.ends_at)
    assert str(entry["summary"]) == event.title
    assert entry["geo"].to_ical() == "38.0;23.75"
    items = ET.fromstring(client.get(f"{PATH}/rss.xml").data).findall("./channel/item")
    assert [one.findtext("title") for one in items] == [event.title]
    [row] = client.get("/dokimi/api/events").json["events"]
    assert (row["capacity"], row["places_left"], row["phase"]) == (2, 1, "coming")
    assert row["starts_at"] == "2026-05-15T12:00:00+03:00"
    [place] = json.loads(client.get("/dokimi/api/events.geojson").data)["features"]
    assert place["geometry"]["coordinates"] == [23.75, 38.0]


def test_feeds_ask_as_often_for_many_events_as_for_one(client, town) -> None:
    pages = ("/dokimi/api/events", "/dokimi/events.ics", "/dokimi/api/events.geojson")
    made.event(town, capacity=5, x=23.75, y=38.0)
    found = []
    for page in pages:
        client.get(page)
        with count_queries() as few:
            client.get(page)
        found.append(len(few))
    for _ in range(9):
        made.registered(made.event(town, capacity=5, x=23.75, y=38.0))
    for page, expected in zip(pages, found, strict=True):
        with count_queries() as many:
            client.get(page)
        assert len(many) == expected, page


def test_the_front_page_of_the_town_shows_what_is_next(client, town) -> None:
    asset(town)
    made.event(town, title="Η επόμενη")
    made.draft(town, title="Πρόχειρο")
    page = client.get("/dokimi/").text
    assert "Η επόμενη" in page
    assert "Πρόχειρο" not in page


def test_an_event_over_the_change_of_clocks_is_two_hours_longer_than_it_looks(client, town) -> None:
    begins = datetime(2026, 10, 24, 23, tzinfo=UTC)  # 02:00 in summer time
    event = made.event(town, starts_at=begins, ends_at=begins + timedelta(hours=4))
    [entry] = Calendar.from_ical(client.get(f"{PATH}/{event.id}/event.ics").data).walk("VEVENT")
    assert entry.decoded("dtend") - entry.decoded("dtstart") == timedelta(hours=4)
    assert "02:00 – 05:00" in client.get(f"{PATH}/{event.id}").text


def test_nobody_but_makers_reaches_the_editor(client, town, sign_in) -> None:
    event = made.draft(town)
    for page in ("", "/edit", "/edit/time", "/announce", "/registrations", "/door"):
        assert client.get(f"{PATH}/{event.id}{page}").status_code == 302
    sign_in(Role.EVALUATOR, town=town)
    for page in ("/edit", "/edit/time", "/announce", "/registrations", "/door"):
        assert client.get(f"{PATH}/{event.id}{page}").status_code == 403
