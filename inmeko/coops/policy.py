"""Who may do what with cooperatives and with the law about them."""

from typing import Protocol

from inmeko.accounts.policy import Town, may_administer_platform
from inmeko.accounts.rules import Role
from inmeko.kernel.actor import Actor


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
