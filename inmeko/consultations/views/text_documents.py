"""The documents of a text: planners add them, everybody takes them away."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.forms.texts import DocumentsForm
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import texts as queries
from inmeko.consultations.rules.texts import TextState
from inmeko.consultations.services import text_documents as deeds
from inmeko.consultations.services.texts import KIND
from inmeko.consultations.views.asking import asked
from inmeko.consultations.views.text_blueprint import pages
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, NotFoundError
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.records.rules.files import ACCEPT
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form

Place = tuple[ConsultedText, Attachment]


def may_manage_document(actor: Actor, place: Place) -> bool:
    """The documents of a text are looked after by those who manage it."""
    return policy.may_manage_text(actor, place[0])


@pages.route("/<int:text_id>/documents", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=queries.text)
def documents(text: ConsultedText) -> ResponseReturnValue:
    """The documents of a text, and the form that adds more: all of them, or none."""
    form, status = DocumentsForm(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                for one in form.chosen():
                    deeds.add(current_actor(), text, one.stream, one.filename or "")
                flash(gettext("The documents were added."), "success")
                return redirect(url_for(".documents", text_id=text.id), 303)
            except DomainError as error:
                error.field = "files"
                form.blame(error)
    page = render_template(
        "consultations/text_documents.html",
        text=text,
        form=form,
        files=records.attachments(KIND, text.id),
        draft=text.state is TextState.DRAFT,
        accept=ACCEPT,
    )
    return page, status


@pages.route("/<int:text_id>/documents/<int:text_file_id>/remove", methods=["GET", "POST"])
@requires(may_manage_document, of=queries.text_and_document)
def remove_document(place: Place) -> ResponseReturnValue:
    """Ask, then take a document out."""
    text, document = place
    return asked(
        text,
        Form(),
        lambda: deeds.take_out(current_actor(), text, document),
        back=url_for(".documents", text_id=text.id),
        done=gettext("The document was taken out."),
        title=gettext("Take “%(name)s” out of the text?", name=document.filename),
        text_above=gettext("It will no longer stand on the page. The trail keeps that it did."),
        button=gettext("Take it out"),
        kind="warning",
    )


def may_open_document(actor: Actor, attachment: Attachment) -> bool:
    """A document of a text is for everybody who sees the text."""
    try:
        text = queries.any_text(attachment.key)
    except NotFoundError:
        return False
    return policy.may_see_text(actor, text)


FILE_POLICIES = {KIND: may_open_document}
