"""What the events of a town decided, and what became of it: owed, late, kept."""

from collections import Counter
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.consultations.queries import minutes as queries
from inmeko.consultations.rules.minutes import COMMITMENT_LABELS, Commitment, commitment
from inmeko.consultations.views.blueprint import pages
from inmeko.kernel import clock
from inmeko.web.access import public


@pages.get("/decisions")
@public(of=accounts.municipality)
def decisions(town: Municipality) -> ResponseReturnValue:
    """All decisions and commitments of a town's events."""
    now = clock.now()
    known = [
        (one, commitment(one.due_on, one.done_at, now))
        for one in queries.of_town(municipality_id=town.id)
    ]
    counts = Counter(standing for _one, standing in known)
    asked = next((one for one in Commitment if one.value == request.args.get("state")), None)
    tabs: list[dict[str, Any]] = [
        {
            "label": gettext(label),
            "url": url_for(".decisions", state=standing.value),
            "active": standing is asked,
            "count": counts[standing],
        }
        for standing, label in COMMITMENT_LABELS.items()
    ]
    everything = {
        "label": gettext("All"),
        "url": url_for(".decisions"),
        "active": asked is None,
        "count": len(known),
    }
    return render_template(
        "consultations/decisions.html",
        rows=[row for row in known if asked in (None, row[1])],
        tabs=[everything, *tabs],
        COMMITMENT_LABELS=COMMITMENT_LABELS,
    )
