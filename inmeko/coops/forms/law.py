"""What is looked for among the rules, and what a lawyer finds about one."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from inmeko.coops.rules.chooser import FORM_LABELS
from inmeko.coops.rules.law_words import EVIDENCE_LABELS, VERDICT_LABELS
from inmeko.coops.rules.rulebook import Evidence, Rule, Verdict, Words
from inmeko.coops.rules.rulings import SEVERITIES, Finding
from inmeko.coops.rules.versions import Ruling
from inmeko.web.forms import Form


class Layer(StrEnum):
    """Whose version of a rule holds today."""

    SHIPPED = "shipped"
    PLATFORM = "platform"
    TOWN = "town"


LAYER_LABELS: dict[str, str] = {
    Layer.SHIPPED: _l("As it ships"),
    Layer.PLATFORM: _l("As the platform found"),
    Layer.TOWN: _l("As the municipality found"),
}
ALL = SelectChoice("", _l("All"))


def _choices(words: Iterable[str], labels: Any) -> list[SelectChoice]:
    return [SelectChoice(str(word), _l(labels[word])) for word in words]


class RuleFilter(Form):
    """Which rules are shown; kept in the address."""

    class Meta(Form.Meta):
        """A filter changes nothing."""

        csrf = False

    form = SelectField(_l("Legal form"), choices=[ALL, *_choices(FORM_LABELS, FORM_LABELS)])
    evidence = SelectField(
        _l("How sure"), choices=[ALL, *_choices(EVIDENCE_LABELS, EVIDENCE_LABELS)]
    )
    layer = SelectField(
        _l("Whose version"),
        choices=[ALL, *(SelectChoice(key, words) for key, words in LAYER_LABELS.items())],
    )


class ConfirmForm(Form):
    """A confirmation: the rule says what it said, and counts from a day on."""

    seen = HiddenField()
    article = StringField(
        _l("Article"),
        [InputRequired(_l("Name the article."))],
        description=_l("A † after the number says that the number itself is not confirmed."),
    )
    source = StringField(
        _l("Source"),
        [InputRequired(_l("Name the source."))],
        description=_l("An address, or the number and date of the document that says so."),
    )
    on_fail = RadioField(
        _l("What happens where it is not met"),
        [InputRequired(_l("Choose one."))],
        choices=_choices(SEVERITIES, VERDICT_LABELS),
    )
    valid_from = DateField(
        _l("Counts from"), [InputRequired(_l("Give the day."))], description=_l("As: 31/1/2027")
    )
    valid_to = DateField(_l("Counts until"), [Optional()])
    reason = TextAreaField(_l("Reason"), [Optional()])

    @classmethod
    def shown(cls, rule: Rule, seen: int, today: Any) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        return {
            "seen": str(seen),
            "article": rule.article,
            "on_fail": rule.on_fail.value,
            "valid_from": today,
        }

    def finding(self, rule: Rule, ruling: Ruling) -> Finding:
        """What was found."""
        return Finding(
            ruling=ruling,
            article=self.article.data or "",
            value=str(rule.value),
            evidence=Evidence.VERIFIED,
            on_fail=Verdict(self.on_fail.data),
            title=rule.title,
            fails=rule.fails,
            source=self.source.data or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            reason=self.reason.data or "",
        )


class CorrectForm(ConfirmForm):
    """A correction, or a new rule in the place of the old one."""

    value = StringField(_l("Measure"), [Optional()])
    evidence = RadioField(
        _l("How sure"),
        [InputRequired(_l("Choose one."))],
        choices=_choices(EVIDENCE_LABELS, EVIDENCE_LABELS),
    )
    title_el = TextAreaField(_l("The rule in Greek"), [InputRequired(_l("Write the rule."))])
    title_en = TextAreaField(_l("The rule in English"), [InputRequired(_l("Write the rule."))])
    fails_el = TextAreaField(
        _l("What is said in Greek where it is not met"),
        [InputRequired(_l("Write the sentence."))],
        description=_l("{found} stands for what was entered, {needed} for what is needed."),
    )
    fails_en = TextAreaField(
        _l("What is said in English where it is not met"),
        [InputRequired(_l("Write the sentence."))],
        description=_l("{found} stands for what was entered, {needed} for what is needed."),
    )

    @classmethod
    def shown(cls, rule: Rule, seen: int, today: Any) -> dict[str, Any]:
        """What stands in the form before anything is typed."""
        return {
            **super().shown(rule, seen, today),
            "value": str(rule.value),
            "evidence": rule.evidence.value,
            "title_el": rule.title.el,
            "title_en": rule.title.en,
            "fails_el": rule.fails.el,
            "fails_en": rule.fails.en,
        }

    def finding(self, rule: Rule, ruling: Ruling) -> Finding:
        """What was found."""
        return Finding(
            ruling=ruling,
            article=self.article.data or "",
            value=self.value.data or "",
            evidence=Evidence(self.evidence.data),
            on_fail=Verdict(self.on_fail.data),
            title=Words(self.title_el.data or "", self.title_en.data or ""),
            fails=Words(self.fails_el.data or "", self.fails_en.data or ""),
            source=self.source.data or "",
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
            reason=self.reason.data or "",
        )
