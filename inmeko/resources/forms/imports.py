"""What planners say about a file: which one, and how it is read."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from inmeko.kernel.geo import EGSA87, WGS84
from inmeko.kernel.text import N_
from inmeko.resources.forms.assets import choices
from inmeko.resources.rules.asset import FIELD
from inmeko.web.forms import Form

SYSTEMS = {
    WGS84: _l("WGS84 (degrees)"),
    EGSA87: _l("ΕΓΣΑ87 (metres)"),
    3857: _l("Web Mercator (EPSG:3857)"),
    3003: _l("Monte Mario / Italy 1 (EPSG:3003)"),
    2263: _l("New York Long Island, feet (EPSG:2263)"),
}
# What a column of a file may fill, in the order in which a planner looks for it.
MAPPED = {
    "register_ref": FIELD["register_ref"].label,
    "title": FIELD["title"].label,
    "kind": FIELD["kind"].label,
    "use": FIELD["use"].label,
    "x": N_("X or longitude"),
    "y": N_("Y or latitude"),
    "geometry": N_("Shape as text (WKT)"),
    **{
        name: field.label
        for name, field in FIELD.items()
        if not field.readonly
        and name not in {"code", "register", "original_crs", "original_geometry", "register_ref"}
        and name not in {"title", "kind", "use", "geometry"}
    },
}
# How a file is read, as far as its format leaves a choice.
READING = {
    "layer": _l("Sheet or layer"),
    "encoding": _l("Encoding"),
    "delimiter": _l("Delimiter"),
    "header_row": _l("Line of the header"),
    "header_lines": _l("Lines of the header"),
}
# What two columns may fill together, as street and number do.
JOINED = ("title", "address", "description", "notes")
# What holds for rows that say nothing about it.
USUAL = ("kind", "use", "ownership")


class UploadForm(Form):
    """The file of a register."""

    file = FileField(
        _l("File of the register"),
        description=_l(
            "CSV, XLSX, GeoJSON, GeoPackage, shapefile (all its parts in one zip), KML or KMZ"
        ),
    )


class PlanForm(Form):
    """How a file of a register is read; the fields of its columns and words join at run time."""

    seen = HiddenField()
    layer = SelectField(_l("Sheet or layer"))
    encoding = SelectField(_l("Encoding"))
    delimiter = SelectField(
        _l("Delimiter"),
        choices=[
            SelectChoice(";", _l("Semicolon ;")),
            SelectChoice(",", _l("Comma ,")),
            SelectChoice("tab", _l("Tab")),
            SelectChoice("|", _l("Bar |")),
        ],
    )
    header_row = IntegerField(
        _l("Line of the header"),
        [InputRequired(_l("Give the number of a line.")), NumberRange(0, 10_000)],
        description=_l("0 where no line names the columns"),
    )
    header_lines = IntegerField(
        _l("Lines of the header"),
        [InputRequired(_l("Give a number.")), NumberRange(1, 5)],
        description=_l("More than one where groups stand above the names, or units below"),
    )
    decimal = SelectField(
        _l("Decimal sign"),
        choices=[SelectChoice(",", _l("Comma: 38,05")), SelectChoice(".", _l("Point: 38.05"))],
    )
    crs = SelectField(
        _l("Coordinate system"),
        choices=[
            SelectChoice("", _l("Not chosen yet")),
            *[SelectChoice(str(code), words) for code, words in SYSTEMS.items()],
            SelectChoice("other", _l("Another, by its EPSG code")),
        ],
    )
    crs_code = StringField(_l("EPSG code"), [Length(max=20)])
    register = StringField(
        _l("Name of the register"),
        [Length(max=120)],
        description=_l(
            "By this name and its own numbers the register is known when it comes again"
        ),
    )


def plan_form(
    columns: dict[str, str],
    words: dict[str, list[str]],
    reading: dict[str, list[str]] | None = None,
) -> type[PlanForm]:
    """The form for one file: `columns` by name with samples, `words` of its fields to translate.

    `reading` names the settings that can be chosen for its format, with what may be chosen.
    """
    sources = [SelectChoice("", "–"), *[SelectChoice(*pair) for pair in columns.items()]]
    fields: dict[str, Any] = {name: None for name in READING if name not in (reading or READING)}
    for name, known in (reading or {}).items():
        if known:
            label = READING[name]
            fields[name] = SelectField(label, choices=[SelectChoice(one, one) for one in known])
    for name, words_for in MAPPED.items():
        fields[f"from_{name}"] = SelectField(_l(words_for), choices=sources)
        if name in JOINED:
            joined = _l("%(field)s, joined with", field=_l(words_for))
            fields[f"with_{name}"] = SelectField(joined, choices=sources)
    for name, theirs in words.items():
        meanings = [SelectChoice("", "–"), *choices(_words(name))]
        for place, text in enumerate(theirs):
            fields[f"word_{name}_{place}"] = SelectField(text, choices=meanings)
        fields[f"other_{name}"] = SelectField(_l("Every other word"), choices=meanings)
    for name in USUAL:
        fields[f"usual_{name}"] = SelectField(_l(FIELD[name].label), choices=choices(_words(name)))
    return type("PlanOfFileForm", (PlanForm,), fields)


def _words(name: str) -> type[StrEnum]:
    words = FIELD[name].words
    assert words is not None
    return words
