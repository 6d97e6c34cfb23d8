"""Register for an event, and one's own registration behind its secret address."""

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms.registering import (
    CounterRegisterForm,
    RegisterForm,
    own_fields,
    registering,
)
from inmeko.consultations.models import Event, Registration
from inmeko.consultations.queries import events, minutes, registrations
from inmeko.consultations.rules import feedback, live, phases, places
from inmeko.consultations.rules.words import Entrance
from inmeko.consultations.services import registering as deeds
from inmeko.consultations.views import calendars, letters
from inmeko.consultations.views.blueprint import pages, tickets
from inmeko.consultations.views.public import facts
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.web import codes
from inmeko.web.access import current_actor, public, requires
from inmeko.web.forms import Form
from inmeko.web.language import chosen

# How often one address may register: a whole class may sit in one room.
RATES = {("POST", "events.register"): "20/minute;200/day"}


@pages.route("/<int:event_id>/register", methods=["GET", "POST"])
@requires(policy.may_see_event, of=events.event)
def register(event: Event) -> ResponseReturnValue:
    """The form with which anybody registers."""
    form, status = registering(event), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _register(event, form)
                return redirect(url_for(".registered", event_id=event.id), 303)
            except DomainError as error:
                form.blame(error)
    return _page("register", event, form), status


@pages.get("/<int:event_id>/registered")
@requires(policy.may_see_event, of=events.event)
def registered(event: Event) -> ResponseReturnValue:
    """What comes next; the same for everybody, whoever's address was typed."""
    return render_template("consultations/registered.html", **facts(event))


@pages.route("/<int:event_id>/registrations/new", methods=["GET", "POST"])
@requires(policy.may_see_registrations, of=events.event)
def counter(event: Event) -> ResponseReturnValue:
    """Register somebody who called or came by."""
    form, status = registering(event, CounterRegisterForm), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                actor, given = current_actor(), form.applicant(chosen())
                made = deeds.register(actor, event, given, Entrance.COUNTER)
                if not made.new:
                    raise RuleError(
                        N_("This address is registered for the event already."), field="email"
                    )
                letters.registered(made.registration)
                letters.offered(made.offered)
                key = made.registration.key
                return redirect(url_for("tickets.show", ticket_key=key), 303)
            except DomainError as error:
                form.blame(error)
    return _page("counter", event, form), status


@tickets.get("/")
@public(of=registrations.by_key)
def show(one: Registration) -> ResponseReturnValue:
    """A registration: its code to scan, its turn on the list, the online link."""
    event, now = one.event, clock.now()
    turn = places.turn(registrations.queue(event), one.id)
    return render_template(
        "consultations/ticket.html",
        **facts(event),
        one=one,
        turn=turn,
        phase=phases.phase(event, now),
        takes_part=live.takes_part(one) and live.is_going(event, now),
        asked=one.attended_at is not None and feedback.is_open(event, now),
        amendable=minutes.of_event(event) is not None,
        holds=one.offer_until is not None and now < one.offer_until,
        code=codes.drawn(letters.door_of(one)),
    )


@tickets.get("/event.ics")
@public(of=registrations.by_key)
def calendar(one: Registration) -> ResponseReturnValue:
    """The event for the calendar of somebody registered, with the online link."""
    found = calendars.calendar(one.event.title, [one.event], letters.private(one))
    response = Response(found, content_type=calendars.TYPE)
    response.headers["Content-Disposition"] = f'attachment; filename="event-{one.event_id}.ics"'
    return response


@tickets.post("/take")
@public(of=registrations.by_key)
def take(one: Registration) -> ResponseReturnValue:
    """Take the place that is offered."""
    offered = deeds.take(current_actor(), one)
    letters.registered(one, "taken")
    letters.offered(offered)
    flash(gettext("You have a place. Your code was sent by e-mail."), "success")
    return redirect(url_for(".show", ticket_key=one.key), 303)


@tickets.route("/cancel", methods=["GET", "POST"])
@public(of=registrations.by_key)
def cancel(one: Registration) -> ResponseReturnValue:
    """Ask, then take the registration back."""
    form = Form()
    if form.validate_on_submit():
        try:
            offered = deeds.cancel(current_actor(), one)
            letters.cancelled(one)
            letters.offered(offered)
            flash(gettext("Your registration was cancelled."), "success")
            return redirect(url_for(".show", ticket_key=one.key), 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if form.errors or form.form_errors else 200
    return render_template(
        "consultations/ticket_cancel.html", one=one, event=one.event, form=form
    ), status


def _register(event: Event, form: RegisterForm) -> None:
    if form.homepage.data:
        raise RuleError(N_("Leave this field empty, so that we know you are no machine."))
    made = deeds.register(current_actor(), event, form.applicant(chosen()))
    # A stranger who types somebody's address learns nothing here; the mail tells its owner.
    if made.new:
        letters.registered(made.registration)
    else:
        letters.again(made.registration)
    letters.offered(made.offered)


def _page(name: str, event: Event, form: RegisterForm) -> str:
    now = clock.now()
    refusal = None
    try:
        if name == "register":
            phases.check_registers(event, now)
    except RuleError as error:
        refusal = gettext(error.message)
    room, taken = registrations.room(event), registrations.taken(event)
    left = {one.kind.value: room.left(taken, one.id) for one in event.quotas if not one.closed}
    return render_template(
        "consultations/register.html",
        event=event,
        form=form,
        own=own_fields(form, event),
        counter=name == "counter",
        refusal=refusal,
        left=left,
        **{name: value for name, value in facts(event).items() if name in ("when", "where")},
    )
