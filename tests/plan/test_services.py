"""The demo municipality is loaded once, with everything that belongs to it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy import Connection

from inmeko.accounts.models import Grant, Membership, Municipality, Organisation, User
from inmeko.accounts.queries import town as town_named
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.plan.rules.demo_flags import ENTRIES
from inmeko.plan.rules.demo_people import ACCOUNTS, DOCUMENTS, ORGANISATIONS
from inmeko.plan.rules.demo_places import SMALL
from inmeko.plan.services import demo
from inmeko.records.models import AuditEntry, ProtocolEntry
from inmeko.resources.models import Asset, AssetSector
from inmeko.resources.queries import assets as resources
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.services.assets import derived, record, values_of
from tests import engines
from tests.builders.resources import values

COUNTED = (Asset, AssetSector, AuditEntry, Grant, Membership, Organisation, ProtocolEntry, User)

# Of the generator, and those of an old register, one of them entered twice.
ASSETS = demo.ASSETS + len(ENTRIES) + 1


@pytest.fixture
def session(demo_loaded: Connection) -> Iterator[Any]:
    """The loaded demo, in a session whose changes are undone after the test."""
    again = demo_loaded.begin_nested()
    yield db.session
    db.session.remove()
    again.rollback()


@pytest.fixture(scope="module")
def demo_loaded(app: Flask) -> Iterator[Connection]:
    """The demo municipality loaded once for all tests of this module, and taken away after them."""
    with app.app_context(), engines.undone() as connection:
        assert demo.load_small()
        db.session.commit()
        db.session.remove()
        yield connection


@pytest.fixture
def small(session: Any) -> Municipality:
    """The demo municipality."""
    town = town_named(SMALL.slug)
    assert town is not None
    return town


def rows() -> list[int]:
    counts = (sa.select(sa.func.count()).select_from(model) for model in COUNTED)
    return [db.session.scalar(count) or 0 for count in counts]


def signing_in() -> tuple[int, int]:
    """How many have a password, and how many roles these hold; the committee has none."""
    people = sa.select(User.id).where(User.password.is_not(None))
    grants = sa.select(sa.func.count(Grant.id)).where(Grant.user_id.in_(people))
    return len(db.session.scalars(people).all()), db.session.scalar(grants) or 0


def test_the_demo_has_people_documents_and_four_hundred_assets(small: Municipality) -> None:
    count = dict(zip(COUNTED, rows(), strict=True))
    assert count[Asset] == ASSETS
    assert signing_in() == (len(ACCOUNTS), 6)
    # A cooperative that was registered is a body of the town, too.
    assert count[Organisation] == len(ORGANISATIONS) + 1
    # Calls and what was submitted to them are entered beside the documents.
    plain = sa.select(sa.func.count(ProtocolEntry.id)).where(ProtocolEntry.kind == "")
    assert db.session.scalar(plain) == len(DOCUMENTS)
    assert count[Membership] == 2
    assert count[AssetSector] > 400


def test_a_second_loading_changes_nothing(small: Municipality) -> None:
    before = rows()
    assert not demo.load_small()
    assert rows() == before


def test_every_asset_has_its_history_and_some_were_corrected(small: Municipality) -> None:
    deeds = sa.select(AuditEntry.deed, sa.func.count()).where(AuditEntry.kind == "asset")
    found = {row[0]: row[1] for row in db.session.execute(deeds.group_by(AuditEntry.deed))}
    assert (found["recorded"], found["retired"]) == (ASSETS, 2)
    assert found["changed"] >= 5
    retired = sa.select(Asset.retired_reason).where(Asset.state == AssetState.RETIRED)
    assert all(db.session.scalars(retired))


def test_what_is_written_at_once_is_what_one_by_one_would_be(small: Municipality) -> None:
    query = sa.select(Asset.id).where(Asset.municipality_id == small.id).order_by(Asset.id)
    for number in db.session.scalars(query.limit(30)).all():
        asset = resources.asset(municipality=small.slug, asset_id=number)
        again = derived(values_of(asset))
        assert {name: getattr(asset, name) for name in again} == again


def test_one_by_one_and_at_once_give_the_same_codes(small: Municipality) -> None:
    asset = record(Actor(), small.id, values())
    assert asset.code == f"ΠΟΡ-{ASSETS + 1:06d}"


def test_the_demo_is_found_by_search(small: Municipality) -> None:
    found = resources.count(small.id, AssetFilter(q="ΣΧΟΛΕΙΟ αγιου"), date(2026, 5, 12))
    assert found >= 1


def test_the_large_town_shares_the_accounts_of_the_small_one(small: Municipality) -> None:
    assert demo.load_large(20, lambda loaded: None)
    assert signing_in() == (len(ACCOUNTS), 11)
