"""Pages of imports: the list and the upload, the plan of a file, its check, its report."""

import json
from http import HTTPStatus
from typing import BinaryIO, cast

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from werkzeug.exceptions import RequestEntityTooLarge

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError
from inmeko.kernel.tables import csv_text
from inmeko.kernel.text import guard_cell
from inmeko.resources import policy
from inmeko.resources.forms.imports import UploadForm
from inmeko.resources.models import AssetImport
from inmeko.resources.queries import imports as queries
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.states import IMPORT_LABELS, ImportState
from inmeko.resources.services import importing
from inmeko.resources.views import import_runs
from inmeko.resources.views.blueprint import pages
from inmeko.resources.views.import_runs import reading_desk, reading_page
from inmeko.web.access import current_actor, requires
from inmeko.web.errors import answer
from inmeko.web.forms import Form

SHOWN = 100
# A browser reads an answer only after it has sent everything. A file somewhat too large is taken
# to its end for that; one beyond so many times the limit is not, and its line is closed.
SWALLOWED = 2
FIELD_LABELS = {name: field.label for name, field in FIELD.items()}


@pages.route("/imports", methods=["GET", "POST"])
@requires(policy.may_import, of=accounts.municipality)
def imports(town: Municipality) -> ResponseReturnValue:
    """The imports of a town, and the form that brings the next file."""
    form, status = UploadForm(), 200
    if request.method == "POST":
        status = 422
        upload = form.file.data
        if not upload:
            form.file.errors = [gettext("Choose a file.")]
        elif form.validate():
            try:
                with cast(BinaryIO, upload.stream) as stream:
                    staged = importing.stage(current_actor(), town, stream, upload.filename or "")
                return redirect(url_for(".import_file", import_id=staged.id), 303)
            except DomainError as error:
                error.field = "file"
                form.blame(error)
    return render_template(
        "resources/import_index.html",
        form=form,
        rows=queries.imports(municipality_id=town.id),
        labels=IMPORT_LABELS,
        limit=current_app.config["SETTINGS"].upload_megabytes,
    ), status


@pages.route("/imports/<int:import_id>", methods=["GET", "POST"])
@requires(policy.may_judge_import, of=queries.asset_import)
def import_file(asset_import: AssetImport) -> ResponseReturnValue:
    """How a staged file is read, to be corrected; of a finished import its report."""
    if asset_import.state is not ImportState.STAGED:
        return import_runs.finished(asset_import)
    desk = reading_desk(asset_import)
    if request.method == "GET":
        return reading_page(asset_import, desk, desk.opened())
    form = desk.kind()
    if not form.validate():
        return reading_page(asset_import, desk, form), 422
    try:
        desk.check(form, list(request.form))
        settings, corrections = desk.settings(form), desk.corrections(form)
        anew = importing.adjust(
            current_actor(), asset_import, settings=settings, corrections=corrections
        )
    except DomainError as error:
        error.field = {"x": "from_x", "title": "from_title"}.get(error.field or "", error.field)
        form.blame(error)
        return reading_page(asset_import, desk, form), 422
    if request.form.get("then") == "check" and not anew:
        return redirect(url_for(".check_import", import_id=asset_import.id), 303)
    words = gettext("The file was looked at anew. Please look over what was found.")
    flash(words if anew else gettext("Saved."), "success")
    return redirect(url_for(".import_file", import_id=asset_import.id), 303)


@pages.route("/imports/<int:import_id>/discard", methods=["GET", "POST"])
@requires(policy.may_judge_import, of=queries.asset_import)
def discard_import(asset_import: AssetImport) -> ResponseReturnValue:
    """Set a staged file aside, after a question."""
    form, status = Form(), 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                importing.discard(current_actor(), asset_import)
                flash(gettext("The file was set aside; nothing was imported."), "success")
                return redirect(url_for(".imports"), 303)
            except DomainError as error:
                form.blame(error)
    return render_template(
        "resources/import_discard.html", form=form, asset_import=asset_import
    ), status


@pages.get("/imports/<int:import_id>/report.<any(csv, json):form>")
@requires(policy.may_judge_import, of=queries.reported)
def import_report(asset_import: AssetImport) -> ResponseReturnValue:
    """The report of a finished import to take away: as JSON, or the rejections as CSV."""
    report = importing.spoken(asset_import.report or importing.Report().short(), gettext)
    as_csv = request.path.endswith(".csv")
    body = _rejections(report) if as_csv else json.dumps(report, ensure_ascii=False, indent=1)
    kind = "text/csv; charset=utf-8" if as_csv else "application/json"
    response = Response(body, content_type=kind)
    name = f"import-{asset_import.id}.{'csv' if as_csv else 'json'}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.errorhandler(RequestEntityTooLarge)
def too_large(_error: RequestEntityTooLarge) -> ResponseReturnValue:
    """Name the limit; a file for the inventory may still come in by the command line."""
    limit = current_app.config["SETTINGS"].upload_megabytes
    most = SWALLOWED * limit << 20
    if (request.content_length or 0) <= most:
        source = request.environ["wsgi.input"]
        while source.read(1 << 16):
            continue
    words = gettext("One upload may hold at most %(limit)s MB.", limit=limit)
    if request.endpoint == "resources.imports":
        more = gettext(
            "A larger register is brought in on the server: "
            "inmeko resources import FILE --municipality %(slug)s",
            slug=(request.view_args or {}).get("municipality", ""),
        )
        words = f"{words} {more}"
    return answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, words)


def _rejections(report: dict[str, list[dict[str, str]]]) -> str:
    names = (gettext("Line"), gettext("Column"), gettext("Value"), gettext("Reason"))
    told = [
        [guard_cell(str(one[name])) for name in ("row", "column", "value", "message")]
        for one in report["rejections"]
    ]
    return csv_text([names, *told])
