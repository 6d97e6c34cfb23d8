"""What was given to whom: the public list and its data, one concession, preparing one."""

from typing import Any

from flask import Response, flash, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import DomainError
from inmeko.kernel.tables import csv_text
from inmeko.kernel.text import guard_cell
from inmeko.records import queries as records
from inmeko.resources import policy
from inmeko.resources.forms.concessions import (
    NO,
    YES,
    ConcessionFilterForm,
    ConcessionForm,
    PathsForm,
)
from inmeko.resources.models import Asset, Concession
from inmeko.resources.queries import assets
from inmeko.resources.queries import concessions as queries
from inmeko.resources.queries import decisions as decision_queries
from inmeko.resources.rules import conceding, concession_filter
from inmeko.resources.rules.concession_paths import PATH
from inmeko.resources.rules.concession_words import PathKey
from inmeko.resources.services import concessions as deeds
from inmeko.resources.views import giving
from inmeko.resources.views.blueprint import pages
from inmeko.web.access import current_actor, public, requires

TYPED = ("purpose", "terms", "rent", "starts_on", "ends_on", "decision_number")


@pages.get("/concessions")
@public(of=accounts.municipality)
def concessions(town: Municipality) -> ResponseReturnValue:
    """What was given to whom, for how long, with which decision."""
    wanted = concession_filter.read(request.args.to_dict(flat=False))
    today = athens_date(clock.now())
    rows, more = queries.page(town.id, wanted, today, _place(town))
    actor = current_actor()
    follows = policy.may_see_follow_up(actor, town)
    data = {"q": wanted.q, "path": wanted.path, "period": wanted.period, "year": wanted.year or ""}
    return render_template(
        "resources/concessions.html",
        rows=rows,
        count=queries.count(town.id, wanted, today),
        next=_address(wanted, after=rows[-1].id) if more else None,
        paged="after" in request.args,
        wanted=wanted,
        link_to=lambda form: _address(wanted, "resources.concessions_export", form=form),
        form=ConcessionFilterForm(formdata=None, data=data),
        drafts=queries.drafts(town.id) if follows else [],
        follows=follows,
        own=bool(actor.organisations),
        today=today,
    )


@pages.get("/concessions/export.<any(csv, json):form>")
@public()
def concessions_export(municipality: str, form: str) -> ResponseReturnValue:
    """The concessions of a filter as open data."""
    town = accounts.municipality(municipality=municipality)
    wanted = concession_filter.read(request.args.to_dict(flat=False))
    today = athens_date(clock.now())
    rows = [giving.row(found) for found in queries.everything(town.id, wanted, today)]
    if form == "json":
        return jsonify({"municipality": town.name, "concessions": rows})
    told = [[guard_cell(row[name]) for name in giving.COLUMNS] for row in rows]
    text = csv_text([giving.COLUMNS, *told])
    response = Response(text, content_type="text/csv; charset=utf-8")
    name = f"{town.slug}-concessions-{today.isoformat()}.csv"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@pages.get("/concessions/<int:concession_id>")
@requires(policy.may_see_concession, of=queries.concession)
def concession(concession: Concession) -> ResponseReturnValue:
    """One concession: for everybody its facts, for those inside what is due and what was said."""
    actor = current_actor()
    inside = policy.may_follow(actor, concession)
    today = athens_date(clock.now())
    numbers = [concession.ada] if concession.ada else []
    known = decision_queries.by_ada(concession.municipality_id, numbers)
    facts = deeds.facts(concession) if inside else {}
    judged = conceding.judged(PATH[concession.path], facts, concession.starts_on)
    return render_template(
        "resources/concession.html",
        concession=concession,
        facts=giving.facts(concession, inside=inside),
        inside=inside,
        manages=policy.may_manage(actor, concession),
        reports_on=policy.may_report(actor, concession),
        obligations=concession.obligations if inside else [],
        reports=concession.reports if inside else [],
        files=queries.files(concession) if inside else {},
        papers=records.attachments("concession", concession.id) if inside else [],
        findings=conceding.to_confirm(judged.findings) if inside else [],
        decision=known.get(concession.ada or "") if inside else None,
        history=giving.story(records.history(deeds.KIND, concession.id)) if inside else [],
        labels=giving.FIELD_LABELS,
        today=today,
    )


