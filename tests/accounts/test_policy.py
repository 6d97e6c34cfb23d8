"""Who may do what: plain objects, no database."""

from dataclasses import dataclass, field

import pytest

from inmeko.accounts import policy
from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.kernel.actor import ANONYMOUS, Actor


@dataclass
class Town:
    id: int = 1
    second_factor_required: bool = False


@dataclass
class Member:
    user_id: int
    manages: bool = False


@dataclass
class Body:
    municipality_id: int = 1
    memberships: list[Member] = field(default_factory=list)


def somebody(role: Role | None = None, place: int | None = 1, number: int = 7) -> Actor:
    return Actor(number, frozenset({(role.value, place)} if role else set()))


PLATFORM = somebody(Role.PLATFORM_ADMIN, None)
ADMIN = somebody(Role.MUNICIPAL_ADMIN)


def test_only_the_towns_and_the_platforms_administrators_manage_people() -> None:
    assert policy.may_manage_people(ADMIN, Town())
    assert policy.may_manage_people(PLATFORM, Town())
    assert not policy.may_manage_people(ADMIN, Town(2))
    assert not policy.may_manage_people(somebody(Role.PLANNER), Town())
    assert not policy.may_manage_people(ANONYMOUS, Town())
    assert policy.may_configure(ADMIN, Town())


@pytest.mark.parametrize("role", MUNICIPAL_ROLES)
def test_a_municipal_administrator_grants_municipal_roles(role: Role) -> None:
    assert policy.may_grant(ADMIN, role, Town())
    assert not policy.may_grant(ADMIN, role, Town(2))
    assert not policy.may_grant(ADMIN, role, None)


def test_nobody_becomes_platform_administrator_through_a_town() -> None:
    assert not policy.may_grant(ADMIN, Role.PLATFORM_ADMIN, None)
    assert not policy.may_grant(ADMIN, Role.PLATFORM_ADMIN, Town())
    assert not policy.may_grant(PLATFORM, Role.PLATFORM_ADMIN, Town())
    assert policy.may_grant(PLATFORM, Role.PLATFORM_ADMIN, None)


def test_a_role_of_the_platform_held_in_a_town_counts_for_nothing() -> None:
    assert not policy.may_administer_platform(somebody(Role.PLATFORM_ADMIN, 1))


@pytest.mark.parametrize("role", MUNICIPAL_ROLES)
def test_staff_of_a_town_that_asks_must_add_a_factor(role: Role) -> None:
    strict = Town(second_factor_required=True)
    assert policy.must_add_factor(somebody(role), strict, has_one=False)
    assert not policy.must_add_factor(somebody(role), strict, has_one=True)
    assert not policy.must_add_factor(somebody(role), Town(), has_one=False)
    assert not policy.must_add_factor(somebody(role, 2), strict, has_one=False)
    assert not policy.must_add_factor(somebody(), strict, has_one=False)


def test_an_organisation_is_changed_by_planners_and_its_managers() -> None:
    body = Body(memberships=[Member(7, manages=True), Member(8)])
    assert policy.may_edit_organisation(somebody(number=7), body)
    assert not policy.may_edit_organisation(somebody(number=8), body)
    assert policy.may_edit_organisation(somebody(Role.PLANNER, number=9), body)
    assert not policy.may_edit_organisation(somebody(Role.PLANNER, 2, number=9), body)
    assert not policy.may_edit_organisation(ANONYMOUS, body)


def test_members_are_seen_by_members_and_staff() -> None:
    body = Body(memberships=[Member(8)])
    assert policy.may_see_members(somebody(number=8), body)
    assert policy.may_see_members(somebody(Role.PLANNER, number=9), body)
    assert not policy.may_see_members(somebody(number=9), body)
    assert not policy.may_see_members(ANONYMOUS, body)


def test_whoever_is_signed_in_has_an_account_and_may_register_a_group() -> None:
    assert policy.may_use_account(somebody())
    assert not policy.may_use_account(ANONYMOUS)
    assert policy.may_register_organisation(somebody(), Town())
    assert not policy.may_register_organisation(ANONYMOUS, Town())
