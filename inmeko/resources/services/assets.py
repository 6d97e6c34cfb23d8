"""Deeds on one asset: record, amend, retire, restore, and the columns derived from its values."""

import logging
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from geoalchemy2.shape import from_shape, to_shape
from shapely.geometry import Point
from shapely.geometry.base import BaseGeometry
from sqlalchemy.orm.exc import StaleDataError

from inmeko.extensions import db
from inmeko.extensions.counters import count_on
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date, athens_year
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.geo import WGS84, area_m2
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_, fold, search_key
from inmeko.records.services import note
from inmeko.resources.models import Asset, AssetCounter, AssetMerge, AssetSector
from inmeko.resources.queries import holding
from inmeko.resources.rules.asset import FIELD, AssetState, Value, check_asset
from inmeko.resources.rules.plain import changed, plain
from inmeko.resources.rules.states import ASSET_NEXT
from inmeko.resources.services.flagging import review
from inmeko.resources.services.keeping import keeper_of

logger = logging.getLogger(__name__)

KEPT = tuple(name for name, field in FIELD.items() if not field.readonly)
SEARCHED = ("code", "title", "address", "postcode", "kaek", "description", "register_ref")
CHANGED = N_("Somebody changed this asset while you were working on it.")
DRAWN = "ΠΟΡ-{:06d}"


def record(
    actor: Actor,
    municipality_id: int,
    values: Mapping[str, Any],
    *,
    told: Mapping[str, Any] | None = None,
) -> Asset:
    """Put a new asset into the register, under the next code of the town unless it brings one.

    What is `told` stands beside the values in its history: where they come from.
    """
    check_asset(values, this_year=athens_year(clock.now()))
    given = dict(values)
    given["code"] = given.get("code") or draw_codes(municipality_id, 1)[0]
    asset = Asset(municipality_id=municipality_id, sector_rows=[])
    _put(asset, given)
    _keep(asset)
    review(actor, asset)
    note(
        actor,
        "recorded",
        "asset",
        asset.id,
        municipality_id=municipality_id,
        after={**snapshot(asset), **(told or {})},
    )
    logger.info("asset %s recorded by %s", asset.id, actor.id)
    return asset


def amend(
    actor: Actor,
    asset: Asset,
    values: Mapping[str, Any],
    *,
    version: int,
    told: Mapping[str, Any] | None = None,
) -> Asset:
    """Correct an asset that is still in the version the person saw; else ConflictError.

    What is `told` stands beside the changes in its history: where they come from.
    """
    if asset.version != version:
        raise ConflictError(CHANGED)
    before = snapshot(asset)
    now = values_of(asset)
    check_asset({**now, **values}, this_year=athens_year(clock.now()), before=now)
    _put(asset, values)
    return _noted(actor, asset, "changed", before, told)


def retire(actor: Actor, asset: Asset, reason: str) -> Asset:
    """Take an asset out of the register of today; its history and the reason stay."""
    if not reason.strip():
        raise RuleError(N_("Say why the asset is retired."), field="reason")
    if holding.held(asset, athens_date(clock.now())):
        raise RuleError(
            N_("The asset is given to use: write down the end of the concession first."),
            field="reason",
        )
    before = snapshot(asset)
    asset.state = advance(ASSET_NEXT, asset.state, AssetState.RETIRED)
    asset.retired_reason = reason.strip()
    return _noted(actor, asset, "retired", before)


def restore(actor: Actor, asset: Asset) -> Asset:
    """Bring a retired asset back into the register."""
    before = snapshot(asset)
    asset.state = advance(ASSET_NEXT, asset.state, AssetState.CURRENT)
    asset.retired_reason = ""
    # Back in the register, it answers for itself again.
    db.session.execute(sa.delete(AssetMerge).where(AssetMerge.merged_id == asset.id))
    return _noted(actor, asset, "restored", before)


def draw_codes(municipality_id: int, number: int) -> list[str]:
    """Draw the next free codes of a town inside this transaction, as ΠΟΡ-000123."""
    codes: list[str] = []
    while missing := number - len(codes):
        last = count_on(AssetCounter, {"municipality_id": municipality_id}, missing)
        drawn = [DRAWN.format(place) for place in range(last - missing + 1, last + 1)]
        query = sa.select(Asset.code).where(
            Asset.municipality_id == municipality_id, Asset.code.between(drawn[0], drawn[-1])
        )
        taken = set(db.session.scalars(query))
        codes += [code for code in drawn if code not in taken]
    return codes


