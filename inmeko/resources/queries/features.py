"""What is published, as GeoJSON features: kept ready, or written by the database when asked for."""

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.kept import keeper
from inmeko.extensions.portable_features import (
    feature_text,
    has_word,
    in_crs,
    latitude_first,
    list_of,
    meets,
    moment_text,
    one_of,
    unindexed,
)
from inmeko.extensions.ready_features import utf8
from inmeko.extensions.straight import Send, by_session, straight
from inmeko.resources.models import Asset, AssetFeature, AssetSector
from inmeko.resources.rules.asset import FIELD, AssetState, Value
from inmeko.resources.rules.publishing import CHANGED, CRS84, EVERYWHERE, PROPERTIES, TOWN, Crs
from inmeko.resources.rules.questions import Question

# A filter is counted as far as this; whoever wants the rest reads on.
COUNTED = 10_000

# Two questions of one shape share their statement, and differ in its parameters.
Shape = tuple[bool, int, bool, bool, tuple[str, ...], Crs]
EDGES = ("west", "south", "east", "north")


Written = tuple[int, bytes]
# For whoever asks nothing else of the database: without a session.
AT_ONCE: Send = straight


def page(*, municipality: str, asked: Question, send: Send = by_session) -> list[Written]:
    """The ids and GeoJSON texts of a page of a collection, in the order of ids, and one more."""
    return _whole(send(*paging(municipality=municipality, asked=asked)), send)


def paging(
    *, municipality: str, asked: Question, anew: bool = False
) -> tuple[sa.Select[Any], dict[str, Any]]:
    """The statement of a page and its values; `anew` lets the database write what is kept."""
    values = {**_values(municipality, asked), "after": asked.after, "many": asked.limit + 1}
    return _page(_shape(municipality, asked), anew), values


def matched(*, municipality: str, asked: Question, send: Send = by_session) -> int | None:
    """How many features answer a question; None where a filter leaves more than COUNTED."""
    values = {**_values(municipality, asked), "most": COUNTED + 1}
    [(found,)] = send(_counted(_shape(municipality, asked), asked.bare), values)
    return None if found > COUNTED and not asked.bare else int(found)


def lately_matched(*, municipality: str, asked: Question) -> int | None:
    """How many features answer a question, as it was at most a second ago; a box is counted now."""
    if asked.shapes:
        return matched(municipality=municipality, asked=asked, send=AT_ONCE)
    known = keeper()
    key = ("matched", known.stamp(None), municipality, asked.since, asked.until, asked.filters)

    def counted() -> bytes:
        return json.dumps(matched(municipality=municipality, asked=asked, send=AT_ONCE)).encode()

    found: int | None = json.loads(known.answer(key, counted))
    return found


def one(*, municipality: str, number: int, crs: Crs, send: Send = by_session) -> bytes | None:
    """The GeoJSON text of one published feature; None if the collection has none of this id."""
    values: dict[str, Any] = {"number": number}
    if municipality != EVERYWHERE:
        values["town"] = municipality
    found = _whole(send(_one(municipality != EVERYWHERE, crs), values), send)
    return found[0][1] if found else None


def _whole(rows: Sequence[Any], send: Send) -> list[Written]:
    """Rows with their texts; what is not kept ready is written now."""
    missing = [number for number, text in rows if text is None]
    if not missing:
        return list(rows)
    # Whatever the number of those that are missing, the statement is the same.
    written = dict(send(FRESH, {"numbers": json.dumps(missing)}))
    return [(number, written[number] if text is None else text) for number, text in rows]


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
def _page(shape: Shape, anew: bool) -> sa.Select[Any]:
    query = _texts(shape[-1], anew=anew).where(*_conditions(shape))
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
    return _texts(crs).where(*_conditions(shape), Asset.id == number)


def _texts(crs: Crs, *, anew: bool = False) -> sa.Select[Any]:
    """Ids and texts: kept ready in the system that most ask for, else written now."""
    if anew or crs is not CRS84:
        return _anew(crs)
    columns: tuple[Any, ...] = (Asset.id, AssetFeature.text)
    return sa.select(*columns).outerjoin(AssetFeature, AssetFeature.asset_id == Asset.id)


def _anew(crs: Crs) -> sa.Select[Any]:
    columns: tuple[Any, ...] = (Asset.id, utf8(_told(crs)).label("text"))
    return sa.select(*columns)


def _told(crs: Crs) -> feature_text:
    shape: Any = Asset.geometry
    if crs.srid != Asset.geometry.type.srid:
        shape = in_crs(shape, crs.srid)
    if crs.latitude_first:
        shape = latitude_first(shape)
    columns: dict[str, Any] = {
        field.name: getattr(Asset, field.name) for field in PROPERTIES if field.name != "sectors"
    }
    columns["sectors"] = list_of(AssetSector.sector, AssetSector.asset_id == Asset.id)
    town = sa.select(Municipality.slug).where(Municipality.id == Asset.municipality_id)
    columns[TOWN] = town.scalar_subquery()
    columns[CHANGED] = moment_text(Asset.updated_at)
    return feature_text(Asset.id, shape, columns, digits=crs.digits)


FRESH = _anew(CRS84).where(one_of(Asset.id, sa.bindparam("numbers", type_=sa.Text())))
"""The features of some assets, `numbers` as a JSON list, written by the database now."""


def missing(*, municipality_id: int, after: int, many: int) -> list[int]:
    """The first assets of a town behind a number whose features are not kept ready."""
    query = (
        sa.select(Asset.id)
        .outerjoin(AssetFeature, AssetFeature.asset_id == Asset.id)
        .where(Asset.municipality_id == municipality_id, Asset.state == AssetState.CURRENT)
        .where(AssetFeature.asset_id.is_(None), Asset.id > after)
        .order_by(Asset.id)
        .limit(many)
    )
    return list(db.session.scalars(query))


def ready(*, municipality_id: int) -> int:
    """How many features of a town are kept ready."""
    query = sa.select(sa.func.count(AssetFeature.asset_id)).join(
        Asset, Asset.id == AssetFeature.asset_id
    )
    return db.session.scalar(query.where(Asset.municipality_id == municipality_id)) or 0


def written(*, municipality_id: int) -> sa.Select[Any]:
    """The question for the FRESH features of assets of a town that are current."""
    return FRESH.where(
        unindexed(Asset.municipality_id) == municipality_id, Asset.state == AssetState.CURRENT
    )


def differing(*, municipality_id: int) -> list[int]:
    """The assets of a town whose kept feature is not what would be written now: none, ever."""
    query = (
        sa.select(Asset.id)
        .join(AssetFeature, AssetFeature.asset_id == Asset.id)
        .where(Asset.municipality_id == municipality_id)
        .where(
            sa.or_(
                AssetFeature.text != utf8(_told(CRS84)),
                Asset.state != AssetState.CURRENT,
            )
        )
        .order_by(Asset.id)
    )
    return list(db.session.scalars(query))


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
