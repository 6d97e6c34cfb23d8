"""The small forms around a group's file: begin, share, send, withdraw, take in late, complete."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateTimeLocalField,
    FileField,
    HiddenField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from inmeko.accounts.models import Organisation
from inmeko.calls.forms.answering import UnguardedForm
from inmeko.web.forms import Form


class BeginForm(Form):
    """Who begins; `homepage` is for machines that fill in everything."""

    name = StringField(
        _l("Name of the group or the person"),
        [DataRequired(_l("Write the name of the group or the person.")), Length(max=300)],
    )
    email = StringField(
        _l("E-mail"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=255)],
        description=_l("Your own link to the file is sent there at once"),
    )
    contact = StringField(_l("Your name"), [Length(max=200)])
    homepage = StringField(_l("Leave this field empty"))


class BeginForForm(BeginForm):
    """Who begins for an organisation that they act for."""

    organisation = SelectField(_l("For whom"), coerce=int)

    def offer(self, bodies: Sequence[Organisation]) -> None:
        """Offer the organisations of this person, and none of them."""
        self.organisation.choices = [
            *(SelectChoice(one.id, one.name) for one in bodies),
            SelectChoice(0, _l("For another group or person")),
        ]


class CounterForm(BeginForm):
    """What the staff enters for a group that came to the counter; it may have no e-mail."""

    email = StringField(
        _l("E-mail of the group"),
        [Length(max=255)],
        description=_l("If there is one, the receipt is sent there"),
    )
    contact = StringField(_l("Contact person"), [Length(max=200)])


class InviteForm(UnguardedForm):
    """Somebody of the group who is to work on the file."""

    name = StringField(_l("Name"), [DataRequired(_l("Write their name.")), Length(max=200)])
    email = StringField(
        _l("E-mail"), [DataRequired(_l("Write an e-mail address.")), Length(max=255)]
    )


class UploadForm(UnguardedForm):
    """A document that is asked for."""

    file = FileField(_l("File"))


class SendForm(UnguardedForm):
    """The last step: what was seen is what is sent."""

    change = HiddenField()
    once = HiddenField()
    accepted = BooleanField(
        _l("I have read the notice on personal data and send the file on behalf of the group."),
        [InputRequired(_l("Accept the notice on personal data."))],
    )


class WithdrawForm(UnguardedForm):
    """Why a submission is taken back, if the group wants to say so."""

    reason = TextAreaField(_l("Reason"), [Length(max=2_000)])


class AnywayForm(UnguardedForm):
    """A question that is answered by its button alone."""


class UnsealForm(Form):
    """The act of opening the sealed files."""


class LateForm(Form):
    """A file that is taken in after the deadline."""

    number = StringField(
        _l("Number of the file"),
        [DataRequired(_l("Write the number that stands on the page of the group."))],
        description=_l("It stands on the page of the group's file, as in “File no. 12”"),
    )
    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Write the reason.")), Length(max=2_000)],
        description=_l("It is shown on the receipt and in the minutes, with your name"),
    )


class AskForm(Form):
    """What a group is asked to add, and until when."""

    papers = SelectMultipleField(_l("What is to be added"), [InputRequired()])
    text = TextAreaField(
        _l("What is wrong or missing"),
        [DataRequired(_l("Write the reason.")), Length(max=2_000)],
        description=_l("The group reads it"),
    )
    due_at = DateTimeLocalField(
        _l("Until when"),
        [InputRequired(_l("Choose a day and an hour."))],
        format=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        description=_l("Athens time"),
    )
