"""What the pages of texts hang on: a town's consultations, and one's own comment."""

from typing import Any

from flask import Blueprint, Response, request

from inmeko.consultations import policy
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.committees import OPINION_LABELS
from inmeko.consultations.rules.text_map import said_place
from inmeko.consultations.views import standings

pages = Blueprint(
    "texts",
    "inmeko.consultations",
    url_prefix="/<municipality>/consultations",
    template_folder="templates",
)
# The key in the address is all that opens a comment.
own = Blueprint(
    "comments", "inmeko.consultations", url_prefix="/<municipality>/consultations/comment"
)
machines = Blueprint("texts_api", "inmeko.consultations")

LABELS = {name: getattr(rules, name) for name in vars(rules) if name.endswith("_LABELS")}


TONES = {
    "draft": "quiet",
    "published": "good",
    "closed": "warn",
    "answered": "busy",
    "cancelled": "bad",
}


@pages.context_processor
@own.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the same policies that guard the routes, and the words of texts."""
    labels = {"OPINION_LABELS": OPINION_LABELS, **standings.WORDS, **LABELS}
    return {"policy": policy, "TONES": TONES, "said_place": said_place, **labels}


@own.after_request
def keep_secret(response: Response) -> Response:
    """What a secret address shows is kept by nobody and found by no search engine."""
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "same-origin"
    return response


def after() -> int | None:
    """The comment after which a page goes on, if its address names one."""
    typed = request.args.get("after", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else None
