"""Studies, rounds and reports of citizens of the invented town; nobody in them exists."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import EGSA87, multi_polygon, to_wgs84
from inmeko.plan.rules.demo_places import SMALL
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.studies import Reliability, StudyKind

# From the middle of the town, in metres: a circle of the centre, the plain, the hills.
CENTRE = 1_700
PLAIN = (-4_000, -4_500, 4_500, -600)
HILLS = (600, -200, 4_500, 4_500)


@dataclass(frozen=True)
class Told:
    """A citizen's report: where it lies from the middle of the town (metres), and the answer."""

    title: str
    kind: Kind
    text: str
    address: str
    east: float
    north: float
    answer: str = ""
    reason: str = ""


def studies() -> Iterator[dict[str, Any]]:
    """Three sources of different worth, each over a part of the town."""
    yield {
        "title": "Μελέτη αξιοποίησης ανενεργών κτιρίων του κέντρου",
        "kind": StudyKind.STUDY,
        "author": "Σύμπραξη Μελετητών Πλαγιάς",
        "publisher": "Δήμος Νέας Πλαγιάς",
        "year": 2021,
        "reliability": Reliability.HIGH,
        "link": "",
        "notes": "Αυτοψία σε όλα τα κτίρια, με φωτογραφίες και σκαριφήματα.",
        "area": _circle(CENTRE),
    }
    yield {
        "title": "Μητρώο σχολικών και αθλητικών χώρων",
        "kind": StudyKind.REGISTER,
        "author": "Τμήμα Δημοτικής Περιουσίας",
        "publisher": "Δήμος Νέας Πλαγιάς",
        "year": 2016,
        "reliability": Reliability.MEDIUM,
        "link": "",
        "notes": "",
        "area": _box(HILLS),
    }
    yield {
        "title": "Καταγραφή αγροτικών γαιών και αποθηκών του κάμπου",
        "kind": StudyKind.FIELD_SURVEY,
        "author": "Αγροτικός Σύλλογος του Κάμπου",
        "publisher": "",
        "year": 2009,
        "reliability": Reliability.LOW,
        "link": "",
        "notes": "Χειρόγραφοι κατάλογοι· τα όρια δόθηκαν προφορικά.",
        "area": _box(PLAIN),
    }


WALKER = "evaluator@example.org"

# Which study, by its place above, is cited by the first idle asset of a kind: field and page.
CITATIONS = (
    (0, Kind.BUILDING, "", "σ. 14"),
    (0, Kind.BUILDING, "condition", "πίνακας 3"),
    (1, Kind.SCHOOL, "use", "εγγραφή 27"),
)

REPORTS = (
    Told(
        "Κλειστό περίπτερο δίπλα στη στάση",
        Kind.SHOP_OR_OFFICE,
        "Είναι κλειστό πάνω από τρία χρόνια. Το ρολό είναι κατεβασμένο και γεμάτο αφίσες.",
        "Στην κεντρική στάση των λεωφορείων",
        120,
        60,
    ),
    Told(
        "Άδειο οικόπεδο με σκουπίδια πίσω από την εκκλησία",
        Kind.PLOT,
        "Θα μπορούσε να γίνει κήπος της γειτονιάς.",
        "Πίσω από τον Άγιο Νικόλαο",
        -400,
        350,
        "link",
    ),
    Told(
        "Ερειπωμένο σπίτι με κήπο",
        Kind.BUILDING,
        "Μένει άδειο από τότε που έφυγαν οι ένοικοι.",
        "Στο τέλος του δρόμου προς τον κάμπο",
        300,
        -900,
        "refuse",
        "Το σπίτι ανήκει σε ιδιώτη· ο δήμος δεν μπορεί να το διαθέσει.",
    ),
)


def place_of(told: Told) -> tuple[float, float]:
    """Where a report lies, in degrees of WGS84."""
    east, north = SMALL.middle
    point = to_wgs84(Point(east + told.east, north + told.north), EGSA87)
    return (round(point.x, 6), round(point.y, 6))


def town_hall() -> tuple[float, float]:
    """Where walks begin, in degrees of WGS84."""
    point = to_wgs84(Point(*SMALL.middle), EGSA87)
    return (round(point.x, 6), round(point.y, 6))


def _circle(metres: float) -> BaseGeometry:
    return multi_polygon(to_wgs84(Point(*SMALL.middle).buffer(metres, quad_segs=8), EGSA87))


def _box(edges: tuple[float, float, float, float]) -> BaseGeometry:
    east, north = SMALL.middle
    west, south, right, top = edges
    return multi_polygon(
        to_wgs84(box(east + west, north + south, east + right, north + top), EGSA87)
    )
