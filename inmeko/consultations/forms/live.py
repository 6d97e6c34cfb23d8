"""What is typed in the room: codes, votes, questions; and what the staff makes of them."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length

from inmeko.consultations.models import EventPoll, RoomQuestion
from inmeko.consultations.rules import live as rules
from inmeko.consultations.rules.live import ROOM_QUESTION_NEXT, RoomQuestionState
from inmeko.web.fields import LinesField
from inmeko.web.forms import Form

DEEDS = {
    RoomQuestionState.SHOWN: _l("Show it to everybody"),
    RoomQuestionState.ANSWERED: _l("It was answered"),
    RoomQuestionState.HIDDEN: _l("Hide it"),
}


class CodeForm(Form):
    """The code of a registration."""

    code = StringField(
        _l("Your code"),
        [Length(max=500)],
        description=_l("The six letters and digits of your registration"),
    )


class AskForm(Form):
    """A question from the room."""

    text = TextAreaField(_l("Your question"), [Length(max=5_000)])
    named = BooleanField(_l("My name may stand beside it"))


class PollForm(Form):
    """A poll while it is prepared."""

    question = StringField(
        _l("Question"), [DataRequired(_l("Write the question.")), Length(max=300)]
    )
    options = LinesField(
        _l("Answers"),
        [DataRequired(_l("Write the answers, one a line.")), Length(max=100)],
        description=_l("Two to ten, one a line"),
    )
    several = BooleanField(_l("One may choose several answers"))

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            "question": " ".join((self.question.data or "").split()),
            "options": list(self.options.data or ()),
            "several": bool(self.several.data),
        }


class SettleForm(Form):
    """What the staff makes of a question."""

    deed = RadioField(
        _l("What becomes of it"), [InputRequired(_l("Choose one."))], validate_choice=False
    )
    answer = TextAreaField(
        _l("Answer in short"),
        [Length(max=rules.LONGEST_ANSWER)],
        description=_l("It stands under the question, and in the minutes."),
        render_kw={"rows": "4"},
    )
    reason = TextAreaField(
        _l("Reason, if it is hidden"),
        [Length(max=rules.LONGEST_ANSWER)],
        description=_l("Everybody reads it in place of the question."),
        render_kw={"rows": "3"},
    )

    def offer(self, question: RoomQuestion) -> None:
        """Offer what may become of a question from where it stands."""
        following = ROOM_QUESTION_NEXT[question.state]
        self.deed.choices = [
            SelectChoice(state.value, label) for state, label in DEEDS.items() if state in following
        ]


def ballot(poll: EventPoll, chosen: Sequence[int]) -> Any:
    """The form of a ballot, with what was chosen before."""
    offered = [SelectChoice(str(n), text) for n, text in enumerate(poll.content["options"])]
    kind: Any = SelectMultipleField if poll.several else RadioField
    field = kind(poll.question, choices=offered, validate_choice=False)
    places = [str(place) for place in chosen]
    kept = places if poll.several else (places[0] if places else None)
    return type("BallotForm", (Form,), {"choice": field})(data={"choice": kept})


def places(form: Any) -> list[int]:
    """What was chosen on a ballot, by its place; -1 for what was not offered."""
    data = form.choice.data or []
    typed = data if isinstance(data, list) else [data]
    return [int(one) if one.isascii() and one.isdigit() and len(one) < 3 else -1 for one in typed]
