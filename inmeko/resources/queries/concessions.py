"""Concessions: one, the public list, those of an asset, those of a body, and what is due."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Membership, Municipality, Organisation
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.resources.models import Asset, Concession, ConcessionReport, Obligation
from inmeko.resources.rules.concession_filter import ConcessionFilter, Period
from inmeko.resources.rules.concession_words import (
    PUBLIC_STATES,
    ConcessionState,
    PathKey,
)
from inmeko.resources.rules.obligations import ENDING_SOON

PAGE = 50
MOST_DUE = 200


def concession(*, municipality: str, concession_id: int) -> Concession:
    """The concession of a town with asset and body; NotFoundError if it has none of this id."""
    query = _whole().where(Municipality.slug == municipality, Concession.id == concession_id)
    found = db.session.scalar(query.join(Concession.municipality))
    if found is None:
        raise NotFoundError(N_("There is no such concession in this municipality."))
    return found


def concession_of(*, municipality_id: int, concession_id: int) -> Concession | None:
    """A concession with the members of its body, or None."""
    query = _whole().where(
        Concession.municipality_id == municipality_id, Concession.id == concession_id
    )
    people = selectinload(Organisation.memberships).joinedload(Membership.user)
    return db.session.scalar(query.options(contains_eager(Concession.organisation).options(people)))


def obligation(*, municipality: str, concession_id: int, obligation_id: int) -> Obligation:
    """An obligation of a town's concession; raises NotFoundError."""
    query = (
        sa.select(Obligation)
        .join(Obligation.concession)
        .join(Concession.municipality)
        .where(Municipality.slug == municipality, Concession.id == concession_id)
        .where(Obligation.id == obligation_id)
        .options(contains_eager(Obligation.concession).joinedload(Concession.asset))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such obligation."))
    return found


def of_file(kind: str, key: int) -> Concession | None:
    """The concession that a file belongs to, by the kind and the number of its thing."""
    query = sa.select(Concession)
    if kind == "concession_report":
        query = query.join(Concession.reports).where(ConcessionReport.id == key)
    elif kind == "obligation":
        query = query.join(Concession.obligations).where(Obligation.id == key)
    else:
        query = query.where(Concession.id == key)
    return db.session.scalar(query)


def page(
    municipality_id: int, wanted: ConcessionFilter, today: date, after: Concession | None = None
) -> tuple[Sequence[Concession], bool]:
    """One page of what was given, the latest first, and whether there are more."""
    query = _matching(municipality_id, wanted, today)
    if after is not None:
        place = sa.tuple_(sa.literal(after.starts_on), sa.literal(after.id))
        query = query.where(sa.tuple_(Concession.starts_on, Concession.id) < place)
    rows = db.session.scalars(query.limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def count(municipality_id: int, wanted: ConcessionFilter, today: date) -> int:
    """How many concessions answer the question."""
    query = _matching(municipality_id, wanted, today).order_by(None)
    return db.session.scalar(sa.select(sa.func.count()).select_from(query.subquery())) or 0


def everything(municipality_id: int, wanted: ConcessionFilter, today: date) -> Iterator[Concession]:
    """All concessions that answer the question, the latest first."""
    yield from db.session.scalars(_matching(municipality_id, wanted, today).limit(100_000))


def drafts(municipality_id: int) -> Sequence[Concession]:
    """What is being prepared, the latest first."""
    query = _whole().where(
        Concession.municipality_id == municipality_id, Concession.state == ConcessionState.DRAFT
    )
    return db.session.scalars(query.order_by(Concession.id.desc()).limit(PAGE)).all()


def of_asset(asset: Asset, *, everything: bool) -> Sequence[Concession]:
    """The concessions of an asset, the latest first; drafts only with everything."""
    query = (
        sa.select(Concession)
        .where(Concession.asset_id == asset.id)
        .options(joinedload(Concession.organisation))
    )
    if not everything:
        query = query.where(Concession.state.in_(PUBLIC_STATES))
    return db.session.scalars(
        query.order_by(Concession.starts_on.desc(), Concession.id.desc())
    ).all()


def of_bodies(municipality_id: int, organisations: Collection[int]) -> Sequence[Concession]:
    """What bodies hold or held in a town, the latest first, with what is due."""
    query = _whole().where(
        Concession.municipality_id == municipality_id,
        Concession.organisation_id.in_(organisations),
        Concession.state != ConcessionState.CANCELLED,
    )
    query = query.options(selectinload(Concession.obligations))
    return db.session.scalars(
        query.order_by(Concession.starts_on.desc(), Concession.id.desc()).limit(PAGE)
    ).all()


def in_the_way(concession: Concession) -> Concession | None:
    """A concession in force of the same asset whose days meet those of this one."""
    query = _whole().where(
        Concession.asset_id == concession.asset_id,
        Concession.state == ConcessionState.ACTIVE,
        Concession.id != concession.id,
        sa.or_(Concession.ends_on.is_(None), Concession.ends_on >= concession.starts_on),
    )
    if concession.ends_on is not None:
        query = query.where(Concession.starts_on <= concession.ends_on)
    return db.session.scalar(query.order_by(Concession.starts_on, Concession.id).limit(1))


def had_free_use(asset_id: int, organisation: Organisation, before: date) -> bool:
    """Whether a body's free use of an asset lay before a day."""
    query = sa.select(Concession.id).where(
        Concession.asset_id == asset_id,
        Concession.organisation_id == organisation.id,
        Concession.path == PathKey.FREE_USE,
        Concession.state.in_(PUBLIC_STATES),
        sa.or_(
            Concession.ends_on < before,
            Concession.state.in_({ConcessionState.ENDED, ConcessionState.RETURNED}),
        ),
    )
    return db.session.scalar(query.limit(1)) is not None


def last_answers(organisation: Organisation) -> dict[str, Any]:
    """What was answered about a body the last time."""
    query = (
        sa.select(Concession.answers)
        .where(Concession.organisation_id == organisation.id)
        .order_by(Concession.id.desc())
        .limit(1)
    )
    return dict(db.session.scalar(query) or {})


def due(municipality_id: int) -> Sequence[Obligation]:
    """What is still to be done under concessions in force, the next first."""
    query = (
        sa.select(Obligation)
        .join(Obligation.concession)
        .where(
            Obligation.municipality_id == municipality_id,
            Obligation.done_on.is_(None),
            Concession.state == ConcessionState.ACTIVE,
        )
        .options(
            contains_eager(Obligation.concession).options(
                joinedload(Concession.asset), joinedload(Concession.organisation)
            )
        )
    )
    return db.session.scalars(
        query.order_by(Obligation.due_on, Obligation.id).limit(MOST_DUE)
    ).all()


def ending(municipality_id: int, today: date) -> Sequence[Concession]:
    """Concessions in force that end within ninety days, or should have ended."""
    query = _whole().where(
        Concession.municipality_id == municipality_id,
        Concession.state == ConcessionState.ACTIVE,
        Concession.ends_on <= today + ENDING_SOON,
    )
    return db.session.scalars(query.order_by(Concession.ends_on, Concession.id).limit(PAGE)).all()


def reports(municipality_id: int, since: date) -> Sequence[ConcessionReport]:
    """What was written since a day, the newest first."""
    query = (
        sa.select(ConcessionReport)
        .join(ConcessionReport.concession)
        .where(
            ConcessionReport.municipality_id == municipality_id,
            ConcessionReport.written_on >= since,
        )
        .options(
            contains_eager(ConcessionReport.concession).options(
                joinedload(Concession.asset), joinedload(Concession.organisation)
            )
        )
    )
    return db.session.scalars(query.order_by(ConcessionReport.id.desc()).limit(PAGE)).all()


def a_year_before(today: date) -> date:
    """The day from which reports are shown as new."""
    return today - timedelta(days=365)


def _whole() -> sa.Select[Concession]:
    return (
        sa.select(Concession)
        .join(Concession.asset)
        .join(Concession.organisation)
        .options(contains_eager(Concession.asset), contains_eager(Concession.organisation))
    )


def _matching(municipality_id: int, wanted: ConcessionFilter, today: date) -> sa.Select[Concession]:
    query = _whole().where(
        Concession.municipality_id == municipality_id, Concession.state.in_(PUBLIC_STATES)
    )
    if wanted.path:
        query = query.where(Concession.path.in_(wanted.path))
    if wanted.period is Period.NOW:
        query = query.where(Concession.state == ConcessionState.ACTIVE)
    elif wanted.period is Period.PAST:
        query = query.where(Concession.state != ConcessionState.ACTIVE)
    if wanted.year:
        ends = sa.func.coalesce(Concession.returned_on, Concession.closed_on, Concession.ends_on)
        query = query.where(Concession.starts_on <= date(wanted.year, 12, 31))
        query = query.where(sa.or_(ends.is_(None), ends >= date(wanted.year, 1, 1)))
    for term in wanted.terms:
        either = (Asset.title_key, Organisation.name_key, Asset.search_text)
        query = query.where(sa.or_(*(column.contains(term, autoescape=True) for column in either)))
    return query.order_by(Concession.starts_on.desc(), Concession.id.desc())


def bodies(municipality_id: int) -> Sequence[Organisation]:
    """The organisations of a town that something can be given to, by name."""
    query = sa.select(Organisation).where(Organisation.municipality_id == municipality_id)
    return db.session.scalars(
        query.order_by(Organisation.name_key, Organisation.id).limit(2000)
    ).all()


def files(concession: Concession) -> dict[tuple[str, int], list[Attachment]]:
    """The files of a concession's obligations and reports, by kind and number of their thing."""
    things = {
        "obligation": [one.id for one in concession.obligations],
        "concession_report": [one.id for one in concession.reports],
    }
    query = sa.select(Attachment).where(
        Attachment.municipality_id == concession.municipality_id,
        Attachment.removed_at.is_(None),
        sa.or_(
            *(
                sa.and_(Attachment.kind == kind, Attachment.key.in_(keys))
                for kind, keys in things.items()
            )
        ),
    )
    found: dict[tuple[str, int], list[Attachment]] = {}
    for file in db.session.scalars(query.order_by(Attachment.id)):
        found.setdefault((file.kind, file.key), []).append(file)
    return found
