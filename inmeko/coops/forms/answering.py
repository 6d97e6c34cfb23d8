"""What a group answers, one form for each chapter."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    Field,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.coops.models import Founder
from inmeko.coops.rules.cases import SPECIAL, VULNERABLE
from inmeko.coops.rules.formation import activities
from inmeko.coops.rules.formation.answers import gathered, spread
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.formation.words import Chapter, FounderKind
from inmeko.kernel.errors import RuleError
from inmeko.resources.forms.assets import ExactDecimalField
from inmeko.web.errors import sentence
from inmeko.web.fields import words
from inmeko.web.forms import Form

LONG = 4000
DEAREST_SHARE = Decimal(100_000)
MOST_MONEY = Decimal(100_000_000)
MOST_PEOPLE = 5_000
_DEAR = _l("A share has a value, of at most 100,000 euro.")


def money(label: Any, description: Any = "") -> ExactDecimalField:
    """An amount in euro that may stay open."""
    limits = NumberRange(Decimal(0), MOST_MONEY, _l("Give an amount of at most 100 million euro."))
    return ExactDecimalField(label, validators=[Optional(), limits], description=description)


def whole(label: Any, least: int, most: int, description: Any = "") -> IntegerField:
    """A whole number that may stay open."""
    limits = NumberRange(
        least, most, _l("Give a whole number from %(least)s to %(most)s.", least=least, most=most)
    )
    return IntegerField(label, [Optional(), limits], description=description)


class ChapterForm(Form):
    """A chapter: `seen` is the version that the person has before them."""

    seen = HiddenField(default="0")

    @classmethod
    def of(cls, answers: Mapping[str, Any]) -> "ChapterForm":
        """The form with what was answered."""
        made = cls(formdata=None)
        made.show(answers)
        return made

    def show(self, answers: Mapping[str, Any]) -> None:
        """Put answers into their fields, over what was typed there."""
        for name, value in answers.items():
            field = self._fields.get(name)
            if field is not None:
                field.data, field.raw_data = _shown(field, value), None

    def answers(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            name: _kept(field.data)
            for name, field in self._fields.items()
            if name not in ("seen", "csrf_token")
        }

    def fit(self, form: str, founders: Sequence[Founder]) -> None:
        """Ask only what the legal form asks, and offer the founders where some are chosen."""

    def seen_version(self) -> int:
        """The version that was seen; 0 where somebody tampered with it."""
        return int(self.seen.data) if str(self.seen.data or "").isdigit() else 0


class NameForm(ChapterForm):
    """The name of the cooperative."""

    name = StringField(
        _l("Name of the cooperative"),
        [Length(max=300)],
        description=_l("With the legal form and its category, and something that tells it apart"),
    )
    third_party = BooleanField(_l("The name contains the name of a person who is no member"))


class SeatForm(ChapterForm):
    """Where it has its seat, and for how long."""

    seat = StringField(_l("Municipality of the seat"), [Length(max=200)])
    address = StringField(_l("Address"), [Length(max=300)])
    duration_years = whole(_l("Duration in years"), 1, 200, _l("Leave it empty for no end"))


class PurposeForm(ChapterForm):
    """What it is for, and what it does."""

    purpose = TextAreaField(_l("Purpose"), [Length(max=LONG)])
    activities = TextAreaField(
        _l("Activities"),
        [Length(max=LONG)],
        description=_l("One a line; the activity code (ΚΑΔ) after a semicolon, if you know it"),
    )
    sectors = SelectMultipleField(_l("Sectors"), choices=lambda: words(SECTOR_LABELS))

    def validate_activities(self, field: Field) -> None:
        """Each line is an activity."""
        try:
            activities.read(field.data or "")
        except RuleError as error:
            raise ValueError(sentence(error)) from None

    def answers(self) -> dict[str, Any]:
        """What was typed, the activities line by line."""
        return {**super().answers(), "activities": activities.read(self.activities.data or "")}


class SharesForm(ChapterForm):
    """What a share costs, and which further shares there are."""

    share_eur = ExactDecimalField(
        _l("Value of a share in euro"),
        validators=[
            Optional(),
            NumberRange(Decimal("0.01"), DEAREST_SHARE, _DEAR),
        ],
        description=_l("The same for all members"),
    )
    optional_allowed = BooleanField(_l("The statute allows optional shares"))
    in_kind = BooleanField(_l("The statute allows optional shares to be paid in kind"))


class OrgansForm(ChapterForm):
    """Who governs it, who files, and the founding assembly."""

    committee_size = whole(_l("Members of the committee"), 1, 15)
    committee_years = whole(_l("Term of the committee in years"), 1, 20)
    committee = SelectMultipleField(_l("First members of the committee"), choices=[])
    chair = SelectField(_l("Chair of the committee"), choices=[], default="")
    secretary = SelectField(_l("Secretary of the committee"), choices=[], default="")
    treasurer = SelectField(_l("Treasurer of the committee"), choices=[], default="")
    filer = SelectField(_l("Who files with the registry"), choices=[], default="")
    assembly_date = DateField(_l("Day of the founding assembly"), [Optional()])
    assembly_place = StringField(_l("Place of the founding assembly"), [Length(max=200)])
    group_months = whole(
        _l("For how many months the members of the group take part"),
        1,
        600,
        _l("The statute has to name a period (law 4430/2016, article 14 §2)"),
    )
    residue_to = SelectField(
        _l("To whom the rest goes if it is dissolved"),
        choices=[
            SelectChoice("social_economy_fund", _l("The fund of the social economy")),
            SelectChoice("kalo_body", _l("Another body of the social economy")),
        ],
        default="social_economy_fund",
    )

    def validate_chair(self, field: Field) -> None:
        """An officer is a member of the committee."""
        if field.data and self.committee.data and field.data not in self.committee.data:
            raise ValidationError(_l("Choose somebody of the first members of the committee."))

    validate_secretary = validate_treasurer = validate_chair

    def fit(self, form: str, founders: Sequence[Founder]) -> None:
        """Ask for the group's period only in a form of inclusion."""
        self.committee.choices = [SelectChoice(one.case_key, full_name(one)) for one in founders]
        people = [one for one in founders if one.kind is FounderKind.NATURAL]
        known = {one.case_key for one in founders}
        self.committee.data = [one for one in self.committee.data or [] if one in known]
        for field in (self.filer, self.chair, self.secretary, self.treasurer):
            field.choices = [
                SelectChoice("", _l("Not known yet")),
                *(SelectChoice(one.case_key, full_name(one)) for one in people),
            ]
            if field.data not in known:
                field.data = ""
        if form not in (VULNERABLE, SPECIAL):
            del self.group_months


