"""The first page of a formation: where it stands, what is missing, what is to be done."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.coops import policy
from inmeko.coops.forms.deeds import ConsultantForm, GiveUpForm, LegalFormForm
from inmeko.coops.forms.people import EmptyForm
from inmeko.coops.models import Formation, FormationTask
from inmeko.coops.queries import desk, standing
from inmeko.coops.queries import formations as queries
from inmeko.coops.queries import observers as watchers
from inmeko.coops.rules.formation import tasks as task_rules
from inmeko.coops.rules.formation.words import (
    ENDED_STAGES,
    STAGE_LABELS,
    TASK_STATE_LABELS,
    Chapter,
    TaskState,
)
from inmeko.coops.services import formations as deeds
from inmeko.coops.services import registry
from inmeko.coops.views import lack_words
from inmeko.coops.views.blueprint import staff
from inmeko.coops.views.room import Room, on_both, page, staff_room
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError
from inmeko.web import neighbours
from inmeko.web.access import current_actor, requires
from inmeko.web.filters import day as day_text

TONES = {
    TaskState.TO_DO: "neutral",
    TaskState.WAITING: "busy",
    TaskState.BLOCKED: "bad",
    TaskState.DONE: "good",
    TaskState.NOT_NEEDED: "quiet",
}


@on_both("/")
def overview(room: Room) -> ResponseReturnValue:
    """Where the group stands, what is missing, what is to be done and by when."""
    formation = room.formation
    position = standing.position(formation)
    tasks = queries.tasks(formation)
    answered = queries.chapters(formation)
    return page(
        "overview",
        room,
        findings=[lack_words.told(one, position.names) for one in position.asking],
        newer=[lack_words.told(one, position.names) for one in position.newer],
        lacks=[lack_words.said(one) for one in position.lacks],
        met=sum(one.verdict.value == "ok" for one in position.answer.findings),
        tasks=[_linked(one) for one in tasks],
        next_due=task_rules.next_due(tasks),
        people=queries.founders(formation),
        chapters=[(one, one in answered) for one in Chapter],
        clock=registry.clock_of(formation),
        observers=watchers.number(formation),
        expression=_expression(formation),
        today=athens_date(clock.now()),
    )


def _expression(formation: Formation) -> neighbours.Told | None:
    """The file of an open call that a formation came from, as the reader may see it."""
    if formation.expression_id is None:
        return None
    return neighbours.told("expression", formation.municipality.slug, formation.expression_id)


def begun_from_expression(municipality: str, key: int) -> list[neighbours.Following]:
    """What another domain may say of the set-ups that came from a file, the newest first."""
    actor = current_actor()
    return [
        neighbours.Following(
            title=one.name or one.title,
            page=url_for("formation.overview", municipality=municipality, formation_id=one.id)
            if policy.may_read(actor, one)
            else None,
            stage=gettext(STAGE_LABELS[one.stage]),
            over=one.stage in ENDED_STAGES,
        )
        for one in queries.from_expression(municipality=municipality, expression_id=key)
    ]


@on_both("/form", methods=("GET", "POST"))
def legal_form(room: Room) -> ResponseReturnValue:
    """Another legal form, or another title; no answer is lost."""
    formation = room.formation
    form = LegalFormForm(data={"form": formation.form, "title": formation.title})
    if form.validate_on_submit():
        try:
            deeds.retitle(room.doer, formation, form.title.data or "")
            deeds.choose_form(room.doer, formation, form.form.data)
            flash(gettext("Saved. Every answer was kept."), "success")
            return redirect(url_for(".overview"), 303)
        except DomainError as error:
            form.blame(error)
    return page("legal_form", room, form=form), 422 if form.errors else 200


@on_both("/todays-law", methods=("POST",))
def todays_law(room: Room) -> ResponseReturnValue:
    """Measure the formation by the rules of today."""
    deeds.use_todays_law(room.doer, room.formation)
    flash(gettext("The rules of today are used from now on."), "success")
    return redirect(url_for(".overview"), 303)


@on_both("/give-up", methods=("GET", "POST"))
def give_up(room: Room) -> ResponseReturnValue:
    """End the formation with its lesson."""
    form = GiveUpForm()
    if form.validate_on_submit():
        try:
            told = {"reason": form.reason.data or "", "lesson": form.lesson.data or ""}
            deeds.give_up(room.doer, room.formation, **told)
            flash(gettext("The set-up has ended; its lesson is kept."), "success")
            return redirect(url_for(".overview"), 303)
        except DomainError as error:
            form.blame(error)
    return page("give_up", room, form=form), 422 if form.errors else 200


@on_both("/take-up", methods=("POST",))
def take_up(room: Room) -> ResponseReturnValue:
    """Go on with what was given up."""
    deeds.take_up_again(room.doer, room.formation)
    return redirect(url_for(".overview"), 303)


@staff.route("/consultant", methods=["GET", "POST"])
@requires(policy.may_hand_over, of=staff_room)
def consultant(room: Room) -> ResponseReturnValue:
    """Who accompanies the group."""
    formation = room.formation
    people = desk.consultants(municipality_id=formation.municipality_id)
    form = ConsultantForm(data={"consultant": str(formation.consultant_id or "")})
    form.offer(people)
    if request.method == "POST" and form.validate():
        chosen = form.consultant.data
        deeds.take_on(room.doer, formation, accounts.user(int(chosen)) if chosen else None)
        flash(gettext("The consultant was named."), "success")
        return redirect(url_for(".overview"), 303)
    mine = current_actor().id in {one.id for one in people}
    return page("consultant", room, form=form, take=EmptyForm(), mine=mine), (
        422 if form.errors else 200
    )


def item(task: FormationTask) -> dict[str, Any]:
    """A task and how it stands."""
    known = task_rules.BY_KEY.get(task.key)
    return {
        "label": gettext(known.label) if known else task.label,
        "status": gettext("Check again") if task.stale else gettext(TASK_STATE_LABELS[task.state]),
        "tone": "warn" if task.stale else TONES[task.state],
    }


def usual(task: FormationTask) -> str:
    """Who usually does a task."""
    known = task_rules.BY_KEY.get(task.key)
    return str(gettext(known.who)) if known else ""


def due_words(task: FormationTask) -> str:
    """By when a task is to be done, while it is."""
    if not task.due or not (task_rules.open_(task) or task.stale):
        return ""
    return str(gettext("by %(day)s", day=day_text(task.due)))


def _linked(task: FormationTask) -> dict[str, Any]:
    """A task for the list of those who work on it, with what blocks it."""
    blocked = task.reason if task.state is TaskState.BLOCKED else ""
    hints = [task.who or usual(task), due_words(task), blocked]
    url = url_for(".task", task_id=task.id)
    return {**item(task), "url": url, "hint": " · ".join(filter(None, hints))}
