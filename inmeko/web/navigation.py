"""What every page shows around its content: reader, town, language and the menu."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_babel import gettext

from inmeko.kernel.actor import Actor
from inmeko.web.access import current_actor
from inmeko.web.language import LANGUAGES, chosen
from inmeko.web.municipality import here


@dataclass(frozen=True)
class Entry:
    """An entry of a town's menu: its label (a msgid), its page, who sees it, under which other."""

    label: str
    endpoint: str
    shown: Callable[[Actor, Any], bool] | None = None
    # The endpoint of the entry that this one is a part of.
    part_of: str = ""


@dataclass(frozen=True)
class Item:
    """A link of the menu as a page shows it, with the links of its parts."""

    label: str
    url: str
    active: bool
    parts: tuple["Item", ...] = ()

    @property
    def inside(self) -> bool:
        """Whether the reader is on its page or on that of one of its parts."""
        return self.active or any(part.active for part in self.parts)


def town() -> Any:
    """The municipality that this request's URL names, or None."""
    if "town" not in g:
        load = current_app.extensions.get("inmeko-town")
        slug = here()
        g.town = load(slug) if load and slug else None
    return g.town


def menu() -> list[Item]:
    """The menu of this request's town, for this reader."""
    place = town()
    if place is None:
        return []
    actor = current_actor()
    entries: tuple[Entry, ...] = current_app.extensions.get("inmeko-menu", ())
    shown = [entry for entry in entries if entry.shown is None or entry.shown(actor, place)]
    urls = {entry.endpoint: url_for(entry.endpoint) for entry in shown}
    nearest = _here(urls)

    def item(entry: Entry) -> Item:
        parts = tuple(item(one) for one in shown if one.part_of == entry.endpoint)
        active = entry.endpoint == nearest
        return Item(gettext(entry.label), urls[entry.endpoint], active, parts)

    # A part whose whole this reader does not see stands by itself.
    return [item(entry) for entry in shown if entry.part_of not in urls]


def _here(urls: dict[str, str]) -> str | None:
    """The entry whose address is nearest to this page: of its blueprint, else of all below a town.

    The things of a domain have blueprints of their own, and addresses below that of its entry.
    """
    blueprint = (request.endpoint or "").split(".")[0]
    near = [endpoint for endpoint in urls if endpoint.split(".")[0] == blueprint]
    below = [endpoint for endpoint, url in urls.items() if "/" in url.strip("/")]
    above = [each for each in near or below if request.path.startswith(urls[each])]
    return max(above or near, key=lambda endpoint: len(urls[endpoint]), default=None)


def init_app(app: Flask) -> None:
    """Hand every template its surroundings."""

    @app.context_processor
    def surroundings() -> dict[str, Any]:
        return {
            "actor": current_actor(),
            "town": town(),
            "navigation": menu(),
            "footer_navigation": [
                Item(gettext("Map of all municipalities"), url_for("country.index"), False),
                Item(gettext("Accessibility statement"), url_for("web.accessibility"), False),
            ],
            "language": chosen(),
            "languages": LANGUAGES,
        }
