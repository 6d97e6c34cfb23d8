"""Registering in the browser: the form, the letters, the secret page, the door."""

import base64
import io
import re
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa
from icalendar import Calendar
from PIL import Image

from inmeko.accounts.rules import Role
from inmeko.consultations.models import Registration
from inmeko.consultations.rules.words import QuotaKind, RegistrationState
from inmeko.consultations.services import registering
from inmeko.extensions import db
from inmeko.records.models import Job
from inmeko.records.services import Runner
from tests.builders import events as made
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/events"
ONLINE = "https://meet.example.org/mystiko"
FORM = {"quota": "everybody", "name": "Μαρία Δοκιμή", "email": "maria@example.org", "consent": "y"}


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def mails(to: str = "maria@example.org") -> list[dict]:
    query = sa.select(Job).where(Job.name == "mail").order_by(Job.id)
    return [one.payload for one in db.session.scalars(query) if one.payload["to"] == to]


def only() -> Registration:
    return db.session.scalars(sa.select(Registration)).one()


def test_a_place_is_confirmed_with_code_calendar_and_link(client, town) -> None:
    event = made.event(town, online_url=ONLINE, capacity=5)
    sent = client.post(f"{PATH}/{event.id}/register", data={**FORM, "named": "y"})
    assert sent.location.endswith(f"{PATH}/{event.id}/registered")
    one, [mail] = only(), mails()
    assert client.get(sent.location).status_code == 200
    assert one.code in mail["body"]
    assert ONLINE in mail["body"]
    assert f"http://localhost{PATH}/ticket/{one.key}/" in mail["body"].splitlines()
    [calendar, code] = mail["files"]
    [entry] = Calendar.from_ical(base64.b64decode(calendar[2])).walk("VEVENT")
    assert one.code in str(entry["description"])
    assert Image.open(io.BytesIO(base64.b64decode(code[2]))).format == "PNG"
    page = client.get(f"{PATH}/ticket/{one.key}/").text
    assert one.code in page
    assert ONLINE in page
    assert ONLINE in client.get(f"{PATH}/ticket/{one.key}/event.ics").text.replace("\r\n ", "")


def without_tokens(page: str) -> str:
    """A page without the signs of its forms, which hold the second at which they were made."""
    return re.sub(r'<input[^>]*name="csrf_token"[^>]*>', "", page)


def test_a_stranger_who_types_anothers_address_learns_nothing(client, town) -> None:
    event = made.event(town)
    client.post(f"{PATH}/{event.id}/register", data=FORM)
    first = without_tokens(client.get(f"{PATH}/{event.id}/registered").text)
    again = client.post(f"{PATH}/{event.id}/register", data={**FORM, "name": "Άλλος"})
    assert again.status_code == 303
    assert without_tokens(client.get(again.location).text) == first
    assert only().name == "Μαρία Δοκιμή"
    assert ["ήδη" in mail["subject"] for mail in mails()] == [False, True]


def test_what_is_missing_is_said_and_nothing_typed_is_lost(client, town) -> None:
    event = made.event(
        town,
        content={
            "questions": [
                {"key": "a1", "label": "Διερμηνεία;", "options": ["Ναι", "Όχι"], "required": True}
            ]
        },
    )
    for wrong in ({"email": "όχι"}, {"consent": ""}, {"name": ""}, {"a1": ""}, {"a1": "Ίσως"}):
        typed = {**FORM, "a1": "Ναι", "organisation": "Ο Σύλλογος", **wrong}
        answer = client.post(f"{PATH}/{event.id}/register", data=typed)
        assert answer.status_code == 422, wrong
        assert "Ο Σύλλογος" in answer.text
    typed = {**FORM, "a1": "Ναι", "homepage": "https://spam.example"}
    assert client.post(f"{PATH}/{event.id}/register", data=typed).status_code == 422
    assert not db.session.scalars(sa.select(Registration)).all()
    client.post(f"{PATH}/{event.id}/register", data={**FORM, "a1": "Ναι"})
    assert only().answers == {"a1": "Ναι"}


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("cancelled", "ακυρώθηκε"),
        ("begun", "έχει αρχίσει"),
        ("over", "έχει αρχίσει"),
        ("closed", "Οι εγγραφές έχουν λήξει"),
    ],
)
def test_who_comes_too_late_is_told_why_and_is_not_registered(
    client, town, at, state, words
) -> None:
    event = made.event(town, registers_until=NOON + timedelta(days=1))
    if state == "cancelled":
        made.events.cancel(made.SOMEBODY, event, reason="Καιρός")
    moments = {
        "cancelled": NOON,
        "begun": event.starts_at,
        "over": event.ends_at,
        "closed": NOON + timedelta(days=1, seconds=1),
    }
    at(moments[state])
    page = f"{PATH}/{event.id}/register"
    assert words in client.get(page).text
    assert client.post(page, data=FORM).status_code == 422
    assert not db.session.scalars(sa.select(Registration)).all()
    assert mails() == []


