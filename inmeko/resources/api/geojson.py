"""GeoJSON of a filter, and its map alone."""

from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.geo import feature
from inmeko.resources import policy
from inmeko.resources.api import places
from inmeko.resources.api.blueprint import api
from inmeko.resources.models import Asset, AssetImport
from inmeko.resources.queries import assets, imports, towns
from inmeko.resources.services import importing
from inmeko.web.access import public, requires


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
