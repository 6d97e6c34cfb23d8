"""Two at once on the same minutes: nothing of either is lost, and one hears of the other."""

from datetime import timedelta

import sqlalchemy as sa

from inmeko.consultations.models import Event, EventMinutes, MinutesAmendment, Registration
from inmeko.consultations.rules import editing
from inmeko.consultations.services import minutes as deeds
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.errors import ConflictError
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once

THREADS, EACH = 4, 3


def prepared() -> int:
    """An event that was held, with its draft, and as many people as there are threads."""
    with transaction():
        event = made.event(municipality(name="Δήμος Δοκιμής", slug="dokimi"))
        for _ in range(THREADS):
            made.attended(event)
        made.over(event)
        made.minutes(event)
        return event.id


def test_of_two_who_save_the_same_draft_one_is_kept_and_one_is_told(own_app) -> None:
    number = prepared()
    seen = editing.seen(deeds.kept(db.session.get_one(Event, number)))
    db.session.remove()

    def work(thread: int) -> str | None:
        words = f"Από τον {thread}"
        try:
            with transaction():
                event = db.session.get_one(Event, number)
                values = {**deeds.kept(event), "opening": words}
                deeds.write(SOMEBODY, event, values, seen=seen)
        except ConflictError:
            return None
        return words

    kept = [words for words in at_once(own_app, THREADS, work) if words]
    assert len(kept) == 1
    written = db.session.scalars(sa.select(EventMinutes)).one()
    assert written.content["opening"] == kept[0]


def test_everybody_who_proposes_at_once_is_heard(own_app) -> None:
    number = prepared()
    with transaction():
        event = db.session.get_one(Event, number)
        deeds.open_window(SOMEBODY, event, clock.now() + timedelta(days=1))
    people = db.session.scalars(sa.select(Registration.id).order_by(Registration.id)).all()
    db.session.remove()

    def work(thread: int) -> None:
        for turn in range(EACH):
            with transaction():
                one = db.session.get_one(Registration, people[thread])
                deeds.propose(one, f"Πρόταση {thread}-{turn}")

    at_once(own_app, THREADS, work)
    texts = set(db.session.scalars(sa.select(MinutesAmendment.text)))
    assert texts == {f"Πρόταση {a}-{b}" for a in range(THREADS) for b in range(EACH)}
