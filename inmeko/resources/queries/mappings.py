"""Saved mappings: one, those of a town, those for a file, one by its name."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import SavedMapping

LISTED = 500


def mapping(*, municipality: str, mapping_id: int) -> SavedMapping:
    """The mapping of a town; NotFoundError if that town has none of this id."""
    query = (
        sa.select(SavedMapping)
        .join(Municipality, Municipality.id == SavedMapping.municipality_id)
        .where(Municipality.slug == municipality, SavedMapping.id == mapping_id)
    )
    return _found(db.session.scalar(query))


def mappings(*, municipality_id: int, shape: str | None = None) -> Sequence[SavedMapping]:
    """The mappings of a town by their names; with a shape, those for files of it."""
    query = sa.select(SavedMapping).where(SavedMapping.municipality_id == municipality_id)
    if shape is not None:
        query = query.where(SavedMapping.shape == shape)
    ordered = query.options(joinedload(SavedMapping.saved_by)).order_by(SavedMapping.name)
    return db.session.scalars(ordered.limit(LISTED)).all()


def chosen(*, municipality_id: int, mapping_id: int) -> SavedMapping:
    """The mapping of a town that somebody chose; NotFoundError if it is gone."""
    query = sa.select(SavedMapping).where(
        SavedMapping.municipality_id == municipality_id, SavedMapping.id == mapping_id
    )
    return _found(db.session.scalar(query))


def named(*, municipality: str, name: str) -> SavedMapping | None:
    """The mapping of a town by its name."""
    query = (
        sa.select(SavedMapping)
        .join(Municipality, Municipality.id == SavedMapping.municipality_id)
        .where(Municipality.slug == municipality, SavedMapping.name == name)
    )
    return db.session.scalar(query)


def _found(one: SavedMapping | None) -> SavedMapping:
    if one is None:
        raise NotFoundError(N_("There is no such mapping in this municipality."))
    return one
