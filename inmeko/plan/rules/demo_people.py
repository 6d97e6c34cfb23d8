"""Accounts, organisations, documents and corrections of the invented town."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from inmeko.accounts.rules import OrganisationKind, Role, Sector
from inmeko.records.rules.protocol import Direction
from inmeko.resources.rules.asset import Access, Certainty, Condition, Kind


@dataclass(frozen=True)
class Account:
    """Somebody of the demo: the password is no secret, it is printed with every start."""

    email: str
    name: str
    password: str
    role: Role | None = None


@dataclass(frozen=True)
class Body:
    """An organisation of the demo: its ΑΦΜ is well formed and belongs to nobody."""

    name: str
    kind: OrganisationKind
    about: str
    sectors: tuple[Sector, ...]
    afm: str | None = None
    address: str = ""
    member: str | None = None


@dataclass(frozen=True)
class Document:
    """An entry of the protocol register; one with a reason was cancelled."""

    direction: Direction
    subject: str
    party: str = ""
    cancelled: str = ""


ACCOUNTS = (
    Account("platform@example.org", "Δανάη Πλατφόρμα", "platforma-demo-1", Role.PLATFORM_ADMIN),
    Account("admin@example.org", "Θάλεια Δημαρχέα", "dimarcheio-demo-2", Role.MUNICIPAL_ADMIN),
    Account("planner@example.org", "Ορφέας Σχεδιαστής", "schediasmos-demo-3", Role.PLANNER),
    Account("evaluator@example.org", "Λητώ Κριτή", "axiologisi-demo-4", Role.EVALUATOR),
    Account("consultant@example.org", "Φοίβος Σύμβουλος", "symvouli-demo-5", Role.CONSULTANT),
    Account("lawyer@example.org", "Νεφέλη Νομικού", "nomiki-demo-7", Role.LAWYER),
    Account("group@example.org", "Μυρτώ Συνεργάτη", "omada-demo-6"),
)
PLANNER = "planner@example.org"
CONSULTANT = "consultant@example.org"
LAWYER = "lawyer@example.org"
GROUP = "group@example.org"

ORGANISATIONS = (
    Body(
        "Ομάδα Γειτονιάς «Το Πλατάνι»",
        OrganisationKind.INFORMAL_GROUP,
        "Γείτονες που φροντίζουν την πλατεία και διοργανώνουν ανταλλαγές βιβλίων και σπόρων.",
        (Sector.GREEN_SPACES, Sector.CULTURE),
        address="Πλατάνων 14, Νέα Πλαγιά",
        member=GROUP,
    ),
    Body(
        "Πολιτιστικός Σύλλογος Αγίου Σάββα",
        OrganisationKind.ASSOCIATION,
        "Χορευτικά τμήματα, λαογραφικό αρχείο και το πανηγύρι του Δεκεμβρίου.",
        (Sector.CULTURE, Sector.TOURISM),
        "000001033",
        "Αγίου Νικολάου 3, Άγιος Σάββας",
    ),
    Body(
        "Φυσιολατρικός Όμιλος Νέας Πλαγιάς",
        OrganisationKind.ASSOCIATION,
        "Σήμανση και καθαρισμός μονοπατιών, πεζοπορίες κάθε δεύτερη Κυριακή.",
        (Sector.TOURISM, Sector.GREEN_SPACES),
        "000001045",
        "Ομήρου 22, Νέα Πλαγιά",
    ),
    Body(
        "Μέριμνα Πλαγιάς ΑΜΚΕ",
        OrganisationKind.CIVIL_NON_PROFIT,
        "Κατ' οίκον βοήθεια και παρέα σε ηλικιωμένους που ζουν μόνοι.",
        (Sector.CARE,),
        "000001057",
        "Ασκληπιού 9, Νέα Πλαγιά",
    ),
    Body(
        "Κύκλος Υλικών ΚοινΣΕπ",
        OrganisationKind.SOCIAL_COOPERATIVE,
        "Συλλογή, επισκευή και επαναχρησιμοποίηση επίπλων και συσκευών.",
        (Sector.RECYCLING, Sector.CONSUMER),
        "000001069",
        "Σιδηροδρόμου 31, Νέα Πλαγιά",
        GROUP,
    ),
    Body(
        "Καθαρή Γειτονιά ΚοινΣΕπ",
        OrganisationKind.SOCIAL_COOPERATIVE,
        "Καθαριότητα κοινόχρηστων χώρων με εργαζομένους από ευάλωτες ομάδες.",
        (Sector.CLEANING, Sector.GREEN_SPACES),
        "000001070",
        "Μύλων 5, Κάτω Πλαγιά",
    ),
    Body(
        "Το Περιβόλι – Συνεταιρισμός Εργαζομένων",
        OrganisationKind.WORKERS_COOPERATIVE,
        "Συντήρηση κήπων και πάρκων, παραγωγή φυτών για δημόσιους χώρους.",
        (Sector.GREEN_SPACES, Sector.SOCIAL_FARM),
        "000001082",
        "Πηγών 17, Παλιόμυλος",
    ),
    Body(
        "Ενεργειακή Κοινότητα Νέας Πλαγιάς",
        OrganisationKind.OTHER_COOPERATIVE,
        "Κάτοικοι και μικρές επιχειρήσεις που θέλουν να μοιράζονται ρεύμα από τον ήλιο.",
        (Sector.ENERGY,),
        "000001094",
        "Ανεξαρτησίας 40, Νέα Πλαγιά",
    ),
    Body(
        "Αγροτικός Συνεταιρισμός Αμυγδαλώνα",
        OrganisationKind.OTHER_COOPERATIVE,
        "Συσκευασία και κοινή διάθεση αμυγδάλων και ελαιολάδου.",
        (Sector.SOCIAL_FARM, Sector.CONSUMER),
        "000001101",
        "Ελαιώνων 2, Αμυγδαλώνας",
    ),
    Body(
        "Πλαγιά Τεχνική ΕΠΕ",
        OrganisationKind.COMPANY,
        "Μικρό τεχνικό γραφείο που στηρίζει συλλογικότητες με μελέτες επισκευών.",
        (Sector.OTHER,),
        "000001113",
        "Ερμού 61, Νέα Πλαγιά",
    ),
    Body(
        "Κέντρο Κοινότητας Νέας Πλαγιάς",
        OrganisationKind.PUBLIC_BODY,
        "Δομή του Δήμου για την υποδοχή, την ενημέρωση και τη σύνδεση των κατοίκων με υπηρεσίες.",
        (Sector.CARE,),
        "000001125",
        "Πλατεία Δημοκρατίας 1, Νέα Πλαγιά",
    ),
    Body(
        "Σχολικός Κήπος Κρυονερίου",
        OrganisationKind.OTHER,
        "Γονείς, μαθητές και δάσκαλοι που καλλιεργούν μαζί το παλιό προαύλιο.",
        (Sector.SOCIAL_FARM, Sector.OTHER),
        address="Πηγών 3, Κρυονέρι",
    ),
)

DOCUMENTS = (
    Document(
        Direction.INTERNAL,
        "Έναρξη καταγραφής των ανενεργών ακινήτων και του εξοπλισμού του Δήμου",
    ),
    Document(
        Direction.OUTGOING,
        "Αίτημα προς τις Κοινότητες για συμπλήρωση στοιχείων χρήσης ακινήτων",
        "Πρόεδροι Κοινοτήτων",
    ),
    Document(
        Direction.INCOMING,
        "Στοιχεία χρήσης δημοτικών ακινήτων Αγίου Σάββα και Παλιόμυλου",
        "Κοινότητα Αγίου Σάββα",
    ),
    Document(
        Direction.INCOMING,
        "Εκδήλωση ενδιαφέροντος για την παραχώρηση αποθηκευτικού χώρου",
        "Κύκλος Υλικών ΚοινΣΕπ",
    ),
    Document(
        Direction.INCOMING,
        "Αίτηση για χρήση της αίθουσας εκδηλώσεων",
        "Πολιτιστικός Σύλλογος Αγίου Σάββα",
        cancelled="Πρωτοκολλήθηκε δύο φορές από παραδρομή.",
    ),
    Document(
        Direction.INTERNAL,
        "Έκθεση αυτοψίας της Διεύθυνσης Τεχνικών Υπηρεσιών σε έξι πρώην σχολεία",
    ),
    Document(
        Direction.OUTGOING,
        "Διαβίβαση καταλόγου αγροτεμαχίων για το κοινωνικό αγρόκτημα",
        "Το Περιβόλι – Συνεταιρισμός Εργαζομένων",
    ),
    Document(
        Direction.INCOMING,
        "Πρόσκληση σε ημερίδα για την κοινωνική και αλληλέγγυα οικονομία",
        "Μέριμνα Πλαγιάς ΑΜΚΕ",
    ),
)

# What was corrected after the first entry: of each kind, the first asset that lies idle.
CORRECTIONS: dict[Kind, dict[str, Any]] = {
    Kind.SHOP_OR_OFFICE: {"accessibility": Access.PARTLY, "notes": "Έγινε ράμπα στην είσοδο."},
    Kind.PLOT: {
        "use_certainty": Certainty.LIKELY,
        "use_source": "Αυτοψία της Διεύθυνσης Τεχνικών Υπηρεσιών, Μάιος 2026",
    },
    Kind.SCHOOL: {
        "idle_cost": Decimal(1240),
        "notes": "Το κόστος υπολογίστηκε από τους λογαριασμούς του 2025.",
    },
    Kind.FARMLAND: {"encumbrances": "Δουλεία διέλευσης αγωγού άρδευσης."},
    Kind.BUILDING: {
        "condition": Condition.POOR,
        "notes": "Η στέγη χρειάζεται άμεση στεγάνωση.",
    },
}

RETIREMENTS = (
    "Κατεδαφίστηκε ύστερα από έκθεση επικίνδυνης οικοδομής.",
    "Αποδόθηκε στον ιδιοκτήτη μετά τη λήξη της μίσθωσης.",
)
