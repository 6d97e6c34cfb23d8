"""The map of a filter alone, made by folium: as a page to embed, or as a file to take along."""

import json
import secrets
from datetime import date
from typing import Any

from flask import Response, current_app, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.api.blueprint import api
from inmeko.resources.api.places import Words
from inmeko.resources.queries import assets, clusters, towns
from inmeko.resources.rules import filters
from inmeko.resources.rules.filters import AssetFilter
from inmeko.web import headers
from inmeko.web.access import public
from inmeko.web.filters import town_name
from inmeko.web.language import chosen
from inmeko.web.maps import map_file, standalone_map

# A browser opens a file of so many marks in a few seconds; shapes are drawn of far fewer.
MOST = 20_000


@api.get("/resources/map")
@public(of=accounts.municipality)
def whole_map(town: Municipality) -> ResponseReturnValue:
    """The map of a filter alone, made by folium, to be opened or embedded."""
    nonce = secrets.token_urlsafe(16)
    html = standalone_map(
        _found(town, ""),
        boundary=towns.boundary(municipality_id=town.id),
        title=gettext("Map of the assets"),
        asset_prefix=url_for("static", filename="vendor/"),
        nonce=nonce,
        language=chosen(),
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    sources = f"'self' 'nonce-{nonce}'"
    response.headers["Content-Security-Policy"] = headers.policy(
        script_src=sources, style_src=sources
    )
    return response


@api.get("/resources/map.html")
@public(of=accounts.municipality)
def own_map(town: Municipality) -> ResponseReturnValue:
    """The same map as one file that opens without a network."""
    today = athens_date(clock.now())
    html = map_file(
        _found(town, current_app.config["SETTINGS"].base_url),
        boundary=towns.boundary(municipality_id=town.id),
        title=f"{town_name(town)} · {gettext('Map of the assets')} · {today:%d/%m/%Y}",
        language=chosen(),
    )
    response = Response(html, content_type="text/html; charset=utf-8")
    name = f"{town.slug}-{today.isoformat()}.html"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _found(town: Municipality, home: str) -> list[dict[str, Any]]:
    """The placed assets of the address's filter as features, with links that begin with home.

    RuleError for more than a browser bears.
    """
    wanted = filters.read(request.args.to_dict(flat=False))
    today = athens_date(clock.now())
    shapes = assets.features(town.id, wanted, today, None)
    if len(shapes) <= assets.MAP_LIMIT:
        found = [(row, json.loads(row.shape)) for row in shapes]
    else:
        _bearable(town, wanted, today)
        found = [
            (row, {"type": "Point", "coordinates": [round(row.x, 6), round(row.y, 6)]})
            for row in assets.pins(town.id, wanted, today, MOST)
        ]
    words = Words()
    features = []
    for row, shape in found:
        known = words.properties(row, row.slug)
        known["url"] = f"{home}{known['url']}"
        features.append({"type": "Feature", "geometry": shape, "properties": known})
    return features


def _bearable(town: Municipality, wanted: AssetFilter, today: date) -> None:
    count = clusters.count(town.id, wanted, today)
    if count > MOST:
        raise RuleError(
            N_(
                "A map in one file bears %(most)s places, and this question finds %(count)s: "
                "narrow it by kind, use or words."
            ),
            values={"most": MOST, "count": count},
        )
