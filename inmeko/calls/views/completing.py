"""Documents that are added when asked: the planner asks, the group answers by its link."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields import SelectChoice

from inmeko.calls import policy
from inmeko.calls.forms.files import AnywayForm, AskForm, UploadForm
from inmeko.calls.models import Completion, Holder, Submission
from inmeko.calls.queries import calls, submissions
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import sending
from inmeko.calls.services import completing as deeds
from inmeko.calls.views import file_letters as letters
from inmeko.calls.views import file_page
from inmeko.calls.views.blueprint import files, pages
from inmeko.calls.views.documents import is_new
from inmeko.calls.views.file_page import file_of
from inmeko.kernel import clock
from inmeko.kernel.calendar import from_athens
from inmeko.kernel.errors import DomainError
from inmeko.records.rules.files import ACCEPT
from inmeko.records.rules.protocol import protocol_number
from inmeko.web.access import current_actor, public, requires


@pages.route("/submissions/<int:submission_id>/ask", methods=["GET", "POST"])
@requires(policy.may_see_files, of=submissions.submission)
def ask(submission: Submission) -> ResponseReturnValue:
    """Ask a group for documents by a moment."""
    form = AskForm()
    form.papers.choices = [SelectChoice(key, label) for key, label in papers(submission).items()]
    if form.validate_on_submit():
        try:
            asked = deeds.ask(
                current_actor(),
                submission,
                papers=form.papers.data or [],
                text=form.text.data or "",
                due_at=from_athens(form.due_at.data),
            )
            letters.asked(asked)
            flash(gettext("The group was asked."), "success")
            return redirect(url_for(".submission", submission_id=submission.id), 303)
        except DomainError as error:
            form.blame(error)
    page = render_template("calls/ask.html", submission=submission, call=submission.call, form=form)
    return page, 422 if form.errors else 200


@files.route("/completions/<int:completion_id>", methods=["GET", "POST"])
@public(of=queries.holder_and_completion)
def completion(place: tuple[Holder, Completion]) -> ResponseReturnValue:
    """What was asked for, the files that were put in, and the button that sends them."""
    holder, asked = place
    form = UploadForm(formdata=None)
    purpose = request.form.get("purpose", "")
    if request.method == "POST":
        try:
            known = {one.id for one in queries.completion_files(asked)}
            for upload in request.files.getlist("file"):
                if upload and upload.filename:
                    given = (upload.stream, upload.filename)
                    is_new(deeds.add_file(current_actor(), asked, purpose, *given), known)
            return redirect(url_for("call_file.completion", completion_id=asked.id), 303)
        except DomainError as error:
            form.blame(error)
    return _page(holder, asked, form), 422 if form.errors else 200


@files.post("/completions/<int:completion_id>/send")
@public(of=queries.holder_and_completion)
def complete(place: tuple[Holder, Completion]) -> ResponseReturnValue:
    """Send what was asked for, under a protocol number."""
    holder, asked = place
    form = AnywayForm(formdata=None)
    before = asked.answered_at
    try:
        done = deeds.complete(current_actor(), holder, asked)
    except DomainError as error:
        form.blame(error)
        return _page(holder, asked, form), 422
    if before is None:
        letters.completed(done, number_of(done))
    flash(
        gettext("The documents were received: no. %(number)s.", number=number_of(done)), "success"
    )
    return redirect(url_for("call_file.completion", completion_id=done.id), 303)


def number_of(asked: Completion) -> str:
    """The protocol number under which a completion came in; empty before."""
    entry = submissions.entry_of(asked)
    return protocol_number(entry.number, entry.entered_on) if entry else ""


def papers(submission: Submission) -> dict[str, str]:
    """The documents and files that the call asks for, by their keys."""
    version = calls.version(submission.call, submission.version)
    content = contents.read(version.content if version else submission.call.content)
    return {one.key: one.label for one in content.papers}


def _page(holder: Holder, asked: Completion, form: Any) -> str:
    known = papers(asked.submission)
    held = queries.completion_files(asked)
    return file_page.page(
        "file_completion",
        file_of(holder),
        form=form,
        asked=asked,
        past=sending.is_due_past(asked.due_at, clock.now()),
        papers=[
            (key, known.get(key, key), [one for one in held if one.purpose == key])
            for key in asked.papers
        ],
        complete={one.purpose for one in held} >= set(asked.papers),
        refused=request.form.get("purpose", ""),
        number=number_of(asked),
        accept=ACCEPT,
    )
