"""The registry: application filed, certificate, the clock with its reminders, and registration."""

from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Organisation
from inmeko.accounts.rules import OrganisationKind
from inmeko.accounts.services import organising
from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import standing
from inmeko.coops.rules.cases import WORKERS
from inmeko.coops.rules.formation import clock as rules
from inmeko.coops.rules.formation import people
from inmeko.coops.rules.formation.clock import ClockPhase
from inmeko.coops.rules.formation.words import Chapter, FormationStage, advance
from inmeko.coops.services import approving, tasks
from inmeko.coops.services.doing import Doer, lock, noted, stepped
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import post_job

REMIND = "coops.remind"
_MORNING = time(8)
LONGEST_NUMBER = 40


def clock_of(formation: Formation) -> rules.RegistryClock:
    """Where the clock of the registry stands today."""
    return rules.clock_of(
        athens_date(clock.now()),
        certificate=formation.certificate_on,
        notice=formation.notice_on,
        filed=formation.additional_on,
    )


def file(doer: Doer, formation: Formation, day: date) -> None:
    """Write down that the application was filed; refused while somebody has not approved."""
    held = lock(formation)
    _check_day(day, "filed_on")
    _paper, sha = standing.statute_of(held)
    if approving.missing(held, sha):
        raise ConflictError(N_("Not every founder has approved this statute yet."))
    held.stage, held.filed_on = advance(held.stage, FormationStage.FILED), day
    tasks.done(held, "apply")
    noted(doer, "application filed", held, day=day.isoformat())
    stepped(held)


def take_back(doer: Doer, formation: Formation) -> None:
    """The application was sent back or taken back: the group works on it again."""
    held = lock(formation)
    held.stage, held.filed_on = advance(held.stage, FormationStage.APPROVING), None
    tasks.undone(held, "apply")
    noted(doer, "application taken back", held)
    stepped(held)


def certify(doer: Doer, formation: Formation, day: date) -> None:
    """The certificate of the registry was received: the clock begins."""
    held = lock(formation)
    rules.check_dates(_today(), certificate=day)
    if held.filed_on and day < held.filed_on:
        raise RuleError(N_("A certificate follows the application."), field="certificate")
    held.stage, held.certificate_on = advance(held.stage, FormationStage.CERTIFIED), day
    tasks.done(held, "certificate")
    noted(doer, "certificate received", held, day=day.isoformat())
    _wind_up(held)


def notice(doer: Doer, formation: Formation, day: date) -> None:
    """The registry gave notice: the last period begins."""
    held = lock(formation)
    _check_certified(held)
    rules.check_dates(_today(), certificate=held.certificate_on, notice=day)
    held.notice_on = day
    noted(doer, "notice received", held, day=day.isoformat())
    _wind_up(held)


def add_data(doer: Doer, formation: Formation, day: date) -> None:
    """The additional data were filed: the clock stops."""
    held = lock(formation)
    _check_certified(held)
    rules.check_dates(_today(), certificate=held.certificate_on, filed=day)
    held.additional_on = day
    tasks.done(held, "additional")
    noted(doer, "additional data filed", held, day=day.isoformat())
    _wind_up(held)


def deleted(doer: Doer, formation: Formation) -> None:
    """The registry has deleted the entry: the last period passed without the data."""
    held = lock(formation)
    if clock_of(held).phase is not ClockPhase.OVER:
        raise ConflictError(N_("The last period has not passed."))
    held.stage = advance(held.stage, FormationStage.DELETED)
    held.clock_ends, held.ended_at = None, clock.now()
    noted(doer, "deleted from the registry", held)
    db.session.flush()


def register(
    doer: Doer, formation: Formation, *, agemko: str, gemi: str, afm: str, started_on: date
) -> Organisation:
    """The cooperative exists: its numbers, and a body of the town that may receive an asset."""
    held = lock(formation)
    if not agemko.strip() or len(agemko) > LONGEST_NUMBER:
        raise RuleError(N_("Write the number that the registry gave."), field="agemko")
    if not (gemi.isascii() and gemi.isdigit()):
        raise RuleError(N_("The number of ΓΕΜΗ has digits only."), field="gemi")
    afm = people.tax_number(afm)
    if not afm:
        raise RuleError(N_("Write the tax number (ΑΦΜ) of the cooperative."), field="afm")
    _check_day(started_on, "started_on")
    held.stage = advance(held.stage, FormationStage.REGISTERED)
    held.agemko, held.gemi, held.afm = agemko.strip(), gemi, afm
    held.started_on, held.registered_on = started_on, _today()
    tasks.done(held, "tax", "seal")
    joined = sa.update(Founder).where(Founder.formation_id == held.id, Founder.joined_on.is_(None))
    db.session.execute(joined.values(joined_on=started_on))
    organisation = organising.register(
        doer.actor, municipality=held.municipality, manager=None, values=_body(held)
    )
    held.organisation_id = organisation.id
    noted(doer, "registered", held, organisation=organisation.id)
    stepped(held)
    return organisation


def _body(formation: Formation) -> dict[str, Any]:
    answers = {name: one.answers for name, one in queries.chapters(formation).items()}
    purpose, seat = answers.get(Chapter.PURPOSE, {}), answers.get(Chapter.SEAT, {})
    kind = (
        OrganisationKind.WORKERS_COOPERATIVE
        if formation.form == WORKERS
        else OrganisationKind.SOCIAL_COOPERATIVE
    )
    return {
        "name": formation.name or formation.title,
        "kind": kind,
        "afm": formation.afm,
        "sectors": sorted(purpose.get("sectors") or ()),
        "address": str(seat.get("address") or "")[:300],
        "about": purpose.get("purpose") or "",
    }


def _wind_up(formation: Formation) -> None:
    """Set the day that counts, and wake those concerned on the days before it."""
    ends = clock_of(formation).deadline
    formation.clock_ends = ends
    stepped(formation)
    if ends is None:
        return
    for day in rules.reminder_days(ends):
        moment = from_athens(datetime.combine(day, _MORNING))
        if moment < clock.now():
            continue
        told = {"formation": formation.id, "ends": ends.isoformat(), "day": day.isoformat()}
        told["municipality"] = formation.municipality_id
        key = f"coop-clock-{formation.id}-{ends.isoformat()}-{day.isoformat()}"
        post_job(REMIND, told, municipality_id=formation.municipality_id, key=key, run_after=moment)


def _check_certified(formation: Formation) -> None:
    if formation.stage not in (FormationStage.CERTIFIED, FormationStage.REGISTERED):
        raise ConflictError(N_("The clock begins with the certificate of the registry."))


def _check_day(day: date, field: str) -> None:
    if day > _today():
        raise RuleError(N_("This date lies in the future."), field=field)


def _today() -> date:
    return athens_date(clock.now())
