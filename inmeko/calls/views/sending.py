"""A group checks its file, sends it, holds the receipt, and may take it back."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls.forms.files import SendForm, WithdrawForm
from inmeko.calls.models import Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import parts
from inmeko.calls.rules import sending as windows
from inmeko.calls.rules.words import QuestionKind
from inmeko.calls.services import expressions as deeds
from inmeko.calls.services import submitting
from inmeko.calls.views import file_letters as letters
from inmeko.calls.views import file_page, receipt_facts
from inmeko.calls.views.blueprint import files
from inmeko.calls.views.file_page import File, file_of
from inmeko.kernel.errors import DomainError
from inmeko.web.access import current_actor, public


@files.get("/check")
@public(of=queries.holder)
def check(holder: Holder) -> ResponseReturnValue:
    """All answers before they are sent, and what is missing."""
    file = file_of(holder)
    return _page(file, SendForm(formdata=None))


@files.post("/check")
@public(of=queries.holder_at_work)
def send(holder: Holder) -> ResponseReturnValue:
    """Send the file: it gets its protocol number, or stays a draft."""
    sent = request.form
    try:
        made, new = submitting.send(
            current_actor(),
            holder,
            change=_number(sent.get("change")),
            once=sent.get("once", ""),
            accepted="accepted" in sent,
        )
        # Pressed twice: the letters of the first press are on their way.
        if new:
            letters.receipt(made, holder.expression)
    except DomainError as error:
        form = SendForm()
        form.blame(error)
        return _page(file_of(holder), form), 422
    return redirect(url_for("call_file.receipt", submission_id=made.id, sent=1), 303)


@files.get("/receipts/<int:submission_id>")
@public(of=queries.holder_and_submission)
def receipt(place: tuple[Holder, Submission]) -> ResponseReturnValue:
    """The receipt of something that the group has sent."""
    holder, submission = place
    file = file_of(holder)
    facts = receipt_facts.facts(submission)
    return file_page.page("file_receipt", file, submission=submission, **facts)


@files.get("/receipts/<int:submission_id>/receipt.pdf")
@public(of=queries.holder_and_submission)
def receipt_paper(place: tuple[Holder, Submission]) -> ResponseReturnValue:
    """The receipt as a PDF, drawn anew from what was frozen."""
    return receipt_facts.paper(place[1])


@files.route("/withdraw", methods=["GET", "POST"])
@public(of=queries.holder)
def withdraw(holder: Holder) -> ResponseReturnValue:
    """Ask, then take back what was sent."""
    form = WithdrawForm()
    if request.method == "POST" and form.validate():
        try:
            made = submitting.withdraw(current_actor(), holder, reason=form.reason.data or "")
            letters.withdrawn(made)
            flash(gettext("The submission was withdrawn. It does not count any more."), "success")
            return redirect(url_for("call_file.show"), 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if request.method == "POST" else 200
    return file_page.page("file_withdraw", file_of(holder), form=form), status


def told_answers(file: File) -> list[dict[str, Any]]:
    """Every answer in words, by sections; what is not asked is left out."""
    answers = file.expression.answers
    asked = {one.key for one in rules.visible(file.content, answers)}
    return [
        {
            "part": section.key,
            "title": section.title,
            "rows": [
                {
                    "key": one.label,
                    "lines": rules.spoken(one, answers.get(one.key)),
                    "files": [f for f in file.attachments if f.purpose == one.key],
                    "is_file": one.kind is QuestionKind.FILE,
                }
                for one in section.questions
                if one.key in asked
            ],
        }
        for section in file.content.sections
    ]


def _page(file: File, form: SendForm) -> str:
    before = queries.sent(file.expression)
    form.change.data = str(file.expression.change)
    form.once.data = windows.once(file.expression.id, len(before))
    who = deeds.applicant(file.expression)
    kind = who["kind"]
    return file_page.page(
        "file_check",
        file,
        form=form,
        gaps=file_page.spoken_gaps(file),
        who=who,
        who_labels=file_page.WHO_LABELS,
        sections=told_answers(file),
        papers=[
            (one, [had for had in file.attachments if had.purpose == one.key])
            for one in parts.papers(file.content, kind)
        ],
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else -1
