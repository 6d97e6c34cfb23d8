"""Observers: of a formation, by the link of one, and what somebody with an account observes."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality, User
from inmeko.coops.models import Formation, Observer
from inmeko.coops.queries.formations import NO_LINK
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_

LISTED = 200
_WITH_TOWN = (
    sa.select(Observer)
    .join(Observer.formation)
    .join(Formation.municipality)
    .options(contains_eager(Observer.formation).contains_eager(Formation.municipality))
    .where(Observer.taken_back_at.is_(None))
)


def observers(formation: Formation) -> Sequence[Observer]:
    """Whoever observes a formation or once did, the newest first."""
    query = (
        sa.select(Observer)
        .options(joinedload(Observer.founder), joinedload(Observer.user))
        .where(Observer.formation_id == formation.id)
    )
    return db.session.scalars(query.order_by(Observer.id.desc()).limit(LISTED)).all()


def number(formation: Formation) -> int:
    """How many observe a formation now."""
    query = sa.select(sa.func.count(Observer.id)).where(
        Observer.formation_id == formation.id, Observer.taken_back_at.is_(None)
    )
    return db.session.scalar(query) or 0


def observer_of(formation: Formation, observer_id: int) -> Observer:
    """Somebody who observes a formation; raises NotFoundError."""
    found = db.session.get(Observer, observer_id)
    gone = found is None or found.taken_back_at is not None
    if found is None or gone or found.formation_id != formation.id:
        raise NotFoundError(N_("There is no such observer here."))
    return found


def observer_by_key(*, municipality: str, observer_key: str) -> Observer:
    """Who holds the link of an address, with the formation; raises NotFoundError."""
    query = _WITH_TOWN.where(Observer.key == observer_key, Municipality.slug == municipality)
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(NO_LINK)
    return found


def observed(user: User) -> Sequence[Observer]:
    """What a person observes in all towns, by the address of their account, the newest first."""
    query = _WITH_TOWN.where(sa.func.lower(Observer.email) == user.email.lower())
    return db.session.scalars(query.order_by(Observer.id.desc()).limit(LISTED)).all()
