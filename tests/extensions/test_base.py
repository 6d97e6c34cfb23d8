"""What a column keeps is what it gives back, on both engines."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session, scoped_session

from inmeko.accounts.models import Grant
from inmeko.accounts.rules import Role
from inmeko.extensions.base import Hundredths, UtcDateTime, by_value
from inmeko.records.models import Job
from inmeko.resources.models import Asset
from tests.builders.people import municipality, person
from tests.builders.resources import asset

DbSession = scoped_session[Session]


def again(session: DbSession, thing: object) -> None:
    """Forget what is in memory, so that the database is asked."""
    session.flush()
    session.expire(thing)


def test_a_moment_comes_back_in_utc(session: DbSession) -> None:
    athens_summer = timezone(timedelta(hours=3))
    job = Job(name="x", payload={}, run_after=datetime(2026, 7, 1, 0, 30, 0, 123, athens_summer))
    session.add(job)
    again(session, job)
    assert job.run_after == datetime(2026, 6, 30, 21, 30, 0, 123, UTC)
    assert job.run_after.tzinfo is UTC


def test_moments_are_compared_as_moments(session: DbSession) -> None:
    early, late = datetime(2026, 1, 1, 22, tzinfo=UTC), datetime(2026, 1, 1, 23, tzinfo=UTC)
    session.add_all([Job(name="early", payload={}, run_after=early)])
    session.flush()
    in_athens = late.astimezone(timezone(timedelta(hours=2)))
    query = sa.select(Job.name).where(Job.run_after < in_athens)
    assert list(session.scalars(query)) == ["early"]


def test_a_moment_without_a_zone_is_refused(session: DbSession) -> None:
    session.add(Job(name="x", payload={}, run_after=datetime(2026, 1, 1)))
    with pytest.raises(StatementError, match="time zone"):
        session.flush()


@pytest.mark.parametrize("text", ["0.10", "1240.00", "999999999999.99", "-1.05", "0.29"])
def test_two_places_are_exact(session: DbSession, text: str) -> None:
    thing = asset(municipality(), area_stated=Decimal(1))
    thing.idle_cost = Decimal(text)
    again(session, thing)
    assert thing.idle_cost == Decimal(text)
    assert str(thing.idle_cost) == text


def test_hundredths_are_compared_and_summed_exactly(session: DbSession) -> None:
    town = municipality()
    for area in ("0.10", "0.20"):
        asset(town, area_stated=Decimal(area))
    of_town = Asset.municipality_id == town.id
    assert session.scalar(sa.select(sa.func.sum(Asset.area_stated)).where(of_town)) == Decimal(
        "0.30"
    )
    query = sa.select(sa.func.count()).where(of_town, Asset.area_stated >= Decimal("0.20"))
    assert session.scalar(query) == 1


def test_a_role_is_kept_by_its_value(session: DbSession) -> None:
    person(Role.PLANNER, town=municipality())
    kept = session.scalar(sa.select(sa.cast(Grant.role, sa.String)))
    assert kept == "planner"
    assert session.scalar(sa.select(Grant.role)) is Role.PLANNER


def test_a_word_that_is_none_of_ours_is_refused(session: DbSession) -> None:
    with pytest.raises(StatementError):
        person("mayor", town=municipality())


def test_json_keeps_greek_and_nothing_as_null(session: DbSession) -> None:
    job = Job(name="x", payload={"subject": "Αίτηση «Γ΄»", "n": [1, None]})
    session.add(job)
    again(session, job)
    assert job.payload == {"subject": "Αίτηση «Γ΄»", "n": [1, None]}
    thing = asset(municipality())
    assert session.scalar(sa.select(Asset.imported.is_(None)).where(Asset.id == thing.id))


class Planted(StrEnum):
    """Words to test with."""

    OPEN = "open"


def test_types_say_what_they_keep() -> None:
    assert by_value(Planted) == ["open"]
    assert UtcDateTime().cache_ok
    assert Hundredths().cache_ok


def test_every_constraint_has_a_name(app: Flask) -> None:
    with app.app_context():
        unnamed = [
            constraint
            for table in Job.metadata.tables.values()
            for constraint in table.constraints
            if not constraint.name and not isinstance(constraint, sa.CheckConstraint)
        ]
    assert unnamed == []
