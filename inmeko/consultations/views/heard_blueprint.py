"""What the pages hang on that tell what was heard in a town, and what came of it."""

from typing import Any

from flask import Blueprint

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.consultations import policy
from inmeko.consultations.rules import commitments, texts, words
from inmeko.consultations.views import standings

pages = Blueprint(
    "heard",
    "inmeko.consultations",
    url_prefix="/<municipality>/heard",
    template_folder="templates",
)
machines = Blueprint("heard_api", "inmeko.consultations")

LABELS = {
    name: getattr(module, name)
    for module in (words, texts, commitments)
    for name in vars(module)
    if name.endswith("_LABELS")
}


@pages.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the policies that guard the routes, and the words of what was heard."""
    return {
        "policy": policy,
        "SECTOR_LABELS": SECTOR_LABELS,
        **standings.WORDS,
        **LABELS,
    }
