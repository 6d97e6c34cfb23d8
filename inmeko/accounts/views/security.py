"""What Flask-Security is told: ways to sign in, second steps, freshness, and our words."""

import base64
import hmac
from datetime import timedelta
from typing import Any

from flask import Flask

from inmeko.kernel import clock
from inmeko.kernel.text import N_

LINK_SECONDS = 30 * 60

FAILED = N_(
    "Sign-in failed. Please check your e-mail address and your password or code. "
    "After ten failed attempts an account stays locked for 15 minutes."
)
SENT = N_("If there is an account with this address, we have sent it an e-mail.")


def told(app: Flask) -> dict[str, Any]:
    """All settings of Flask-Security, without their common prefix."""
    return {**_house(app), **_ways_in(), **_second_step(app), **_mail(app)}


def _derived(secret: str, purpose: str) -> bytes:
    return hmac.digest(secret.encode(), f"inmeko {purpose}".encode(), "sha256")


def _house(app: Flask) -> dict[str, Any]:
    return {
        "CLI_USERS_NAME": None,
        "CLI_ROLES_NAME": None,
        "JOIN_USER_ROLES": False,
        "STATIC_FOLDER": None,
        "DATETIME_FACTORY": lambda: clock.now(),
        "I18N_DIRNAME": [f"{app.root_path}/translations", "builtin"],
        "RETURN_GENERIC_RESPONSES": True,
        "FRESHNESS": timedelta(hours=1),
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=30),
        "POST_LOGIN_VIEW": "/",
        "POST_LOGOUT_VIEW": "/",
        "POST_CHANGE_VIEW": "accounts.account",
        "MSG_GENERIC_AUTHN_FAILED": (FAILED, "error"),
        "MSG_GENERIC_US_SIGNIN": (SENT, "info"),
        "MSG_GENERIC_RECOVERY": (SENT, "info"),
    }


def _ways_in() -> dict[str, Any]:
    return {
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
    }


def _second_step(app: Flask) -> dict[str, Any]:
    secret = app.config["SECRET_KEY"]
    codes_key = base64.urlsafe_b64encode(_derived(secret, "recovery codes"))
    return {
        "TWO_FACTOR": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator"],
        "TWO_FACTOR_RESCUE_EMAIL": False,
        "TWO_FACTOR_RESCUE_MAIL": app.config["SETTINGS"].mail_from,
        "TWO_FACTOR_POST_SETUP_VIEW": "accounts.account",
        "TOTP_SECRETS": {"1": _derived(secret, "totp").hex()},
        "TOTP_ISSUER": "Inmeko",
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [codes_key],
        "WEBAUTHN": True,
        "WAN_RP_NAME": "Inmeko",
        "WAN_POST_REGISTER_VIEW": "accounts.account",
    }


def _mail(app: Flask) -> dict[str, Any]:
    return {
        "EMAIL_SENDER": app.config["SETTINGS"].mail_from,
        "EMAIL_HTML": False,
        # An address is proven by the mail that arrives, not by asking the net for its domain.
        "EMAIL_VALIDATOR_ARGS": {"check_deliverability": False},
        "EMAIL_SUBJECT_PASSWORD_RESET": N_("Choose a new password"),
        "US_EMAIL_SUBJECT": N_("Your sign-in link"),
    }
