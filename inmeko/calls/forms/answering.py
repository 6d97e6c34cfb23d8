"""The form of a section, built from the questions of a call, and what was typed into it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from shapely import from_geojson
from shapely.errors import ShapelyError
from werkzeug.datastructures import MultiDict
from wtforms import (
    Field,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired

from inmeko.accounts.rules import ORGANISATION_LABELS, OrganisationKind
from inmeko.calls.rules import answers as rules
from inmeko.calls.rules.content import Content, Question
from inmeko.calls.rules.words import QuestionKind
from inmeko.web.forms import Form

Fields = dict[str, Field]
BLANK_ROWS, MOST_ROWS = 2, rules.MOST_PEOPLE + 20


class UnguardedForm(Form):
    """A form under a secret address: whoever knows the address may send it."""

    class Meta(Form.Meta):
        """No token: the session may be over while the address still opens the file."""

        csrf = False


class ApplicantForm(UnguardedForm):
    """Who expresses the interest."""

    who_name = StringField(_l("Name of the group or the person"), [InputRequired()])
    who_kind = SelectField(_l("What you are in law"), [InputRequired()], validate_choice=False)
    who_afm = StringField(
        _l("Tax number (ΑΦΜ)"),
        description=_l("Nine digits. A group without a legal form has none."),
    )
    who_contact_name = StringField(_l("Contact person"), [InputRequired()])
    who_email = StringField(_l("E-mail"), [InputRequired()])
    who_phone = StringField(_l("Telephone"), [InputRequired()])
    who_address = StringField(_l("Address"))

    def __init__(self, content: Content, **options: Any) -> None:
        """Offer the kinds of applicant that the call is for."""
        super().__init__(formdata=None, **options)
        kinds = content.applicants or tuple(OrganisationKind)
        self.who_kind.choices = [
            SelectChoice("", _l("Choose")),
            *(
                SelectChoice(kind, _l(ORGANISATION_LABELS[OrganisationKind(kind)]))
                for kind in kinds
            ),
        ]


def answer_form(questions: Iterable[Question], typed: Mapping[str, Any]) -> UnguardedForm:
    """The form of some questions, filled with what was typed for each."""
    fields: Fields = {}
    shown: dict[str, Any] = {}
    for question in questions:
        fields |= _BUILDERS[question.kind](question)
        shown |= _flat(question, typed.get(question.key))
    kind = type("AnswerForm", (UnguardedForm,), fields)
    made: UnguardedForm = kind(formdata=None, data=shown)
    return made


def raw_of(question: Question, value: Any) -> Any:
    """A kept answer as one would type it."""
    if rules.is_typed(value):
        return value[rules.TYPED]
    if value is not None and question.kind in rules.MEASURES:
        return rules.spoken_number(value, grouped=False)
    return value


def posted(question: Question, sent: MultiDict[str, str]) -> Any:
    """What was typed for a question, out of a form that was sent."""
    key = question.key
    if question.kind is QuestionKind.CHOICES:
        return sent.getlist(key)
    if question.kind is QuestionKind.PLACE:
        return _posted_place(key, sent)
    if question.kind is QuestionKind.PEOPLE:
        return _posted_people(question, sent)
    return sent.get(key, "")


def rows_of(raw: Any, more: int = 0) -> list[dict[str, str]]:
    """The rows of a table of people, with empty ones to write into."""
    rows = [row for row in raw if isinstance(row, Mapping)] if isinstance(raw, list) else []
    blank = max(BLANK_ROWS if not rows else 0, more)
    return [dict(row) for row in rows] + [{} for _ in range(blank)]


def _posted_place(key: str, sent: MultiDict[str, str]) -> dict[str, str]:
    found = {name: sent.get(f"{key}_{name}", "") for name in ("address", "x", "y")}
    drawn = sent.get(f"{key}_geometry", "").strip()
    if drawn and not found["x"] and not found["y"]:
        try:
            point = from_geojson(drawn).representative_point()
            found |= {"x": f"{point.x:.6f}", "y": f"{point.y:.6f}"}
        except (ShapelyError, ValueError, AttributeError):
            found["x"] = drawn[: rules.SHORT]
    return found


def _posted_people(question: Question, sent: MultiDict[str, str]) -> list[dict[str, str]]:
    columns = (rules.NAME, *question.columns)
    rows: list[dict[str, str]] = []
    dropped = sent.get("drop", "")
    for row in range(MOST_ROWS):
        stem = f"{question.key}-{row}"
        if f"{stem}-0" not in sent:
            break
        words = {name: sent.get(f"{stem}-{place}", "") for place, name in enumerate(columns)}
        if dropped != stem and any(text.strip() for text in words.values()):
            rows.append({name: text for name, text in words.items() if text.strip()})
    return rows


def _flat(question: Question, raw: Any) -> dict[str, Any]:
    """What was typed, by the fields of the form."""
    key = question.key
    if question.kind is QuestionKind.PLACE:
        place = raw if isinstance(raw, Mapping) else {}
        shown = {f"{key}_{name}": place.get(name, "") for name in ("address", "x", "y")}
        return {
            name: _comma(text) if name[-2:] in ("_x", "_y") else text
            for name, text in shown.items()
        }
    if question.kind is QuestionKind.PEOPLE:
        return {}
    if question.kind is QuestionKind.CHOICES:
        return {key: raw if isinstance(raw, list) else []}
    return {key: raw if isinstance(raw, str) else ""}


def _comma(text: str) -> str:
    return text.replace(".", ",")


def _given(question: Question) -> dict[str, Any]:
    flags = [InputRequired()] if question.required else []
    return {"label": question.label, "validators": flags, "description": _hint(question)}


def _hint(question: Question) -> str:
    return question.hint


def _text(question: Question) -> Fields:
    return {question.key: StringField(**_given(question))}


def _long(question: Question) -> Fields:
    return {question.key: TextAreaField(**_given(question))}


def _one(question: Question) -> Fields:
    options = [SelectChoice(one, one) for one in question.options]
    return {question.key: RadioField(**_given(question), choices=options, validate_choice=False)}


def _several(question: Question) -> Fields:
    options = [SelectChoice(one, one) for one in question.options]
    field = SelectMultipleField(**_given(question), choices=options, validate_choice=False)
    return {question.key: field}


def _file(question: Question) -> Fields:
    return {question.key: FileField(**_given(question))}


def _place(question: Question) -> Fields:
    key = question.key
    return {
        f"{key}_x": StringField(_l("Longitude")),
        f"{key}_y": StringField(_l("Latitude")),
        f"{key}_geometry": TextAreaField(_l("Place")),
        f"{key}_address": StringField(_l("Address, or how one finds it")),
        key: StringField(**_given(question)),
    }


_BUILDERS: dict[QuestionKind, Callable[[Question], Fields]] = {
    QuestionKind.TEXT: _text,
    QuestionKind.LONG_TEXT: _long,
    QuestionKind.NUMBER: _text,
    QuestionKind.MONEY: _text,
    QuestionKind.DATE: _text,
    QuestionKind.CHOICE: _one,
    QuestionKind.CHOICES: _several,
    QuestionKind.FILE: _file,
    QuestionKind.PLACE: _place,
    QuestionKind.PEOPLE: _text,
}
