"""Jobs of the outbox that write to people: of a moved event, of a place that has become free."""

from datetime import datetime
from typing import Any

from flask import current_app

from inmeko.consultations.models import Event
from inmeko.consultations.queries import events as queries
from inmeko.consultations.rules import phases
from inmeko.consultations.rules.feedback import THANKED
from inmeko.consultations.rules.phases import EventPhase
from inmeko.consultations.services import registering
from inmeko.consultations.views import letters
from inmeko.kernel import clock


def tell(payload: dict[str, Any]) -> None:
    """Write of a notice to everybody registered."""
    town, number = payload["municipality"], payload["notice"]
    notice = queries.notice(municipality_id=town, notice_id=number)
    if notice is None:
        return
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        letters.told(notice)


def remind(payload: dict[str, Any]) -> None:
    """Remind those who have a place, if the event still begins when the job says so."""
    town, number = payload["municipality"], payload["event"]
    event = queries.event_of(municipality_id=town, event_id=number)
    begins = datetime.fromisoformat(payload["starts_at"])
    if event is None or event.starts_at != begins:
        return
    if phases.phase(event, clock.now()) is not EventPhase.COMING:
        return
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        letters.reminder(event)


def thank(payload: dict[str, Any]) -> None:
    """Thank those who came, and ask them how it was."""
    town, number = payload["municipality"], payload["event"]
    event = queries.event_of(municipality_id=town, event_id=number)
    if event is None or event.forgotten_at is not None:
        return
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        letters.thanks(event)


def thank_late(event: Event) -> None:
    """Thank those whose names were typed in after the others had been thanked."""
    if event.ends_at is not None and clock.now() >= event.ends_at + THANKED:
        letters.thanks(event)


def lapse(payload: dict[str, Any]) -> None:
    """End an offer whose time is over, and write to whoever is offered the place next."""
    offered = registering.lapse(payload)
    with current_app.test_request_context(base_url=current_app.config["SETTINGS"].base_url):
        letters.offered(offered)
