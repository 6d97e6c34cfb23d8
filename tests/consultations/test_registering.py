"""Registrations: places, the waiting list, offers, cancelling, the door, and what is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from inmeko.consultations.models import Registration
from inmeko.consultations.queries import registrations as queries
from inmeko.consultations.rules.words import Entrance, QuotaKind, RegistrationState
from inmeko.consultations.services import attending, events, registering
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import Job
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
IN, WAITS, OFFERED = (
    RegistrationState.REGISTERED,
    RegistrationState.QUEUED,
    RegistrationState.OFFERED,
)
LAPSED, GONE = RegistrationState.LAPSED, RegistrationState.WITHDRAWN


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def test_whoever_comes_after_the_last_place_waits_in_order(town) -> None:
    event = made.event(town, capacity=2)
    people = [made.registered(event) for _ in range(4)]
    assert made.states(event) == [IN, IN, WAITS, WAITS]
    [offered] = registering.cancel(SOMEBODY, people[0])
    assert offered is people[2]
    assert made.states(event) == [GONE, IN, OFFERED, WAITS]
    registering.take(SOMEBODY, offered)
    assert made.states(event) == [GONE, IN, IN, WAITS]


def test_a_place_that_is_offered_is_nobody_elses(town) -> None:
    event = made.event(town, capacity=1)
    first, _second = made.registered(event), made.registered(event)
    registering.cancel(SOMEBODY, first)
    assert made.registered(event).state is WAITS


def test_an_offer_lapses_and_goes_to_the_next_but_never_back(town, at) -> None:
    event = made.event(town, capacity=1, offer_hours=2)
    first, second, third = (made.registered(event) for _ in range(3))
    registering.cancel(SOMEBODY, first)
    at(NOON + timedelta(hours=2))
    payload = {"municipality": town.id, "event": event.id}
    assert registering.lapse(payload) == [third]
    assert made.states(event) == [GONE, LAPSED, OFFERED]
    with pytest.raises(RuleError, match="time to take"):
        registering.take(SOMEBODY, second)
    again = made.registered(event, email=second.email)
    assert again.state is WAITS, "who lets an offer lapse may register anew, at the end"
    with pytest.raises(RuleError):
        registering.take(SOMEBODY, first)


def test_nothing_is_offered_once_the_event_has_begun(town, at) -> None:
    event = made.event(town, capacity=1)
    first, second = made.registered(event), made.registered(event)
    at(event.starts_at)
    assert registering.cancel(SOMEBODY, first) == []
    assert second.state is WAITS
    event.capacity = 5
    assert registering.lapse({"municipality": town.id, "event": event.id}) == []


def test_an_offer_ends_with_the_start_of_the_event(town, at) -> None:
    event = made.event(town, capacity=1, offer_hours=240)
    first, second = made.registered(event), made.registered(event)
    registering.cancel(SOMEBODY, first)
    assert second.offer_until == event.starts_at
    at(event.starts_at)
    with pytest.raises(RuleError):
        registering.take(SOMEBODY, second)


def test_quotas_share_one_capacity(town) -> None:
    quotas = {QuotaKind.GROUPS: 2, QuotaKind.RESIDENTS: 2}
    event = made.event(town, capacity=3, quotas=quotas)
    groups = [made.registered(event, quota=QuotaKind.GROUPS) for _ in range(3)]
    people = [made.registered(event, quota=QuotaKind.RESIDENTS) for _ in range(2)]
    assert made.states(event) == [IN, IN, WAITS, IN, WAITS]
    # A group's place becomes free: the group waits longer than the resident, and takes it.
    assert registering.cancel(SOMEBODY, groups[0]) == [groups[2]]
    registering.take(SOMEBODY, groups[2])
    # A resident's place becomes free: groups have all of theirs, so a resident is offered it.
    assert registering.cancel(SOMEBODY, people[0]) == [people[1]]


def test_more_places_are_offered_to_those_who_wait(town) -> None:
    event = made.event(town, capacity=1)
    for _ in range(3):
        made.registered(event)
    made.put(event, "registration", capacity=2)
    made.registered(event)
    assert made.states(event) == [IN, OFFERED, WAITS, WAITS], "who registers overtakes nobody"


def test_an_address_is_registered_once_in_any_case(town) -> None:
    event = made.event(town, capacity=1)
    first = made.registered(event, email="Maria@example.org")
    found = registering.register(SOMEBODY, event, made.applicant(email="maria@EXAMPLE.org"))
    assert (found.registration.id, found.new) == (first.id, False)
    registering.cancel(SOMEBODY, first)
    assert made.registered(event, email="maria@example.org").id != first.id
    with pytest.raises(RuleError):
        registering.cancel(SOMEBODY, first)


def test_cancelled_past_and_closed_events_take_nobody(town, at) -> None:
    event = made.event(town)
    events.cancel(SOMEBODY, event, reason="Καιρός")
    with pytest.raises(RuleError, match="cancelled"):
        made.registered(event)
    other = made.event(town)
    with pytest.raises(RuleError, match="no places of this kind"):
        made.registered(other, quota=QuotaKind.STAFF)
    at(other.starts_at)
    with pytest.raises(RuleError, match="has begun"):
        made.registered(other)
    with pytest.raises(RuleError, match="has begun"):
        registering.register(SOMEBODY, other, made.applicant(), Entrance.COUNTER)


def test_somebody_without_mail_is_registered_at_the_counter_alone(town) -> None:
    event = made.event(town)
    with pytest.raises(RuleError):
        made.registered(event, email="")
    for _ in range(2):
        found = registering.register(SOMEBODY, event, made.applicant(email=""), Entrance.COUNTER)
        assert found.new


def test_a_code_lets_in_once_and_only_where_it_belongs(town, at) -> None:
    event, other = made.event(town), made.event(town, title="Άλλη εκδήλωση")
    one, gone = made.registered(event), made.registered(event)
    registering.cancel(SOMEBODY, gone)
    with pytest.raises(RuleError, match="opens 3 hours before"):
        attending.check_in(SOMEBODY, event, one)
    at(event.starts_at - timedelta(hours=1))
    assert attending.find(event, one.code.lower()) is one
    scanned = f"https://x.example/dokimi/events/{other.id}/door?code={made.registered(other).code}"
    for typed, why in ((scanned, "Άλλη εκδήλωση"), ("ΧΧΧΧΧΧ", "no registration"), ("", "Type")):
        with pytest.raises(RuleError) as refused:
            attending.find(event, typed)
        assert why in str(refused.value)
    with pytest.raises(RuleError, match="cancelled"):
        attending.find(event, gone.code)
    assert attending.check_in(SOMEBODY, event, one)
    assert not attending.check_in(SOMEBODY, event, one)
    attending.take_back(SOMEBODY, event, one)
    assert one.attended_at is None


def test_a_paper_list_is_typed_in_whole(town, at) -> None:
    event, other = made.event(town, capacity=1), made.event(town)
    one, waiting, stranger = made.registered(event), made.registered(event), made.registered(other)
    at(event.ends_at + timedelta(days=1))
    names = ["  Νίκος   Απέναντι ", "", "Άννα"]
    numbers = [one.id, waiting.id, stranger.id]
    everybody = QuotaKind.EVERYBODY
    assert attending.enter_list(SOMEBODY, event, numbers, names, everybody) == (2, 2)
    assert attending.enter_list(SOMEBODY, event, numbers, [], everybody) == (0, 0)
    assert stranger.attended_at is None
    assert [one.name for one in queries.present(event)][:2] == ["Άννα", "Ελένη Δοκιμή"]
    assert [row.attended for row in queries.turnout(event)] == [4]


def test_who_registered_is_forgotten_ninety_days_after(town, at) -> None:
    event = made.event(town)
    one = made.attended(event, organisation="Σύλλογος", email="maria@example.org")
    at(event.ends_at + timedelta(days=89))
    assert registering.forget(municipality_id=town.id) == 0
    at(event.ends_at + timedelta(days=91))
    assert registering.forget(municipality_id=town.id) == 1
    assert (one.name, one.email, one.organisation, one.answers) == ("", "", "", {})
    assert one.attended_at is not None, "how many came is known for ever"
    assert registering.forget(municipality_id=town.id) == 0
    assert not db.session.scalar(
        sa.select(sa.func.count()).where(Job.payload["to"].as_string() == "maria@example.org")
    )
    # Forgetting keeps nothing that could be found again by its address.
    assert (
        db.session.scalar(sa.select(Registration.live_email).where(Registration.id == one.id))
        is None
    )


def test_a_place_is_taken_once(town) -> None:
    event = made.event(town, capacity=1)
    with pytest.raises(ConflictError):
        registering.take(SOMEBODY, made.registered(event))
