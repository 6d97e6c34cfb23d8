"""Make a call in the browser: begin it, see what is still missing, and fill its pages."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from wtforms.fields.choices import SelectChoice

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.calls import policy
from inmeko.calls.forms import making as forms
from inmeko.calls.forms.items import NEW_LABELS
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import editing, versions
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.templates import TEMPLATES, template
from inmeko.calls.services import calls as deeds
from inmeko.calls.services import editing as edits
from inmeko.calls.views import speaking
from inmeko.calls.views.blueprint import pages
from inmeko.kernel.errors import ConflictError, DomainError, NotFoundError
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor, requires

FORMS: dict[str, Any] = {
    "basics": forms.BasicsForm,
    "applicants": forms.ApplicantsForm,
    "offers": forms.OffersForm,
    "judging": forms.JudgingForm,
    "contact": forms.ContactForm,
}
DATES = ("opens_at", "questions_until", "closes_at", "objection_days")


@pages.route("/new", methods=["GET", "POST"])
@requires(policy.may_make, of=accounts.municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """Begin a call from a built-in template, or from an earlier call."""
    form = forms.NewForm()
    earlier = queries.earlier_calls(municipality_id=town.id)
    form.source.choices = [
        *(SelectChoice(one.key, gettext(one.title)) for one in TEMPLATES),
        *(
            SelectChoice(str(one.id), gettext("Copy of: %(title)s", title=one.title))
            for one in earlier
        ),
    ]
    hints = {one.key: gettext(one.about) for one in TEMPLATES}
    if form.validate_on_submit():
        try:
            call = deeds.draft(current_actor(), town.id, _source(town, form.source.data))
            flash(gettext("The draft is made. Only the staff sees it."), "success")
            return redirect(url_for(".edit", call_id=call.id), 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if form.errors else 200
    return render_template("calls/new.html", form=form, hints=hints), status


@pages.get("/<int:call_id>/edit")
@requires(policy.may_manage, of=queries.call)
def edit(call: Call) -> ResponseReturnValue:
    """The working copy of a call: its pages, its questions, what it still lacks."""
    content = contents.read(call.content)
    version = queries.version(call)
    changed = versions.difference(contents.read(version.content), content) if version else []
    return render_template(
        "calls/edit.html",
        call=call,
        content=content,
        parts=editing.PART_LABELS,
        lacks=deeds.lacks(call) if not version else [],
        changed=speaking.differences(changed, call),
        editable=call.state in editing.EDITABLE,
        new_labels=NEW_LABELS,
        assets=queries.assets(call, content.assets),
    )


@pages.route(
    "/<int:call_id>/edit/<any(basics, applicants, offers, judging, contact):part>",
    methods=["GET", "POST"],
)
@requires(policy.may_manage, of=queries.call)
def edit_part(call: Call) -> ResponseReturnValue:
    """One page of the editor; a second planner sees what the first one saved meanwhile."""
    part = (request.view_args or {})["part"]
    content = contents.read(call.content)
    form = FORMS[part](data=FORMS[part].shown(content))
    if request.method == "GET":
        form.seen.data = editing.seen(editing.part(content, part))
        return _part_page(call, part, form)
    if not form.validate():
        return _part_page(call, part, form), 422
    values = form.values()
    try:
        edits.change_part(current_actor(), call, part, values, seen=form.seen.data or "")
    except ConflictError as error:
        form.blame(error)
        return _conflict(call, part, form, values), 409
    except DomainError as error:
        form.blame(error)
        return _part_page(call, part, form), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for(".edit", call_id=call.id), 303)


@pages.route("/<int:call_id>/edit/dates", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def edit_dates(call: Call) -> ResponseReturnValue:
    """When a draft opens and closes, on the clocks of Athens."""
    form = forms.DatesForm(data={name: getattr(call, name) for name in DATES})
    if request.method == "GET":
        form.seen.data = editing.seen(edits.dates_of(call))
        return _part_page(call, "dates", form)
    if not form.validate():
        return _part_page(call, "dates", form), 422
    dates = {name: form[name].data for name in DATES}
    try:
        edits.reschedule(current_actor(), call, dates, seen=form.seen.data or "")
    except ConflictError as error:
        form.blame(error)
        form.seen.data = editing.seen(edits.dates_of(call))
        theirs = [
            {"label": form[name].label.text, "value": speaking.value(name, getattr(call, name))}
            for name in DATES
        ]
        return _part_page(call, "dates", form, theirs=theirs), 409
    except DomainError as error:
        form.blame(error)
        return _part_page(call, "dates", form), 422
    flash(gettext("Saved."), "success")
    return redirect(url_for(".edit", call_id=call.id), 303)


def _source(town: Municipality, wanted: str) -> Content:
    """The content with which a new call begins."""
    if not wanted.isascii() or not wanted.isdecimal():
        return template(wanted).content(town.name)
    if len(wanted) > 9:
        raise NotFoundError(N_("There is no such call."))
    earlier = queries.call(municipality=town.slug, call_id=int(wanted))
    return contents.read(earlier.content)


def _conflict(call: Call, part: str, form: Any, mine: dict[str, Any]) -> str:
    """The page again as it was typed, beside what stands in the call now."""
    content = contents.read(call.content)
    form.seen.data = editing.seen(editing.part(content, part))
    typed = editing.with_part(content, part, mine)
    theirs = speaking.differing(part, content, typed, call)
    return _part_page(call, part, form, theirs=theirs)


def _part_page(call: Call, part: str, form: Any, theirs: Any = ()) -> str:
    return render_template(
        "calls/edit_part.html",
        call=call,
        part=part,
        title=gettext(editing.PART_LABELS[part]),
        form=form,
        theirs=theirs,
    )
