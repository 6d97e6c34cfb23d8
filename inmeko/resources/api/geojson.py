"""GeoJSON of a filter, and its map alone."""

import json
import secrets
from typing import Any

from flask import Response, jsonify, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.geo import feature
from inmeko.resources import policy
from inmeko.resources.api import places
from inmeko.resources.api.blueprint import api
from inmeko.resources.models import Asset, AssetImport
from inmeko.resources.queries import assets, imports, towns
from inmeko.resources.rules import filters
from inmeko.resources.services import importing
from inmeko.web import headers
from inmeko.web.access import public, requires
from inmeko.web.language import chosen
from inmeko.web.maps import standalone_map


@api.get("/resources.geojson")
@public(of=accounts.municipality)
def collection(town: Municipality) -> ResponseReturnValue:
    """The placed assets of a filter in the box `bbox` (WGS84), as marks of its `zoom`."""
    return places.answer(town.id)


@api.get("/resources/<int:asset_id>.geojson")
@public(of=assets.asset)
def one(asset: Asset) -> ResponseReturnValue:
    """One asset as a collection of one, or of none if it has no place."""
    shape = assets.shape(asset)
    found = [_feature(asset, shape)] if shape else []
    return jsonify(type="FeatureCollection", truncated=False, features=found)


@api.get("/boundary.geojson")
@public(of=accounts.municipality)
def boundary(town: Municipality) -> ResponseReturnValue:
    """The municipality's own outline (WGS84)."""
    shape = towns.boundary(municipality_id=town.id)
    response = jsonify(type="Feature", geometry=shape, properties={"name": town.name})
    response.cache_control.max_age = 3600
    return response


@api.get("/resources/map")
@public(of=accounts.municipality)
def whole_map(town: Municipality) -> ResponseReturnValue:
    """The map of a filter alone, made by folium, to be opened or embedded."""
    wanted = filters.read(request.args.to_dict(flat=False))
    rows = assets.features(town.id, wanted, athens_date(clock.now()), None)
    nonce = secrets.token_urlsafe(16)
    html = standalone_map(
        [_feature(row, json.loads(row.shape)) for row in rows[: assets.MAP_LIMIT]],
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


@api.get("/imports/<int:import_id>.geojson")
@requires(policy.may_judge_import, of=imports.asset_import)
def import_places(asset_import: AssetImport) -> ResponseReturnValue:
    """Where the first rows of a staged file lie, as its plan reads them."""
    found = [
        feature(
            one.values["geometry"],
            {
                "title": one.values.get("title") or "",
                "summary": one.values.get("address") or "",
                "kind": one.values.get("kind", "other"),
            },
            one.row,
        )
        for one in importing.places(asset_import)
    ]
    return jsonify(type="FeatureCollection", truncated=False, features=found)


def _feature(asset: Any, shape: dict[str, Any]) -> dict[str, Any]:
    """An asset, or its row, with its GeoJSON geometry, as a map shows it."""
    slug = asset.municipality.slug if isinstance(asset, Asset) else asset.slug
    known = places.Words().properties(asset, slug)
    return {"type": "Feature", "id": asset.id, "geometry": shape, "properties": known}
