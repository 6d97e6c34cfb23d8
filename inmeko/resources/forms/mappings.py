"""What planners say about a saved mapping: its name."""

from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from inmeko.web.forms import Form


class MappingForm(Form):
    """The name under which a mapping is kept."""

    name = StringField(
        _l("Name of the mapping"),
        [DataRequired(_l("Give the mapping a name.")), Length(max=120)],
        description=_l("By it you find the mapping again when a file of the same columns comes"),
    )
