"""Accounts, failed attempts and devices: what signing in leaves behind."""

import logging
import secrets
from uuid import uuid4

import sqlalchemy as sa
from flask_security import SQLAlchemyUserDatastore, hash_password
from flask_security.proxies import _security

from inmeko.accounts import queries
from inmeko.accounts.models import Device, User, WebAuthn
from inmeko.accounts.rules.signing_in import device_name, lock_after, locked
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock

logger = logging.getLogger(__name__)

# Roles are ours and held per municipality (`grants`); Flask-Security's are not used.
datastore = SQLAlchemyUserDatastore(db, User, None, WebAuthn)  # type: ignore[arg-type]


def create_user(*, email: str, name: str = "", password: str | None = None) -> User:
    """Make an account that can sign in by an e-mailed link, and by password if one is given."""
    user = User(
        email=email.lower(),
        name=name,
        password=hash_password(password) if password else None,
        fs_uniquifier=uuid4().hex,
        fs_webauthn_user_handle=uuid4().hex,
    )
    db.session.add(user)
    datastore.us_setup_email(user)
    db.session.flush()
    logger.info("account %s created", user.id)
    return user


def find_or_create(*, email: str, name: str = "") -> User:
    """The account of an address; a new one if there is none."""
    return queries.user_by_email(email) or create_user(email=email, name=name)


def send_link(user: User) -> None:
    """Send the owner of an account a link that signs them in."""
    user.us_send_security_token(
        "email", totp_secret=_mail_secret(user), phone_number=None, send_magic_link=True
    )


def link_values(user: User) -> dict[str, str]:
    """The parts of an address that signs somebody in for the next half hour."""
    code = _security.totp_factory.generate_totp_password(_mail_secret(user))
    return {"id": user.fs_uniquifier, "code": str(code)}


def _mail_secret(user: User) -> str:
    if "email" not in datastore.us_get_totp_secrets(user):
        datastore.us_setup_email(user)
    return str(datastore.us_get_totp_secrets(user)["email"])


def set_password(user: User, password: str) -> None:
    """Give an account a password; its hash alone is kept."""
    user.password = hash_password(password)
    db.session.flush()


def note_failure(user: User) -> None:
    """Count a failed attempt and lock the account when there were too many.

    Kept at once, in a transaction of its own: the answer to a failed attempt may be one
    after which everything else is undone.
    """
    now = clock.now()
    if locked(user.locked_until, now):
        return
    with transaction():
        count = sa.update(User).where(User.id == user.id)
        db.session.execute(count.values(failed_sign_ins=User.failed_sign_ins + 1))
        db.session.refresh(user)
        user.locked_until = lock_after(user.failed_sign_ins, now)
        if user.locked_until:
            user.failed_sign_ins = 0
            logger.warning("account %s locked until %s", user.id, user.locked_until)


def enter(user: User, *, agent: str) -> str:
    """Note the device of somebody who has just signed in, and give its key."""
    user.failed_sign_ins = 0
    user.locked_until = None
    device = Device(user=user, key=secrets.token_urlsafe(32), name=device_name(agent))
    db.session.add(device)
    db.session.flush()
    logger.info("account %s signed in, device %s", user.id, device.id)
    return device.key


def end_device(device: Device) -> None:
    """Sign a device out: its next request finds nobody signed in."""
    device.ended_at = device.ended_at or clock.now()
    db.session.flush()


def leave(user: User, key: str) -> None:
    """End the device that signs itself out."""
    device = queries.device_by_key(user.id, key)
    if device:
        end_device(device)
