"""What is typed of founders: by themselves, by the group, by the consultant; and of grounds."""

from collections.abc import Mapping
from enum import StrEnum
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
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from inmeko.coops.models import Founder
from inmeko.coops.rules.formation.people import MOST_SHARES
from inmeko.coops.rules.formation.words import (
    FOUNDER_KIND_LABELS,
    GROUP_LABELS,
    LEGAL_GROUND_LABELS,
    LEGAL_KIND_LABELS,
    OTHER_MEMBERSHIP_LABELS,
    PAYMENT_LABELS,
    FounderKind,
    OtherMembership,
    Payment,
)
from inmeko.web.fields import words
from inmeko.web.forms import Form


class FounderForm(Form):
    """A founder; what nobody knows yet may stay open."""

    seen = HiddenField(default="0")
    # What the form showed, as JSON: so that what somebody else changed meanwhile is told apart.
    before = HiddenField()
    kind = RadioField(
        _l("Who is it?"),
        choices=lambda: words(FOUNDER_KIND_LABELS),
        default=FounderKind.NATURAL.value,
    )
    surname = StringField(
        _l("Surname, or the name of the body"),
        [DataRequired(_l("Write the name.")), Length(max=300)],
    )
    first_name = StringField(_l("First name"), [Length(max=100)])
    another = BooleanField(_l("This is another person than the one of the same name in the list"))
    father_name = StringField(_l("Father's name"), [Length(max=100)])
    birth_date = DateField(_l("Day of birth"), [Optional()])
    id_number = StringField(_l("Number of the identity card or passport"), [Length(max=30)])
    afm = StringField(_l("Tax number (ΑΦΜ)"), [Length(max=60)], description=_l("Nine digits"))
    address = StringField(_l("Address"), [Length(max=300)])
    profession = StringField(_l("Profession"), [Length(max=100)])
    email = StringField(_l("E-mail"), [Length(max=255)])
    phone = StringField(_l("Telephone"), [Length(max=40)])
    works = BooleanField(_l("Will work in the cooperative"))
    other = SelectField(
        _l("Member of another cooperative of law 4430/2016?"),
        choices=lambda: words(OTHER_MEMBERSHIP_LABELS, _l("Not asked yet")),
        default="",
    )
    optional_shares = IntegerField(
        _l("Optional shares"),
        [Optional(), NumberRange(0, MOST_SHARES, _l("Give a number from 0 to 100."))],
        default=0,
    )
    paid = SelectField(
        _l("Pays in the shares"),
        choices=lambda: words(PAYMENT_LABELS),
        default=Payment.CASH.value,
    )
    legal_kind = SelectField(
        _l("What kind of body"),
        choices=lambda: words(LEGAL_KIND_LABELS, _l("It is a person")),
        default="",
    )
    represented_by = StringField(_l("Represented by"), [Length(max=200)])
    duty = StringField(_l("As its"), [Length(max=100)], description=_l("chairperson, manager …"))
    supervisor_approval = BooleanField(_l("The body that supervises it has approved beforehand"))

    @classmethod
    def of(cls, founder: Founder) -> "FounderForm":
        """The form with what is known of a founder."""
        form = cls(formdata=None, obj=founder)
        form.show({name: getattr(founder, name) for name in ("kind", "other", "paid")})
        form.seen.data = str(founder.version)
        return form

    def show(self, values: Mapping[str, Any]) -> None:
        """Put values into their fields, over what was typed there."""
        for name, value in values.items():
            field = self._fields[name]
            empty = "" if isinstance(field, SelectField) else None
            field.data = value.value if isinstance(value, StrEnum) else value
            field.data, field.raw_data = empty if field.data is None else field.data, None

    def told(self) -> dict[str, Any]:
        """What was typed, in the types of the deeds."""
        values = {
            name: field.data
            for name, field in self._fields.items()
            if name not in ("seen", "before", "csrf_token")
        }
        values["kind"] = FounderKind(self.kind.data)
        values["other"] = OtherMembership(self.other.data) if self.other.data else None
        values["paid"] = Payment(self.paid.data)
        values["optional_shares"] = self.optional_shares.data or 0
        if values["kind"] is FounderKind.NATURAL:
            values["legal_kind"], values["supervisor_approval"] = "", False
        return values

    def seen_version(self) -> int:
        """The version that was seen."""
        return int(self.seen.data) if str(self.seen.data or "").isdigit() else 0


class GroundForm(Form):
    """What the proof of a group showed; the proof itself goes back to its owner."""

    group = SelectField(
        _l("Group"), choices=lambda: words(GROUP_LABELS, _l("Of no group")), default=""
    )
    ground = RadioField(
        _l("Ground of the law that the proof shows"),
        choices=lambda: words(LEGAL_GROUND_LABELS, _l("None")),
        default="",
    )
    until = DateField(_l("The proof holds until"), [Optional()])

    def told(self) -> dict[str, Any]:
        """What was ticked."""
        return {
            "group": self.group.data or None,
            "ground": self.ground.data or None,
            "until": self.until.data,
        }


class LeaveForm(Form):
    """Why a founder leaves, if anybody wants to say so."""

    reason = TextAreaField(_l("Reason"), [Length(max=1000)])


class ObserverForm(Form):
    """Who reads along."""

    name = StringField(
        _l("Name of the observer"),
        [DataRequired(_l("Write who it is.")), Length(max=200)],
        description=_l("And for whom, if it is a body: a bank, an incubator, a service"),
    )
    email = StringField(
        _l("E-mail"),
        [DataRequired(_l("Write an e-mail address.")), Length(max=255)],
        description=_l(
            "Their own link is sent there; whoever has an account finds it under “My things”, too"
        ),
    )
    messages = BooleanField(_l("May read the messages of the group"))


class EmptyForm(Form):
    """A deed that needs nothing but its button."""
