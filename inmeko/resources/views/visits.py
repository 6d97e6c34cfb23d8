"""Pages of what visits found: the queue, one visit, and what a planner decides about it."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import ConflictError, DomainError
from inmeko.resources import policy
from inmeko.resources.forms import spot
from inmeko.resources.forms.visits import PublishForm, SetAsideForm, SettleForm
from inmeko.resources.models import Visit, VisitPhoto
from inmeko.resources.queries import visits as queries
from inmeko.resources.rules import filters
from inmeko.resources.rules.visits import VISIT_LABELS, VisitState
from inmeko.resources.services import visit_decisions as decisions
from inmeko.resources.services.visits import values_now
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires

CHOICE = "choice-"
WORDS = {"accept": True, "refuse": False}


@pages.get("/visits/")
@requires(policy.may_read_visits, of=accounts.municipality)
def visits(town: Municipality) -> ResponseReturnValue:
    """The visits that wait for a decision, and those decided before."""
    asked = request.args.get("state", "")
    state = VisitState(asked) if asked in set(VisitState) else VisitState.WAITING
    counts = queries.counts(town.id)
    tabs = [
        {
            "label": gettext(VISIT_LABELS[one]),
            "url": url_for(".visits", state=one.value),
            "active": one is state,
            "count": counts.get(one, 0),
        }
        for one in VisitState
    ]
    page = queries.page(town.id, state, before=_place("before"), after=_place("after"))
    return render_template(
        "resources/visits.html",
        tabs=tabs,
        page=page,
        state=state,
        outcome=spot.outcome,
        proposed=spot.proposed,
    )


@pages.get("/visits/<int:visit_id>")
@requires(policy.may_read_visit, of=queries.visit)
def visit(visit: Visit) -> ResponseReturnValue:
    """One visit: what was seen, what it proposes, and what the register says now."""
    return _page(visit, SettleForm(formdata=None))


@pages.post("/visits/<int:visit_id>")
@requires(policy.may_settle_visit, of=queries.visit)
def settle_visit(visit: Visit) -> ResponseReturnValue:
    """Accept and refuse what a visit proposes, value by value."""
    form = SettleForm()
    if not form.validate():
        return _page(visit, form), 422
    try:
        decisions.settle(current_actor(), visit, _choices(visit), asset_version=_seen(form))
    except ConflictError as error:
        form.blame(error)
        return _page(visit, form), 409
    except DomainError as error:
        form.blame(error)
        return _page(visit, form), 422
    if visit.state is VisitState.WAITING:
        flash(gettext("Your decisions were kept; the others wait."), "success")
        return redirect(url_for(".visit", visit_id=visit.id), 303)
    flash(gettext("The visit was decided."), "success")
    return redirect(url_for(".visits"), 303)


@pages.route("/visits/<int:visit_id>/set-aside", methods=["GET", "POST"])
@requires(policy.may_settle_visit, of=queries.visit)
def refuse_visit(visit: Visit) -> ResponseReturnValue:
    """Set a whole visit aside, with a reason; its photos go."""
    form = SetAsideForm()
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                decisions.refuse(current_actor(), visit, form.reason.data or "")
                flash(gettext("The visit was set aside."), "success")
                return redirect(url_for(".visits"), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("resources/visit_refuse.html", form=form, visit=visit), status


@pages.post("/visits/<int:visit_id>/photos/<int:photo_id>/publish")
@requires(policy.may_settle_visit, of=queries.photo)
def publish_visit_photo(photo: VisitPhoto) -> ResponseReturnValue:
    """Show a photo of a visit to everybody at its asset."""
    if PublishForm().validate():
        decisions.publish(current_actor(), photo.visit, photo)
        flash(gettext("Everybody can see the photo now, at the asset."), "success")
    return redirect(url_for(".visit", visit_id=photo.visit_id), 303)


def _page(visit: Visit, form: SettleForm) -> str:
    asset = visit.asset
    form.version.data = asset.version if asset else ""
    actor = current_actor()
    rows = spot.rows(visit)
    return render_template(
        "resources/visit.html",
        visit=visit,
        form=form,
        rows=rows,
        clear=len(decisions.without_conflict(visit, values_now(asset))),
        conflicts=any(row["conflict"] and row["waits"] for row in rows),
        settles=policy.may_settle_visit(actor, visit) and visit.state is VisitState.WAITING,
        publishes=policy.may_settle_visit(actor, visit) and visit.state is not VisitState.REFUSED,
        outcome=spot.outcome(visit),
    )


def _choices(visit: Visit) -> dict[str, bool]:
    """What was chosen; the one button stands for everything that nobody else changed."""
    if request.form.get("then") == "clear":
        return dict.fromkeys(decisions.without_conflict(visit, values_now(visit.asset)), True)
    chosen = {name[len(CHOICE) :]: word for name, word in request.form.items() if CHOICE in name}
    return {name: WORDS[word] for name, word in chosen.items() if word in WORDS}


def _seen(form: SettleForm) -> int | None:
    """The version of the asset that the page showed."""
    written = form.version.data or ""
    return int(written) if written.isdecimal() and len(written) < 10 else None


def _place(name: str) -> int | None:
    written = request.args.get(name, "")
    found = int(written) if written.isdecimal() and len(written) < 11 else 0
    return found if 0 < found <= filters.LARGEST_ID else None
