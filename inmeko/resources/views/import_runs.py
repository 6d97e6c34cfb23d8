"""Pages of an import on its way: what would happen, how far it is, its end, and taking it back."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import DomainError
from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.forms.imports import PlanForm
from inmeko.resources.models import AssetImport
from inmeko.resources.queries import imports as queries
from inmeko.resources.queries import undoing
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.flagging import FLAG_LABELS
from inmeko.resources.rules.phases import PHASE_LABELS, Phase
from inmeko.resources.rules.states import IMPORT_LABELS, ImportState
from inmeko.resources.services import importing
from inmeko.resources.views import mappings
from inmeko.resources.views.blueprint import pages
from inmeko.resources.views.planning import Desk
from inmeko.web.access import current_actor, requires
from inmeko.web.errors import sentence
from inmeko.web.forms import Form

SHOWN = 100
# Without a word for so many seconds, the process that ran it is most likely gone.
SILENT = 60
ON_ITS_WAY = (ImportState.RUNNING, ImportState.UNDOING)
UNDONE = N_("The import was undone; its files and its history stay.")
FIELD_LABELS = {name: field.label for name, field in FIELD.items()}


@pages.get("/imports/<int:import_id>/check")
@requires(policy.may_judge_import, of=queries.asset_import)
def check_import(asset_import: AssetImport) -> ResponseReturnValue:
    """What running the import would do, and the question whether to do it."""
    if asset_import.state is not ImportState.STAGED:
        return redirect(url_for(".import_file", import_id=asset_import.id), 303)
    try:
        found = importing.check(asset_import).short()
    except DomainError as error:
        desk = reading_desk(asset_import)
        form = desk.opened()
        form.form_errors.append(sentence(error))
        return reading_page(asset_import, desk, form), 422
    return render_template(
        "resources/import_check.html", asset_import=asset_import, **_reported(found)
    )


@pages.post("/imports/<int:import_id>/run")
@requires(policy.may_judge_import, of=queries.asset_import)
def run_import(asset_import: AssetImport) -> ResponseReturnValue:
    """Have the file brought in; a second press leads to where the first one led."""
    rows = request.form.get("rows", "")
    counted = int(rows) if rows.isdecimal() and len(rows) < 10 else None
    here = url_for(".import_file", import_id=asset_import.id)
    if not importing.start(current_actor(), asset_import, rows=counted):
        flash(gettext("This file had been imported already; it was not imported twice."), "info")
        return redirect(here, 303)
    if asset_import.state is ImportState.RUNNING:
        return redirect(url_for(".import_progress", import_id=asset_import.id), 303)
    if asset_import.state is ImportState.DONE:
        flash(gettext("The register was imported."), "success")
    return redirect(here, 303)


@pages.get("/imports/<int:import_id>/progress")
@requires(policy.may_judge_import, of=queries.asset_import)
def import_progress(asset_import: AssetImport) -> ResponseReturnValue:
    """How far an import is, or its undoing; at its end the way to its report."""
    if asset_import.state not in ON_ITS_WAY:
        end = url_for(".import_file", import_id=asset_import.id)
        if "HX-Request" in request.headers:
            return Response(headers={"HX-Redirect": end})
        return redirect(end, 303)
    told = importing.progress_of(asset_import)
    return render_template(
        "resources/import_progress.html",
        asset_import=asset_import,
        told=told,
        undoing=asset_import.state is ImportState.UNDOING,
        phase=gettext(PHASE_LABELS[Phase(told.phase)]) if told else gettext("Waiting for its turn"),
        silent=told is not None and told.silent > SILENT,
    )


@pages.post("/imports/<int:import_id>/layers")
@requires(policy.may_judge_import, of=queries.asset_import)
def next_layer(asset_import: AssetImport) -> ResponseReturnValue:
    """Begin with another sheet or layer of a file that is here already."""
    staged = importing.again(current_actor(), asset_import, request.form.get("layer", ""))
    return redirect(url_for(".import_file", import_id=staged.id), 303)


@pages.route("/imports/<int:import_id>/undo", methods=["GET", "POST"])
@requires(policy.may_judge_import, of=queries.asset_import)
def undo_import(asset_import: AssetImport) -> ResponseReturnValue:
    """Take an import back, after a question, unless something depends on it."""
    form, status = Form(), 200
    here = url_for(".import_file", import_id=asset_import.id)
    if asset_import.state is not ImportState.DONE:
        return redirect(here, 303)
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                if importing.take_back(current_actor(), asset_import):
                    flash(gettext(UNDONE), "success")
                return redirect(here, 303)
            except DomainError as error:
                form.blame(error)
    return render_template(
        "resources/import_undo.html",
        asset_import=asset_import,
        form=form,
        dependents=undoing.dependents(asset_import),
        made=undoing.made(asset_import),
        altered=undoing.altered(asset_import),
    ), status


def finished(asset_import: AssetImport) -> ResponseReturnValue:
    """The page of an import that is no longer on the planner's desk."""
    if request.method == "POST":
        return redirect(url_for(".import_file", import_id=asset_import.id), 303)
    if asset_import.state in ON_ITS_WAY:
        return redirect(url_for(".import_progress", import_id=asset_import.id), 303)
    if asset_import.state is ImportState.FAILED:
        values = (asset_import.report or {}).get("values")
        words = gettext(asset_import.error)
        return render_template(
            "resources/import_failed.html",
            asset_import=asset_import,
            reason=words % values if values else words,
        )
    others = importing.others(asset_import) if asset_import.state is ImportState.DONE else []
    known = _known(asset_import) if others else {}
    return render_template(
        "resources/import_done.html",
        asset_import=asset_import,
        others=[(one, known.get(one.name)) for one in others],
        states=IMPORT_LABELS,
        **_reported(asset_import.report),
    )


def _known(asset_import: AssetImport) -> dict[str, AssetImport]:
    """What became of the sheets and layers of this file."""
    town = asset_import.municipality_id
    return queries.of_content(municipality_id=town, sha256=asset_import.sha256)


def reading_desk(asset_import: AssetImport) -> Desk:
    """A staged file with all that is known about it."""
    proposal = importing.proposal(asset_import)
    return Desk(asset_import, proposal, importing.said(asset_import))


def reading_page(asset_import: AssetImport, desk: Desk, form: PlanForm) -> str:
    """The page on which a planner corrects how a file is read."""
    return render_template(
        "resources/import_file.html",
        asset_import=asset_import,
        desk=desk,
        form=form,
        lines=importing.explained(desk.proposal, desk.plan, gettext, asset_import.mapping),
        **mappings.panel(asset_import),
        rows=desk.first_rows(),
    )


def _reported(report: dict[str, object] | None) -> dict[str, object]:
    """What the pages with a report show."""
    return {
        "report": importing.spoken(report, gettext) if report else None,
        "labels": FIELD_LABELS,
        "flag_labels": FLAG_LABELS,
        "shown": SHOWN,
    }
