"""Groups of the demo that set up a cooperative: invented people, answers, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from inmeko.coops.rules.cases import BENEFIT, VULNERABLE, WORKERS


@dataclass(frozen=True)
class DemoGroup:
    """A group: its founders by name, the answers it gave, and how far it has come."""

    title: str
    form: str
    people: tuple[tuple[str, str], ...]
    reaches: str
    name: str = ""
    purpose: str = ""
    activities: tuple[tuple[str, str], ...] = ()
    sectors: tuple[str, ...] = ()
    # So many of the first founders belong to the group of the form.
    of_group: int = 0
    blocked: Mapping[str, str] = field(default_factory=dict)
    messages: tuple[str, ...] = ()
    # (minutes, for what) that the consultant gave.
    hours: tuple[tuple[int, str], ...] = ()
    lesson: str = ""


PREPARING, APPROVING, CERTIFIED, REGISTERED, GIVEN_UP = (
    "preparing",
    "approving",
    "certified",
    "registered",
    "given_up",
)

GROUPS = (
    DemoGroup(
        "Οι Κηπουροί της Πλαγιάς",
        VULNERABLE,
        (
            ("Αμυγδάλου", "Αγνή"),
            ("Βατομούρη", "Βάγια"),
            ("Γιασεμής", "Γεράσιμος"),
            ("Δεντρολίβανος", "Δήμος"),
            ("Ελιάδης", "Ερμής"),
            ("Ζαφορά", "Ζωή"),
        ),
        PREPARING,
        name="Κοινωνική Συνεταιριστική Επιχείρηση Ένταξης Ευάλωτων Ομάδων Οι Κηπουροί",
        purpose="Η εργασιακή ένταξη των μελών της με τη φροντίδα κήπων και πάρκων.",
        activities=(("Φροντίδα κήπων, πάρκων και χώρων πρασίνου", "81.30"),),
        sectors=("green_spaces", "social_farm"),
        of_group=3,
        blocked={"people": "Αναζητείται έβδομο μέλος."},
        messages=("Μίλησα με δύο ενδιαφερόμενους για την έβδομη θέση.",),
        hours=((90, "Πρώτη συνάντηση"), (45, "Έλεγχος δικαιολογητικών")),
    ),
    DemoGroup(
        "Φροντίδα στη Γειτονιά",
        BENEFIT,
        (
            ("Ηλιοτρόπιος", "Ηλίας"),
            ("Θυμαριού", "Θάλεια"),
            ("Ίριδα", "Ισμήνη"),
            ("Κυκλάμινος", "Κίμων"),
            ("Λεβάντα", "Λήδα"),
        ),
        APPROVING,
        name="Κοιν.Σ.Επ. Συλλογικής και Κοινωνικής Ωφέλειας Φροντίδα στη Γειτονιά",
        purpose="Η παροχή κοινωνικών υπηρεσιών φροντίδας σε παιδιά και ηλικιωμένους του Δήμου.",
        activities=(("Φροντίδα παιδιών και ηλικιωμένων", "88.10"),),
        sectors=("care",),
        messages=("Το καταστατικό είναι έτοιμο: διαβάστε το και εγκρίνετέ το.",),
        hours=((120, "Σύνταξη καταστατικού"),),
    ),
    DemoGroup(
        "Ψηφιακό Εργαστήρι",
        WORKERS,
        (("Μανόλιας", "Μάρκος"), ("Νάρκισσος", "Νικήτας"), ("Ορτανσία", "Όλγα")),
        CERTIFIED,
        name="Συνεταιρισμός Εργαζομένων Ψηφιακό Εργαστήρι",
        purpose="Η συλλογική εργασία των μελών του στην ψηφιακή παραγωγή και στην εκπαίδευση.",
        activities=(("Σχεδιασμός και κατασκευή ιστοτόπων", "62.01"),),
        sectors=("culture",),
    ),
    DemoGroup(
        "Το Ρυάκι",
        BENEFIT,
        (
            ("Πασχαλιά", "Πηνελόπη"),
            ("Ροδιά", "Ρέα"),
            ("Σχίνος", "Σταμάτης"),
            ("Τριανταφυλλιά", "Τατιάνα"),
            ("Φλαμουριά", "Φαίδρα"),
        ),
        REGISTERED,
        name="Κοιν.Σ.Επ. Συλλογικής και Κοινωνικής Ωφέλειας Το Ρυάκι",
        purpose="Η βιώσιμη ανάπτυξη με την επισκευή και επαναχρησιμοποίηση υλικών.",
        activities=(("Επισκευή και επαναχρησιμοποίηση επίπλων", "95.24"),),
        sectors=("recycling",),
    ),
    DemoGroup(
        "Πάγκος Γειτονιάς",
        BENEFIT,
        (("Χαρουπιάς", "Χάρης"), ("Ψαλίδα", "Ψάθα")),
        GIVEN_UP,
        lesson="Πρώτα βρίσκεται ο χώρος με την άδειά του και ύστερα γράφεται το καταστατικό.",
    ),
)


# What the first assembly decided, and the figures of the first year.
# Who reads along in the group that asks its founders to approve.
OBSERVER: dict[str, Any] = {
    "called": "Συνεταιριστική Τράπεζα (επίδειξη)",
    "email": "observer@example.org",
    "messages": True,
}
AGENDA = "Πρόγραμμα δράσης του επόμενου έτους\nΑξία της μερίδας"
DECISIONS = "Έγκριση προγράμματος δράσης; 4; 0\nΑύξηση της αξίας της μερίδας; 2; 2; 2/3"
FIGURES = {
    "highest_net": "1100.00",
    "lowest_net": "850.00",
    "total_3y": "46000.00",
    "public_3y": "32000.00",
}


def tax_number(stem: int) -> str:
    """A tax number that is well formed and belongs to nobody."""
    digits = f"{stem:08d}"
    total = sum(int(digit) * 2 ** (8 - place) for place, digit in enumerate(digits))
    return f"{digits}{total % 11 % 10}"


def answers(group: DemoGroup, keys: list[str], town: str, year: int) -> dict[str, dict[str, Any]]:
    """What a group answered, chapter by chapter."""
    if not group.name:
        return {}
    figures = {"income": "46000.00", "public_income": "12000.00", "payroll": "27500.00"}
    budget = [{**figures, "other_costs": "12000.00", "jobs": 2 + n} for n in range(3)]
    activities = [{"text": words, "kad": code} for words, code in group.activities]
    return {
        "name": {"name": group.name, "third_party": False},
        "seat": {"seat": town, "address": "Πηγών 12", "duration_years": None},
        "purpose": {
            "purpose": group.purpose,
            "activities": activities,
            "sectors": list(group.sectors),
        },
        "shares": {"share_eur": "100.00", "optional_allowed": False, "in_kind": False},
        "organs": {
            "committee_size": 3,
            "committee_years": 3,
            "committee": keys[:3],
            "filer": keys[0],
            "assembly_date": f"{year}-02-10",
            "assembly_place": "Πολιτιστικό Κέντρο",
            "group_months": 36 if group.of_group else None,
            "residue_to": "social_economy_fund",
        },
        "work": {
            "workers_total": len(keys),
            "workers_group": group.of_group or None,
            "highest_net": "1100.00",
            "lowest_net": "850.00",
            "pay_decision": False,
            "work": "Με βάρδιες που συμφωνούνται κάθε μήνα.",
        },
        "budget": {"first_year": year, "full_time_cost": "14500.00", "years": budget},
    }
