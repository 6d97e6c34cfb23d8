"""Assemblies: written down, corrected by two at once without loss, signed, corrected after that."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from inmeko.coops.models import Assembly, AssemblyVersion, Formation
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.rules.formation.answers import changed, merge
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.papers import Earlier, Meeting, assembly_minutes
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.coops.rules.running import assemblies as rules
from inmeko.coops.rules.running.words import AssemblyKind, Duty
from inmeko.coops.services.doing import Doer, lock, noted
from inmeko.coops.services.running import check_registered, met, today, unmet
from inmeko.extensions import db
from inmeko.kernel.actor import ANONYMOUS
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_

PLAIN = ("kind", "held_on", "place", "members", "present", "minutes", "chair", "secretary")


@dataclass
class Saved:
    """What became of a change: the assembly, and where somebody else had been quicker."""

    assembly: Assembly
    clashes: dict[str, Any] = field(default_factory=dict)
    # With clashes: what both together come to, mine where both changed the same.
    merged: dict[str, Any] = field(default_factory=dict)


def hold(doer: Doer, formation: Formation, told: Mapping[str, Any]) -> Assembly:
    """Write down an assembly; an ordinary one meets the duty of its year.

    `told`: what `values_of` gives; agenda, decisions and minutes as texts, attended as numbers of
    members.
    """
    held = lock(formation)
    check_registered(held)
    row = Assembly(municipality_id=held.municipality_id, formation_id=held.id, version=1)
    _put(held, row, told)
    db.session.add(row)
    db.session.flush()
    _keep(doer, held, row, ())
    noted(doer, "assembly held", held, day=row.held_on.isoformat(), present=row.present)
    _answer_duty(held, row)
    return row


def change(
    doer: Doer,
    formation: Formation,
    row: Assembly,
    told: Mapping[str, Any],
    *,
    seen: int,
    shown: Mapping[str, Any] | None = None,
) -> Saved:
    """Correct an assembly whose version `seen` the person had before them, with the values `shown`.

    What somebody else changed meanwhile stays; where both changed the same field, nothing is kept
    and both are shown. What was signed stays as it is: the correction names it, and says why.
    """
    held = lock(formation)
    check_registered(held)
    db.session.refresh(row)
    theirs = values_of(row)
    wanted = {**theirs, **told}
    if row.version != seen:
        both = merge(shown or {}, theirs, told)
        if both.clashes:
            return Saved(row, both.clashes, both.values)
        wanted = both.values
    if not _differs(held, row, wanted, _kept(held, row)):
        return Saved(row)
    if signed(found.versions_of(row)) is not None:
        rules.check_correction(wanted["correction"])
    before = row.kind, row.held_on
    _put(held, row, wanted)
    row.version += 1
    db.session.flush()
    fields = sorted(changed(theirs, values_of(row))) or ["attended"]
    _keep(doer, held, row, fields)
    noted(doer, "assembly corrected", held, day=row.held_on.isoformat(), version=row.version,
          changed=", ".join(fields))  # fmt: skip
    if before != (row.kind, row.held_on):
        _take_back_duty(held, *before)
        _answer_duty(held, row)
    return Saved(row)


def sign(doer: Doer, formation: Formation, row: Assembly, *, version: int) -> None:
    """The minutes of a version were signed: they are kept as they are from now on."""
    held = lock(formation)
    check_registered(held)
    db.session.refresh(row)
    if row.version != version:
        raise ConflictError(
            N_("The minutes were changed meanwhile: read them again before they are signed.")
        )
    newest = _kept(held, row)
    if newest.signed_on is not None:
        return
    newest.signed_on = today()
    db.session.flush()
    sha = newest.paper["sha256"][:16]
    noted(doer, "minutes signed", held, day=row.held_on.isoformat(), version=version, sha256=sha)


def values_of(row: Assembly) -> dict[str, Any]:
    """What is written down of an assembly, as it is typed."""
    return {
        **{name: getattr(row, name) for name in PLAIN},
        "minutes": row.minutes.replace("\r\n", "\n"),
        "repeated": row.repeated,
        "attended": sorted(row.attended.get("members", ())),
        "agenda": row.agenda,
        "decisions": rules.written(_decisions(row)),
        "correction": row.correction,
    }


def signed(versions: Sequence[AssemblyVersion]) -> AssemblyVersion | None:
    """Of versions, the newest first, the one that was signed last."""
    return next((one for one in versions if one.signed_on), None)


def minutes_of(
    formation: Formation, row: Assembly, version: int | None = None
) -> Mapping[str, Any] | None:
    """The minutes as they were laid out when a version was saved; the newest without `version`."""
    number = row.version if version is None else version
    kept = {one.version: one for one in found.versions_of(row)}
    if number in kept:
        return kept[number].paper
    # Written down before versions were kept.
    return _laid_out(formation, row) if number == row.version else None


def _put(formation: Formation, row: Assembly, told: Mapping[str, Any]) -> None:
    """Check what is told of an assembly, and write it into its row."""
    present = told["present"]
    rules.check(told["held_on"], today(), told["members"], present)
    decisions = rules.read(told["decisions"], present)
    known = {one.id for one in queries.everybody(formation)}
    attended = [one for one in told.get("attended", ()) if one in known]
    rules.check_attended(attended, present)
    agenda = rules.read_agenda(told.get("agenda", ""))
    for name in PLAIN:
        setattr(row, name, told.get(name, ""))
    row.decisions = {"decisions": [asdict(one) for one in decisions]}
    row.agenda = "\n".join(agenda)
    row.repeated = bool(told.get("repeated"))
    row.attended = {"members": attended}
    row.correction = told.get("correction", "")


def _differs(
    formation: Formation, row: Assembly, wanted: Mapping[str, Any], newest: AssemblyVersion
) -> bool:
    """Whether there is anything to be saved; a reason alone corrects nothing that was signed."""
    reason = {"correction"} if newest.signed_on else set()
    # A name that was corrected among the members stands in the minutes, too.
    named = _laid_out(formation, row)["before"] != newest.paper["before"]
    return named or bool(changed(values_of(row), wanted) - reason)


def _laid_out(formation: Formation, row: Assembly) -> dict[str, Any]:
    """The minutes of an assembly as they stand now."""
    names = {one.id: full_name(one) for one in queries.everybody(formation)}
    return laid_out(
        assembly_minutes(
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
                agenda=rules.read_agenda(row.agenda),
                discussion=row.minutes,
                decisions=_decisions(row),
                attended=[names[one] for one in row.attended.get("members", ()) if one in names],
                corrects=_corrected(row),
            )
        )
    )


def _corrected(row: Assembly) -> Earlier | None:
    """The minutes that a correction names."""
    one = signed(found.versions_of(row))
    if one is None or one.signed_on is None or one.version == row.version:
        return None
    return Earlier(one.version, one.signed_on, one.paper["sha256"], row.correction)


def _decisions(row: Assembly) -> list[rules.Decision]:
    return [rules.Decision(**one) for one in row.decisions.get("decisions", ())]


def _kept(formation: Formation, row: Assembly) -> AssemblyVersion:
    """The version that is in force; written now where it is older than the keeping of versions."""
    kept = found.versions_of(row)
    if kept and kept[0].version == row.version:
        return kept[0]
    return _keep(Doer(ANONYMOUS), formation, row, ())


def _keep(
    doer: Doer, formation: Formation, row: Assembly, fields: Sequence[str]
) -> AssemblyVersion:
    kept = AssemblyVersion(
        municipality_id=formation.municipality_id,
        assembly_id=row.id,
        version=row.version,
        changed=list(fields),
        paper=_laid_out(formation, row),
        founder_id=doer.founder_id,
        user_id=doer.actor.id,
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def _answer_duty(formation: Formation, row: Assembly) -> None:
    if row.kind is AssemblyKind.ORDINARY:
        met(formation, Duty.ASSEMBLY, row.held_on.year, row.held_on, "")


def _take_back_duty(formation: Formation, kind: AssemblyKind, held_on: date) -> None:
    """An assembly is not what it was said to be: it meets its duty no more."""
    if kind is AssemblyKind.ORDINARY and not found.ordinary_in(formation, held_on.year):
        unmet(formation, Duty.ASSEMBLY, held_on.year, held_on)
