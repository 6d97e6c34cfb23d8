"""What a planner of the invented town should look at: entries as an old register brings them."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from inmeko.resources.rules.asset import Kind, Use

REGISTER = "Καταγραφή ακινήτων 2016"
MAPPING = "Καταγραφή ακινήτων της Τεχνικής Υπηρεσίας"
# As it came: a semicolon, a decimal comma, the words of its writers.
CSV = (
    "Α/Α;Ακίνητο;Χρήση;Διεύθυνση;Εμβαδόν;Χ;Υ\n"
    "1;Αποθήκη υλικών οδοποιίας;ΚΕΝΟ;Επαρχιακή οδός;240,00;371620,5;4363110,2\n"
    "2;Παλαιό ιατρείο;ΜΕΡΙΚΗ ΧΡΗΣΗ;Πλατεία;85,50;371480,0;4362950,8\n"
)
WORDS = {"ΚΕΝΟ": "idle", "ΜΕΡΙΚΗ ΧΡΗΣΗ": "underused"}


@dataclass(frozen=True)
class Entry:
    """An asset with its place in degrees from the town's middle; `side` makes it a square."""

    title: str
    kind: Kind
    shift: tuple[float, float] | None = (0.0, 0.0)
    side: float = 0.0
    values: dict[str, Any] = field(default_factory=dict)
    # Codes as the register wrote them, which a form would refuse.
    written: dict[str, str] = field(default_factory=dict)

    def known(self) -> dict[str, Any]:
        """What its register says of it, without the place."""
        return {"title": self.title, "kind": self.kind, "use": Use.IDLE, **self.values}


# A geocoder that knew no better put the first five on one point.
ENTRIES = (
    Entry("Παλαιό δημοτικό ψυγείο", Kind.BUILDING),
    Entry("Οίκημα φύλακα υδραγωγείου", Kind.BUILDING),
    Entry("Κοινοτικός ξενώνας", Kind.BUILDING),
    Entry("Υπόστεγο μηχανημάτων", Kind.OTHER),
    Entry("Παλαιό τελωνείο", Kind.BUILDING),
    Entry("ΛΕΣΧΗ KAI ΑΝΑΓΝΩΣΤΗΡΙΟ", Kind.SPORTS_OR_CULTURE, (0.004, 0.003)),
    Entry(
        "Αγρός στη Βρύση",
        Kind.FARMLAND,
        (-0.006, 0.004),
        side=0.0006,
        values={"area_stated": Decimal("3.20")},
    ),
    Entry(
        "Ισόγειο κατάστημα στην αγορά",
        Kind.SHOP_OR_OFFICE,
        (0.005, -0.002),
        values={"atak": "1234567", "owner_afm": "123456789"},
        written={"kaek": "99001120-045"},
    ),
    Entry("Κατασκηνώσεις στην παραλία", Kind.PLOT, (0.35, -0.2)),
)
# How the one that is entered twice is written the second time.
TWICE = " (δεύτερη καταγραφή)"
