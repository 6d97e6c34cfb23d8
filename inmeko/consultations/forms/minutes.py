"""What is typed for the minutes of an event, their amendments and decisions."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from inmeko.consultations.models import Event
from inmeko.consultations.queries import minutes as queries
from inmeko.consultations.rules import minutes as rules
from inmeko.web.fields import AthensField, LinesField
from inmeko.web.forms import Form

SAID = Length(max=5_000)


class MinutesForm(Form):
    """The minutes while they are written; the agenda gives a field for each of its items."""

    seen = HiddenField()
    chair = StringField(_l("Who chaired"), [Length(max=200)])
    secretary = StringField(_l("Who kept the minutes"), [Length(max=200)])
    earlier_id = SelectField(_l("Goes on from the minutes of"), coerce=int, choices=[])
    opening = TextAreaField(_l("Opening"), [SAID])
    contributions = LinesField(
        _l("Contributions"),
        [Length(max=200)],
        description=_l("One a line. Name persons only if they agree."),
    )
    decisions = TextAreaField(
        _l("Decisions and commitments"),
        [Length(max=20_000)],
        description=_l("One a line: “decision | who sees to it | 31/12/2026”"),
    )
    remarks = TextAreaField(_l("Remarks"), [SAID])
    feedback = BooleanField(_l("Add the results of the feedback form as an annex"))

    def values(self, items: int) -> dict[str, Any]:
        """What was typed, as it is kept."""
        names = ("chair", "secretary", "opening", "remarks")
        return {
            **{name: self[name].data or "" for name in names},
            "feedback": bool(self.feedback.data),
            "said": [self[f"said_{number}"].data or "" for number in range(items)],
            "contributions": list(self.contributions.data or ()),
            "decisions": [vars(one) for one in rules.read_decisions(self.decisions.data or "")],
            "earlier_id": self.earlier_id.data or None,
        }


def of_event(event: Event, kept: dict[str, Any]) -> MinutesForm:
    """The form of an event, with what is kept in it."""
    agenda = event.content.get("agenda") or ()
    fields = {
        f"said_{number}": TextAreaField(f"{item['hour']} {item['title']}", [SAID])
        for number, item in enumerate(agenda)
    }
    said = {f"said_{number}": text for number, text in enumerate(kept["said"])}
    shown = {**kept, **said, "decisions": rules.typed_decisions(kept["decisions"])}
    form: MinutesForm = type("MinutesForm", (MinutesForm,), fields)(
        data={**shown, "earlier_id": kept["earlier_id"] or 0}
    )
    form.earlier_id.choices = [
        SelectChoice(0, "–"),
        *(SelectChoice(one.id, one.title) for one in queries.with_minutes(event)),
    ]
    return form


class WindowForm(Form):
    """Until when those present may propose amendments."""

    until = AthensField(
        _l("Amendments until"),
        [InputRequired(_l("Write a day and an hour."))],
        description=_l("Athens time. Everybody who was present and left an address is told."),
    )


class AmendForm(Form):
    """What somebody who was present wants to be written otherwise."""

    text = TextAreaField(
        _l("What should be written otherwise?"),
        [DataRequired(_l("Write what should be changed.")), Length(max=3_000)],
        description=_l("It stands in the minutes with its answer, without your name."),
    )


class AnswerAmendmentForm(Form):
    """The answer to an amendment."""

    adopted = RadioField(
        _l("Answer"),
        [InputRequired(_l("Choose one."))],
        choices=lambda: [
            SelectChoice("yes", _l("Adopted: I have changed the text")),
            SelectChoice("no", _l("Not adopted")),
        ],
    )
    answer = TextAreaField(
        _l("Reason"), [Length(max=2_000)], description=_l("It stands in the minutes.")
    )


class FurtherForm(Form):
    """Why a further version is written."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give the reason: everybody reads it.")), Length(max=2_000)],
    )
