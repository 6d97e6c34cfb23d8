"""What machines and maps get of the inventory."""

from inmeko.resources.api import country, flags, geojson, mapfiles, reports, rounds, studies, visits
from inmeko.resources.api import ogc as open_data
from inmeko.resources.api.blueprint import api
from inmeko.resources.api.catalog import catalog
from inmeko.resources.api.country import country_api
from inmeko.resources.api.ogc import ogc

ALL = (api, catalog, country_api, ogc)
WAYS = (*open_data.WAYS, *country.WAYS)

__all__ = [
    "ALL",
    "WAYS",
    "api",
    "catalog",
    "country_api",
    "flags",
    "geojson",
    "mapfiles",
    "ogc",
    "reports",
    "rounds",
    "studies",
    "visits",
]
