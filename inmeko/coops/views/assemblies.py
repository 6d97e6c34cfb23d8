"""Assemblies: written down, corrected by two at once, signed; their minutes as files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from inmeko.coops.forms.people import EmptyForm
from inmeko.coops.forms.running import AssemblyEditForm, AssemblyForm
from inmeko.coops.models import Assembly, AssemblyVersion, Formation
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import running as found
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.running import assemblies as rules
from inmeko.coops.services import assembling as deeds
from inmeko.coops.views import both
from inmeko.coops.views import papers as paper_views
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel.errors import DomainError


@dataclass(frozen=True)
class Standing:
    """Whether the minutes of an assembly are signed, or correct those that were."""

    newest: bool
    earlier: AssemblyVersion | None


@on_both("/running/assemblies", methods=("GET", "POST"))
def assemblies(room: Room) -> ResponseReturnValue:
    """Assemblies, with quorum and decisions."""
    formation = room.formation
    people = queries.founders(formation)
    form = AssemblyForm(data={"members": len(people)})
    form.fit(people)
    if form.validate_on_submit():
        try:
            deeds.hold(room.doer, formation, form.told())
            flash(gettext("Written down."), "success")
            return redirect(url_for(".assemblies"), 303)
        except DomainError as error:
            form.blame(error)
    held = found.assemblies(formation)
    versions = found.versions(held, municipality_id=formation.municipality_id)
    rows = [
        (
            one,
            rules.quorate(one.members, one.present, repeated=one.repeated),
            [_voted(one, rules.Decision(**told)) for told in one.decisions.get("decisions", ())],
            _standing(one, versions[one.id]),
        )
        for one in held
    ]
    return page("assemblies", room, form=form, rows=rows), 422 if form.errors else 200


@on_both("/running/assemblies/<int:assembly_id>", methods=("GET", "POST"))
def assembly(room: Room) -> ResponseReturnValue:
    """An assembly to be corrected, its versions, and whether they are signed."""
    row = found.assembly_of(room.formation, room.rest["assembly_id"])
    if request.method == "GET":
        return _page(room, row, _fresh(room.formation, row))
    before = both.before()
    form = _form(room.formation, row, both.posted(before))
    differing: list[dict[str, str]] = []
    if form.validate():
        shown, seen = _shown(room.formation, row, before), form.seen_version()
        try:
            told = form.told()
            saved = deeds.change(room.doer, room.formation, row, told, seen=seen, shown=shown)
            if not saved.clashes:
                flash(gettext("Saved."), "success")
                return redirect(url_for(".assembly", assembly_id=row.id), 303)
            differing = _both(room.formation, form, saved)
        except DomainError as error:
            form.blame(error)
    return _page(room, row, form, differing)


@on_both("/running/assemblies/<int:assembly_id>/sign/<int:version>", methods=("GET", "POST"))
def sign_assembly(room: Room) -> ResponseReturnValue:
    """Ask, then write down that the minutes were signed as they stand in a version."""
    row, version = found.assembly_of(room.formation, room.rest["assembly_id"]), room.rest["version"]
    form = EmptyForm()
    if form.validate_on_submit():
        deeds.sign(room.doer, room.formation, row, version=version)
        flash(gettext("Written down: these minutes are signed, and kept as they are."), "success")
        return redirect(url_for(".assembly", assembly_id=row.id), 303)
    return page("assembly_signed", room, form=form, row=row, version=version)


@on_both("/running/assemblies/<int:assembly_id>.<print_form>")
def assembly_file(room: Room) -> ResponseReturnValue:
    """The minutes of an assembly as a file: DOCX to edit, PDF to sign."""
    row = found.assembly_of(room.formation, room.rest["assembly_id"])
    name = f"minutes-{row.held_on.isoformat()}"
    told = deeds.minutes_of(room.formation, row)
    return paper_views.handed_out(told, name, room.rest["print_form"])


@on_both("/running/assemblies/<int:assembly_id>/<int:version>.<print_form>")
def assembly_version_file(room: Room) -> ResponseReturnValue:
    """The minutes as they were in a version."""
    row, version = found.assembly_of(room.formation, room.rest["assembly_id"]), room.rest["version"]
    told = deeds.minutes_of(room.formation, row, version)
    name = f"minutes-{row.held_on.isoformat()}-{version}"
    return paper_views.handed_out(told, name, room.rest["print_form"])


def _page(
    room: Room, row: Assembly, form: AssemblyEditForm, differing: list[dict[str, str]] | None = None
) -> ResponseReturnValue:
    versions = found.versions_of(row)
    labels = {name: one.label.text for name, one in AssemblyEditForm(formdata=None)._fields.items()}
    told = page(
        "assembly",
        room,
        row=row,
        form=form,
        differing=differing,
        standing=_standing(row, versions),
        versions=[
            (one, _who(one), [labels[name] for name in one.changed if name in labels])
            for one in versions
        ],
        empty=EmptyForm(formdata=None),
    )
    return told, 422 if form.errors else 200


def _form(
    formation: Formation, row: Assembly, told: MultiDict[str, str] | None
) -> AssemblyEditForm:
    """The form; a reason is asked for only where something was signed."""
    form = AssemblyEditForm(told)
    ticked = row.attended.get("members", ())
    people = queries.everybody(formation)
    form.fit([one for one in people if one.left_on is None or one.id in ticked])
    if deeds.signed(found.versions_of(row)) is None:
        del form.correction
    return form


def _fresh(formation: Formation, row: Assembly) -> AssemblyEditForm:
    """The form with what is written down."""
    form = _form(formation, row, None)
    values = deeds.values_of(row)
    last = deeds.signed(found.versions_of(row))
    if last is not None and last.version == row.version:
        values["correction"] = ""
    form.show(values)
    form.seen.data, form.seen.raw_data = str(row.version), None
    form.before.data, form.before.raw_data = both.kept(form), None
    return form


def _shown(formation: Formation, row: Assembly, before: both.Raw) -> Mapping[str, Any] | None:
    """What the form had shown, in the types of the deed."""
    try:
        return _form(formation, row, MultiDict(before)).told() if before else None
    except (TypeError, ValueError):
        return None


def _both(formation: Formation, form: AssemblyEditForm, saved: deeds.Saved) -> list[dict[str, str]]:
    """What both changed, side by side; the form goes on from what the other one has saved."""
    rows = both.differing(form, form.told(), saved.clashes)
    both.refused(form)
    form.show({name: one for name, one in saved.merged.items() if name not in saved.clashes})
    theirs = _fresh(formation, saved.assembly)
    for name in ("before", "seen"):
        form._fields[name].data, form._fields[name].raw_data = theirs._fields[name].data, None
    return rows


def _standing(row: Assembly, versions: list[AssemblyVersion]) -> Standing:
    earlier = deeds.signed(versions)
    return Standing(earlier is not None and earlier.version == row.version, earlier)


def _who(one: AssemblyVersion) -> str:
    return full_name(one.founder) if one.founder else one.user.name if one.user else ""


def _voted(row: Assembly, decision: rules.Decision) -> tuple[rules.Decision, bool, bool]:
    """A decision, whether it was carried, and whether enough members were there for it."""
    return decision, decision.carried(row.present), decision.quorate(row.members, row.present)
