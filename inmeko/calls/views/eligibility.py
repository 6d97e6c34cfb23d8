"""The page of the eligibility check of a file, and the page that gives it to evaluators."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.judging import (
    ConclusionForm,
    FindingsForm,
    GiveForm,
    findings_form,
)
from inmeko.calls.models import Assignment, Evaluator, Submission
from inmeko.calls.queries import committee as seats
from inmeko.calls.queries import judging, sheets
from inmeko.calls.rules import eligibility as rules
from inmeko.calls.rules import scoring
from inmeko.calls.rules.words import EligibilityVerdict
from inmeko.calls.services import assigning
from inmeko.calls.services import evaluation as deeds
from inmeko.calls.views.blueprint import pages
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, requires


@pages.route("/eligibility/<int:submission_id>", methods=["GET", "POST"])
@requires(policy.may_check, of=judging.file)
def eligibility(file: Submission) -> ResponseReturnValue:
    """Every document and requirement of a file, and what was found at each."""
    deeds.check_open(file.call)
    points = _points(file)
    form = findings_form(points, judging.checks(file))
    if request.method == "GET":
        return _page(file, points, form)
    if form.validate():
        try:
            deeds.find(current_actor(), file, form.findings(points))
            flash(gettext("The findings were saved."), "success")
            return redirect(_here(file), 303)
        except DomainError as error:
            form.blame(error)
    return _page(file, points, form), 422


@pages.post("/eligibility/<int:submission_id>/conclude")
@requires(policy.may_check, of=judging.file)
def conclude_eligibility(file: Submission) -> ResponseReturnValue:
    """Say whether a file is eligible."""
    form = ConclusionForm(prefix="conclusion")
    if form.validate():
        try:
            eligible = form.eligible.data == "yes"
            deeds.conclude(current_actor(), file, eligible=eligible, reason=form.reason.data or "")
            flash(gettext("The eligibility check was concluded."), "success")
            return redirect(_here(file), 303)
        except DomainError as error:
            form.blame(error)
    points = _points(file)
    findings = findings_form(points, judging.checks(file), formdata=None)
    return _page(file, points, findings, form), 422


@pages.route("/judges/<int:submission_id>", methods=["GET", "POST"])
@requires(policy.may_give_out, of=judging.file)
def judges(file: Submission) -> ResponseReturnValue:
    """Who judges a file, who could, and what ties anybody to whoever handed it in."""
    deeds.check_open(file.call)
    given = judging.assignments(file)
    sitting = [one for one in seats.members(file.call) if one.left_at is None]
    free = [one for one in sitting if one.id not in {held.evaluator_id for held in given}]
    form, status = GiveForm(free), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                _give(file, form, free)
                flash(gettext("The file was given out."), "success")
                return redirect(url_for(".judges", submission_id=file.id), 303)
            except DomainError as error:
                form.blame(error)
    return _judges(file, form, free), status


@pages.post("/judging/<int:assignment_id>/take-back")
@requires(policy.may_take_back, of=sheets.sheet)
def take_back(sheet: Assignment) -> ResponseReturnValue:
    """Take a file back from a member who has not opened it."""
    file_id = sheet.submission_id
    assigning.take_back(current_actor(), sheet)
    flash(gettext("The file was taken back."), "success")
    return redirect(url_for(".judges", submission_id=file_id), 303)


def _give(file: Submission, form: GiveForm, free: list[Evaluator]) -> None:
    seat = next(one for one in free if one.id == form.evaluator.data)
    assigning.give(current_actor(), file, seat, cleared=form.cleared.data or "")


def _points(file: Submission) -> list[rules.Point]:
    kind = file.kind.value if file.kind else None
    return rules.points(judging.content_of(file), kind)


def _here(file: Submission) -> str:
    return url_for(".eligibility", submission_id=file.id)


def _page(
    file: Submission,
    points: list[rules.Point],
    form: FindingsForm,
    conclusion: ConclusionForm | None = None,
) -> str:
    papers = judging.papers(file)
    checks = judging.checks(file)
    told = {
        "eligible": {True: "yes", False: "no"}.get(file.eligible),  # type: ignore[arg-type]
        "reason": file.eligible_reason,
    }
    if conclusion is None:
        conclusion = ConclusionForm(prefix="conclusion", formdata=None, data=told)
    return render_template(
        "calls/eligibility.html",
        file=file,
        call=file.call,
        points=points,
        form=form,
        conclusion=conclusion,
        checks=checks,
        papers={one.key: [p for p in papers if p.purpose == one.key] for one in points},
        left=sum(one.needed and one.key not in checks for one in points),
        MET=EligibilityVerdict.MET,
        next_file=judging.next_unchecked(file),
    )


def _judges(file: Submission, form: GiveForm, free: list[Evaluator]) -> str:
    content = judging.content_of(file)
    given = judging.assignments(file)
    stand = judging.stand(content.judging, "", file.eligible, given)
    return render_template(
        "calls/judges.html",
        file=file,
        call=file.call,
        form=form,
        free=free,
        given=given,
        sheets=sheets.sheets(file),
        criteria=content.criteria,
        ties=assigning.ties(file),
        loads=seats.loads(file.call),
        stand=stand,
        needed=scoring.needed(content.judging, stand),
        hides=content.judging.anonymous and policy.is_member(current_actor(), file.call),
        chairs=policy.may_chair(current_actor(), file.call),
        manages=policy.may_manage(current_actor(), file.call),
    )
