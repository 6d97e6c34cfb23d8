"""Every SELECT about people, organisations and municipalities, each list in a fixed order."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, selectinload, undefer

from inmeko.accounts.models import (
    Device,
    Grant,
    Membership,
    Municipality,
    Organisation,
    User,
    WebAuthn,
)
from inmeko.accounts.rules import Role
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_, search_terms

PAGE = 50


@dataclass(frozen=True)
class Standing:
    """What an account may do at this moment, and whether its device is still signed in."""

    roles: frozenset[tuple[str, int | None]]
    organisations: frozenset[int]
    device: bool


def town(slug: str) -> Municipality | None:
    """A municipality by its slug, or None."""
    return db.session.scalar(sa.select(Municipality).where(Municipality.slug == slug))


def municipality(*, municipality: str) -> Municipality:
    """The municipality that a URL names; raises NotFoundError."""
    found = town(municipality)
    if found is None:
        raise NotFoundError(N_("There is no such municipality."))
    return found


def municipality_by_id(town_id: int) -> Municipality:
    """A municipality by its number; raises NotFoundError."""
    found = db.session.get(Municipality, town_id)
    if found is None:
        raise NotFoundError(N_("There is no such municipality."))
    return found


def municipalities(search: str = "") -> Sequence[Municipality]:
    """All municipalities by name, or those whose names hold the words of a search."""
    query = sa.select(Municipality)
    for term in search_terms(search):
        query = query.where(Municipality.name_key.contains(term, autoescape=True))
    return db.session.scalars(query.order_by(Municipality.name_key, Municipality.id)).all()


def municipalities_with_boundaries() -> Sequence[Municipality]:
    """All municipalities and their boundaries, for comparing them with a file."""
    query = sa.select(Municipality).options(undefer(Municipality.boundary))
    return db.session.scalars(query.order_by(Municipality.id)).all()


def standing(user_id: int, device_key: str) -> Standing:
    """Roles, organisations and device of an account, in one statement."""
    nothing = sa.cast(sa.null(), sa.String)
    grants = sa.select(
        sa.literal("role"), sa.cast(Grant.role, sa.String), Grant.municipality_id
    ).where(Grant.user_id == user_id)
    memberships = sa.select(sa.literal("organisation"), nothing, Membership.organisation_id).where(
        Membership.user_id == user_id
    )
    devices = sa.select(sa.literal("device"), nothing, Device.id).where(
        Device.user_id == user_id, Device.key == device_key, Device.ended_at.is_(None)
    )
    rows: Sequence[Any] = db.session.execute(sa.union_all(grants, memberships, devices)).all()
    return Standing(
        roles=frozenset((word, number) for kind, word, number in rows if kind == "role"),
        organisations=frozenset(number for kind, _, number in rows if kind == "organisation"),
        device=any(kind == "device" for kind, _, _ in rows),
    )


def actor_of(user: User) -> Actor:
    """A person as rules and policies see them, wherever they may be signed in."""
    held = standing(user.id, "")
    return Actor(user.id, held.roles, held.organisations, user.name or user.email)


def user_by_email(email: str) -> User | None:
    """The account of an address, or None."""
    return db.session.scalar(sa.select(User).where(User.email == email.strip().lower()))


def user(user_id: int) -> User:
    """An account with its roles and memberships; raises NotFoundError."""
    found = db.session.get(
        User,
        user_id,
        options=(
            selectinload(User.grants).joinedload(Grant.municipality),
            selectinload(User.memberships).joinedload(Membership.organisation),
        ),
    )
    if found is None or found.deleted_at is not None:
        raise NotFoundError(N_("There is no such person."))
    return found


def has_second_factor(user: User) -> bool:
    """Whether an account asks for an authenticator's code or a passkey after the password."""
    if user.tf_primary_method and user.tf_totp_secret:
        return True
    # A passkey used instead of the password leaves the password alone: it is no second step.
    second = (WebAuthn.user_id == user.id, WebAuthn.usage == "secondary")
    return db.session.scalar(sa.select(WebAuthn.id).where(*second).limit(1)) is not None


def passkeys(*, user_id: int) -> Sequence[WebAuthn]:
    """The passkeys of an account, the oldest first."""
    query = sa.select(WebAuthn).where(WebAuthn.user_id == user_id).order_by(WebAuthn.id)
    return db.session.scalars(query).all()


def devices(*, user_id: int) -> Sequence[Device]:
    """The devices in which an account is signed in, the newest first."""
    query = sa.select(Device).where(Device.user_id == user_id, Device.ended_at.is_(None))
    return db.session.scalars(query.order_by(Device.id.desc())).all()


