"""The form of those who came, and what the planner asks and publishes."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length

from inmeko.consultations.models import Event
from inmeko.consultations.rules import asking
from inmeko.consultations.rules import feedback as rules
from inmeko.consultations.rules.asking import Asked
from inmeko.web.forms import Form


class FeedbackQuestionsForm(Form):
    """The planner's own questions."""

    questions = TextAreaField(
        _l("Your own questions"),
        [Length(max=4_000)],
        description=_l(
            "One a line; “| 1-5” asks for a rating, “| Yes; No” offers answers, a star says that "
            "it must be answered. Empty: the standard questions are asked."
        ),
        render_kw={"rows": "6"},
    )


class PublishForm(Form):
    """Which of the free answers everybody may read."""

    shown = SelectMultipleField(choices=[], validate_choice=False)

    def chosen(self) -> set[tuple[int, str]]:
        """What was marked: form and question."""
        parts = (text.partition(":") for text in self.shown.data or [])
        return {
            (int(number), key)
            for number, _colon, key in parts
            if number.isascii() and number.isdigit() and len(number) < 10
        }


def of_event(event: Event) -> Any:
    """The form of an event, with its questions as fields."""
    asked = rules.questions(event.content.get("feedback") or ())
    return type("FeedbackForm", (Form,), {one.key: _field(one) for one in asked})()


def fields(form: Any, event: Event) -> list[tuple[Any, bool]]:
    """The fields of the questions, and whether each may stay empty."""
    asked = rules.questions(event.content.get("feedback") or ())
    return [(form[one.key], not one.required) for one in asked]


def given(form: Any, event: Event) -> dict[str, str]:
    """What was answered, by question."""
    asked = rules.questions(event.content.get("feedback") or ())
    return {one.key: form[one.key].data or "" for one in asked}


def _field(one: Asked) -> Any:
    label = gettext(one.label)
    if not one.options:
        return TextAreaField(label, [Length(max=asking.LONGEST_ANSWER)], render_kw={"rows": "4"})
    offered = [SelectChoice(text, text) for text in one.options]
    return RadioField(label, choices=offered, validate_choice=False)
