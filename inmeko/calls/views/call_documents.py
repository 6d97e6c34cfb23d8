"""The documents of a call that everybody may take away: planners add them and take them out."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls import policy
from inmeko.calls.forms.making import DocumentsForm
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.services import documents as deeds
from inmeko.calls.views.blueprint import pages
from inmeko.calls.views.documents import is_new
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.records.rules.files import ACCEPT
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form

Place = tuple[Call, Attachment]


def may_manage_document(actor: Actor, place: Place) -> bool:
    """The documents of a call are looked after by those who manage it."""
    return policy.may_manage(actor, place[0])


@pages.route("/<int:call_id>/documents", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.call)
def documents(call: Call) -> ResponseReturnValue:
    """The documents of a call, and the form that adds more: all of them, or none."""
    form, status = DocumentsForm(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                if _added(call, form):
                    flash(gettext("The documents were added."), "success")
                return redirect(url_for(".documents", call_id=call.id), 303)
            except DomainError as error:
                error.field = "files"
                form.blame(error)
    page = render_template(
        "calls/documents.html",
        call=call,
        form=form,
        files=records.attachments(deeds.KIND, call.id),
        accept=ACCEPT,
    )
    return page, status


@pages.route("/<int:call_id>/documents/<int:document_id>/remove", methods=["GET", "POST"])
@requires(may_manage_document, of=queries.call_and_document)
def remove_document(place: Place) -> ResponseReturnValue:
    """Ask, then take a document out."""
    call, attachment = place
    form = Form()
    if form.validate_on_submit():
        deeds.take_out(current_actor(), attachment)
        flash(gettext("The document was taken out."), "success")
        return redirect(url_for(".documents", call_id=call.id), 303)
    return render_template("calls/document_remove.html", call=call, form=form, file=attachment)


def _added(call: Call, form: DocumentsForm) -> bool:
    """Add what was chosen; whether anything of it is new."""
    known = {one.id for one in records.attachments(deeds.KIND, call.id)}
    new = [
        is_new(deeds.add(current_actor(), call, one.stream, one.filename or ""), known)
        for one in form.chosen()
    ]
    return any(new)


def may_open_document(actor: Actor, attachment: Attachment) -> bool:
    """A document of a call is for everybody who sees the call: for all, once it is published."""
    found = queries.call_of(municipality_id=attachment.municipality_id or 0, call_id=attachment.key)
    return found is not None and policy.may_see_call(actor, found)


FILE_POLICIES = {deeds.KIND: may_open_document}
