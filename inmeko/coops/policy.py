"""Who may do what with cooperatives and with the law about them."""

from typing import Protocol

from inmeko.accounts.policy import Town, may_administer_platform
from inmeko.accounts.rules import Role
from inmeko.kernel.actor import Actor

READERS = (Role.CONSULTANT, Role.PLANNER, Role.MUNICIPAL_ADMIN)


class Matter(Protocol):
    """What a policy sees of a rule: where it is judged."""

    @property
    def town(self) -> Town | None:
        """The town, None on the platform."""


def may_rule(actor: Actor, town: Town | None = None) -> bool:
    """The law is judged by a town's legal adviser, and for all towns by the platform.

    Not by whoever administers the town: what they find may refuse people, and is signed.
    """
    if may_administer_platform(actor):
        return True
    return town is not None and actor.has(Role.LAWYER, town.id)


def may_rule_on(actor: Actor, matter: Matter) -> bool:
    """The same, of a rule that an address names."""
    return may_rule(actor, matter.town)


class Group(Protocol):
    """What a policy sees of a formation."""

    @property
    def municipality_id(self) -> int:
        """Its town."""

    @property
    def consultant_id(self) -> int | None:
        """Who accompanies it."""


def may_see_all(actor: Actor, town: Town) -> bool:
    """The formations of a town are seen by its consultants, planners and administrators."""
    return any(actor.has(role, town.id) for role in READERS)


def may_give_tasks(actor: Actor, town: Town) -> bool:
    """Which tasks a town gives to its groups is said by its consultants and administrators."""
    return any(actor.has(role, town.id) for role in (Role.CONSULTANT, Role.MUNICIPAL_ADMIN))


class Given(Protocol):
    """What a policy sees of a task that a town gives."""

    municipality_id: int


def may_drop_task(actor: Actor, given: Given) -> bool:
    """The same people take one back."""
    place = given.municipality_id
    return any(actor.has(role, place) for role in (Role.CONSULTANT, Role.MUNICIPAL_ADMIN))


def may_read(actor: Actor, group: Group) -> bool:
    """A formation is read, without personal details, by the same people."""
    return any(actor.has(role, group.municipality_id) for role in READERS)


def may_work(actor: Actor, group: Group) -> bool:
    """Beside the group itself, its consultant works on it; while it has none, any of the town."""
    if not actor.has(Role.CONSULTANT, group.municipality_id):
        return False
    return group.consultant_id in (None, actor.id)


def may_open_ground(actor: Actor, group: Group) -> bool:
    """The ground of a founder is looked at by the assigned consultant alone."""
    held = actor.has(Role.CONSULTANT, group.municipality_id)
    return held and actor.signed_in and group.consultant_id == actor.id


def may_hand_over(actor: Actor, group: Group) -> bool:
    """A formation is given to a consultant by those who run the town's affairs, or taken on."""
    return any(actor.has(role, group.municipality_id) for role in READERS)


def may_see_desk(actor: Actor, town: Town | None = None) -> bool:
    """The desk over all towns is for consultants; a town's menu leads its own there."""
    return actor.holds(Role.CONSULTANT) if town is None else actor.has(Role.CONSULTANT, town.id)


class Watcher(Protocol):
    """What a policy sees of an observer: whoever holds the link of one."""

    messages: bool


def may_follow_messages(actor: Actor, observer: Watcher) -> bool:
    """Messages are read by an observer only where whoever named them said so; notes never."""
    return observer.messages


def may_see_observed(actor: Actor) -> bool:
    """Whoever has an account finds the groups that they observe."""
    return actor.signed_in
