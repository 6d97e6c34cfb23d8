"""What a group says of itself in the chooser."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import NumberRange, Optional

from inmeko.coops.rules.chooser import (
    BODY_LABELS,
    FIELD_LABELS,
    WORK_LABELS,
    MemberWork,
    PublicBody,
    Pursuit,
    Wishes,
)
from inmeko.web.forms import Form

MOST = 500


def _choices(words: type[StrEnum], labels: dict[Any, str]) -> list[SelectChoice]:
    return [SelectChoice(word.value, _l(labels[word])) for word in words]


def _number(label: Any, description: Any = "") -> IntegerField:
    limits = NumberRange(0, MOST, _l("Give a number from 0 to 500."))
    return IntegerField(label, [Optional(), limits], description=description)


class ChooserForm(Form):
    """Questions in plain words; none must be answered."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False

    founders = _number(_l("How many founders are you?"), _l("People and bodies together"))
    legal = _number(_l("How many of them are companies, associations or other bodies?"))
    vulnerable = _number(
        _l("How many belong to a vulnerable group?"),
        _l("Disability, dependency, release from prison; nobody is asked for names"),
    )
    special = _number(
        _l("How many belong to a special group?"),
        _l("Long-term unemployed, refugees, single parents, homeless people and others"),
    )
    municipality = BooleanField(_l("A municipality or region is among the founders"))
    controlled = BooleanField(_l("A body that a municipality controls is among the founders"))
    public_body = SelectField(
        _l("Is a public-law body of a municipality among the founders?"),
        choices=_choices(PublicBody, BODY_LABELS),
        default=PublicBody.NONE.value,
    )
    work = SelectField(
        _l("Of those who will work in it, how many are members?"),
        choices=[SelectChoice("", _l("Not known yet")), *_choices(MemberWork, WORK_LABELS)],
        default="",
    )
    trade = SelectField(
        _l("Will it sell products or services?"),
        choices=[
            SelectChoice("", _l("Not known yet")),
            SelectChoice("yes", _l("Yes")),
            SelectChoice("no", _l("No")),
        ],
        default="",
    )
    dividend = BooleanField(_l("The members want a share of the profit as members"))
    field = SelectField(
        _l("What is it mainly about?"),
        choices=_choices(Pursuit, FIELD_LABELS),
        default=Pursuit.OTHER.value,
    )

    def wishes(self) -> Wishes:
        """The answers; what is missing was not answered."""
        return Wishes(
            founders=self.founders.data,
            legal=self.legal.data or 0,
            vulnerable=self.vulnerable.data or 0,
            special=self.special.data or 0,
            municipality=self.municipality.data,
            controlled=self.controlled.data,
            public_body=PublicBody(self.public_body.data or PublicBody.NONE),
            work=MemberWork(self.work.data) if self.work.data else None,
            dividend=self.dividend.data,
            trade={"yes": True, "no": False}.get(self.trade.data),
            field=Pursuit(self.field.data or Pursuit.OTHER),
        )
