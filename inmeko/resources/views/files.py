"""Photos and papers of an asset: added, and removed after a question."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.errors import DomainError
from inmeko.records import services as records
from inmeko.resources import policy
from inmeko.resources.forms.assets import FilesForm
from inmeko.resources.models import Asset, Study
from inmeko.resources.queries import assets
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires


@pages.route("/<int:asset_id>/files", methods=["GET", "POST"])
@requires(policy.may_amend, of=assets.asset)
def add_files(asset: Asset) -> ResponseReturnValue:
    """Add photos and documents to an asset: all of them, or none with the reason."""
    form = FilesForm()
    if request.method == "GET":
        return render_template("resources/files.html", form=form, asset=asset)
    if not kept(form, asset, kind="asset", purpose="evidence"):
        return render_template("resources/files.html", form=form, asset=asset), 422
    flash(gettext("The files were added."), "success")
    return redirect(url_for(".show", asset_id=asset.id), 303)


def kept(form: FilesForm, thing: Asset | Study, *, kind: str, purpose: str) -> bool:
    """Keep the files of a form with their thing: all, or none with the reason in the form."""
    uploads = [file for file in form.files.data or [] if file and file.filename]
    try:
        for upload in uploads:
            records.attach(
                current_actor(),
                upload.stream,
                upload.filename or "",
                kind=kind,
                key=thing.id,
                municipality_id=thing.municipality_id,
                public=bool(form.public.data),
                purpose=purpose,
            )
    except DomainError as error:
        error.field = "files"
        form.blame(error)
        return False
    if not uploads:
        form.files.errors = [gettext("Choose at least one file.")]
    return bool(uploads)
