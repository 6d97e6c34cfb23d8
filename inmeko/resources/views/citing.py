"""Pages that say where an asset is known from, which file is a study, and a study's own papers."""

from collections.abc import Iterable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import DomainError
from inmeko.resources import policy
from inmeko.resources.forms.assets import FilesForm
from inmeko.resources.forms.studies import CitationForm, SourceForm
from inmeko.resources.models import Asset, AssetImport, Citation, Study
from inmeko.resources.queries import assets, imports, studies
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.services import studies as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.resources.views.files import kept
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form


@pages.app_template_filter("field_label")
def field_label(name: str) -> str:
    """The name of a field of an asset; without a name, of the whole of it."""
    return str(gettext(FIELD[name].label if name in FIELD else "The asset as a whole"))


@pages.app_template_filter("field_labels")
def field_labels(names: Iterable[str]) -> str:
    """The names of several fields in one line."""
    return ", ".join(gettext(FIELD[name].label) for name in FIELD if name in set(names))


@pages.route("/<int:asset_id>/sources", methods=["GET", "POST"])
@requires(policy.may_amend, of=assets.asset)
def sources(asset: Asset) -> ResponseReturnValue:
    """Say from which study an asset, or one of its fields, is known."""
    town = asset.municipality_id
    known = studies.studies(municipality_id=town)
    form = CitationForm(known)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            chosen = next(one for one in known if one.id == form.study.data)
            try:
                field, place = form.field.data or "", form.place.data or ""
                deeds.cite(current_actor(), asset, chosen, field=field, place=place)
                flash(gettext("The source was added."), "success")
                return redirect(url_for(".sources", asset_id=asset.id), 303)
            except DomainError as error:
                form.blame(error)
    found = studies.sources(asset)
    page = render_template("resources/sources.html", asset=asset, form=form, sources=found)
    return page, status


@pages.route("/citations/<int:citation_id>/remove", methods=["GET", "POST"])
@requires(policy.may_amend, of=studies.citation)
def remove_citation(citation: Citation) -> ResponseReturnValue:
    """Take a citation back."""
    form = Form()
    if form.validate_on_submit():
        asset_id = citation.asset_id
        deeds.uncite(current_actor(), citation)
        flash(gettext("The source was removed."), "success")
        return redirect(url_for(".sources", asset_id=asset_id), 303)
    return render_template("resources/citation_remove.html", form=form, citation=citation)


@pages.post("/studies/<int:study_id>/imports")
@requires(policy.may_amend_study, of=studies.study)
def name_source(study: Study) -> ResponseReturnValue:
    """Say that an imported file is this study."""
    town = study.municipality_id
    form = SourceForm(studies.nameless_imports(municipality_id=town))
    if form.validate():
        file = studies.finished_import(municipality_id=town, import_id=form.asset_import.data)
        deeds.name_source(current_actor(), file, study)
        flash(gettext("What the file brought cites this study now."), "success")
    else:
        flash(gettext("Choose one of the imported files."), "error")
    return redirect(url_for(".study", study_id=study.id), 303)


@pages.post("/imports/<int:import_id>/no-source")
@requires(policy.may_judge_import, of=imports.asset_import)
def unname_source(asset_import: AssetImport) -> ResponseReturnValue:
    """Say that a file is not the study that it was taken for."""
    study_id = asset_import.study_id
    deeds.name_source(current_actor(), asset_import, None)
    flash(gettext("What the file brought no longer cites this study."), "success")
    here = url_for(".study", study_id=study_id) if study_id else url_for(".study_list")
    return redirect(here, 303)


@pages.route("/studies/<int:study_id>/files", methods=["GET", "POST"])
@requires(policy.may_amend_study, of=studies.study)
def study_files(study: Study) -> ResponseReturnValue:
    """Add the papers of a study: all of them, or none with the reason."""
    form = FilesForm()
    if request.method == "GET":
        return render_template("resources/study_files.html", form=form, study=study)
    if not kept(form, study, kind=deeds.KIND, purpose="source"):
        return render_template("resources/study_files.html", form=form, study=study), 422
    flash(gettext("The files were added."), "success")
    return redirect(url_for(".study", study_id=study.id), 303)
