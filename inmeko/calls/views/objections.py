"""Planners read objections and enter the reasoned answers of the committee."""

from decimal import Decimal

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.results import AnswerForm, number
from inmeko.calls.models import Call, Objection
from inmeko.calls.queries import calls as call_queries
from inmeko.calls.queries import judging
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import objecting as rules
from inmeko.calls.rules.objecting import Correction
from inmeko.calls.rules.words import ObjectionVerdict
from inmeko.calls.services import objections as deeds
from inmeko.calls.services import recording
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires


@pages.get("/<int:call_id>/objections")
@requires(policy.may_manage, of=call_queries.call)
def objections(call: Call) -> ResponseReturnValue:
    """All objections of a call, in the order in which they came."""
    return render_template(
        "calls/objections.html",
        call=call,
        objections=queries.objections(call),
        label=lambda one: _point(one, call),
        window_over=rules.is_over(call.objections_until, clock.now()),
    )


@pages.route("/objections/<int:objection_id>", methods=["GET", "POST"])
@requires(policy.may_answer, of=queries.objection)
def answer_objection(objection: Objection) -> ResponseReturnValue:
    """Read one objection and answer it."""
    form = AnswerForm(formdata=None) if request.method == "GET" else AnswerForm()
    if request.method == "GET":
        return _page(objection, form)
    try:
        deeds.answer(
            current_actor(),
            objection,
            verdict=_verdict(form.verdict.data),
            words=form.answer.data or "",
            correction=_correction(objection, eligible=bool(form.eligible.data)),
        )
    except DomainError as error:
        form.blame(error)
        return _page(objection, form), 422
    flash(gettext("The answer was kept. The final list will take it up."), "success")
    return redirect(url_for(".objections", call_id=objection.call_id), 303)


def _page(objection: Objection, form: AnswerForm) -> str:
    call = objection.call
    content = judging.content(call)
    averages = objection.line.detail.get("averages") or {}
    kind, _, key = objection.point.partition(":")
    asked = [one for one in content.criteria if kind != rules.CRITERION or one.key == key]
    return render_template(
        "calls/objection.html",
        call=call,
        objection=objection,
        form=form,
        point=_point(objection, call),
        criteria=[(one, averages.get(one.key)) for one in asked],
        eligibility=kind == rules.ELIGIBILITY,
        typed=request.form,
        window_over=rules.is_over(call.objections_until, clock.now()),
        open=objection.verdict is ObjectionVerdict.OPEN,
    )


def _point(objection: Objection, call: Call) -> str:
    label = recording.point_label(objection.point, judging.content(call))
    return label or gettext("The place on the list")


def _verdict(typed: str | None) -> ObjectionVerdict:
    known = {one.value: one for one in ObjectionVerdict}
    return known.get(typed or "", ObjectionVerdict.OPEN)


def _correction(objection: Objection, *, eligible: bool) -> Correction | None:
    """What the answer changes, as it was typed: criteria with a value, and the eligibility."""
    values: dict[str, Decimal] = {}
    for one in judging.content(objection.call).criteria:
        value = number(request.form.get(f"value-{one.key}"), one.key)
        if value is not None:
            values[one.key] = value
    return Correction(eligible, values or None) if eligible or values else None
