"""Pages for people on the spot: the form of a visit, what is on their phone, and its worker."""

import json
from uuid import NAMESPACE_URL, uuid4, uuid5

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError
from inmeko.kernel.text import N_
from inmeko.resources import policy
from inmeko.resources.forms import spot
from inmeko.resources.forms.visits import VisitForm
from inmeko.resources.models import Asset, Visit
from inmeko.resources.queries import assets, visits
from inmeko.resources.queries.visits import VisitGround
from inmeko.resources.rules import filters
from inmeko.resources.services import visits as deeds
from inmeko.resources.views import presenting, shell
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, public, requires

# What the scripts of the form and of the phone's page say.
SAYINGS = {
    "waiting": N_("Waits for a line"),
    "signed_out": N_("Your sign-in has expired: sign in, and it will be sent."),
    "other_person": N_("Made from another account: sign in with that one to send it."),
    "failed": N_("The site did not answer as expected: it will be tried again."),
    "refused": N_("The site did not take it:"),
    "sending": N_("Is being sent …"),
    "sent": N_("Received as visit no. {number}"),
    "photo_refused": N_("A photo was not taken:"),
    "changed": N_("Changed in the register meanwhile: {field} was “{seen}”, is “{now}”."),
    "photos": N_("Photos: {number}"),
    "new_place": N_("New place"),
    "not_stored": N_("This phone could not keep the visit: its storage is full or closed."),
    "unread": N_("This picture cannot be read by the phone's browser: {name}"),
    "remove": N_("Remove"),
    "try_again": N_("Try again"),
    "sure": N_("Remove this visit from the phone? It has not been sent."),
    "position": N_("Your position, ± {metres} m"),
    "locating": N_("Looking for your position …"),
    "no_position": N_("The phone gave no position. Type it, or leave it out."),
    "not_along": N_("This asset was not taken along: say in the note what it is."),
    "title_missing": N_("Give the place a name."),
    "taken": N_("Taken along: {number}"),
    "taken_cut": N_("Only the first {number} were taken along: choose fewer."),
    "begun": N_("What you had begun on {when} is here again."),
    "begin_anew": N_("Begin anew"),
    "nothing_along": N_("No asset is on this phone."),
    "nothing_waits": N_("Nothing waits to be sent."),
    "visited": N_("Visited"),
    "others": N_("Visits of another account wait on this phone: {number}"),
    "offline": N_("There is no line: visits wait on this phone."),
}


@pages.route("/visits/new", methods=["GET", "POST"])
@requires(policy.may_visit, of=visits.ground)
def new_visit(ground: VisitGround) -> ResponseReturnValue:
    """The form of a visit; a phone without a line keeps it and sends it later."""
    form = VisitForm()
    named = request.form.get("asset") or request.args.get("asset") or ""
    asset = _asset(ground.town, named)
    if request.method == "GET":
        form = VisitForm(formdata=None, data={**spot.opened(asset), "key": str(uuid4())})
        return _form(form, asset)
    try:
        if form.validate():
            visit = _received(ground.town, asset, form)
            flash(gettext("The visit was received. Thank you."), "success")
            return redirect(url_for(".visit", visit_id=visit.id), 303)
    except DomainError as error:
        form.blame(error)
    return _form(form, asset), 422


@pages.get("/visits/phone")
@requires(policy.may_visit, of=visits.ground)
def phone(ground: VisitGround) -> ResponseReturnValue:
    """What is on this phone: visits that wait to be sent, and the assets taken along."""
    wanted = filters.read(request.args.to_dict(flat=False))
    return render_template(
        "resources/visit_phone.html",
        along=_along(wanted),
        chips=presenting.chips(wanted),
        sayings=sayings(),
        staff=policy.may_read_visits(current_actor(), ground.town),
    )


@pages.get("/visits/worker.js")
@public(of=accounts.municipality)
def visit_worker(town: Municipality) -> ResponseReturnValue:
    """The service worker of a town's visits: it answers where there is no line."""
    return shell.served(
        url_for(".visits"),
        cache=f"inmeko-visits-{town.slug}-",
        scripts=(shell.LINE, shell.STORE),
        pages=(url_for(".new_visit"), url_for(".phone")),
        store="visitStore",
        tag="send-visits",
    )


def sayings() -> str:
    """The sentences of the scripts in the reader's language, as JSON; they fill the {places}."""
    said = {name: gettext(message) for name, message in SAYINGS.items()}
    return json.dumps(said, ensure_ascii=False)


def _along(wanted: filters.AssetFilter) -> str | None:
    """The address of what the page was asked to take along: a round, or a filter."""
    number = request.args.get("round", "")
    if number.isdecimal() and len(number) < 10:
        return url_for("resources_api.along", round=int(number))
    if wanted.arguments() or "all" in request.args:
        return presenting.address("resources_api.along", wanted)
    return None


def _asset(town: Municipality, named: str) -> Asset | None:
    if not named:
        return None
    number = int(named) if named.isdecimal() and len(named) < 10 else 0
    return assets.asset(municipality=town.slug, asset_id=number)


def _received(town: Municipality, asset: Asset | None, form: VisitForm) -> Visit:
    actor = current_actor()
    visit, _new = deeds.receive(actor, town.id, asset, spot.said(form, asset))
    uploads = [file for file in form.photos.data or [] if file and file.filename]
    for place, upload in enumerate(uploads):
        # Pressed twice, the form brings the same photos under the same numbers.
        key = str(uuid5(NAMESPACE_URL, f"{visit.client_key}/{place}"))
        deeds.add_photo(actor, visit, key, upload.stream, upload.filename or "")
    return visit


def _form(form: VisitForm, asset: Asset | None) -> str:
    return render_template(
        "resources/visit_form.html",
        form=form,
        asset=asset,
        shape=spot.shape_of(asset) if asset else "none",
        along=json.dumps(spot.along(asset), ensure_ascii=False) if asset else None,
        sayings=sayings(),
    )
