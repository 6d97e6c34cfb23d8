"""What the invented town has given to whom, what it owes, what idleness costs: plain data."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from inmeko.resources.rules.asset import Condition, Kind
from inmeko.resources.rules.concession_words import (
    Applicant,
    CostKind,
    PathKey,
    Regime,
    ReportKind,
)


@dataclass(frozen=True)
class Owed:
    """An obligation: its day counted from today, and when it was done."""

    what: str
    due: int
    yearly: bool = False
    done: int | None = None
    comment: str = ""


@dataclass(frozen=True)
class Told:
    """A report: its day counted from today."""

    kind: ReportKind
    day: int
    text: str


@dataclass(frozen=True)
class Lent:
    """A concession of the demo; days are counted from today."""

    kind: Kind
    body: str
    path: PathKey
    purpose: str
    starts: int
    ends: int
    ada: str = ""
    rent: Decimal | None = None
    terms: str = ""
    answers: dict[str, Any] = field(default_factory=dict)
    owed: tuple[Owed, ...] = ()
    told: tuple[Told, ...] = ()
    returned: int | None = None
    condition: Condition | None = None


KALO = {
    "applicant_kind": Applicant.KALO_BODY,
    "registered": True,
    "seat_or_activity": True,
    "asset_regime": Regime.ORDINARY,
}
TERMS = (
    "Το ακίνητο χρησιμοποιείται μόνο για τον σκοπό της παραχώρησης. Ο φορέας αναλαμβάνει τη "
    "συντήρηση και την ασφάλιση και υποβάλλει κάθε χρόνο έκθεση προόδου."
)

LENT = (
    Lent(
        Kind.SHOP_OR_OFFICE,
        "Κύκλος Υλικών ΚοινΣΕπ",
        PathKey.FREE_USE,
        "Εργαστήριο επισκευής και ανταλλαγής επίπλων για τους κατοίκους",
        -410,
        1400,
        "9ΔΜΠΩΝΠ-1Α7",
        Decimal(0),
        TERMS,
        KALO,
        (
            Owed("Ετήσια έκθεση προόδου", -15, yearly=True),
            Owed("Ανανέωση του ασφαλιστηρίου", 20, yearly=True),
            Owed("Πιστοποιητικό πυρασφάλειας", -300, done=-310, comment="Κατατέθηκε εμπρόθεσμα."),
        ),
        (
            Told(ReportKind.BODY, -200, "Επισκευάστηκαν 140 έπιπλα και έγιναν έξι εργαστήρια."),
            Told(ReportKind.VISIT, -90, "Ο χώρος είναι καθαρός και ανοικτός στο κοινό."),
        ),
    ),
    Lent(
        Kind.PART_OF_BUILDING,
        "Καθαρή Γειτονιά ΚοινΣΕπ",
        PathKey.FREE_USE,
        "Γραφείο και αποθήκη υλικών καθαριότητας",
        -700,
        25,
        "9ΔΜΠΩΝΠ-2Β4",
        Decimal(0),
        TERMS,
        KALO,
        (Owed("Παράδοση των κλειδιών και καταγραφή των μετρητών", 24),),
    ),
    Lent(
        Kind.SPORTS_OR_CULTURE,
        "Πολιτιστικός Σύλλογος Αγίου Σάββα",
        PathKey.GENERAL_FREE_USE,
        "Πρόβες των χορευτικών τμημάτων",
        -600,
        -40,
        "9ΔΜΠΩΝΠ-3Γ9",
        Decimal(0),
        "",
        {"applicant_kind": Applicant.ASSOCIATION, "asset_regime": Regime.ORDINARY},
        told=(Told(ReportKind.RETURN, -38, "Παραδόθηκε βαμμένο, με δύο σπασμένα τζάμια."),),
        returned=-38,
        condition=Condition.FAIR,
    ),
    Lent(
        Kind.FARMLAND,
        "Το Περιβόλι – Συνεταιρισμός Εργαζομένων",
        PathKey.FREE_USE,
        "Κοινωνικό αγρόκτημα με φυτώριο για τα πάρκα του Δήμου",
        60,
        1500,
        terms=TERMS,
        answers={"seat_or_activity": True, "asset_regime": Regime.ORDINARY},
    ),
)

COSTS: dict[Kind, tuple[tuple[CostKind, str, int, str], ...]] = {
    Kind.SCHOOL: (
        (CostKind.SECURITY, "1800.00", -1, "Σύμβαση φύλαξης"),
        (CostKind.MAINTENANCE, "950.00", -1, "Τεχνική Υπηρεσία, δελτία εργασίας"),
        (CostKind.INSURANCE, "420.00", -1, "Ασφαλιστήριο κτιρίων"),
        (CostKind.UTILITIES, "310.40", -1, "Λογαριασμοί ρεύματος και νερού"),
        (CostKind.UTILITIES, "288.75", -2, "Λογαριασμοί ρεύματος και νερού"),
    ),
    Kind.BUILDING: (
        (CostKind.DAMAGE, "2300.00", -1, "Αποκατάσταση στέγης μετά την καταιγίδα"),
        (CostKind.TAXES, "215.60", -1, "Τέλη ακίνητης περιουσίας"),
    ),
}

REUSES = (
    {
        "title": "Στέγη κοινωνικών συνεταιρισμών",
        "notes": "Τρεις συνεταιρισμοί μοιράζονται τις αίθουσες· ενοίκιο δεν προβλέπεται.",
        "investment": Decimal("48000.00"),
        "grant_amount": Decimal("30000.00"),
        "paid_by_body": Decimal("4000.00"),
        "running_cost": Decimal("600.00"),
        "income": Decimal("0.00"),
        "price_change": Decimal("2.50"),
        "years": 12,
    },
    {
        "title": "Εκμίσθωση ως ξενώνας",
        "notes": "Η επισκευή βαρύνει εξ ολοκλήρου τον Δήμο.",
        "investment": Decimal("95000.00"),
        "grant_amount": Decimal("0.00"),
        "paid_by_body": Decimal("0.00"),
        "running_cost": Decimal("1500.00"),
        "income": Decimal("7200.00"),
        "price_change": Decimal("2.00"),
        "years": 10,
    },
)

# Acts besides those of the concessions: number, day counted from today, subject.
ACTS = (
    ("9ΔΜΠΩΝΠ-4Δ2", -820, "ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΔΗΜΟΤΙΚΗΣ ΑΙΘΟΥΣΑΣ ([…])"),
    ("9ΔΜΠΩΝΠ-5Ε8", -150, "ΑΝΑΚΛΗΣΗ ΤΗΣ ΥΠ' ΑΡΙΘΜ. ΑΠΟΦΑΣΗΣ ΜΕ ΑΔΑ 9ΔΜΠΩΝΠ-4Δ2"),
    ("9ΔΜΠΩΝΠ-6Ζ3", -75, "ΔΙΑΚΗΡΥΞΗ ΔΗΜΟΠΡΑΣΙΑΣ ΓΙΑ ΤΗΝ ΕΚΜΙΣΘΩΣΗ ΑΝΑΨΥΚΤΗΡΙΟΥ"),
)
ACT_OF_LENT = "ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ: {title}, {address}, ΠΡΟΣ ΤΟΝ ΦΟΡΕΑ {body}"
