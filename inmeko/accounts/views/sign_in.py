"""Flask-Security bound to our accounts: forms, mail, signals, and who a request's actor is."""

from typing import Any

from flask import Flask, current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_security import (
    LoginForm,
    MailUtil,
    Security,
    UnifiedSigninForm,
    WebauthnUtil,
    current_user,
    logout_user,
    user_authenticated,
    user_failed_authn,
)
from flask_security.utils import hash_password, is_user_authenticated
from webauthn.helpers.structs import AuthenticatorSelectionCriteria

from inmeko.accounts import policy, queries
from inmeko.accounts.models import Municipality
from inmeko.accounts.services import signals, signing_in
from inmeko.accounts.views import letters
from inmeko.accounts.views.security import told
from inmeko.kernel.actor import ANONYMOUS, Actor
from inmeko.web.access import current_actor
from inmeko.web.navigation import town

DEVICE = "device"

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

    def validate(self, **how: Any) -> bool:
        """Take as long for an address without an account as for one with a password."""
        passed = bool(super().validate(**how))
        if not passed and self.passcode.data and not (self.user and self.user.password):
            hash_password(self.passcode.data)
        return passed


class Passkeys(WebauthnUtil):
    """Passkeys may live anywhere: in a phone, a computer or a key on a ring."""

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        """Ask for a key of any kind."""
        wanted = super().authenticator_selection(user, usage)
        wanted.authenticator_attachment = None
        return wanted


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


def init_app(app: Flask) -> None:
    """Bind Flask-Security to the application; its templates are ours, so blueprints come first."""
    app.config.update({f"SECURITY_{key}": value for key, value in told(app).items()})
    Security(
        app,
        signing_in.datastore,
        login_form=SignInForm,
        us_signin_form=LinkForm,
        mail_util_cls=OutboxMail,
        webauthn_util_cls=Passkeys,
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
    links = [
        _link(gettext("My things"), "plan.mine"),
        _link(gettext("My account"), "accounts.account"),
    ]
    if policy.may_administer_platform(actor):
        links.append(_link(gettext("Municipalities"), "municipalities.index"))
    return [*links, {**_link(gettext("Sign out"), "security.logout"), "post": True}]


def _link(label: str, endpoint: str) -> dict[str, Any]:
    return {"label": label, "url": url_for(endpoint), "active": request.endpoint == endpoint}
