"""What the staff sees of the files of a call: the list, one of them, opening, taking in late."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.files import LateForm, UnsealForm
from inmeko.calls.models import Call, Submission
from inmeko.calls.queries import calls
from inmeko.calls.queries import expressions as files
from inmeko.calls.queries import submissions as queries
from inmeko.calls.queries.submissions import PAGE, Sought
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import phases
from inmeko.calls.rules.words import (
    SOURCE_LABELS,
    SUBMISSION_LABELS,
    QuestionKind,
    Source,
    SubmissionState,
)
from inmeko.calls.services import opening, submitting
from inmeko.calls.views import file_letters as letters
from inmeko.calls.views import file_page, history, receipt_facts
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.web import neighbours
from inmeko.web.access import current_actor, requires

NO_SUCH_FILE = N_("No file of this call has this number.")


@pages.get("/<int:call_id>/submissions")
@requires(policy.may_see_files, of=calls.call)
def submissions(call: Call) -> ResponseReturnValue:
    """The files of a call, with their counts; drafts are counted and never read."""
    sought = _sought()
    rows = queries.page(call, sought)
    more = len(rows) > PAGE
    rows = rows[:PAGE]
    return render_template(
        "calls/submissions.html",
        call=call,
        rows=rows,
        sought=sought,
        found=queries.found(call, sought),
        counts=queries.counts(call),
        next=_address(call, after=rows[-1].id) if more else None,
        first=_address(call) if sought.after else None,
        chips=_chips(call, sought),
        sealed=is_sealed(call),
        past=phases.is_past(call, clock.now()),
    )


@pages.get("/submissions/<int:submission_id>")
@requires(policy.may_see_files, of=queries.submission)
def submission(submission: Submission) -> ResponseReturnValue:
    """One file: who, what was answered, its documents and its history; sealed, only its cover."""
    sealed = is_sealed(submission.call)
    return render_template(
        "calls/submission.html",
        submission=submission,
        call=submission.call,
        sealed=sealed,
        sections=[] if sealed else _told(submission),
        who_labels=file_page.WHO_LABELS,
        all_sent=queries.of_file(submission.expression),
        asked=queries.asked_of(submission),
        deeds=history.of_submission(records.history("submission", submission.id), submission),
        labels_of_deeds=history.FIELD_LABELS,
        formations=neighbours.following(
            "expression", submission.call.municipality.slug, submission.expression_id
        ),
        **receipt_facts.facts(submission),
    )


def titled(municipality: str, key: int) -> tuple[str, str | None] | None:
    """What another domain may say of a file: its number, and its page for whoever may see it."""
    sent = queries.newest_of_file(municipality=municipality, expression_id=key)
    if sent is None:
        return None
    page = url_for("calls.submission", municipality=municipality, submission_id=sent.id)
    seen = policy.may_see_files(current_actor(), sent)
    return f"{sent.number}/{sent.year}", page if seen else None


@pages.route("/<int:call_id>/unseal", methods=["GET", "POST"])
@requires(policy.may_see_files, of=calls.call)
def unseal(call: Call) -> ResponseReturnValue:
    """Ask, then open the sealed files."""
    form = UnsealForm()
    if request.method == "POST" and form.validate():
        opening.unseal(current_actor(), call)
        flash(gettext("The files were opened, by you and at this moment."), "success")
        return redirect(url_for(".submissions", call_id=call.id), 303)
    page = render_template(
        "calls/unseal.html",
        call=call,
        form=form,
        counts=queries.counts(call),
        past=phases.is_past(call, clock.now()),
        sealed=is_sealed(call),
    )
    return page, 422 if form.errors else 200


@pages.route("/<int:call_id>/late", methods=["GET", "POST"])
@requires(policy.may_enter_for, of=calls.call)
def late(call: Call) -> ResponseReturnValue:
    """Take a file in after the deadline, for a reason."""
    form = LateForm()
    if form.validate_on_submit():
        try:
            number = _number(form.number.data or "")
            town = call.municipality_id
            file = files.expression(municipality_id=town, expression_id=number)
            if file is None or file.call_id != call.id:
                raise NotFoundError(NO_SUCH_FILE, field="number")
            made = submitting.take_in_late(current_actor(), file, reason=form.reason.data or "")
            letters.receipt(made, file)
            flash(gettext("The file was taken in, marked as late."), "success")
            return redirect(url_for(".submission", submission_id=made.id), 303)
        except DomainError as error:
            form.blame(error)
    past = phases.is_past(call, clock.now())
    page = render_template("calls/late.html", call=call, form=form, past=past)
    return page, 422 if form.errors else 200


def is_sealed(call: Call) -> bool:
    """Whether nobody of the town reads the files of a call yet."""
    return call.sealed and call.unsealed_at is None


def may_open_file(actor: Actor, attachment: Attachment) -> bool:
    """What was sent is opened by those who make calls, once it is not sealed; a draft by nobody."""
    file = files.expression(
        municipality_id=attachment.municipality_id or 0, expression_id=attachment.key
    )
    if file is None or not policy.may_see_files(actor, file) or is_sealed(file.call):
        return False
    sent = queries.of_file(file)
    return any(one["id"] == attachment.id for made in sent for one in made.content["files"])


def may_open_completion(actor: Actor, attachment: Attachment) -> bool:
    """What was added when asked is opened by those who make calls, once it was sent."""
    asked = queries.completion(
        municipality_id=attachment.municipality_id or 0, completion_id=attachment.key
    )
    if asked is None or asked.answered_at is None:
        return False
    return policy.may_see_files(actor, asked)


FILE_POLICIES = {files.KIND: may_open_file, files.COMPLETION: may_open_completion}


def _sought() -> Sought:
    asked = request.args
    late = {"1": True, "0": False}.get(asked.get("late", ""))
    return Sought(
        words=asked.get("q", "").strip()[:100],
        state=_member(SubmissionState, asked.get("state")),
        source=_member(Source, asked.get("source")),
        late=late,
        after=_number(asked.get("after", "")) or None,
    )


def _member(kind: Any, text: str | None) -> Any:
    return kind(text) if text in set(kind) else None


def _number(text: str) -> int:
    text = text.strip().lstrip("#")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _address(call: Call, **changes: Any) -> str:
    kept = {name: value for name, value in request.args.items() if value and name != "after"}
    return url_for(".submissions", call_id=call.id, **{**kept, **changes})


def _chips(call: Call, sought: Sought) -> list[dict[str, str]]:
    """What the list is narrowed to, each with the address of the list without it."""
    kept = {name: value for name, value in request.args.items() if value and name != "after"}
    words = {
        "q": sought.words,
        "state": gettext(SUBMISSION_LABELS[sought.state]) if sought.state else "",
        "source": gettext(SOURCE_LABELS[sought.source]) if sought.source else "",
        "late": gettext("Late") if sought.late else "",
    }
    return [
        {"label": label, "url": url_for(".submissions", call_id=call.id, **_without(kept, name))}
        for name, label in words.items()
        if label
    ]


def _without(kept: dict[str, str], name: str) -> dict[str, Any]:
    return {key: value for key, value in kept.items() if key != name}


def _told(submission: Submission) -> list[dict[str, Any]]:
    """The answers that were sent, in words, with their files."""
    version = calls.version(submission.call, submission.version)
    content = contents.read(version.content if version else submission.call.content)
    kept, sent = submission.content["answers"], submission.content["files"]
    return [
        {
            "title": section.title,
            "rows": [
                {
                    "key": one.label,
                    "lines": rules.spoken(one, kept.get(one.key)),
                    "files": [file for file in sent if file["purpose"] == one.key],
                }
                for one in section.questions
                if one.key in kept or one.kind is QuestionKind.FILE
            ],
        }
        for section in content.sections
    ]