def derived(values: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow from an asset's values: keys to sort and find by, the area (m²),
    a point of it (degrees of WGS84).
    """
    shape: BaseGeometry | None = values.get("geometry")
    point = None if shape is None else _point_of(shape)
    computed = area_m2(shape) if shape is not None else None
    area = None if computed is None else Decimal(str(computed)).quantize(Decimal("0.01"))
    stated = values.get("area_stated")
    return {
        "title_key": fold(values["title"])[:300],
        "search_text": search_key(" ".join(str(values.get(name) or "") for name in SEARCHED)),
        "area_computed": area,
        "x": None if point is None else point.x,
        "y": None if point is None else point.y,
        "area_key": next((found for found in (stated, area) if found is not None), Decimal(-1)),
    }


def _point_of(shape: BaseGeometry) -> Point:
    return shape if isinstance(shape, Point) else shape.representative_point()


def values_of(asset: Asset) -> dict[str, Any]:
    """The asset's values by the names of its fields; the geometry as a WGS84 shape."""
    values = {name: getattr(asset, name) for name in FIELD}
    values["geometry"] = None if asset.geometry is None else to_shape(asset.geometry)
    return values


def snapshot(asset: Asset) -> dict[str, Any]:
    """How an asset looks, as plain JSON for its history."""
    return plain({name: value for name, value in values_of(asset).items() if name != "version"})


def stored(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the columns of an asset keep them; sectors live in a table of their own."""
    columns = {name: _column(name, value) for name, value in values.items() if name != "sectors"}
    return {name: value for name, value in columns.items() if name in KEPT}


def _put(asset: Asset, values: Mapping[str, Any]) -> None:
    kept_at = values.get("kept_at", asset.kept_at)
    if kept_at != asset.kept_at:
        asset.kept_at_id = keeper_of(asset, kept_at or "")
    for name, value in stored(values).items():
        setattr(asset, name, value)
    if "sectors" in values:
        asset.sector_rows = _sector_rows(asset, values["sectors"])
    now = {name: getattr(asset, name) for name in (*SEARCHED, "area_stated")}
    if "geometry" in values:
        now["geometry"] = values["geometry"]
    elif asset.geometry is not None:
        now["geometry"] = to_shape(asset.geometry)
    for name, value in derived(now).items():
        setattr(asset, name, value)


def _column(name: str, value: Any) -> Any:
    if name == "geometry":
        return None if value is None else from_shape(value, srid=WGS84)
    if FIELD[name].value is Value.WORDS:
        return sorted(value or [])
    if value == "" and name in {
        "register",
        "register_ref",
        "postcode",
        "kaek",
        "atak",
        "owner_afm",
    }:
        return None
    return value


def _sector_rows(asset: Asset, sectors: Any) -> list[AssetSector]:
    now = {row.sector: row for row in asset.sector_rows}
    return [now.get(sector) or AssetSector(sector=sector) for sector in sorted(sectors or [])]


def _keep(asset: Asset) -> None:
    """Write an asset; a code that is taken, or a change meanwhile, is a conflict."""
    try:
        with db.session.begin_nested():
            db.session.add(asset)
    except StaleDataError:
        raise ConflictError(CHANGED) from None
    except sa.exc.IntegrityError:
        raise ConflictError(
            N_("Another asset of this municipality has this code."), field="code"
        ) from None


def _noted(
    actor: Actor,
    asset: Asset,
    deed: str,
    before: dict[str, Any],
    told: Mapping[str, Any] | None = None,
) -> Asset:
    """Write the change and its history: only the fields that differ, and what is told of them."""
    names = changed(before, snapshot(asset))
    if not names:
        return asset
    asset.updated_at = clock.now()
    _keep(asset)
    review(actor, asset)
    after = snapshot(asset)
    note(
        actor,
        deed,
        "asset",
        asset.id,
        municipality_id=asset.municipality_id,
        before={name: before[name] for name in names},
        after={name: after[name] for name in names} | dict(told or {}),
    )
    logger.info("asset %s %s by %s", asset.id, deed, actor.id)
    return asset
