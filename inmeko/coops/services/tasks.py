"""The list of tasks: laid out at the beginning, worked off, due again when its ground changes."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy.exc import IntegrityError

from inmeko.accounts.models import Municipality
from inmeko.coops.models import Formation, FormationTask, TaskTemplate
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation import tasks as rules
from inmeko.coops.rules.formation.words import TaskState
from inmeko.coops.services.doing import Doer, check_open, noted, stepped
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note

MOST_TASKS = 200
NOT_OF_FORM = "form"


def lay_out(formation: Formation) -> None:
    """Make the tasks of the form; those of another form are not needed, and keep what they hold."""
    begun = athens_date(formation.begun_at)
    known = {one.key: one for one in queries.tasks(formation) if one.key}
    wanted = {one.key for one in rules.tasks_for(formation.form)}
    for place, task in enumerate(rules.TASKS):
        kept = known.get(task.key)
        if kept is None and task.key in wanted:
            due = rules.due_day(task, begun)
            db.session.add(_task(formation, task.key, place=place, due=due, who=""))
        elif kept is not None and task.key not in wanted:
            kept.state, kept.reason = TaskState.NOT_NEEDED, NOT_OF_FORM
        elif kept is not None and kept.reason == NOT_OF_FORM:
            kept.state, kept.reason = TaskState.TO_DO, ""
    db.session.flush()


def begin_with(formation: Formation) -> None:
    """The tasks of the law, and those that the town gives to every group of this form."""
    lay_out(formation)
    begun = athens_date(formation.begun_at)
    given = queries.task_templates(municipality_id=formation.municipality_id, form=formation.form)
    for one in given:
        due = begun + timedelta(days=one.days)
        last = len(rules.TASKS)
        row = _task(formation, "", place=last, due=due, who=one.who, label=one.label)
        db.session.add(row)
    db.session.flush()


def keep_template(
    actor: Actor, town: Municipality, *, form: str, label: str, who: str, days: int
) -> TaskTemplate:
    """Give every later group of a form a further task."""
    row = TaskTemplate(municipality_id=town.id, form=form, label=label, who=who, days=days)
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        raise ConflictError(N_("This task is in the list already."), field="label") from None
    note(actor, "task added", "task_template", row.id, municipality_id=town.id)
    return row


def drop_template(actor: Actor, template: TaskTemplate) -> None:
    """Give it to no further group; those that have it keep it."""
    town = template.municipality_id
    note(actor, "task removed", "task_template", template.id, municipality_id=town)
    db.session.delete(template)
    db.session.flush()


def add(doer: Doer, formation: Formation, *, label: str, due: date | None, who: str) -> None:
    """Add a task of the group's own."""
    check_open(formation)
    if len(queries.tasks(formation)) >= MOST_TASKS:
        raise RuleError(N_("There are too many tasks already."), field="label")
    last = len(rules.TASKS)
    db.session.add(_task(formation, "", place=last, due=due, who=who, label=label))
    noted(doer, "task added", formation)
    stepped(formation)


def change(
    doer: Doer,
    formation: Formation,
    task: FormationTask,
    *,
    state: TaskState,
    who: str,
    due: date | None,
    reason: str,
    evidence: str,
) -> None:
    """Say how a task stands: who does it, until when, what proves it, what blocks it."""
    rules.check_change(state, reason)
    task.state, task.who, task.due, task.reason = state, who, due, reason
    task.evidence, task.stale = evidence, False
    task.done_at = clock.now() if state is TaskState.DONE else None
    noted(doer, "task changed", formation, task=task.key or task.id, state=state.value)
    stepped(formation)


def done(formation: Formation, *keys: str) -> None:
    """Mark tasks as done that a deed has done."""
    for one in queries.tasks(formation):
        if one.key in keys:
            one.state, one.stale, one.done_at = TaskState.DONE, False, clock.now()
    db.session.flush()


def undone(formation: Formation, *keys: str) -> None:
    """Mark tasks as to be done again."""
    for one in queries.tasks(formation):
        if one.key in keys:
            one.state, one.done_at = TaskState.TO_DO, None
    db.session.flush()


def make_due_again(formation: Formation, what: Collection[str]) -> None:
    """Mark what was done and rests on what was changed; nothing else is touched."""
    keys = rules.due_again(what)
    for one in queries.tasks(formation):
        if one.key in keys and one.state is TaskState.DONE:
            one.stale = True
    db.session.flush()


def _task(
    formation: Formation, key: str, *, place: int, due: date | None, who: str, label: str = ""
) -> FormationTask:
    return FormationTask(
        municipality_id=formation.municipality_id,
        formation_id=formation.id,
        key=key,
        label=label,
        place=place,
        due=due,
        who=who,
    )
