"""The rulebook: every rule of the law as a row of `rulebook.json`, and which version holds when."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cached_property, lru_cache
from importlib.resources import files
from typing import Any

ANY_FORM = "any"


class Verdict(StrEnum):
    """What a rule says of a case, the best first."""

    OK = "ok"
    WARN = "warn"
    REFER = "refer"
    REFUSE = "refuse"


SEVERITY = {verdict: place for place, verdict in enumerate(Verdict)}


class Evidence(StrEnum):
    """How sure the statement of a rule is; only what is verified may refuse."""

    VERIFIED = "verified"
    DRAFT = "draft"
    INFERRED = "inferred"
    UNVERIFIED = "unverified"


@dataclass(frozen=True)
class Words:
    """A text in both languages."""

    el: str
    en: str


# Compared by identity: a measure may be a list, and two versions are never the same rule.
@dataclass(frozen=True, eq=False)
class Rule:
    """One version of one rule: whom it binds, its measure, how sure it is and since when it holds.

    `fails` is the sentence of a failed test; {found} and {needed} stand for the numbers.
    """

    id: str
    group: str
    forms: frozenset[str]
    article: str
    operator: str
    value: Any
    unit: str
    evidence: Evidence
    on_fail: Verdict
    confirm_with: str
    title: Words
    fails: Words
    source: tuple[str, ...] = ()
    checked_on: date | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    @cached_property
    def measure(self) -> Fraction:
        """The value as an exact number, a share of "1/3" as a third; zero where it is none."""
        try:
            return Fraction(str(self.value))
        except ValueError:
            return Fraction(0)

    def binds(self, form: str | None) -> bool:
        """Whether the rule speaks of this form; some speak of any, even of none."""
        return ANY_FORM in self.forms or form in self.forms

    def holds(self, day: date) -> bool:
        """Whether this version is in force on a day."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True)
class Rulebook:
    """The versions of all rules in their closed order, and the offices that can confirm them."""

    rules: tuple[Rule, ...]
    offices: Mapping[str, Words]

    def on(self, day: date | None) -> tuple[Rule, ...]:
        """The rules of a day, one version of each; without a day the newest versions."""
        return _on(self.rules, day)

    def superseded(self, newer: Iterable[Rule]) -> "Rulebook":
        """The rulebook with further versions of its rules; an unknown id raises KeyError.

        A version that begins on the same day as an earlier one takes its place.
        """
        versions: dict[str, list[Rule]] = {rule.id: [] for rule in self.rules}
        for rule in self.rules:
            versions[rule.id].append(rule)
        for rule in newer:
            kept = [one for one in versions[rule.id] if one.valid_from != rule.valid_from]
            versions[rule.id] = [*kept, rule]
        rules = tuple(one for those in versions.values() for one in those)
        return replace(self, rules=rules)


@lru_cache(maxsize=128)
def _on(rules: tuple[Rule, ...], day: date | None) -> tuple[Rule, ...]:
    chosen: dict[str, Rule] = {}
    for rule in rules:
        if day is not None and not rule.holds(day):
            continue
        known = chosen.get(rule.id)
        if known is None or (rule.valid_from or date.min) >= (known.valid_from or date.min):
            chosen[rule.id] = rule
    order = {rule.id: place for place, rule in reversed(list(enumerate(rules)))}
    return tuple(sorted(chosen.values(), key=lambda rule: order[rule.id]))


@lru_cache(maxsize=1)
def shipped() -> Rulebook:
    """The rulebook as it ships."""
    text = files("inmeko.coops.rules").joinpath("rulebook.json").read_text("utf-8")
    return from_json(json.loads(text))


def from_json(given: Mapping[str, Any]) -> Rulebook:
    """A rulebook from its JSON."""
    offices = {key: Words(**words) for key, words in given["confirm_with"].items()}
    return Rulebook(tuple(read_rule(row) for row in given["rules"]), offices)


def read_rule(row: Mapping[str, Any]) -> Rule:
    """A rule from its JSON."""
    return Rule(
        id=row["id"],
        group=row["group"],
        forms=frozenset(row["forms"]),
        article=row["article"],
        operator=row["operator"],
        value=row["value"],
        unit=row["unit"],
        evidence=Evidence(row["evidence"]),
        on_fail=Verdict(row["on_fail"]),
        confirm_with=row["confirm_with"],
        title=Words(row["title_el"], row["title_en"]),
        fails=Words(row["fails_el"], row["fails_en"]),
        source=tuple(row["source"]),
        checked_on=_day(row["checked_on"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
    )


def to_json(rule: Rule) -> dict[str, Any]:
    """A rule as plain JSON."""
    return {
        "id": rule.id,
        "group": rule.group,
        "forms": sorted(rule.forms),
        "article": rule.article,
        "operator": rule.operator,
        "value": rule.value,
        "unit": rule.unit,
        "evidence": rule.evidence.value,
        "on_fail": rule.on_fail.value,
        "confirm_with": rule.confirm_with,
        "title_el": rule.title.el,
        "title_en": rule.title.en,
        "fails_el": rule.fails.el,
        "fails_en": rule.fails.en,
        "source": list(rule.source),
        "checked_on": _iso(rule.checked_on),
        "valid_from": _iso(rule.valid_from),
        "valid_to": _iso(rule.valid_to),
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
