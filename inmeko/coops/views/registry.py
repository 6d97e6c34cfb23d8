"""The registry: application, certificate, the clock with its calendar, registration."""

from datetime import date, timedelta

from flask import Response, current_app, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from icalendar import Alarm, Calendar, Event

from inmeko.accounts.views.letters import at_home
from inmeko.coops.forms.deeds import DayForm, RegisteredForm
from inmeko.coops.forms.people import EmptyForm
from inmeko.coops.models import Formation
from inmeko.coops.services import registry as deeds
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_

DEEDS = {
    "filed": deeds.file,
    "certificate": deeds.certify,
    "notice": deeds.notice,
    "data": deeds.add_data,
}
BUTTONS = {"back": deeds.take_back, "deleted": deeds.deleted}


@on_both("/registry")
def registry(room: Room) -> ResponseReturnValue:
    """Where the registry stands, and what can be written down now."""
    return _page(room)


@on_both("/registry/<step>", methods=("POST",))
def registry_step(room: Room) -> ResponseReturnValue:
    """Something of the registry happened on a day."""
    step = room.rest["step"]
    if step in BUTTONS:
        BUTTONS[step](room.doer, room.formation)
        return redirect(url_for(".registry"), 303)
    if step not in DEEDS:
        raise NotFoundError(N_("There is no such step of the registry."))
    form = DayForm(prefix=step)
    if form.validate_on_submit():
        try:
            DEEDS[step](room.doer, room.formation, form.day.data)
            flash(gettext("Written down."), "success")
            return redirect(url_for(".registry"), 303)
        except DomainError as error:
            # Whatever the date was blamed for stands under the only field there is.
            error.field = "day" if error.field else None
            form.blame(error)
    return _page(room, {step: form}), 422


@on_both("/registered", methods=("GET", "POST"))
def registered(room: Room) -> ResponseReturnValue:
    """The numbers of the cooperative: it becomes a body of the town."""
    form = RegisteredForm()
    if form.validate_on_submit():
        try:
            deeds.register(
                room.doer,
                room.formation,
                agemko=form.agemko.data or "",
                gemi=form.gemi.data or "",
                afm=form.afm.data or "",
                started_on=form.started_on.data or athens_date(clock.now()),
            )
            flash(gettext("The cooperative is registered as a body of the town."), "success")
            return redirect(url_for(".overview"), 303)
        except DomainError as error:
            form.blame(error)
    return page("registered", room, form=form), 422 if form.errors else 200


@on_both("/registry.ics")
def registry_calendar(room: Room) -> ResponseReturnValue:
    """The last day that counts, for a calendar."""
    return calendar(room.formation.title, [room.formation], f"registry-{room.formation.id}")


def calendar(name: str, formations: list[Formation], filename: str) -> ResponseReturnValue:
    """The last days of formations as a calendar reads them."""
    made = Calendar()
    made.add("prodid", "-//Inmeko//Cooperatives//EL")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for one in formations:
        if one.clock_ends:
            made.add_component(_event(one, one.clock_ends))
    response = Response(made.to_ical(), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{filename}.ics"'
    return response


def _event(formation: Formation, ends: date) -> Event:
    host = current_app.config["SETTINGS"].base_url.split("://")[-1]
    slug = formation.municipality.slug
    there = url_for(
        "formation.registry", municipality=slug, formation_id=formation.id, _external=True
    )
    event = Event()
    event.add("uid", f"coop-clock-{formation.id}@{host}")
    event.add("dtstamp", clock.now())
    event.add("dtstart", ends)
    event.add("dtend", ends + timedelta(days=1))
    event.add("summary", gettext("Last day of the registry: %(group)s", group=formation.title))
    event.add("url", at_home(there))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", formation.title)
    alarm.add("trigger", timedelta(days=-7))
    event.add_component(alarm)
    return event


def _page(room: Room, forms: dict[str, DayForm] | None = None) -> str:
    today = athens_date(clock.now())
    shown = {
        name: (forms or {}).get(name) or DayForm(formdata=None, prefix=name, data={"day": today})
        for name in DEEDS
    }
    return page(
        "registry",
        room,
        clock=deeds.clock_of(room.formation),
        forms=shown,
        empty=EmptyForm(formdata=None),
    )
