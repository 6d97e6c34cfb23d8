"""Visits: where they are made, one, a page of them, those of an asset, what a phone takes along."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality, User
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, Round, RoundMember, RoundStop, Visit, VisitPhoto
from inmeko.resources.queries import assets
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.rules.rounds import RoundState
from inmeko.resources.rules.visits import VisitState

PAGE = 25
# A phone takes along what somebody can walk; a longer list is one for another filter.
MOST_ALONG = 500
OF_ASSET = 20

PERSON = (User.id, User.name, User.email, User.deleted_at)
NO_VISIT = N_("There is no such visit in this municipality.")


@dataclass(frozen=True)
class VisitGround:
    """A town, and those who walk its open rounds without working for it."""

    town: Municipality
    walkers: frozenset[int]


@dataclass(frozen=True)
class VisitPage:
    """A page of visits, and whether there are newer and older ones."""

    rows: Sequence[Visit]
    newer: int | None
    older: int | None


@dataclass(frozen=True)
class Along:
    """What a phone takes along: assets, each with the stop of a round that it is, if any."""

    rows: Sequence[tuple[Asset, int | None]]
    more: bool


def ground(*, municipality: str) -> VisitGround:
    """Where visits of a town are made; NotFoundError for a town that is none."""
    town = accounts.municipality(municipality=municipality)
    walkers = (
        sa.select(RoundMember.user_id)
        .join(Round, Round.id == RoundMember.round_id)
        .where(Round.municipality_id == town.id, Round.state == RoundState.OPEN)
        .distinct()
    )
    return VisitGround(town, frozenset(db.session.scalars(walkers)))


def visit(*, municipality: str, visit_id: int) -> Visit:
    """A visit of a town with its proposals and photos; NotFoundError."""
    return _one(municipality, Visit.id == visit_id)


def visit_of_key(*, municipality: str, client_key: str) -> Visit:
    """The visit of a town that a phone knows by its own number; NotFoundError."""
    return _one(municipality, Visit.client_key == client_key)


def photo(*, municipality: str, visit_id: int, photo_id: int) -> VisitPhoto:
    """A photo of a visit of a town; NotFoundError."""
    found = visit(municipality=municipality, visit_id=visit_id)
    for one in found.photos:
        if one.id == photo_id:
            return one
    raise NotFoundError(N_("There is no such photo."))


def by_key(key: str) -> Visit | None:
    """The visit of a number made by a phone, in whatever town."""
    return db.session.scalar(
        _whole(sa.select(Visit)).where(Visit.client_key == key),
        execution_options={"populate_existing": True},
    )


def photo_by_key(key: str) -> VisitPhoto | None:
    """The photo of a number made by a phone."""
    return db.session.scalar(sa.select(VisitPhoto).where(VisitPhoto.client_key == key))


def page(
    municipality_id: int, state: VisitState, *, before: int | None = None, after: int | None = None
) -> VisitPage:
    """A page of a town's visits in a state, the newest first, beside the places around it."""
    query = (
        sa.select(Visit)
        .where(Visit.municipality_id == municipality_id, Visit.state == state)
        .options(*_shown(), selectinload(Visit.proposals), selectinload(Visit.photos))
    )
    if after is not None:
        rows = _some(query.where(Visit.id > after).order_by(Visit.id))
        more, rows = len(rows) > PAGE, rows[:PAGE][::-1]
        return VisitPage(rows, rows[0].id if more and rows else None, rows[-1].id if rows else None)
    if before is not None:
        query = query.where(Visit.id < before)
    rows = _some(query.order_by(Visit.id.desc()))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    newer = rows[0].id if rows and before is not None else None
    return VisitPage(rows, newer, rows[-1].id if more else None)


def counts(municipality_id: int) -> dict[VisitState, int]:
    """How many visits of a town stand in each state."""
    query = (
        sa.select(Visit.state, sa.func.count().label("number"))
        .where(Visit.municipality_id == municipality_id)
        .group_by(Visit.state)
        .order_by(Visit.state)
    )
    return {row.state: row.number for row in db.session.execute(query)}


def of_asset(asset: Asset) -> Sequence[Visit]:
    """The last visits to an asset with what they proposed, the newest first."""
    query = (
        sa.select(Visit)
        .where(Visit.asset_id == asset.id)
        .options(*_shown(), selectinload(Visit.proposals), selectinload(Visit.photos))
        .order_by(Visit.visited_at.desc(), Visit.id.desc())
        .limit(OF_ASSET)
    )
    return db.session.scalars(query).all()


def open_stop(municipality_id: int, asset_id: int, person_id: int | None) -> RoundStop | None:
    """The stop at an asset in an open round that this person walks and has not done yet."""
    query = (
        sa.select(RoundStop)
        .join(Round, Round.id == RoundStop.round_id)
        .join(RoundMember, RoundMember.round_id == Round.id)
        .where(RoundStop.asset_id == asset_id, RoundMember.user_id == person_id)
        .where(Round.municipality_id == municipality_id, Round.state == RoundState.OPEN)
        .where(RoundStop.visited_at.is_(None))
        .order_by(RoundStop.walker_id.is_(None), RoundStop.id)
        .limit(1)
    )
    return db.session.scalar(query)


def along_round(municipality_id: int, round_id: int) -> Along:
    """The stops of a round that are still to be visited, in the order of the walk."""
    query = (
        sa.select(Asset, RoundStop.id)
        .join(RoundStop, RoundStop.asset_id == Asset.id)
        .where(RoundStop.round_id == round_id, RoundStop.municipality_id == municipality_id)
        .where(RoundStop.visited_at.is_(None), RoundStop.skipped == "")
        .order_by(RoundStop.walker_id, RoundStop.position, RoundStop.id)
        .limit(MOST_ALONG + 1)
    )
    rows = [(asset, stop) for asset, stop in db.session.execute(query)]
    return Along(rows[:MOST_ALONG], len(rows) > MOST_ALONG)


def along_filter(municipality_id: int, wanted: AssetFilter, today: date) -> Along:
    """The assets that answer a question, in the order of their codes."""
    found = islice(assets.everything(municipality_id, wanted, today), MOST_ALONG + 1)
    rows = [(asset, None) for asset in found]
    return Along(rows[:MOST_ALONG], len(rows) > MOST_ALONG)


def _one(municipality: str, condition: sa.ColumnElement[bool]) -> Visit:
    query = (
        _whole(sa.select(Visit))
        .join(Municipality, Municipality.id == Visit.municipality_id)
        .where(Municipality.slug == municipality, condition)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(NO_VISIT)
    return found


def _whole(query: sa.Select[Visit]) -> sa.Select[Visit]:
    photos = selectinload(Visit.photos).joinedload(VisitPhoto.attachment)
    asset = joinedload(Visit.asset).selectinload(Asset.sector_rows)
    people = (joinedload(one).load_only(*PERSON) for one in (Visit.person, Visit.settled_by))
    return query.options(asset, *people, selectinload(Visit.proposals), photos)


def _shown() -> tuple[sa.orm.interfaces.ORMOption, ...]:
    asset = joinedload(Visit.asset).load_only(Asset.id, Asset.title, Asset.code, Asset.kind)
    return asset, joinedload(Visit.person).load_only(*PERSON)


def _some(query: sa.Select[Visit]) -> list[Visit]:
    return list(db.session.scalars(query.limit(PAGE + 1)))