def device(*, user_id: int, device_id: int) -> Device:
    """A device of an account; raises NotFoundError."""
    found = db.session.get(Device, device_id)
    if found is None or found.user_id != user_id:
        raise NotFoundError(N_("There is no such device."))
    return found


def device_by_key(user_id: int, key: str) -> Device | None:
    """The device of an account that carries a key, or None."""
    query = sa.select(Device).where(Device.user_id == user_id, Device.key == key)
    return db.session.scalar(query)


def grants(*, municipality_id: int | None) -> Sequence[Grant]:
    """Who holds which role in a municipality (None: on the platform), by name of the person."""
    query = (
        sa.select(Grant)
        .join(Grant.user)
        .options(contains_eager(Grant.user))
        .where(Grant.municipality_id.is_not_distinct_from(municipality_id))
        .order_by(User.name, User.email, User.id, Grant.id)
    )
    return db.session.scalars(query).all()


def planners(*, municipality_id: int) -> Sequence[User]:
    """The planners of a municipality who can sign in, by name."""
    planning = sa.exists().where(
        Grant.user_id == User.id,
        Grant.municipality_id == municipality_id,
        Grant.role == Role.PLANNER,
    )
    query = sa.select(User).where(planning, User.active, User.deleted_at.is_(None))
    return db.session.scalars(query.order_by(User.name, User.email, User.id)).all()


def grant(*, municipality_id: int | None, grant_id: int) -> Grant:
    """A role that somebody holds in this municipality; raises NotFoundError."""
    found = db.session.get(Grant, grant_id)
    if found is None or found.municipality_id != municipality_id:
        raise NotFoundError(N_("This role is no longer held."))
    return found


def administrators(*, municipality_id: int | None) -> Sequence[Grant]:
    """Who administers a municipality (None: the platform), held fast until the transaction ends."""
    role = Role.PLATFORM_ADMIN if municipality_id is None else Role.MUNICIPAL_ADMIN
    query = sa.select(Grant).where(
        Grant.municipality_id.is_not_distinct_from(municipality_id), Grant.role == role
    )
    return db.session.scalars(query.order_by(Grant.id).with_for_update(of=Grant)).all()


def organisations(
    *, municipality_id: int, search: str = "", after: tuple[str, int] | None = None
) -> Sequence[Organisation]:
    """A page of a town's organisations by name, and one more if there is a next page."""
    query = sa.select(Organisation).where(Organisation.municipality_id == municipality_id)
    for term in search_terms(search):
        query = query.where(Organisation.name_key.contains(term, autoescape=True))
    if after:
        place = sa.tuple_(Organisation.name_key, Organisation.id)
        query = query.where(place > sa.tuple_(*after))
    query = query.order_by(Organisation.name_key, Organisation.id).limit(PAGE + 1)
    return db.session.scalars(query).all()


def place_of_organisation(*, municipality_id: int, key: str) -> tuple[str, int] | None:
    """Where a page that follows an organisation's number begins; None for the first page."""
    if not key.isascii() or not key.isdigit() or len(key) > 15:
        return None
    query = sa.select(Organisation.name_key, Organisation.id).where(
        Organisation.municipality_id == municipality_id, Organisation.id == int(key)
    )
    row = db.session.execute(query).first()
    return (row[0], row[1]) if row else None


def organisation(*, municipality: str, organisation_id: int) -> Organisation:
    """An organisation of the town that a URL names, with its members; raises NotFoundError."""
    query = (
        sa.select(Organisation)
        .join(Organisation.municipality)
        .where(Municipality.slug == municipality, Organisation.id == organisation_id)
        .options(
            contains_eager(Organisation.municipality),
            selectinload(Organisation.memberships).joinedload(Membership.user),
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such organisation in this municipality."))
    return found


def own_data(user: User) -> dict[str, Any]:
    """All that is kept of a person in this domain, for a file of their own."""
    return {
        "email": user.email,
        "name": user.name,
        "language": user.language,
        "created_at": user.created_at.isoformat(),
        "password": user.password is not None,
        "authenticator": user.tf_primary_method is not None,
        "passkeys": [
            {"name": key.name, "created_at": key.create_datetime.isoformat()}
            for key in passkeys(user_id=user.id)
        ],
        "roles": [
            {
                "role": grant.role.value,
                "municipality": grant.municipality.slug if grant.municipality else None,
                "since": grant.granted_at.isoformat(),
            }
            for grant in user.grants
        ],
        "organisations": [
            {
                "name": member.organisation.name,
                "manages": member.manages,
                "since": member.since.isoformat(),
            }
            for member in user.memberships
        ],
        "devices": [
            {"name": device.name, "signed_in_at": device.signed_in_at.isoformat()}
            for device in devices(user_id=user.id)
        ],
    }
