"""What a test of one rule answers: passed or not, with what was found and what is needed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from inmeko.coops.rules.cases import Case
from inmeko.coops.rules.rulebook import Rule, Verdict


@dataclass(frozen=True)
class Cents:
    """An amount of money, in cents."""

    cents: int


Shown = int | str | date | Cents


@dataclass(frozen=True)
class Outcome:
    """The answer of a test; `verdict` stands where a failure has more than one."""

    passed: bool
    found: Shown = ""
    needed: Shown = ""
    verdict: Verdict | None = None


# A test gives None where the case does not say what the rule needs.
Check = Callable[[Case, Rule], Outcome | None]
Checks = Mapping[str, Check]


def section(case: Case, name: str) -> Mapping[str, Any]:
    """A part of the case; empty where it was not asked."""
    return case.get(name) or {}


def known(part: Mapping[str, Any], *names: str) -> bool:
    """Whether all of these were asked and answered."""
    return all(part.get(name) is not None for name in names)


def required(part: str, name: str) -> Check:
    """A test that an answer, once given, is yes."""

    def check(case: Case, rule: Rule) -> Outcome | None:
        given = section(case, part)
        return Outcome(given[name] is True) if known(given, name) else None

    return check


def referred(_case: Case, rule: Rule) -> Outcome | None:
    """A test that nobody passes: the rule sends people to an office."""
    return Outcome(False, needed=str(rule.value))
