"""The invented towns: outline, settlements, streets; every Greek form is written out."""

import math
from dataclasses import dataclass
from random import Random

from shapely import Polygon
from shapely.geometry.base import BaseGeometry

from inmeko.kernel.geo import EGSA87, to_wgs84


@dataclass(frozen=True)
class Settlement:
    """A settlement: its name in three forms, and where it lies in a town.

    `of` is the genitive, `at` stands after a verb of place. The place is a direction (degrees
    from the east) and a share of the way from the town's middle to its edge; `spread` is the
    distance in metres within which two of three houses stand, `weight` how many assets it has.
    """

    name: str
    of: str
    at: str
    direction: int
    share: float
    spread: int
    weight: int
    postcode: str


@dataclass(frozen=True)
class DemoTown:
    """An invented municipality; its middle is in metres of EPSG:2100, its area in km²."""

    slug: str
    code: str
    name: str
    name_en: str
    of: str
    middle: tuple[float, float]
    km2: float
    seed: int
    settlements: tuple[Settlement, ...]
    email: str
    phone: str
    address: str
    website: str


SMALL = DemoTown(
    slug="nea-plagia",
    code="99001",
    name="Δήμος Νέας Πλαγιάς",
    name_en="Municipality of Nea Plagia",
    of="Δήμου Νέας Πλαγιάς",
    middle=(371_500.0, 4_363_000.0),
    km2=35.0,
    seed=4430,
    settlements=(
        Settlement("Νέα Πλαγιά", "Νέας Πλαγιάς", "στη Νέα Πλαγιά", 0, 0.02, 520, 46, "49990"),
        Settlement("Κάτω Πλαγιά", "Κάτω Πλαγιάς", "στην Κάτω Πλαγιά", 250, 0.42, 260, 14, "49990"),
        Settlement("Άγιος Σάββας", "Αγίου Σάββα", "στον Άγιο Σάββα", 35, 0.55, 280, 15, "49991"),
        Settlement("Παλιόμυλος", "Παλιόμυλου", "στον Παλιόμυλο", 140, 0.55, 220, 10, "49991"),
        Settlement("Αμυγδαλώνας", "Αμυγδαλώνα", "στον Αμυγδαλώνα", 195, 0.62, 200, 9, "49992"),
        Settlement("Κρυονέρι", "Κρυονερίου", "στο Κρυονέρι", 310, 0.6, 180, 6, "49992"),
    ),
    email="info@nea-plagia.example.org",
    phone="+302444000000",
    address="Πλατεία Δημοκρατίας 1, 499 90 Νέα Πλαγιά",
    website="https://nea-plagia.example.org",
)

LARGE = DemoTown(
    slug="megali-koilada",
    code="99002",
    name="Δήμος Μεγάλης Κοιλάδας",
    name_en="Municipality of Megali Koilada",
    of="Δήμου Μεγάλης Κοιλάδας",
    middle=(352_000.0, 4_385_000.0),
    km2=2_600.0,
    seed=4412,
    settlements=(
        Settlement(
            "Μεγάλη Κοιλάδα", "Μεγάλης Κοιλάδας", "στη Μεγάλη Κοιλάδα", 0, 0.0, 4200, 40, "49980"
        ),
        Settlement("Ανατολή", "Ανατολής", "στην Ανατολή", 20, 0.55, 2600, 16, "49981"),
        Settlement("Πεδινό", "Πεδινού", "στο Πεδινό", 110, 0.5, 2400, 14, "49982"),
        Settlement("Λευκός Λόφος", "Λευκού Λόφου", "στον Λευκό Λόφο", 205, 0.55, 2400, 16, "49983"),
        Settlement("Καλαμιά", "Καλαμιάς", "στην Καλαμιά", 290, 0.55, 2200, 14, "49984"),
    ),
    email="info@megali-koilada.example.org",
    phone="+302444000001",
    address="Λεωφόρος Ειρήνης 10, 499 80 Μεγάλη Κοιλάδα",
    website="https://megali-koilada.example.org",
)

