"""The engine: a case and a rulebook give findings; only what is verified refuses."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from inmeko.coops.rules.cases import Case
from inmeko.coops.rules.checks import CHECKS, Cents, Outcome
from inmeko.coops.rules.checks.outcome import Shown
from inmeko.coops.rules.rulebook import SEVERITY, Evidence, Rule, Rulebook, Verdict, Words


@dataclass(frozen=True)
class Finding:
    """What one rule says of a case, with a sentence in both languages."""

    rule: Rule
    verdict: Verdict
    message: Words
    outcome: Outcome

    def to_json(self) -> dict[str, Any]:
        """The finding as the answer of the checker has it."""
        return {
            "rule": self.rule.id,
            "verdict": self.verdict.value,
            "article": self.rule.article,
            "evidence": self.rule.evidence.value,
            "message_el": self.message.el,
            "message_en": self.message.en,
            "source": self.rule.source[0] if self.rule.source else "",
            "found": _plain(self.outcome.found),
            "needed": _plain(self.outcome.needed),
            "confirm_with": self.rule.confirm_with,
        }


@dataclass(frozen=True)
class Answer:
    """All findings of a case, in the order of the rulebook."""

    id: str
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst finding; nothing found is fine."""
        return max((one.verdict for one in self.findings), key=SEVERITY.__getitem__, default=_FINE)

    def to_json(self) -> dict[str, Any]:
        """The answer as JSON."""
        return {
            "id": self.id,
            "verdict": self.verdict.value,
            "findings": [one.to_json() for one in self.findings],
        }


_FINE = Verdict.OK
_MARK = re.compile(r"\{(found|needed)\}")


def evaluate(case: Case, book: Rulebook) -> Answer:
    """Ask every rule that binds the form and that the case gives an answer to.

    The rules are those valid on the case's `as_of`, or the newest.
    """
    form = case.get("form")
    found = []
    for rule in book.on(case.get("as_of")):
        if not rule.binds(form):
            continue
        outcome = CHECKS[rule.id](case, rule)
        if outcome is not None:
            found.append(_finding(rule, outcome, book))
    return Answer(case["id"], tuple(found))


def _finding(rule: Rule, outcome: Outcome, book: Rulebook) -> Finding:
    verdict = Verdict.OK if outcome.passed else _severity(rule, outcome)
    office = book.offices[rule.confirm_with]
    said = Words(
        _sentence(rule.title.el, rule.fails.el, outcome, verdict, _GREEK, office.el),
        _sentence(rule.title.en, rule.fails.en, outcome, verdict, _ENGLISH, office.en),
    )
    return Finding(rule, verdict, said, outcome)


def _severity(rule: Rule, outcome: Outcome) -> Verdict:
    """How a failure counts: a rule that is not verified never refuses."""
    verdict = outcome.verdict or rule.on_fail
    if rule.on_fail is not Verdict.REFUSE and verdict is Verdict.REFUSE:
        verdict = rule.on_fail
    unsure = rule.evidence is not Evidence.VERIFIED and verdict is Verdict.REFUSE
    return Verdict.WARN if unsure else verdict


@dataclass(frozen=True)
class _Manner:
    """How a language puts a finding and writes amounts and dates."""

    holds: str
    confirm: str
    office: str
    marks: tuple[str, str]
    day: str


_GREEK = _Manner(
    "Πληρούται: {title}.",
    "{fails} (προς επιβεβαίωση: {office}).",
    "{fails}· απευθυνθείτε: {office}.",
    (".", ","),
    "%d/%m/%Y",
)
_ENGLISH = _Manner(
    "Met: {title}.",
    "{fails} (to be confirmed: {office}).",
    "{fails}; please turn to: {office}.",
    (",", "."),
    "%Y-%m-%d",
)


def _sentence(
    title: str, fails: str, outcome: Outcome, verdict: Verdict, manner: _Manner, office: str
) -> str:
    if verdict is Verdict.OK:
        return manner.holds.replace("{title}", title)
    said = _filled(fails, outcome, manner)
    if verdict is Verdict.REFUSE:
        return f"{said}."
    frame = manner.confirm if verdict is Verdict.WARN else manner.office
    before, after = frame.split("{fails}")
    return f"{before}{said}{after.replace('{office}', office)}"


def _filled(text: str, outcome: Outcome, manner: _Manner) -> str:
    parts = {"found": outcome.found, "needed": outcome.needed}
    # In one pass: a name may itself contain what looks like a mark.
    return _MARK.sub(lambda mark: _written(parts[mark[1]], manner), text)


def _written(value: Shown, manner: _Manner) -> str:
    if isinstance(value, Cents):
        thousands, decimal = manner.marks
        text = f"{value.cents / 100:,.2f}".translate(str.maketrans(",.", thousands + decimal))
        return f"{text} €"
    return value.strftime(manner.day) if isinstance(value, date) else str(value)


def _plain(value: Shown) -> int | str | float:
    if isinstance(value, Cents):
        return value.cents / 100
    return value.isoformat() if isinstance(value, date) else value
