"""Who may keep, read and tend the records."""

from dataclasses import dataclass
from datetime import datetime

import pytest

from inmeko.accounts.rules import Role
from inmeko.kernel.actor import ANONYMOUS, Actor
from inmeko.records import policy


@dataclass
class Thing:
    id: int = 1
    municipality_id: int | None = 1
    public: bool = False
    cancelled_at: datetime | None = None


def holder(role: Role, town: int | None = 1) -> Actor:
    return Actor(id=1, roles=frozenset({(role.value, town)}))


PLATFORM = holder(Role.PLATFORM_ADMIN, None)
HERE, ELSEWHERE = Thing(1, 1), Thing(2, 2)
KEPT = (
    policy.may_keep_protocol,
    policy.may_read_entry,
    policy.may_cancel,
    policy.may_read_entry_file,
)
ADMINISTERED = (policy.may_read_audit, policy.may_tend_outbox, policy.may_retry)


@pytest.mark.parametrize("may", KEPT)
def test_planners_and_administrators_keep_the_register_of_their_town(may) -> None:
    for role in (Role.PLANNER, Role.MUNICIPAL_ADMIN):
        assert may(holder(role), HERE)
        assert not may(holder(role), ELSEWHERE)
    for stranger in (ANONYMOUS, Actor(id=9), holder(Role.EVALUATOR), holder(Role.CONSULTANT)):
        assert not may(stranger, HERE)


@pytest.mark.parametrize("may", ADMINISTERED)
def test_administrators_read_the_trail_and_tend_the_outbox_of_their_town(may) -> None:
    assert may(holder(Role.MUNICIPAL_ADMIN), HERE)
    assert not may(holder(Role.MUNICIPAL_ADMIN), ELSEWHERE)
    for stranger in (ANONYMOUS, holder(Role.PLANNER), holder(Role.EVALUATOR)):
        assert not may(stranger, HERE)


@pytest.mark.parametrize("may", [*KEPT, *ADMINISTERED, policy.may_read_as_staff])
def test_the_platforms_administrators_may_everywhere(may) -> None:
    assert may(PLATFORM, HERE)
    assert may(PLATFORM, ELSEWHERE)


def test_a_role_of_a_town_reaches_nothing_of_the_platform() -> None:
    nowhere = Thing(3, None)
    assert not policy.may_tend_platform(holder(Role.MUNICIPAL_ADMIN))
    assert not policy.may_tend_platform(holder(Role.PLATFORM_ADMIN, 1))
    assert not policy.may_retry(holder(Role.MUNICIPAL_ADMIN), nowhere)
    assert not policy.may_read_as_staff(holder(Role.MUNICIPAL_ADMIN), nowhere)


def test_files_are_read_by_all_staff_of_the_town() -> None:
    for role in (Role.PLANNER, Role.EVALUATOR, Role.CONSULTANT, Role.MUNICIPAL_ADMIN):
        assert policy.may_read_as_staff(holder(role), HERE)
        assert not policy.may_read_as_staff(holder(role), ELSEWHERE)
    assert not policy.may_read_as_staff(Actor(id=1), HERE)
