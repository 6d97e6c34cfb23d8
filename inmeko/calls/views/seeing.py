"""Pages on which a planner sees all calls, and the way of one from openings to files."""

from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.calls import policy
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.queries import seeing
from inmeko.calls.rules.seeing import DEADLINE_LABELS, read
from inmeko.calls.rules.words import CALL_LABELS, CallState
from inmeko.calls.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.web.access import current_actor, requires


@pages.get("/overview")
@requires(policy.may_see_all, of=accounts.municipality)
def overview(town: Municipality) -> ResponseReturnValue:
    """All calls of a town with their states, counts and the deadlines ahead."""
    asked = read(request.args)
    found = seeing.calls(municipality_id=town.id, asked=asked)
    counts = seeing.state_counts(municipality_id=town.id)
    shown = found[: seeing.PAGE]
    states = [
        {
            "label": gettext(CALL_LABELS[state]),
            "url": url_for(".overview", **asked.arguments(state=state.value)),
            "active": asked.state is state,
            "count": counts[state],
        }
        for state in CallState
        if counts.get(state)
    ]
    everything = {
        "label": gettext("All"),
        "url": url_for(".overview", **asked.arguments(state=None)),
        "active": asked.state is None,
        "count": sum(counts.values()),
    }
    here: dict[str, Any] = asked.arguments()
    before = url_for(".overview", **here, page=asked.page - 1) if asked.page > 1 else None
    after = url_for(".overview", **here, page=asked.page + 1) if found[seeing.PAGE :] else None
    return render_template(
        "calls/overview.html",
        calls=shown,
        funnels=seeing.funnels(municipality_id=town.id, calls=shown),
        states=[everything, *states],
        asked=asked,
        ahead=seeing.ahead(municipality_id=town.id, now=clock.now()),
        DEADLINES=DEADLINE_LABELS,
        makes=policy.may_make(current_actor(), town),
        judges=policy.may_see_desk(current_actor(), town),
        previous=before,
        next=after,
    )


@pages.get("/<int:call_id>/funnel")
@requires(policy.may_manage, of=queries.call)
def funnel(call: Call) -> ResponseReturnValue:
    """The way of a call from openings through drafts to files that were judged."""
    found = seeing.funnels(municipality_id=call.municipality_id, calls=[call])[call.id]
    days = seeing.openings(call)
    return render_template("calls/funnel.html", call=call, funnel=found, days=days)
