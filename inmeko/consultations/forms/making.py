"""The pages of the editor of an event: what is typed on each, and what it becomes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    StringField,
    TextAreaField,
    URLField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import (
    URL,
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
)
from wtforms.widgets import TextInput

from inmeko.accounts.rules import SECTOR_LABELS
from inmeko.consultations.models import Event
from inmeko.consultations.rules import agenda, asking, phases
from inmeko.consultations.rules.words import (
    EASE_LABELS,
    EVENT_KIND_LABELS,
    QUOTA_LABELS,
    TONGUE_LABELS,
    SubjectKind,
    Tongue,
)
from inmeko.kernel import formatted
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.placing import drawn, typed_point
from inmeko.web.fields import AthensField, LinesField, WordField, WordsField
from inmeko.web.forms import Form

MOST = NumberRange(1, 100_000, _l("Write a number from 1 to 100,000."))
NUMBER = _l("The number at the end of the address of its page")
TYPED = _l("An empty line begins a paragraph, “- ” a list, “## ” a heading; **bold**, *italic*.")
WGS84 = 4326


class Places(IntegerField):
    """A whole number in a plain box."""

    widget = TextInput()


class PartForm(Form):
    """One page of the editor; `seen` tells which content it showed."""

    seen = HiddenField()


class NewEventForm(Form):
    """With what an event begins."""

    title = StringField(
        _l("Title"), [DataRequired(_l("The event needs a title.")), Length(max=300)]
    )
    kind = WordField(_l("Kind of event"), EVENT_KIND_LABELS)


class BasicsForm(PartForm):
    """Title, kind, aims, text, series, sectors, languages."""

    title = StringField(
        _l("Title"), [DataRequired(_l("The event needs a title.")), Length(max=300)]
    )
    kind = WordField(_l("Kind of event"), EVENT_KIND_LABELS)
    aims = LinesField(_l("Aims"), [Length(max=20)], description=_l("One a line"))
    text = TextAreaField(_l("Text"), [Length(max=30_000)], description=TYPED)
    series = StringField(
        _l("Series"),
        [Length(max=200)],
        description=_l("Events with the same name of a series are shown together."),
    )
    sectors = WordsField(_l("Sectors of the plan"), SECTOR_LABELS)
    languages = WordsField(_l("Languages, interpretation included"), TONGUE_LABELS)

    @staticmethod
    def shown(kept: dict[str, Any], _event: Event) -> dict[str, Any]:
        """What is kept, as this page shows it."""
        languages = kept["languages"] or [Tongue.GREEK.value]
        return {
            **kept,
            "kind": kept["kind"].value,
            "text": formatted.to_typed(kept["text"] or ""),
            "languages": languages,
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        return {
            "title": " ".join((self.title.data or "").split()),
            "kind": next(one for one in EVENT_KIND_LABELS if one.value == self.kind.data),
            "aims": list(self.aims.data or ()),
            "text": formatted.to_html(self.text.data or ""),
            "series": " ".join((self.series.data or "").split()),
            "sectors": list(self.sectors.data or ()),
            "languages": list(self.languages.data or ()),
        }


class ToldForm(PartForm):
    """A page whose changes everybody registered is told, with the reason."""

    reason = TextAreaField(
        _l("Reason of the change"),
        [Length(max=2_000)],
        description=_l("Everybody registered reads it, if time or place change."),
        render_kw={"rows": "3"},
    )


class TimeForm(ToldForm):
    """When the event is held, and its agenda."""

    starts_at = AthensField(_l("Begins"), [Optional()], description=_l("Athens time"))
    ends_at = AthensField(_l("Ends"), [Optional()], description=_l("Athens time"))
    twice = RadioField(
        _l("If an hour comes twice, in the night when clocks are put back"),
        [Optional()],
        choices=lambda: [
            SelectChoice("first", _l("the first one (summer time)")),
            SelectChoice("second", _l("the second one (winter time)")),
            SelectChoice("from_first", _l("from the first one to the second one")),
        ],
        validate_choice=False,
    )
    agenda = TextAreaField(
        _l("Agenda"),
        [Length(max=20_000)],
        description=_l(
            "One item a line: “18:00 Welcome | Mayor; Councillor”. Of several days, the day first: "
            "“24/10/2026 09:30 Workshop”."
        ),
        render_kw={"rows": "10"},
    )

    @staticmethod
    def shown(kept: dict[str, Any], event: Event) -> dict[str, Any]:
        """What is kept, as this page shows it."""
        found = {**kept, "agenda": agenda.typed(agenda.unkept(kept["agenda"] or ()))}
        starts, ends = event.starts_at, event.ends_at
        if ends is not None and phases.comes_twice(ends):
            begins_late = starts is None or not phases.comes_twice(starts)
            late = starts is not None and (begins_late or phases.is_second(starts))
            second = phases.is_second(ends)
            found["twice"] = ("second" if late else "from_first") if second else "first"
        elif starts is not None and phases.comes_twice(starts):
            found["twice"] = "second" if phases.is_second(starts) else "first"
        return found

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept; RuleError for an hour that comes twice."""
        said = self.twice.data or None
        second = {"starts_at": said == "second", "ends_at": said in ("second", "from_first")}
        found: dict[str, Any] = {"agenda": agenda.kept(agenda.read(self.agenda.data or ""))}
        for name in ("starts_at", "ends_at"):
            moment = self[name].data
            found[name] = moment and phases.in_time(
                moment, second=second[name] if said else None, field="twice"
            )
        return found


