"""The tasks of a formation: how each stands, and the group's own."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.coops.forms.deeds import NewTaskForm, TaskForm
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation import tasks as rules
from inmeko.coops.services import tasks as deeds
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel.errors import DomainError


@on_both("/tasks/<int:task_id>", methods=("GET", "POST"))
def task(room: Room) -> ResponseReturnValue:
    """How a task stands."""
    found = queries.task_of(room.formation, room.rest["task_id"])
    form = TaskForm(data=None)
    if request.method == "GET":
        form = TaskForm(formdata=None, obj=found)
        form.state.data = found.state.value
    elif form.validate():
        try:
            deeds.change(room.doer, room.formation, found, **form.told())
            flash(gettext("Saved."), "success")
            return redirect(url_for(".overview"), 303)
        except DomainError as error:
            form.blame(error)
    known = rules.BY_KEY.get(found.key)
    label = gettext(known.label) if known else found.label
    return page("task", room, form=form, task=found, label=label), 422 if form.errors else 200


@on_both("/tasks/add", methods=("GET", "POST"))
def add_task(room: Room) -> ResponseReturnValue:
    """A task of the group's own."""
    form = NewTaskForm()
    if form.validate_on_submit():
        try:
            told = {"label": form.label.data or "", "who": form.who.data or ""}
            deeds.add(room.doer, room.formation, due=form.due.data, **told)
            return redirect(url_for(".overview"), 303)
        except DomainError as error:
            form.blame(error)
    return page("task_new", room, form=form), 422 if form.errors else 200
