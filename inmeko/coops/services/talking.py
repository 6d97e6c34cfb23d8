"""What the group and its consultant write to each other, and the time that was given."""

from datetime import date

from inmeko.coops.models import Formation, FormationHours, FormationMessage
from inmeko.coops.services.doing import Doer, noted, stepped
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST_MINUTES = 24 * 60


def write(doer: Doer, formation: Formation, text: str, *, note: bool) -> FormationMessage:
    """Write to everybody of the formation, or (staff) a note for colleagues."""
    if not text.strip():
        raise RuleError(N_("Write something."), field="text")
    made = FormationMessage(
        municipality_id=formation.municipality_id,
        formation_id=formation.id,
        founder_id=doer.founder_id,
        user_id=doer.actor.id,
        note=note and doer.founder is None,
        text=text,
    )
    db.session.add(made)
    db.session.flush()
    noted(doer, "message written", formation)
    stepped(formation)
    return made


def give_time(doer: Doer, formation: Formation, *, day: date, minutes: int, about: str) -> None:
    """Write down time that somebody of the staff gave."""
    if day > athens_date(clock.now()):
        raise RuleError(N_("This date lies in the future."), field="day")
    if not 0 < minutes <= MOST_MINUTES:
        raise RuleError(N_("Give minutes of one day: from 1 to 1440."), field="minutes")
    if doer.actor.id is None:
        raise RuleError(N_("Hours are written down by the staff."))
    row = FormationHours(
        municipality_id=formation.municipality_id,
        formation_id=formation.id,
        user_id=doer.actor.id,
        day=day,
        minutes=minutes,
        about=about,
    )
    db.session.add(row)
    db.session.flush()
    noted(doer, "time written down", formation, minutes=minutes)
