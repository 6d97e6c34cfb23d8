"""Flask-Security bound to our accounts: settings, signals, and who the actor of a request is."""

import base64
import hmac
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import (
    LoginForm,
    MailUtil,
    Security,
    UnifiedSigninForm,
    current_user,
    logout_user,
    user_authenticated,
    user_failed_authn,
)
from flask_security.utils import is_user_authenticated

from inmeko.accounts import policy, queries
from inmeko.accounts.models import Municipality
from inmeko.accounts.services import signals, signing_in
from inmeko.accounts.views import letters
from inmeko.kernel import clock
from inmeko.kernel.actor import ANONYMOUS, Actor
from inmeko.kernel.text import N_
from inmeko.web.access import current_actor
from inmeko.web.navigation import town

DEVICE = "device"
LINK_SECONDS = 30 * 60

# How often one address may try, for (method, endpoint).
RATES = {
    ("POST", "security.login"): "20/minute;100/hour",
    ("POST", "security.us_signin"): "20/minute;100/hour",
    ("POST", "security.us_signin_send_code"): "5/minute;30/hour",
    ("GET", "security.us_verify_link"): "10/minute;60/hour",
    ("POST", "security.us_verify"): "10/minute;60/hour",
    ("POST", "security.us_verify_send_code"): "5/minute;30/hour",
    ("POST", "security.verify"): "10/minute;60/hour",
    ("POST", "security.forgot_password"): "5/minute;30/hour",
    ("POST", "security.reset_password"): "10/minute;60/hour",
    ("POST", "security.two_factor_token_validation"): "10/minute;60/hour",
    ("POST", "security.two_factor_rescue"): "5/minute;30/hour",
    ("POST", "security.mf_recovery"): "10/minute;30/hour",
    ("POST", "security.wan_signin"): "20/minute;100/hour",
    ("POST", "security.wan_signin_response"): "20/minute;100/hour",
    ("POST", "security.change_password"): "10/minute;60/hour",
    ("POST", "accounts.sign_up"): "5/minute;30/hour",
}

FAILED = N_(
    "Sign-in failed. Please check your e-mail address and your password or code. "
    "After ten failed attempts an account stays locked for 15 minutes."
)
SENT = N_("If there is an account with this address, we have sent it an e-mail.")


class SignInForm(LoginForm):
    """Sign-in by password; a browser that forgets at its end needs no "remember me"."""

    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Leave the link for a forgotten password to the page."""
        super().__init__(*args, **kwargs)
        self.password.description = ""


class LinkForm(UnifiedSigninForm):
    """Sign-in by an e-mailed link or code."""

    remember = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Call the identity what it is here."""
        super().__init__(*args, **kwargs)
        self.identity.label.text = gettext("E-mail address")
        self.passcode.label.text = gettext("Code of the e-mail")


class OutboxMail(MailUtil):
    """Flask-Security's mail, handed to whoever listens for letters."""

    def send_mail(
        self, template: str, subject: str, recipient: Any, sender: Any, body: Any, html: Any,
        **context: Any,
    ) -> None:  # fmt: skip
        """Hand the letter over; it is sent after the request went well."""
        signals.letter_written.send(
            str(recipient), subject=str(subject), body=body or "", municipality_id=None
        )


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"inmeko {purpose}".encode(), "sha256")


def _settings(app: Flask) -> dict[str, Any]:
    """What Flask-Security is told."""
    settings, secret = app.config["SETTINGS"], app.config["SECRET_KEY"]
    codes_key = base64.urlsafe_b64encode(_derived(secret, "recovery codes"))
    return {
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "JOIN_USER_ROLES": False,
        "STATIC_FOLDER": None,
        "RETURN_GENERIC_RESPONSES": True,
        "DATETIME_FACTORY": lambda: clock.now(),
        "I18N_DIRNAME": [f"{app.root_path}/translations", "builtin"],
        "PASSWORD_HASH": "argon2",
        # argon2 salts by itself; a second secret would make passwords die with the secret key.
        "PASSWORD_SINGLE_HASH": {"argon2"},
        "PASSWORD_SCHEMES": ["argon2", "bcrypt"],
        "PASSWORD_LENGTH_MIN": 10,
        "PASSWORD_REQUIRED": False,
        "RECOVERABLE": True,
        "RESET_PASSWORD_WITHIN": timedelta(days=1),
        "CHANGEABLE": True,
        "UNIFIED_SIGNIN": True,
        "US_ENABLED_METHODS": ["password", "email"],
        "US_MFA_REQUIRED": ["password", "email"],
        "US_TOKEN_VALIDITY": LINK_SECONDS,
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_RESCUE_MAIL": settings.mail_from,
        "TWO_FACTOR_POST_SETUP_VIEW": "accounts.account",
        "TOTP_SECRETS": {"1": _derived(secret, "totp").hex()},
        "TOTP_ISSUER": "Inmeko",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [codes_key],
        "WEBAUTHN": True,
        "WAN_RP_NAME": "Inmeko",
        "WAN_POST_REGISTER_VIEW": "accounts.account",
        "FRESHNESS": timedelta(hours=1),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "POST_CHANGE_VIEW": "accounts.account",
        "POST_LOGIN_VIEW": "/",
        "POST_LOGOUT_VIEW": "/",
        "EMAIL_SENDER": settings.mail_from,
        "EMAIL_HTML": False,
        # An address is proven by the mail that arrives, not by asking the net for its domain.
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "EMAIL_SUBJECT_PASSWORD_RESET": N_("Choose a new password"),
        "US_EMAIL_SUBJECT": N_("Your sign-in link"),
        "MSG_GENERIC_AUTHN_FAILED": (FAILED, "error"),
        "MSG_GENERIC_US_SIGNIN": (SENT, "info"),
        "MSG_GENERIC_RECOVERY": (SENT, "info"),
    }


