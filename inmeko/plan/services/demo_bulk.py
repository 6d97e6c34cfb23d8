"""Write many assets at once, without reading one of them back into Python."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records import services as records
from inmeko.resources.models import Asset, AssetSector
from inmeko.resources.rules.asset import FIELD, AssetState
from inmeko.resources.rules.plain import plain
from inmeko.resources.services.assets import derived, draw_codes, stored

TOGETHER = 1000

Part = dict[int, Mapping[str, Any]]


def load(municipality_id: int, values: Iterable[Mapping[str, Any]]) -> Iterator[Part]:
    """Write assets of a town in parts; gives each part's values by the ids they received."""
    source = iter(values)
    while part := list(islice(source, TOGETHER)):
        yield _write(municipality_id, part)


def remember(actor: Actor, municipality_id: int, part: Part) -> None:
    """Note in the history of each asset of a part that it was recorded."""
    entries = ((key, None, _snapshot(values)) for key, values in part.items())
    records.note_many(actor, "asset recorded", "asset", entries, municipality_id=municipality_id)


def _write(municipality_id: int, part: list[Mapping[str, Any]]) -> Part:
    now = clock.now()
    shared = {
        "municipality_id": municipality_id,
        "version": 1,
        "created_at": now,
        "updated_at": now,
    }
    codes = draw_codes(municipality_id, len(part))
    named = {
        code: {**values, **derived({**values, "code": code}), "code": code}
        for code, values in zip(codes, part, strict=True)
    }
    rows = [{**_columns(values), **shared} for values in named.values()]
    db.session.execute(sa.insert(Asset), rows)
    query = sa.select(Asset.code, Asset.id).where(
        Asset.municipality_id == municipality_id, Asset.code.in_(codes)
    )
    ids = {row.code: row.id for row in db.session.execute(query)}
    sectors = [
        {"asset_id": ids[code], "sector": sector}
        for code, values in named.items()
        for sector in values["sectors"]
    ]
    if sectors:
        db.session.execute(sa.insert(AssetSector), sectors)
    return {ids[code]: values for code, values in named.items()}


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    keys = ("title_key", "search_text", "area_computed", "area_key")
    fields = {name: value for name, value in values.items() if name in FIELD}
    return {**stored(fields), **{name: values[name] for name in keys}}


def _snapshot(values: Mapping[str, Any]) -> dict[str, Any]:
    """How a new asset looks, as plain JSON for its history."""
    now = {name: value for name, value in values.items() if name in FIELD}
    return plain({**now, "state": AssetState.CURRENT, "retired_reason": ""})
