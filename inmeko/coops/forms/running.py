"""What is typed of a registered cooperative: assemblies, the figures of a year, a profit."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange

from inmeko.coops.forms.answering import MOST_PEOPLE, money, whole
from inmeko.coops.models import Founder
from inmeko.coops.rules.formation.people import full_name
from inmeko.coops.rules.running.words import ASSEMBLY_LABELS, AssemblyKind
from inmeko.coops.rules.running.yearly import AMOUNTS
from inmeko.web.fields import words
from inmeko.web.forms import Form


class AssemblyForm(Form):
    """A general assembly."""

    kind = SelectField(_l("Kind"), choices=lambda: words(ASSEMBLY_LABELS))
    held_on = DateField(_l("Day"), [InputRequired(_l("Write a day."))])
    place = StringField(_l("Place of the assembly"), [Length(max=200)])
    members = IntegerField(
        _l("Members of the cooperative"),
        [InputRequired(_l("Write a number.")), NumberRange(1, MOST_PEOPLE)],
    )
    present = IntegerField(
        _l("Present or represented"),
        [InputRequired(_l("Write a number.")), NumberRange(0, MOST_PEOPLE)],
    )
    repeated = BooleanField(_l("It was called again because the first call had no quorum"))
    attended = SelectMultipleField(
        _l("Members who were present"),
        choices=[],
        description=_l("Their names stand in the minutes"),
    )
    chair = StringField(_l("Who chaired it"), [Length(max=200)])
    secretary = StringField(_l("Who wrote the minutes"), [Length(max=200)])
    agenda = TextAreaField(
        _l("Agenda of the assembly"),
        [Length(max=8000)],
        description=_l("One topic a line"),
        render_kw={"rows": 4},
    )
    decisions = TextAreaField(
        _l("Decisions"),
        [Length(max=8000)],
        description=_l("One a line: words; votes for; votes against; 2/3 where that is needed"),
    )
    minutes = TextAreaField(
        _l("What was said"),
        [Length(max=20000)],
        description=_l("The minutes tell it between the agenda and the decisions"),
    )

    def fit(self, members: Sequence[Founder]) -> None:
        """Offer the members to be ticked."""
        self.attended.choices = [SelectChoice(str(one.id), full_name(one)) for one in members]

    def told(self) -> dict[str, Any]:
        """What was typed, in the types of the deed."""
        return {
            "kind": AssemblyKind(self.kind.data),
            "held_on": self.held_on.data,
            "place": self.place.data or "",
            "members": self.members.data,
            "present": self.present.data,
            "decisions": (self.decisions.data or "").replace("\r\n", "\n"),
            "minutes": (self.minutes.data or "").replace("\r\n", "\n"),
            "agenda": (self.agenda.data or "").replace("\r\n", "\n"),
            "chair": self.chair.data or "",
            "secretary": self.secretary.data or "",
            "repeated": self.repeated.data,
            "attended": sorted(int(one) for one in self.attended.data or ()),
        }


class AssemblyEditForm(AssemblyForm):
    """An assembly that was written down, to be corrected."""

    seen = HiddenField(default="0")
    # What the form showed, as JSON: so that what somebody else changed meanwhile is told apart.
    before = HiddenField()
    correction = TextAreaField(
        _l("Why the signed minutes are corrected"),
        [Length(max=1000)],
        description=_l("The corrected minutes name those that were signed, and tell this"),
        render_kw={"rows": 2},
    )

    def show(self, values: Mapping[str, Any]) -> None:
        """Put values into their fields, over what was typed there."""
        for name, value in values.items():
            if name not in self._fields:
                continue
            shown = value.value if isinstance(value, AssemblyKind) else value
            shown = [str(one) for one in value] if isinstance(value, list) else shown
            self._fields[name].data, self._fields[name].raw_data = shown, None

    def told(self) -> dict[str, Any]:
        """What was typed, with the reason where one is asked for."""
        why = {"correction": self.correction.data or ""} if "correction" in self else {}
        return {**super().told(), **why}

    def seen_version(self) -> int:
        """The version that was seen."""
        return int(self.seen.data) if str(self.seen.data or "").isdecimal() else 0


class YearForm(Form):
    """The figures of a year; what nobody knows stays open, and its rules stay silent."""

    year = IntegerField(_l("Year"), [InputRequired(_l("Write a year."))])
    turnover_previous = money(_l("Turnover and income of the year before, in euro"))
    payroll = money(_l("Payroll of the year, in euro"))
    full_time_cost = money(_l("Yearly cost of one full-time worker on the minimum wage"))
    workers_total = whole(_l("Workers"), 0, MOST_PEOPLE)
    workers_members = whole(_l("Of them members"), 0, MOST_PEOPLE)
    workers_group = whole(_l("Of them of the group"), 0, MOST_PEOPLE)
    highest_net = money(_l("Highest net pay in euro"))
    lowest_net = money(_l("Lowest net pay in euro"))
    pay_decision = BooleanField(_l("Two thirds of the assembly have decided on another ratio"))
    total_3y = money(_l("Gross revenue of three years, in euro"))
    public_3y = money(_l("Of it from public bodies and municipalities"))

    def figures(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        counts = ("workers_total", "workers_members", "workers_group")
        told: dict[str, Any] = {}
        for name in AMOUNTS:
            value = self._fields[name].data if name in self._fields else None
            told[name] = None if value is None else f"{value:.2f}"
        for name in counts:
            told[name] = self._fields[name].data if name in self._fields else None
        return {**told, "pay_decision": bool(self.pay_decision.data)}


class ProfitForm(Form):
    """A profit and how it is to be divided; nothing of it is kept."""

    class Meta(Form.Meta):
        """A question changes nothing and is kept in the address."""

        csrf = False

    profit = money(_l("Profit of the year after tax, in euro"))
    reserve = money(_l("To the reserve"))
    workers = money(_l("To the workers"))
    jobs = money(_l("To new jobs, growth and social aims"))
    members = money(_l("To members as members"))
    decided = BooleanField(_l("Two thirds of the assembly have decided, with reasons, to move it"))
