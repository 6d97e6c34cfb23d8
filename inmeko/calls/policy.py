"""Who may make, publish, fill, open, judge and decide."""

from typing import Protocol

from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.calls.rules.words import CallState
from inmeko.kernel.actor import Actor

MAKERS = (Role.PLANNER, Role.MUNICIPAL_ADMIN)


class Town(Protocol):
    """What a policy sees of a municipality."""

    id: int


class Invitation(Protocol):
    """What a policy sees of a call."""

    municipality_id: int
    state: CallState


def may_see_all(actor: Actor, town: Town) -> bool:
    """Drafts, counts and the state of every file are seen by the town's staff."""
    return _any(actor, MUNICIPAL_ROLES, town.id)


def may_make(actor: Actor, town: Town) -> bool:
    """A call is made by the town's planners and administrators."""
    return _any(actor, MAKERS, town.id)


def may_manage(actor: Actor, call: Invitation) -> bool:
    """A call is changed, published, extended, cancelled and decided by those who make calls."""
    return _any(actor, MAKERS, call.municipality_id)


def may_see_call(actor: Actor, call: Invitation) -> bool:
    """What was published is for everybody; a draft for the staff."""
    return call.state is not CallState.DRAFT or _any(actor, MUNICIPAL_ROLES, call.municipality_id)


def _any(actor: Actor, roles: tuple[Role, ...], municipality_id: int) -> bool:
    return any(actor.has(role, municipality_id) for role in roles)


class Asked(Protocol):
    """What a policy sees of a question about a call."""

    municipality_id: int


def may_answer(actor: Actor, asked: Asked) -> bool:
    """Questions about calls are answered by those who make calls."""
    return _any(actor, MAKERS, asked.municipality_id)
