"""The planner's way from finished sheets to the final list: minutes, and lists."""

from datetime import datetime
from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.results import AdaForm, MinutesForm, number, seats
from inmeko.calls.models import Call, Minutes, ResultList
from inmeko.calls.queries import calls as call_queries
from inmeko.calls.queries import judging
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import objecting
from inmeko.calls.rules.ranking import Granted
from inmeko.calls.rules.words import CallState, ListStage, Offer
from inmeko.calls.services import deciding as deeds
from inmeko.calls.services import minutes as records
from inmeko.calls.services import papers, recording, standing
from inmeko.calls.views import minutes_papers
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires

SHORT = {ListStage.PRELIMINARY_LIST: "preliminary", ListStage.FINAL_LIST: "final"}
STAGE = "/<int:call_id>/<any(preliminary, final):stage>"
Place = tuple[Call, ListStage]


def may_decide(actor: Actor, place: Place) -> bool:
    """Minutes and lists are written by those who manage the call."""
    return policy.may_manage(actor, place[0])


@pages.get("/<int:call_id>/deciding")
@requires(policy.may_manage, of=call_queries.call)
def decide_board(call: Call) -> ResponseReturnValue:
    """How far a call has come from its sheets to the final list, and what comes next."""
    lists = {one.stage: one for one in queries.lists(call)}
    minutes = {stage: queries.minutes(call, stage) for stage in ListStage}
    return render_template(
        "calls/deciding.html",
        call=call,
        lists=lists,
        minutes=minutes,
        papers={stage: queries.papers(one) if one else () for stage, one in minutes.items()},
        proofs={stage: records.proof(one) for stage, one in minutes.items() if one},
        waits=_waits(call),
        objections=queries.objections(call),
        unanswered=queries.unanswered(call),
        window_over=objecting.is_over(call.objections_until, clock.now()),
        short=SHORT,
        stages=tuple(ListStage),
        ada=AdaForm(formdata=None),
    )


@pages.route(f"{STAGE}/minutes", methods=["GET", "POST"])
@requires(may_decide, of=queries.call_and_stage)
def minutes(place: Place) -> ResponseReturnValue:
    """The meeting, what is granted in part, the remarks; and the ranking that will be recorded."""
    call, stage = place
    kept = queries.minutes(call, stage)
    form = MinutesForm(data=_kept(kept))
    seats(form, queries.committee(call))
    if request.method == "GET" or (kept is not None and kept.frozen_at):
        return _minutes_page(place, form, kept)
    try:
        if not form.validate():
            return _minutes_page(place, form, kept), 422
        made = records.prepare(current_actor(), call, stage, **_typed(call, form))
        records.check(recording.gather(call, made)[1])
    except DomainError as error:
        form.blame(error)
        return _minutes_page(place, form, kept, words=form), 422
    flash(gettext("The minutes were kept as a draft."), "success")
    return redirect(url_for(".decide_board", call_id=call.id), 303)


@pages.route(f"{STAGE}/freeze", methods=["GET", "POST"])
@requires(may_decide, of=queries.call_and_stage)
def freeze_minutes(place: Place) -> ResponseReturnValue:
    """Freeze the minutes under a protocol number."""
    call, stage = place
    if request.method == "GET":
        return _confirm("calls/freeze.html", place)
    try:
        records.freeze(current_actor(), call, stage, minutes_papers.writer(call.municipality))
    except DomainError as error:
        return _refused("calls/freeze.html", place, error)
    flash(gettext("The minutes are frozen. They can be signed and the list published."), "success")
    return redirect(url_for(".decide_board", call_id=call.id), 303)


