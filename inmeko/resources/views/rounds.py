"""Pages of rounds for those who lead them: the list, making one, following, sharing, closing."""

from dataclasses import replace
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from shapely.geometry.base import BaseGeometry

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.records.views.presenting import Teller
from inmeko.resources import policy
from inmeko.resources.forms.rounds import RoundFilterForm, RoundForm, ShareForm
from inmeko.resources.models import Round
from inmeko.resources.queries import rounds
from inmeko.resources.rules import filters
from inmeko.resources.rules.coverage import drawn_area
from inmeko.resources.rules.placing import drawn
from inmeko.resources.rules.rounds import LARGEST_ROUND, is_overdue
from inmeko.resources.rules.walking import Place
from inmeko.resources.services import rounds as deeds
from inmeko.resources.views import presenting
from inmeko.resources.views.blueprint import pages
from inmeko.resources.views.walks import walks_of
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form


@pages.get("/rounds")
@requires(policy.may_see_rounds, of=accounts.municipality)
def round_list(town: Municipality) -> ResponseReturnValue:
    """The rounds of the town, or those that the reader walks."""
    actor = current_actor()
    every = policy.may_see_every_round(actor, town.id)
    closed = "closed" in request.args
    today = athens_date(clock.now())
    walker = None if every else actor.id
    found = rounds.rounds(municipality_id=town.id, walker_id=walker, closed=closed)
    return render_template(
        "resources/rounds.html",
        rounds=found,
        late={one.id for one, _progress in found if is_overdue(one.state, one.due_on, today)},
        closed=closed,
        every=every,
    )


@pages.route("/rounds/new", methods=["GET", "POST"])
@requires(policy.may_make_round, of=accounts.municipality)
def new_round(town: Municipality) -> ResponseReturnValue:
    """Choose assets by a question, see how many there are, and make a round of them."""
    form = RoundForm(rounds.staff(municipality_id=town.id))
    wanted = filters.read(request.args.to_dict(flat=False), staff=True)
    asking = presenting.filter_form(wanted, RoundFilterForm)
    asking["area"].data = request.args.get("area", "")
    area, status = None, 200
    try:
        area = _area(asking["area"].data)
    except RuleError as error:
        asking.blame(error)
        status = 422
    today = athens_date(clock.now())
    chosen = [] if status == 422 else rounds.chosen(town.id, wanted, area, today)
    if request.method == "POST" and status == 200:
        status = 422
        if form.validate():
            try:
                brief, asked = _brief(form), {"question": wanted.arguments(), "area": _wkt(area)}
                people = form.people.data or []
                made = deeds.make(current_actor(), town.id, brief, chosen, people, asked)
                flash(gettext("The round was made."), "success")
                return redirect(url_for(".round", round_id=made.id), 303)
            except DomainError as error:
                form.blame(error)
    return render_template(
        "resources/round_new.html",
        form=form,
        asking=asking,
        wanted=wanted,
        bounds=replace(wanted, box=area.bounds) if area else wanted,
        chips=presenting.chips(wanted, ".new_round", area=asking["area"].data or None),
        count=len(chosen),
        placed=sum(one.place is not None for one in chosen),
        most=LARGEST_ROUND,
    ), status


@pages.get("/rounds/<int:round_id>")
@requires(policy.may_follow_round, of=rounds.round_of)
def round(round: Round) -> ResponseReturnValue:
    """One round: how far it has come, who walks what, what remains."""
    stops = rounds.stops(round)
    return render_template(
        "resources/round.html",
        round=round,
        progress=rounds.progress(round),
        walks=walks_of(round, stops),
        late=is_overdue(round.state, round.due_on, athens_date(clock.now())),
        legend=legend(),
    )


@pages.route("/rounds/<int:round_id>/share", methods=["GET", "POST"])
@requires(policy.may_lead_round, of=rounds.round_of)
def share_round(round: Round) -> ResponseReturnValue:
    """Give what remains of a round to other people, or let the walk begin elsewhere."""
    staff = rounds.staff(municipality_id=round.municipality_id)
    if request.method == "GET":
        data: dict[str, Any] = {"people": [one.user_id for one in round.members]}
        if round.start_x is not None:
            data["start"] = f"POINT ({round.start_x} {round.start_y})"
        form = ShareForm(staff, formdata=None, data=data)
        return render_template("resources/round_share.html", form=form, round=round)
    form = ShareForm(staff)
    if form.validate():
        try:
            start = _start(form)
            deeds.share_out(current_actor(), round, form.people.data or [], start)
            flash(gettext("What remains of the round was shared out anew."), "success")
            return redirect(url_for(".round", round_id=round.id), 303)
        except DomainError as error:
            form.blame(error)
    return render_template("resources/round_share.html", form=form, round=round), 422


@pages.route("/rounds/<int:round_id>/close", methods=["GET", "POST"])
@requires(policy.may_lead_round, of=rounds.round_of)
def close_round(round: Round) -> ResponseReturnValue:
    """End a round."""
    form = Form()
    if form.validate_on_submit():
        deeds.close(current_actor(), round)
        flash(gettext("The round was closed."), "success")
        return redirect(url_for(".round", round_id=round.id), 303)
    left = rounds.progress(round).left
    return render_template("resources/round_close.html", form=form, round=round, left=left)


@pages.post("/rounds/<int:round_id>/reopen")
@requires(policy.may_lead_round, of=rounds.round_of)
def reopen_round(round: Round) -> ResponseReturnValue:
    """Go on with a closed round."""
    deeds.reopen(current_actor(), round)
    flash(gettext("The round is under way again."), "success")
    return redirect(url_for(".round", round_id=round.id), 303)


TELLER = Teller({}, list, lambda key: url_for("resources.round", round_id=key))


def legend() -> list[dict[str, str]]:
    """What the colours of the stops mean."""
    return [
        {"state": "idle", "label": gettext("To be visited")},
        {"state": "in_use", "label": gettext("Visited")},
        {"state": "unknown", "label": gettext("Left out")},
    ]


def _brief(form: RoundForm) -> deeds.Brief:
    return deeds.Brief(
        title=form.title.data or "",
        note=form.note.data or "",
        due_on=form.due_on.data,
        start=_start(form),
        minutes_a_stop=form.minutes_a_stop.data or 0,
    )


def _start(form: ShareForm) -> Place | None:
    text = (form.start.data or "").strip()
    if not text:
        return None
    try:
        point = drawn(text).geometry.representative_point()
    except RuleError as error:
        raise RuleError(error.message, field="start", values=error.values) from error
    return (point.x, point.y)


def _area(text: str | None) -> BaseGeometry | None:
    if not text or not text.strip():
        return None
    try:
        return drawn_area(text.strip())
    except RuleError as error:
        raise RuleError(error.message, field="area", values=error.values) from error


def _wkt(area: BaseGeometry | None) -> str | None:
    return area.wkt if area else None
