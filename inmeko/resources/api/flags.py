"""GeoJSON of a flag: the asset it is about, and the one it is likely the same as."""

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.kernel.geo import feature
from inmeko.resources import policy
from inmeko.resources.api.blueprint import api
from inmeko.resources.models import AssetFlag
from inmeko.resources.queries import assets
from inmeko.resources.queries import flags as queries
from inmeko.resources.rules.asset import label
from inmeko.web.access import requires


@api.get("/resources/flags/<int:flag_id>.geojson")
@requires(policy.may_see_flag, of=queries.flag)
def flag_places(flag: AssetFlag) -> ResponseReturnValue:
    """The assets of a flag (WGS84), those that have a place."""
    found = []
    for asset in (flag.asset, flag.other):
        shape = assets.shape(asset) if asset is not None else None
        if asset is None or shape is None:
            continue
        known = {
            "title": f"{asset.code} · {asset.title}",
            "summary": gettext(label(asset.kind)),
            "kind": asset.kind.value,
            "state": asset.use.value,
            "url": url_for("resources.show", asset_id=asset.id),
        }
        found.append({**feature(None, known, id=asset.id), "geometry": shape})
    return jsonify(type="FeatureCollection", truncated=False, features=found)
