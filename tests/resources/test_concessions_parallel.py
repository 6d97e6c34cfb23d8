"""Many give one asset at once: exactly one of them does, whatever way they come."""

from contextlib import nullcontext
from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from inmeko.accounts.models import Organisation
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError
from inmeko.resources.models import Asset, Concession
from inmeko.resources.rules.concession_words import ConcessionState, PathKey
from inmeko.resources.services import concessions
from tests.builders.concessions import SOMEBODY, cooperative, draft, posted
from tests.builders.people import municipality
from tests.builders.records import at_once
from tests.builders.resources import asset

THREADS = 8


def _drafts(number: int) -> list[int]:
    with transaction():
        town = municipality()
        thing = asset(town)
        return [
            draft(thing, cooperative(town, name=f"Σχήμα {place} ΚοινΣΕπ")).id
            for place in range(number)
        ]


def _in_force() -> int:
    return db.session.scalar(
        sa.select(sa.func.count()).where(Concession.state == ConcessionState.ACTIVE)
    )


def test_of_eight_planners_at_once_exactly_one_gives_the_asset(own_app: Flask) -> None:
    made = _drafts(THREADS)

    def give(thread: int) -> str:
        try:
            with transaction():
                concession = db.session.get_one(Concession, made[thread])
                concessions.activate(SOMEBODY, concession, posted())
        except ConflictError as error:
            return str(error.field)
        return "given"

    found = at_once(own_app, THREADS, give)
    assert sorted(found) == ["given", *["starts_on"] * (THREADS - 1)]
    assert _in_force() == 1


def test_the_database_refuses_the_second_even_without_our_deeds(own_app: Flask) -> None:
    made = _drafts(THREADS)
    statement = sa.text("UPDATE concessions SET state = 'active', ada = :ada WHERE id = :id")

    def give(thread: int) -> bool:
        try:
            with transaction():
                db.session.execute(statement, {"ada": f"Ω{thread}", "id": made[thread]})
        except (sa.exc.IntegrityError, sa.exc.OperationalError):
            # Those that wait for each other are parted by the engine: one of them goes on.
            return False
        return True

    assert sum(at_once(own_app, THREADS, give)) == 1
    assert _in_force() == 1


@pytest.mark.parametrize(
    ("first", "second", "meet"),
    [
        (("2026-01-01", "2026-12-31"), ("2026-12-31", "2027-12-31"), True),
        (("2026-01-01", "2026-12-31"), ("2027-01-01", None), False),
        (("2026-01-01", None), ("2030-01-01", "2030-02-01"), True),
        (("2026-06-01", None), ("2026-01-01", "2026-05-31"), False),
        (("2026-01-01", None), ("2020-01-01", None), True),
    ],
)
def test_days_that_meet_are_refused_on_insert_and_on_update(
    session, first: tuple[str, str | None], second: tuple[str, str | None], meet: bool
) -> None:
    town = municipality()
    thing, body = asset(town), cooperative(town)
    session.add(_in_period(thing, body, *first, state=ConcessionState.ACTIVE))
    session.flush()
    waiting = _in_period(thing, body, *second, state=ConcessionState.DRAFT)
    session.add(waiting)
    session.flush()
    refused = pytest.raises(sa.exc.IntegrityError, match="ex_concessions_asset_id")
    with refused if meet else nullcontext(), session.begin_nested():
        session.add(_in_period(thing, body, *second, state=ConcessionState.ACTIVE))
        session.flush()
    if meet:
        with refused, session.begin_nested():
            waiting.state = ConcessionState.ACTIVE
            session.flush()


def _in_period(
    thing: Asset, body: Organisation, start: str, end: str | None, *, state: ConcessionState
) -> Concession:
    return Concession(
        municipality_id=thing.municipality_id,
        asset_id=thing.id,
        organisation_id=body.id,
        path=PathKey.FREE_USE,
        purpose="Δοκιμή",
        answers={},
        ada="ΒΛ4ΗΩ6Ρ-Τ0Χ",
        starts_on=date.fromisoformat(start),
        ends_on=date.fromisoformat(end) if end else None,
        state=state,
    )


def test_a_concession_in_force_without_a_number_is_refused_by_the_database(session) -> None:
    town = municipality()
    made = draft(asset(town), cooperative(town))
    made.state = ConcessionState.ACTIVE
    with pytest.raises(sa.exc.IntegrityError, match="active_has_ada"):
        session.flush()
