"""Pages of an evaluation: beginning it, the table of files, sharing them out, reminding."""

import csv
import io
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.judging import ListForm, TableForm, UntilForm, until_form
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.queries import judging, sheets
from inmeko.calls.rules import scoring
from inmeko.calls.rules.judging import (
    STAGE_OF_ELIGIBILITY_LABELS,
    STANDSTILL_LABELS,
    TABLE_ORDER_LABELS,
    Asked,
    TableOrder,
    read,
)
from inmeko.calls.rules.words import CallState
from inmeko.calls.services import assigning
from inmeko.calls.services import evaluation as deeds
from inmeko.calls.views import reminders
from inmeko.calls.views.blueprint import pages
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.tables import DELIMITER
from inmeko.kernel.text import N_
from inmeko.records.services import note
from inmeko.web.access import current_actor, requires

LARGEST_LIST = 2 * 1024 * 1024
# What is missing is named up to here, and counted beyond.
NAMED = 20


@pages.get("/<int:call_id>/evaluation")
@requires(policy.may_follow, of=queries.call)
def evaluation(call: Call) -> ResponseReturnValue:
    """The files of a call beside their evaluators: scores, spread, eligibility, what is missing."""
    asked, content = read(request.args), judging.content(call)
    owing = sheets.owing(call)
    count = judging.table_count(call, asked, content.judging)
    missing = judging.missing(call) if call.state is CallState.EVALUATION else []
    return render_template(
        "calls/evaluation.html",
        call=call,
        judging=content.judging,
        files=judging.table(call, asked, content.judging),
        seats={one.seat.id: one.seat for one in owing},
        owing=owing,
        counts=judging.counts(call),
        count=count,
        missing=[gettext(one.message, **one.values) for one in missing[:NAMED]],
        unnamed=max(len(missing) - NAMED, 0),
        stand=lambda file: judging.stand(content.judging, "", file.eligible, file.assignments),
        needed=lambda stand: scoring.needed(content.judging, stand),
        hides=content.judging.anonymous and policy.is_member(current_actor(), call),
        manages=policy.may_manage(current_actor(), call),
        until=until_form(call.judge_until),
        asked=asked,
        form=_form(asked, owing),
        chips=_chips(call, asked, owing),
        sorts=_sorts(call, asked),
        turn=_turn(call, asked, count),
    )


