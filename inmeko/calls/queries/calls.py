"""Calls by number, in lists, and what belongs to them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, CallNotice, CallVersion, Expression, Holder
from inmeko.calls.rules.words import CallState, ExpressionState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.records.queries import attachments
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.filters import LARGEST_ID


def call(*, municipality: str, call_id: int, **_more: Any) -> Call:
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


def call_of(*, municipality_id: int, call_id: int) -> Call | None:
    """A call of a town by their numbers, as jobs name it."""
    query = sa.select(Call).where(Call.municipality_id == municipality_id, Call.id == call_id)
    return db.session.scalar(query.options(joinedload(Call.municipality)))


def call_and_document(
    *, municipality: str, call_id: int, document_id: int
) -> tuple[Call, Attachment]:
    """A call of a town with a document of it, both by their numbers; raises NotFoundError."""
    found = call(municipality=municipality, call_id=call_id)
    held = next((one for one in attachments("call", found.id) if one.id == document_id), None)
    if held is None:
        raise NotFoundError(N_("There is no such file."))
    return found, held


def version(call: Call, number: int | None = None) -> CallVersion | None:
    """A version of a call: the one in force, or an earlier one by its number."""
    query = sa.select(CallVersion).where(
        CallVersion.call_id == call.id,
        CallVersion.number == (call.version if number is None else number),
    )
    return db.session.scalar(query)


def published_contents(call: Call) -> Sequence[Mapping[str, Any]]:
    """The contents of all published versions of a call, the first one first."""
    query = sa.select(CallVersion.content).where(CallVersion.call_id == call.id)
    return db.session.scalars(query.order_by(CallVersion.number)).all()


def open_calls(*, municipality_id: int | None, now: datetime) -> Sequence[Call]:
    """Calls of one town (of all, if None) that take submissions now, the next to close first."""
    query = sa.select(Call).where(
        Call.state == CallState.PUBLISHED,
        Call.opens_at <= now,
        Call.closes_at >= now.replace(microsecond=0),
    )
    if municipality_id is not None:
        query = query.where(Call.municipality_id == municipality_id)
    query = query.options(joinedload(Call.municipality), joinedload(Call.protocol_entry))
    return db.session.scalars(query.order_by(Call.closes_at, Call.id)).all()


def drafts(*, municipality_id: int) -> Sequence[Call]:
    """Calls of a town that are being prepared, the latest first."""
    query = sa.select(Call).where(
        Call.municipality_id == municipality_id, Call.state == CallState.DRAFT
    )
    return db.session.scalars(query.order_by(Call.id.desc())).all()


def earlier_calls(*, municipality_id: int, limit: int = 100) -> Sequence[Call]:
    """Calls of a town from which a new one can be copied, the latest first."""
    query = sa.select(Call).where(Call.municipality_id == municipality_id)
    return db.session.scalars(query.order_by(Call.id.desc()).limit(limit)).all()


def known_assets(call: Call, asset_ids: Collection[int]) -> set[int]:
    """Which of these assets stand in the register of the call's town."""
    query = sa.select(Asset.id).where(
        Asset.municipality_id == call.municipality_id,
        Asset.id.in_(_possible(asset_ids)),
        Asset.state == AssetState.CURRENT,
    )
    return set(db.session.scalars(query))


def assets(call: Call, asset_ids: Collection[int]) -> list[Asset]:
    """Assets of the call's town by their numbers, in the order given."""
    query = sa.select(Asset).where(
        Asset.municipality_id == call.municipality_id, Asset.id.in_(_possible(asset_ids))
    )
    found = {asset.id: asset for asset in db.session.scalars(query)}
    return [found[number] for number in asset_ids if number in found]


def notice(*, municipality_id: int, notice_id: int) -> CallNotice | None:
    """A notice of a town with its call, as the job that tells of it names it."""
    query = (
        sa.select(CallNotice)
        .where(CallNotice.municipality_id == municipality_id, CallNotice.id == notice_id)
        .options(joinedload(CallNotice.call).joinedload(Call.municipality))
    )
    return db.session.scalar(query)


def concerned(call: Call) -> Sequence[Holder]:
    """Everyone who works on a file of a call or has submitted one; withdrawn ones left out."""
    query = (
        sa.select(Holder)
        .join(Holder.expression)
        .options(contains_eager(Holder.expression))
        .where(
            Expression.call_id == call.id,
            Expression.municipality_id == call.municipality_id,
            Expression.state != ExpressionState.WITHDRAWN,
            Holder.removed_at.is_(None),
            # Whom the staff entered at the counter may have no address.
            Holder.email != "",
        )
    )
    return db.session.scalars(query.order_by(Holder.id)).all()


def _possible(numbers: Collection[int]) -> list[int]:
    """The numbers that a database can keep as ids."""
    return [number for number in numbers if 0 < number <= LARGEST_ID]
