"""What groups of the invented town handed in, and what its committee found and gave."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from inmeko.calls.rules.content import Content, Criterion, Question
from inmeko.calls.rules.words import QuestionKind
from inmeko.plan.rules.demo_people import ORGANISATIONS, Body

CHAIR = "evaluator@example.org"
# Name and address; the last one is a substitute. They have no password: nobody signs in as they.
MEMBERS = (
    ("Κλειώ Εκτιμητή", "kleio@axiologites.example"),
    ("Πλάτων Ακριβής", "platon@axiologites.example"),
    ("Θάλεια Ισορρόπου", "thaleia@axiologites.example"),
    ("Ιάσων Εφεδρικός", "iason@axiologites.example"),
)
REMARKS = (
    "Σαφής πρόταση, με ανθρώπους που έχουν ήδη δουλέψει μαζί.",
    "Χρειάζεται πιο αναλυτικό χρονοδιάγραμμα για τον πρώτο χρόνο.",
    "Ισχυρό κοινωνικό όφελος για τη γειτονιά.",
)
CONTACTS = (
    "Αλίκη Παπαδάκη",
    "Στέφανος Μαυρίδης",
    "Ρένα Καλογήρου",
    "Μάρκος Ανδρέου",
    "Δήμητρα Λάμπρου",
    "Νικόλας Ζήσης",
    "Φωτεινή Αρβανίτη",
)
LACKS = "Δεν κατατέθηκε αντίγραφο σε ισχύ, αν και ζητήθηκε συμπλήρωση."
LEAVES = "Συνεργάστηκα με τον φορέα σε πρόγραμμα του 2024."
FOR_EVERYBODY = "Υπόδειγμα υπεύθυνης δήλωσης.pdf"
PAPER = (
    "<h1>Υπόδειγμα δικαιολογητικού</h1><p>Το έγγραφο ανήκει στον δοκιμαστικό Δήμο και δεν αφορά "
    "υπαρκτό πρόσωπο ή φορέα.</p>"
)
MORE = (
    "Η ομάδα μας δουλεύει στη γειτονιά εδώ και τέσσερα χρόνια με εθελοντές και μικρές δωρεές. Με "
    "τη στήριξη του Δήμου θα ανοίξουμε τις δράσεις μας σε όλους, θα προσφέρουμε δύο θέσεις "
    "μαθητείας και θα δημοσιεύουμε κάθε εξάμηνο έναν απλό απολογισμό εσόδων και εξόδων."
)


@dataclass(frozen=True)
class Handed:
    """A file of the demo: whose it is, who answers for it, and with what address."""

    body: Body
    contact: str
    email: str


# The first bodies answer the call that is under evaluation; later calls had fewer answers.
FILES = tuple(
    Handed(body, contact, f"info@foreas{number}.example")
    for number, (body, contact) in enumerate(zip(ORGANISATIONS, CONTACTS, strict=False), start=1)
)

# Of every member, the share of each scale in tenths; one row a file.
SHARES = ((9, 8, 9), (7, 7, 8), (6, 5, 6), (8, 9, 8), (4, 5, 5), (7, 6, 7), (8, 8, 7))
FAR_APART = (9, 2)


def answers(content: Content, handed: Handed, today: date) -> dict[str, Any]:
    """An answer to each question of a call, as a group of this body would give it."""
    found = {one.key: _answer(one, handed, today) for one in content.questions()}
    return {key: value for key, value in found.items() if value is not None}


def applicant(handed: Handed) -> Mapping[str, str]:
    """Who hands the file in."""
    body = handed.body
    return {
        "name": body.name,
        "kind": body.kind.value,
        "afm": body.afm or "",
        "contact_name": handed.contact,
        "email": handed.email,
        "phone": "+302100000000",
        "address": body.address,
    }


def scores(criteria: tuple[Criterion, ...], tenths: int) -> dict[str, Decimal]:
    """A sheet that gives about so many tenths, a little more or less from one to the next."""
    found = {}
    for place, one in enumerate(criteria):
        share = min(max(Decimal(tenths) + Decimal(place % 3 - 1) / 2, Decimal(0)), Decimal(10))
        value = one.least + (one.most - one.least) * share / 10
        found[one.key] = value.quantize(Decimal("0.5"))
    return found


def _answer(question: Question, handed: Handed, today: date) -> Any:
    body = handed.body
    words = {
        QuestionKind.TEXT: body.about.split(",")[0].rstrip(".")[:140],
        QuestionKind.LONG_TEXT: f"{body.about}\n{MORE}",
        QuestionKind.NUMBER: f"{max(question.least or Decimal(0), Decimal(12)):f}",
        QuestionKind.CHOICE: question.options[0] if question.options else None,
        QuestionKind.CHOICES: list(question.options[:2]),
        QuestionKind.MONEY: "3500.00",
        QuestionKind.DATE: (today + timedelta(days=90)).isoformat(),
        QuestionKind.PLACE: {"address": body.address},
        QuestionKind.PEOPLE: [
            {"name": handed.contact, **dict.fromkeys(question.columns, "συντονισμός")}
        ],
    }
    return words.get(question.kind)
