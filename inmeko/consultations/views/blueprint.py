"""What the pages of events hang on: a town's calendar, and one's own registration."""

from datetime import date
from typing import Any

from flask import Blueprint, Response
from flask_babel import format_date

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.consultations import policy
from inmeko.consultations.rules import live, minutes, words
from inmeko.consultations.rules.phases import EVENT_PHASE_LABELS
from inmeko.consultations.views import standings
from inmeko.web.filters import day

pages = Blueprint(
    "events",
    "inmeko.consultations",
    url_prefix="/<municipality>/events",
    template_folder="templates",
)
# The key in the address is all that opens a registration.
tickets = Blueprint(
    "tickets", "inmeko.consultations", url_prefix="/<municipality>/events/ticket/<ticket_key>"
)

LABELS = {name: getattr(words, name) for name in vars(words) if name.endswith("_LABELS")}


@pages.context_processor
@tickets.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the same policies that guard the routes, and the words of events."""
    return {
        "policy": policy,
        "EVENT_PHASE_LABELS": EVENT_PHASE_LABELS,
        "SECTOR_LABELS": SECTOR_LABELS,
        "RECORD_LABELS": minutes.RECORD_LABELS,
        "AMENDMENT_LABELS": minutes.AMENDMENT_LABELS,
        "POLL_LABELS": live.POLL_LABELS,
        "ROOM_QUESTION_LABELS": live.ROOM_QUESTION_LABELS,
        **standings.WORDS,
        **LABELS,
    }


@pages.app_template_filter("as_day")
def as_day(kept: str) -> str:
    """A day that is kept as text, in the reader's language."""
    return day(date.fromisoformat(kept))


@pages.app_template_filter("weekday")
def weekday(value: date) -> str:
    """The name of a day of the week."""
    return str(format_date(value, "EEEE"))


@tickets.after_request
def keep_secret(response: Response) -> Response:
    """What a secret address shows is kept by nobody and found by no search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
