"""GeoJSON of the stops of a round, and of the ways through them."""

from typing import Any

from flask import jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.resources import policy
from inmeko.resources.api.blueprint import api
from inmeko.resources.models import Round
from inmeko.resources.queries import rounds
from inmeko.resources.queries.rounds import Stop
from inmeko.web.access import requires


@api.get("/rounds/<int:round_id>.geojson")
@requires(policy.may_follow_round, of=rounds.round_of)
def round_stops(round: Round) -> ResponseReturnValue:
    """The stops of a round (WGS84) and a line for each walk; `walker` asks for one of them."""
    walker = request.args.get("walker", "")
    number = int(walker) if walker.isascii() and walker.isdecimal() and len(walker) < 10 else None
    stops = [one for one in rounds.stops(round, walker_id=number) if one.place]
    ways: dict[int | None, list[Stop]] = {}
    for one in stops:
        ways.setdefault(one.stop.walker_id, []).append(one)
    lines = [_line(way) for way in ways.values() if len(way) > 1]
    features = lines + [_point(one) for one in stops]
    return jsonify(type="FeatureCollection", truncated=False, features=features)


def _line(way: list[Stop]) -> dict[str, Any]:
    shape = {"type": "LineString", "coordinates": [one.place for one in way]}
    named = {"title": gettext("The walk"), "summary": "", "kind": "other", "state": "none"}
    return {"type": "Feature", "geometry": shape, "properties": named}


def _point(one: Stop) -> dict[str, Any]:
    stop = one.stop
    state = "in_use" if stop.visited_at else "unknown" if stop.skipped else "idle"
    return {
        "type": "Feature",
        "id": stop.id,
        "geometry": {"type": "Point", "coordinates": one.place},
        "properties": {
            "title": f"{stop.position}. {stop.asset.title}",
            "url": url_for("resources.show", asset_id=stop.asset_id),
            "summary": stop.asset.address,
            "kind": stop.asset.kind.value,
            "state": state,
        },
    }
