"""The built-in templates from which calls are made."""

from collections.abc import Callable
from dataclasses import dataclass

from inmeko.calls.rules import template_asset, template_mentoring, template_open
from inmeko.calls.rules.content import Content
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_


@dataclass(frozen=True)
class Template:
    """A built-in call: its key, what it is for, and its content for a town's name in Greek."""

    key: str
    title: str
    about: str
    content: Callable[[str], Content]


TEMPLATES = (
    Template(
        "open",
        N_("Open call to every body and collective"),
        N_("The call with which the strategic plan begins: who is there, and with which idea."),
        template_open.content,
    ),
    Template(
        "asset",
        N_("Offer of assets for use"),
        N_(
            "Idle assets of the inventory, free of charge for five years (law 4555/2018, art. 196)."
        ),
        template_asset.content,
    ),
    Template(
        "mentoring",
        N_("Mentoring and incubation"),
        N_("Groups that want to found a cooperative are accompanied for six months."),
        template_mentoring.content,
    ),
)


def template(key: str) -> Template:
    """A template by its key; NotFoundError if there is none."""
    found = next((one for one in TEMPLATES if one.key == key), None)
    if found is None:
        raise NotFoundError(N_("There is no such template."))
    return found
