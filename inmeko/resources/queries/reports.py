"""Reports of citizens: one, by its secret, the queue of a town, what lies near, whose to forget."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Job
from inmeko.records.rules.outbox import JobState
from inmeko.resources.models import Asset, IdleReport
from inmeko.resources.queries.assets import inside
from inmeko.resources.rules.asset import AssetState
from inmeko.resources.rules.reports import (
    NEARBY_METRES,
    ReportState,
    box_around,
    metres_between,
)

LISTED = 100
NEARBY = 10
NOT_HERE = N_("There is no such report in this municipality.")


@dataclass(frozen=True)
class Near:
    """An asset of the register near to what is reported, and how far away it lies in metres."""

    asset: Asset
    metres: float


def report(*, municipality: str, report_id: int) -> IdleReport:
    """The report of a town; NotFoundError if that town has none of this id."""
    return _one(municipality, IdleReport.id == report_id)


def by_secret(*, municipality: str, secret: str) -> IdleReport:
    """The report of a town that a secret opens; NotFoundError if it opens none."""
    return _one(municipality, IdleReport.secret == secret)


def reports(*, municipality_id: int, judged: bool = False) -> Sequence[IdleReport]:
    """The reports of a town that wait, the oldest first; or those judged, the latest first."""
    waiting = IdleReport.state == ReportState.WAITING
    query = sa.select(IdleReport).where(
        IdleReport.municipality_id == municipality_id, sa.not_(waiting) if judged else waiting
    )
    order = IdleReport.id.desc() if judged else IdleReport.id
    return db.session.scalars(query.order_by(order).limit(LISTED)).all()


def waiting(*, municipality_id: int) -> int:
    """How many reports of a town wait for a look."""
    query = sa.select(sa.func.count(IdleReport.id)).where(
        IdleReport.municipality_id == municipality_id, IdleReport.state == ReportState.WAITING
    )
    return db.session.scalar(query) or 0


def nearby(report: IdleReport) -> list[Near]:
    """The assets of the register within 300 metres of what is reported, the nearest first."""
    if report.x is None or report.y is None:
        return []
    here = (report.x, report.y)
    query = sa.select(Asset).where(
        Asset.municipality_id == report.municipality_id,
        Asset.state == AssetState.CURRENT,
        *inside(box_around(*here, NEARBY_METRES)),
    )
    found = [
        Near(asset, metres_between(here, (asset.x, asset.y)))
        for asset in db.session.scalars(query.order_by(Asset.id).limit(500))
        if asset.x is not None and asset.y is not None
    ]
    close = sorted((one for one in found if one.metres <= NEARBY_METRES), key=lambda n: n.metres)
    return close[:NEARBY]


def asset_of_code(*, municipality_id: int, code: str) -> Asset:
    """The asset of a town with this code; NotFoundError."""
    query = sa.select(Asset).where(
        Asset.municipality_id == municipality_id, Asset.code == code.strip()
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("No asset of this municipality has this code."), field="code")
    return found


def to_forget(*, municipality_id: int, before: datetime) -> Sequence[IdleReport]:
    """Reports of a town whose address is needed no more: the verdict was sent, or it is old."""
    sent = sa.select(Job.key).where(
        Job.municipality_id == municipality_id,
        Job.state != JobState.WAITING,
        Job.key.is_not(None),
    )
    verdict = sa.literal("idle-report-") + sa.cast(IdleReport.id, sa.String) + "-verdict"
    done = sa.and_(IdleReport.judged_at.is_not(None), verdict.in_(sent))
    query = sa.select(IdleReport).where(
        IdleReport.municipality_id == municipality_id,
        IdleReport.email.is_not(None),
        sa.or_(done, IdleReport.created_at < before),
    )
    return db.session.scalars(query.order_by(IdleReport.id)).all()


def _one(municipality: str, which: sa.ColumnElement[bool]) -> IdleReport:
    query = (
        sa.select(IdleReport)
        .join(Municipality, Municipality.id == IdleReport.municipality_id)
        .where(Municipality.slug == municipality, which)
        .options(joinedload(IdleReport.asset), joinedload(IdleReport.judged_by))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(NOT_HERE)
    return found
