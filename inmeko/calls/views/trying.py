"""See a call as a group will see it, and try it with answers that leave no trace."""

from typing import Any

from flask import render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts.rules import OrganisationKind
from inmeko.calls import policy
from inmeko.calls.forms.answering import UnguardedForm, answer_form, posted, rows_of
from inmeko.calls.forms.trying import ApplicantKindForm
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import parts
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import QuestionKind
from inmeko.calls.views.blueprint import pages
from inmeko.calls.views.public import shown
from inmeko.kernel.errors import DomainError
from inmeko.records.rules.files import identify
from inmeko.web.access import requires
from inmeko.web.errors import sentence

# Whoever tries a call need not say who they are; the ΑΦΜ is well formed and nobody's.
NOBODY = {
    "name": "–",
    "afm": "000001033",
    "contact_name": "–",
    "email": "nobody@example.org",
    "phone": "2101234567",
}


@pages.get("/<int:call_id>/preview")
@requires(policy.may_manage, of=queries.call)
def preview(call: Call) -> ResponseReturnValue:
    """The page of a call as its working copy makes it."""
    content = contents.read(call.content)
    return render_template("calls/preview.html", **shown(call, content), trying=True)


@pages.route("/<int:call_id>/try", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def attempt(call: Call) -> ResponseReturnValue:
    """The whole form of a call; what is sent here is checked like a real file and forgotten."""
    content = contents.read(call.content)
    questions = list(content.questions())
    typed = {one.key: posted(one, request.form) for one in questions}
    form = answer_form(questions, typed)
    who = ApplicantKindForm(content)
    if request.method == "GET" or {"more", "drop"} & set(request.form):
        return _page(call, content, form, who, typed)
    answers = {one.key: rules.kept(one, typed[one.key]) for one in questions}
    files, refused = _files(content)
    kind = who.kind.data or OrganisationKind.ASSOCIATION.value
    gaps = parts.missing(content, answers, files, {**NOBODY, "kind": kind})
    papers = []
    for gap in gaps:
        said = gettext(gap.message, **gap.values)
        if gap.key in form:
            form[gap.key].errors = [*form[gap.key].errors, said]
        else:
            papers.append(f"{gap.label}: {said}" if gap.label else said)
    form.form_errors += [*papers, *refused]
    fits = not gaps and not refused
    page = _page(call, content, form, who, typed, asked=answers, fits=fits)
    return page, 200 if fits else 422


def _files(content: Content) -> tuple[set[str], list[str]]:
    """Which files came, by what they are for, and why some are refused; none is kept."""
    wanted = [one.key for one in content.questions() if one.kind is QuestionKind.FILE]
    found, refused = set(), []
    for key in [*wanted, *(one.key for one in content.papers)]:
        for upload in request.files.getlist(key):
            if not upload or not upload.filename:
                continue
            found.add(key)
            try:
                identify(upload.stream, upload.filename)
            except DomainError as error:
                refused.append(sentence(error))
    return found, refused


def _page(
    call: Call,
    content: Content,
    form: UnguardedForm,
    who: ApplicantKindForm,
    typed: dict[str, Any],
    *,
    asked: dict[str, Any] | None = None,
    fits: bool | None = None,
) -> str:
    known = {one.key: rules.kept(one, typed[one.key]) for one in content.questions()}
    kind = who.kind.data or None
    return render_template(
        "calls/attempt.html",
        call=call,
        content=content,
        form=form,
        who=who,
        fits=fits,
        tried=asked is not None,
        papers=parts.papers(content, kind) if kind else content.papers,
        asked={one.key for one in rules.visible(content, known)},
        rows={
            one.key: rows_of(typed[one.key], 3 if request.form.get("more") == one.key else 0)
            for one in content.questions()
            if one.kind is QuestionKind.PEOPLE
        },
        conditions={
            one.key: {"question": one.shown_if.question, "answers": list(one.shown_if.answers)}
            for one in content.questions()
            if one.shown_if
        },
    )
