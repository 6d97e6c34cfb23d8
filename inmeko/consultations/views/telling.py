"""Jobs of the outbox that write to people: of a moved event, of a place that has become free."""

from typing import Any

from flask import current_app

from inmeko.consultations.queries import events as queries
from inmeko.consultations.services import registering
from inmeko.consultations.views import letters


def tell(payload: dict[str, Any]) -> None:
    """Write of a notice to everybody registered."""
    town, number = payload["municipality"], payload["notice"]
    notice = queries.notice(municipality_id=town, notice_id=number)
    if notice is None:
        return
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        letters.told(notice)


def lapse(payload: dict[str, Any]) -> None:
    """End an offer whose time is over, and write to whoever is offered the place next."""
    offered = registering.lapse(payload)
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        letters.offered(offered)