@pages.route("/<int:call_id>/evaluation/begin", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def begin_evaluation(call: Call) -> ResponseReturnValue:
    """Begin the evaluation of a call that is closed and whose files are open."""
    form, status = UntilForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.begin(current_actor(), call, until=form.moment())
                flash(gettext("The evaluation has begun."), "success")
                return redirect(url_for(".evaluation", call_id=call.id), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("calls/evaluation_begin.html", form=form, call=call), status


@pages.post("/<int:call_id>/evaluation/until")
@requires(policy.may_manage, of=queries.call)
def judge_until(call: Call) -> ResponseReturnValue:
    """Say until when sheets are asked for."""
    form = UntilForm()
    if not form.validate():
        raise RuleError(N_("Choose a day that is still to come."))
    deeds.give_until(current_actor(), call, form.moment())
    flash(gettext("The changes were saved."), "success")
    return redirect(url_for(".evaluation", call_id=call.id), 303)


@pages.post("/<int:call_id>/evaluation/share")
@requires(policy.may_follow, of=queries.call)
def share_files(call: Call) -> ResponseReturnValue:
    """Give every eligible file the members that it lacks, in balance."""
    shared = assigning.share_out(current_actor(), call)
    flash(gettext("%(n)s assignments were made.", n=shared.given), "success")
    if shared.short:
        words = gettext(
            "Too few members without a conflict for: %(files)s",
            files=", ".join(shared.short[:NAMED]),
        )
        flash(words, "warning")
    return redirect(url_for(".evaluation", call_id=call.id), 303)


@pages.route("/<int:call_id>/evaluation/list", methods=["GET", "POST"])
@requires(policy.may_follow, of=queries.call)
def list_assignments(call: Call) -> ResponseReturnValue:
    """Give files out as the lines of a CSV file say: all of them, or none."""
    form = ListForm()
    report: list[assigning.Line] = []
    if request.method == "POST" and form.validate():
        try:
            report = assigning.enter(
                current_actor(), call, _lines(form.file.data.read(LARGEST_LIST))
            )
        except DomainError as error:
            form.blame(error)
        else:
            given = sum(one.outcome == assigning.GIVEN for one in report)
            if not any(one.outcome == assigning.REFUSED for one in report):
                flash(gettext("%(n)s assignments were made.", n=given), "success")
                return redirect(url_for(".evaluation", call_id=call.id), 303)
    status = 422 if request.method == "POST" else 200
    page = render_template("calls/evaluation_list.html", form=form, call=call, report=report)
    return page, status


@pages.post("/<int:call_id>/evaluation/remind")
@requires(policy.may_follow, of=queries.call)
def remind_evaluators(call: Call) -> ResponseReturnValue:
    """Write to every member who has not finished; pressed twice a day, it writes once."""
    deeds.check_judged(call)
    number = reminders.remind(call)
    after = {"people": number}
    town = call.municipality_id
    note(current_actor(), "reminded", "call", call.id, municipality_id=town, after=after)
    flash(gettext("%(n)s members are reminded today.", n=number), "success")
    return redirect(url_for(".evaluation", call_id=call.id), 303)


def _lines(content: bytes) -> list[list[str]]:
    """The cells of a CSV file, in Unicode or in the Windows alphabet, with semicolons or commas."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1253", "replace")
    delimiter = DELIMITER if DELIMITER in text else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _form(asked: Asked, owing: list[sheets.Owing]) -> TableForm:
    told: dict[str, Any] = {
        "eligibility": asked.eligibility.value if asked.eligibility else "",
        "standstill": asked.standstill.value if asked.standstill else "",
        "evaluator": str(asked.evaluator or ""),
        "order": asked.order.value,
    }
    return TableForm([one.seat for one in owing], formdata=None, data=told)


def _chips(call: Call, asked: Asked, owing: list[sheets.Owing]) -> list[dict[str, str]]:
    """What is asked, each with the address without it."""
    names = {one.seat.id: one.seat.user.name or one.seat.user.email for one in owing}
    said: dict[str, str] = {}
    if asked.q:
        said["q"] = asked.q
    if asked.eligibility:
        said["eligibility"] = gettext(STAGE_OF_ELIGIBILITY_LABELS[asked.eligibility])
    if asked.standstill:
        said["standstill"] = gettext(STANDSTILL_LABELS[asked.standstill])
    if asked.evaluator is not None:
        said["evaluator"] = names.get(asked.evaluator, str(asked.evaluator))
    return [
        {"label": words, "url": _url(call, asked, **{name: None})} for name, words in said.items()
    ]


def _sorts(call: Call, asked: Asked) -> dict[str, dict[str, str | None]]:
    """The addresses that sort the table, and how it is sorted now."""
    ways = {TableOrder.PROTOCOL: "ascending"}
    return {
        order.value: {
            "label": gettext(TABLE_ORDER_LABELS[order]),
            "sort": _url(call, asked, order=order.value),
            "order": ways.get(order, "descending") if asked.order is order else None,
        }
        for order in TableOrder
    }


def _turn(call: Call, asked: Asked, count: int) -> dict[str, str | None]:
    """The pages before and after this one."""
    last = -(-count // judging.PAGE)
    before = _url(call, asked, page=asked.page - 1) if asked.page > 1 else None
    after = _url(call, asked, page=asked.page + 1) if asked.page < last else None
    pages = gettext("Page %(page)s of %(last)s", page=asked.page, last=last) if last > 1 else None
    return {"previous": before, "next": after, "note": pages}


def _url(call: Call, asked: Asked, **changes: object) -> str:
    return url_for(".evaluation", call_id=call.id, **asked.arguments(**changes))
