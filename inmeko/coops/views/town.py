"""A town's cooperatives: the registered ones, the beginning of a set-up, the list of the staff."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.coops import policy
from inmeko.coops.forms.deeds import BeginForm, TemplateForm
from inmeko.coops.models import TaskTemplate
from inmeko.coops.queries import desk as queries
from inmeko.coops.queries import formations
from inmeko.coops.rules.chooser import CHOICES
from inmeko.coops.rules.formation.words import Chapter, FormationStage
from inmeko.coops.services import formations as deeds
from inmeko.coops.services import founders, reporting, tasks
from inmeko.coops.services.doing import Doer
from inmeko.coops.views import letters
from inmeko.coops.views.blueprint import pages, town_pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError, NotFoundError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules.files import XLSX
from inmeko.resources.queries import assets
from inmeko.web.access import current_actor, public, requires
from inmeko.web.language import chosen

# How often one address may begin.
RATES = {("POST", "formations.begin"): "20/minute;200/day"}


@town_pages.get("/")
@public(of=accounts.municipality)
def index(town: Municipality) -> ResponseReturnValue:
    """The registered cooperatives of a town, and the way to a new one."""
    found = queries.registered(municipality_id=town.id)
    purposes = queries.chapters_of(found, Chapter.PURPOSE)
    return render_template("coops/index.html", cooperatives=found, purposes=purposes)


def titled(municipality: str, key: int) -> tuple[str, str] | None:
    """What another domain may say of a set-up: its name and its page, to whoever may know of it.

    A registered cooperative is known to everybody, a group on its way to those who accompany it.
    """
    found = formations.formation(municipality=municipality, formation_id=key)
    name, slug = found.name or found.title, municipality
    if found.stage is FormationStage.REGISTERED:
        if found.organisation_id is not None:
            number = found.organisation_id
            return name, url_for("organisations.show", municipality=slug, organisation_id=number)
        return name, url_for("formations.index", municipality=slug)
    if policy.may_read(current_actor(), found):
        return name, url_for("formation.overview", municipality=slug, formation_id=key)
    return None


@town_pages.route("/new", methods=["GET", "POST"])
@public(of=accounts.municipality)
def begin(town: Municipality) -> ResponseReturnValue:
    """Begin a set-up: a name and an e-mail address are enough."""
    given = {name: request.args.get(name, "") for name in ("form", "asset", "expression")}
    form = BeginForm(data=given)
    if form.validate_on_submit():
        try:
            return _begun(town, form)
        except DomainError as error:
            form.blame(error)
    return render_template("coops/begin.html", form=form), 422 if form.errors else 200


@town_pages.get("/all")
@requires(policy.may_see_all, of=accounts.municipality)
def everything(town: Municipality) -> ResponseReturnValue:
    """Every formation of the town."""
    lines = queries.of_town(municipality_id=town.id)
    now = clock.now()
    shown = [(one, (now - one.formation.stepped_at).days) for one in lines]
    return render_template("coops/all.html", lines=shown)


@town_pages.get("/report")
@requires(policy.may_see_all, of=accounts.municipality)
def report(town: Municipality) -> ResponseReturnValue:
    """What the set-ups of the town came to."""
    found = reporting.report_of(town)
    return render_template("coops/report.html", report=found, totals=reporting.totals_of(found))


@town_pages.get("/report.xlsx")
@requires(policy.may_see_all, of=accounts.municipality)
def report_workbook(town: Municipality) -> ResponseReturnValue:
    """The same as a workbook."""
    content = reporting.workbook(reporting.report_of(town), gettext)
    response = Response(content, content_type=XLSX.media_type)
    name = f"{town.slug}-cooperatives.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@town_pages.get("/report.pdf")
@requires(policy.may_see_all, of=accounts.municipality)
def report_paper(town: Municipality) -> ResponseReturnValue:
    """The same as a paper, with its chart."""
    found = reporting.report_of(town)
    told = {"report": found, "totals": reporting.totals_of(found), "town": town}
    today = athens_date(clock.now())
    content = reporting.as_paper(render_template("coops/report_paper.html", today=today, **told))
    response = Response(content, content_type="application/pdf")
    name = f"{town.slug}-cooperatives.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@town_pages.route("/tasks", methods=["GET", "POST"])
@requires(policy.may_give_tasks, of=accounts.municipality)
def given_tasks(town: Municipality) -> ResponseReturnValue:
    """The tasks that the town gives to its groups beside those of the law."""
    form = TemplateForm()
    if form.validate_on_submit():
        try:
            tasks.keep_template(
                current_actor(),
                town,
                form=form.form.data or "",
                label=form.label.data or "",
                who=form.who.data or "",
                days=form.days.data or 0,
            )
            return redirect(url_for(".given_tasks"), 303)
        except DomainError as error:
            form.blame(error)
    rows = formations.task_templates(municipality_id=town.id)
    status = 422 if form.errors else 200
    return render_template("coops/given_tasks.html", form=form, rows=rows), status


@town_pages.post("/tasks/<int:template_id>/remove")
@requires(policy.may_drop_task, of=formations.task_template)
def drop_task(template: TaskTemplate) -> ResponseReturnValue:
    """Give a task to no further group."""
    tasks.drop_template(current_actor(), template)
    return redirect(url_for(".given_tasks"), 303)


@pages.get("/start")
@public()
def start() -> ResponseReturnValue:
    """In which town the cooperative will have its seat."""
    form = request.args.get("form", "")
    wanted = form if form in CHOICES else ""
    towns = accounts.municipalities()
    return render_template("coops/start.html", towns=towns, wanted=wanted)


def _asset(town: Municipality, number: int | None) -> int | None:
    """The asset that a page handed on, if it is one of the town."""
    if number is None:
        return None
    try:
        return assets.asset(municipality=town.slug, asset_id=number).id
    except NotFoundError:
        return None


def _begun(town: Municipality, form: BeginForm) -> ResponseReturnValue:
    if form.homepage.data:
        raise RuleError(N_("Leave this field empty, so that we know you are no machine."))
    actor = current_actor()
    told: dict[str, Any] = {
        name: form._fields[name].data or ""
        for name in ("title", "form", "email", "surname", "first_name")
    }
    mine = policy.may_see_all(actor, town)
    founder = deeds.begin(
        Doer(actor),
        town,
        language=chosen(),
        # Only the staff says of a group that it came from a file: its page would tell them so.
        expression_id=form.number("expression") if mine else None,
        asset_id=_asset(town, form.number("asset")),
        **told,
    )
    founders.invite(Doer(actor), founder.formation, founder)
    letters.link(founder, begun=True)
    flash(gettext("The set-up has begun. The link was sent to %(email)s.", email=founder.email))
    if mine:
        return redirect(url_for("formation.overview", formation_id=founder.formation_id), 303)
    return redirect(url_for("coop_group.overview", founder_key=founder.key), 303)
