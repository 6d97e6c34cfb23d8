"""The blueprints that the pages of calls hang on: a town's, and those of all towns."""

from typing import Any

from flask import Blueprint

from inmeko.calls import policy
from inmeko.calls.rules import words

pages = Blueprint(
    "calls",
    "inmeko.calls",
    url_prefix="/<municipality>/calls",
    template_folder="templates",
)
everywhere = Blueprint("all_calls", "inmeko.calls", template_folder="templates")

LABELS = {name: getattr(words, name) for name in vars(words) if name.endswith("_LABELS")}


@pages.context_processor
@everywhere.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the same policies that guard the routes, and the words of calls."""
    return {"policy": policy, **LABELS}
