"""What planners type about minutes, lists and answers, and groups about an objection."""

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, Optional

from inmeko.calls.rules.objecting import LONGEST
from inmeko.calls.rules.words import OBJECTION_LABELS, ObjectionVerdict
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.web.fields import AthensField
from inmeko.web.forms import Form


class MinutesForm(Form):
    """The meeting of the committee, and what it adds to the data in its own words."""

    held_at = AthensField(_l("When the committee met"), [Optional()])
    place = StringField(
        _l("Where"),
        [Length(max=300)],
        description=_l("As: Town hall, meeting room on the second floor; or: by teleconference"),
    )
    secretary = StringField(_l("Who kept the minutes"), [Length(max=200)])
    present = SelectMultipleField(
        _l("Members present"), coerce=int, validate_choice=False, choices=[]
    )
    remarks = TextAreaField(
        _l("Remarks of the committee"),
        [Length(max=20_000)],
        description=_l("In its own words; they stand in the minutes as they are"),
    )


class AdaForm(Form):
    """The number under which the decision that approves a list was posted."""

    ada = StringField(_l("ΑΔΑ of the decision"), [Length(max=30)])


class ObjectionForm(Form):
    """What a group objects to: one point of its result."""

    point = RadioField(_l("What do you object to?"), choices=[], validate_choice=False)
    text = TextAreaField(
        _l("What should be different, and why"),
        [Length(max=LONGEST)],
        description=_l("The committee answers what you write here, with reasons."),
    )
    once = HiddenField()


class AnswerForm(Form):
    """What becomes of an objection, and why."""

    verdict = RadioField(
        _l("What becomes of the objection?"),
        choices=[
            SelectChoice(key.value, _l(text))
            for key, text in OBJECTION_LABELS.items()
            if key is not ObjectionVerdict.OPEN
        ],
        validate_choice=False,
    )
    answer = TextAreaField(
        _l("Reasons"),
        [Length(max=LONGEST)],
        description=_l("The group reads them, and they stand in the minutes."),
    )
    eligible = BooleanField(
        _l("The file is eligible after all"),
        description=_l(
            "Nobody has scored it: enter below the scores that the committee gave it in its "
            "meeting."
        ),
    )


def number(typed: str | None, field: str) -> Decimal | None:
    """A number typed with a comma or a point; None if nothing was typed."""
    text = (typed or "").replace("\0", "").strip().replace(" ", "").replace("€", "")
    if not text:
        return None
    if "," in text:
        text = text.replace(".", "").replace(",", ".")
    try:
        found = Decimal(text)
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite():
        raise RuleError(N_("Write a number, like 8,50."), field=field)
    return found


def seats(form: MinutesForm, members: Sequence[Any]) -> None:
    """Offer the members of the committee."""
    form.present.choices = [(one.id, one.user.name or one.user.email) for one in members]
