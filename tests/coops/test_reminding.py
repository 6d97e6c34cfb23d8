"""The reminders of the registry: written to those concerned, and not once the clock has stopped."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.coops.queries import formations as queries
from inmeko.coops.services import founders, registry
from inmeko.coops.views import reminding
from inmeko.extensions import db
from inmeko.records.models import Job
from tests.builders import formations as build
from tests.builders.formations import STAFF
from tests.builders.people import municipality, person

DAY = date(2026, 5, 12)


@pytest.fixture
def group(session, at):
    at(datetime(2026, 5, 12, 9, tzinfo=UTC))
    town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
    made = build.approved(build.seven(town, person(Role.CONSULTANT, town=town)))
    for one in queries.founders(made)[:2]:
        founders.invite(STAFF, made, one)
    registry.file(STAFF, made, DAY)
    registry.certify(STAFF, made, DAY)
    return made


def letters() -> list[dict]:
    query = sa.select(Job).where(Job.name == "mail").order_by(Job.id)
    return [job.payload for job in db.session.scalars(query)]


def reminders() -> list[dict]:
    query = sa.select(Job).where(Job.name == registry.REMIND).order_by(Job.id)
    return [job.payload for job in db.session.scalars(query)]


def test_invited_founders_and_the_consultant_are_reminded_once(group, at) -> None:
    first = reminders()[0]
    at(datetime(2026, 5, 28, 6, tzinfo=UTC))
    reminding.remind(first)
    reminding.remind(first)
    found = letters()
    assert len(found) == 3
    assert {one["to"] for one in found} >= {group.consultant.email}
    for one in found:
        assert "11 Ιουνίου 2026" in one["body"]
        assert "Απομένουν 14 ημέρες" in one["body"]
        assert "/coops/" in one["body"]
        assert build.GROUND not in one["body"]


def test_nobody_is_reminded_of_a_clock_that_has_stopped_or_moved(group, at) -> None:
    first = reminders()[0]
    registry.add_data(STAFF, group, DAY)
    reminding.remind(first)
    assert letters() == []


def test_nobody_is_reminded_after_the_last_day(group, at) -> None:
    first = reminders()[0]
    at(datetime(2026, 6, 20, 6, tzinfo=UTC))
    reminding.remind(first)
    assert letters() == []
