"""Registering organisations, describing them, and naming those who act for them."""

import logging
from collections.abc import Mapping
from typing import Any

from inmeko.accounts.models import Membership, Municipality, Organisation, User
from inmeko.accounts.services.signals import deed_done
from inmeko.accounts.services.signing_in import find_or_create
from inmeko.extensions import db
from inmeko.kernel import identifiers
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_, search_key

logger = logging.getLogger(__name__)

FIELDS = ("name", "kind", "afm", "sectors", "email", "phone", "website", "address", "about")


def register(
    actor: Actor, *, municipality: Municipality, manager: User | None, values: Mapping[str, Any]
) -> Organisation:
    """Enter an organisation of the town; a member of the public becomes its manager."""
    organisation = Organisation(municipality=municipality)
    _fill(organisation, values)
    if manager is not None:
        organisation.memberships.append(Membership(user=manager, manages=True))
    db.session.add(organisation)
    db.session.flush()
    _announce(actor, "organisation registered", organisation, after=_facts(organisation))
    return organisation


def describe(actor: Actor, organisation: Organisation, values: Mapping[str, Any]) -> None:
    """Change what is known of an organisation."""
    before = _facts(organisation)
    _fill(organisation, values)
    db.session.flush()
    after = _facts(organisation)
    if before != after:
        _announce(actor, "organisation changed", organisation, before=before, after=after)


def add_member(
    actor: Actor, organisation: Organisation, *, email: str, name: str, manages: bool
) -> User:
    """Let the owner of an address act for the organisation."""
    user = find_or_create(email=email, name=name)
    if any(member.user is user for member in organisation.memberships):
        raise ConflictError(N_("This person already acts for the organisation."), field="email")
    organisation.memberships.append(Membership(user=user, manages=manages))
    db.session.flush()
    _announce(actor, "member added", organisation, after={"user": user.id, "manages": manages})
    return user


def remove_member(actor: Actor, organisation: Organisation, member: Membership) -> None:
    """End that somebody acts for the organisation; whoever manages it alone stays."""
    managers = [other for other in organisation.memberships if other.manages]
    if managers == [member] and len(organisation.memberships) > 1:
        raise RuleError(N_("Somebody must manage the organisation: name another manager first."))
    user_id = member.user_id
    organisation.memberships.remove(member)
    db.session.flush()
    _announce(actor, "member removed", organisation, before={"user": user_id})


def _fill(organisation: Organisation, values: Mapping[str, Any]) -> None:
    for field in FIELDS:
        if field in values:
            setattr(organisation, field, values[field])
    organisation.afm = identifiers.afm(organisation.afm) if organisation.afm else None
    organisation.name_key = search_key(organisation.name)[:300]


def _facts(organisation: Organisation) -> dict[str, Any]:
    return {field: getattr(organisation, field) for field in FIELDS}


def _announce(actor: Actor, deed: str, organisation: Organisation, **facts: Any) -> None:
    deed_done.send(
        actor,
        deed=deed,
        kind="organisation",
        key=organisation.id,
        municipality_id=organisation.municipality_id,
        **facts,
    )
    logger.info("%s: %s by %s", deed, organisation.id, actor.id)
