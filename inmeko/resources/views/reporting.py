"""What a citizen does about an idle place: report it, and follow what became of it."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.geo import WGS84
from inmeko.kernel.text import N_
from inmeko.resources.forms.reports import ReportForm
from inmeko.resources.models import IdleReport
from inmeko.resources.queries import reports
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.placing import drawn, typed_point
from inmeko.resources.rules.reports import MOST_PHOTOS, REPORT_LABELS
from inmeko.resources.services import reports as deeds
from inmeko.resources.views import report_letters as letters
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import public
from inmeko.web.language import chosen

# How often one address may report.
RATES = {("POST", "resources.report_idle"): "5/minute;20/day"}
FAR = 100_000


@pages.route("/reports/new", methods=["GET", "POST"])
@public(of=accounts.municipality)
def report_idle(town: Municipality) -> ResponseReturnValue:
    """The form with which anybody reports an idle place."""
    form = ReportForm()
    if request.method == "GET":
        return _page(form)
    if form.validate():
        try:
            report = deeds.receive(town.id, _values(form), _photos(form), language=chosen())
            letters.received(report, town)
            flash(gettext("Thank you. The report was received."), "success")
            return redirect(url_for(".follow_report", secret=report.secret), 303)
        except DomainError as error:
            form.blame(error)
    return _page(form), 422


@pages.get("/reports/follow/<secret>")
@public(of=reports.by_secret)
def follow_report(report: IdleReport) -> ResponseReturnValue:
    """Where a report stands, for whoever knows its secret address."""
    asset = report.asset if report.asset and report.asset.state.value == "current" else None
    page = render_template(
        "resources/report_follow.html", report=report, asset=asset, labels=REPORT_LABELS
    )
    return page, {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


def _page(form: ReportForm) -> str:
    return render_template("resources/report_new.html", form=form, most=MOST_PHOTOS)


def _values(form: ReportForm) -> dict[str, Any]:
    """What was typed, as values of a report; RuleError for a place that is none, or a machine."""
    if form.homepage.data:
        raise RuleError(N_("Leave this field empty, so that we know you are no machine."))
    names = ("title", "text", "address", "email")
    values: dict[str, Any] = {name: form[name].data or "" for name in names}
    values["kind"] = Kind(form.kind.data)
    shape, x, y = form.geometry.data, form.x.data or "", form.y.data or ""
    if (shape or "").strip():
        point = drawn((shape or "").strip()).geometry.representative_point()
        values |= {"x": point.x, "y": point.y}
    elif x or y:
        point = typed_point(x, y, WGS84).geometry
        values |= {"x": point.x, "y": point.y}
    if "x" in values:
        values["accuracy"] = _metres(form.accuracy.data or "")
    return values


def _photos(form: ReportForm) -> list[deeds.Photo]:
    found = [file for file in form.photos.data or [] if file and file.filename]
    return [deeds.Photo(file.stream, file.filename or "") for file in found]


def _metres(text: str) -> float | None:
    """How sure the phone was, in metres; what it did not say is not known."""
    try:
        metres = float(text)
    except ValueError:
        return None
    return metres if 0 <= metres < FAR else None
