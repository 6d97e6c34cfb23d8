"""Pages of saved mappings: the list, a new name, deletion; saved from and used for an import."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError
from inmeko.resources import policy
from inmeko.resources.forms.imports import MAPPED
from inmeko.resources.forms.mappings import MappingForm
from inmeko.resources.models import AssetImport, SavedMapping
from inmeko.resources.queries import imports
from inmeko.resources.queries import mappings as queries
from inmeko.resources.services.importing import mappings as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires
from inmeko.web.errors import sentence
from inmeko.web.forms import Form


@pages.get("/mappings")
@requires(policy.may_import, of=accounts.municipality)
def mappings(town: Municipality) -> ResponseReturnValue:
    """The mappings that a town has saved."""
    rows = queries.mappings(municipality_id=town.id)
    return render_template("resources/mappings.html", rows=rows)


@pages.route("/mappings/<int:mapping_id>", methods=["GET", "POST"])
@requires(policy.may_keep_mapping, of=queries.mapping)
def mapping(mapping: SavedMapping) -> ResponseReturnValue:
    """What a mapping says, and its name to be changed."""
    if request.method == "GET":
        return _page(mapping, MappingForm(formdata=None, obj=mapping))
    form = MappingForm()
    if not form.validate():
        return _page(mapping, form), 422
    try:
        deeds.rename(current_actor(), mapping, form.name.data or "")
    except DomainError as error:
        form.blame(error)
        return _page(mapping, form), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for(".mappings"), 303)


@pages.route("/mappings/<int:mapping_id>/delete", methods=["GET", "POST"])
@requires(policy.may_keep_mapping, of=queries.mapping)
def delete_mapping(mapping: SavedMapping) -> ResponseReturnValue:
    """Forget a mapping, after a question."""
    form = Form()
    if request.method == "POST" and form.validate():
        deeds.delete(current_actor(), mapping)
        flash(gettext("The mapping was deleted."), "success")
        return redirect(url_for(".mappings"), 303)
    return render_template("resources/mapping_delete.html", form=form, mapping=mapping)


@pages.post("/imports/<int:import_id>/save-mapping")
@requires(policy.may_judge_import, of=imports.asset_import)
def save_mapping(asset_import: AssetImport) -> ResponseReturnValue:
    """Keep how this file is read under a name."""
    form = MappingForm()
    here = url_for(".import_file", import_id=asset_import.id)
    try:
        deeds.save(current_actor(), asset_import, form.name.data or "")
        words = gettext("Saved. The mapping is offered for files of the same columns.")
        flash(words, "success")
    except DomainError as error:
        form.blame(error)
        flash(sentence(error), "error")
    return redirect(here, 303)


@pages.post("/imports/<int:import_id>/use-mapping")
@requires(policy.may_judge_import, of=imports.asset_import)
def use_mapping(asset_import: AssetImport) -> ResponseReturnValue:
    """Read this file as a saved mapping says."""
    written = request.form.get("mapping", "")
    number = int(written) if written.isdecimal() and len(written) < 10 else 0
    try:
        town = asset_import.municipality_id
        chosen = queries.chosen(municipality_id=town, mapping_id=number)
        deeds.use(current_actor(), asset_import, chosen)
        flash(gettext("The file is read as in the mapping “%(name)s”.", name=chosen.name))
    except DomainError as error:
        Form().blame(error)
        flash(sentence(error), "error")
    return redirect(url_for(".import_file", import_id=asset_import.id), 303)


def panel(asset_import: AssetImport) -> dict[str, Any]:
    """What the page of a staged import shows of mappings: those that fit, and a name for a new."""
    fitting = queries.mappings(
        municipality_id=asset_import.municipality_id, shape=asset_import.shape
    )
    return {"mappings": fitting, "mapping_form": MappingForm(formdata=None)}


def _page(mapping: SavedMapping, form: MappingForm) -> str:
    columns = {name: " + ".join(given) for name, given in mapping.plan["columns"].items()}
    return render_template(
        "resources/mapping.html", mapping=mapping, form=form, columns=columns, named=named
    )


def named(name: str) -> str:
    """A field that a column fills, in the reader's language."""
    return str(gettext(MAPPED[name])) if name in MAPPED else name