@pages.get(f"{STAGE}/minutes.pdf")
@requires(may_decide, of=queries.call_and_stage)
def minutes_draft(place: Place) -> ResponseReturnValue:
    """The minutes as they would be frozen now, marked as a draft."""
    call, stage = place
    begun = records.begun(call, stage)
    facts = begun.content if begun.frozen_at else recording.gather(call, begun)[0]
    told = minutes_papers.context(facts, begun.sha256 or "")
    content = papers.pdf(minutes_papers.page(call.municipality, told))
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="minutes-{call.id}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@pages.route(f"{STAGE}/decide", methods=["GET", "POST"])
@requires(may_decide, of=queries.call_and_stage)
def decide(place: Place) -> ResponseReturnValue:
    """Publish the list that the frozen minutes record, and tell everybody on it."""
    call, stage = place
    if request.method == "GET":
        return _confirm("calls/decide.html", place)
    deed = {
        ListStage.PRELIMINARY_LIST: deeds.decide_preliminary,
        ListStage.FINAL_LIST: deeds.decide_final,
    }[stage]
    try:
        deed(current_actor(), call)
    except DomainError as error:
        return _refused("calls/decide.html", place, error)
    flash(gettext("The list is public, and the letters are on their way."), "success")
    return redirect(url_for(".decide_board", call_id=call.id), 303)


@pages.post("/lists/<int:list_id>/ada")
@requires(policy.may_manage, of=queries.published)
def list_ada(decided: ResultList) -> ResponseReturnValue:
    """Enter the ΑΔΑ of the decision that approves a list."""
    form = AdaForm()
    deeds.enter_ada(current_actor(), decided, ada=form.ada.data or "")
    flash(gettext("The ΑΔΑ was kept."), "success")
    return redirect(url_for(".decide_board", call_id=decided.call_id), 303)


def _waits(call: Call) -> list[str]:
    if call.state is not CallState.EVALUATION:
        return []
    return [gettext(one.message, **one.values) for one in judging.missing(call)]


def _confirm(template: str, place: Place, refusal: DomainError | None = None) -> str:
    call, stage = place
    form = AdaForm(formdata=None)
    if refusal is not None:
        form.blame(refusal)
    return render_template(
        template,
        call=call,
        stage=stage,
        short=SHORT[stage],
        form=form,
        minutes=queries.minutes(call, stage),
    )


def _refused(template: str, place: Place, error: DomainError) -> ResponseReturnValue:
    return _confirm(template, place, error), 422


def _minutes_page(
    place: Place, form: MinutesForm, kept: Minutes | None, words: MinutesForm | None = None
) -> str:
    call, stage = place
    frozen = kept is not None and kept.frozen_at is not None
    shown = records.begun(call, stage)
    facts = shown.content if frozen else recording.gather(call, shown)[0]
    typed = request.form if request.method == "POST" else None
    return render_template(
        "calls/minutes.html",
        call=call,
        stage=stage,
        short=SHORT[stage],
        form=form,
        kept=kept,
        frozen=frozen,
        rows=[{**row, **_grant(row, typed)} for row in facts["ranking"]],
        funds=Offer.FUNDING in standing.content_of(call).offers,
        errors=words.form_errors if words else (),
    )


def _grant(row: dict[str, Any], typed: Any) -> dict[str, str]:
    """What is granted to a file as it was typed, or as it was kept."""
    names = ("part", "reason", "amount")
    if typed is not None:
        return {f"typed_{name}": typed.get(f"{name}-{row['key']}", "") for name in names}
    amount = str(row["amount"] or "").replace(".", ",")
    return {"typed_part": row["part"], "typed_reason": row["reason"], "typed_amount": amount}


def _kept(kept: Minutes | None) -> dict[str, Any]:
    if kept is None:
        return {}
    held = kept.session.get("held_at")
    at = datetime.fromisoformat(held) if held else None
    return {**kept.session, "held_at": at, "remarks": kept.remarks}


def _typed(call: Call, form: MinutesForm) -> dict[str, Any]:
    granted = {}
    for one in queries.files(call):
        texts = {
            name: request.form.get(f"{name}-{one.id}", "").replace("\0", "").strip()
            for name in ("part", "reason")
        }
        amount = number(request.form.get(f"amount-{one.id}"), f"amount-{one.id}")
        granted[one.id] = Granted(**texts, amount=amount)
    return {
        "held_at": form.held_at.data,
        "place": form.place.data or "",
        "secretary": form.secretary.data or "",
        "present": form.present.data or [],
        "remarks": form.remarks.data or "",
        "granted": granted,
    }
