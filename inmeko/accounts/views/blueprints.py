"""The blueprints of this domain: own account, people, organisations, settings, municipalities."""

from typing import Any

from flask import Blueprint

from inmeko.accounts import policy
from inmeko.accounts.rules import ORGANISATION_LABELS, ROLE_LABELS, SECTOR_LABELS

accounts = Blueprint("accounts", "inmeko.accounts", template_folder="templates")
people = Blueprint("people", "inmeko.accounts", url_prefix="/<municipality>/people")
organisations = Blueprint(
    "organisations", "inmeko.accounts", url_prefix="/<municipality>/organisations"
)
settings = Blueprint("settings", "inmeko.accounts", url_prefix="/<municipality>")
municipalities = Blueprint("municipalities", "inmeko.accounts", url_prefix="/municipalities")

ALL = (accounts, people, organisations, settings, municipalities)


def words() -> dict[str, Any]:
    """The policy and the labels that the templates ask."""
    return {
        "policy": policy,
        "role_labels": ROLE_LABELS,
        "kind_labels": ORGANISATION_LABELS,
        "sector_labels": SECTOR_LABELS,
    }


for blueprint in ALL:
    blueprint.context_processor(words)
