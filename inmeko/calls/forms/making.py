"""The pages of the editor of a call: what is typed on each, and what of the content it becomes."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    Field,
    HiddenField,
    IntegerField,
    MultipleFileField,
    RadioField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Email, InputRequired, Length, NumberRange, Optional
from wtforms.widgets import TextInput

from inmeko.accounts.rules import ORGANISATION_LABELS, SECTOR_LABELS
from inmeko.calls.rules.content import Contact, Content, Judging
from inmeko.calls.rules.words import MEAN_LABELS, OFFER_LABELS, TIE_LABELS, Mean, Offer, TieRule
from inmeko.kernel import formatted as texts
from inmeko.records import forms as records
from inmeko.resources.forms.assets import ExactDecimalField
from inmeko.web.fields import AthensField, LinesField, WordField, WordsField
from inmeko.web.forms import Form

HUNDRED = NumberRange(0, 100, _l("Write a number from 0 to 100."))


class Whole(IntegerField):
    """A whole number in a plain box."""

    widget = TextInput()


class PartForm(Form):
    """One page of the editor; `seen` tells which content it showed."""

    seen = HiddenField()

    def fields_asked(self) -> list[Field]:
        """The fields that people see."""
        return [one for one in self if one.type not in ("CSRFTokenField", "HiddenField")]


class BasicsForm(PartForm):
    """Title, text and aims."""

    title = StringField(_l("Title"), [DataRequired(_l("The call needs a title.")), Length(max=300)])
    text = TextAreaField(
        _l("Text"),
        [Length(max=60_000)],
        description=_l(
            "An empty line begins a paragraph, “- ” a list, “## ” a heading; **bold**, *italic*, "
            "[words](https://…)."
        ),
        render_kw={"rows": "20", "data-component": "toolbar"},
    )
    aims = LinesField(_l("Aims"), [Length(max=20)], description=_l("One a line"))
    sectors = WordsField(_l("Sectors of the plan"), SECTOR_LABELS)
    legal_basis = TextAreaField(_l("Legal basis"), [Length(max=5_000)])

    @staticmethod
    def shown(content: Content) -> dict[str, Any]:
        """The content as this page shows it."""
        return {
            "title": content.title,
            "text": texts.to_typed(content.text),
            "aims": list(content.aims),
            "sectors": list(content.sectors),
            "legal_basis": content.legal_basis,
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as the content holds it."""
        return {
            "title": " ".join((self.title.data or "").split()),
            "text": texts.to_html(self.text.data or ""),
            "aims": tuple(self.aims.data or ()),
            "sectors": tuple(self.sectors.data or ()),
            "legal_basis": self.legal_basis.data or "",
        }


