"""The letters of this domain: written in the reader's language, handed to the outbox."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext
from flask_security.recoverable import generate_reset_password_token

from inmeko.accounts.models import Municipality, Organisation, User
from inmeko.accounts.rules import ROLE_LABELS, Role
from inmeko.accounts.services.signals import letter_written


def at_home(url: str) -> str:
    """A link that leads to this site whatever host name the request carried."""
    settings = current_app.config["SETTINGS"]
    if settings.development:
        return url
    home = urlsplit(settings.base_url)
    return urlunsplit(urlsplit(url)._replace(scheme=home.scheme, netloc=home.netloc))


def invitation(user: User, role: Role, town: Municipality | None) -> None:
    """Tell somebody of a new role, with a link that sets a password."""
    token = generate_reset_password_token(user)  # type: ignore[no-untyped-call]
    link = url_for("security.reset_password", token=token, _external=True)
    with force_locale(user.language or "el"):
        place = town.name if town else "Inmeko"
        _send(
            user,
            gettext("You have a role in %(place)s", place=place),
            "invitation",
            town,
            place=place,
            role=gettext(ROLE_LABELS[role]),
            password_link=at_home(link) if not user.password else None,
        )


def membership(user: User, organisation: Organisation) -> None:
    """Tell somebody that they may act for an organisation."""
    with force_locale(user.language or "el"):
        _send(
            user,
            gettext("You act for %(organisation)s", organisation=organisation.name),
            "membership",
            organisation.municipality,
            organisation=organisation,
        )


def _send(user: User, subject: str, letter: str, town: Municipality | None, **context: Any) -> None:
    context["user"] = user
    context["link"] = at_home(url_for("security.us_signin", _external=True))
    letter_written.send(
        user.email,
        subject=subject,
        body=render_template(f"accounts/letters/{letter}.txt", **context),
        municipality_id=town.id if town else None,
    )
