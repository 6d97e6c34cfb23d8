"""What people type to register, and what the staff types at the door."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, InputRequired, Length, Optional

from inmeko.consultations.models import Event
from inmeko.consultations.rules import asking
from inmeko.consultations.rules.asking import Asked
from inmeko.consultations.rules.words import QUOTA_LABELS, QuotaKind
from inmeko.consultations.services.registering import Applicant
from inmeko.web.fields import LinesField
from inmeko.web.forms import Form

ADDRESS = Email(_l("Write an e-mail address like name@example.org."))


class RegisterForm(Form):
    """Who wants to come; `homepage` is for machines that fill in everything."""

    quota = RadioField(_l("I come as"), [InputRequired(_l("Choose one."))])
    name = StringField(_l("Name"), [DataRequired(_l("Write your name.")), Length(max=200)])
    email = StringField(
        _l("E-mail"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=255), ADDRESS],
        description=_l("Your code, and the link with which you can cancel, are sent there"),
    )
    organisation = StringField(_l("Group or body"), [Length(max=200)])
    named = BooleanField(_l("My name may stand in the minutes"))
    homepage = StringField(_l("Leave this field empty"))
    consent = BooleanField(
        _l(
            "The municipality may keep my name and address for this event. They are forgotten "
            "90 days after it."
        ),
        [InputRequired(_l("Without your consent you cannot be registered."))],
    )

    def offer(self, event: Event) -> None:
        """Offer the quotas of an event; one alone needs no question."""
        kinds = [one.kind for one in event.quotas if not one.closed]
        self.quota.choices = [SelectChoice(kind.value, _l(QUOTA_LABELS[kind])) for kind in kinds]
        if len(kinds) == 1:
            self.quota.data = kinds[0].value

    def applicant(self, language: str) -> Applicant:
        """What was typed."""
        answers = {one: self[one].data or "" for one in self._fields if _own(one)}
        return Applicant(
            quota=QuotaKind(self.quota.data),
            name=self.name.data or "",
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            named=bool(self.named.data),
            language=language,
            answers=answers,
        )


class CounterRegisterForm(RegisterForm):
    """What the staff types for somebody who called or came by; they may have no e-mail."""

    email = StringField(
        _l("E-mail"),
        [Optional(), Length(max=255), ADDRESS],
        description=_l("Without one, print the page of the registration for them"),
    )
    consent = BooleanField(
        _l("They agree that name and address are kept until 90 days after the event"),
        [InputRequired(_l("Without their consent they cannot be registered."))],
    )


def registering(event: Event, base: type[RegisterForm] = RegisterForm) -> RegisterForm:
    """The form of an event, with the planner's own questions in it."""
    questions = asking.unkept(event.content.get("questions") or ())
    made = type(base.__name__, (base,), {one.key: _field(one) for one in questions})
    form: RegisterForm = made()
    form.offer(event)
    return form


def own_fields(form: RegisterForm, event: Event) -> list[Any]:
    """The fields of the planner's own questions."""
    questions: Sequence[Asked] = asking.unkept(event.content.get("questions") or ())
    return [form[one.key] for one in questions]


def _field(one: Asked) -> Any:
    must = [InputRequired(_l("Answer this question."))] if one.required else [Optional()]
    if not one.options:
        return StringField(one.label, [*must, Length(max=asking.LONGEST_ANSWER)])
    offered = [SelectChoice("", "–"), *(SelectChoice(text, text) for text in one.options)]
    return SelectField(one.label, must, choices=offered)


class DoorForm(Form):
    """A code, as it was typed or read by the camera."""

    code = StringField(_l("Code"), [Length(max=500)])
    found = HiddenField()


class PaperForm(Form):
    """The paper list: who signed, and who came without registration."""

    signed = SelectMultipleField(_l("Who signed"), choices=[], coerce=int, validate_choice=False)
    names = LinesField(
        _l("Who came without registration"),
        [Length(max=500)],
        description=_l("One name a line"),
    )
    quota = SelectField(_l("They came as"), choices=[])

    def offer(self, event: Event) -> None:
        """Offer the quotas of an event."""
        self.quota.choices = [
            SelectChoice(one.kind.value, _l(QUOTA_LABELS[one.kind])) for one in event.quotas
        ]


def _own(name: str) -> bool:
    """Whether a field is one of the planner's own."""
    return name.startswith("a") and name[1:].isdigit()
