"""What is published, written by the database as GeoJSON features: one indexed statement each."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.alone import alone
from inmeko.extensions.portable_features import (
    feature_text,
    has_word,
    in_crs,
    latitude_first,
    list_of,
    meets,
    moment_text,
    unindexed,
)
from inmeko.resources.models import Asset, AssetSector
from inmeko.resources.rules.asset import FIELD, AssetState, Value
from inmeko.resources.rules.publishing import CHANGED, EVERYWHERE, PROPERTIES, TOWN, Crs
from inmeko.resources.rules.questions import Question

# A filter is counted as far as this; whoever wants the rest reads on.
COUNTED = 10_000

# Two questions of one shape share their statement, and differ in its parameters.
Shape = tuple[bool, int, bool, bool, tuple[str, ...], Crs]
EDGES = ("west", "south", "east", "north")


def page(*, municipality: str, asked: Question) -> Sequence[sa.Row[Any]]:
    """The ids and GeoJSON texts of a page of a collection, in the order of ids, and one more."""
    values = {**_values(municipality, asked), "after": asked.after, "many": asked.limit + 1}
    return alone().execute(_page(_shape(municipality, asked)), values).all()


def matched(*, municipality: str, asked: Question) -> int | None:
    """How many features answer a question; None where a filter leaves more than COUNTED."""
    values = {**_values(municipality, asked), "most": COUNTED + 1}
    found = db.session.scalar(_counted(_shape(municipality, asked), asked.bare), values) or 0
    return None if found > COUNTED and not asked.bare else found


def one(*, municipality: str, number: int, crs: Crs) -> str | None:
    """The GeoJSON text of one published feature; None if the collection has none of this id."""
    values: dict[str, Any] = {"number": number}
    if municipality != EVERYWHERE:
        values["town"] = municipality
    text: str | None = alone().scalar(_one(municipality != EVERYWHERE, crs), values)
    return text


def _shape(municipality: str, asked: Question) -> Shape:
    return (
        municipality != EVERYWHERE,
        len(asked.shapes),
        asked.since is not None,
        asked.until is not None,
        tuple(name for name, _value in asked.filters),
        asked.crs,
    )


def _values(municipality: str, asked: Question) -> dict[str, Any]:
    values: dict[str, Any] = {f"is_{name}": value for name, value in asked.filters}
    if municipality != EVERYWHERE:
        values["town"] = municipality
    for place, shape in enumerate(asked.shapes):
        edges = zip(EDGES, shape.bounds, strict=True)
        values |= {f"{name}{place}": edge for name, edge in edges} | {f"shape{place}": shape.wkb}
    for name in ("since", "until"):
        if getattr(asked, name) is not None:
            values[name] = getattr(asked, name)
    return values


@cache
def _page(shape: Shape) -> sa.Select[Any]:
    told: tuple[Any, ...] = (Asset.id, _told(shape[-1], of_town=shape[0]).label("text"))
    query = sa.select(*told).where(*_conditions(shape))
    return (
        query.where(Asset.id > sa.bindparam("after", type_=sa.Integer()))
        .order_by(Asset.id)
        .limit(sa.bindparam("many", type_=sa.Integer()))
    )


@cache
def _counted(shape: Shape, whole: bool) -> sa.Select[Any]:
    found = sa.select(Asset.id).where(*_conditions(shape))
    if not whole:
        found = found.limit(sa.bindparam("most", type_=sa.Integer()))
    return sa.select(sa.func.count()).select_from(found.subquery())


@cache
def _one(of_town: bool, crs: Crs) -> sa.Select[Any]:
    shape: Shape = (of_town, 0, False, False, (), crs)
    number = sa.bindparam("number", type_=sa.Integer())
    return sa.select(_told(crs, of_town=of_town)).where(*_conditions(shape), Asset.id == number)


def _told(crs: Crs, *, of_town: bool) -> feature_text:
    shape: Any = Asset.geometry
    if crs.srid != Asset.geometry.type.srid:
        shape = in_crs(shape, crs.srid)
    if crs.latitude_first:
        shape = latitude_first(shape)
    town: Any = sa.cast(sa.bindparam("town", type_=sa.String()), sa.String())
    if not of_town:
        slug = sa.select(Municipality.slug).where(Municipality.id == Asset.municipality_id)
        town = slug.scalar_subquery()
    columns: dict[str, Any] = {
        field.name: getattr(Asset, field.name) for field in PROPERTIES if field.name != "sectors"
    }
    columns["sectors"] = list_of(AssetSector.sector, AssetSector.asset_id == Asset.id)
    columns[TOWN] = town
    columns[CHANGED] = moment_text(Asset.updated_at)
    return feature_text(Asset.id, shape, columns, digits=crs.digits)


def _conditions(shape: Shape) -> list[sa.ColumnElement[bool]]:
    of_town, boxes, since, until, names, _crs = shape
    towns = sa.select(Municipality.id).where(Municipality.publishes)
    found = [Asset.state == AssetState.CURRENT]
    place: Any = unindexed(Asset.municipality_id) if boxes else Asset.municipality_id
    if of_town:
        town = towns.where(Municipality.slug == sa.bindparam("town", type_=sa.String()))
        found.append(place == town.scalar_subquery())
    else:
        found.append(unindexed(Asset.municipality_id).in_(towns))
    if boxes:
        found.append(sa.or_(*map(_meets, range(boxes))))
    if since:
        found.append(Asset.updated_at >= sa.bindparam("since", type_=Asset.updated_at.type))
    if until:
        found.append(Asset.updated_at <= sa.bindparam("until", type_=Asset.updated_at.type))
    return [*found, *map(_is, names)]


def _meets(place: int) -> meets:
    edges: list[Any] = [sa.bindparam(f"{name}{place}", type_=sa.Double()) for name in EDGES]
    return meets(Asset.geometry, sa.bindparam(f"shape{place}", type_=sa.LargeBinary()), *edges)


def _is(name: str) -> sa.ColumnElement[bool]:
    if name == TOWN:
        slug = sa.bindparam(f"is_{name}", type_=sa.String())
        towns = sa.select(Municipality.id).where(Municipality.slug == slug)
        return Asset.municipality_id == towns.scalar_subquery()
    if name == "sectors":
        sector = sa.bindparam("is_sectors", type_=AssetSector.sector.type)
        suited = sa.select(AssetSector.asset_id).where(
            AssetSector.asset_id == Asset.id, AssetSector.sector == sector
        )
        return suited.exists()
    column = getattr(Asset, name)
    if FIELD[name].value is Value.WORDS:
        return has_word(column, sa.bindparam(f"is_{name}", type_=sa.String()))
    equal: sa.ColumnElement[bool] = column == sa.bindparam(f"is_{name}", type_=column.type)
    return equal
