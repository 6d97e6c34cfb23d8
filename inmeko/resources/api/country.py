"""What the map of all municipalities draws."""

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from inmeko.resources.api import places
from inmeko.resources.queries import towns
from inmeko.web.access import public

country_api = Blueprint("country_api", "inmeko.resources", url_prefix="/map")


@country_api.get("/resources.geojson")
@public()
def collection() -> ResponseReturnValue:
    """The placed assets of all municipalities in the box `bbox` (WGS84), as marks of its `zoom`."""
    return places.answer(None)


@country_api.get("/boundaries.geojson")
@public()
def boundaries() -> ResponseReturnValue:
    """The outlines of all municipalities (WGS84), as exact as a map of the country shows."""
    response = Response(towns.outlines(), content_type="application/geo+json")
    response.cache_control.max_age = 3600
    return response
