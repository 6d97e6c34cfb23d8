"""The blueprint that all pages of the inventory hang on."""

from enum import StrEnum
from typing import Any

from flask import Blueprint
from flask_babel import gettext

from inmeko.resources import policy
from inmeko.resources.rules.asset import label
from inmeko.resources.views import presenting

pages = Blueprint(
    "resources",
    "inmeko.resources",
    url_prefix="/<municipality>/resources",
    template_folder="templates",
)


@pages.context_processor
def rooms() -> dict[str, Any]:
    """Hand templates the same policies that guard the routes, and addresses of a filter."""
    return {"policy": policy, "link": presenting.address}


@pages.app_template_filter("word")
def word(value: StrEnum) -> str:
    """A word of the inventory in the reader's language."""
    return str(gettext(label(value)))
