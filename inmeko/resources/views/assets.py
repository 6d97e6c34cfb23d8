"""Pages of assets: the list beside its map, one asset, and the forms that change it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, DomainError
from inmeko.records import queries as records
from inmeko.resources import policy
from inmeko.resources.forms import spot
from inmeko.resources.forms.assets import AssetForm, RetireForm
from inmeko.resources.models import Asset
from inmeko.resources.queries import assets, holding, imports, keeping, studies
from inmeko.resources.rules import filters
from inmeko.resources.services import assets as deeds
from inmeko.resources.views import flags, giving, presenting
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, public, requires


@pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The list of a filter, and its map."""
    staff = policy.may_see_staff_fields(current_actor(), town.id)
    wanted = filters.read(request.args.to_dict(flat=False), staff=staff)
    today = athens_date(clock.now())
    at = filters.read_cursor(request.args["at"]) if "at" in request.args else None
    page = assets.page(town.id, wanted, today, at)
    return render_template(
        "resources/index.html",
        page=page,
        held=holding.held_among([one.id for one in page.rows], today),
        count=assets.count(town.id, wanted, today),
        wanted=wanted,
        form=presenting.filter_form(wanted),
        chips=presenting.chips(wanted),
        legend=presenting.legend(),
        today=today,
        staff=staff,
    )


@pages.get("/<int:asset_id>")
@public(of=assets.asset)
def show(asset: Asset) -> ResponseReturnValue:
    """One asset: facts, place, files, history."""
    actor = current_actor()
    staff = policy.may_see_staff_fields(actor, asset.municipality_id)
    files = [file for file in records.attachments("asset", asset.id) if staff or file.public]
    photos = [file for file in files if file.media_type.startswith("image/")]
    return render_template(
        "resources/show.html",
        asset=asset,
        facts=presenting.facts(asset, staff=staff),
        shape=assets.shape(asset),
        photos=photos,
        papers=[file for file in files if file not in photos],
        history=presenting.story(imports.history(asset)) if staff else [],
        labels=presenting.FIELD_LABELS,
        staff=staff,
        sources=studies.sources(asset) if staff else [],
        kept=keeping.panel(asset),
        **flags.panel(asset, staff=staff),
        **giving.panel(asset, actor),
        **spot.panel(asset, staff=staff),
    )


@pages.route("/new", methods=["GET", "POST"])
@requires(policy.may_record, of=accounts.municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """Record an asset by hand."""
    form = AssetForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                values = presenting.values(form, None)
                asset = deeds.record(current_actor(), town.id, values)
                flash(gettext("The asset was recorded."), "success")
                return redirect(url_for(".show", asset_id=asset.id), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("resources/edit.html", form=form, asset=None), status


@pages.route("/<int:asset_id>/edit", methods=["GET", "POST"])
@requires(policy.may_amend, of=assets.asset)
def edit(asset: Asset) -> ResponseReturnValue:
    """Correct an asset; a second planner sees what the first one changed, and chooses."""
    if request.method == "GET":
        form = AssetForm(formdata=None, data=presenting.typed(asset))
        return render_template("resources/edit.html", form=form, asset=asset)
    form = AssetForm()
    if not form.validate():
        return render_template("resources/edit.html", form=form, asset=asset), 422
    try:
        values = presenting.chosen(presenting.values(form, asset), asset, request.form)
        deeds.amend(current_actor(), asset, values, version=_seen(form))
    except ConflictError as error:
        if error.field:
            return _blamed(form, asset, error)
        form.blame(error)
        return _difference(form, asset)
    except DomainError as error:
        return _blamed(form, asset, error)
    flash(gettext("The asset was changed."), "success")
    return redirect(url_for(".show", asset_id=asset.id), 303)


@pages.route("/<int:asset_id>/retire", methods=["GET", "POST"])
@requires(policy.may_retire, of=assets.asset)
def retire(asset: Asset) -> ResponseReturnValue:
    """Take an asset out of the register, with a reason."""
    form = RetireForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.retire(current_actor(), asset, form.reason.data or "")
                flash(gettext("The asset was retired; its history stays."), "success")
                return redirect(url_for(".show", asset_id=asset.id), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("resources/retire.html", form=form, asset=asset), status


@pages.post("/<int:asset_id>/restore")
@requires(policy.may_retire, of=assets.asset)
def restore(asset: Asset) -> ResponseReturnValue:
    """Bring a retired asset back."""
    deeds.restore(current_actor(), asset)
    flash(gettext("The asset is in the register again."), "success")
    return redirect(url_for(".show", asset_id=asset.id), 303)


def _seen(form: AssetForm) -> int:
    """The version that the form showed; a tampered one is none that there ever was."""
    written = form.version.data or ""
    return int(written) if written.isdecimal() and len(written) < 10 else 0


def _blamed(form: AssetForm, asset: Asset, error: DomainError) -> ResponseReturnValue:
    form.blame(error)
    return render_template("resources/edit.html", form=form, asset=asset), 422


def _difference(form: AssetForm, asset: Asset) -> ResponseReturnValue:
    """The page on which the second of two planners chooses, field by field."""
    mine = presenting.values(form, asset)
    return render_template(
        "resources/difference.html",
        asset=asset,
        rows=presenting.difference(mine, asset, form.before.data),
        typed=presenting.typed_again(request.form),
    ), 409
