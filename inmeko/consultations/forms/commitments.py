"""What is typed of commitments: who sees to them, what became of them, another day, a reason."""

from flask_babel import lazy_gettext as _l
from wtforms import DateField, EmailField, StringField, TextAreaField, URLField
from wtforms.validators import URL, DataRequired, Length, Optional

from inmeko.web.forms import Form

REASON = _l("Give the reason: everybody reads it.")


class HandForm(Form):
    """Who sees to a commitment."""

    owner = StringField(
        _l("Who sees to it"),
        [DataRequired(_l("Say who sees to it: an office, not a person.")), Length(max=200)],
        description=_l("An office of the municipality; everybody reads it."),
    )
    email = EmailField(
        _l("E-mail address for the reminder"),
        [Length(max=255)],
        description=_l("Of the office. Only the staff sees it."),
    )


class PromiseForm(HandForm):
    """What an answer to a theme promises for later."""

    text = TextAreaField(
        _l("What is promised"), [DataRequired(_l("Say what was promised.")), Length(max=1_000)]
    )
    due_on = DateField(_l("Until when"), [Optional()])


class TellForm(Form):
    """What has become of a commitment so far."""

    words = TextAreaField(
        _l("What has become of it so far"),
        [DataRequired(_l("Say what has become of it so far.")), Length(max=3_000)],
    )
    url = URLField(
        _l("Address where one can read it"),
        [
            Optional(),
            URL(require_tld=False, message=_l("Write a whole address: https://…")),
            Length(max=500),
        ],
    )


class KeepForm(TellForm):
    """On which day a commitment was kept."""

    words = TextAreaField(_l("What was done"), [Length(max=3_000)])
    day = DateField(
        _l("On which day it was done"), [DataRequired(_l("Say on which day it was done."))]
    )


class MoveForm(Form):
    """Another day for a commitment."""

    due_on = DateField(_l("The new day"), [DataRequired(_l("Say the new day."))])
    words = TextAreaField(_l("Reason"), [DataRequired(REASON), Length(max=2_000)])


class WhyForm(Form):
    """Why a commitment is dropped, or taken up again."""

    words = TextAreaField(_l("Reason"), [DataRequired(REASON), Length(max=2_000)])
