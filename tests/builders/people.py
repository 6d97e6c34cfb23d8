"""Make municipalities, people and organisations."""

import uuid
from typing import Any

from geoalchemy2.shape import from_shape
from shapely.geometry import MultiPolygon, box

from inmeko.accounts.models import Grant, Municipality, Organisation, User
from inmeko.accounts.rules import OrganisationKind
from inmeko.extensions import db
from inmeko.kernel.text import fold, slug


def municipality(**changes: Any) -> Municipality:
    """A small town between 23.70 and 23.80 E, 37.95 and 38.05 N."""
    name = changes.pop("name", f"Δήμος {uuid.uuid4().hex[:6]}")
    boundary = MultiPolygon([box(23.70, 37.95, 23.80, 38.05)])
    values = {
        "slug": slug(name),
        "name": name,
        "name_en": f"Municipality {name}",
        "name_key": fold(name),
        "boundary": from_shape(boundary, srid=4326),
    }
    town = Municipality(**{**values, **changes})
    db.session.add(town)
    db.session.flush()
    return town


def person(*roles: str, town: Municipality | None = None, **changes: Any) -> User:
    """A person who holds roles in a town (or, without a town, on the platform)."""
    key = uuid.uuid4().hex
    values = {"email": f"{key[:8]}@example.org", "name": "Μαρία Δοκιμή", "fs_uniquifier": key}
    user = User(**{**values, **changes})
    user.grants = [Grant(role=role, municipality=town) for role in roles]
    db.session.add(user)
    db.session.flush()
    return user


def organisation(town: Municipality, **changes: Any) -> Organisation:
    """An association of a town."""
    name = changes.pop("name", "Σύλλογος Φίλων του Ρέματος")
    values = {"name": name, "name_key": fold(name), "kind": OrganisationKind.ASSOCIATION}
    made = Organisation(municipality=town, **{**values, **changes})
    db.session.add(made)
    db.session.flush()
    return made
