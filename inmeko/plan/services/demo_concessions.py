"""Give some assets of the invented town to its bodies, with all that follows."""

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.kernel.actor import Actor
from inmeko.kernel.text import capitals
from inmeko.plan import queries
from inmeko.plan.rules import demo_concessions as given
from inmeko.plan.rules.demo_concessions import Lent
from inmeko.resources.models import Asset, Concession
from inmeko.resources.queries import assets as resources
from inmeko.resources.queries import concessions as concession_queries
from inmeko.resources.queries import decisions as decision_queries
from inmeko.resources.rules.asset import Certainty, Condition, Use
from inmeko.resources.rules.concession_words import LinkState
from inmeko.resources.services import assets, concessions, costs, decisions, following


def load(planner: Actor, town: Municipality, today: date) -> None:
    """Concessions, obligations, reports, costs, proposals of reuse and decisions."""
    first = queries.first_idle(town.id)
    found = {
        kind: resources.asset(municipality=town.slug, asset_id=number)
        for kind, number in first.items()
    }
    bodies = {body.name: body for body in concession_queries.bodies(town.id)}
    lent = [_lend(planner, found[one.kind], bodies[one.body], one, today) for one in given.LENT]
    _cost(planner, found, today.year)
    _bring(planner, town, lent, today)
    for one, concession in zip(given.LENT, lent, strict=True):
        if one.ada and one.returned is None:
            use: dict[str, Any] = {"use": Use.IN_USE, "use_certainty": Certainty.CERTAIN}
            use["use_source"] = f"Παραχώρηση, ΑΔΑ {one.ada}"
            asset = concession.asset
            assets.amend(planner, asset, use, version=asset.version)


def _lend(planner: Actor, asset: Asset, body: Any, one: Lent, today: date) -> Concession:
    starts = today + timedelta(days=one.starts)
    values = {
        "path": one.path,
        "purpose": one.purpose,
        "terms": one.terms,
        "rent": one.rent,
        "starts_on": starts,
        "ends_on": today + timedelta(days=one.ends),
        "answers": one.answers,
    }
    made = concessions.draft(planner, asset, body, values)
    if not one.ada:
        return made
    posted = {"ada": one.ada, "posted_on": starts - timedelta(days=10)}
    votes = {"council_members": 27, "votes_for": 19, "decision_number": f"{made.id}/{starts.year}"}
    concessions.activate(planner, made, {**posted, **votes})
    _follow(planner, made, one, today)
    if one.returned is not None:
        back = today + timedelta(days=one.returned)
        concessions.give_back(planner, made, back, one.condition or Condition.UNKNOWN)
    return made


def _follow(planner: Actor, made: Concession, one: Lent, today: date) -> None:
    for owed in one.owed:
        due = today + timedelta(days=owed.due)
        kept = following.oblige(planner, made, what=owed.what, due_on=due, yearly=owed.yearly)
        if owed.done is not None:
            done = today + timedelta(days=owed.done)
            following.fulfil(planner, kept, done_on=done, comment=owed.comment)
    for told in one.told:
        day = today + timedelta(days=told.day)
        following.report(planner, made, kind=told.kind, text=told.text, written_on=day)


def _cost(planner: Actor, found: dict[Any, Asset], year: int) -> None:
    for kind, rows in given.COSTS.items():
        for what, amount, before, source in rows:
            costs.enter(
                planner,
                found[kind],
                kind=what,
                amount=Decimal(amount),
                year=year + before,
                source=source,
            )
    asset = found[next(iter(given.COSTS))]
    for values in given.REUSES:
        saved = {"saved_cost": asset.idle_cost, "first_year": year + 1}
        costs.draw_up(planner, asset, {**values, **saved})


def _bring(planner: Actor, town: Municipality, lent: list[Concession], today: date) -> None:
    """Decisions as Διαύγεια exports them; that of the first concession is linked to its asset."""
    acts = [(ada, today + timedelta(days=day), subject) for ada, day, subject in given.ACTS]
    for made in lent:
        if made.ada and made.posted_on:
            subject = given.ACT_OF_LENT.format(
                title=made.asset.title, address=made.asset.address, body=made.organisation.name
            )
            acts.append((made.ada, made.posted_on, capitals(subject)))
    listed = [
        {
            "ada": ada,
            "protocolNumber": "-",
            "issueDate": f"{day:%d/%m/%Y} 03:00:00",
            "subject": subject,
            "decisionTypeUid": "Β.5",
            "decisionTypeLabel": "ΠΑΡΑΧΩΡΗΣΗ ΧΡΗΣΗΣ ΠΕΡΙΟΥΣΙΑΚΩΝ ΣΤΟΙΧΕΙΩΝ",
            "organizationLabel": capitals(town.name),
        }
        for ada, day, subject in acts
    ]
    decisions.bring_in(planner, town, json.dumps({"decisionResultList": listed}).encode())
    first = lent[0]
    known = decision_queries.by_ada(town.id, [first.ada or ""])
    for decision in known.values():
        for link in decision.links:
            if link.asset_id == first.asset_id:
                decisions.judge(planner, link, LinkState.ACCEPTED)
