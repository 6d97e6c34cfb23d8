"""Make deliberation committees, lists, draws and opinions."""

from datetime import datetime, timedelta
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Committee, CommitteeDraw
from inmeko.consultations.rules.committees import OpinionVerdict
from inmeko.consultations.services import committees as deeds
from inmeko.consultations.services import lottery
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor

SOMEBODY = Actor()
LIST = "\n".join(f"{number}; Κρυφό Όνομα {number}" for number in range(1, 11))
SOURCE = "Η πρώτη κλήρωση του Τζόκερ μετά τη δημοσίευση: οι αριθμοί στη σειρά, με παύλες"


def committee(town: Municipality, **changes: Any) -> Committee:
    """A committee for two years from now."""
    today = clock.now().date()
    given = {
        "title": "Δημοτική Επιτροπή Διαβούλευσης",
        "starts_on": today,
        "ends_on": today + timedelta(days=730),
        "decision": "",
    }
    return deeds.set_up(SOMEBODY, town, {**given, **changes})


def draw(of: Committee, candidates: str = LIST, seats: str = "3; 2") -> CommitteeDraw:
    """A list of ten, of whom three are drawn, and two substitutes."""
    return lottery.prepare(SOMEBODY, of, candidates=candidates, seats=seats)


def frozen(of: Committee, seed_at: datetime | None = None, **changes: Any) -> CommitteeDraw:
    """A list that is frozen, its seed to be published in an hour."""
    made = draw(of, **changes)
    lottery.freeze(
        SOMEBODY, made, source=SOURCE, seed_at=seed_at or clock.now() + timedelta(hours=1)
    )
    return made


def opinion(of: Committee, **changes: Any) -> Any:
    """An opinion of today."""
    given: dict[str, Any] = {
        "text_id": None,
        "subject": "Κανονισμός χρήσης κτιρίων",
        "verdict": OpinionVerdict.WITH_REMARKS,
        "words": "Συμφωνούμε, με αργότερο ωράριο.",
        "given_on": clock.now().date(),
        "votes_for": 7,
        "votes_against": 1,
        "votes_blank": 0,
    }
    return deeds.say(SOMEBODY, of, {**given, **changes})


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of committees that an address names."""
    made = committee(town)
    seat = deeds.name(SOMEBODY, made, body="Εμπορικός Σύλλογος", person="", substitute=False)
    return {"committee_id": made.id, "seat_id": seat.id, "draw_id": draw(made).id}
