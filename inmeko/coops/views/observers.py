"""Observers of one formation: named, taken back; and the pages that they read."""

from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.coops import policy
from inmeko.coops.forms.people import EmptyForm, ObserverForm
from inmeko.coops.models import Formation, FormationMessage, FormationTask, Observer
from inmeko.coops.queries import formations as found
from inmeko.coops.queries import observers as queries
from inmeko.coops.queries import running, standing
from inmeko.coops.rules.formation import tasks as task_rules
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.papers import PaperKind
from inmeko.coops.rules.running import duties
from inmeko.coops.rules.running.words import DUTY_LABELS
from inmeko.coops.services import observing as deeds
from inmeko.coops.services import papers, registry
from inmeko.coops.views import lack_words, letters, overview
from inmeko.coops.views.blueprint import pages, watch
from inmeko.coops.views.room import Room, on_both, page
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, public, requires
from inmeko.web.filters import day as day_text

RATES = {("POST", "coop_group.observers"): "10/minute;60/day"}


@on_both("/observers", methods=("GET", "POST"))
def observers(room: Room) -> ResponseReturnValue:
    """Who reads along, and the form that lets somebody do so."""
    form = ObserverForm()
    if form.is_submitted() and not room.leads:
        abort(403)
    if form.validate_on_submit():
        try:
            named = deeds.name(
                room.doer,
                room.formation,
                called=form.name.data or "",
                email=form.email.data or "",
                messages=form.messages.data,
            )
            letters.observer(named, room.formation)
            flash(gettext("The link was sent to %(email)s.", email=named.email), "success")
            return redirect(url_for(".observers"), 303)
        except DomainError as error:
            form.blame(error)
    rows = [(one, _by(one)) for one in queries.observers(room.formation)]
    return page("observers", room, form=form, rows=rows), 422 if form.errors else 200


@on_both("/observers/<int:observer_id>/take-back", methods=("GET", "POST"))
def take_observer_back(room: Room) -> ResponseReturnValue:
    """Ask, then take an observer's link back."""
    if not room.leads:
        abort(403)
    observer = queries.observer_of(room.formation, room.rest["observer_id"])
    form = EmptyForm()
    if form.validate_on_submit():
        deeds.take_back(room.doer, room.formation, observer)
        flash(gettext("%(name)s does not read along any more.", name=observer.name), "success")
        return redirect(url_for(".observers"), 303)
    return page("observer_gone", room, form=form, observer=observer)


@watch.get("/")
@public(of=queries.observer_by_key)
def overview_read(observer: Observer) -> ResponseReturnValue:
    """Where the group stands: what is missing by number, tasks, papers, clock; nobody's details."""
    formation = observer.formation
    tasks = found.tasks(formation)
    return _page(
        "observed",
        observer,
        lacks=[lack_words.said(one) for one in standing.position(formation).lacks],
        tasks=[_task(one) for one in tasks],
        next_due=task_rules.next_due(tasks),
        number=len(found.founders(formation)),
        papers=_papers(formation),
        clock=registry.clock_of(formation),
        owed=_owed(formation),
    )


@watch.get("/messages")
@requires(policy.may_follow_messages, of=queries.observer_by_key)
def messages_read(observer: Observer) -> ResponseReturnValue:
    """What the group and its consultant wrote to each other; never the notes of the staff."""
    rows = [(one, _author(one)) for one in found.messages(observer.formation, notes=False)]
    return _page("observed_messages", observer, rows=rows)


@pages.get("/observed")
@requires(policy.may_see_observed)
def observed() -> ResponseReturnValue:
    """The groups that somebody with an account observes, in all towns."""
    user = accounts.user(current_actor().id or 0)
    return render_template("coops/observing.html", rows=queries.observed(user))


def _page(template: str, observer: Observer, **context: Any) -> str:
    return render_template(
        f"coops/{template}.html", observer=observer, formation=observer.formation, **context
    )


def _task(task: FormationTask) -> dict[str, Any]:
    """A task and its state; who blocks it, why, and what proves it may tell of persons."""
    hints = [overview.usual(task), overview.due_words(task)]
    return {**overview.item(task), "hint": " · ".join(filter(None, hints))}


def _owed(formation: Formation) -> list[dict[str, Any]]:
    """The yearly duties of a registered cooperative; what proves them is not for observers."""
    if formation.registered_on is None:
        return []
    today = athens_date(clock.now())
    return [
        {
            "label": f"{gettext(DUTY_LABELS[one.duty])}, {one.year}",
            "hint": gettext("by %(day)s", day=day_text(one.due)),
            "status": _state(one, today)[0],
            "tone": _state(one, today)[1],
        }
        for one in duties.owed(formation.registered_on, today, running.duties(formation))
    ]


def _state(one: duties.Owed, today: date) -> tuple[str, str]:
    if one.done:
        return gettext("Done"), "good"
    return (gettext("Overdue"), "bad") if one.late(today) else (gettext("Ahead"), "neutral")


def _papers(formation: Formation) -> list[tuple[PaperKind, int, int]]:
    """Of each kind of paper how many there are, and how many are as the answers stand now."""
    rows: dict[PaperKind, list[bool]] = {}
    for one in papers.states(formation).values():
        ready = one.printed_at is not None and not one.stale
        rows.setdefault(one.paper.kind, []).append(ready)
    return [(kind, len(states), sum(states)) for kind, states in rows.items()]


def _by(observer: Observer) -> str:
    if observer.founder:
        return full_name(observer.founder)
    return observer.user.name if observer.user else gettext("The consultant")


def _author(message: FormationMessage) -> str:
    """Which side wrote a message: an observer is told nobody's name."""
    return str(gettext("A member of the group") if message.founder else gettext("The consultant"))
