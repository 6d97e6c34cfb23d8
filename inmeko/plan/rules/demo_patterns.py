"""What kinds of assets the invented registers hold: the shape of a pattern, and all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inmeko.accounts.rules import Sector
from inmeko.resources.rules.asset import Kind


class Shape(StrEnum):
    """How an asset of a pattern lies on the map."""

    POINT = "point"
    PLOT = "plot"
    LINE = "line"
    DEPOT = "depot"
    NONE = "none"


class Group(StrEnum):
    """Which sentences about condition and use fit."""

    HOUSE = "house"
    LAND = "land"
    THING = "thing"


@dataclass(frozen=True)
class Pattern:
    """Assets of one sort: title and sentences hold {of} {at} {street} {spot} {nth} {number}.

    Areas are in m² (for a line: its length in m), costs in euro per year; `closed` ones are
    always idle, because their sentence says so.
    """

    title: str
    said: tuple[str, ...]
    sectors: tuple[Sector, ...]
    area: tuple[int, int] | None = None
    group: Group = Group.HOUSE
    shape: Shape = Shape.POINT
    floors: tuple[int, int] | None = None
    years: tuple[int, int] | None = None
    cost: tuple[int, int] = (0, 0)
    numbers: tuple[int, int] = (1, 1)
    closed: bool = False


# Of 400 assets, how many are of a kind.
SHARES: Mapping[Kind, int] = {
    Kind.BUILDING: 62,
    Kind.PART_OF_BUILDING: 44,
    Kind.SHOP_OR_OFFICE: 60,
    Kind.PLOT: 70,
    Kind.FARMLAND: 52,
    Kind.SCHOOL: 18,
    Kind.SPORTS_OR_CULTURE: 26,
    Kind.ENERGY_SITE: 12,
    Kind.EQUIPMENT: 26,
    Kind.VEHICLE: 20,
    Kind.OTHER: 10,
}
