"""What the pages of the deliberation committee hang on."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.consultations import policy
from inmeko.consultations.models import Committee
from inmeko.consultations.rules import committees, lottery
from inmeko.web.asking import asked

pages = Blueprint(
    "committee",
    "inmeko.consultations",
    url_prefix="/<municipality>/committee",
    template_folder="templates",
)

LABELS = {
    name: getattr(module, name)
    for module in (committees, lottery)
    for name in vars(module)
    if name.endswith("_LABELS")
}
DRAW_TONES = {"prepared": "quiet", "frozen": "warn", "drawn": "good"}


@pages.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the policies that guard the routes, and the words of committees."""
    return {"policy": policy, "DRAW_TONES": DRAW_TONES, **LABELS}


def ask(
    committee: Committee, form: Any, deed: Callable[[], object], **context: Any
) -> ResponseReturnValue:
    """Ask, and go back to the committee, or where the context says."""
    back = context.pop("back", None) or url_for(".show", committee_id=committee.id)
    done = context.pop("done", None) or gettext("Saved.")
    template = "consultations/committee_ask.html"
    return asked(template, form, deed, done, back, committee=committee, **context)
