"""The documents of a group's file: put in, looked at, taken out."""

from typing import Any

from flask import Response, flash, jsonify, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.calls.forms.files import AnywayForm, UploadForm
from inmeko.calls.models import Completion, Holder
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import parts
from inmeko.calls.services import completing
from inmeko.calls.services import expressions as deeds
from inmeko.calls.views import file_page
from inmeko.calls.views.blueprint import files
from inmeko.calls.views.file_page import File, file_of
from inmeko.kernel.errors import DomainError
from inmeko.records import queries as records
from inmeko.records.models import Attachment
from inmeko.records.rules.files import ACCEPT, INLINE
from inmeko.records.views.presenting import size
from inmeko.web.access import current_actor, public

POLICY = "default-src 'none'; sandbox"


@files.route("/documents", methods=["GET", "POST"])
@public(of=queries.holder)
def documents(holder: Holder) -> ResponseReturnValue:
    """The documents that a call asks for."""
    form = UploadForm(formdata=None)
    purpose = request.form.get("purpose", "")
    if request.method == "POST":
        try:
            known = {one.id for one in queries.files(holder.expression)}
            added = [
                is_new(deeds.attach_file(current_actor(), holder, purpose, *upload), known)
                for upload in _uploads()
            ]
            return _taken(url_for("call_file.documents", _anchor=purpose), added=any(added))
        except DomainError as error:
            form.blame(error)
            if _by_script():
                return _refused(form), 422
    return _page(file_of(holder), form, purpose), 422 if form.errors else 200


@files.route("/file/<int:held_id>/remove", methods=["GET", "POST"])
@public(of=queries.holder_and_file)
def remove_file(place: tuple[Holder, Attachment]) -> ResponseReturnValue:
    """Ask, then take a file out."""
    holder, attachment = place
    file = file_of(holder)
    part = _part_of(file, attachment)
    if request.method == "POST":
        if attachment.kind == queries.COMPLETION:
            asked = _completion(holder, attachment)
            completing.drop_file(current_actor(), asked, attachment)
            return redirect(url_for("call_file.completion", completion_id=asked.id), 303)
        deeds.remove_file(current_actor(), holder, attachment)
        flash(gettext("The file was taken out."), "success")
        return redirect(part, 303)
    return file_page.page(
        "file_remove", file, form=AnywayForm(formdata=None), attachment=attachment, back=part
    )


@files.get("/file/<int:held_id>")
@public(of=queries.holder_and_file)
def file(place: tuple[Holder, Attachment]) -> ResponseReturnValue:
    """The content of a file, for those who work on it."""
    _holder, attachment = place
    response = send_file(
        records.content(attachment),
        mimetype=attachment.media_type,
        as_attachment=attachment.media_type not in INLINE,
        download_name=attachment.filename,
        etag=False,
    )
    response.headers["Content-Security-Policy"] = POLICY
    return response


def is_new(made: Attachment, known: set[int]) -> bool:
    """Whether a file was not there before; says so if it was, and that it is kept once."""
    if made.id in known:
        words = gettext("“%(name)s” was there already; it is kept once.", name=made.filename)
        flash(words, "warning")
        return False
    known.add(made.id)
    return True


def held(attachments: list[Attachment], *, removable: bool) -> list[dict[str, Any]]:
    """Files as the list of files shows them to the group."""
    return [
        {
            "name": one.filename,
            "size": size(one.size),
            "url": url_for("call_file.file", held_id=one.id),
            "remove": url_for("call_file.remove_file", held_id=one.id) if removable else None,
        }
        for one in attachments
    ]


@files.app_template_filter("as_held")
def as_held(attachments: list[Attachment], removable: bool = True) -> list[dict[str, Any]]:
    """The files of a group as its pages list them."""
    return held(attachments, removable=removable)


def _uploads() -> list[tuple[Any, str]]:
    found = [one for one in request.files.getlist("file") if one and one.filename]
    return [(one.stream, one.filename or "") for one in found]


def _by_script() -> bool:
    return request.headers.get("Accept", "").startswith("application/json")


def _taken(where: str, *, added: bool) -> ResponseReturnValue:
    if _by_script():
        return jsonify(state="taken")
    if added:
        flash(gettext("The file was added."), "success")
    return redirect(where, 303)


def _refused(form: UploadForm) -> Response:
    words = [*form.form_errors, *(word for field in form for word in field.errors)]
    return jsonify(state="refused", words=" ".join(str(one) for one in words))


def _page(file: File, form: UploadForm, purpose: str) -> str:
    asked = parts.papers(file.content, deeds.applicant(file.expression)["kind"])
    gaps = {gap.key for gap in file.gaps()} if "checked" in request.args else set()
    return file_page.page(
        "file_documents",
        file,
        form=form,
        papers=[
            (one, [had for had in file.attachments if had.purpose == one.key], one.key in gaps)
            for one in asked
        ],
        refused=purpose if form.errors or form.form_errors else "",
        accept=ACCEPT,
    )


def _part_of(file: File, attachment: Attachment) -> str:
    """Where a file is shown: with its section, with the documents, or with what was asked later."""
    if attachment.kind == queries.COMPLETION:
        return url_for("call_file.completion", completion_id=attachment.key)
    for section in file.content.sections:
        if any(one.key == attachment.purpose for one in section.questions):
            return url_for("call_file.section", section=section.key, _anchor=attachment.purpose)
    return url_for("call_file.documents")


def _completion(holder: Holder, attachment: Attachment) -> Completion:
    asked = queries.completions(holder.expression)
    return next(one for one in asked if one.id == attachment.key)
