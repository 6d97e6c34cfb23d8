"""What the demo loads into a database that is still empty."""

from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.queries import town as town_named
from inmeko.extensions import db
from inmeko.plan.rules.demo_places import LARGE
from inmeko.plan.services import demo
from inmeko.records.models import AuditEntry
from inmeko.resources.models import Asset


def test_the_large_town_has_as_many_assets_as_asked(session: Any) -> None:
    seen: list[int] = []
    assert demo.load_large(250, seen.append)
    town = town_named(LARGE.slug)
    assert town is not None
    assert seen[-1] == 250
    mine = sa.select(sa.func.count(Asset.id)).where(Asset.municipality_id == town.id)
    assert db.session.scalar(mine) == 250
    deeds = sa.select(AuditEntry.deed).where(AuditEntry.deed == "demo loaded")
    assert db.session.scalars(deeds).all() == ["demo loaded"]
    assert not demo.load_large(250, seen.append)


def test_what_comes_up_is_counted_from_the_day_of_loading(session: Any, at: Any) -> None:
    at(datetime(2027, 3, 1, 9, 0, tzinfo=UTC))
    demo.load_small()
    first = db.session.scalar(
        sa.select(sa.func.min(Asset.available_from)).where(Asset.available_from > date(2027, 3, 1))
    )
    assert first is not None
    assert first < date(2027, 6, 1)
