"""Imports: one, the list of a town, and what of its inventory the rows of a file are about."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import shapely
import sqlalchemy as sa
from sqlalchemy.orm import defer, joinedload

from inmeko.accounts.models import Municipality
from inmeko.extensions import db
from inmeko.extensions.portable import among, as_wkb
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.queries import Deed
from inmeko.records.rules.audit import Change
from inmeko.resources.models import Asset, AssetImport, AssetMerge, AssetSector
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.states import ImportState

LISTED = 100
# The deed of an import in the trail.
BROUGHT = "imported"

_FACTS = (
    Asset.id,
    Asset.code,
    Asset.register,
    Asset.register_ref,
    Asset.state,
    Asset.version,
    Asset.imported,
    Asset.import_id,
)
_PLAIN = tuple(name for name in FIELD if name not in {"geometry", "sectors"})


@dataclass(slots=True)
class Found:
    """An asset that a row is about; its values are there only once they have been asked for.

    Of a row about an asset that was merged, `remembered_by` is the one that was merged: it
    keeps what its register said last, and all else is of the one it went into.
    """

    id: int
    retired: bool
    version: int
    imported: dict[str, Any] | None
    values: dict[str, Any] | None = None
    remembered_by: int | None = None
    import_id: int | None = None


@dataclass(frozen=True)
class Matches:
    """The assets that rows are about, by their code and by their number in a register."""

    by_code: Mapping[str, Found]
    by_ref: Mapping[tuple[str | None, str], Found]


def asset_import(*, municipality: str, import_id: int) -> AssetImport:
    """The import of a town; NotFoundError if that town has none of this id."""
    query = (
        sa.select(AssetImport)
        .join(Municipality, Municipality.id == AssetImport.municipality_id)
        .where(Municipality.slug == municipality, AssetImport.id == import_id)
        .options(joinedload(AssetImport.started_by))
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such import in this municipality."))
    return found


def reported(*, municipality: str, import_id: int, form: str) -> AssetImport:
    """The import of a town whose report is asked for in some form."""
    return asset_import(municipality=municipality, import_id=import_id)


def history(asset: Asset) -> list[Deed]:
    """The deeds done to an asset, the newest first, its coming in by an import included.

    One entry of the trail stands for all assets that an import made: it is told here as theirs.
    """
    deeds = records.history("asset", asset.id)
    if asset.made_by_id is None or any(deed.deed == BROUGHT for deed in deeds):
        return deeds
    whole = [deed for deed in records.history("import", asset.made_by_id) if deed.deed == BROUGHT]
    return deeds + [
        replace(
            deed,
            kind="asset",
            key=asset.id,
            changes=[
                *(change for change in deed.changes if change.field == "file"),
                Change("line", None, asset.made_line),
            ],
        )
        for deed in whole
    ]


def imports(*, municipality_id: int) -> Sequence[sa.Row[Any]]:
    """The imports of a town, the latest first: each, and its read, created, updated, rejected."""
    counts = [
        AssetImport.report[name].as_integer().label(name)
        for name in ("read", "created", "updated", "rejected")
    ]
    query = (
        sa.select(AssetImport.id.label("key"), AssetImport, *counts)
        .where(AssetImport.municipality_id == municipality_id)
        # Plans and rejections are long, and not needed here.
        .options(
            joinedload(AssetImport.started_by), defer(AssetImport.plan), defer(AssetImport.report)
        )
        .order_by(AssetImport.id.desc())
        .limit(LISTED)
    )
    return db.session.execute(query).all()


def last_of_shape(*, municipality_id: int, shape: str) -> AssetImport | None:
    """The latest finished import of a file with the same columns in this town."""
    query = (
        sa.select(AssetImport)
        .where(
            AssetImport.municipality_id == municipality_id,
            AssetImport.shape == shape,
            AssetImport.state == ImportState.DONE,
        )
        .order_by(AssetImport.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def of_content(*, municipality_id: int, sha256: str) -> dict[str, AssetImport]:
    """What became of each sheet or layer of a file in this town: the latest import of each."""
    query = (
        sa.select(AssetImport)
        .where(
            AssetImport.municipality_id == municipality_id,
            AssetImport.sha256 == sha256,
            AssetImport.state.not_in((ImportState.DISCARDED, ImportState.UNDONE)),
        )
        .order_by(AssetImport.id)
    )
    return {one.layer: one for one in db.session.scalars(query)}


def is_known(*, municipality_id: int, register: str | None) -> bool:
    """Whether a town has any asset of a register."""
    of = Asset.register.is_(None) if register is None else Asset.register == register
    query = sa.select(Asset.id).where(
        Asset.municipality_id == municipality_id, of, Asset.register_ref.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def matches(
    *, municipality_id: int, codes: Iterable[str], refs: Iterable[tuple[str | None, str]]
) -> Matches:
    """The assets of a town with these codes, or these numbers (register, number)."""
    by_code = {
        row.code: _found(row)
        for row in _facts(municipality_id, [among(Asset.code, codes)] if codes else None)
    }
    by_ref: dict[tuple[str | None, str], Found] = {}
    wanted: dict[str | None, list[str]] = {}
    for register, number in refs:
        wanted.setdefault(register, []).append(number)
    for register, numbers in wanted.items():
        of = Asset.register.is_(None) if register is None else Asset.register == register
        for row in _facts(municipality_id, [of, among(Asset.register_ref, numbers)]):
            by_ref[row.register, row.register_ref] = _found(row)
    return Matches(by_code, _followed(by_ref))


def fill(*, municipality_id: int, found: Sequence[Found], lock: bool) -> None:
    """Ask for the values of assets, by field; with `lock` nobody changes them meanwhile."""
    if not found:
        return
    ids = list({one.id for one in found})
    columns = [getattr(Asset, name) for name in _PLAIN]
    shape = as_wkb(Asset.geometry).label("shape")
    query = sa.select(Asset.id, Asset.imported, *columns, shape).where(
        Asset.municipality_id == municipality_id, Asset.id.in_(ids)
    )
    rows = db.session.execute(query.with_for_update() if lock else query).all()
    sectors = _sectors(ids)
    shapes = shapely.from_wkb([row.shape for row in rows])
    filled = {row.id: (row, geometry) for row, geometry in zip(rows, shapes, strict=True)}
    for one in found:
        row, geometry = filled[one.id]
        one.version = row.version
        if one.remembered_by is None:
            one.imported = row.imported
        one.values = {name: getattr(row, name) for name in _PLAIN}
        one.values |= {"geometry": geometry, "sectors": sectors.get(row.id, [])}


def _facts(municipality_id: int, conditions: list[Any] | None) -> Iterable[sa.Row[Any]]:
    if conditions is None:
        return ()
    query = sa.select(*_FACTS).where(Asset.municipality_id == municipality_id, *conditions)
    return db.session.execute(query)


def _followed(
    by_ref: dict[tuple[str | None, str], Found],
) -> dict[tuple[str | None, str], Found]:
    """The same, but for assets that were merged the ones that they went into."""
    retired = [one.id for one in by_ref.values() if one.retired]
    if not retired:
        return by_ref
    columns: tuple[Any, ...] = (AssetMerge.merged_id, Asset.id, Asset.state, Asset.version)
    query = (
        sa.select(*columns)
        .join(Asset, Asset.id == AssetMerge.asset_id)
        .where(AssetMerge.merged_id.in_(retired))
    )
    went = {row.merged_id: row for row in db.session.execute(query)}
    return {ref: _heir(one, went.get(one.id)) for ref, one in by_ref.items()}


def _heir(one: Found, row: sa.Row[Any] | None) -> Found:
    if row is None:
        return one
    retired = row.state == "retired"
    return Found(row.id, retired, row.version, one.imported, remembered_by=one.id)


def _found(row: sa.Row[Any]) -> Found:
    retired = row.state == "retired"
    return Found(row.id, retired, row.version, row.imported, import_id=row.import_id)


def _sectors(ids: list[int]) -> dict[int, list[str]]:
    query = (
        sa.select(AssetSector.asset_id, AssetSector.sector)
        .where(AssetSector.asset_id.in_(ids))
        .order_by(AssetSector.asset_id, AssetSector.sector)
    )
    found: dict[int, list[str]] = {}
    for asset_id, sector in db.session.execute(query):
        found.setdefault(asset_id, []).append(sector)
    return found


def numbers(*, municipality_id: int, codes: Sequence[str]) -> dict[str, int]:
    """The ids of assets of a town by their codes."""
    query = sa.select(Asset.code, Asset.id).where(
        Asset.municipality_id == municipality_id, among(Asset.code, codes)
    )
    return {row.code: row.id for row in db.session.execute(query)}
