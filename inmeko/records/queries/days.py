"""Questions about the days on which a town's offices are closed."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import LocalDay


def local_days(*, municipality_id: int) -> Sequence[LocalDay]:
    """A town's own holidays, the earliest first."""
    mine = sa.select(LocalDay).where(LocalDay.municipality_id == municipality_id)
    return db.session.scalars(mine.order_by(LocalDay.day)).all()


def closed_days(*, municipality_id: int) -> frozenset[date]:
    """The same as bare days, for counting working days."""
    mine = sa.select(LocalDay.day).where(LocalDay.municipality_id == municipality_id)
    return frozenset(db.session.scalars(mine.order_by(LocalDay.day)))


def local_day(*, municipality: str, day_id: int) -> LocalDay:
    """One of a town's own holidays; raises NotFoundError."""
    query = (
        sa.select(LocalDay)
        .join(Municipality, Municipality.id == LocalDay.municipality_id)
        .where(Municipality.slug == municipality, LocalDay.id == day_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such day."))
    return found
