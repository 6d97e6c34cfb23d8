"""The desk of an evaluator: what to declare, to score, what is done; and the score sheet."""

from typing import Any

from flask import flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.calls import policy
from inmeko.calls.forms.judging import DeclarationForm, ReasonForm, SheetForm, sheet_form
from inmeko.calls.models import Assignment
from inmeko.calls.queries import judging, sheets
from inmeko.calls.rules import anonymous, conflicts, scoring
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.judging import PILE_LABELS, DeskPile, pile, read
from inmeko.calls.rules.words import AssignmentState
from inmeko.calls.services import sheets as deeds
from inmeko.calls.services.sheets import Filled
from inmeko.calls.views import reminders
from inmeko.calls.views.blueprint import pages
from inmeko.kernel.errors import ConflictError, DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.queries import content as content_of_file
from inmeko.records.rules.files import INLINE
from inmeko.web.access import current_actor, requires

PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
SAFE = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
}


@pages.get("/judging")
@requires(policy.may_see_desk, of=accounts.municipality)
def desk(town: Municipality) -> ResponseReturnValue:
    """What waits for an evaluator, the next deadline first."""
    mine = {"municipality_id": town.id, "user_id": current_actor().id or 0}
    asked, wanted = read(request.args), pile(request.args)
    chosen = request.args.get("call", type=int)
    found = sheets.desk(**mine, pile=wanted, call_id=chosen, page=asked.page)
    calls = sheets.desk_calls(**mine)
    counts = sheets.desk_counts(**mine)
    kept: dict[str, Any] = {"call": chosen}
    tabs = [
        {
            "label": gettext(PILE_LABELS[one]),
            "url": url_for(".desk", pile=one.value, **kept),
            "active": wanted is one,
            "count": counts[one],
        }
        for one in DeskPile
    ]
    everything = {"label": gettext("All"), "url": url_for(".desk", **kept), "active": not wanted}
    turned: dict[str, Any] = {"pile": wanted.value if wanted else None, **kept}
    return render_template(
        "calls/desk.html",
        rows=found[: sheets.PAGE],
        tabs=[everything, *tabs],
        counts=counts,
        calls=calls,
        chosen=chosen,
        wanted=wanted,
        hiding=sheets.hiding(municipality_id=town.id, calls=calls),
        deadline=sheets.next_deadline(**mine),
        previous=url_for(".desk", page=asked.page - 1, **turned) if asked.page > 1 else None,
        next=url_for(".desk", page=asked.page + 1, **turned) if found[sheets.PAGE :] else None,
    )


@pages.route("/judging/<int:assignment_id>/declare", methods=["GET", "POST"])
@requires(policy.may_judge, of=sheets.sheet)
def declare(sheet: Assignment) -> ResponseReturnValue:
    """Declare that no interest stands in the way; then the file opens."""
    form, status = DeclarationForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                deeds.declare(current_actor(), sheet, stated=bool(form.stated.data))
                return redirect(url_for(".sheet", assignment_id=sheet.id), 303)
            except DomainError as error:
                form.blame(error)
    elif sheet.state is not AssignmentState.ASSIGNED:
        return redirect(url_for(".desk"), 303)
    return render_template("calls/declare.html", form=form, **_around(sheet)), status


@pages.route("/judging/<int:assignment_id>/step-back", methods=["GET", "POST"])
@requires(policy.may_judge, of=sheets.sheet)
def step_back(sheet: Assignment) -> ResponseReturnValue:
    """Step back from a file, with the reason; somebody else takes it over."""
    form, status = ReasonForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                reminders.tell([deeds.step_back(current_actor(), sheet, form.reason.data or "")])
                flash(
                    gettext("You stepped back from the file. Your reason was recorded."), "success"
                )
                return redirect(url_for(".desk"), 303)
            except DomainError as error:
                form.blame(error)
    return render_template("calls/step_back.html", form=form, **_around(sheet)), status


@pages.route("/judging/<int:assignment_id>", methods=["GET", "POST"])
@requires(policy.may_judge, of=sheets.sheet)
def sheet(sheet: Assignment) -> ResponseReturnValue:
    """A file and its score sheet: saved as one goes, finished once."""
    deeds.check_declared(sheet)
    content = judging.content_of(sheet.submission)
    form = sheet_form(content.criteria, sheet)
    if request.method == "GET":
        return _sheet(sheet, content, form), PRIVATE
    if form.validate():
        try:
            return _keep(sheet, content, form)
        except DomainError as error:
            form.blame(error)
            if isinstance(error, ConflictError):
                return _sheet(sheet, content, form, meanwhile=True), 409, PRIVATE
    return _sheet(sheet, content, form), 422, PRIVATE


@pages.post("/judging/<int:assignment_id>/reopen")
@requires(policy.may_judge, of=sheets.sheet)
def reopen_sheet(sheet: Assignment) -> ResponseReturnValue:
    """Take a finished sheet up again, while others of its file are missing."""
    deeds.reopen(current_actor(), sheet)
    return redirect(url_for(".sheet", assignment_id=sheet.id), 303)


@pages.get("/judging/<int:assignment_id>/papers/<int:file_id>")
@requires(policy.may_judge_paper, of=sheets.sheet_paper)
def sheet_paper(asked: sheets.SheetPaper) -> ResponseReturnValue:
    """A document of a file, under the name that its evaluator may see."""
    deeds.check_declared(asked.sheet)
    submission = asked.sheet.submission
    shown = anonymous.shown(judging.content_of(submission), submission.content, submission.alias)
    named = next((one for one in shown.files if one.id == asked.file_id), None)
    kept = next((one for one in judging.papers(submission) if one.id == asked.file_id), None)
    if named is None or kept is None:
        raise NotFoundError(N_("There is no such file."))
    response = send_file(
        content_of_file(kept),
        mimetype=kept.media_type,
        as_attachment=kept.media_type not in INLINE,
        download_name=named.name,
        etag=False,
    )
    response.headers.update({**PRIVATE, **SAFE})
    return response


def _keep(sheet: Assignment, content: Content, form: SheetForm) -> ResponseReturnValue:
    filled = Filled(
        form.values(content.criteria), form.comments(content.criteria), form.remark.data or ""
    )
    actor, change = current_actor(), form.last_change
    if request.form.get("finish"):
        reminders.tell([deeds.finish(actor, sheet, filled, change=change)])
        flash(gettext("The sheet is finished."), "success")
        return redirect(url_for(".desk"), 303)
    deeds.save(actor, sheet, filled, change=change)
    flash(gettext("The sheet was saved."), "success")
    return redirect(url_for(".sheet", assignment_id=sheet.id), 303)


def _sheet(sheet: Assignment, content: Content, form: SheetForm, *, meanwhile: bool = False) -> str:
    file = sheet.submission
    saved = {one.criterion: one for one in sheet.scores}
    if meanwhile:
        # The next press is meant: whoever presses has seen what was saved.
        form.change.raw_data, form.change.data = None, str(sheet.change)
    return render_template(
        "calls/sheet.html",
        form=form,
        criteria=content.criteria,
        shown=anonymous.shown(content, file.content, file.alias),
        others=sheets.sheets(file),
        saved=saved if meanwhile else {},
        given=scoring.points(content.criteria, {key: one.value for key, one in saved.items()}),
        **_around(sheet),
    )


def _around(sheet: Assignment) -> dict[str, object]:
    file = sheet.submission
    hides = judging.content_of(file).judging.anonymous
    return {
        "sheet": sheet,
        "file": file,
        "call": file.call,
        "title": file.alias if hides else file.name,
        "hides": hides,
        "ties": conflicts.read(sheet.conflicts),
    }
