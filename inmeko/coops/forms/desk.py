"""The filters of the desk; they stand in the address."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from inmeko.accounts.models import Municipality
from inmeko.coops.rules.formation.words import STAGE_LABELS
from inmeko.web.fields import words
from inmeko.web.forms import Form


class DeskForm(Form):
    """What is sought on the desk."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False

    q = StringField(_l("Words of the title"), [Length(max=100)])
    stage = SelectField(
        _l("Stage"), choices=lambda: words(STAGE_LABELS, _l("All that are open")), default=""
    )
    town = SelectField(_l("Municipality"), choices=[], default="")
    blocked = BooleanField(_l("Only those that something blocks"))
    mine = BooleanField(_l("Only mine"))

    def offer(self, towns: Sequence[Municipality], name: Any) -> None:
        """Offer the towns of this person."""
        self.town.choices = [
            SelectChoice("", _l("All municipalities")),
            *(SelectChoice(str(one.id), name(one)) for one in towns),
        ]
