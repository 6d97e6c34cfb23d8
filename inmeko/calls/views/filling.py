"""A group fills in its file: the list of tasks, who it is, the sections of questions."""

from collections.abc import Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls.forms import answering
from inmeko.calls.forms.answering import ApplicantForm, UnguardedForm
from inmeko.calls.models import Holder
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules import parts
from inmeko.calls.rules.content import Content, Question, Section
from inmeko.calls.rules.words import QuestionKind
from inmeko.calls.services import expressions as deeds
from inmeko.calls.services.expressions import Given, Saved
from inmeko.calls.views import file_page
from inmeko.calls.views.blueprint import files
from inmeko.calls.views.documents import is_new
from inmeko.calls.views.file_page import File, file_of
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, public
from inmeko.web.errors import sentence, status_of

SEEN, CHOICE, WHO = "seen.", "choose.", "who_"


@files.get("/")
@public(of=queries.holder)
def show(holder: Holder) -> ResponseReturnValue:
    """The file of a group: its tasks, what is missing, what was sent."""
    file = file_of(holder)
    return file_page.page(
        "file",
        file,
        tasks=file_page.tasks(file),
        gaps=file.gaps(),
        sent=queries.sent(holder.expression),
        asked=queries.completions(holder.expression),
        changes=file_page.changes(holder, file.content),
    )


@files.get("/changes")
@public(of=queries.holder)
def changes(holder: Holder) -> ResponseReturnValue:
    """What others of the group changed lately: a part of a page, asked again and again."""
    content = deeds.content_of(holder.expression.call)
    return render_template("calls/_changes.html", changes=file_page.changes(holder, content))


@files.post("/seen")
@public(of=queries.holder)
def acknowledge(holder: Holder) -> ResponseReturnValue:
    """The group says that it has seen what was changed in the call."""
    deeds.acknowledge(current_actor(), holder)
    return redirect(url_for("call_file.show"), 303)


@files.route("/applicant", methods=["GET", "POST"])
@public(of=queries.holder)
def applicant(holder: Holder) -> ResponseReturnValue:
    """Who expresses the interest."""
    file = file_of(holder)
    if request.method == "GET":
        typed = {WHO + name: value for name, value in _who(holder).items()}
        form = ApplicantForm(file.content, data=typed)
        _point_out(file, parts.APPLICANT, form)
        return _applicant_page(file, form, {})
    keys = {f"{deeds.WHO_SIGN}{name}": request.form.get(WHO + name, "") for name in parts.WHO}
    saved = deeds.save(holder, _given(keys, WHO))
    if saved.clashes:
        form = ApplicantForm(file.content, data={WHO + key[1:]: raw for key, raw in keys.items()})
        return _applicant_page(file, form, saved.clashes), 409
    return _go_on(file, parts.APPLICANT)


@files.route("/section/<section>", methods=["GET", "POST"])
@public(of=queries.holder_in)
def section(place: tuple[Holder, str]) -> ResponseReturnValue:
    """The questions of one section."""
    holder, part = place
    file = file_of(holder)
    asked = _section(file.content, part)
    if request.method == "GET":
        typed = _typed(asked, holder.expression.answers)
        form = answering.answer_form(asked.questions, typed)
        _point_out(file, asked.key, form)
        return _section_page(file, asked, form, typed, {})
    sent = {one.key: answering.posted(one, request.form) for one in _answered(asked)}
    _tell_of_removed(file.content)
    saved = deeds.save(holder, _given(sent, ""))
    if saved.clashes:
        form = answering.answer_form(asked.questions, sent)
        return _section_page(file, asked, form, sent, saved.clashes), 409
    try:
        _take_files(holder, asked)
    except DomainError as error:
        form = answering.answer_form(asked.questions, sent)
        form.blame(error)
        return _section_page(file_of(holder), asked, form, sent, {}), 422
    return _go_on(file, asked.key)


