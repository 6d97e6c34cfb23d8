"""Make the events of the invented town, with people who registered, waited and came."""

from datetime import datetime, timedelta
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Event, Registration
from inmeko.consultations.queries import commitments as queries_of
from inmeko.consultations.queries import feedback as feedback_queries
from inmeko.consultations.rules import agenda, asking, editing, live
from inmeko.consultations.rules import minutes as rules
from inmeko.consultations.rules.words import QuotaKind
from inmeko.consultations.services import (
    attending,
    commitments,
    events,
    feedback,
    minutes,
    polls,
    questions,
    registering,
)
from inmeko.consultations.services.registering import Applicant
from inmeko.consultations.views import minutes_papers
from inmeko.extensions import db
from inmeko.kernel import clock, formatted
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.plan import queries
from inmeko.plan.rules.demo_consultations import MEETINGS, NAMES, Meeting
from inmeko.resources.rules.asset import Kind

ONLINE = "https://meet.example.org/koinoniki-oikonomia"


def load(planner: Actor, town: Municipality) -> None:
    """The events of the demo, in the order of its rules."""
    first = queries.first_idle(town.id)
    for given in MEETINGS:
        event = _made(planner, town, given, first.get(Kind.BUILDING))
        if not given.draft:
            _live(planner, event, given)


def _made(planner: Actor, town: Municipality, given: Meeting, building: int | None) -> Event:
    event = events.draft(planner, town.id, title=given.title, kind=given.kind)
    # What is past was announced in its own time: it is moved back afterwards.
    begins = _moment(given, abs(given.days))
    for part, values in _pages(event, given, begins, building).items():
        seen = editing.seen(events.part(event, part))
        events.change(planner, event, part, values, seen=seen)
    return event


def _live(planner: Actor, event: Event, given: Meeting) -> None:
    events.announce(planner, event)
    people = [_register(event, given, number) for number in range(given.people)]
    if given.cancelled:
        events.cancel(planner, event, reason=given.cancelled)
    if given.poll:
        _room(planner, event, given, [one.registration for one in people])
    if given.days < 0:
        begins = _moment(given, given.days)
        event.starts_at, event.ends_at = begins, begins + timedelta(hours=given.hours)
        db.session.flush()
        signed = [one.registration.id for one in people[:-2]]
        attending.enter_list(planner, event, signed, ["Ξένια Χωρίς"], QuotaKind.EVERYBODY)
        events.follow_the_clock(Actor(), event)
    for one, (rating, good, better) in zip(people, given.feedback, strict=False):
        feedback.give(one.registration, {"s1": rating, "s2": good, "s3": better})
    if given.feedback:
        first = feedback_queries.of_event(event)[0]
        feedback.publish(planner, event, {(first.id, "s2")})
    if given.said:
        _write_minutes(planner, event, given, people[0].registration)


def _write_minutes(planner: Actor, event: Event, given: Meeting, present: Registration) -> None:
    """Minutes with an amendment of somebody present; some of them were frozen since."""
    kept = minutes.kept(event)
    decided = [vars(one) for one in rules.read_decisions(given.decisions)]
    typed = {
        **kept,
        "chair": "Ελπίδα Νικολάου, Αντιδήμαρχος",
        "secretary": "Ορφέας Σχεδιαστής",
        "opening": "Η συζήτηση άνοιξε με την παρουσίαση του θέματος.",
        "said": list(given.said),
        "contributions": ["Εκπρόσωπος συλλόγου: να ακούγονται πρώτα οι γείτονες."],
        "decisions": decided,
        "feedback": bool(given.feedback),
    }
    made = minutes.write(planner, event, typed, seen=editing.seen(kept))
    minutes.open_window(planner, event, clock.now() + timedelta(days=7))
    proposal = minutes.propose(present, given.amendment)
    if given.frozen:
        minutes.answer(planner, proposal, adopted=True, reason="")
        # The time for amendments began in its own time, and is over.
        made.amend_until = clock.now() - timedelta(days=1)
        write = minutes_papers.writer_of_the_programme(event.municipality)
        minutes.freeze(planner, event, write, minutes_papers.words(event))
        _follow(planner, event)


def _follow(planner: Actor, event: Event) -> None:
    """What became of the commitments: one was moved, one is kept."""
    first, second = queries_of.of_event(event)
    later = athens_date(clock.now()) + timedelta(days=120)
    why = "Η Νομική Υπηρεσία περιμένει γνωμοδότηση."
    commitments.move(planner, first, due_on=later, reason=why)
    words = "Η δεύτερη ακρόαση έγινε με το τελικό κείμενο."
    commitments.keep(planner, second, day=athens_date(clock.now()), words=words, url="")


def _room(planner: Actor, event: Event, given: Meeting, people: list[Registration]) -> None:
    """A poll and a question: over and answered where the event is past, else waiting for it."""
    asked, answer = given.asked
    placed = [one for one in people if live.takes_part(one)]
    question = questions.ask(event, placed[0], asked, named=True)
    questions.show(planner, question)
    for one in placed[1:4]:
        questions.support(question, one)
    options = given.poll[1:]
    poll = polls.prepare(planner, event, question=given.poll[0], options=options, several=False)
    if given.days > 0:
        return
    # The room is open for as long as the votes take; the event is moved back afterwards.
    event.starts_at = clock.now() - timedelta(hours=1)
    event.ends_at = clock.now() + timedelta(hours=1)
    db.session.flush()
    polls.open_poll(planner, poll)
    for number, one in enumerate(placed):
        polls.vote(poll, one, [number % 5 % len(options)])
    polls.close(planner, poll)
    questions.answer(planner, question, answer)


def _register(event: Event, given: Meeting, number: int) -> registering.Outcome:
    kinds = [kind for kind, _places in given.quotas]
    kind = kinds[number % len(kinds)]
    asked = {"a1": "Όχι"} if given.questions else {}
    applicant = Applicant(
        quota=kind,
        name=NAMES[number % len(NAMES)],
        email=f"politis{number}@example.org",
        organisation="Σύλλογος Φίλων του Ρέματος" if kind is QuotaKind.GROUPS else "",
        named=number % 2 == 0,
        answers=asked,
    )
    return registering.register(Actor(), event, applicant)


def _pages(
    event: Event, given: Meeting, begins: datetime, building: int | None
) -> dict[str, dict[str, Any]]:
    return {
        "basics": {
            "title": given.title,
            "kind": given.kind,
            "aims": list(given.aims),
            "text": formatted.to_html(given.text),
            "series": given.series,
            "sectors": list(given.sectors),
            "languages": [one.value for one in given.tongues],
        },
        "time": {
            "starts_at": begins,
            "ends_at": begins + timedelta(hours=given.hours),
            "agenda": agenda.kept(agenda.read(given.agenda)),
        },
        "place": {
            "asset_id": building if given.in_asset else None,
            "address": given.address,
            "x": None if given.in_asset else 23.8067,
            "y": None if given.in_asset else 38.0506,
            "online_url": ONLINE if given.online else "",
            "ease": [one.value for one in given.ease],
            "ease_text": "",
        },
        "registration": {
            "registration": True,
            "capacity": given.capacity,
            "registers_from": None,
            "registers_until": None,
            "offer_hours": event.offer_hours,
            "quotas": dict(given.quotas),
            "questions": asking.kept(asking.read(given.questions)),
        },
        "about": {"contact": "Γραφείο Κοινωνικής Οικονομίας, 210 0000000", "subjects": {}},
    }


def _moment(given: Meeting, days: int) -> datetime:
    day = athens_date(clock.now()) + timedelta(days=days)
    return from_athens(datetime.combine(day, given.begins))
