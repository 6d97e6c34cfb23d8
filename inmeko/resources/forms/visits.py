"""What somebody says on the spot, and what a planner answers."""

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
from wtforms.validators import DataRequired, Length

from inmeko.resources.forms.assets import choices
from inmeko.resources.rules.asset import Certainty, Condition, Kind, Use
from inmeko.resources.rules.visits import LONGEST_NOTE
from inmeko.web.forms import Form


class VisitForm(Form):
    """A visit to an asset, or to a place that is not in the register; made for a phone."""

    asset = HiddenField()
    # The number of the visit, the values that the visitor saw, and when they were there.
    key = HiddenField()
    seen = HiddenField()
    version = HiddenField()
    visited_at = HiddenField()
    accuracy = HiddenField()
    title = StringField(_l("What is it called, or how is it recognised?"), [Length(max=300)])
    kind = SelectField(_l("Kind"), choices=choices(Kind))
    address = StringField(_l("Address"), [Length(max=300)])
    x = StringField(_l("Longitude"), description=_l("In degrees, as 23.7353"))
    y = StringField(_l("Latitude"), description=_l("In degrees, as 37.9755"))
    here = BooleanField(_l("This position is the place of the asset: propose it for the map"))
    condition = RadioField(
        _l("Condition"), choices=choices(Condition), default=Condition.UNKNOWN.value
    )
    use = RadioField(_l("Use"), choices=choices(Use), default=Use.UNKNOWN.value)
    use_certainty = RadioField(
        _l("How sure is this?"), choices=choices(Certainty), default=Certainty.UNCERTAIN.value
    )
    photos = MultipleFileField(
        _l("Photos"),
        description=_l(
            "One after the other, as many as needed. The place of each is removed from it."
        ),
    )
    note = TextAreaField(_l("Note"), [Length(max=LONGEST_NOTE)])


class SettleForm(Form):
    """What a planner accepts of a visit; the choices are named after the fields."""

    version = HiddenField()


class SetAsideForm(Form):
    """Why a visit changes nothing."""

    reason = TextAreaField(
        _l("Reason"), [DataRequired(_l("Say why the visit is set aside.")), Length(max=500)]
    )


class PublishForm(Form):
    """A photo shown to everybody: a deed without anything to type."""
