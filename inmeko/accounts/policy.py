"""Who may do what with people, organisations and municipalities."""

from collections.abc import Iterable
from typing import Protocol

from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.kernel.actor import Actor


class Town(Protocol):
    """What a policy sees of a municipality."""

    id: int
    second_factor_required: bool


class Member(Protocol):
    """What a policy sees of somebody who acts for an organisation."""

    user_id: int
    manages: bool


class Body(Protocol):
    """What a policy sees of an organisation."""

    municipality_id: int

    @property
    def memberships(self) -> Iterable[Member]:
        """Those who act for it."""


def may_use_account(actor: Actor) -> bool:
    """Whoever is signed in has an account page."""
    return actor.signed_in


def may_administer_platform(actor: Actor) -> bool:
    """Municipalities are made by the platform's administrators."""
    return actor.has(Role.PLATFORM_ADMIN, None)


def may_manage_people(actor: Actor, town: Town) -> bool:
    """A town's people are its administrator's business, or the platform's."""
    return actor.has(Role.MUNICIPAL_ADMIN, town.id) or may_administer_platform(actor)


def may_configure(actor: Actor, town: Town) -> bool:
    """A town's settings are its administrator's business, or the platform's."""
    return may_manage_people(actor, town)


def may_grant(actor: Actor, role: Role, town: Town | None) -> bool:
    """A town's roles are given in the town, the platform's only by its administrators."""
    if town is None:
        return role is Role.PLATFORM_ADMIN and may_administer_platform(actor)
    return role in MUNICIPAL_ROLES and may_manage_people(actor, town)


def is_staff(actor: Actor, town: Town) -> bool:
    """Whether somebody works for the town in any role."""
    return any(place == town.id for _, place in actor.roles) or may_administer_platform(actor)


def must_add_factor(actor: Actor, town: Town, *, has_one: bool) -> bool:
    """Whether the town asks its staff for a second factor that this person has not set up."""
    return town.second_factor_required and not has_one and is_staff(actor, town)


def may_register_organisation(actor: Actor, town: Town) -> bool:
    """Anybody with an account may register the group they act for."""
    return actor.signed_in


def may_edit_organisation(actor: Actor, organisation: Body) -> bool:
    """An organisation is described by those who manage it, and by the town's planners."""
    place = organisation.municipality_id
    if actor.has(Role.PLANNER, place) or actor.has(Role.MUNICIPAL_ADMIN, place):
        return True
    return actor.signed_in and any(
        member.user_id == actor.id and member.manages for member in organisation.memberships
    )


def may_see_members(actor: Actor, organisation: Body) -> bool:
    """Who acts for an organisation is seen by its members and by the town's staff."""
    return may_edit_organisation(actor, organisation) or any(
        member.user_id == actor.id for member in organisation.memberships
    )
