"""The life of a registered cooperative: duties met, the yearly check."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from inmeko.coops.models import DutyDone, Formation, YearlyCheck
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.queries import standing
from inmeko.coops.rules.engine import Answer
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.coops.rules.running import yearly
from inmeko.coops.rules.running.words import Duty
from inmeko.coops.services.doing import Doer, lock, noted
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_


def meet(doer: Doer, formation: Formation, duty: Duty, year: int, *, evidence: str) -> None:
    """Write down that a duty of a year was met."""
    held = lock(formation)
    check_registered(held)
    met(held, duty, year, today(), evidence)
    noted(doer, "duty met", held, duty=duty.value, year=year)


def check_year(
    doer: Doer, formation: Formation, year: int, figures: Mapping[str, Any]
) -> tuple[YearlyCheck, Answer]:
    """Ask the rules about the figures of a year, and keep both."""
    held = lock(formation)
    check_registered(held)
    first = (held.started_on or today()).year
    if not first <= year <= today().year:
        raise RuleError(
            N_("Choose a year from %(first)s to %(last)s."),
            field="year",
            values={"first": first, "last": today().year},
        )
    yearly.check_figures(figures)
    answer = answer_for(held, year, figures)
    row = found.check_of(held, year) or YearlyCheck(
        municipality_id=held.municipality_id, formation_id=held.id, year=year
    )
    row.figures, row.verdict = dict(figures), answer.verdict.value
    row.checked_at, row.user_id = clock.now(), doer.actor.id
    db.session.add(row)
    db.session.flush()
    met(held, Duty.CHECK, year, today(), "")
    noted(doer, "year checked", held, year=year, verdict=answer.verdict.value)
    return row, answer


def answer_for(formation: Formation, year: int, figures: Mapping[str, Any]) -> Answer:
    """What the rules say of the figures of a year."""
    members = standing.facts_of(formation, queries.founders(formation)).members
    first = (formation.started_on or today()).year
    return yearly.check(
        formation.form,
        members,
        figures,
        operating_year=year - first + 1,
        book=standing.newest_book(formation),
        day=today(),
    )


def met(formation: Formation, duty: Duty, year: int, day: date, evidence: str) -> None:
    """Keep that a duty of a year was met on a day."""
    row = found.duty_of(formation, duty, year) or DutyDone(
        municipality_id=formation.municipality_id,
        formation_id=formation.id,
        duty=duty.value,
        year=year,
    )
    row.done_on, row.evidence = day, evidence
    db.session.add(row)
    db.session.flush()


def unmet(formation: Formation, duty: Duty, year: int, day: date) -> None:
    """Forget that a duty was met, unless something else than that of this day has met it."""
    row = found.duty_of(formation, duty, year)
    if row is not None and row.done_on == day:
        db.session.delete(row)
        db.session.flush()


def check_registered(formation: Formation) -> None:
    """ConflictError for whoever is no cooperative yet."""
    if formation.stage is not FormationStage.REGISTERED:
        raise ConflictError(N_("This is for registered cooperatives."))


def today() -> date:
    """The day in Athens."""
    return athens_date(clock.now())