def init_app(app: Flask) -> None:
    """Bind Flask-Security to the application; its templates are ours, so blueprints come first."""
    app.config.update({f"SECURITY_{key}": value for key, value in _settings(app).items()})
    Security(
        app,
        signing_in.datastore,
        login_form=SignInForm,
        us_signin_form=LinkForm,
        mail_util_cls=OutboxMail,
    )
    user_authenticated.connect(_entered, app)
    user_failed_authn.connect(_failed, app)
    app.extensions["inmeko-actor"] = load_actor
    app.extensions["inmeko-town"] = queries.town
    app.jinja_env.filters["at_home"] = letters.at_home
    app.before_request(_meet)
    app.before_request(_ask_second_factor)
    app.context_processor(_account_links)


def _entered(_app: Flask, user: Any, **_how: Any) -> None:
    session[DEVICE] = signing_in.enter(user, agent=request.user_agent.string)
    g.pop("actor", None)


def _failed(_app: Flask, user: Any, **_how: Any) -> None:
    signing_in.note_failure(user)


def load_actor() -> Actor:
    """The actor of this request; a device that was ended elsewhere is signed out here."""
    if not is_user_authenticated(current_user):
        return ANONYMOUS
    held = queries.standing(current_user.id, session.get(DEVICE, ""))
    if not held.device:
        session.pop(DEVICE, None)
        logout_user()
        return ANONYMOUS
    g.account_language = current_user.language
    name = current_user.name or current_user.email
    return Actor(current_user.id, held.roles, held.organisations, name)


def _meet() -> None:
    """Know the reader before anything is said, so that it is said in their language."""
    if "_user_id" in session and request.endpoint != "static":
        if request.endpoint == "security.logout" and is_user_authenticated(current_user):
            signing_in.leave(current_user, session.get(DEVICE, ""))
        current_actor()


def _ask_second_factor() -> ResponseReturnValue | None:
    """Lead staff to the set-up of a second step before any page of a town that asks for one."""
    view = current_app.view_functions.get(request.endpoint or "")
    if not g.get("municipality") or getattr(view, "access", "public") == "public":
        return None
    actor, place = current_actor(), town()
    if place is None or not actor.signed_in:
        return None
    if not policy.must_add_factor(actor, place, has_one=False):
        return None
    if queries.has_second_factor(current_user):
        return None
    return redirect(url_for("accounts.second_factor", next=request.path), code=303)


def _account_links() -> dict[str, Any]:
    """The links of whoever reads, and the town's own mark."""
    actor, place = current_actor(), town()
    return {
        "account_navigation": _links(actor),
        "mark_url": url_for("settings.mark", municipality=place.slug) if _marked(place) else None,
    }


def _marked(place: Municipality | None) -> bool:
    return place is not None and bool(place.mark_type)


def _links(actor: Actor) -> list[dict[str, Any]]:
    if not actor.signed_in:
        return [_link(gettext("Sign in"), "security.login")]
    links = [_link(gettext("My account"), "accounts.account")]
    if policy.may_administer_platform(actor):
        links.append(_link(gettext("Municipalities"), "municipalities.index"))
    return [*links, {**_link(gettext("Sign out"), "security.logout"), "post": True}]


def _link(label: str, endpoint: str) -> dict[str, Any]:
    return {"label": label, "url": url_for(endpoint), "active": request.endpoint == endpoint}
