"""Make an event in the browser: begin it, fill its pages, announce, cancel, copy it."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.consultations import policy
from inmeko.consultations.forms import making as forms
from inmeko.consultations.models import Event
from inmeko.consultations.queries import events as queries
from inmeko.consultations.rules import announcing, editing
from inmeko.consultations.rules.words import EventKind
from inmeko.consultations.services import events as deeds
from inmeko.consultations.views import showing
from inmeko.consultations.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.kernel.errors import ConflictError, DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records import services as filing
from inmeko.records.forms import FilesForm
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked
from inmeko.web.forms import Form

FORMS: dict[str, Any] = {
    "basics": forms.BasicsForm,
    "time": forms.TimeForm,
    "place": forms.PlaceForm,
    "registration": forms.RegistrationForm,
    "about": forms.AboutForm,
}


@pages.route("/new", methods=["GET", "POST"])
@requires(policy.may_make_events, of=accounts.municipality)
def new(town: Municipality) -> ResponseReturnValue:
    """Begin an event."""
    form = forms.NewEventForm()
    if form.validate_on_submit():
        kind = EventKind(form.kind.data)
        event = deeds.draft(current_actor(), town.id, title=form.title.data or "", kind=kind)
        flash(gettext("The draft is made. Only the staff sees it."), "success")
        return redirect(url_for(".edit", event_id=event.id), 303)
    return render_template("consultations/new.html", form=form), 422 if form.errors else 200


@pages.get("/<int:event_id>/edit")
@requires(policy.may_manage_event, of=queries.event)
def edit(event: Event) -> ResponseReturnValue:
    """The pages of an event, and what it still lacks."""
    draft = event.state.value == "draft"
    return render_template(
        "consultations/edit.html",
        event=event,
        parts=editing.PART_LABELS,
        lacks=announcing.lacking(event, clock.now()) if draft else [],
        editable=event.state in editing.EDITABLE,
    )


@pages.route(
    "/<int:event_id>/edit/<any(basics, time, place, registration, about):event_part>",
    methods=["GET", "POST"],
)
@requires(policy.may_manage_event, of=queries.event)
def edit_part(event: Event) -> ResponseReturnValue:
    """One page of the editor; a second planner sees what the first one saved meanwhile."""
    name = (request.view_args or {})["event_part"]
    kept = deeds.part(event, name)
    form = FORMS[name](data=FORMS[name].shown(kept, event))
    if request.method == "GET":
        form.seen.data = editing.seen(kept)
        return _page(event, name, form)
    if not form.validate():
        return _page(event, name, form), 422
    try:
        values = _checked(event, name, form.values())
        reason = form.reason.data or "" if name in editing.TOLD else ""
        seen = form.seen.data or ""
        told = deeds.change(current_actor(), event, name, values, seen=seen, reason=reason)
    except ConflictError as error:
        form.blame(error)
        now = deeds.part(event, name)
        form.seen.data = editing.seen(now)
        theirs = FORMS[name](formdata=None, data=FORMS[name].shown(now, event))
        return _page(event, name, form, theirs), 409
    except DomainError as error:
        form.blame(error)
        return _page(event, name, form), 422
    saved = gettext("Saved. Everybody registered is being told.") if told else gettext("Saved.")
    flash(saved, "success")
    return redirect(url_for(".edit", event_id=event.id), 303)


@pages.route("/<int:event_id>/announce", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=queries.event)
def announce(event: Event) -> ResponseReturnValue:
    """The last page before an event is public."""
    lacks = announcing.lacking(event, clock.now())
    return _asked(
        event,
        Form(),
        lambda: deeds.announce(current_actor(), event),
        done=gettext("The event is announced."),
        title=gettext("Announce the event"),
        text=gettext("Everybody sees it then, in the calendar and in the feeds."),
        button=gettext("Announce"),
        lacks=lacks,
        blocked=bool(lacks),
    )


@pages.route("/<int:event_id>/cancel", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=queries.event)
def cancel(event: Event) -> ResponseReturnValue:
    """Cancel an event for good."""
    form = forms.CancelEventForm()
    return _asked(
        event,
        form,
        lambda: deeds.cancel(current_actor(), event, reason=form.reason.data or ""),
        done=gettext("The event is cancelled. Everybody registered is being told."),
        title=gettext("Cancel the event"),
        text=gettext("Its page stays, with the reason. It cannot be announced again."),
        button=gettext("Cancel the event for good"),
        kind="warning",
    )


@pages.route("/<int:event_id>/copy", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=queries.event)
def copy(event: Event) -> ResponseReturnValue:
    """Begin another event like this one."""
    form = Form()
    if form.validate_on_submit():
        made = deeds.copy(current_actor(), event)
        flash(gettext("The draft is made. Say when it is held."), "success")
        return redirect(url_for(".edit_part", event_id=made.id, event_part="time"), 303)
    return render_template(
        "consultations/change.html",
        event=event,
        form=form,
        title=gettext("Another event like this one"),
        text=gettext("Everything is taken over but the dates and the agenda."),
        button=gettext("Make the draft"),
    )


@pages.route("/<int:event_id>/documents", methods=["GET", "POST"])
@requires(policy.may_manage_event, of=queries.event)
def documents(event: Event) -> ResponseReturnValue:
    """The documents of an event: add some, take one away."""
    form, status = FilesForm(), 200
    if request.method == "POST" and form.validate():
        try:
            _attach(event, form)
            flash(gettext("Saved."), "success")
            return redirect(url_for(".documents", event_id=event.id), 303)
        except DomainError as error:
            error.field, status = "files", 422
            form.blame(error)
    kept = records.attachments("event", event.id)
    return render_template(
        "consultations/documents.html", event=event, form=form, kept=kept
    ), status


def _attach(event: Event, form: FilesForm) -> None:
    uploads = form.chosen()
    gone = [
        one for one in records.attachments("event", event.id) if f"drop-{one.id}" in request.form
    ]
    if not uploads and not gone:
        raise RuleError(N_("Choose at least one file."))
    for one in gone:
        filing.detach(current_actor(), one)
    for upload in uploads:
        filing.attach(
            current_actor(),
            upload.stream,
            upload.filename or "",
            kind="event",
            key=event.id,
            municipality_id=event.municipality_id,
            public=True,
            purpose="document",
        )


def _checked(event: Event, name: str, values: dict[str, Any]) -> dict[str, Any]:
    """What was typed, with the things that it names looked up."""
    if name == "place":
        code = values.pop("asset")
        town = event.municipality_id
        asset = queries.asset_of_code(municipality_id=town, code=code) if code else None
        if code and asset is None:
            raise RuleError(N_("There is no asset with this code in the register."), field="asset")
        values["asset_id"] = asset.id if asset else None
    if name == "about":
        _known(event, values["subjects"])
    return values


def _known(event: Event, subjects: dict[Any, int]) -> None:
    for kind, key in subjects.items():
        if showing.named(event.municipality.slug, kind, key) is None:
            raise RuleError(
                N_("The municipality has nothing public with this number."), field=kind.value
            )


def _page(event: Event, part: str, form: Any, theirs: Any = None) -> str:
    return render_template(
        f"consultations/edit_{part}.html",
        event=event,
        part=part,
        title=gettext(editing.PART_LABELS[part]),
        form=form,
        theirs=theirs,
    )


def _asked(
    event: Event, form: Any, deed: Callable[[], object], **context: Any
) -> ResponseReturnValue:
    """Ask, and go to the page of the event."""
    back = url_for(".show", event_id=event.id)
    return asked("consultations/change.html", form, deed, back=back, event=event, **context)
