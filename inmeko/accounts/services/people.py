"""Inviting people and giving them roles."""

import logging

from inmeko.accounts import policy, queries
from inmeko.accounts.models import Grant, Municipality, User
from inmeko.accounts.rules import Role
from inmeko.accounts.services.signals import deed_done
from inmeko.accounts.services.signing_in import find_or_create
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.kernel.text import N_

logger = logging.getLogger(__name__)

ADMINISTRATORS = {Role.PLATFORM_ADMIN, Role.MUNICIPAL_ADMIN}


def invite(
    actor: Actor, *, email: str, name: str, role: Role, municipality: Municipality | None
) -> User:
    """Give a role to the owner of an address, who gets an account if there is none."""
    _stop_unless(policy.may_grant(actor, role, municipality))
    user = find_or_create(email=email, name=name)
    grant(actor, user=user, role=role, municipality=municipality)
    return user


def grant(actor: Actor, *, user: User, role: Role, municipality: Municipality | None) -> Grant:
    """Give somebody a role in a municipality (None: on the platform)."""
    _stop_unless(policy.may_grant(actor, role, municipality))
    if any(held.role == role and held.municipality is municipality for held in user.grants):
        raise ConflictError(N_("This person already has this role here."), field="role")
    given = Grant(user=user, role=role, municipality=municipality, granted_by_id=actor.id)
    db.session.add(given)
    db.session.flush()
    place = municipality.id if municipality else None
    deed_done.send(
        actor,
        deed="role granted",
        kind="user",
        key=user.id,
        municipality_id=place,
        after={"role": role.value},
    )
    logger.info("role %s in %s granted to %s by %s", role, place, user.id, actor.id)
    return given


def revoke(actor: Actor, grant: Grant) -> None:
    """Take a role away; the last administrator keeps theirs."""
    _stop_unless(policy.may_grant(actor, grant.role, grant.municipality))
    check_not_last(grant)
    key, role, place = grant.user_id, grant.role, grant.municipality_id
    grant.user.grants.remove(grant)
    db.session.flush()
    deed_done.send(
        actor,
        deed="role revoked",
        kind="user",
        key=key,
        municipality_id=place,
        before={"role": role.value},
    )
    logger.info("role %s in %s revoked from %s by %s", role, place, key, actor.id)


def check_not_last(grant: Grant) -> None:
    """Refuse to leave a municipality or the platform without an administrator."""
    if grant.role not in ADMINISTRATORS:
        return
    held = queries.administrators(municipality_id=grant.municipality_id)
    if any(other.user_id != grant.user_id for other in held):
        return
    if grant.municipality is None:
        raise RuleError(N_("The platform's last administrator cannot go: appoint another first."))
    raise RuleError(
        N_("The last administrator of %(town)s cannot go: appoint another first."),
        values={"town": grant.municipality.name},
    )


def _stop_unless(allowed: bool) -> None:
    if not allowed:
        raise ForbiddenError(N_("You may not give or take this role."))
