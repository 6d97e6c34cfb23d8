"""GeoJSON of what studies cover."""

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from inmeko.accounts import queries as accounts
from inmeko.accounts.models import Municipality
from inmeko.kernel.geo import feature
from inmeko.resources import policy
from inmeko.resources.api.blueprint import api
from inmeko.resources.models import Study
from inmeko.resources.queries import studies
from inmeko.resources.rules.studies import RELIABILITY_COLOURS, RELIABILITY_LABELS
from inmeko.web.access import requires


@api.get("/studies.geojson")
@requires(policy.may_see_studies, of=accounts.municipality)
def study_areas(town: Municipality) -> ResponseReturnValue:
    """The areas of the town's studies (WGS84), the largest first so that none hides another."""
    areas = studies.areas(municipality_id=town.id)
    known = {one.id: one for one in studies.studies(municipality_id=town.id)}
    boundary = studies.boundary(municipality_id=town.id)
    shapes = [(known[key], area or boundary) for key, area in areas.items() if key in known]
    drawn = [(study, shape) for study, shape in shapes if shape is not None]
    drawn.sort(key=lambda pair: -pair[1].area)
    return _answer([feature(shape, _properties(study), study.id) for study, shape in drawn])


@api.get("/studies/<int:study_id>.geojson")
@requires(policy.may_read_study, of=studies.study)
def study_area(study: Study) -> ResponseReturnValue:
    """The area of one study (WGS84), or nothing if nobody has said what it covers."""
    town = study.municipality_id
    shape = studies.boundary(municipality_id=town) if study.whole_town else studies.area(study)
    return _answer([feature(shape, _properties(study), study.id)] if shape else [])


def _answer(features: list[dict[str, Any]]) -> ResponseReturnValue:
    return jsonify(type="FeatureCollection", truncated=False, features=features)


def _properties(study: Study) -> dict[str, str]:
    parts = (study.author, str(study.year or ""), gettext(RELIABILITY_LABELS[study.reliability]))
    return {
        "title": study.title,
        "url": url_for("resources.study", study_id=study.id),
        "summary": " · ".join(part for part in parts if part),
        "kind": "other",
        "state": RELIABILITY_COLOURS[study.reliability],
    }
