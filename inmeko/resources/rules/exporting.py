"""How the inventory is taken out: forms of files, systems, columns, and how a value is written."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from inmeko.kernel.errors import RuleError
from inmeko.kernel.geo import EGSA87, WGS84
from inmeko.kernel.text import N_, guard_cell
from inmeko.resources.rules.asset import FIELDS, PUBLIC_FIELDS
from inmeko.resources.rules.plain import plain_value

LIST_SIGN = ", "


class Form(StrEnum):
    """The form of a file to take away."""

    CSV = "csv"
    XLSX = "xlsx"
    GEOJSON = "geojson"
    GPKG = "gpkg"
    KML = "kml"


FORM_LABELS = {
    Form.CSV: N_("CSV: a table for any program"),
    Form.XLSX: N_("XLSX: a workbook for LibreOffice or Excel"),
    Form.GEOJSON: N_("GeoJSON: for maps on the web"),
    Form.GPKG: N_("GeoPackage: for QGIS and other desktop maps"),
    Form.KML: N_("KML: for Google Earth and phones"),
}
FORM_NAMES = {
    Form.CSV: "CSV",
    Form.XLSX: "XLSX",
    Form.GEOJSON: "GeoJSON",
    Form.GPKG: "GeoPackage",
    Form.KML: "KML",
}
MEDIA_TYPES = {
    Form.CSV: "text/csv; charset=utf-8",
    Form.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Form.GEOJSON: "application/geo+json",
    Form.GPKG: "application/geopackage+sqlite3",
    Form.KML: "application/vnd.google-earth.kml+xml",
}
SYSTEM_LABELS = {
    WGS84: N_("WGS84 (longitude, latitude)"),
    EGSA87: N_("EPSG:2100 (ΕΓΣΑ87, metres)"),
}


@dataclass(frozen=True)
class About:
    """What a file says of itself: its name, who publishes it, under which licence, and when."""

    title: str
    publisher: str
    licence: str
    licence_address: str
    day: date

    def sentence(self) -> str:
        """All of it in one line."""
        parts = (self.title, self.publisher, f"{self.licence} {self.licence_address}")
        return " · ".join((*parts, self.day.isoformat()))


@dataclass(frozen=True)
class Order:
    """What was asked for: the form, the system of the coordinates (EPSG), and whose fields."""

    form: Form = Form.CSV
    srid: int = WGS84
    staff: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The columns of the file."""
        return header(public=not self.staff)

    @property
    def attributes(self) -> tuple[str, ...]:
        """The columns of a file that keeps the geometry apart."""
        return tuple(name for name in self.names if name != "geometry")


def order(form: str, system: str, *, staff: bool) -> Order:
    """Read an order; RuleError for a form or a system that there is none of."""
    forms = {word.value: word for word in Form}
    systems = {"": WGS84, "4326": WGS84, "2100": EGSA87}
    srid = systems.get(system.upper().removeprefix("EPSG:"))
    if form not in forms:
        raise RuleError(N_("There is no export of this form."), field="format")
    if srid is None:
        raise RuleError(N_("An export is in EPSG:4326 or in EPSG:2100."), field="crs")
    if forms[form] is Form.KML and srid != WGS84:
        raise RuleError(N_("KML knows only WGS84: choose another form for EPSG:2100."), field="crs")
    return Order(forms[form], srid, staff)


def header(*, public: bool) -> tuple[str, ...]:
    """The columns of the export: those anybody may see, or all."""
    return PUBLIC_FIELDS if public else tuple(field.name for field in FIELDS)


def cell(value: Any) -> str:
    """One cell, decimals with a point; a text that a spreadsheet would run is guarded."""
    if value is None:
        return ""
    told = plain_value(value)
    if isinstance(told, list):
        return LIST_SIGN.join(told)
    return guard_cell(told) if type(value) is str else str(told)
