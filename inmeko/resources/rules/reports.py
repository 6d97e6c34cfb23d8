"""A citizen's report of an idle place: its life, and how long an address is kept."""

import math
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Any

from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import in_greece_wgs84
from inmeko.kernel.text import N_

METRES_A_DEGREE = 111_320.0
ADDRESS_KEPT = timedelta(days=90)


class ReportState(StrEnum):
    """Where a citizen's report stands."""

    WAITING = "waiting"
    ACCEPTED = "accepted"
    LINKED = "linked"
    REFUSED = "refused"


REPORT_LABELS = {
    ReportState.WAITING: N_("Waiting for a look"),
    ReportState.ACCEPTED: N_("Entered in the register"),
    ReportState.LINKED: N_("Already in the register"),
    ReportState.REFUSED: N_("Not taken up"),
}

REPORT_NEXT: Mapping[ReportState, frozenset[ReportState]] = {
    ReportState.WAITING: frozenset({ReportState.ACCEPTED, ReportState.LINKED, ReportState.REFUSED}),
    ReportState.ACCEPTED: frozenset(),
    ReportState.LINKED: frozenset(),
    ReportState.REFUSED: frozenset(),
}

MOST_PHOTOS = 5
NEARBY_METRES = 300
SOURCE = "Αναφορά πολίτη αρ. {number}"


def check_report(values: Mapping[str, Any]) -> None:
    """Refuse a report that does not say what is idle, or where."""
    if not str(values.get("title") or "").strip():
        raise RuleError(N_("Say in a few words what lies idle."), field="title")
    x, y = values.get("x"), values.get("y")
    if x is None and not str(values.get("address") or "").strip():
        raise RuleError(
            N_("Say where it is: place it on the map or write the address."), field="address"
        )
    if x is not None and y is not None and not in_greece_wgs84(x, y):
        raise RuleError(N_("This place is not in Greece."), field="geometry")


def check_photos(number: int) -> None:
    """Refuse more photos than a planner can look at."""
    if number > MOST_PHOTOS:
        raise RuleError(
            N_("At most %(most)s photos can be sent."),
            field="photos",
            values={"most": MOST_PHOTOS},
        )


def metres_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """About how many metres lie between two near places (x, y in degrees of WGS84)."""
    east = (one[0] - other[0]) * METRES_A_DEGREE * math.cos(math.radians(one[1]))
    north = (one[1] - other[1]) * METRES_A_DEGREE
    return math.hypot(east, north)


def box_around(x: float, y: float, metres: float) -> tuple[float, float, float, float]:
    """West, south, east, north (degrees of WGS84) of a square with so many metres to each side."""
    tall = metres / METRES_A_DEGREE
    wide = tall / math.cos(math.radians(y))
    return (x - wide, y - tall, x + wide, y + tall)