# Street names as they stand before a house number.
STREETS = (
    "Ελευθερίου Βενιζέλου", "Εθνικής Αντιστάσεως", "28ης Οκτωβρίου", "25ης Μαρτίου",
    "Κολοκοτρώνη", "Καραϊσκάκη", "Παπαφλέσσα", "Μπουμπουλίνας", "Ρήγα Φεραίου",
    "Κωστή Παλαμά", "Διονυσίου Σολωμού", "Γεωργίου Σεφέρη", "Οδυσσέα Ελύτη", "Αριστοτέλους",
    "Πλάτωνος", "Σωκράτους", "Περικλέους", "Θεμιστοκλέους", "Λεωνίδου", "Μεγάλου Αλεξάνδρου",
    "Αθηνάς", "Αφροδίτης", "Δήμητρας", "Ερμού", "Ηρώων Πολυτεχνείου", "Κύπρου", "Σμύρνης",
    "Κωνσταντινουπόλεως", "Μικράς Ασίας", "Ανεξαρτησίας", "Δημοκρατίας", "Ειρήνης",
    "Φιλελλήνων", "Ιπποκράτους", "Ασκληπιού", "Ομήρου", "Αισχύλου", "Σοφοκλέους", "Ευριπίδου",
    "Κανάρη", "Μιαούλη", "Υψηλάντου", "Μακρυγιάννη", "Γρηγορίου Λαμπράκη", "Αγίας Παρασκευής",
    "Αγίου Γεωργίου", "Αγίου Νικολάου", "Μεταμορφώσεως", "Κοιμήσεως της Θεοτόκου",
    "Πρωτομαγιάς", "Αλεξάνδρου Παπαδιαμάντη", "Κωνσταντίνου Καβάφη", "Αγίας Τριάδος",
    "Σταδίου", "Σιδηροδρόμου", "Μύλων", "Πηγών", "Πλατάνων", "Ακακιών", "Ελαιώνων",
)  # fmt: skip

# Names of fields, always quoted: «Αλώνια».
SPOTS = (
    "Αλώνια", "Παλιάμπελα", "Ξηρόλακκα", "Μεσοβούνι", "Βρυσούλες", "Γούρνες", "Πλατάνια",
    "Κοκκινόχωμα", "Μηλιές", "Λιβάδια", "Ραχούλα", "Συκιές", "Αγριελιά", "Σπηλιές", "Καμάρες",
    "Κάμπος", "Καστρί", "Λάκκες", "Μαντριά", "Νερόμυλος", "Πετρόκηποι", "Ρέμα", "Σταυρός",
    "Τρανή Πέτρα", "Φτέρες", "Χωράφες",
)  # fmt: skip


def outline(town: DemoTown) -> Polygon:
    """The town's border in metres of EPSG:2100: uneven, and of exactly its area."""
    random = Random(town.seed)
    corners = 44
    waves = [(number, random.uniform(0.03, 0.13), random.uniform(0, 6.28)) for number in (2, 3, 5)]
    ring = []
    for corner in range(corners):
        angle = 2 * math.pi * corner / corners + random.uniform(-0.04, 0.04)
        reach = 1 + sum(height * math.sin(n * angle + turn) for n, height, turn in waves)
        reach *= random.uniform(0.95, 1.05)
        ring.append((1.2 * reach * math.cos(angle), 0.85 * reach * math.sin(angle)))
    scale = math.sqrt(town.km2 * 1e6 / Polygon(ring).area)
    east, north = town.middle
    return Polygon([(round(east + scale * x), round(north + scale * y)) for x, y in ring])


def boundary(town: DemoTown) -> BaseGeometry:
    """The town's border in WGS84."""
    return to_wgs84(outline(town), EGSA87)


def centre(town: DemoTown, settlement: Settlement) -> tuple[float, float]:
    """The middle of a settlement in metres of EPSG:2100."""
    reach = settlement.share * math.sqrt(town.km2 * 1e6 / math.pi)
    turn = math.radians(settlement.direction)
    east, north = town.middle
    return east + reach * math.cos(turn), north + reach * math.sin(turn)
