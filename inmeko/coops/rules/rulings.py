"""A new version of a rule from what was found about it, and what such a finding must not say."""

import re
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import Any

from inmeko.coops.rules.rulebook import Evidence, Rule, Verdict, Words
from inmeko.coops.rules.versions import Ruling
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

LONGEST = {"article": 200, "source": 500, "wording": 600, "reason": 4000}
SEVERITIES = (Verdict.WARN, Verdict.REFER, Verdict.REFUSE)

_WHOLE = re.compile(r"[0-9]{1,9}")
_SHARE = re.compile(r"[0-9]{1,4}/[1-9][0-9]{0,3}")
_BRACES = re.compile(r"[{}]")
_MARK = re.compile(r"\{(?:found|needed)\}")
_LARGEST_DAYS = 3660


@dataclass(frozen=True)
class Finding:
    """What was typed about a rule; a confirmation leaves the measure and the wording alone."""

    ruling: Ruling
    article: str
    value: str
    evidence: Evidence
    on_fail: Verdict
    title: Words
    fails: Words
    source: str
    valid_from: date
    valid_to: date | None = None
    reason: str = ""


def measurable(rule: Rule) -> bool:
    """Whether the measure of a rule is a number that a finding can change."""
    return not isinstance(rule.value, bool) and (
        isinstance(rule.value, int) or (isinstance(rule.value, str) and bool(_share(rule.value)))
    )


def found(rule: Rule, finding: Finding, today: date) -> Rule:
    """The version of a rule that a finding makes; RuleError names what it must not say."""
    _check_dates(finding)
    _check_words(finding)
    if finding.on_fail is Verdict.REFUSE and finding.evidence is not Evidence.VERIFIED:
        raise RuleError(N_("Only a rule that is verified may refuse."), field="on_fail")
    made = replace(
        rule,
        article=finding.article,
        evidence=finding.evidence,
        on_fail=finding.on_fail,
        source=(finding.source, *(one for one in rule.source if one != finding.source)),
        checked_on=today,
        valid_from=finding.valid_from,
        valid_to=finding.valid_to,
    )
    if finding.ruling is Ruling.CONFIRMED:
        return made
    made = replace(
        made, value=_value(rule, finding.value), title=finding.title, fails=finding.fails
    )
    _check_told(rule, made)
    if not changed(rule, made):
        raise RuleError(
            N_("Nothing differs from the rule as it is: confirm it, or say what changes."),
            field="value",
        )
    return made


def changed(old: Rule, new: Rule) -> tuple[str, ...]:
    """What of a rule's substance differs between two versions."""
    names = ("article", "value", "evidence", "on_fail", "title", "fails", "valid_to")
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))


def _check_dates(finding: Finding) -> None:
    if finding.valid_to is not None and finding.valid_to < finding.valid_from:
        raise RuleError(N_("A version cannot end before it begins."), field="valid_to")


def _check_words(finding: Finding) -> None:
    _check_length("article", finding.article, LONGEST["article"])
    _check_length("source", finding.source, LONGEST["source"])
    if len(finding.reason) > LONGEST["reason"]:
        _too_long("reason", LONGEST["reason"])
    if finding.ruling is not Ruling.CONFIRMED and not finding.reason:
        raise RuleError(N_("Say why: the reason stays with the version."), field="reason")
    for name, words in (("title", finding.title), ("fails", finding.fails)):
        for language in ("el", "en"):
            field, text = f"{name}_{language}", getattr(words, language)
            _check_length(field, text, LONGEST["wording"])
            if _BRACES.search(_MARK.sub("", text) if name == "fails" else text):
                message = N_("Only {found} and {needed} may stand in braces, where a test fails.")
                raise RuleError(message, field=field)


def _check_length(field: str, text: str, most: int) -> None:
    if not text:
        raise RuleError(N_("This cannot be empty."), field=field)
    if len(text) > most:
        _too_long(field, most)


def _too_long(field: str, most: int) -> None:
    raise RuleError(N_("Write at most %(limit)s characters."), field=field, values={"limit": most})


def _value(rule: Rule, text: str) -> Any:
    """The measure from what was typed, in the shape that the test of the rule reads."""
    if not measurable(rule):
        return rule.value
    return _whole(rule, text) if isinstance(rule.value, int) else _part(text)


def _whole(rule: Rule, text: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise RuleError(N_("Give a whole number, for example 30."), field="value")
    number = int(text)
    if rule.unit.startswith("%") and number > 100:
        raise RuleError(N_("A percentage is 100 at most."), field="value")
    if rule.operator.startswith("date_within") and number > _LARGEST_DAYS:
        raise RuleError(N_("A period is ten years at most."), field="value")
    return number


def _part(text: str) -> str:
    share = _share(text)
    if share is None:
        raise RuleError(N_("Give a share as a fraction, for example 1/3."), field="value")
    if share > 1:
        raise RuleError(N_("A share is 1 at most."), field="value")
    return text


def _share(text: str) -> Fraction | None:
    return Fraction(text) if _SHARE.fullmatch(text) else None


def _check_told(old: Rule, new: Rule) -> None:
    """Refuse a wording that still says the old number."""
    if new.value == old.value:
        return
    said = re.compile(rf"(?<![0-9/]){re.escape(str(old.value))}(?![0-9/])")
    for field, text in (("title_el", new.title.el), ("title_en", new.title.en)):
        if said.search(text) and not said.search(str(new.value)):
            raise RuleError(
                N_("The wording still says %(old)s."), field=field, values={"old": old.value}
            )
