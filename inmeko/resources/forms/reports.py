"""What citizens type about an idle place, and what a planner answers."""

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    MultipleFileField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from inmeko.resources.forms.assets import choices
from inmeko.resources.rules.asset import Kind
from inmeko.web.forms import Form


class ReportForm(Form):
    """An idle place that somebody has seen; `homepage` is for machines that fill in everything."""

    title = StringField(
        _l("What lies idle?"),
        [DataRequired(_l("Say in a few words what lies idle.")), Length(max=300)],
        description=_l("As: a closed school, an empty plot behind the church"),
    )
    kind = SelectField(_l("Kind"), choices=choices(Kind), default=Kind.BUILDING.value)
    geometry = TextAreaField(_l("Place"))
    x = StringField(_l("Longitude"))
    y = StringField(_l("Latitude"))
    accuracy = HiddenField()
    address = StringField(_l("Address, or how one finds it"), [Length(max=300)])
    text = TextAreaField(
        _l("What do you see?"),
        [Length(max=5_000)],
        description=_l("How long it has stood empty, in what state it is. Name no persons."),
    )
    photos = MultipleFileField(_l("Photos"), description=_l("At most five, without people"))
    email = StringField(
        _l("E-mail"),
        [Length(max=255)],
        description=_l("Only if you want to hear what became of it"),
    )
    homepage = StringField(_l("Leave this field empty"))
    consent = BooleanField(
        _l(
            "The municipality may use what I send here, photos included, for its register of "
            "idle assets. My address is used for the answer only, and forgotten after it."
        ),
        [InputRequired(_l("Without your consent the report cannot be kept."))],
    )


class AcceptForm(Form):
    """How a reported place enters the register."""

    title = StringField(_l("Title"), [DataRequired(_l("Give the asset a title.")), Length(max=300)])
    kind = SelectField(_l("Kind"), choices=choices(Kind))
    publish_photos = BooleanField(_l("Everybody may see the photos"))


class LinkForm(Form):
    """Which asset of the register a report is about."""

    asset = RadioField(_l("One of those nearby"), [Optional()], validate_choice=False)
    code = StringField(_l("Code of another asset"), [Length(max=60)])
    publish_photos = BooleanField(_l("Everybody may see the photos"))


class RefuseForm(Form):
    """Why a report is not taken up."""

    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Say why the report is not taken up; the citizen reads it.")),
            Length(max=2_000),
        ],
        description=_l("The citizen reads it"),
    )