def test_script_in_a_name_is_shown_as_it_was_typed(client, town, sign_in) -> None:
    event = made.event(town)
    client.post(f"{PATH}/{event.id}/register", data={**FORM, "name": "<script>alert(1)</script>"})
    sign_in(Role.PLANNER, town=town)
    page = client.get(f"{PATH}/{event.id}/registrations").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_a_freed_place_is_offered_by_mail_and_taken_by_link(client, town) -> None:
    event = made.event(town, capacity=1)
    first = made.registered(event)
    client.post(f"{PATH}/{event.id}/register", data=FORM)
    waiting = db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()[1]
    assert "1" in client.get(f"{PATH}/ticket/{waiting.key}/").text
    assert client.get(f"{PATH}/ticket/{first.key}/cancel").status_code == 200
    assert client.post(f"{PATH}/ticket/{first.key}/cancel").status_code == 303
    assert waiting.state is RegistrationState.OFFERED
    assert waiting.key in mails()[-1]["body"]
    assert client.post(f"{PATH}/ticket/{waiting.key}/take").status_code == 303
    assert waiting.state is RegistrationState.REGISTERED
    assert waiting.code in mails()[-1]["body"]
    assert client.post(f"{PATH}/ticket/{waiting.key}/take").status_code == 409
    assert client.post(f"{PATH}/ticket/{first.key}/cancel").status_code == 422


def test_the_runner_ends_an_offer_and_writes_to_the_next(client, town, at) -> None:
    event = made.event(town, capacity=1, offer_hours=1)
    first = made.registered(event)
    second, third = made.registered(event), made.registered(event, email="maria@example.org")
    client.post(f"{PATH}/ticket/{first.key}/cancel")
    at(NOON + timedelta(hours=1))
    jobs = client.application.extensions["inmeko-jobs"]
    Runner({**jobs, "mail": lambda _payload: None}, threading.Event(), keep=True).run_due()
    db.session.expire_all()
    assert (second.state, third.state) == (RegistrationState.LAPSED, RegistrationState.OFFERED)
    assert third.key in mails()[-1]["body"]


def test_everybody_registered_is_told_of_a_cancelled_event_once(client, town) -> None:
    event = made.event(town)
    one, gone = made.registered(event, email="maria@example.org"), made.registered(event)
    registering.cancel(made.SOMEBODY, gone)
    from_there = made.events.cancel(made.SOMEBODY, event, reason="Καιρός")
    tell = client.application.extensions["inmeko-jobs"]["events.tell"]
    for _ in range(2):
        tell({"municipality": town.id, "notice": from_there.id})
    assert ["Καιρός" in mail["body"] for mail in mails()] == [True]
    assert not mails(gone.email)
    assert one.state is RegistrationState.REGISTERED


def test_those_with_a_place_are_reminded_a_day_before_and_once(client, town, at) -> None:
    event = made.event(town, capacity=1)
    made.registered(event, email="maria@example.org")
    waits = made.registered(event)
    jobs = client.application.extensions["inmeko-jobs"]
    runner = Runner({**jobs, "mail": lambda _payload: None}, threading.Event(), keep=True)
    moved = event.starts_at + timedelta(days=2)
    made.put(event, "time", "Απεργία", starts_at=moved, ends_at=moved + timedelta(hours=1))
    at(moved - timedelta(days=2))
    runner.run_due()
    before = len(mails())
    at(moved - timedelta(days=1))
    runner.run_due()
    runner.run_due()
    db.session.expire_all()
    assert len(mails()) == before + 1, "the event that was moved is reminded of at its new time"
    assert "Υπενθύμιση" in mails()[-1]["subject"]
    assert not [mail for mail in mails(waits.email) if "Υπενθύμιση" in mail["subject"]]


def test_the_door_scans_types_and_refuses(client, town, sign_in, at) -> None:
    sign_in(Role.PLANNER, town=town)
    event, other = made.event(town), made.event(town, title="Άλλη εκδήλωση")
    one, stranger = made.registered(event), made.registered(other)
    at(event.starts_at)
    door = f"{PATH}/{event.id}/door"
    assert one.name in client.get(f"{door}?code={one.code}").text
    scanned = f"http://localhost{PATH}/{other.id}/door?code={stranger.code}"
    refused = client.get(door, query_string={"code": scanned})
    assert refused.status_code == 200
    assert "Άλλη εκδήλωση" in refused.text
    assert stranger.name not in refused.text
    assert client.post(door, data={"code": stranger.code}).status_code == 422
    assert client.post(door, data={"code": ""}).status_code == 422
    assert client.post(door, data={"code": one.code}).status_code == 303
    assert one.attended_at == event.starts_at
    assert "camera=(self)" in client.get(door).headers["Permissions-Policy"]
    absent = f"{PATH}/{event.id}/registrations/{one.id}/absent"
    assert client.post(absent).status_code == 303
    assert one.attended_at is None


