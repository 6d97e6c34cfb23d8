"""Give the demo what a planner should look at: flags of every kind, a pair, a saved mapping."""

import io
from collections.abc import Mapping
from typing import Any

from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from inmeko.accounts.models import Municipality
from inmeko.kernel.actor import Actor
from inmeko.kernel.geo import CLOSED
from inmeko.plan import queries
from inmeko.plan.rules.demo_flags import CSV, ENTRIES, MAPPING, REGISTER, TWICE, WORDS, Entry
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.flagging import Flag, FlagKind, shape_mark
from inmeko.resources.services import assets as deeds
from inmeko.resources.services import flagging, importing
from inmeko.resources.services.importing import mappings


def load(planner: Actor, town: Municipality) -> None:
    """Record what an old register would bring, and look at the whole town."""
    middle = queries.middle(town.id)
    for number, entry in enumerate(ENTRIES, start=1):
        asset = _record(planner, town, entry, number, _place(entry, middle))
        if entry.side:
            _mended(planner, asset)
    _twice(planner, town)
    flagging.recompute(planner, town.id)
    _mapping(planner, town)


def _record(
    planner: Actor, town: Municipality, entry: Entry, number: int, shape: BaseGeometry | None
) -> Asset:
    values = {**entry.known(), "geometry": shape, "register": REGISTER, "register_ref": str(number)}
    if shape is not None:
        values |= {"original_crs": 4326, "original_geometry": shape.wkt}
    asset = deeds.record(planner, town.id, values)
    for name, text in entry.written.items():
        setattr(asset, name, text)
    return asset


def _place(entry: Entry, middle: tuple[Any, Any]) -> BaseGeometry | None:
    if entry.shift is None or middle[0] is None:
        return None
    x, y = round(middle[0] + entry.shift[0], 6), round(middle[1] + entry.shift[1], 6)
    return box(x, y, x + entry.side, y + entry.side) if entry.side else Point(x, y)


def _mended(planner: Actor, asset: Asset) -> None:
    shape = deeds.values_of(asset)["geometry"]
    flag = Flag(FlagKind.REPAIRED_GEOMETRY, shape_mark(shape), {"how": CLOSED})
    flagging.raise_flags(planner, asset.municipality_id, [(asset.id, flag)])


def _twice(planner: Actor, town: Municipality) -> None:
    """Enter the first idle building a second time, as another hand would."""
    first = queries.first_idle(town.id)[Kind.BUILDING]
    known: Mapping[str, Any] = deeds.values_of(assets.asset(municipality=town.slug, asset_id=first))
    names = ("kind", "use", "geometry", "address", "original_crs", "original_geometry")
    again = {name: known[name] for name in names}
    again |= {"title": f"{known['title']}{TWICE}", "notes": "Από την καταγραφή του 2016"}
    deeds.record(planner, town.id, {**again, "register": REGISTER, "register_ref": "Β-1"})


def _mapping(planner: Actor, town: Municipality) -> None:
    content = io.BytesIO(CSV.encode("cp1253"))
    staged = importing.stage(planner, town, content, f"{REGISTER}.csv")
    words = {"columns": {"use": ["Χρήση"]}, "values": {"use": WORDS}, "register": REGISTER}
    importing.adjust(planner, staged, settings={}, corrections=words)
    mappings.save(planner, staged, MAPPING)
