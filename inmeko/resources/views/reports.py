"""Pages on which planners judge what citizens report."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.views.presenting import Teller
from inmeko.resources import policy
from inmeko.resources.forms.reports import AcceptForm, LinkForm, RefuseForm
from inmeko.resources.models import Asset, IdleReport
from inmeko.resources.queries import assets, reports
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.reports import REPORT_LABELS
from inmeko.resources.services import reports as deeds
from inmeko.resources.views import report_letters as letters
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form


@pages.get("/reports")
@requires(policy.may_see_reports, of=accounts.municipality)
def report_list(town: Municipality) -> ResponseReturnValue:
    """What citizens reported: what waits for a look, or what was judged."""
    judged = "judged" in request.args
    return render_template(
        "resources/reports.html",
        reports=reports.reports(municipality_id=town.id, judged=judged),
        waiting=reports.waiting(municipality_id=town.id),
        judged=judged,
        labels=REPORT_LABELS,
    )


@pages.get("/reports/<int:report_id>")
@requires(policy.may_read_report, of=reports.report)
def report(report: IdleReport) -> ResponseReturnValue:
    """One report, and the assets of the register nearby."""
    return _page(report)


@pages.post("/reports/<int:report_id>/accept")
@requires(policy.may_judge_report, of=reports.report)
def accept_report(report: IdleReport) -> ResponseReturnValue:
    """Enter what is reported as a new asset."""
    form = AcceptForm()

    def accept() -> None:
        title, kind = form.title.data or "", Kind(form.kind.data)
        publish = bool(form.publish_photos.data)
        deeds.accept(current_actor(), report, title=title, kind=kind, publish_photos=publish)

    return _judged(report, form, accept, gettext("The asset was entered in the register."))


@pages.post("/reports/<int:report_id>/link")
@requires(policy.may_judge_report, of=reports.report)
def link_report(report: IdleReport) -> ResponseReturnValue:
    """Say that what is reported stands in the register already."""
    form = LinkForm()

    def link() -> None:
        publish = bool(form.publish_photos.data)
        deeds.link(current_actor(), report, _meant(report, form), publish_photos=publish)

    return _judged(report, form, link, gettext("The report was linked to the asset."))


@pages.post("/reports/<int:report_id>/refuse")
@requires(policy.may_judge_report, of=reports.report)
def refuse_report(report: IdleReport) -> ResponseReturnValue:
    """Set a report aside, with a reason."""
    form = RefuseForm()

    def refuse() -> None:
        deeds.refuse(current_actor(), report, form.reason.data or "")

    return _judged(report, form, refuse, gettext("The report was set aside."))


TELLER = Teller({}, list, lambda key: url_for("resources.report", report_id=key))


def _judged(
    report: IdleReport, form: Form, deed: Callable[[], None], sentence: str
) -> ResponseReturnValue:
    if form.validate():
        try:
            deed()
            letters.judged(report, accounts.municipality_by_id(report.municipality_id))
            flash(sentence, "success")
            return redirect(url_for(".report", report_id=report.id), 303)
        except DomainError as error:
            form.blame(error)
    return _page(report, form), 422


def _meant(report: IdleReport, form: LinkForm) -> Asset:
    """The asset that was chosen among those nearby, or named by its code."""
    town = report.municipality_id
    if form.code.data:
        return reports.asset_of_code(municipality_id=town, code=form.code.data)
    near = {str(one.asset.id): one.asset for one in reports.nearby(report)}
    if form.asset.data not in near:
        raise RuleError(N_("Choose an asset nearby, or write the code of another."), field="code")
    return assets.asset(
        municipality=near[form.asset.data].municipality.slug, asset_id=int(form.asset.data)
    )


def _page(report: IdleReport, form: Form | None = None) -> str:
    opened = {"title": report.title, "kind": report.kind.value}
    forms: dict[str, Form] = {
        "accepting": AcceptForm(formdata=None, data=opened),
        "linking": LinkForm(formdata=None),
        "refusing": RefuseForm(formdata=None),
    }
    failed = {AcceptForm: "accepting", LinkForm: "linking", RefuseForm: "refusing"}
    if form is not None:
        forms[failed[type(form)]] = form
    return render_template(
        "resources/report.html",
        report=report,
        near=reports.nearby(report),
        photos=records.attachments(deeds.KIND, report.id),
        history=records.history(deeds.KIND, report.id),
        labels=REPORT_LABELS,
        failed=form,
        **forms,
    )
