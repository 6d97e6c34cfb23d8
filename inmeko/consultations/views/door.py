"""The people of an event: who registered, the door with its codes, the paper list."""

import logging

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.views.letters import at_home
from inmeko.consultations import policy
from inmeko.consultations.forms.registering import DoorForm, PaperForm
from inmeko.consultations.models import Event, Registration
from inmeko.consultations.queries import events, registrations
from inmeko.consultations.rules import live
from inmeko.consultations.rules.words import LIVE, QuotaKind
from inmeko.consultations.services import attending, registering
from inmeko.consultations.views import door_phone, letters, showing, telling
from inmeko.consultations.views.blueprint import pages
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web import codes
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form

logger = logging.getLogger(__name__)

# The one page that may look through the camera.
CAMERA = "camera=(self), microphone=(), geolocation=()"


@pages.get("/<int:event_id>/registrations")
@requires(policy.may_see_registrations, of=events.event)
def people(event: Event) -> ResponseReturnValue:
    """Who registered for an event, who waits, who came."""
    logger.info("registrations of event %s read by %s", event.id, current_actor().id)
    return render_template(
        "consultations/people.html",
        event=event,
        rows=registrations.everybody(event),
        turnout=registrations.turnout(event),
        when=showing.when(event),
    )


@pages.route("/<int:event_id>/registrations/<int:registration_id>/cancel", methods=["GET", "POST"])
@requires(policy.may_see_registrations, of=registrations.registration)
def cancel_registration(one: Registration) -> ResponseReturnValue:
    """Take somebody's registration back: they called, or it was made by mistake."""
    form = Form()
    if form.validate_on_submit():
        try:
            offered = registering.cancel(current_actor(), one)
            letters.cancelled(one)
            letters.offered(offered)
            flash(gettext("The registration was cancelled."), "success")
            return redirect(url_for(".people", event_id=one.event_id), 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if form.form_errors else 200
    page = render_template("consultations/people_cancel.html", event=one.event, one=one, form=form)
    return page, status


@pages.get("/<int:event_id>/registrations/<int:registration_id>/code")
@requires(policy.may_see_registrations, of=registrations.registration)
def show_code(one: Registration) -> ResponseReturnValue:
    """The code of somebody who has no mail, for their own phone: to scan, to type, on paper."""
    if one.state not in LIVE or one.event.forgotten_at is not None:
        raise NotFoundError(N_("There is no such registration."))
    logger.info("code of registration %s shown to %s", one.id, current_actor().id)
    page = render_template(
        "consultations/code.html",
        event=one.event,
        one=one,
        when=showing.when(one.event),
        code=codes.drawn(letters.ticket_of(one)),
        room=at_home(url_for(".live", event_id=one.event_id, _external=True)),
        takes_part=live.takes_part(one),
    )
    return page, {"Cache-Control": "private, no-store", "Referrer-Policy": "same-origin"}


@pages.route("/<int:event_id>/door", methods=["GET", "POST"])
@requires(policy.may_let_in, of=events.event)
def door(event: Event) -> ResponseReturnValue:
    """Let people in: scan or type a code, look at the name, press the button."""
    form, found, status = DoorForm(), None, 200
    if request.method == "GET":
        form.code.data = request.args.get("code", "")[:500]
    try:
        if form.code.data:
            found = attending.find(event, form.code.data)
        if request.method == "POST" and found is None:
            found = attending.find(event, "")
        if request.method == "POST" and found is not None and form.validate():
            new = attending.check_in(current_actor(), event, found)
            said = gettext("%(name)s is in.", name=found.name)
            before = gettext("%(name)s was let in before.", name=found.name)
            flash(said if new else before, "success" if new else "warning")
            return redirect(url_for(".door", event_id=event.id), 303)
    except DomainError as error:
        form.blame(error)
        status, found = 422 if request.method == "POST" else 200, None
    page = render_template(
        "consultations/door.html",
        event=event,
        form=form,
        found=found,
        turnout=registrations.turnout(event),
        when=showing.when(event),
        sayings=door_phone.sayings(),
        alike=door_phone.ALIKE,
    )
    return page, status, {"Permissions-Policy": CAMERA}


@pages.get("/<int:event_id>/paper")
@requires(policy.may_let_in, of=events.event)
def paper(event: Event) -> ResponseReturnValue:
    """The list that lies at the door, to be printed and signed."""
    logger.info("paper list of event %s printed by %s", event.id, current_actor().id)
    return render_template(
        "consultations/paper.html",
        event=event,
        rows=[one for one in registrations.everybody(event) if one.state.value == "registered"],
        when=showing.when(event),
        where=showing.where(event),
    )


@pages.route("/<int:event_id>/paper/typed", methods=["GET", "POST"])
@requires(policy.may_let_in, of=events.event)
def typed(event: Event) -> ResponseReturnValue:
    """Type the signed list in: who signed, and who came without registration."""
    form, status = PaperForm(), 200
    form.offer(event)
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                signed, others = attending.enter_list(
                    current_actor(),
                    event,
                    form.signed.data or [],
                    form.names.data or [],
                    QuotaKind(form.quota.data),
                )
                telling.thank_late(event)
                said = gettext(
                    "Entered: %(signed)s of those registered, %(others)s without registration.",
                    signed=signed,
                    others=others,
                )
                flash(said, "success")
                return redirect(url_for(".people", event_id=event.id), 303)
            except DomainError as error:
                form.blame(error)
    rows = registrations.everybody(event)
    return render_template("consultations/typed.html", event=event, form=form, rows=rows), status


@pages.post("/<int:event_id>/registrations/<int:registration_id>/absent")
@requires(policy.may_let_in, of=registrations.registration)
def absent(one: Registration) -> ResponseReturnValue:
    """Take back that somebody came."""
    attending.take_back(current_actor(), one.event, one)
    flash(gettext("Taken back: %(name)s is not noted as present.", name=one.name), "success")
    return redirect(url_for(".people", event_id=one.event_id), 303)
