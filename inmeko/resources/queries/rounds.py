"""Rounds: one, those of a town, their stops, who may walk them, and what a question chooses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np
import shapely
import sqlalchemy as sa
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import aliased, joinedload, selectinload

from inmeko.accounts.models import Grant, Municipality, User
from inmeko.accounts.rules import MUNICIPAL_ROLES
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, Round, RoundMember, RoundStop
from inmeko.resources.queries.assets import matching
from inmeko.resources.rules.filters import AssetFilter
from inmeko.resources.rules.rounds import Progress, RoundState
from inmeko.resources.rules.walking import Place

LISTED = 100

_KEEPER = aliased(Asset)
# Equipment is visited where it is kept.
_X = sa.func.coalesce(Asset.x, _KEEPER.x).label("x")
_Y = sa.func.coalesce(Asset.y, _KEEPER.y).label("y")


@dataclass(frozen=True)
class Candidate:
    """An asset that a round could visit, and where (degrees of WGS84)."""

    id: int
    place: Place | None


@dataclass(frozen=True)
class Stop:
    """A stop with its place: the asset's, or that of the asset where it is kept."""

    stop: RoundStop
    place: Place | None

    @property
    def open(self) -> bool:
        """Whether it still has to be visited."""
        return self.stop.visited_at is None and not self.stop.skipped


def round_of(*, municipality: str, round_id: int) -> Round:
    """The round of a town with its people; NotFoundError if that town has none of this id."""
    query = (
        sa.select(Round)
        .join(Municipality, Municipality.id == Round.municipality_id)
        .where(Municipality.slug == municipality, Round.id == round_id)
        .options(selectinload(Round.members).joinedload(RoundMember.user))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such round in this municipality."))
    return found


def round_file(*, municipality: str, round_id: int, form: str) -> Round:
    """The round of a town whose stops are asked for in some form."""
    return round_of(municipality=municipality, round_id=round_id)


def stop_of(*, municipality: str, round_id: int, stop_id: int) -> RoundStop:
    """A stop of a round of a town; NotFoundError if there is none of this id."""
    query = (
        sa.select(RoundStop)
        .join(Municipality, Municipality.id == RoundStop.municipality_id)
        .where(
            Municipality.slug == municipality,
            RoundStop.round_id == round_id,
            RoundStop.id == stop_id,
        )
        .options(
            joinedload(RoundStop.asset), joinedload(RoundStop.round).selectinload(Round.members)
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such stop in this round."))
    return found


def rounds(
    *, municipality_id: int, walker_id: int | None = None, closed: bool = False
) -> list[tuple[Round, Progress]]:
    """Rounds of a town and how far they have come, the most urgent first; or those of a walker."""
    state = RoundState.CLOSED if closed else RoundState.OPEN
    query = (
        sa.select(Round)
        .where(Round.municipality_id == municipality_id, Round.state == state)
        .options(selectinload(Round.members).joinedload(RoundMember.user))
    )
    if walker_id is not None:
        theirs = sa.select(RoundMember.round_id).where(RoundMember.user_id == walker_id)
        query = query.where(Round.id.in_(theirs))
    order = (Round.due_on.asc().nulls_last(), Round.id.desc())
    found = db.session.scalars(query.order_by(*order).limit(LISTED)).all()
    counted = _counts([one.id for one in found])
    return [(one, counted.get(one.id, Progress(0, 0, 0))) for one in found]


def progress(round: Round) -> Progress:
    """How far a round has come."""
    return _counts([round.id]).get(round.id, Progress(0, 0, 0))


def stops(round: Round, *, walker_id: int | None = None) -> list[Stop]:
    """The stops of a round in walking order, walker by walker; or only those of one walker."""
    query = (
        sa.select(RoundStop, _X, _Y)
        .join(Asset, Asset.id == RoundStop.asset_id)
        .outerjoin(_KEEPER, _KEEPER.id == Asset.kept_at_id)
        .where(RoundStop.round_id == round.id)
        .options(joinedload(RoundStop.asset), joinedload(RoundStop.walker))
        .order_by(RoundStop.walker_id, RoundStop.position, RoundStop.id)
    )
    if walker_id is not None:
        query = query.where(RoundStop.walker_id == walker_id)
    rows = db.session.execute(query)
    return [Stop(stop, None if x is None else (x, y)) for stop, x, y in rows]


def staff(*, municipality_id: int) -> Sequence[User]:
    """Who holds a role in the town and can be given a part of a round, by name."""
    held = sa.select(Grant.user_id).where(
        Grant.municipality_id == municipality_id, Grant.role.in_(MUNICIPAL_ROLES)
    )
    query = sa.select(User).where(
        User.id.in_(held), User.active.is_(True), User.deleted_at.is_(None)
    )
    return db.session.scalars(query.order_by(User.name, User.email, User.id)).all()


def chosen(
    municipality_id: int, wanted: AssetFilter, area: BaseGeometry | None, today: date
) -> list[Candidate]:
    """The assets that answer a question inside an area (WGS84), by their ids."""
    asked = wanted if area is None else replace(wanted, box=_met(wanted.box, area.bounds))
    columns: tuple[Any, ...] = (Asset.id, _X, _Y)
    query = matching(sa.select(*columns), municipality_id, asked, today)
    query = query.outerjoin(_KEEPER, _KEEPER.id == Asset.kept_at_id).order_by(Asset.id)
    rows = db.session.execute(query).all()
    if area is not None:
        rows = _inside(rows, area)
    return [Candidate(row.id, None if row.x is None else (row.x, row.y)) for row in rows]


def _inside(rows: Sequence[sa.Row[Any]], area: BaseGeometry) -> list[sa.Row[Any]]:
    placed = [row for row in rows if row.x is not None]
    places = np.array([(row.x, row.y) for row in placed], dtype=float).reshape(-1, 2)
    within = shapely.intersects_xy(area, places[:, 0], places[:, 1])
    return [row for row, here in zip(placed, within, strict=True) if here]


def _met(box: Any, bounds: Any) -> tuple[float, float, float, float]:
    """The box that two boxes have in common; one that nothing lies in if they do not meet."""
    if box is None:
        return (bounds[0], bounds[1], bounds[2], bounds[3])
    west, south = max(box[0], bounds[0]), max(box[1], bounds[1])
    east, north = min(box[2], bounds[2]), min(box[3], bounds[3])
    return (west, south, max(west, east), max(south, north))


def _counts(ids: Sequence[int]) -> dict[int, Progress]:
    skipped = sa.and_(RoundStop.visited_at.is_(None), RoundStop.skipped != "")
    query = (
        sa.select(
            RoundStop.round_id,
            sa.func.count(),
            sa.func.count(RoundStop.visited_at),
            sa.func.count(sa.case((skipped, 1))),
        )
        .where(RoundStop.round_id.in_(ids))
        .group_by(RoundStop.round_id)
    )
    return {key: Progress(*counts) for key, *counts in db.session.execute(query)}