class ApplicantsForm(PartForm):
    """Who may apply."""

    applicants = WordsField(
        _l("Who may apply"),
        ORGANISATION_LABELS,
        description=_l("None chosen: every body and collective"),
    )
    applicants_text = TextAreaField(_l("Conditions for those who apply"), [Length(max=5_000)])

    @staticmethod
    def shown(content: Content) -> dict[str, Any]:
        """The content as this page shows it."""
        return {
            "applicants": list(content.applicants),
            "applicants_text": content.applicants_text,
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as the content holds it."""
        return {
            "applicants": tuple(self.applicants.data or ()),
            "applicants_text": self.applicants_text.data or "",
        }


class OffersForm(PartForm):
    """What the call offers beside assets."""

    offers = WordsField(_l("What the call offers"), OFFER_LABELS)
    offers_text = TextAreaField(_l("Terms of what is offered"), [Length(max=5_000)])

    @staticmethod
    def shown(content: Content) -> dict[str, Any]:
        """The content as this page shows it."""
        return {
            "offers": [one.value for one in content.offers],
            "offers_text": content.offers_text,
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as the content holds it."""
        return {
            "offers": tuple(Offer(one) for one in self.offers.data or ()),
            "offers_text": self.offers_text.data or "",
        }


class DocumentsForm(records.DocumentsForm):
    """Documents of a call that everybody may take away."""

    files = MultipleFileField(
        _l("Documents"),
        description=_l("PDF, Word, Excel, OpenDocument, CSV or text; several at once"),
    )


class AssetsForm(PartForm):
    """Which assets of the register are offered."""

    assets = SelectMultipleField(
        _l("Assets on offer"), choices=[], coerce=int, validate_choice=False
    )


class ContactForm(PartForm):
    """Whom to ask, the notice on personal data, and whether files stay sealed."""

    name = StringField(_l("Office or person to ask"), [Length(max=200)])
    email = EmailField(
        _l("E-mail"),
        [
            Optional(),
            Email(_l("Write an e-mail address, like name@example.org.")),
            Length(max=255),
        ],
    )
    phone = TelField(_l("Telephone"), [Length(max=40)])
    privacy = TextAreaField(
        _l("Notice on personal data"), [Length(max=10_000)], render_kw={"rows": "12"}
    )
    sealed = BooleanField(
        _l("Files stay sealed until the deadline"),
        description=_l("Nobody of the municipality opens one before; opening them is an act."),
    )

    @staticmethod
    def shown(content: Content) -> dict[str, Any]:
        """The content as this page shows it."""
        contact = content.contact
        return {
            "name": contact.name,
            "email": contact.email,
            "phone": contact.phone,
            "privacy": content.privacy,
            "sealed": content.sealed,
        }

    def values(self) -> dict[str, Any]:
        """What was typed, as the content holds it."""
        contact = Contact(self.name.data or "", self.email.data or "", self.phone.data or "")
        return {
            "contact": contact,
            "privacy": self.privacy.data or "",
            "sealed": bool(self.sealed.data),
        }


class JudgingForm(PartForm):
    """How files are evaluated."""

    evaluators = Whole(
        _l("Evaluators per file"), [InputRequired(_l("Write a number.")), NumberRange(1, 20)]
    )
    quorum = Whole(
        _l("Finished sheets a file needs"),
        [InputRequired(_l("Write a number.")), NumberRange(1, 20)],
        description=_l("There is no result before every file has so many."),
    )
    mean = WordField(_l("How scores become one"), MEAN_LABELS)
    minimum = ExactDecimalField(
        _l("Least score of a hundred"), [InputRequired(_l("Write a number.")), HUNDRED]
    )
    spread = ExactDecimalField(
        _l("Largest distance between evaluators"),
        [InputRequired(_l("Write a number.")), HUNDRED],
        description=_l("Of a hundred; files with a larger one go to a further evaluator."),
    )
    ties = WordField(_l("Equal scores"), TIE_LABELS)
    places = Whole(
        _l("Places"),
        [Optional(), NumberRange(1, 10_000)],
        description=_l("Empty: all that reach the least score"),
    )
    waiting = Whole(_l("Places on the waiting list"), [Optional(), NumberRange(0, 10_000)])
    anonymous = BooleanField(_l("Evaluators do not see who applied"))

    @staticmethod
    def shown(content: Content) -> dict[str, Any]:
        """The content as this page shows it."""
        rules = content.judging
        names = ("evaluators", "quorum", "minimum", "spread", "places", "waiting", "anonymous")
        plain = {name: getattr(rules, name) for name in names}
        return {**plain, "mean": rules.mean.value, "ties": rules.ties.value}

    def values(self) -> dict[str, Any]:
        """What was typed, as the content holds it."""
        judging = Judging(
            evaluators=self.evaluators.data or 1,
            quorum=self.quorum.data or 1,
            mean=Mean(self.mean.data),
            minimum=self.minimum.data,
            spread=self.spread.data,
            ties=TieRule(self.ties.data),
            places=self.places.data,
            waiting=self.waiting.data or 0,
            anonymous=bool(self.anonymous.data),
        )
        return {"judging": judging}


class DatesForm(PartForm):
    """When the call opens and closes."""

    opens_at = AthensField(_l("Opens"), [Optional()], description=_l("Athens time"))
    questions_until = AthensField(
        _l("Questions until"), [Optional()], description=_l("Empty: until the deadline")
    )
    closes_at = AthensField(
        _l("Closes"),
        [Optional()],
        description=_l("To the second: what arrives within this second is in time."),
    )
    objection_days = Whole(
        _l("Working days for objections"),
        [InputRequired(_l("Write a number.")), NumberRange(1, 60)],
        description=_l("Counted from the publication of the preliminary list"),
    )


class NewForm(Form):
    """From what a call is made: a template, or an earlier call."""

    source = RadioField(
        _l("What do you begin with?"), [InputRequired(_l("Choose one."))], validate_choice=False
    )


class PublishForm(Form):
    """The last step before a call is public."""

    ada = StringField(_l("ΑΔΑ of the decision"), [Length(max=30)])
    sure = BooleanField(
        _l("I have read the preview. The call may be published."),
        [InputRequired(_l("Confirm that the call may be published."))],
    )


class ReasonForm(Form):
    """A change that everyone concerned is told, with its reason and the ΑΔΑ of its decision."""

    reason = TextAreaField(
        _l("Reason"),
        [
            DataRequired(_l("Give the reason: everyone concerned reads it.")),
            Length(max=5_000),
        ],
        description=_l("Everyone concerned reads it, on the page and by e-mail."),
    )
    ada = StringField(_l("ΑΔΑ of the decision"), [Length(max=30)])


class LaterForm(ReasonForm):
    """A later deadline."""

    closes_at = AthensField(
        _l("New deadline"),
        [InputRequired(_l("Write a day and an hour."))],
        description=_l("Athens time"),
    )
    questions_until = AthensField(
        _l("Questions until"), [Optional()], description=_l("Empty: as it was")
    )


class AdaForm(Form):
    """The ΑΔΑ of a call that was published before its decision was posted."""

    ada = StringField(
        _l("ΑΔΑ of the decision"), [DataRequired(_l("Write the ΑΔΑ.")), Length(max=30)]
    )


class EnquiryForm(Form):
    """A question about a call; `homepage` is for machines that fill in everything."""

    text = TextAreaField(
        _l("Your question"),
        [DataRequired(_l("Write what you want to know.")), Length(max=3_000)],
        description=_l("It is published with its answer, without your name. Name no persons."),
    )
    email = StringField(
        _l("E-mail"),
        [Length(max=255)],
        description=_l("Only if you want the answer by mail; forgotten with the archive."),
    )
    homepage = StringField(_l("Leave this field empty"))


class AnswerForm(Form):
    """What is answered in public."""

    text = TextAreaField(
        _l("The question, as it will be published"),
        [DataRequired(_l("The question needs its words.")), Length(max=3_000)],
        description=_l("Take out whatever tells who asked."),
    )
    answer = TextAreaField(
        _l("Answer"),
        [DataRequired(_l("Write the answer.")), Length(max=10_000)],
        render_kw={"rows": "8"},
    )
