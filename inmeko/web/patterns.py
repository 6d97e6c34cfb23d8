"""Sample content for the page that shows every component of the house."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import (
    BooleanField,
    DateField,
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import InputRequired

from inmeko.web.forms import Form

PLACE = '{"type":"Point","coordinates":[23.8053,38.0562]}'


class SampleForm(Form):
    """One field of every kind."""

    title = StringField(
        _l("Title"), [InputRequired()], description=_l("As people of the town call it.")
    )
    year = IntegerField(_l("Year of construction"))
    kind = SelectField(
        _l("Kind"),
        [InputRequired()],
        choices=[SelectChoice("building", _l("Building")), SelectChoice("plot", _l("Plot"))],
    )
    state = RadioField(
        _l("State of use"),
        [InputRequired()],
        choices=[SelectChoice("idle", _l("Idle")), SelectChoice("in_use", _l("In use"))],
    )
    sectors = SelectMultipleField(
        _l("Sectors it suits"),
        description=_l("Choose all that apply."),
        choices=[
            SelectChoice("energy", _l("Energy")),
            SelectChoice("culture", _l("Culture")),
            SelectChoice("care", _l("Care")),
        ],
    )
    public = BooleanField(_l("Show to everyone"))
    available = DateField(_l("Available from"))
    photo = FileField(_l("Photo"), description=_l("JPEG or PNG, at most 10 MB."))
    notes = TextAreaField(_l("Notes"))
    x = StringField(_l("Longitude or easting"))
    y = StringField(_l("Latitude or northing"))
    crs = SelectField(
        _l("Coordinate system"),
        choices=[SelectChoice("4326", "WGS84"), SelectChoice("2100", "ΕΓΣΑ87")],
    )
    geometry = TextAreaField(_l("Shape"), default=PLACE)


def sample() -> dict[str, Any]:
    """What the page of components shows, with the first field refused."""
    form = SampleForm()
    form.sectors.data = form.sectors.data or ["culture"]
    form.title.errors = [gettext("Give it a title.")]
    form.state.errors = [gettext("Choose one.")]
    return {"form": form, **_lists()}


def _lists() -> dict[str, Any]:
    return {
        "columns": [
            {"label": gettext("Code"), "sort": "?sort=code", "order": "ascending"},
            {"label": gettext("Title"), "sort": "?sort=title"},
            {"label": gettext("State of use")},
            {"label": gettext("Area in m²"), "numeric": True},
        ],
        "rows": [
            {"code": "Κ-001", "title": "Παλαιό Δημοτικό Σχολείο", "state": "idle", "area": "1.240"},
            {"code": "Κ-002", "title": "Αποθήκη οδού Αθηνάς", "state": "in_use", "area": "310,5"},
            {"code": "Ο-014", "title": "Οικόπεδο Νερατζιωτίσσης", "state": "idle", "area": None},
        ],
        "stats": [
            {"value": "412", "label": gettext("resources"), "url": "#", "icon": "building"},
            {"value": "128", "label": gettext("lie idle"), "url": "#", "icon": "clock"},
            {"value": "3", "label": gettext("open now"), "url": "#", "icon": "call"},
            {"value": "1,2 εκ. €", "label": gettext("cost of standing idle"), "icon": "euro"},
        ],
        "history": [
            {
                "title": gettext("Changed"),
                "when": "12/05/2026, 10:30",
                "who": "Μαρία Παππά",
                "changes": [{"field": gettext("Area in m²"), "before": "300", "after": "310,5"}],
            },
            {"title": gettext("Recorded"), "when": "02/03/2026, 09:10", "who": "Νίκος Αλεξίου"},
        ],
    }
