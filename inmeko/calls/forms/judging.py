"""What is typed in an evaluation: the committee, findings, assignments, declarations, sheets."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, time
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Email, Length, Optional

from inmeko.accounts.models import User
from inmeko.calls.models import Assignment, EligibilityCheck, Evaluator
from inmeko.calls.rules.content import Criterion
from inmeko.calls.rules.eligibility import LONGEST_REASON, Point
from inmeko.calls.rules.judging import (
    STAGE_OF_ELIGIBILITY_LABELS,
    STANDSTILL_LABELS,
    TABLE_ORDER_LABELS,
    EligibilityStage,
    Standstill,
    TableOrder,
)
from inmeko.calls.rules.scoring import LONGEST_COMMENT
from inmeko.calls.rules.words import ELIGIBILITY_LABELS, EligibilityVerdict
from inmeko.kernel.calendar import athens, from_athens
from inmeko.resources.forms.assets import ExactDecimalField, anything, choices
from inmeko.web.forms import Form


class UntilForm(Form):
    """Until when evaluators are asked to finish: to the end of a day in Athens."""

    until = DateField(_l("Sheets are asked for by"), [Optional()])

    def moment(self) -> datetime | None:
        """The last second of the day."""
        day = self.until.data
        return from_athens(datetime.combine(day, time(23, 59, 59))) if day else None


class AboutSeat(Form):
    """What is known of a member of a committee."""

    substitute = BooleanField(_l("Substitute: stands in where somebody steps back"))
    advised = TextAreaField(
        _l("Bodies that this person advised"),
        [Length(max=5_000)],
        description=_l("A name or an ΑΦΜ in each line: files of these bodies are a conflict."),
    )

    def bodies(self) -> list[str]:
        """The lines that were typed."""
        return (self.advised.data or "").splitlines()


class SeatForm(AboutSeat):
    """An evaluator of the town who joins a committee."""

    user = SelectField(_l("Evaluator of the municipality"), coerce=int)

    def __init__(self, people: Iterable[User], **more: Any) -> None:
        """Offer those who do not sit in it."""
        super().__init__(**more)
        self.user.choices = [SelectChoice(one.id, one.name or one.email) for one in people]


class InviteForm(AboutSeat):
    """Somebody who becomes an evaluator of the town and joins a committee."""

    email = StringField(
        _l("E-mail"), [DataRequired(_l("Write the address.")), Email(), Length(max=255)]
    )
    name = StringField(_l("Name"), [DataRequired(_l("Write the name.")), Length(max=200)])


class ReasonForm(Form):
    """Why something is done that cannot be undone."""

    reason = TextAreaField(_l("Reason"), [DataRequired(_l("Write the reason.")), Length(max=2_000)])


class ConclusionForm(Form):
    """What the eligibility check came to."""

    eligible = RadioField(
        _l("Conclusion"),
        [DataRequired(_l("Say whether the file is eligible."))],
        choices=[SelectChoice("yes", _l("Eligible")), SelectChoice("no", _l("Not eligible"))],
    )
    reason = TextAreaField(
        _l("Reason"),
        [Length(max=LONGEST_REASON)],
        description=_l("Demanded of a file that is not eligible; the group reads it."),
    )


class GiveForm(Form):
    """To whom a file is given, and what the chair says of a conflict that the data show."""

    evaluator = SelectField(_l("Member of the committee"), coerce=int)
    cleared = TextAreaField(
        _l("Why this is no conflict of interest"),
        [Length(max=2_000)],
        description=_l("Only of a member whom the data tie to the applicant; only by the chair."),
    )

    def __init__(self, seats: Iterable[Evaluator], **more: Any) -> None:
        """Offer the members who do not have the file."""
        super().__init__(**more)
        self.evaluator.choices = [
            SelectChoice(one.id, one.user.name or one.user.email) for one in seats
        ]


class ListForm(Form):
    """A file of assignments."""

    file = FileField(
        _l("File (CSV)"),
        [FileRequired(_l("Choose a file."))],
        description=_l(
            "In each line: number of protocol;e-mail of the member. As: 123/2026;maria@example.gr"
        ),
    )


class DeclarationForm(Form):
    """The statement that is made before a file opens."""

    stated = BooleanField(
        _l(
            "I state that I have no interest in this file, and no bond of kinship, work or "
            "particular friendship or enmity with those who handed it in "
            "(law 2690/1999, article 7)."
        )
    )


class TableForm(Form):
    """The question to the evaluation table."""

    class Meta(Form.Meta):
        """A question needs no token."""

        csrf = False

    eligibility = SelectField(
        _l("Eligibility"), choices=anything(choices(EligibilityStage, STAGE_OF_ELIGIBILITY_LABELS))
    )
    standstill = SelectField(
        _l("Progress"), choices=anything(choices(Standstill, STANDSTILL_LABELS))
    )
    evaluator = SelectField(_l("Member of the committee"))
    order = SelectField(_l("Order"), choices=choices(TableOrder, TABLE_ORDER_LABELS))

    def __init__(self, seats: Iterable[Evaluator], **more: Any) -> None:
        """Offer the members of the committee."""
        super().__init__(**more)
        named = [SelectChoice(str(one.id), one.user.name or one.user.email) for one in seats]
        self.evaluator.choices = anything(named)


class FindingsForm(Form):
    """The findings of an eligibility check; its fields are made for the points of the call."""

    def of(self, point: Point) -> tuple[Field, Field]:
        """Verdict and reason of a point."""
        return self[point.key], self[f"{point.key}-reason"]

    def findings(self, points: Iterable[Point]) -> dict[str, tuple[EligibilityVerdict, str]]:
        """What was found, where something was chosen."""
        filled = ((point.key, *self.of(point)) for point in points)
        return {
            key: (EligibilityVerdict(verdict.data), reason.data or "")
            for key, verdict, reason in filled
            if verdict.data
        }


def findings_form(
    points: Sequence[Point], held: Mapping[str, EligibilityCheck], **more: Any
) -> FindingsForm:
    """The form of an eligibility check, with what was found before."""
    offered = [SelectChoice(one.value, _l(ELIGIBILITY_LABELS[one])) for one in EligibilityVerdict]
    fields: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for point in points:
        fields[point.key] = RadioField(_l("Finding"), [Optional()], choices=offered)
        fields[f"{point.key}-reason"] = StringField(
            _l("Reason"), [Length(max=LONGEST_REASON)], description=_l("Unless it is met")
        )
        if point.key in held:
            kept[point.key] = held[point.key].verdict.value
            kept[f"{point.key}-reason"] = held[point.key].reason
    kind = type("FindingsForm", (FindingsForm,), fields)
    form: FindingsForm = kind(data=kept, **more)
    return form


class SheetForm(Form):
    """A score sheet; its fields are made for the criteria of the call."""

    change = HiddenField()
    remark = TextAreaField(_l("Remark on the whole file"), [Length(max=LONGEST_COMMENT)])

    def of(self, criterion: Criterion) -> tuple[Field, Field, Field]:
        """Score, abstention and comment of a criterion."""
        key = criterion.key
        return self[key], self[f"{key}-abstains"], self[f"{key}-comment"]

    def values(self, criteria: Iterable[Criterion]) -> dict[str, Decimal | None]:
        """What was given; what was neither scored nor abstained from is left out."""
        filled = ((one.key, *self.of(one)) for one in criteria)
        return {
            key: None if abstains.data else score.data
            for key, score, abstains, _ in filled
            if abstains.data or score.data is not None
        }

    def comments(self, criteria: Iterable[Criterion]) -> dict[str, str]:
        """What was written beside the scores."""
        return {one.key: self.of(one)[2].data or "" for one in criteria}

    @property
    def last_change(self) -> int:
        """The state of the sheet that the page showed."""
        text = self.change.data or ""
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def sheet_form(criteria: Sequence[Criterion], sheet: Assignment) -> SheetForm:
    """The form of a score sheet, with what was saved."""
    fields: dict[str, Any] = {}
    kept: dict[str, Any] = {"change": str(sheet.change), "remark": sheet.remark}
    held = {one.criterion: one for one in sheet.scores}
    for one in criteria:
        fields[one.key] = ExactDecimalField(_l("Score"), [Optional()])
        fields[f"{one.key}-abstains"] = BooleanField(_l("I abstain"))
        fields[f"{one.key}-comment"] = TextAreaField(_l("Comment"), [Length(max=LONGEST_COMMENT)])
        if one.key in held:
            kept[one.key] = held[one.key].value
            kept[f"{one.key}-abstains"] = held[one.key].abstains
            kept[f"{one.key}-comment"] = held[one.key].comment
    kind = type("SheetForm", (SheetForm,), fields)
    form: SheetForm = kind(data=kept)
    return form


def until_form(until: datetime | None) -> UntilForm:
    """The form of the day until which sheets are asked for."""
    return UntilForm(data={"until": athens(until).date() if until else None})
