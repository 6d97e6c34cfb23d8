"""What planners type about a section, a question, a document, a requirement or a criterion."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from inmeko.accounts.rules import ORGANISATION_LABELS
from inmeko.calls.forms.making import PartForm
from inmeko.calls.rules import asking, editing
from inmeko.calls.rules.content import (
    Content,
    Criterion,
    PaperAsked,
    Question,
    Requirement,
    Section,
    ShownIf,
)
from inmeko.calls.rules.words import QUESTION_LABELS, QuestionKind
from inmeko.kernel.text import N_
from inmeko.resources.forms.assets import ExactDecimalField
from inmeko.web.fields import LinesField, WordField, WordsField

NAMED = [DataRequired(_l("Write a wording.")), Length(max=500)]
MANY = Length(max=100)


class ItemForm(PartForm):
    """An item of a call, of whatever sort."""

    def offer(self, content: Content, key: str) -> None:
        """Offer what depends on the call."""

    def shown(self, item: Any, content: Content) -> dict[str, Any]:
        """The item as the form shows it."""
        names = [one.name for one in self.fields_asked()]
        return {name: getattr(item, name) for name in names if hasattr(item, name)}

    def item(self, key: str) -> editing.Item:
        """What was typed, as the content holds it."""
        raise NotImplementedError

    def section_key(self) -> str:
        """Of a question: the section in which it stands."""
        return ""


class SectionForm(ItemForm):
    """A section: one page of the group's file."""

    title = StringField(_l("Title of the section"), [*NAMED])
    text = TextAreaField(_l("What stands above its questions"), [Length(max=5_000)])

    def item(self, key: str) -> Section:
        """The section without its questions: those stay as they are."""
        return Section(key, self.title.data or "", self.text.data or "")


class QuestionForm(ItemForm):
    """A question of any of the ten kinds; what its kind does not use is left out."""

    section = SelectField(_l("Section"), validate_choice=False)
    kind = WordField(_l("Kind of answer"), QUESTION_LABELS)
    label = StringField(_l("Question"), [*NAMED])
    hint = StringField(_l("Help"), [Length(max=1_000)])
    required = BooleanField(_l("Must be answered"))
    options = LinesField(
        _l("Choices"), [MANY], description=_l("One a line; for one or several of a list")
    )
    least = ExactDecimalField(
        _l("Least"),
        [Optional(), NumberRange(-(10**12), 10**12)],
        description=_l("Of a number or an amount; of a text: characters"),
    )
    most = ExactDecimalField(_l("Most"), [Optional(), NumberRange(-(10**12), 10**12)])
    columns = LinesField(
        _l("Columns beside the name"), [MANY], description=_l("One a line; for a table of people")
    )
    depends = SelectField(_l("Asked only after an answer to"), validate_choice=False)
    answers = LinesField(
        _l("… if the answer is one of"), [MANY], description=_l("One a line, as it can be chosen")
    )
    identifies = BooleanField(
        _l("It tells who applied"),
        description=_l("Left out of what evaluators see where files are anonymous."),
    )

    def offer(self, content: Content, key: str) -> None:
        """Offer the sections, and the questions on which this one can depend."""
        self.section.choices = [SelectChoice(one.key, one.title) for one in content.sections]
        earlier = asking.deciding(content, key)
        nothing = SelectChoice("", _l("nothing: it is asked of everybody"))
        self.depends.choices = [nothing, *(SelectChoice(one.key, one.label) for one in earlier)]

    def shown(self, item: Any, content: Content) -> dict[str, Any]:
        """The question as the form shows it."""
        shown = item.shown_if
        return {
            **super().shown(item, content),
            "kind": item.kind.value,
            "options": list(item.options),
            "columns": list(item.columns),
            "section": editing.home(content, item.key),
            "depends": shown.question if shown else "",
            "answers": list(shown.answers) if shown else [],
        }

    def item(self, key: str) -> Question:
        """The question; options, limits and columns only where its kind has them."""
        kind = QuestionKind(self.kind.data)
        measured = kind in (*asking.MEASURED, *asking.WRITTEN)
        depends = self.depends.data or ""
        return Question(
            key=key,
            kind=kind,
            label=self.label.data or "",
            hint=self.hint.data or "",
            required=bool(self.required.data),
            options=tuple(self.options.data or ()) if kind in asking.CHOICES else (),
            least=self.least.data if measured else None,
            most=self.most.data if measured else None,
            columns=tuple(self.columns.data or ()) if kind is QuestionKind.PEOPLE else (),
            shown_if=ShownIf(depends, tuple(self.answers.data or ())) if depends else None,
            identifies=bool(self.identifies.data),
        )

    def section_key(self) -> str:
        """The section in which it stands."""
        return self.section.data or ""


