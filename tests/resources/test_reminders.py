"""Reminders: planned once, sent once to each reader, and not at all when nothing is due."""

import threading
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from inmeko.accounts.models import Membership
from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.records.models import Job
from inmeko.records.services import Runner
from inmeko.resources.models import Obligation
from inmeko.resources.services import concessions, following
from inmeko.resources.views.reminding import remind
from tests.builders.concessions import SOMEBODY, active, cooperative, draft, posted
from tests.builders.people import municipality, person
from tests.builders.resources import asset

NOON = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@pytest.fixture
def given(own_app, at):
    """A concession in force, its manager, a member who does not manage, and a planner."""
    at(NOON)
    with transaction():
        town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
        body = cooperative(town)
        body.memberships.append(Membership(user=person(email="head@example.org"), manages=True))
        body.memberships.append(Membership(user=person(email="hand@example.org")))
        person(Role.PLANNER, town=town, email="plan@example.org")
        return active(asset(town), body)


def jobs(name: str) -> list[Job]:
    return list(db.session.scalars(select(Job).where(Job.name == name).order_by(Job.run_after)))


def run_due() -> None:
    # Only the reminders: what is to be sent stays in the outbox.
    Runner({following.REMINDER: remind, "mail": lambda payload: None}, threading.Event()).run_due()


def test_the_end_is_announced_thirty_and_seven_days_before(given) -> None:
    planned = jobs(following.REMINDER)
    assert [job.run_after.date() for job in planned] == [date(2027, 5, 31), date(2027, 6, 23)]
    with transaction():
        following.plan_reminders(given)
    assert len(jobs(following.REMINDER)) == 2


def test_each_reader_gets_one_letter_however_often_the_job_runs(given, at) -> None:
    payload = jobs(following.REMINDER)[0].payload
    at(datetime(2027, 5, 31, 12, 0, tzinfo=UTC))
    for _ in range(2):
        with transaction():
            remind(payload)
    letters = jobs("mail")
    assert {job.payload["to"] for job in letters} == {"head@example.org", "plan@example.org"}
    assert len(letters) == 2
    assert "/dokimi/resources/concessions/" in letters[0].payload["body"]
    assert "30 Ιουνίου 2027" in letters[0].payload["body"]


def test_the_runner_sends_what_is_due(given, at) -> None:
    at(datetime(2027, 5, 31, 12, 0, tzinfo=UTC))
    run_due()
    assert len(jobs("mail")) == 2


def test_nothing_is_sent_of_what_was_done_or_is_over(given, at) -> None:
    with transaction():
        owed = following.oblige(
            SOMEBODY, given, what="Έκθεση", due_on=date(2026, 12, 1), yearly=False
        )
        following.fulfil(SOMEBODY, owed, done_on=date(2026, 5, 12), comment="")
    for job in jobs(following.REMINDER):
        with transaction():
            if job.payload["obligation"]:
                remind(job.payload)
    with transaction():
        concessions.end(SOMEBODY, given, "Συμφωνία", date(2026, 5, 12))
    for job in jobs(following.REMINDER):
        with transaction():
            remind(job.payload)
    assert jobs("mail") == []


def test_a_draft_reminds_nobody_until_it_is_in_force(own_app, at) -> None:
    at(NOON)
    with transaction():
        town = municipality()
        made = draft(asset(town), cooperative(town))
        following.oblige(SOMEBODY, made, what="Έκθεση", due_on=date(2026, 12, 1), yearly=False)
    assert jobs(following.REMINDER) == []
    with transaction():
        concessions.activate(SOMEBODY, made, posted())
    assert len(jobs(following.REMINDER)) == 4
    assert db.session.query(Obligation).count() == 1
