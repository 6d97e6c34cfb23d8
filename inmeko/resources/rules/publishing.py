"""What the world may read of the inventory: collections, properties, coordinate systems."""

from dataclasses import dataclass

from inmeko.resources.rules.asset import FIELD, PUBLIC_FIELDS, Field

# The collection of all towns; the slug of a town is the collection of that town.
EVERYWHERE = "assets"

# A feature has its geometry once, and only what is in the register of today.
_NOT_TOLD = {"geometry", "original_crs", "original_geometry", "state", "retired_reason"}
PROPERTIES: tuple[Field, ...] = tuple(
    FIELD[name] for name in PUBLIC_FIELDS if name not in _NOT_TOLD
)
# Beside the fields: which town it belongs to, and when it was changed last.
TOWN, CHANGED = "municipality", "updated_at"


@dataclass(frozen=True)
class Crs:
    """A coordinate system of the interface: its address, its EPSG code, its axes and decimals."""

    address: str
    srid: int
    latitude_first: bool
    digits: int


_DEFINED = "http://www.opengis.net/def/crs"
CRS84 = Crs(f"{_DEFINED}/OGC/1.3/CRS84", 4326, False, 7)
WGS84_NORTH = Crs(f"{_DEFINED}/EPSG/0/4326", 4326, True, 7)
GREEK_GRID = Crs(f"{_DEFINED}/EPSG/0/2100", 2100, False, 3)
SYSTEMS: dict[str, Crs] = {crs.address: crs for crs in (CRS84, WGS84_NORTH, GREEK_GRID)}

_CLASSES = {
    "ogcapi-features-1/1.0/conf": ("core", "oas30", "html", "geojson"),
    "ogcapi-features-2/1.0/conf": ("crs",),
    "ogcapi-features-3/1.0/conf": ("queryables",),
    "ogcapi-tiles-1/1.0/conf": ("core", "tileset", "tilesets-list", "geodata-tilesets", "mvt"),
}
CONFORMS_TO: tuple[str, ...] = tuple(
    f"http://www.opengis.net/spec/{part}/{name}"
    for part, names in _CLASSES.items()
    for name in names
)

FIELD_OF: dict[str, Field] = {field.name: field for field in PROPERTIES}
