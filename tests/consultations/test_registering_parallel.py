"""The rush: many at once for few places; nobody too many, nothing lost, the list in its order."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import sqlalchemy as sa

from inmeko.consultations.models import Event, Registration
from inmeko.consultations.queries import events as queries
from inmeko.consultations.rules.words import QuotaKind, RegistrationState
from inmeko.consultations.services import registering
from inmeko.consultations.services.events import lock
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.records import queries as records
from inmeko.records.rules import audit
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once

THREADS, EACH, PLACES = 6, 10, 20
KINDS = (QuotaKind.GROUPS, QuotaKind.RESIDENTS)


def prepared() -> int:
    """An event with few places, kept: half of them at most for groups."""
    with transaction():
        town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
        quotas = {QuotaKind.GROUPS: 15, QuotaKind.RESIDENTS: None}
        return made.event(town, capacity=PLACES, quotas=quotas).id


def one_more(number: int, thread: int, turn: int) -> None:
    with transaction():
        event = queries.event(municipality="dokimi", event_id=number)
        email = f"p{thread}-{turn}@example.org"
        given = made.applicant(email=email, quota=KINDS[turn % 2])
        registering.register(SOMEBODY, event, given)


def count(*states: RegistrationState) -> int:
    query = sa.select(sa.func.count()).where(Registration.state.in_(states))
    return db.session.scalar(query)


def whole() -> bool:
    town = db.session.scalars(sa.select(Event.municipality_id)).first()
    number, last = records.head(chain=town)
    return audit.first_break(records.links(chain=town), number, last) is None


SEATED = (RegistrationState.REGISTERED, RegistrationState.OFFERED)


def test_a_rush_fills_every_place_and_not_one_more(own_app) -> None:
    number = prepared()

    def work(thread: int) -> None:
        for turn in range(EACH):
            one_more(number, thread, turn)

    at_once(own_app, THREADS, work)
    rows = db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()
    assert len(rows) == THREADS * EACH
    assert count(RegistrationState.REGISTERED) == PLACES
    groups = [one for one in rows if one.quota.kind is QuotaKind.GROUPS]
    assert sum(one.state is RegistrationState.REGISTERED for one in groups) <= 15
    assert len({one.code for one in rows}) == len(rows)
    assert whole()


def test_cancelling_taking_and_registering_at_once_never_oversells(own_app) -> None:
    number = prepared()
    for turn in range(PLACES + 10):
        one_more(number, 9, turn)
    keys = db.session.scalars(sa.select(Registration.key).order_by(Registration.id)).all()
    db.session.remove()

    def work(thread: int) -> None:
        for turn, key in enumerate(keys[thread:PLACES:THREADS]):
            with transaction():
                registering.cancel(SOMEBODY, by_key(key))
            one_more(number, thread, turn)
            offered = sa.select(Registration.key).where(
                Registration.state == RegistrationState.OFFERED
            )
            first = db.session.scalars(offered.order_by(Registration.id)).first()
            db.session.rollback()
            if first:
                take(first)

    at_once(own_app, THREADS, work)
    assert count(*SEATED) == PLACES
    assert count(RegistrationState.WITHDRAWN) == PLACES
    assert whole()


def by_key(key: str) -> Registration:
    return db.session.scalars(sa.select(Registration).where(Registration.key == key)).one()


def take(key: str) -> None:
    """Somebody else may have taken this very offer a moment ago."""
    with transaction():
        one = by_key(key)
        if one.state is RegistrationState.OFFERED:
            lock(one.event)
            db.session.refresh(one)
        if one.state is RegistrationState.OFFERED:
            registering.take(SOMEBODY, one)


def test_one_address_pressed_by_many_at_once_is_registered_once(own_app) -> None:
    number = prepared()

    def work(_thread: int) -> bool:
        with transaction():
            event = queries.event(municipality="dokimi", event_id=number)
            given = made.applicant(email="maria@example.org", quota=QuotaKind.GROUPS)
            return registering.register(SOMEBODY, event, given).new

    assert sum(at_once(own_app, THREADS, work)) == 1
    assert count(RegistrationState.REGISTERED) == 1


KILLED = """
import os, signal, sys
from pathlib import Path
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.consultations.views import letters
def dying(*given):
    os.kill(os.getpid(), signal.SIGKILL)
letters.registered = dying
app = create_app(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2],
                          secret_key="for tests only"))
app.config["WTF_CSRF_ENABLED"] = False
form = {"quota": "groups", "name": "x", "email": "m@example.org", "consent": "y"}
app.test_client().post(f"/dokimi/events/{sys.argv[3]}/register", data=form)
"""


def test_a_server_killed_in_the_rush_keeps_all_or_nothing_of_a_registration(own_app) -> None:
    number = prepared()
    one_more(number, 0, 0)
    settings, root = own_app.config["SETTINGS"], Path(__file__).parents[2]
    db.session.remove()
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.data_dir), settings.database_url, str(number)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert count(*SEATED) == 1
    form = {"quota": "groups", "name": "x", "email": "m@example.org", "consent": "y"}
    sent = own_app.test_client().post(f"/dokimi/events/{number}/register", data=form)
    assert sent.status_code == 303, "the same press, made again"
    assert count(*SEATED) == 2
    assert whole()
