"""Make assets."""

from typing import Any

from shapely.geometry import Point

from inmeko.accounts.models import Municipality
from inmeko.kernel.actor import Actor
from inmeko.resources.models import Asset
from inmeko.resources.rules.asset import Kind, Use
from inmeko.resources.services import assets

PLANNER = Actor(id=None)


def values(**changes: Any) -> dict[str, Any]:
    """The values of an idle building in the middle of the builders' town."""
    given = {
        "title": "Παλαιό σφαγείο",
        "kind": Kind.BUILDING,
        "use": Use.IDLE,
        "geometry": Point(23.75, 38.0),
        "original_crs": 4326,
        "original_geometry": "POINT (23.75 38.0)",
        "address": "Ηρώων 3",
    }
    return {**given, **changes}


def asset(town: Municipality, **changes: Any) -> Asset:
    """An idle building of a town."""
    return assets.record(PLANNER, town.id, values(**changes))
