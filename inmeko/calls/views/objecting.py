"""A group sees its result by the link of its file, objects to a point of it, is named or not."""

import uuid
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls.forms.results import ObjectionForm
from inmeko.calls.models import Holder, ResultLine
from inmeko.calls.queries import expressions, judging
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import objecting as rules
from inmeko.calls.rules.minutes_results import reason
from inmeko.calls.rules.publication import UNNAMED
from inmeko.calls.rules.words import ListStage
from inmeko.calls.services import objections as deeds
from inmeko.calls.views import result_letters as letters
from inmeko.calls.views.blueprint import files
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, public

RATES = {("POST", "call_file.objection"): "10/minute;60/day"}


@files.get("/result")
@public(of=expressions.holder)
def result(holder: Holder) -> ResponseReturnValue:
    """What the lists say of a group, criterion by criterion, and what became of its objections."""
    expression, call = holder.expression, holder.expression.call
    lines = {stage: queries.line_of(expression, stage) for stage in ListStage}
    final = lines[ListStage.FINAL_LIST]
    return render_template(
        "calls/file_result.html",
        holder=holder,
        call=call,
        lines={stage: _facts(line) for stage, line in lines.items() if line},
        objections=queries.objections_of(expression),
        answered=final is not None,
        label=lambda point: point_label(point, holder),
        may_object=_may_object(holder, lines[ListStage.PRELIMINARY_LIST]),
        hidden=expression.kind in UNNAMED,
        named=expression.shows_name,
    )


@files.route("/objection", methods=["GET", "POST"])
@public(of=expressions.holder)
def objection(holder: Holder) -> ResponseReturnValue:
    """Object to one point of the preliminary result."""
    form = ObjectionForm()
    line = queries.line_of(holder.expression, ListStage.PRELIMINARY_LIST)
    if request.method == "GET":
        form.once.data = uuid.uuid4().hex
        return _objection_page(holder, line, form)
    try:
        made = deeds.object_to(
            current_actor(),
            holder,
            point=form.point.data or "",
            text=form.text.data or "",
            once=(form.once.data or uuid.uuid4().hex)[:64],
        )
    except DomainError as error:
        form.blame(error)
        return _objection_page(holder, line, form), 422
    letters.objected(made, holder)
    number = f"{made.protocol_entry.number}/{made.protocol_entry.year}"
    flash(gettext("The objection was entered under number %(number)s.", number=number), "success")
    return redirect(url_for(".result"), 303)


@files.post("/named")
@public(of=expressions.holder)
def named(holder: Holder) -> ResponseReturnValue:
    """Let a group without legal form be named in public lists, or not any more."""
    deeds.name_in_lists(current_actor(), holder, named=request.form.get("named") == "yes")
    flash(gettext("Your choice was kept."), "success")
    return redirect(url_for(".result"), 303)


def point_label(point: str, holder: Holder) -> str:
    """A point of a result in words."""
    content = judging.content(holder.expression.call)
    kind, _, key = point.partition(":")
    label = content.label(key)
    if kind == rules.PLACE:
        return str(gettext("The place on the list"))
    if kind == rules.CRITERION:
        return str(gettext("The score in “%(criterion)s”", criterion=label))
    if not label:
        return str(gettext("That the file is not eligible"))
    return str(gettext("That this condition is not met: %(point)s", point=label))


def _facts(line: ResultLine) -> dict[str, Any]:
    criteria = judging.content(line.submission.call).criteria
    averages = line.detail.get("averages") or {}
    return {
        "line": line,
        "reasons": [reason(why, gettext) for why in line.detail.get("reasons") or ()],
        "averages": [(one.label, averages.get(one.key), one.most) for one in criteria],
    }


def _may_object(holder: Holder, line: ResultLine | None) -> bool:
    call = holder.expression.call
    window = rules.is_open(call.state, call.objections_until, clock.now())
    return line is not None and holder.leads and window


def _objection_page(holder: Holder, line: ResultLine | None, form: ObjectionForm) -> str:
    call = holder.expression.call
    points = deeds.points(line) if line is not None else []
    form.point.choices = [(one.key, point_label(one.key, holder)) for one in points]
    return render_template(
        "calls/file_objection.html",
        holder=holder,
        call=call,
        form=form,
        line=line,
        may_object=_may_object(holder, line),
    )
