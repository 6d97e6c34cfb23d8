"""Who may do what in the inventory."""

from typing import Protocol

from inmeko.accounts.rules import Role
from inmeko.kernel.actor import Actor


class Town(Protocol):
    """A municipality, as far as policies look at it."""

    id: int


class OfTown(Protocol):
    """A thing of a municipality: an asset, an import."""

    municipality_id: int


def may_record(actor: Actor, municipality: Town) -> bool:
    """Planners and administrators record assets of their town."""
    return _plans(actor, municipality.id)


def may_amend(actor: Actor, asset: OfTown) -> bool:
    """Planners and administrators correct assets of their town."""
    return _plans(actor, asset.municipality_id)


def may_retire(actor: Actor, asset: OfTown) -> bool:
    """Who may correct an asset may retire it, with a reason, and bring it back."""
    return _plans(actor, asset.municipality_id)


def may_import(actor: Actor, municipality: Town) -> bool:
    """Planners and administrators bring in registers of their town."""
    return _plans(actor, municipality.id)


def may_judge_import(actor: Actor, asset_import: OfTown) -> bool:
    """Who may import may check, run or set aside any staged file of the town."""
    return _plans(actor, asset_import.municipality_id)


def may_see_staff_fields(actor: Actor, municipality_id: int) -> bool:
    """Notes, costs and tax numbers are for the town's own people and its consultants."""
    consults = actor.has(Role.CONSULTANT, municipality_id)
    return consults or _plans(actor, municipality_id)


def _plans(actor: Actor, municipality_id: int) -> bool:
    return (
        actor.has(Role.PLANNER, municipality_id)
        or actor.has(Role.MUNICIPAL_ADMIN, municipality_id)
        or actor.has(Role.PLATFORM_ADMIN, None)
    )
