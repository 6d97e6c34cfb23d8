"""GeoJSON of what a citizen reports, and of the assets nearby; for staff."""

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.resources import policy
from inmeko.resources.api.blueprint import api
from inmeko.resources.models import Asset, IdleReport
from inmeko.resources.queries import reports
from inmeko.web.access import requires


@api.get("/reports/<int:report_id>.geojson")
@requires(policy.may_read_report, of=reports.report)
def report_place(report: IdleReport) -> ResponseReturnValue:
    """The reported place (WGS84) and the assets of the register nearby."""
    features = [_asset(one.asset) for one in reports.nearby(report)]
    if report.x is not None:
        told = {"title": report.title, "summary": gettext("What was reported"), "state": "none"}
        features.append(_point(report.x, report.y, {**told, "kind": report.kind.value}))
    return jsonify(type="FeatureCollection", truncated=False, features=features)


def _asset(asset: Asset) -> dict[str, Any]:
    told = {
        "title": asset.title,
        "url": url_for("resources.show", asset_id=asset.id),
        "summary": " · ".join(part for part in (asset.code, asset.address) if part),
        "kind": asset.kind.value,
        "state": asset.use.value,
    }
    return _point(asset.x, asset.y, told)


def _point(x: float | None, y: float | None, properties: dict[str, str]) -> dict[str, Any]:
    shape = {"type": "Point", "coordinates": [x, y]}
    return {"type": "Feature", "geometry": shape, "properties": properties}