class PlaceForm(ToldForm):
    """Where the event is held, and how one gets in."""

    asset = StringField(
        _l("Code of an asset of the register"),
        [Length(max=60)],
        description=_l("If the event is held in one"),
    )
    address = StringField(_l("Address, or how one finds it"), [Length(max=300)])
    geometry = TextAreaField(_l("Place"))
    x = StringField(_l("Longitude"))
    y = StringField(_l("Latitude"))
    online_url = URLField(
        _l("Online link"),
        [
            Optional(),
            URL(require_tld=False, message=_l("Write a whole address: https://…")),
            Length(max=500),
        ],
        description=_l("Shown only to those registered"),
    )
    ease = WordsField(_l("Accessibility"), EASE_LABELS)
    ease_text = TextAreaField(
        _l("More on how one gets there and in"), [Length(max=2_000)], render_kw={"rows": "3"}
    )

    @staticmethod
    def shown(kept: dict[str, Any], event: Event) -> dict[str, Any]:
        """What is kept, as this page shows it."""
        return {**kept, "asset": event.asset.code if event.asset else ""}

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept, the asset still by its code."""
        found: dict[str, Any] = {
            "asset": self.asset.data or "",
            "address": self.address.data or "",
            "online_url": self.online_url.data or "",
            "ease": list(self.ease.data or ()),
            "ease_text": self.ease_text.data or "",
            "x": None,
            "y": None,
        }
        shape, x, y = (self.geometry.data or "").strip(), self.x.data or "", self.y.data or ""
        if shape or x or y:
            made = drawn(shape) if shape else typed_point(x, y, WGS84)
            point = made.geometry.representative_point()
            found |= {"x": point.x, "y": point.y}
        return found


class RegistrationForm(PartForm):
    """Whether one registers, for how many places, when, and what is asked."""

    registration = BooleanField(_l("One registers for this event"))
    capacity = Places(
        _l("Places altogether"), [Optional(), MOST], description=_l("Empty: as many as like")
    )
    registers_from = AthensField(
        _l("Registration from"), [Optional()], description=_l("Empty: from the announcement")
    )
    registers_until = AthensField(
        _l("Registration until"), [Optional()], description=_l("Empty: until it begins")
    )
    offer_hours = Places(
        _l("Hours for which a free place is kept"),
        [InputRequired(_l("Write a number.")), NumberRange(1, 240)],
        description=_l(
            "Whoever is next on the waiting list has so long to take it; never beyond the start."
        ),
    )
    questions = TextAreaField(
        _l("Your own questions"),
        [Length(max=4_000)],
        description=_l(
            "One a line; answers to choose from after “|”, a star if it must be answered: "
            "“Do you need an interpreter? * | Yes; No”. Ask only what you need."
        ),
    )

    @staticmethod
    def shown(kept: dict[str, Any], _event: Event) -> dict[str, Any]:
        """What is kept, as this page shows it."""
        quotas = {f"takes_{kind}": True for kind in kept["quotas"]}
        quotas |= {f"places_{kind}": places for kind, places in kept["quotas"].items()}
        questions = asking.unkept(kept["questions"] or ())
        return {**kept, "questions": asking.typed(questions), **quotas}

    def quota_fields(self) -> list[tuple[Any, Any]]:
        """The fields of each quota: whether there is one, and how many places it has."""
        return [(self[f"takes_{kind}"], self[f"places_{kind}"]) for kind in QUOTA_LABELS]

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        quotas = {
            kind: self[f"places_{kind}"].data for kind in QUOTA_LABELS if self[f"takes_{kind}"].data
        }
        if not quotas:
            raise RuleError(N_("Say for whom the places are."), field="takes_everybody")
        names = ("registration", "capacity", "registers_from", "registers_until", "offer_hours")
        found: dict[str, Any] = {name: self[name].data for name in names}
        questions = asking.kept(asking.read(self.questions.data or ""))
        return {**found, "quotas": quotas, "questions": questions}


for _kind, _label in QUOTA_LABELS.items():
    setattr(RegistrationForm, f"takes_{_kind}", BooleanField(_l(_label)))
    setattr(
        RegistrationForm,
        f"places_{_kind}",
        Places(_l("At most so many of them"), [Optional(), MOST]),
    )


class AboutForm(PartForm):
    """What the event concerns, and whom to ask."""

    call = Places(
        _l("Number of an open call"),
        [Optional(), NumberRange(1, 999_999_999)],
        description=NUMBER,
    )
    asset = Places(
        _l("Number of an asset"),
        [Optional(), NumberRange(1, 999_999_999)],
        description=NUMBER,
    )
    formation = Places(
        _l("Number of the set-up of a cooperative"),
        [Optional(), NumberRange(1, 999_999_999)],
        description=_l(
            "The number in the address of its page. While it is no registered cooperative, only "
            "those who accompany it see that the event concerns it."
        ),
    )
    contact = StringField(
        _l("Whom to ask"), [Length(max=300)], description=_l("Office, telephone, e-mail")
    )

    @staticmethod
    def shown(kept: dict[str, Any], _event: Event) -> dict[str, Any]:
        """What is kept, as this page shows it."""
        return {"contact": kept["contact"], **kept["subjects"]}

    def values(self) -> dict[str, Any]:
        """What was typed, as it is kept."""
        subjects = {kind: self[kind.value].data for kind in SubjectKind if self[kind.value].data}
        return {"contact": self.contact.data or "", "subjects": subjects}


class CancelEventForm(Form):
    """Why an event is cancelled."""

    reason = TextAreaField(
        _l("Reason"),
        [DataRequired(_l("Give the reason: everybody registered reads it.")), Length(max=2_000)],
        description=_l("Everybody registered reads it, on the page and by e-mail."),
    )
