"""What planners say to a flag."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from inmeko.kernel.geo import EGSA87, WGS84
from inmeko.web.forms import Form


class AcceptForm(Form):
    """Why an asset may stay as it is; `seen` counts the flags of a group that was looked at."""

    seen = HiddenField()
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Say why this may stay as it is.")), Length(max=500)],
        description=_l("It stands in the history of the asset; the same is not flagged again"),
    )


class PlaceForm(Form):
    """Where an asset really is."""

    version = HiddenField()
    geometry = TextAreaField(_l("Shape"))
    x = StringField(_l("X or longitude"), description=_l("as 23.735427 or 23°44'07.5\""))
    y = StringField(_l("Y or latitude"), description=_l("as 37.975512 or 37°58'31.8\""))
    crs = SelectField(
        _l("Coordinate system"),
        choices=[
            SelectChoice(str(WGS84), _l("WGS84 (degrees)")),
            SelectChoice(str(EGSA87), _l("ΕΓΣΑ87 (metres)")),
        ],
    )


class MergeForm(Form):
    """Two entries of one asset made one; the choice of each field joins as it was made."""

    keep = HiddenField()
    versions = HiddenField()
    confirmed = HiddenField()
