"""Make the deliberation committee of the invented town: bodies, citizens by lot, an opinion."""

from datetime import timedelta

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Committee
from inmeko.consultations.queries import texts
from inmeko.consultations.rules.committees import OpinionVerdict
from inmeko.consultations.services import committees, lottery
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules.demo_consultations import NAMES

BODIES = (
    ("Εμπορικός Σύλλογος", "Κλειώ Δήμου", False),
    ("Σύλλογος Φίλων του Ρέματος", "", False),
    ("Ένωση Γονέων και Κηδεμόνων", "Θωμάς Ρούσσος", False),
    ("Εμπορικός Σύλλογος", "", True),
)
SOURCE = "Κλήρωση Τζόκερ της ημέρας που ανακοινώθηκε: οι πέντε αριθμοί στη σειρά, με παύλες"
SEED = "3-11-19-27-42"


def load(planner: Actor, town: Municipality) -> None:
    """A committee with a draw that was held, and one that is being prepared."""
    today = athens_date(clock.now())
    values = {
        "title": "Δημοτική Επιτροπή Διαβούλευσης",
        "starts_on": today - timedelta(days=60),
        "ends_on": today + timedelta(days=600),
        "decision": "",
    }
    made = committees.set_up(planner, town, values)
    for body, person, substitute in BODIES:
        committees.name(planner, made, body=body, person=person, substitute=substitute)
    people = "\n".join(f"{number}; {name}" for number, name in enumerate(NAMES, start=101))
    draw = lottery.prepare(planner, made, candidates=people, seats="4; 3")
    lottery.freeze(planner, draw, source=SOURCE, seed_at=clock.now() + timedelta(hours=1))
    # The seed was published in its own time.
    draw.frozen_at, draw.seed_at = (clock.now() - timedelta(days=days) for days in (58, 57))
    db.session.flush()
    lottery.draw(planner, draw, seed=SEED, url="")
    lottery.prepare(planner, made, candidates="1; Πρώτη Υποψήφια\n2; Δεύτερος", seats="1; 1")
    _advise(planner, town, made)


def _advise(planner: Actor, town: Municipality, made: Committee) -> None:
    answered = texts.of_town(municipality_id=town.id, drafts=False)
    text = answered[0] if answered else None
    opinion = {
        "text_id": text.id if text else None,
        "subject": text.title if text else "Σχέδιο δράσης",
        "verdict": OpinionVerdict.WITH_REMARKS,
        "words": "Συμφωνούμε με τον στόχο. Να δημοσιεύεται κάθε χρόνο τι παραχωρήθηκε.",
        "given_on": athens_date(clock.now()) - timedelta(days=4),
        "votes_for": 6,
        "votes_against": 0,
        "votes_blank": 1,
    }
    committees.say(planner, made, opinion)
