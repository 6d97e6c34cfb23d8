"""What standing idle costs, of an asset and of a town; uses proposed in figures."""

from decimal import Decimal
from typing import Any

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_year
from inmeko.kernel.errors import DomainError
from inmeko.resources import policy
from inmeko.resources.forms.costs import CostForm, ScenarioForm
from inmeko.resources.models import Asset, AssetCost, ReuseScenario
from inmeko.resources.queries import assets
from inmeko.resources.queries import costs as queries
from inmeko.resources.rules import reuse
from inmeko.resources.rules.concession_words import CostKind
from inmeko.resources.services import costs as deeds
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, requires
from inmeko.web.asking import asked
from inmeko.web.forms import Form

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORM = "resources/concession_form.html"


@pages.route("/<int:asset_id>/costs", methods=["GET", "POST"])
@requires(policy.may_see_costs, of=assets.asset)
def costs(asset: Asset) -> ResponseReturnValue:
    """The yearly costs of an asset, and the uses proposed for it."""
    actor = current_actor()
    enters = policy.may_enter_costs(actor, asset)
    form, status = CostForm(), 200
    if request.method == "POST":
        status = 422
        if not enters:
            abort(403)
        if form.validate():
            try:
                deeds.enter(
                    actor,
                    asset,
                    kind=CostKind(form.kind.data),
                    amount=_exact(form.amount.data),
                    year=form.year.data or 0,
                    source=form.source.data or "",
                )
                flash(gettext("The cost was entered."), "success")
                return redirect(url_for(".costs", asset_id=asset.id), 303)
            except DomainError as error:
                form.blame(error)
    rows = queries.of_asset(asset)
    by_kind = reuse.yearly(rows)
    page = render_template(
        "resources/costs.html",
        asset=asset,
        form=form,
        enters=enters,
        rows=rows,
        by_kind=by_kind,
        total=reuse.total(by_kind),
        scenarios=[(one, reuse.reckon(deeds.proposal(one))) for one in queries.scenarios(asset)],
    )
    return page, status


@pages.route("/<int:asset_id>/costs/<int:cost_id>/remove", methods=["GET", "POST"])
@requires(policy.may_enter_costs, of=queries.cost)
def remove_cost(cost: AssetCost) -> ResponseReturnValue:
    """Take a cost away, after a question."""
    return asked(
        FORM,
        Form(),
        lambda: deeds.remove(current_actor(), cost),
        gettext("The cost was removed."),
        url_for(".costs", asset_id=cost.asset_id),
        asset=cost.asset,
        title=gettext("Remove this cost?"),
        text=cost.source,
        button=gettext("Remove"),
        kind="warning",
    )


@pages.get("/costs")
@requires(policy.may_see_follow_up, of=accounts.municipality)
def town_costs(town: Municipality) -> ResponseReturnValue:
    """What all idle assets of a town cost in a year, for the council."""
    found = queries.of_town(town.id)
    if request.args.get("form") == "csv":
        table: list[list[object]] = [[gettext("Code"), gettext("Title"), gettext("€ per year")]]
        table += [[one.code, one.title, one.idle_cost] for one in found.rows]
        table.append(["", gettext("Sum"), found.total])
        return _file(deeds.as_csv(table), "text/csv; charset=utf-8", f"{town.slug}-idle.csv")
    return render_template(
        "resources/town_costs.html", found=found, by_kind=queries.by_kind(town.id)
    )


@pages.route("/<int:asset_id>/reuse/new", methods=["GET", "POST"])
@requires(policy.may_enter_costs, of=assets.asset)
def new_scenario(asset: Asset) -> ResponseReturnValue:
    """Propose a use in figures; the cost that falls away is the sum of the entered ones."""
    saved = asset.idle_cost or Decimal(0)
    form = ScenarioForm(
        data={
            "saved_cost": saved,
            "first_year": athens_year(clock.now()) + 1,
            "years": 10,
            **dict.fromkeys(
                (
                    "investment",
                    "grant_amount",
                    "paid_by_body",
                    "running_cost",
                    "income",
                    "price_change",
                ),
                Decimal(0),
            ),
        }
    )
    return _drawing(asset, form, None)


