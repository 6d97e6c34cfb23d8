"""The collections of open data: every town that publishes, and all of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import shapely
import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import Licence
from inmeko.extensions import db
from inmeko.extensions.portable import as_wkb
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset
from inmeko.resources.rules.publishing import EVERYWHERE

# Where a town has not told its boundary: all of Greece (degrees).
GREECE = (19.37, 34.80, 29.65, 41.75)

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Collection:
    """A collection of a town or of all: its box in degrees, its first and last change."""

    slug: str
    name: str
    name_en: str
    licences: tuple[Licence, ...]
    box: Box
    since: datetime | None
    until: datetime | None
    email: str = ""
    website: str = ""

    @property
    def of_town(self) -> bool:
        """Whether this is the collection of one town."""
        return self.slug != EVERYWHERE


def published() -> list[Collection]:
    """The collections of all towns that publish, by name."""
    query = _described().order_by(Municipality.name_key, Municipality.id)
    return [_of(row) for row in db.session.execute(query)]


def collection(*, municipality: str) -> Collection:
    """One collection by its id; NotFoundError if there is none, or if the town does not publish."""
    if municipality == EVERYWHERE:
        return together(published())
    row = db.session.execute(_described().where(Municipality.slug == municipality)).first()
    if row is None:
        raise NotFoundError(N_("There is no such collection."))
    return _of(row)


def exists(*, municipality: str) -> bool:
    """Whether there is a collection of this id."""
    query = sa.select(Municipality.id).where(
        Municipality.slug == municipality, Municipality.publishes
    )
    return municipality == EVERYWHERE or db.session.scalar(query) is not None


def together(towns: Sequence[Collection]) -> Collection:
    """All towns as one collection."""
    boxes = [town.box for town in towns] or [GREECE]
    west, south, east, north = zip(*boxes, strict=True)
    return Collection(
        EVERYWHERE,
        "Όλοι οι δήμοι",
        "All municipalities",
        tuple(sorted({licence for town in towns for licence in town.licences})),
        (min(west), min(south), max(east), max(north)),
        min((town.since for town in towns if town.since), default=None),
        max((town.until for town in towns if town.until), default=None),
    )


def _described() -> sa.Select[Any]:
    changed = Asset.municipality_id == Municipality.id
    columns: tuple[Any, ...] = (
        Municipality.slug,
        Municipality.name,
        Municipality.name_en,
        Municipality.licence,
        Municipality.email,
        Municipality.website,
        as_wkb(sa.func.ST_Envelope(Municipality.boundary)).label("around"),
        sa.select(sa.func.min(Asset.updated_at)).where(changed).scalar_subquery().label("since"),
        sa.select(sa.func.max(Asset.updated_at)).where(changed).scalar_subquery().label("until"),
    )
    return sa.select(*columns).where(Municipality.publishes)


def _of(row: sa.Row[Any]) -> Collection:
    around = row.around and shapely.from_wkb(bytes(row.around)).bounds
    return Collection(
        row.slug,
        row.name,
        row.name_en,
        (row.licence,),
        around or GREECE,
        row.since,
        row.until,
        row.email,
        row.website,
    )
