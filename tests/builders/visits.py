"""Make visits, rounds to walk, and what a phone sends."""

import io
import json
import uuid
from typing import Any

from inmeko.accounts.models import Municipality, User
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.resources.models import Asset, Round, RoundMember, RoundStop, Visit
from inmeko.resources.rules.visits import Said
from inmeko.resources.services import visits
from tests.builders.records import picture

GPS = 0x8825


def key() -> str:
    """A number as a phone makes it."""
    return str(uuid.uuid4())


def said(asset: Asset | None = None, **changes: Any) -> Said:
    """A visitor finds an asset, seen as it stands, in a poor condition."""
    seen = {} if asset is None else dict(visits.values_now(asset))
    given: dict[str, Any] = {
        "key": key(),
        "visited_at": None,
        "values": {"condition": "poor"},
        "seen": {name: seen[name] for name in ("condition", "use", "use_certainty") if seen},
        "version": None if asset is None else asset.version,
    }
    return Said(**{**given, **changes})


def visit(
    town: Municipality, asset: Asset | None = None, person: User | None = None, **changes: Any
) -> Visit:
    """A visit that waits for a decision."""
    actor = Actor(id=None if person is None else person.id)
    found, _new = visits.receive(actor, town.id, asset, said(asset, **changes))
    return found


def new_place(town: Municipality, **changes: Any) -> Visit:
    """A visit to a place that is not in the register."""
    values = {"title": "Παλιό λατομείο", "kind": "plot", "geometry": "POINT (23.75 38.0)"}
    return visit(town, None, **{"values": values, **changes})


def walk(town: Municipality, person: User, *assets: Asset) -> list[RoundStop]:
    """An open round of these assets, given to somebody."""
    made = Round(municipality_id=town.id, title="Γύρος", members=[])
    made.members.append(RoundMember(user_id=person.id, position=1))
    db.session.add(made)
    db.session.flush()
    place = {"municipality_id": town.id, "round_id": made.id, "walker_id": person.id}
    stops = [RoundStop(asset_id=one.id, position=n, **place) for n, one in enumerate(assets)]
    db.session.add_all(stops)
    db.session.flush()
    return stops


def sent(asset: Asset | None = None, **changes: Any) -> dict[str, Any]:
    """The fields that a phone sends for a visit to an asset, seen as it stands."""
    values = said(asset)
    given = {
        "asset": "" if asset is None else asset.id,
        "key": values.key,
        "seen": json.dumps(dict(values.seen)),
        "version": values.version or "",
        "condition": "poor",
        "use": "idle",
        "use_certainty": "uncertain",
        "kind": "building",
        "note": "Η στέγη έπεσε.",
    }
    return {**given, **changes}


def photo_file() -> io.BytesIO:
    """A photo into which the camera wrote where it was taken."""
    return io.BytesIO(picture())


def visit_things(town: Municipality, asset: Asset) -> dict[str, Any]:
    """What addresses call a visit and its photo."""
    found = visit(town, asset)
    photo, _new = visits.add_photo(Actor(), found, key(), photo_file(), "φωτό.jpg")
    return {"visit_id": found.id, "photo_id": photo.id, "client_key": found.client_key}