@pages.get("/reuse/<int:scenario_id>")
@requires(policy.may_see_costs, of=queries.scenario)
def scenario(scenario: ReuseScenario) -> ResponseReturnValue:
    """A proposed use with every number of its sum."""
    proposal = deeds.proposal(scenario)
    return render_template(
        "resources/scenario.html",
        scenario=scenario,
        proposal=proposal,
        outcome=reuse.reckon(proposal),
        enters=policy.may_enter_costs(current_actor(), scenario),
    )


@pages.route("/reuse/<int:scenario_id>/edit", methods=["GET", "POST"])
@requires(policy.may_enter_costs, of=queries.scenario)
def edit_scenario(scenario: ReuseScenario) -> ResponseReturnValue:
    """Correct a proposed use."""
    data = {name: getattr(scenario, name) for name in deeds.REMEMBERED}
    return _drawing(scenario.asset, ScenarioForm(data=data), scenario)


@pages.route("/reuse/<int:scenario_id>/remove", methods=["GET", "POST"])
@requires(policy.may_enter_costs, of=queries.scenario)
def remove_scenario(scenario: ReuseScenario) -> ResponseReturnValue:
    """Remove a proposed use, after a question."""
    return asked(
        FORM,
        Form(),
        lambda: deeds.drop(current_actor(), scenario),
        gettext("The proposal was removed."),
        url_for(".costs", asset_id=scenario.asset_id),
        asset=scenario.asset,
        title=gettext("Remove this proposal?"),
        text=scenario.title,
        button=gettext("Remove"),
        kind="warning",
    )


@pages.get("/reuse/<int:scenario_id>/table.<any(csv, xlsx):form>")
@requires(policy.may_see_costs, of=queries.scenario_table)
def scenario_table(scenario: ReuseScenario) -> ResponseReturnValue:
    """The sum of a proposed use to take away: its figures, then one row a year."""
    table, form = _table(scenario), (request.view_args or {})["form"]
    name = f"inmeko-reuse-{scenario.id}.{form}"
    if form == "csv":
        return _file(deeds.as_csv(table), "text/csv; charset=utf-8", name)
    return _file(deeds.as_xlsx(table, scenario.title), XLSX, name)


def _drawing(asset: Asset, form: ScenarioForm, now: ReuseScenario | None) -> ResponseReturnValue:
    if request.method == "POST" and form.validate():
        values = {name: form[name].data for name in deeds.REMEMBERED}
        for name in deeds.FIGURES[:7]:
            values[name] = _exact(values[name])
        try:
            actor = current_actor()
            if now is None:
                now = deeds.draw_up(actor, asset, values)
            else:
                deeds.redraw(actor, now, values)
            flash(gettext("The proposal was kept."), "success")
            return redirect(url_for(".scenario", scenario_id=now.id), 303)
        except DomainError as error:
            form.blame(error)
    status = 422 if request.method == "POST" else 200
    page = render_template("resources/edit_scenario.html", asset=asset, form=form, scenario=now)
    return page, status


def _table(scenario: ReuseScenario) -> list[list[object]]:
    proposal = deeds.proposal(scenario)
    outcome = reuse.reckon(proposal)
    found = outcome.break_even
    rows: list[list[object]] = [
        [gettext("Proposed use"), scenario.title],
        [gettext("Asset"), f"{scenario.asset.code} {scenario.asset.title}"],
        [gettext("Investment (€)"), proposal.investment],
        [gettext("Of it paid by a grant (€)"), proposal.grant],
        [gettext("Of it paid by the body (€)"), proposal.paid_by_body],
        [gettext("Of it paid by the municipality (€)"), proposal.paid_by_town],
        [gettext("Change of prices (percent per year)"), proposal.price_change],
        [gettext("Break-even year"), found.year if found else "–"],
        [],
        [
            gettext("Number"),
            gettext("Year"),
            gettext("Factor"),
            gettext("Paid"),
            gettext("Falls away"),
            gettext("Income"),
            gettext("Running cost"),
            gettext("Net"),
            gettext("Sum so far"),
            gettext("Standing idle so far"),
        ],
    ]
    for one in outcome.lines:
        amounts = (one.paid, one.saved, one.income, one.running, one.net, one.sum, one.idle)
        rows.append([one.number, one.year, str(one.factor), *amounts])
    return rows


def _exact(amount: Any) -> Decimal:
    return Decimal(amount or 0).quantize(reuse.CENT)


def _file(content: str | bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
