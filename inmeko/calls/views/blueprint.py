"""The blueprints that the pages of calls hang on: a town's, a group's file, and all towns'."""

from typing import Any

from flask import Blueprint, Response, request

from inmeko.accounts.rules import ORGANISATION_LABELS, SECTOR_LABELS
from inmeko.calls import policy
from inmeko.calls.rules import parts, words
from inmeko.calls.rules.phases import PHASE_LABELS

pages = Blueprint(
    "calls",
    "inmeko.calls",
    url_prefix="/<municipality>/calls",
    template_folder="templates",
)
# The key in the address is all that opens a file: no session, no token. See app.py.
files = Blueprint("call_file", "inmeko.calls", url_prefix="/<municipality>/calls/file/<key>")
everywhere = Blueprint("all_calls", "inmeko.calls", template_folder="templates")

LABELS = {name: getattr(words, name) for name in vars(words) if name.endswith("_LABELS")}


@pages.context_processor
@files.context_processor
@everywhere.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the same policies that guard the routes, and the words of calls."""
    return {
        "policy": policy,
        "PART_LABELS": parts.PART_LABELS,
        "PHASE_LABELS": PHASE_LABELS,
        "ORGANISATION_LABELS": ORGANISATION_LABELS,
        "SECTOR_LABELS": SECTOR_LABELS,
        **LABELS,
    }


@files.url_defaults
def same_key(endpoint: str, values: dict[str, Any]) -> None:
    """Pages of a file link to one another."""
    key = (request.view_args or {}).get("key") if request else None
    if key and "key" not in values and endpoint.startswith("call_file."):
        values["key"] = key


@files.after_request
def keep_secret(response: Response) -> Response:
    """What a secret address shows is kept by nobody and found by no search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response
