"""What people type about concessions, their follow-up, and what they ask of the list."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FileField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, NumberRange, Optional

from inmeko.resources.forms.assets import ExactDecimalField, anything, choices
from inmeko.resources.rules.asset import Condition
from inmeko.resources.rules.conceding import ANSWERS
from inmeko.resources.rules.concession_filter import PERIOD_LABELS, Period
from inmeko.resources.rules.concession_paths import PATH_LABELS
from inmeko.resources.rules.concession_words import (
    APPLICANT_LABELS,
    REGIME_LABELS,
    Applicant,
    PathKey,
    Regime,
)
from inmeko.web.forms import Form

YES, NO = "yes", "no"
MOST_MEMBERS = 200


def not_known(words: list[SelectChoice]) -> list[SelectChoice]:
    """The same choices after one that says that nobody knows yet."""
    return [SelectChoice("", _l("Not known yet")), *words]


def yes_or_no() -> list[SelectChoice]:
    """Yes, no, or not known yet."""
    return not_known([SelectChoice(YES, _l("Yes")), SelectChoice(NO, _l("No"))])


class AnswersForm(Form):
    """What the law asks about the body and the asset; what nobody knows stays open."""

    organisation_id = SelectField(_l("Body"), default="")
    applicant_kind = SelectField(
        _l("What the body is"),
        choices=not_known(choices(Applicant, APPLICANT_LABELS)),
        default="",
        description=_l("ΚοινΣΕπ, ΚΟΙΣΠΕ and workers' cooperatives are such bodies by law."),
    )
    registered = SelectField(
        _l("Is it entered in the general registry of such bodies?"), choices=yes_or_no(), default=""
    )
    seat_or_activity = SelectField(
        _l("Has it its seat or an activity in this municipality?"), choices=yes_or_no(), default=""
    )
    asset_regime = SelectField(
        _l("Special provisions for the asset"),
        choices=not_known(choices(Regime, REGIME_LABELS)),
        default="",
        description=_l("With any of them the legal service decides."),
    )
    after_free_use_same_body = SelectField(
        _l("Did its own free use of this asset end before?"), choices=yes_or_no(), default=""
    )
    auctions_without_bidder = IntegerField(
        _l("Auctions held without a bidder"), [Optional(), NumberRange(0, 9)]
    )

    def answers(self) -> dict[str, Any]:
        """The answers in the types of the rules; those not given are left out."""
        found: dict[str, Any] = {}
        for name in ANSWERS:
            value = self[name].data
            if value in (None, ""):
                continue
            if name == "applicant_kind":
                found[name] = Applicant(value)
            elif name == "asset_regime":
                found[name] = Regime(value)
            else:
                found[name] = value == YES if isinstance(value, str) else value
        return found


class PathsForm(AnswersForm):
    """The question which path is open."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False


class ConcessionForm(AnswersForm):
    """A concession that is being prepared."""

    path = SelectField(_l("Legal path"), choices=choices(PathKey, dict(PATH_LABELS)))
    purpose = TextAreaField(
        _l("Purpose"), [DataRequired(_l("Say what the asset is given for.")), Length(max=2000)]
    )
    starts_on = DateField(_l("First day"), [DataRequired(_l("Give the first day."))])
    ends_on = DateField(
        _l("Last day"), [Optional()], description=_l("Empty where no end was agreed")
    )
    rent = ExactDecimalField(
        _l("Rent (€ per month)"), [Optional(), NumberRange(0, 10**8)], description=_l("0 if free")
    )
    terms = TextAreaField(_l("Terms"), [Length(max=10_000)])
    decision_number = StringField(_l("Number of the decision"), [Length(max=100)])


class ActivateForm(Form):
    """What puts a concession in force."""

    ada = StringField(
        _l("ΑΔΑ of the decision"),
        [DataRequired(_l("Give the ΑΔΑ.")), Length(max=40)],
        description=_l("As in ΒΛ4ΗΩ6Ρ-Τ0Χ; without it nothing is in force."),
    )
    posted_on = DateField(_l("Posted on"), [DataRequired(_l("Give the day of the posting."))])
    decision_number = StringField(_l("Number of the decision"), [Length(max=100)])
    council_members = IntegerField(
        _l("Members of the council, all of them"), [Optional(), NumberRange(1, MOST_MEMBERS)]
    )
    votes_for = IntegerField(_l("Votes in favour"), [Optional(), NumberRange(0, MOST_MEMBERS)])


class ReasonForm(Form):
    """Why a prepared concession is given up."""

    reason = TextAreaField(_l("Reason"), [DataRequired(_l("Write why.")), Length(max=2000)])


class EndForm(ReasonForm):
    """Since when, and why, a concession is over."""

    day = DateField(_l("Last day"), [DataRequired(_l("Give the day."))])


class RevokeForm(EndForm):
    """Since when, why and by which decision a concession is revoked."""

    ada = StringField(_l("ΑΔΑ of the revocation"), [Length(max=40)])


class ReturnForm(Form):
    """How an asset came back."""

    day = DateField(_l("Handed back on"), [DataRequired(_l("Give the day."))])
    condition = SelectField(_l("Condition"), choices=choices(Condition))
    text = TextAreaField(_l("What was found"), [Length(max=5000)])
    files = MultipleFileField(_l("Photos and documents"))


class ObligationForm(Form):
    """What must be done by a day."""

    what = StringField(
        _l("What must be done"), [DataRequired(_l("Say what must be done.")), Length(max=300)]
    )
    due_on = DateField(_l("Due by"), [DataRequired(_l("Give the day."))])
    yearly = BooleanField(_l("Every year again"))


class DoneForm(Form):
    """What shows that an obligation was fulfilled."""

    done_on = DateField(_l("Done on"), [DataRequired(_l("Give the day."))])
    comment = TextAreaField(_l("Remark"), [Length(max=2000)])
    files = MultipleFileField(_l("Evidence"))


class ReportForm(Form):
    """What the body, or a visitor, reports."""

    once = HiddenField()
    written_on = DateField(_l("Day"), [DataRequired(_l("Give the day."))])
    text = TextAreaField(
        _l("Text of the report"),
        [DataRequired(_l("Write what there is to say.")), Length(max=10_000)],
    )
    files = MultipleFileField(_l("Photos and documents"))


class ConcessionFilterForm(Form):
    """The question to the list of concessions."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False

    q = StringField(_l("Words"))
    path = SelectMultipleField(_l("Legal path"), choices=choices(PathKey, dict(PATH_LABELS)))
    period = SelectField(_l("Which of them"), choices=choices(Period, PERIOD_LABELS))
    year = StringField(_l("In the year"))


class DecisionsForm(Form):
    """A file of decisions."""

    file = FileField(
        _l("JSON file of decisions"),
        description=_l("An export of Διαύγεια, or an answer of its open data service."),
    )


class DecisionFilterForm(Form):
    """The question to the list of decisions."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False

    q = StringField(_l("Words or ΑΔΑ"))
    show = SelectField(
        _l("Which of them"),
        choices=anything([SelectChoice("offered", _l("With assets to be judged"))]),
    )
