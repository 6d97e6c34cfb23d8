"""The letters to a group: a founder's link, a message, the clock of the registry."""

import secrets
from typing import Any

from flask import current_app, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.views.letters import at_home
from inmeko.coops.models import Formation, FormationMessage, Founder, Observer
from inmeko.coops.queries import formations as queries
from inmeko.records.services import post_mail


def link(founder: Founder, *, begun: bool = False) -> None:
    """Send a founder their own link."""
    with force_locale(founder.formation.language):
        title = founder.formation.title
        subject = (
            gettext("Your pages of the set-up: %(group)s", group=title)
            if begun
            else gettext("You are invited as a founder: %(group)s", group=title)
        )
        key = f"coop-link-{founder.id}-{secrets.token_hex(8)}"
        _send(founder, subject, "link", key=key, begun=begun)


def observer(named: Observer, formation: Formation) -> None:
    """Send an observer their own link."""
    with force_locale(formation.language):
        subject = gettext("You may read along: %(group)s", group=formation.title)
        there = url_for(
            "coop_watch.overview_read",
            municipality=formation.municipality.slug,
            observer_key=named.key,
            _external=True,
        )
        body = _written("observer", formation, at_home(there))
        key = f"coop-observer-{named.id}"
        post_mail(named.email, subject, body, municipality_id=formation.municipality_id, key=key)


def message(written: FormationMessage, formation: Formation, author: str) -> None:
    """Tell the others that something was written; what, they read on the page."""
    with force_locale(formation.language):
        subject = gettext("A message for the group: %(group)s", group=formation.title)
        for founder in queries.founders(formation):
            if founder.id != written.founder_id and founder.invited_at is not None:
                _send(founder, subject, "message", author=author)


def clock(formation: Formation, days_left: int, key: str) -> int:
    """Remind founders and consultant of the last day; how many were written to."""
    number = 0
    with force_locale(formation.language):
        subject = gettext("A last day of the registry: %(group)s", group=formation.title)
        for founder in queries.founders(formation):
            if founder.email and founder.invited_at is not None:
                _send(founder, subject, "clock", key=f"{key}-{founder.id}", days=days_left)
                number += 1
        if formation.consultant:
            there = url_for(
                "formation.registry",
                municipality=formation.municipality.slug,
                formation_id=formation.id,
                _external=True,
            )
            body = _written("clock", formation, at_home(there), days=days_left)
            post_mail(
                formation.consultant.email,
                subject,
                body,
                municipality_id=formation.municipality_id,
                key=f"{key}-c",
            )
            number += 1
    return number


def address(founder: Founder) -> str:
    """The whole address of a founder's pages."""
    town = founder.formation.municipality
    url = url_for(
        "coop_group.overview", municipality=town.slug, founder_key=founder.key, _external=True
    )
    return at_home(url)


def _send(
    founder: Founder, subject: str, letter: str, key: str | None = None, **context: Any
) -> None:
    if not founder.email:
        return
    formation = founder.formation
    body = _written(letter, formation, address(founder), founder=founder, **context)
    town = formation.municipality_id
    post_mail(founder.email, subject, body, municipality_id=town, key=key)


def _written(letter: str, formation: Formation, link: str, **context: Any) -> str:
    # Straight from the template: a letter needs none of what surrounds a page.
    template = current_app.jinja_env.get_template(f"coops/letters/{letter}.txt")
    english = formation.language == "en"
    place = formation.municipality.name_en if english else formation.municipality.name
    return template.render(formation=formation, place=place, link=link, **context)