class PaperForm(ItemForm):
    """A document asked for."""

    label = StringField(_l("Document"), [*NAMED])
    hint = StringField(_l("Help"), [Length(max=1_000)])
    required = BooleanField(_l("Without it the file is not complete"))
    only_for = WordsField(
        _l("Asked only of"), ORGANISATION_LABELS, description=_l("None chosen: of all")
    )

    def shown(self, item: Any, content: Content) -> dict[str, Any]:
        """The document as the form shows it."""
        return {**super().shown(item, content), "only_for": list(item.only_for)}

    def item(self, key: str) -> PaperAsked:
        """The document as the content holds it."""
        return PaperAsked(
            key,
            self.label.data or "",
            self.hint.data or "",
            bool(self.required.data),
            tuple(self.only_for.data or ()),
        )


class RequirementForm(ItemForm):
    """A condition of participation."""

    label = StringField(_l("Requirement"), [*NAMED])

    def item(self, key: str) -> Requirement:
        """The requirement as the content holds it."""
        return Requirement(key, self.label.data or "")


class CriterionForm(ItemForm):
    """A criterion with its weight and its scale."""

    label = StringField(_l("Criterion"), [*NAMED])
    hint = TextAreaField(_l("Help"), [Length(max=1_000)], description=_l("What evaluators look at"))
    weight = ExactDecimalField(
        _l("Weight in percent"),
        [
            InputRequired(_l("Write a number.")),
            NumberRange(0, 100, _l("Write a number from 0 to 100.")),
        ],
        description=_l("All criteria together make 100."),
    )
    least = ExactDecimalField(
        _l("Least of the scale"), [InputRequired(_l("Write a number.")), NumberRange(-1000, 1000)]
    )
    most = ExactDecimalField(
        _l("Most of the scale"), [InputRequired(_l("Write a number.")), NumberRange(-1000, 1000)]
    )
    threshold = ExactDecimalField(
        _l("Least score to be selected"),
        [Optional(), NumberRange(-1000, 1000)],
        description=_l("A file below it in this criterion is not selected."),
    )

    def item(self, key: str) -> Criterion:
        """The criterion as the content holds it."""
        return Criterion(
            key,
            self.label.data or "",
            self.hint.data or "",
            self.weight.data,
            self.least.data,
            self.most.data,
            self.threshold.data,
        )


FORMS: dict[str, type[ItemForm]] = {
    "section": SectionForm,
    "question": QuestionForm,
    "paper": PaperForm,
    "requirement": RequirementForm,
    "criterion": CriterionForm,
}
NEW_LABELS = {
    "section": N_("Add a section"),
    "question": N_("Add a question"),
    "paper": N_("Add a document"),
    "requirement": N_("Add a requirement"),
    "criterion": N_("Add a criterion"),
}
# How a new item begins.
EMPTY: dict[str, editing.Item] = {
    "section": Section("", ""),
    "question": Question("", QuestionKind.TEXT, ""),
    "paper": PaperAsked("", ""),
    "requirement": Requirement("", ""),
    "criterion": Criterion("", "", weight=Criterion("", "").weight),
}
