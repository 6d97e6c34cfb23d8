"""Calls by number, in lists, and what belongs to them."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, CallVersion
from inmeko.calls.rules.words import CallState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_


def call(*, municipality: str, call_id: int) -> Call:
    """A call of a town by its number; raises NotFoundError."""
    query = (
        sa.select(Call)
        .join(Call.municipality)
        .options(contains_eager(Call.municipality))
        .where(Municipality.slug == municipality, Call.id == call_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such call."))
    return found


def version(call: Call, number: int | None = None) -> CallVersion | None:
    """A version of a call: the one in force, or an earlier one by its number."""
    query = sa.select(CallVersion).where(
        CallVersion.call_id == call.id,
        CallVersion.number == (call.version if number is None else number),
    )
    return db.session.scalar(query)


def open_calls(*, municipality_id: int, now: datetime) -> Sequence[Call]:
    """Calls of one town that take submissions now, the next to close first."""
    query = sa.select(Call).where(
        Call.municipality_id == municipality_id,
        Call.state == CallState.PUBLISHED,
        Call.opens_at <= now,
        Call.closes_at >= now,
    )
    return db.session.scalars(query.order_by(Call.closes_at, Call.id)).all()
