"""Studies: one, those of a town with what cites them, their areas, the sources of an asset."""

from collections.abc import Sequence
from dataclasses import dataclass

import shapely
import sqlalchemy as sa
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import as_wkb
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.resources.models import Asset, AssetImport, Citation, Study
from inmeko.resources.rules.states import ImportState
from inmeko.resources.rules.studies import StudyState

LISTED = 200


@dataclass(frozen=True)
class Source:
    """Where a part of an asset is known from; `field` is empty for the whole of it."""

    field: str
    study: Study
    place: str
    citation: Citation | None = None
    brought: AssetImport | None = None


@dataclass(frozen=True)
class Cited:
    """How many assets cite a study one by one, and how many came by files that are the study."""

    by_hand: int = 0
    by_import: int = 0


def study(*, municipality: str, study_id: int) -> Study:
    """The study of a town; NotFoundError if that town has none of this id."""
    query = (
        sa.select(Study)
        .join(Municipality, Municipality.id == Study.municipality_id)
        .where(Municipality.slug == municipality, Study.id == study_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such study in this municipality."))
    return found


def studies(*, municipality_id: int, retired: bool = False) -> Sequence[Study]:
    """The studies of a town, the newest first; retired ones only if asked for."""
    query = sa.select(Study).where(Study.municipality_id == municipality_id)
    if not retired:
        query = query.where(Study.state == StudyState.CURRENT)
    order = (Study.year.desc().nulls_last(), Study.title, Study.id)
    return db.session.scalars(query.order_by(*order).limit(LISTED)).all()


def areas(*, municipality_id: int) -> dict[int, BaseGeometry | None]:
    """What each current study covers (WGS84; None is the whole town), if anybody has said."""
    shape = as_wkb(Study.area).label("shape")
    query = sa.select(Study.id, Study.whole_town, shape).where(
        Study.municipality_id == municipality_id,
        Study.state == StudyState.CURRENT,
        sa.or_(Study.whole_town, Study.area.is_not(None)),
    )
    rows = db.session.execute(query.order_by(Study.id).limit(LISTED)).all()
    return {row.id: None if row.whole_town else shapely.from_wkb(row.shape) for row in rows}


def area(study: Study) -> BaseGeometry | None:
    """The drawn area of a study (WGS84), or None."""
    found = db.session.scalar(sa.select(as_wkb(Study.area)).where(Study.id == study.id))
    return None if found is None else shapely.from_wkb(found)


def boundary(*, municipality_id: int) -> BaseGeometry | None:
    """A municipality's boundary (WGS84), or None."""
    query = sa.select(as_wkb(Municipality.boundary)).where(Municipality.id == municipality_id)
    found = db.session.scalar(query)
    return None if found is None else shapely.from_wkb(found)


def cited(*, municipality_id: int) -> dict[int, Cited]:
    """How many assets cite each study of a town."""
    assets = sa.func.count(Citation.asset_id.distinct())
    by_hand = (
        sa.select(Citation.study_id, assets)
        .where(Citation.municipality_id == municipality_id)
        .group_by(Citation.study_id)
    )
    by_import = (
        sa.select(AssetImport.study_id, sa.func.count(Asset.id))
        .join(Asset, Asset.import_id == AssetImport.id)
        .where(AssetImport.municipality_id == municipality_id, AssetImport.study_id.is_not(None))
        .group_by(AssetImport.study_id)
    )
    hands = {key: number for key, number in db.session.execute(by_hand) if number}
    files = {key: number for key, number in db.session.execute(by_import) if key}
    return {key: Cited(hands.get(key, 0), files.get(key, 0)) for key in hands.keys() | files}


def citing_assets(study: Study, *, limit: int = 50) -> Sequence[Citation]:
    """What cites a study by hand, by the titles of the assets."""
    query = (
        sa.select(Citation)
        .join(Citation.asset)
        .options(contains_eager(Citation.asset))
        .where(Citation.study_id == study.id)
        .order_by(Asset.title_key, Asset.id, Citation.field)
        .limit(limit)
    )
    return db.session.scalars(query).all()


def imports_of(study: Study) -> Sequence[AssetImport]:
    """The files that are this study, the latest first."""
    query = sa.select(AssetImport).where(AssetImport.study_id == study.id)
    return db.session.scalars(query.order_by(AssetImport.id.desc()).limit(LISTED)).all()


def nameless_imports(*, municipality_id: int) -> Sequence[AssetImport]:
    """Finished imports of a town of which nobody has said what study they are."""
    query = sa.select(AssetImport).where(
        AssetImport.municipality_id == municipality_id,
        AssetImport.study_id.is_(None),
        AssetImport.state == ImportState.DONE,
    )
    return db.session.scalars(query.order_by(AssetImport.id.desc()).limit(LISTED)).all()


def finished_import(*, municipality_id: int, import_id: int) -> AssetImport:
    """A finished import of a town; NotFoundError if there is none of this id."""
    query = sa.select(AssetImport).where(
        AssetImport.municipality_id == municipality_id,
        AssetImport.id == import_id,
        AssetImport.state == ImportState.DONE,
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such import in this municipality."))
    return found


def citation(*, municipality: str, citation_id: int) -> Citation:
    """A citation of a town with its asset and its study; NotFoundError if there is none."""
    query = (
        sa.select(Citation)
        .join(Municipality, Municipality.id == Citation.municipality_id)
        .where(Municipality.slug == municipality, Citation.id == citation_id)
        .options(joinedload(Citation.asset), joinedload(Citation.study))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such citation in this municipality."))
    return found


def sources(asset: Asset) -> list[Source]:
    """Where an asset is known from: what people cite, then the files that brought its values."""
    query = (
        sa.select(Citation)
        .where(Citation.asset_id == asset.id)
        .options(joinedload(Citation.study))
        .order_by(Citation.field, Citation.id)
    )
    by_hand = [Source(one.field, one.study, one.place, one) for one in db.session.scalars(query)]
    files = (
        sa.select(AssetImport, Study)
        .join(Study, Study.id == AssetImport.study_id)
        .where(AssetImport.id.in_([asset.import_id, asset.made_by_id]))
        .order_by(AssetImport.id.desc())
    )
    brought = [
        Source("", study, asset.register_ref or "", brought=file)
        for file, study in db.session.execute(files)
    ]
    return by_hand + brought
