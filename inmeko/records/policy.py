"""Who may keep the protocol, read the audit trail, tend the outbox and open files."""

from datetime import datetime
from typing import Protocol

from inmeko.accounts.rules import MUNICIPAL_ROLES, Role
from inmeko.kernel.actor import Actor

KEEPERS = (Role.PLANNER, Role.MUNICIPAL_ADMIN)


class Town(Protocol):
    """What a policy sees of a municipality."""

    id: int


class Entry(Protocol):
    """What a policy sees of an entry of the protocol."""

    municipality_id: int
    cancelled_at: datetime | None


class File(Protocol):
    """What a policy sees of an attachment."""

    municipality_id: int | None
    public: bool


class Work(Protocol):
    """What a policy sees of a job of the outbox."""

    municipality_id: int | None


class Day(Protocol):
    """What a policy sees of a town's own holiday."""

    municipality_id: int


def may_keep_protocol(actor: Actor, town: Town) -> bool:
    """The register is kept by a town's planners and administrators."""
    return _holds(actor, KEEPERS, town.id)


def may_read_entry(actor: Actor, entry: Entry) -> bool:
    """An entry is read by those who keep the register."""
    return _holds(actor, KEEPERS, entry.municipality_id)


def may_cancel(actor: Actor, entry: Entry) -> bool:
    """An entry is cancelled by those who keep the register; the rule says whether it can be."""
    return _holds(actor, KEEPERS, entry.municipality_id)


def may_read_audit(actor: Actor, town: Town) -> bool:
    """A town's audit trail is read by its administrators."""
    return _holds(actor, (Role.MUNICIPAL_ADMIN,), town.id)


def may_tend_outbox(actor: Actor, town: Town) -> bool:
    """A town's outbox is tended by its administrators."""
    return _holds(actor, (Role.MUNICIPAL_ADMIN,), town.id)


def may_tend_platform(actor: Actor) -> bool:
    """The outbox of all towns is tended by the platform's administrators."""
    return actor.has(Role.PLATFORM_ADMIN, None)


def may_retry(actor: Actor, job: Work) -> bool:
    """A job is set to run again by whoever tends its outbox."""
    return _holds(actor, (Role.MUNICIPAL_ADMIN,), job.municipality_id)


def may_drop_day(actor: Actor, day: Day) -> bool:
    """A town's own holidays are kept by its administrators."""
    return _holds(actor, (Role.MUNICIPAL_ADMIN,), day.municipality_id)


def may_read_as_staff(actor: Actor, file: File) -> bool:
    """A file of a kind without a policy of its own is read by the town's staff."""
    return _holds(actor, MUNICIPAL_ROLES, file.municipality_id)


def may_read_entry_file(actor: Actor, file: File) -> bool:
    """The documents of a protocol entry are read by those who keep the register."""
    return _holds(actor, KEEPERS, file.municipality_id)


FILE_POLICIES = {"protocol_entry": may_read_entry_file}


def _holds(actor: Actor, roles: tuple[Role, ...], municipality_id: int | None) -> bool:
    if may_tend_platform(actor):
        return True
    if municipality_id is None:
        return False
    return any(actor.has(role, municipality_id) for role in roles)
