"""The blueprints that the pages of cooperatives hang on: all towns', a town's, a formation's."""

from typing import Any

from flask import Blueprint, Response, request

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.coops import policy
from inmeko.coops.rules.chooser import FORM_LABELS
from inmeko.coops.rules.formation import clock, tasks, words
from inmeko.coops.rules.papers import PAPER_LABELS
from inmeko.coops.rules.running import words as running

pages = Blueprint("coops", "inmeko.coops", url_prefix="/coops", template_folder="templates")
town_pages = Blueprint("formations", "inmeko.coops", url_prefix="/<municipality>/coops")
# One formation: for its consultant by number, for its founders by the key of their link.
staff = Blueprint(
    "formation", "inmeko.coops", url_prefix="/<municipality>/coops/<int:formation_id>"
)
group = Blueprint(
    "coop_group", "inmeko.coops", url_prefix="/<municipality>/coops/group/<founder_key>"
)

# The same for whoever only looks on: there is nothing below it but pages to read.
watch = Blueprint(
    "coop_watch", "inmeko.coops", url_prefix="/<municipality>/coops/watch/<observer_key>"
)

KEYS = (
    ("formation_id", "formation."),
    ("founder_key", "coop_group."),
    ("observer_key", "coop_watch."),
)
LABELS = {
    name: getattr(room, name)
    for room in (words, clock, running)
    for name in vars(room)
    if name.endswith("_LABELS")
}


@pages.context_processor
@town_pages.context_processor
@staff.context_processor
@group.context_processor
@watch.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the same policies that guard the routes, and the words of cooperatives."""
    return {
        "policy": policy,
        "FORM_LABELS": FORM_LABELS,
        "PAPER_LABELS": PAPER_LABELS,
        "SECTOR_LABELS": SECTOR_LABELS,
        "TASK_OF": tasks.BY_KEY,
        **LABELS,
    }


@staff.url_defaults
@group.url_defaults
@watch.url_defaults
def same_formation(endpoint: str, values: dict[str, Any]) -> None:
    """Pages of a formation link to one another."""
    given = (request.view_args or {}) if request else {}
    for name, blueprint in KEYS:
        if name in given and name not in values and endpoint.startswith(blueprint):
            values[name] = given[name]


@staff.after_request
@group.after_request
@watch.after_request
def keep_secret(response: Response) -> Response:
    """What these pages show is kept by nobody and found by no search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
