"""Write many assets at once, without reading one of them back into Python."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any, cast

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.geo import WGS84
from inmeko.kernel.text import search_key
from inmeko.plan.rules.demo_copies import moved
from inmeko.records import services as records
from inmeko.resources.models import Asset, AssetSector
from inmeko.resources.rules.asset import FIELD, AssetState
from inmeko.resources.rules.plain import plain
from inmeko.resources.services.assets import derived, draw_codes, stored

TOGETHER = 1000
# The tables, not the models: a model would send one statement for each geometry.
ASSETS, SECTORS = cast(sa.Table, Asset.__table__), cast(sa.Table, AssetSector.__table__)
DERIVED = ("title_key", "search_text", "area_computed", "area_key", "x", "y")
UNKNOWN_AREA = Decimal(-1)

Values = Mapping[str, Any]
Rows = list[dict[str, Any]]


def load(municipality_id: int, values: Iterable[Values]) -> Iterator[dict[int, Values]]:
    """Write assets of a town in parts; gives each part's values by the ids they received."""
    for part in _parts(values):
        coded = _coded(municipality_id, part)
        ids = _write(municipality_id, [_row(asset) for asset in coded], coded)
        yield {ids[asset["code"]]: asset for asset in coded}


def load_copies(
    municipality_id: int, values: Iterable[Values], shifts: Sequence[tuple[int, int]], number: int
) -> Iterator[int]:
    """Write each asset once for every shift until there are enough; gives how many there are.

    What follows from an asset's words is worked out once: that is what makes it quick.
    """
    loaded = 0
    for part in _parts(values):
        rows = [_row({**asset, "code": ""}) for asset in part]
        for copy, shift in enumerate(shifts):
            wanted = min(len(part), number - loaded)
            if wanted:
                codes = draw_codes(municipality_id, wanted)
                copies = _copies(rows[:wanted], part[:wanted], codes, copy, shift)
                _write(municipality_id, copies, part[:wanted])
                loaded += wanted
                yield loaded


def remember(actor: Actor, municipality_id: int, part: Mapping[int, Values]) -> None:
    """Note in the history of each asset of a part that it was recorded."""
    entries = ((key, None, _snapshot(values)) for key, values in part.items())
    records.note_many(actor, "recorded", "asset", entries, municipality_id=municipality_id)


def _parts(values: Iterable[Values]) -> Iterator[list[Values]]:
    source = iter(values)
    while part := list(islice(source, TOGETHER)):
        yield part


def _coded(municipality_id: int, part: list[Values]) -> list[Values]:
    codes = draw_codes(municipality_id, len(part))
    named = [{**asset, "code": code} for asset, code in zip(part, codes, strict=True)]
    return [{**asset, **derived(asset)} for asset in named]


def _row(values: Values) -> dict[str, Any]:
    """The columns of an asset; the geometry as text, which one statement takes for all rows."""
    known = values if "title_key" in values else {**values, **derived(values)}
    fields = {name: value for name, value in values.items() if name in FIELD}
    shape = fields.pop("geometry")
    geometry = None if shape is None else f"SRID={WGS84};{shape.wkt}"
    return {**stored(fields), **{name: known[name] for name in DERIVED}, "geometry": geometry}


def _copies(
    rows: Rows, values: list[Values], codes: list[str], copy: int, shift: tuple[int, int]
) -> Rows:
    """The rows of assets after a shift, each under numbers of its own."""
    found = []
    for row, code, place in zip(rows, codes, moved(values, shift), strict=True):
        ref = f"{row['register_ref']}-{copy}" if row["register_ref"] else None
        stated = row["area_stated"]
        area = stated if stated is not None else place.area
        found.append(
            {
                **row,
                "code": code,
                "register_ref": ref,
                "search_text": f"{search_key(f'{code} {ref or str()}')} {row['search_text']}",
                "geometry": place.wkt and f"SRID={WGS84};{place.wkt}",
                "original_geometry": place.given,
                "area_computed": place.area,
                "x": place.x,
                "y": place.y,
                "area_key": UNKNOWN_AREA if area is None else area,
            }
        )
    return found


def _write(municipality_id: int, rows: Rows, values: list[Values]) -> dict[str, int]:
    """Write rows and their sectors; gives the ids by the codes."""
    now = clock.now()
    town = {"municipality_id": municipality_id, "version": 1, "created_at": now, "updated_at": now}
    db.session.execute(sa.insert(ASSETS), [{**row, **town} for row in rows])
    codes = [row["code"] for row in rows]
    query = sa.select(Asset.code, Asset.id).where(
        Asset.municipality_id == municipality_id, Asset.code.between(min(codes), max(codes))
    )
    ids = {row.code: row.id for row in db.session.execute(query)}
    sectors = [
        {"asset_id": ids[code], "sector": sector}
        for code, asset in zip(codes, values, strict=True)
        for sector in asset["sectors"]
    ]
    if sectors:
        db.session.execute(sa.insert(SECTORS), sectors)
    return ids


def _snapshot(values: Values) -> dict[str, Any]:
    """How a new asset looks, as plain JSON for its history."""
    now = {name: value for name, value in values.items() if name in FIELD}
    return plain({**now, "state": AssetState.CURRENT, "retired_reason": ""})
