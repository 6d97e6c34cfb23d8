"""Activities as people write them: one a line, its ΚΑΔ code after a semicolon."""

import re
from collections.abc import Mapping, Sequence

from inmeko.accounts.rules import Sector
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST = 30
LONGEST = 300
_CODE = re.compile(r"[0-9]{2}(?:\.[0-9]{1,2}){0,3}")

# Words to begin with; never a closed list.
SUGGESTIONS: Mapping[str, Sequence[str]] = {
    Sector.CLEANING: ("Καθαρισμός κτιρίων και κοινόχρηστων χώρων",),
    Sector.RECYCLING: ("Συλλογή, επισκευή και επαναχρησιμοποίηση υλικών",),
    Sector.GREEN_SPACES: ("Φροντίδα κήπων, πάρκων και χώρων πρασίνου",),
    Sector.ENERGY: ("Μικρές εγκαταστάσεις ανανεώσιμης ενέργειας και εξοικονόμησης",),
    Sector.CONSUMER: ("Διάθεση προϊόντων δίκαιου και αλληλέγγυου εμπορίου",),
    Sector.SOCIAL_FARM: ("Καλλιέργεια και μεταποίηση τοπικών προϊόντων",),
    Sector.CULTURE: ("Πολιτιστικές εκδηλώσεις, εργαστήρια και εκδόσεις",),
    Sector.CARE: ("Φροντίδα παιδιών, ηλικιωμένων και ατόμων με αναπηρία",),
    Sector.TOURISM: ("Ήπιος και εναλλακτικός τουρισμός",),
}


def read(text: str) -> list[dict[str, str]]:
    """The activities of a text, RuleError for a code that is none or for too many lines."""
    found = []
    for line in text.replace("\0", "").splitlines():
        words, _, code = (part.strip() for part in line.partition(";"))
        if not words and not code:
            continue
        if not words or len(words) > LONGEST:
            raise RuleError(
                N_("Write each activity in a few words, at most 300 letters."), field="activities"
            )
        if code and not _CODE.fullmatch(code):
            raise RuleError(
                N_("“%(code)s” is no activity code (ΚΑΔ): write it like 81.30.10."),
                field="activities",
                values={"code": code[:20]},
            )
        found.append({"text": words, "kad": code})
    if len(found) > MOST:
        raise RuleError(
            N_("At most %(most)s activities."), field="activities", values={"most": MOST}
        )
    return found


def written(activities: Sequence[Mapping[str, str]]) -> str:
    """The same as a text."""
    return "\n".join(
        f"{one['text']}; {one['kad']}" if one.get("kad") else one["text"] for one in activities
    )