@files.post("/answer")
@public(of=queries.holder)
def save_answer(holder: Holder) -> ResponseReturnValue:
    """One answer, kept while it is being written: what a page with JavaScript sends."""
    field = request.form.get("question", "")
    try:
        content = deeds.content_of(holder.expression.call)
        key, raw = _one(content, field)
        seen, over = request.form.get(SEEN + field), request.form.get(CHOICE + field) == "mine"
        saved = deeds.save(holder, {key: Given(raw, seen, over)})
    except DomainError as error:
        return jsonify(state="refused", words=sentence(error)), status_of(error)
    if saved.clashes:
        return _clash(holder, content, key, saved), 409
    value = deeds.answer(holder.expression, key)
    return jsonify(
        state="saved",
        seen=rules.mark(value),
        problem=_problem(content, key, value),
        asked=[one.key for one in rules.visible(content, holder.expression.answers)],
    )


def _who(holder: Holder) -> dict[str, Any]:
    return deeds.applicant(holder.expression)


def _section(content: Content, part: str) -> Section:
    found = next((one for one in content.sections if one.key == part), None)
    if found is None:
        raise NotFoundError(N_("This section is not part of the call any more."))
    return found


def _answered(section: Section) -> list[Question]:
    """The questions that the form has asked; files are no answers."""
    return [
        one
        for one in section.questions
        if one.kind is not QuestionKind.FILE and SEEN + one.key in request.form
    ]


def _tell_of_removed(content: Content) -> None:
    """Say that an answer was not kept because its question is gone."""
    keys = [name.removeprefix(SEEN) for name in request.form if name.startswith(SEEN)]
    if any(content.question(key) is None for key in keys):
        words = gettext("A question that you answered is not asked any more: the call was changed.")
        flash(words, "warning")


def _typed(section: Section, answers: Mapping[str, Any]) -> dict[str, Any]:
    return {one.key: answering.raw_of(one, answers.get(one.key)) for one in section.questions}


def _given(typed: Mapping[str, Any], stem: str) -> dict[str, Given]:
    """What was typed, with the marks of what stood there; what was left to others is left out."""
    found = {}
    for key, raw in typed.items():
        field = stem + key.removeprefix(deeds.WHO_SIGN) if stem else key
        choice = request.form.get(CHOICE + field)
        if choice != "theirs":
            found[key] = Given(raw, request.form.get(SEEN + field), choice == "mine")
    return found


def _one(content: Content, field: str) -> tuple[str, Any]:
    """The key and the words of the one answer that was sent."""
    if field.startswith(WHO) and field.removeprefix(WHO) in parts.WHO:
        return deeds.WHO_SIGN + field.removeprefix(WHO), request.form.get(field, "")
    question = content.question(field)
    return field, answering.posted(question, request.form) if question else ""


def _problem(content: Content, key: str, value: Any) -> str | None:
    """Why an answer could not be sent as it is, in words."""
    try:
        if key.startswith(deeds.WHO_SIGN):
            text = value[rules.TYPED] if rules.is_typed(value) else value
            parts.clean_applicant(key.removeprefix(deeds.WHO_SIGN), str(text or ""))
        elif value is not None and (question := content.question(key)):
            rules.check(question, value)
    except DomainError as error:
        return sentence(error)
    return None


def _clash(holder: Holder, content: Content, key: str, saved: Saved) -> Any:
    theirs = saved.clashes[key]
    rows = clash_rows(holder, content, {key: theirs}, {})
    return jsonify(
        state="clash", theirs=rows[0]["theirs"], seen=rules.mark(theirs), who=rows[0]["who"]
    )


