"""What machines get of calls: the open ones of a town and of all towns, and what they offer."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, jsonify, url_for
from flask.typing import ResponseReturnValue

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.accounts.views.letters import at_home
from inmeko.calls import policy
from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.queries import listing
from inmeko.calls.queries.listing import Offered
from inmeko.calls.rules import content as contents
from inmeko.kernel import clock
from inmeko.kernel import formatted as texts
from inmeko.kernel.calendar import athens
from inmeko.records.rules import protocol_number
from inmeko.resources.api.places import Words
from inmeko.web.access import public, requires

machines = Blueprint("calls_api", "inmeko.calls")

ALL = (machines,)
KEPT_SECONDS = 60


@machines.get("/<municipality>/api/calls")
@public(of=accounts.municipality)
def of_town(town: Municipality) -> ResponseReturnValue:
    """The calls of a town that take submissions now; docs/calls-api.md names the fields."""
    return _answer(town.id)


@machines.get("/api/calls")
@public()
def of_all() -> ResponseReturnValue:
    """The calls of all towns that take submissions now."""
    return _answer(None)


@machines.get("/<municipality>/api/calls/<int:call_id>/assets.geojson")
@requires(policy.may_see_call, of=queries.call)
def assets(call: Call) -> ResponseReturnValue:
    """The placed assets that the version in force of a call offers (WGS84)."""
    words = Words()
    found = ",".join(words.feature(row, row.shape) for row in listing.shapes(call))
    body = f'{{"type":"FeatureCollection","truncated":false,"features":[{found}]}}'
    return Response(body, content_type="application/geo+json")


def _answer(municipality_id: int | None) -> ResponseReturnValue:
    now = clock.now()
    calls = queries.open_calls(municipality_id=municipality_id, now=now)
    ids = [call.id for call in calls]
    known = listing.in_force(ids, municipality_id=municipality_id)
    offered = listing.offered(ids, municipality_id=municipality_id)
    rows = [_row(call, known[call.id], offered.get(call.id, [])) for call in calls]
    response = jsonify(generated_at=athens(now).isoformat(timespec="seconds"), calls=rows)
    response.cache_control.max_age = KEPT_SECONDS
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _row(call: Call, kept: dict[str, Any], offered: Sequence[Offered]) -> dict[str, Any]:
    content = contents.read(kept)
    entry = call.protocol_entry
    return {
        "id": call.id,
        "title": call.title,
        "municipality": {
            "slug": call.municipality.slug,
            "name": call.municipality.name,
            "code": call.municipality.code,
        },
        "version": call.version,
        "published_at": _moment(call.published_at),
        "opens_at": _moment(call.opens_at),
        "questions_until": _moment(call.questions_until),
        "closes_at": _moment(call.closes_at),
        "time_zone": "Europe/Athens",
        "ada": call.ada,
        "protocol_number": protocol_number(entry.number, entry.entered_on) if entry else None,
        "summary": texts.plain(content.text)[:500],
        "aims": list(content.aims),
        "sectors": list(content.sectors),
        "applicants": list(content.applicants),
        "offers": [one.value for one in content.offers],
        "assets": [
            {
                "id": one.id,
                "title": one.title,
                "url": _url("resources.show", municipality=one.slug, asset_id=one.id),
            }
            for one in offered
        ],
        "links": {
            "page": _url("calls.show", municipality=call.municipality.slug, call_id=call.id),
            "begin": _url("calls.begin", municipality=call.municipality.slug, call_id=call.id),
            "calendar": _url(
                "calls.one_deadline", municipality=call.municipality.slug, call_id=call.id
            ),
        },
    }


def _url(endpoint: str, **values: Any) -> str:
    return at_home(url_for(endpoint, _external=True, **values))


def _moment(value: Any) -> str | None:
    return athens(value).isoformat(timespec="seconds") if value else None
