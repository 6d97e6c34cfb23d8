"""The public lists of calls: a page of a question, counts by phase, what stands in each row."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, CallAsset, CallSector, CallVersion
from inmeko.calls.rules import phases
from inmeko.calls.rules.listing import CallFilter
from inmeko.calls.rules.phases import CallPhase
from inmeko.calls.rules.words import CallState
from inmeko.extensions import db
from inmeko.extensions.portable import as_geojson
from inmeko.resources.models import Asset

PAGE = 20
NEXT_TO_CLOSE = (CallPhase.OPEN, CallPhase.COMING)


@dataclass(frozen=True)
class Offered:
    """An asset on offer, as lists and machines show it."""

    id: int
    title: str
    slug: str


def page(
    municipality_id: int | None, wanted: CallFilter, now: datetime, after: int | None = None
) -> tuple[Sequence[Call], bool]:
    """A page of the calls of one town (of all, if None), and whether it goes on."""
    query = _matching(sa.select(Call), municipality_id, wanted, now)
    query = query.where(_phase(now) == wanted.phase.value)
    ahead = wanted.phase in NEXT_TO_CLOSE
    if after is not None:
        last = sa.select(Call.closes_at, Call.id).where(Call.id == after)
        row = db.session.execute(last).one_or_none()
        if row:
            place = sa.tuple_(Call.closes_at, Call.id)
            known = sa.tuple_(sa.literal(row[0], Call.closes_at.type), sa.literal(row[1]))
            query = query.where(place > known if ahead else place < known)
    order = (Call.closes_at, Call.id) if ahead else (Call.closes_at.desc(), Call.id.desc())
    query = query.options(joinedload(Call.municipality)).order_by(*order)
    rows = db.session.scalars(query.limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def counts(municipality_id: int | None, wanted: CallFilter, now: datetime) -> dict[CallPhase, int]:
    """How many calls stand in each phase, whatever phase is asked for."""
    phase = _phase(now).label("phase")
    query: sa.Select[Any] = sa.select(phase, sa.func.count(Call.id))
    query = _matching(query, municipality_id, wanted, now).group_by(phase)
    found: dict[str, int] = dict(map(tuple, db.session.execute(query)))
    return {one: found.get(one.value, 0) for one in CallPhase}


def sectors(call_ids: Collection[int], *, municipality_id: int | None) -> dict[int, list[str]]:
    """The sectors of each of these calls, by number."""
    query = sa.select(CallSector.call_id, CallSector.sector).where(
        CallSector.call_id.in_(list(call_ids))
    )
    if municipality_id is not None:
        query = query.where(CallSector.municipality_id == municipality_id)
    found: dict[int, list[str]] = {}
    for number, sector in db.session.execute(query.order_by(CallSector.call_id, CallSector.sector)):
        found.setdefault(number, []).append(sector)
    return found


def offered(call_ids: Collection[int], *, municipality_id: int | None) -> dict[int, list[Offered]]:
    """The assets that each of these calls offers, by number."""
    query = (
        sa.select(CallAsset.call_id, Asset.id, Asset.title, Municipality.slug)
        .join(Asset, Asset.id == CallAsset.asset_id)
        .join(Municipality, Municipality.id == Asset.municipality_id)
        .where(CallAsset.call_id.in_(list(call_ids)))
        .order_by(CallAsset.call_id, CallAsset.id)
    )
    if municipality_id is not None:
        query = query.where(CallAsset.municipality_id == municipality_id)
    found: dict[int, list[Offered]] = {}
    for number, asset_id, title, slug in db.session.execute(query):
        found.setdefault(number, []).append(Offered(asset_id, title, slug))
    return found


def in_force(
    call_ids: Collection[int], *, municipality_id: int | None
) -> dict[int, dict[str, Any]]:
    """The content of the version in force of each of these calls, by number."""
    query = (
        sa.select(CallVersion.call_id, CallVersion.content)
        .join(Call, sa.and_(Call.id == CallVersion.call_id, Call.version == CallVersion.number))
        .where(CallVersion.call_id.in_(list(call_ids)))
    )
    if municipality_id is not None:
        query = query.where(CallVersion.municipality_id == municipality_id)
    return dict(map(tuple, db.session.execute(query)))


def shapes(call: Call) -> Sequence[sa.Row[Any]]:
    """The placed assets that a call offers, each with its geometry (WGS84) as GeoJSON text."""
    shape = as_geojson(Asset.geometry).label("shape")
    told: tuple[Any, ...] = (
        Asset.id,
        Asset.title,
        Asset.code,
        Asset.kind,
        Asset.use,
        Asset.address,
    )
    query: sa.Select[Any] = (
        sa.select(*told, Municipality.slug, shape)
        .join(Asset.municipality)
        .join(CallAsset, CallAsset.asset_id == Asset.id)
        .where(CallAsset.call_id == call.id, Asset.geometry.is_not(None))
    )
    return db.session.execute(query.order_by(Asset.id)).all()


def _matching(
    query: sa.Select[Any], municipality_id: int | None, wanted: CallFilter, now: datetime
) -> sa.Select[Any]:
    query = query.where(Call.state != CallState.DRAFT)
    if municipality_id is not None:
        query = query.where(Call.municipality_id == municipality_id)
    if wanted.sector:
        suited = sa.select(CallSector.call_id).where(CallSector.sector.in_(wanted.sector))
        query = query.where(Call.id.in_(suited))
    for term in wanted.terms:
        query = query.where(Call.search_text.contains(term, autoescape=True))
    return query


def _phase(now: datetime) -> sa.Case[Any]:
    """Where a call stands, as rules/phases.py says it of one."""
    published = Call.state == CallState.PUBLISHED
    past = sa.and_(published, Call.closes_at < now.replace(microsecond=0))
    return sa.case(
        (sa.or_(past, Call.state.in_(phases.JUDGED)), CallPhase.JUDGED.value),
        (sa.and_(published, Call.opens_at > now), CallPhase.COMING.value),
        (published, CallPhase.OPEN.value),
        (Call.state.in_(phases.RESULTS), CallPhase.RESULTS.value),
        else_=CallPhase.OVER.value,
    )