class WorkForm(ChapterForm):
    """Who works in it, and for what pay."""

    workers_total = whole(_l("How many people will work in it"), 0, MOST_PEOPLE)
    workers_group = whole(_l("How many of them belong to the group"), 0, MOST_PEOPLE)
    highest_net = money(_l("Highest net pay in euro"))
    lowest_net = money(_l("Lowest net pay in euro"))
    pay_decision = BooleanField(_l("Two thirds of the assembly have decided on another ratio"))
    work = TextAreaField(_l("How the work is organised"), [Length(max=LONG)])

    def fit(self, form: str, founders: Sequence[Founder]) -> None:
        """Ask for workers of the group only in a form of inclusion."""
        if form not in (VULNERABLE, SPECIAL):
            del self.workers_group


YEARS = (1, 2, 3)
AMOUNTS = {
    "income": _l("Income in euro"),
    "public_income": _l("Of it from public bodies and municipalities"),
    "payroll": _l("Payroll in euro"),
    "other_costs": _l("Other costs in euro"),
}


class BudgetForm(ChapterForm):
    """Income, payroll and costs of three years; the fields of each year are added below."""

    first_year = whole(_l("First year"), 2016, 2100)
    full_time_cost = money(
        _l("Yearly cost of one full-time worker on the minimum wage"),
        _l("Your accountant knows it; it decides from when the share of payroll is looked at"),
    )

    def show(self, answers: Mapping[str, Any]) -> None:
        """The years spread over their fields."""
        super().show(spread(answers))

    def answers(self) -> dict[str, Any]:
        """The years as they are kept, one after the other."""
        return gathered(super().answers())


for _year in YEARS:
    for _name, _label in AMOUNTS.items():
        setattr(BudgetForm, f"y{_year}_{_name}", money(_label))
    setattr(BudgetForm, f"y{_year}_jobs", whole(_l("Posts"), 0, MOST_PEOPLE))

FORMS: Mapping[Chapter, type[ChapterForm]] = {
    Chapter.NAME: NameForm,
    Chapter.SEAT: SeatForm,
    Chapter.PURPOSE: PurposeForm,
    Chapter.SHARES: SharesForm,
    Chapter.ORGANS: OrgansForm,
    Chapter.WORK: WorkForm,
    Chapter.BUDGET: BudgetForm,
}


def _kept(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value:.2f}"
    if isinstance(value, date):
        return value.isoformat()
    return value if value != "" else None


def _shown(field: Field, value: Any) -> Any:
    """A kept value in the type of its field."""
    if value is None:
        return None
    if isinstance(field, ExactDecimalField):
        return Decimal(value)
    if isinstance(field, DateField):
        return date.fromisoformat(value)
    if field.name == "activities":
        return activities.written(value)
    return value
