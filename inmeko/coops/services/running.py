"""The life of a registered cooperative: assemblies, duties met, the yearly check."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from inmeko.coops.models import Assembly, DutyDone, Formation, YearlyCheck
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.queries import standing
from inmeko.coops.rules.engine import Answer
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.coops.rules.papers import Meeting, Paper, assembly_minutes
from inmeko.coops.rules.running import assemblies, yearly
from inmeko.coops.rules.running.words import AssemblyKind, Duty
from inmeko.coops.services.doing import Doer, lock, noted
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_


def hold(
    doer: Doer,
    formation: Formation,
    *,
    kind: AssemblyKind,
    held_on: date,
    place: str,
    members: int,
    present: int,
    decisions: str,
    minutes: str,
    **further: Any,
) -> Assembly:
    """Write down an assembly; an ordinary one meets the duty of its year.

    `further`: agenda, chair and secretary (texts), repeated, attended (numbers of members).
    """
    held = lock(formation)
    _check_registered(held)
    assemblies.check(held_on, _today(), members, present)
    told = assemblies.read(decisions, present)
    row = Assembly(
        municipality_id=held.municipality_id,
        formation_id=held.id,
        kind=kind,
        held_on=held_on,
        place=place,
        members=members,
        present=present,
        decisions={"decisions": [asdict(one) for one in told]},
        minutes=minutes,
        **_further(held, present, further),
    )
    db.session.add(row)
    db.session.flush()
    noted(doer, "assembly held", held, day=held_on.isoformat(), present=present)
    if kind is AssemblyKind.ORDINARY:
        _met(held, Duty.ASSEMBLY, held_on.year, held_on, "")
    return row


def _further(held: Formation, present: int, told: Mapping[str, Any]) -> dict[str, Any]:
    """What the paper of an assembly needs besides, checked."""
    known = {one.id for one in queries.everybody(held)}
    attended = [one for one in told.get("attended", ()) if one in known]
    assemblies.check_attended(attended, present)
    agenda = assemblies.read_agenda(told.get("agenda", ""))
    return {
        "agenda": "\n".join(agenda),
        "chair": told.get("chair", ""),
        "secretary": told.get("secretary", ""),
        "repeated": bool(told.get("repeated")),
        "attended": {"members": attended},
    }


def minutes_of(formation: Formation, row: Assembly) -> Paper:
    """The minutes of an assembly as a paper."""
    names = {one.id: full_name(one) for one in queries.everybody(formation)}
    present = row.attended.get("members", ())
    return assembly_minutes(
        Meeting(
            name=formation.name or formation.title,
            kind=row.kind,
            day=row.held_on,
            members=row.members,
            present=row.present,
            place=row.place,
            repeated=row.repeated,
            chair=row.chair,
            secretary=row.secretary,
            agenda=assemblies.read_agenda(row.agenda),
            discussion=row.minutes,
            decisions=[assemblies.Decision(**one) for one in row.decisions.get("decisions", ())],
            attended=[names[one] for one in present if one in names],
        )
    )


def meet(doer: Doer, formation: Formation, duty: Duty, year: int, *, evidence: str) -> None:
    """Write down that a duty of a year was met."""
    held = lock(formation)
    _check_registered(held)
    _met(held, duty, year, _today(), evidence)
    noted(doer, "duty met", held, duty=duty.value, year=year)


def check_year(
    doer: Doer, formation: Formation, year: int, figures: Mapping[str, Any]
) -> tuple[YearlyCheck, Answer]:
    """Ask the rules about the figures of a year, and keep both."""
    held = lock(formation)
    _check_registered(held)
    first = (held.started_on or _today()).year
    if not first <= year <= _today().year:
        raise RuleError(
            N_("Choose a year from %(first)s to %(last)s."),
            field="year",
            values={"first": first, "last": _today().year},
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
    _met(held, Duty.CHECK, year, _today(), "")
    noted(doer, "year checked", held, year=year, verdict=answer.verdict.value)
    return row, answer


def answer_for(formation: Formation, year: int, figures: Mapping[str, Any]) -> Answer:
    """What the rules say of the figures of a year."""
    members = standing.facts_of(formation, queries.founders(formation)).members
    first = (formation.started_on or _today()).year
    return yearly.check(
        formation.form,
        members,
        figures,
        operating_year=year - first + 1,
        book=standing.newest_book(formation),
        day=_today(),
    )


def _met(formation: Formation, duty: Duty, year: int, day: date, evidence: str) -> None:
    row = found.duty_of(formation, duty, year) or DutyDone(
        municipality_id=formation.municipality_id,
        formation_id=formation.id,
        duty=duty.value,
        year=year,
    )
    row.done_on, row.evidence = day, evidence
    db.session.add(row)
    db.session.flush()


def _check_registered(formation: Formation) -> None:
    if formation.stage is not FormationStage.REGISTERED:
        raise ConflictError(N_("This is for registered cooperatives."))


def _today() -> date:
    return athens_date(clock.now())
