"""What people type about rounds: the question that chooses stops, the brief, the people."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    IntegerField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from inmeko.accounts.models import User
from inmeko.resources.forms.assets import FilterForm
from inmeko.resources.rules.rounds import MINUTES_A_STOP
from inmeko.web.forms import Form


class RoundFilterForm(FilterForm):
    """The question to the inventory that chooses the stops, with an area on the map."""

    area = TextAreaField(_l("Only inside this area"))


class ShareForm(Form):
    """Who walks a round, and from where."""

    people = SelectMultipleField(_l("Who walks it"), coerce=int)
    start = TextAreaField(_l("Where the walk begins"))

    def __init__(self, staff: Iterable[User], **more: Any) -> None:
        """Offer the people of the town."""
        super().__init__(**more)
        self.people.choices = [SelectChoice(one.id, one.name or one.email) for one in staff]


class RoundForm(ShareForm):
    """Everything a planner says about a round before it is made."""

    title = StringField(_l("Title"), [DataRequired(_l("Give the round a title.")), Length(max=300)])
    note = TextAreaField(
        _l("Note for those who walk"),
        [Length(max=5_000)],
        description=_l("What to look at, whom to ask for keys"),
    )
    due_on = DateField(_l("To be done by"), [Optional()])
    minutes_a_stop = IntegerField(
        _l("Minutes at each stop"),
        [InputRequired(_l("Write a whole number of minutes."))],
        default=MINUTES_A_STOP,
    )


class SkipForm(Form):
    """Why a stop is left out."""

    reason = StringField(
        _l("Reason"),
        [DataRequired(_l("Say why the stop is left out.")), Length(max=300)],
        description=_l("As: the gate is locked, the building is no longer there"),
    )
