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


class OnTheSpot(Protocol):
    """A visit: its town, and who made it."""

    municipality_id: int
    person_id: int | None


class Ground(Protocol):
    """Where visits are made: a town, and those who walk its open rounds."""

    @property
    def town(self) -> Town:
        """The municipality."""

    @property
    def walkers(self) -> frozenset[int]:
        """The ids of the people of its open rounds."""


class VisitFile(Protocol):
    """A photo of a visit, as far as policies look at it."""

    municipality_id: int | None
    added_by_id: int | None


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


def may_visit(actor: Actor, field: Ground) -> bool:
    """Visits are made by a town's own people and consultants, and by who walks an open round."""
    return may_see_staff_fields(actor, field.town.id) or (
        actor.signed_in and actor.id in field.walkers
    )


def may_read_visits(actor: Actor, municipality: Town) -> bool:
    """What visits found is read by the town's own people and its consultants."""
    return may_see_staff_fields(actor, municipality.id)


def may_read_visit(actor: Actor, visit: OnTheSpot) -> bool:
    """A visit is read by the town's staff and by who made it."""
    return may_see_staff_fields(actor, visit.municipality_id) or _made(actor, visit.person_id)


def may_add_to_visit(actor: Actor, visit: OnTheSpot) -> bool:
    """Photos are added to a visit by who made it."""
    return _made(actor, visit.person_id)


def may_settle_visit(actor: Actor, visit: OfTown) -> bool:
    """Planners and administrators decide what a visit changes."""
    return _plans(actor, visit.municipality_id)


def may_open_visit_file(actor: Actor, file: VisitFile) -> bool:
    """A photo of a visit is seen by the town's staff and by who took it."""
    place = file.municipality_id
    staff = place is not None and may_see_staff_fields(actor, place)
    return staff or _made(actor, file.added_by_id)


FILE_POLICIES = {"visit": may_open_visit_file}


def _made(actor: Actor, person_id: int | None) -> bool:
    return actor.signed_in and actor.id == person_id


def _plans(actor: Actor, municipality_id: int) -> bool:
    return (
        actor.has(Role.PLANNER, municipality_id)
        or actor.has(Role.MUNICIPAL_ADMIN, municipality_id)
        or actor.has(Role.PLATFORM_ADMIN, None)
    )
