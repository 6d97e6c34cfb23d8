"""Visits to the invented town: three that wait for a planner, one of them in conflict, one done."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from inmeko.resources.rules.asset import Kind

VISITOR = "consultant@example.org"


@dataclass(frozen=True)
class DemoVisit:
    """A visit to the first idle asset of a kind, or to a new place without one.

    `seen` is what the visitor had before them where it is not what the register says now; the
    place lies so many degrees from the asset, or from the town's middle.
    """

    days_ago: int
    values: Mapping[str, str]
    note: str
    kind: Kind | None = None
    seen: Mapping[str, str] = field(default_factory=dict)
    shift: tuple[float, float] = (0.0002, -0.0001)
    accuracy: float = 8.0
    photos: int = 0
    accepted: bool = False


VISITS = (
    DemoVisit(
        days_ago=9,
        kind=Kind.PLOT,
        values={"use_certainty": "certain"},
        note="Κανένα ίχνος χρήσης. Η περίφραξη λείπει προς τον δρόμο.",
        photos=1,
        accepted=True,
    ),
    # The planner wrote another condition after the visitor had taken the asset along.
    DemoVisit(
        days_ago=4,
        kind=Kind.BUILDING,
        values={"condition": "ruin", "use_certainty": "certain"},
        seen={"condition": "fair"},
        note="Η στέγη έχει υποχωρήσει στη βορινή πλευρά. Η είσοδος είναι σφραγισμένη.",
        photos=2,
    ),
    DemoVisit(
        days_ago=2,
        kind=Kind.SCHOOL,
        values={"use": "underused", "use_certainty": "likely", "condition": "fair"},
        note="Δύο αίθουσες χρησιμοποιούνται ως αποθήκη του συλλόγου.",
        accuracy=5.0,
        photos=1,
    ),
    DemoVisit(
        days_ago=1,
        values={
            "title": "Παλιό πλυσταριό στη ρεματιά",
            "kind": "building",
            "condition": "poor",
            "use": "idle",
            "use_certainty": "likely",
        },
        note="Οι γείτονες λένε ότι ανήκει στον Δήμο.",
        accuracy=14.0,
    ),
)
