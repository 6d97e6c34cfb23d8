"""What people do with their own account."""

import logging
from uuid import uuid4

from inmeko.accounts.models import User
from inmeko.accounts.services.people import check_not_last
from inmeko.accounts.services.signals import address_forgotten, deed_done
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor

logger = logging.getLogger(__name__)


def describe(user: User, *, name: str, language: str) -> None:
    """Change one's name and language."""
    user.name, user.language = name, language or None
    db.session.flush()


def delete(actor: Actor, user: User) -> None:
    """Delete an account: what is personal goes, the number stays where deeds were noted.

    Raises RuleError for the last administrator of a municipality or of the platform.
    """
    for grant in user.grants:
        check_not_last(grant)
    address_forgotten.send(user.email)
    user.grants, user.memberships, user.devices, user.webauthn = [], [], [], []
    user.email, user.name, user.language = f"deleted-{user.id}@invalid", "", None
    user.password = user.tf_primary_method = user.tf_totp_secret = None
    user.us_totp_secrets = user.fs_webauthn_user_handle = user.mf_recovery_codes = None
    user.fs_uniquifier = uuid4().hex
    user.active, user.deleted_at = False, clock.now()
    db.session.flush()
    deed_done.send(actor, deed="account deleted", kind="user", key=user.id, municipality_id=None)
    logger.info("account %s deleted", user.id)
