"""The reminder of the clock of the registry: a job of the outbox."""

from datetime import date
from typing import Any

from flask import current_app

from inmeko.coops.queries import formations as queries
from inmeko.coops.views import letters
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date


def remind(payload: dict[str, Any]) -> None:
    """Write to those concerned, if the last day is still the one of the job."""
    town, number = int(payload["municipality"]), int(payload["formation"])
    formation = queries.formation_by_id(municipality_id=town, formation_id=number)
    ends = date.fromisoformat(payload["ends"])
    today = athens_date(clock.now())
    if formation is None or formation.clock_ends != ends or today > ends:
        return
    settings = current_app.config["SETTINGS"]
    with current_app.test_request_context(base_url=settings.base_url):
        key = f"coop-clock-{number}-{payload['ends']}-{payload['day']}"
        letters.clock(formation, (ends - today).days, key)
