"""Cooperatives for machines: the registered ones of a town, with what is public of them."""

from typing import Any

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.coops.models import Formation
from inmeko.coops.queries import desk as queries
from inmeko.coops.rules.formation.words import Chapter
from inmeko.web.access import public

api = Blueprint("coops_api", __name__, url_prefix="/<municipality>/api/coops")


@api.get("")
@public(of=accounts.municipality)
def of_town(town: Municipality) -> ResponseReturnValue:
    """The registered cooperatives of a town."""
    found = queries.registered(municipality_id=town.id)
    purposes = queries.chapters_of(found, Chapter.PURPOSE)
    seats = queries.chapters_of(found, Chapter.SEAT)
    rows = [_shown(one, purposes.get(one.id, {}), seats.get(one.id, {})) for one in found]
    response = jsonify({"municipality": town.slug, "cooperatives": rows})
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _shown(one: Formation, purpose: dict[str, Any], seat: dict[str, Any]) -> dict[str, Any]:
    """What the public registry shows as well; nobody's name."""
    return {
        "id": one.id,
        "name": one.name or one.title,
        "form": one.form,
        "agemko": one.agemko,
        "gemi": one.gemi,
        "started_on": one.started_on.isoformat() if one.started_on else None,
        "seat": seat.get("seat") or "",
        "sectors": purpose.get("sectors") or [],
        "activities": purpose.get("activities") or [],
    }
