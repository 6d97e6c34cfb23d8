"""The settings of a municipality and its mark, and the platform's list of municipalities."""

from io import BytesIO

from flask import abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import policy, queries
from inmeko.accounts.forms import MarkForm, MunicipalityForm, SettingsForm
from inmeko.accounts.models import Municipality
from inmeko.accounts.rules.towns import MARK_BYTES
from inmeko.accounts.services import towns as deeds
from inmeko.accounts.views.blueprints import municipalities, settings
from inmeko.accounts.views.freshness import fresh
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, public, requires


@settings.route("/settings", methods=["GET", "POST"])
@requires(policy.may_configure, of=queries.municipality)
@fresh
def edit(town: Municipality) -> ResponseReturnValue:
    """Change names, contact and rules of a municipality."""
    form = SettingsForm(obj=town)
    if form.validate_on_submit():
        values = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
        deeds.configure(current_actor(), town, values)
        flash(gettext("Saved."), "success")
        return redirect(url_for(".edit"), 303)
    return _page(town, form, MarkForm(formdata=None), 422 if form.errors else 200)


@settings.post("/settings/mark")
@requires(policy.may_configure, of=queries.municipality)
def give_mark(town: Municipality) -> ResponseReturnValue:
    """Take the municipality's own mark."""
    form = MarkForm()
    if form.validate_on_submit():
        try:
            deeds.give_mark(current_actor(), town, form.mark.data.read(MARK_BYTES + 1))
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for(".edit"), 303)
    return _page(town, SettingsForm(obj=town, formdata=None), form, 422)


@settings.post("/settings/mark/remove")
@requires(policy.may_configure, of=queries.municipality)
def remove_mark(town: Municipality) -> ResponseReturnValue:
    """Go back to the site's own mark."""
    deeds.remove_mark(current_actor(), town)
    flash(gettext("The mark is removed."), "success")
    return redirect(url_for(".edit"), 303)


@settings.get("/mark")
@public(of=queries.municipality)
def mark(town: Municipality) -> ResponseReturnValue:
    """Serve the municipality's own mark."""
    if not town.mark or not town.mark_type:
        abort(404)
    response = send_file(BytesIO(town.mark), mimetype=town.mark_type, max_age=300)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _page(
    town: Municipality, form: SettingsForm, mark_form: MarkForm, status: int
) -> ResponseReturnValue:
    page = render_template("accounts/settings.html", place=town, form=form, mark_form=mark_form)
    return page, status


@municipalities.get("")
@requires(policy.may_administer_platform)
def index() -> ResponseReturnValue:
    """List the municipalities of the installation."""
    search = request.args.get("q", "").strip()
    found = queries.municipalities(search)
    return render_template("accounts/municipalities.html", municipalities=found, search=search)


@municipalities.route("/new", methods=["GET", "POST"])
@requires(policy.may_administer_platform)
@fresh
def new() -> ResponseReturnValue:
    """Enter a municipality."""
    return _municipality(None)


@municipalities.route("/<int:town_id>/edit", methods=["GET", "POST"])
@requires(policy.may_administer_platform)
@fresh
def change(town_id: int) -> ResponseReturnValue:
    """Change a municipality."""
    return _municipality(queries.municipality_by_id(town_id))


def _municipality(town: Municipality | None) -> ResponseReturnValue:
    form, actor = MunicipalityForm(obj=town), current_actor()
    if form.validate_on_submit():
        values = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
        try:
            if town is None:
                deeds.create(actor, values)
            else:
                deeds.configure(actor, town, values)
        except DomainError as error:
            form.blame(error)
        else:
            flash(gettext("Saved."), "success")
            return redirect(url_for("municipalities.index"), 303)
    status = 422 if form.errors else 200
    page = render_template("accounts/edit_municipality.html", form=form, place=town)
    return page, status