def clash_rows(
    holder: Holder, content: Content, clashes: Mapping[str, Any], mine: Mapping[str, Any]
) -> list[dict[str, Any]]:
    """Both answers to each question that two people changed, for a choice."""
    names, stamps = queries.names(holder.expression), holder.expression.stamps
    rows = []
    for key, theirs in clashes.items():
        field = WHO + key[1:] if key.startswith(deeds.WHO_SIGN) else key
        stamp = stamps.get(key)
        rows.append(
            {
                "name": CHOICE + field,
                "label": file_page.what(content, key),
                "mine": _line(content, key, mine.get(key)),
                "theirs": _line(content, key, theirs),
                "who": names.get(stamp[1], "") if stamp else "",
                "when": file_page.ago(stamp[2]) if stamp else "",
            }
        )
    return rows


def _line(content: Content, key: str, value: Any) -> str:
    question = content.question(key)
    if question is None:
        return str(value[rules.TYPED] if rules.is_typed(value) else value or "")
    return "\n".join(rules.spoken(question, value))


def _point_out(file: File, part: str, form: UnguardedForm) -> None:
    """Put what is missing under its fields, where somebody comes to mend it."""
    if "checked" not in request.args:
        return
    for gap in file.gaps():
        name = WHO + gap.key if part == parts.APPLICANT else gap.key
        if gap.part == part and name in form:
            form[name].errors = [*form[name].errors, gettext(gap.message, **gap.values)]


def _take_files(holder: Holder, section: Section) -> None:
    known = {one.id for one in queries.files(holder.expression)}
    for question in section.questions:
        for upload in request.files.getlist(question.key):
            if upload and upload.filename and question.kind is QuestionKind.FILE:
                name = upload.filename
                given = (question.key, upload.stream, name)
                is_new(deeds.attach_file(current_actor(), holder, *given), known)


def _go_on(file: File, part: str) -> ResponseReturnValue:
    """After saving: stay where more is asked or wrong, else go to the next part."""
    more = request.form.get("more") or request.form.get("drop")
    if more:
        key = more.rsplit("-", 1)[0] if "drop" in request.form else more
        where = url_for("call_file.section", section=part, rows=key, _anchor=key)
        return redirect(where, 303)
    if request.form.get("next") == "stay" or file_of(file.holder).states()[part] is not _DONE:
        flash(gettext("Saved."), "success")
        return redirect(file_page.part_url(part), 303)
    return redirect(file_page.following(file.content, part), 303)


_DONE = parts.PartState.COMPLETE


def _applicant_page(file: File, form: ApplicantForm, clashes: Mapping[str, Any]) -> str:
    now = {name: deeds.answer(file.expression, deeds.WHO_SIGN + name) for name in parts.WHO}
    mine = {deeds.WHO_SIGN + name: form[WHO + name].data for name in parts.WHO}
    return file_page.page(
        "file_applicant",
        file,
        form=form,
        seen={WHO + name: rules.mark(value) for name, value in now.items()},
        clashes=clash_rows(file.holder, file.content, clashes, mine),
        changes=file_page.changes(file.holder, file.content),
    )


def _section_page(
    file: File,
    section: Section,
    form: UnguardedForm,
    typed: Mapping[str, Any],
    clashes: Mapping[str, Any],
) -> str:
    answers = file.expression.answers
    asked = {one.key for one in rules.visible(file.content, answers)}
    more = request.args.get("rows")
    mine = {one.key: rules.kept(one, typed.get(one.key)) for one in section.questions}
    return file_page.page(
        "file_section",
        file,
        section=section,
        form=form,
        asked=asked,
        seen={one.key: rules.mark(answers.get(one.key)) for one in section.questions},
        rows={
            one.key: answering.rows_of(typed.get(one.key), 3 if more == one.key else 0)
            for one in section.questions
            if one.kind is QuestionKind.PEOPLE
        },
        conditions={
            one.key: {"question": one.shown_if.question, "answers": list(one.shown_if.answers)}
            for one in section.questions
            if one.shown_if
        },
        held={
            one.key: [file_ for file_ in file.attachments if file_.purpose == one.key]
            for one in section.questions
        },
        clashes=clash_rows(file.holder, file.content, clashes, mine),
        changes=file_page.changes(file.holder, file.content),
    )
