"""Messages between the group and its consultant, notes among colleagues, hours."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.coops import policy
from inmeko.coops.forms.deeds import HoursForm, MessageForm
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.services import talking as deeds
from inmeko.coops.views import letters
from inmeko.coops.views.blueprint import staff
from inmeko.coops.views.room import Room, on_both, page, staff_room
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires

RATES = {("POST", "coop_group.messages"): "20/minute;200/day"}


@on_both("/messages", methods=("GET", "POST"))
def messages(room: Room) -> ResponseReturnValue:
    """What was written, and the next message."""
    form = MessageForm()
    if room.founder:
        del form.note
    if form.validate_on_submit():
        try:
            note = bool(form.note and form.note.data)
            written = deeds.write(room.doer, room.formation, form.text.data or "", note=note)
            if not written.note:
                author = full_name(room.founder) if room.founder else current_actor().name
                letters.message(written, room.formation, author)
            return redirect(url_for(".messages"), 303)
        except DomainError as error:
            form.blame(error)
    found = queries.messages(room.formation, notes=room.founder is None)
    rows = [
        (one, full_name(one.founder) if one.founder else one.user.name if one.user else "")
        for one in found
    ]
    return page("messages", room, form=form, rows=rows), 422 if form.errors else 200


@staff.route("/hours", methods=["GET", "POST"])
@requires(policy.may_work, of=staff_room)
def hours(room: Room) -> ResponseReturnValue:
    """Time that was given to the group."""
    form = HoursForm(data={"day": athens_date(clock.now())})
    if form.validate_on_submit():
        try:
            told = {"day": form.day.data, "minutes": form.minutes.data}
            deeds.give_time(room.doer, room.formation, about=form.about.data or "", **told)
            flash(gettext("Written down."), "success")
            return redirect(url_for(".hours"), 303)
        except DomainError as error:
            form.blame(error)
    rows = queries.hours(room.formation)
    total = sum(one.minutes for one in rows)
    return page("hours", room, form=form, rows=rows, total=total), 422 if form.errors else 200
