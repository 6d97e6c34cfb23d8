"""The small forms around a formation: begin, tasks, messages, hours, registry, giving up."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from inmeko.accounts.models import User
from inmeko.coops.rules.chooser import CHOICES, FORM_LABELS
from inmeko.coops.rules.formation.words import TASK_STATE_LABELS, TaskState
from inmeko.web.fields import words
from inmeko.web.forms import Form

_LESSON = _l("Write in a sentence what others can learn from this.")


def _forms() -> list[SelectChoice]:
    return [SelectChoice(form, _l(FORM_LABELS[form])) for form in CHOICES]


class BeginForm(Form):
    """Who begins; `homepage` is for machines that fill in everything."""

    title = StringField(
        _l("What the group calls itself"),
        [DataRequired(_l("Write what the group calls itself.")), Length(max=200)],
        description=_l("The name of the cooperative comes later"),
    )
    form = RadioField(
        _l("Legal form"),
        [DataRequired(_l("Choose one of the four legal forms."))],
        choices=_forms,
    )
    surname = StringField(
        _l("Your surname"), [DataRequired(_l("Write your surname.")), Length(max=200)]
    )
    first_name = StringField(
        _l("Your first name"), [DataRequired(_l("Write your first name.")), Length(max=100)]
    )
    email = StringField(
        _l("Your e-mail"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=255)],
        description=_l("Your own link to the pages of the group is sent there at once"),
    )
    homepage = StringField(_l("Leave this field empty"))
    asset = HiddenField()
    expression = HiddenField()

    def number(self, name: str) -> int | None:
        """A plain number handed on from another page, if it is one."""
        text = str(self._fields[name].data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class LegalFormForm(Form):
    """Another legal form."""

    form = RadioField(
        _l("Legal form"),
        [DataRequired(_l("Choose one of the four legal forms."))],
        choices=_forms,
    )
    title = StringField(
        _l("What the group calls itself"),
        [DataRequired(_l("Write what the group calls itself.")), Length(max=200)],
    )


class TaskForm(Form):
    """How a task stands."""

    state = RadioField(_l("How it stands"), choices=lambda: words(TASK_STATE_LABELS))
    who = StringField(_l("Who does it"), [Length(max=200)])
    due = DateField(_l("To be done by"), [Optional()])
    reason = TextAreaField(
        _l("What blocks it, or why it is not needed"), [Length(max=1000)], render_kw={"rows": 3}
    )
    evidence = TextAreaField(
        _l("What proves it"),
        [Length(max=1000)],
        description=_l("A number, a date, where the paper lies; nothing about anybody's health"),
        render_kw={"rows": 3},
    )

    def told(self) -> dict[str, Any]:
        """What was typed, in the types of the deed."""
        return {
            "state": TaskState(self.state.data),
            "who": self.who.data or "",
            "due": self.due.data,
            "reason": self.reason.data or "",
            "evidence": self.evidence.data or "",
        }


class NewTaskForm(Form):
    """A task of the group's own."""

    label = StringField(
        _l("What is to be done"),
        [DataRequired(_l("Write what is to be done.")), Length(max=200)],
    )
    who = StringField(_l("Who does it"), [Length(max=200)])
    due = DateField(_l("To be done by"), [Optional()])


class TemplateForm(Form):
    """A task that every later group of the town is given."""

    label = StringField(
        _l("What is to be done"),
        [DataRequired(_l("Write what is to be done.")), Length(max=200)],
    )
    form = SelectField(
        _l("Legal form"),
        choices=lambda: [SelectChoice("", _l("Of any legal form")), *_forms()],
        default="",
    )
    who = StringField(_l("Who does it"), [Length(max=200)])
    days = IntegerField(
        _l("Days after the beginning"),
        [InputRequired(_l("Write a number.")), NumberRange(0, 3650)],
        default=30,
    )


class MessageForm(Form):
    """A message to everybody of the formation."""

    text = TextAreaField(_l("Message"), [DataRequired(_l("Write something.")), Length(max=4000)])
    note = BooleanField(_l("A note for colleagues: the group does not see it"))


class HoursForm(Form):
    """Time that was given."""

    day = DateField(_l("Day"), [InputRequired(_l("Write a day."))])
    minutes = IntegerField(_l("Minutes"), [InputRequired(_l("Write how many minutes."))])
    about = StringField(_l("For what"), [Length(max=200)])


class DayForm(Form):
    """A day on which something of the registry happened."""

    day = DateField(_l("Day"), [InputRequired(_l("Write a day."))])


class RegisteredForm(Form):
    """The numbers of a cooperative that exists."""

    agemko = StringField(
        _l("Number in the general registry (ΑΓΕΜΚΟ)"),
        [DataRequired(_l("Write the number that the registry gave.")), Length(max=40)],
    )
    gemi = StringField(
        _l("Number of ΓΕΜΗ"), [DataRequired(_l("Write the number of ΓΕΜΗ.")), Length(max=20)]
    )
    afm = StringField(
        _l("Tax number (ΑΦΜ) of the cooperative"),
        [DataRequired(_l("Write the tax number (ΑΦΜ) of the cooperative.")), Length(max=60)],
    )
    started_on = DateField(_l("Start of activity"), [InputRequired(_l("Write a day."))])


class GiveUpForm(Form):
    """Why a group gives up, and what others can learn from it."""

    reason = TextAreaField(
        _l("Why the group gives up"),
        [DataRequired(_l("Say why the group gives up.")), Length(max=2000)],
        render_kw={"rows": 3},
    )
    lesson = TextAreaField(
        _l("What others can learn from it"),
        [
            DataRequired(_l("Write in a sentence what others can learn from this.")),
            Length(max=2000),
        ],
        description=_l("It is kept, without names"),
        render_kw={"rows": 3},
    )


class ApproveForm(Form):
    """A founder has read the statute of this hash."""

    sha256 = HiddenField()
    read = BooleanField(
        _l("I have read the statute and I approve it."),
        [InputRequired(_l("Tick that you have read the statute."))],
    )


class ConsultantForm(Form):
    """Who accompanies the group."""

    consultant = SelectField(_l("Consultant"), choices=[], default="")

    def offer(self, people: Sequence[User]) -> None:
        """Offer the consultants of the town, or nobody."""
        self.consultant.choices = [
            SelectChoice("", _l("Nobody yet")),
            *(SelectChoice(str(one.id), one.name or one.email) for one in people),
        ]
