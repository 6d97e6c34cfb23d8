"""What the map of all municipalities draws."""

import re
from collections.abc import Hashable
from datetime import date
from functools import lru_cache

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date
from inmeko.resources.api import places
from inmeko.resources.queries import clusters, towns
from inmeko.web.access import public
from inmeko.web.lane import Answered, Plain, Way

# Most visitors begin with one of a few views: what they ask is read once.
VIEWS = 1024

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


def kept(plain: Plain) -> Answered | None:
    """What the map of all municipalities draws, if it has been drawn since anything changed."""
    asked = tuple((name, tuple(values)) for name, values in plain.arguments.items())
    key = _key(asked, athens_date(clock.now()))
    body = None if key is None else clusters.known(None, key)
    return None if body is None else (body, {"Content-Type": places.GEOJSON})


@lru_cache(maxsize=VIEWS)
def _key(asked: tuple[tuple[str, tuple[str, ...]], ...], today: date) -> Hashable | None:
    """Under which key the answer to some arguments is kept, if it is."""
    view = places.view(dict(asked), today)
    return None if view.zoom is None else view.key


WAYS = (Way("country_api.collection", re.compile(r"/map/resources\.geojson"), kept),)