def test_a_phone_without_a_line_brings_who_came_and_when(client, town, sign_in, at) -> None:
    planner = sign_in(Role.PLANNER, town=town)
    event, other = made.event(town), made.event(town, title="Άλλη εκδήλωση")
    one, gone = made.registered(event), made.registered(event)
    stranger = made.registered(other)
    begins = event.starts_at
    at(begins + timedelta(hours=1))
    told = client.get(f"/dokimi/api/events/{event.id}/door").json
    assert told["person"] == planner.id
    assert {row["code"] for row in told["people"]} == {one.code, gone.code}
    assert {key for row in told["people"] for key in row} == {
        "code",
        "name",
        "facts",
        "place",
        "came",
    }
    send = f"/dokimi/api/events/{event.id}/door"

    def sent(code: str, moment: object = "") -> tuple[int, object]:
        answer = client.post(send, data={"code": code, "at": str(moment)})
        return answer.status_code, answer.json.get("detail")

    later, earlier = begins + timedelta(minutes=20), begins + timedelta(minutes=5)
    assert sent(one.code, later.isoformat()) == (201, None)
    assert sent(one.code, later.isoformat()) == (200, None)
    assert one.attended_at == later
    assert sent(one.code, earlier.isoformat())[0] == 200
    assert one.attended_at == earlier, "of two doors the earliest moment is kept"
    assert sent(one.code, later.isoformat())[0] == 200
    assert one.attended_at == earlier
    registering.cancel(made.SOMEBODY, gone)
    for code, words in ((gone.code, "ακυρωθεί"), (stranger.code, "Άλλη εκδήλωση"), ("", "κωδικό")):
        status, detail = sent(code, later.isoformat())
        assert status == 422
        assert words in str(detail)


@pytest.mark.parametrize("said", ["", "χθες", "2026-05-12T09:00:00", "ahead", "behind"])
def test_a_phone_with_a_wrong_clock_is_corrected_by_the_site(
    client, town, sign_in, at, said
) -> None:
    sign_in(Role.PLANNER, town=town)
    event = made.event(town)
    one, now = made.registered(event), event.starts_at + timedelta(minutes=10)
    at(now)
    moments = {"ahead": now + timedelta(minutes=1), "behind": event.starts_at - timedelta(days=1)}
    given = moments[said].isoformat() if said in moments else said
    sent = client.post(f"/dokimi/api/events/{event.id}/door", data={"code": one.code, "at": given})
    assert sent.status_code == 201
    assert one.attended_at == now


def test_the_list_of_the_door_is_for_those_at_the_door(client, town, sign_in) -> None:
    event = made.event(town)
    api = f"/dokimi/api/events/{event.id}/door"
    assert client.get(f"{PATH}/{event.id}/door/worker.js").status_code == 302
    assert client.get(api).status_code == client.post(api).status_code == 401
    sign_in(Role.PLANNER, town=town)
    worker = client.get(f"{PATH}/{event.id}/door/worker.js")
    assert worker.headers["Service-Worker-Allowed"] == f"{PATH}/{event.id}/door"
    assert "private" in client.get(api).headers["Cache-Control"]


def test_the_paper_list_is_printed_and_typed_in(client, town, sign_in, at) -> None:
    sign_in(Role.PLANNER, town=town)
    event = made.event(town)
    one = made.registered(event, name="Άννα Πρώτη")
    assert "Άννα Πρώτη" in client.get(f"{PATH}/{event.id}/paper").text
    typed = {"signed": [str(one.id)], "names": "Νίκος\nΆννα", "quota": "everybody"}
    early = client.post(f"{PATH}/{event.id}/paper/typed", data=typed)
    assert early.status_code == 422
    assert "Νίκος" in early.text
    at(event.ends_at)
    assert client.post(f"{PATH}/{event.id}/paper/typed", data=typed).status_code == 303
    assert "Νίκος" in client.get(f"{PATH}/{event.id}/registrations").text


def test_the_staff_registers_and_cancels_for_others(client, town, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    event = made.event(town, quotas={QuotaKind.GROUPS: None, QuotaKind.RESIDENTS: 5})
    counter = f"{PATH}/{event.id}/registrations/new"
    sent = client.post(counter, data={**FORM, "quota": "residents", "email": ""})
    assert sent.location.endswith(f"{PATH}/ticket/{only().key}/")
    gone = client.post(f"{PATH}/{event.id}/registrations/{only().id}/cancel")
    assert gone.status_code == 303
    client.post(counter, data={**FORM, "quota": "groups"})
    twice = client.post(counter, data={**FORM, "quota": "groups"})
    assert twice.status_code == 422
    assert "maria@example.org" in twice.text


def test_letters_are_forgotten_with_whom_they_were_sent_to(client, town, at) -> None:
    event = made.event(town)
    for _ in range(2):
        client.post(f"{PATH}/{event.id}/register", data=FORM)
    assert len(mails()) == 2
    at(event.ends_at + timedelta(days=91))
    registering.forget(municipality_id=town.id)
    assert mails() == []