@pages.get("/<int:asset_id>/paths")
@requires(policy.may_see_paths, of=assets.asset)
def paths(asset: Asset) -> ResponseReturnValue:
    """Which legal path is open for an asset and a body, which is not, and why."""
    bodies = queries.bodies(asset.municipality_id)
    form = _with_bodies(PathsForm(request.args), bodies)
    body = next((one for one in bodies if str(one.id) == form.organisation_id.data), None)
    if "organisation_id" not in request.args or request.args.keys() == {"organisation_id"}:
        kept = queries.last_answers(body) if body else {}
        form = _with_bodies(PathsForm(formdata=None, data=_shown(kept, asset, body)), bodies)
        form.organisation_id.data = str(body.id) if body else ""
    form.validate()
    facts = deeds.facts_before(asset, body, form.answers())
    return render_template(
        "resources/paths.html",
        asset=asset,
        form=form,
        body=body,
        judgements=conceding.judge_all(facts, athens_date(clock.now())),
        asked=request.args.to_dict(),
        may_give=policy.may_give(current_actor(), asset),
    )


@pages.route("/<int:asset_id>/give", methods=["GET", "POST"])
@requires(policy.may_give, of=assets.asset)
def give(asset: Asset) -> ResponseReturnValue:
    """Prepare a concession of an asset."""
    bodies = queries.bodies(asset.municipality_id)
    if request.method == "GET":
        form = _with_bodies(ConcessionForm(request.args), bodies)
        return render_template("resources/give.html", form=form, asset=asset, concession=None)
    form = _with_bodies(ConcessionForm(), bodies)
    if form.validate():
        try:
            body = giving.chosen_body(bodies, form.organisation_id.data)
            made = deeds.draft(current_actor(), asset, body, _values(form))
            flash(gettext("The concession is being prepared; nothing is in force yet."), "success")
            return redirect(url_for(".concession", concession_id=made.id), 303)
        except DomainError as error:
            form.blame(error)
    return render_template("resources/give.html", form=form, asset=asset, concession=None), 422


@pages.route("/concessions/<int:concession_id>/edit", methods=["GET", "POST"])
@requires(policy.may_manage, of=queries.concession)
def edit_concession(concession: Concession) -> ResponseReturnValue:
    """Correct a concession that is being prepared."""
    bodies, asset = [concession.organisation], concession.asset
    if request.method == "GET":
        data = {name: getattr(concession, name) for name in TYPED} | {
            "path": concession.path.value,
            **_shown(concession.answers, asset, concession.organisation),
            "organisation_id": str(concession.organisation_id),
        }
        form = _with_bodies(ConcessionForm(formdata=None, data=data), bodies)
        return render_template("resources/give.html", form=form, asset=asset, concession=concession)
    form = _with_bodies(ConcessionForm(), bodies)
    if form.validate():
        try:
            deeds.amend(current_actor(), concession, _values(form))
            flash(gettext("Saved."), "success")
            return redirect(url_for(".concession", concession_id=concession.id), 303)
        except DomainError as error:
            form.blame(error)
    page = render_template("resources/give.html", form=form, asset=asset, concession=concession)
    return page, 422


def _place(town: Municipality) -> Concession | None:
    after = request.args.get("after", "")
    if not (after.isascii() and after.isdigit() and len(after) < 10):
        return None
    return queries.concession(municipality=town.slug, concession_id=int(after))


def _address(
    wanted: concession_filter.ConcessionFilter, endpoint: str = "resources.concessions", **more: Any
) -> str:
    arguments: dict[str, Any] = {**wanted.arguments(), **more}
    return url_for(endpoint, **arguments)


def _with_bodies(form: Any, bodies: Any) -> Any:
    form.organisation_id.choices = [("", "–"), *((str(body.id), body.name) for body in bodies)]
    return form


def _shown(answers: dict[str, Any], asset: Asset, body: Any) -> dict[str, Any]:
    """Answers as the form shows them, after what is known without asking."""
    known = conceding.facts_known(asset.kind, body.kind if body else None, answers)
    return {
        name: (YES if known[name] else NO) if isinstance(known[name], bool) else known[name]
        for name in conceding.ANSWERS
        if name in known
    }


def _values(form: ConcessionForm) -> dict[str, Any]:
    values: dict[str, Any] = {name: form[name].data for name in TYPED}
    values["path"] = PathKey(form.path.data)
    values["answers"] = form.answers()
    return values
