"""What machines and maps get of the inventory."""

from inmeko.resources.api import geojson
from inmeko.resources.api.blueprint import api

ALL = (api,)

__all__ = ["ALL", "api", "geojson"]
