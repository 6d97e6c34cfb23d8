"""The calls of the invented town: one of each state, made from the built-in templates."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from inmeko.accounts.rules import Sector
from inmeko.calls.rules import template_asset, template_mentoring, template_open
from inmeko.calls.rules.content import Contact, Content
from inmeko.calls.rules.words import CallState
from inmeko.resources.rules.asset import Kind

TOWN = "Δήμος Νέας Πλαγιάς"
FILLED = {
    "[αριθμός και έτος]": "118/2026",
    "[όργανο του Δήμου]": "της δημοτικής επιτροπής",
    "[στοιχεία επικοινωνίας του υπευθύνου προστασίας δεδομένων]": "dpo@example.org",
}
CONTACT = Contact(
    "Γραφείο Κοινωνικής και Αλληλέγγυας Οικονομίας", "koinoniki@example.org", "+302101234567"
)


@dataclass(frozen=True)
class Told:
    """Something asked about a call, and what was answered."""

    text: str
    answer: str = ""


@dataclass(frozen=True)
class Made:
    """A call of the demo; days count from the day on which the demo is loaded."""

    state: CallState
    content: Callable[[str], Content]
    title: str
    opens: int
    closes: int
    ada: str | None = None
    sectors: tuple[Sector, ...] = ()
    kinds: tuple[Kind, ...] = ()
    asked: tuple[Told, ...] = ()


CALLS = (
    Made(
        CallState.PUBLISHED,
        template_asset.content,
        "Πρόσκληση εκδήλωσης ενδιαφέροντος για τη δωρεάν χρήση παλαιού σχολείου και καταστήματος",
        -6,
        24,
        "Ψ4ΒΛ6Ω1-Α1Δ",
        (Sector.CULTURE, Sector.CARE),
        (Kind.SCHOOL, Kind.SHOP_OR_OFFICE),
        (
            Told(
                "Μπορεί μια ομάδα να ζητήσει μόνο τον έναν από τους δύο πόρους;",
                "Ναι. Στην ερώτηση «Ποιον πόρο ζητάτε;» γράφετε αυτόν που σας ενδιαφέρει.",
            ),
            Told("Πότε μπορούμε να δούμε το παλαιό σχολείο από μέσα;"),
        ),
    ),
    Made(
        CallState.DRAFT,
        template_mentoring.content,
        "Πρόσκληση σε ομάδες υπό σύσταση για τη θερμοκοιτίδα του Δήμου",
        10,
        45,
        sectors=(Sector.OTHER,),
    ),
    Made(
        CallState.EVALUATION,
        template_open.content,
        "Ανοικτή πρόσκληση προς όλους τους φορείς και τις συλλογικότητες του Δήμου",
        -40,
        -8,
        "6Ρ2ΩΛ7Κ-Β2Ε",
        (Sector.GREEN_SPACES, Sector.RECYCLING, Sector.CARE),
    ),
    Made(
        CallState.PRELIMINARY,
        template_asset.content,
        "Πρόσκληση για τη χρήση αγροτεμαχίων από κοινωνικά αγροκτήματα",
        -75,
        -40,
        "Ω8Ν36Τ5-Γ3Ζ",
        (Sector.SOCIAL_FARM,),
        (Kind.FARMLAND,),
    ),
    Made(
        CallState.FINAL,
        template_mentoring.content,
        "Πρόσκληση για συμβουλευτική υποστήριξη νέων συνεταιρισμών, πρώτος κύκλος",
        -160,
        -130,
        "7Μ9ΛΩ2Σ-Δ4Η",
        (Sector.CONSUMER, Sector.ENERGY),
    ),
    Made(
        CallState.ARCHIVED,
        template_open.content,
        "Πρόσκληση καταγραφής συλλογικοτήτων της πόλης",
        -400,
        -370,
        "Β3Κ7Ω5Ξ-Ε5Θ",
        (Sector.OTHER,),
    ),
)

# How a call comes to its state, step by step.
WAYS: dict[CallState, tuple[CallState, ...]] = {
    CallState.EVALUATION: (CallState.CLOSED, CallState.EVALUATION),
    CallState.PRELIMINARY: (CallState.CLOSED, CallState.EVALUATION, CallState.PRELIMINARY),
    CallState.FINAL: (
        CallState.CLOSED,
        CallState.EVALUATION,
        CallState.PRELIMINARY,
        CallState.FINAL,
    ),
}
WAYS[CallState.ARCHIVED] = (*WAYS[CallState.FINAL], CallState.ARCHIVED)


def content(made: Made, assets: tuple[int, ...]) -> Content:
    """The content of a call of the demo: its template with every open place filled in."""
    given = made.content(TOWN)
    return replace(
        given,
        title=made.title,
        sectors=tuple(sector.value for sector in made.sectors),
        legal_basis=_filled(given.legal_basis),
        privacy=_filled(given.privacy),
        contact=CONTACT,
        assets=assets,
    )


def _filled(text: str) -> str:
    for place, words in FILLED.items():
        text = text.replace(place, words)
    return text
