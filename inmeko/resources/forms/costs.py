"""What a planner types about costs of standing idle and about a proposed use."""

from decimal import Decimal

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from inmeko.resources.forms.assets import ExactDecimalField, choices
from inmeko.resources.rules.concession_words import COST_LABELS, CostKind
from inmeko.web.forms import Form

GIVE = _l("Give a figure; 0 if there is none.")
MOST = 10**9


def _money(label: str, hint: str = "") -> ExactDecimalField:
    checks = [InputRequired(GIVE), NumberRange(0, MOST)]
    return ExactDecimalField(label, checks, description=hint, default=Decimal(0))


class CostForm(Form):
    """A yearly cost of an asset."""

    kind = SelectField(_l("What for"), choices=choices(CostKind, COST_LABELS))
    amount = ExactDecimalField(_l("Amount (€ per year)"), [InputRequired(), NumberRange(0, MOST)])
    year = IntegerField(_l("Year"), [InputRequired()])
    source = StringField(
        _l("Source"),
        [DataRequired(_l("Say where this figure comes from.")), Length(max=300)],
        description=_l("For example: bills of 2025, financial service"),
    )


class ScenarioForm(Form):
    """A proposed use in figures; yearly ones at the prices of the first year."""

    title = StringField(_l("Proposed use"), [DataRequired(_l("Name the use.")), Length(max=200)])
    investment = _money(_l("Investment (€)"), _l("Once, before the use begins"))
    grant_amount = _money(_l("Of it paid by a grant (€)"))
    paid_by_body = _money(
        _l("Of it paid by the body (€)"), _l("What is left is paid by the municipality")
    )
    running_cost = _money(_l("Running cost for the municipality (€ per year)"))
    income = _money(_l("Income of the municipality (€ per year)"), _l("Rent or others"))
    saved_cost = _money(
        _l("Cost of standing idle that falls away (€ per year)"),
        _l("The sum of the entered costs, unless some of them remain"),
    )
    price_change = ExactDecimalField(
        _l("Change of prices (percent per year)"), [InputRequired(GIVE)], default=Decimal(0)
    )
    first_year = IntegerField(
        _l("First year of the use"), [InputRequired(), NumberRange(1990, 2100)]
    )
    years = IntegerField(_l("Years to reckon"), [InputRequired()], default=10)
    notes = TextAreaField(_l("Assumptions"), [Length(max=5000)])
