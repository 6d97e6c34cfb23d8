"""Which path is open to a body for an asset, and what a concession must fulfil: pure judgement."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from inmeko.accounts.rules import OrganisationKind
from inmeko.kernel.errors import RuleError
from inmeko.kernel.identifiers import is_ada
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.concession_law import Path, PathEvidence, Rule
from inmeko.resources.rules.concession_paths import ALWAYS, PATH, PATHS, RULE
from inmeko.resources.rules.concession_words import Applicant, PathKey, Regime

MOVABLES = frozenset({Kind.EQUIPMENT, Kind.VEHICLE})
OPEN_ENDED = 100_000
# What is answered once and kept with the concession.
ANSWERS = (
    "applicant_kind",
    "registered",
    "seat_or_activity",
    "after_free_use_same_body",
    "auctions_without_bidder",
    "asset_regime",
)
# By law, without an application: ν. 4430/2016 άρ. 3 §1(α), (γ).
KALO_BY_LAW = frozenset({OrganisationKind.SOCIAL_COOPERATIVE, OrganisationKind.WORKERS_COOPERATIVE})
# The field of a form under which a fact is typed, where its name is another.
FIELDS = {"term_months": "ends_on", "movable": "path"}


class PathVerdict(StrEnum):
    """What a rule says of the facts."""

    PASSES = "passes"
    ASKS = "asks"
    WARNS = "warns"
    REFERS = "refers"
    REFUSES = "refuses"


VERDICT_LABELS = {
    PathVerdict.PASSES: N_("Fulfilled"),
    PathVerdict.ASKS: N_("Not known yet"),
    PathVerdict.WARNS: N_("To be confirmed"),
    PathVerdict.REFERS: N_("For another service"),
    PathVerdict.REFUSES: N_("Not fulfilled"),
}


class PathStanding(StrEnum):
    """Whether a path is open."""

    OPEN = "open"
    UNSURE = "unsure"
    REFERRED = "referred"
    CLOSED = "closed"


STANDING_LABELS = {
    PathStanding.OPEN: N_("Open path"),
    PathStanding.UNSURE: N_("Open under conditions"),
    PathStanding.REFERRED: N_("For the service to decide"),
    PathStanding.CLOSED: N_("Closed path"),
}
WORST = (
    (PathVerdict.REFUSES, PathStanding.CLOSED),
    (PathVerdict.REFERS, PathStanding.REFERRED),
    (PathVerdict.WARNS, PathStanding.UNSURE),
    (PathVerdict.ASKS, PathStanding.UNSURE),
)


@dataclass(frozen=True)
class Finding:
    """A rule and what it says."""

    rule: Rule
    verdict: PathVerdict


@dataclass(frozen=True)
class Judgement:
    """A path and everything its rules say of an asset and a body."""

    path: Path
    findings: tuple[Finding, ...]

    @property
    def standing(self) -> PathStanding:
        """The worst of what the rules say; a path without rules is confirmed by the lawyer."""
        said = {finding.verdict for finding in self.findings}
        found = (standing for verdict, standing in WORST if verdict in said)
        worst = next(found, PathStanding.OPEN)
        sure = self.path.evidence is PathEvidence.VERIFIED
        return worst if sure or worst is not PathStanding.OPEN else PathStanding.UNSURE


TESTS: Mapping[str, Callable[[Any, tuple[Any, ...]], bool]] = {
    "one_of": lambda value, facts: facts[0] in value,
    "required": lambda value, facts: facts[0] is value,
    "equals": lambda value, facts: facts[0] == value,
    "amount_max": lambda value, facts: facts[0] <= value,
    "count_min": lambda value, facts: facts[0] >= value,
    "majority_absolute": lambda value, facts: value * facts[1] > facts[0],
    "ada": lambda value, facts: is_ada(str(facts[0])),
    "refer": lambda value, facts: False,
}


def judge(rule: Rule, facts: Mapping[str, Any]) -> PathVerdict:
    """What a rule says of the facts; one that is not verified never refuses."""
    known = tuple(facts.get(name) for name in rule.asks)
    if any(fact is None or fact == "" for fact in known):
        return PathVerdict.ASKS
    if TESTS[rule.operator](rule.value, known):
        return PathVerdict.PASSES
    if rule.on_fail == "refer":
        return PathVerdict.REFERS
    refuses = rule.on_fail == "refuse" and rule.evidence is PathEvidence.VERIFIED
    return PathVerdict.REFUSES if refuses else PathVerdict.WARNS


def judged(path: Path, facts: Mapping[str, Any], day: date) -> Judgement:
    """A path for an asset and a body, by the rules that are valid on a day."""
    rules = (RULE[name] for name in (*path.rules, *ALWAYS))
    return Judgement(
        path,
        tuple(
            Finding(rule, judge(rule, facts))
            for rule in rules
            if _valid(rule, day) and all(facts.get(name) == value for name, value in rule.when)
        ),
    )


def judge_all(facts: Mapping[str, Any], day: date) -> list[Judgement]:
    """Every path, in the order in which a town should think of them."""
    return [judged(path, facts, day) for path in PATHS]


def facts_known(
    kind: Kind, body: OrganisationKind | None, answers: Mapping[str, Any]
) -> dict[str, Any]:
    """What is known without asking, and what was answered; an answer wins."""
    found: dict[str, Any] = {"movable": kind in MOVABLES}
    if body in KALO_BY_LAW:
        found["applicant_kind"] = Applicant.KALO_BODY
    elif body is OrganisationKind.COMPANY:
        found["applicant_kind"] = Applicant.COMPANY
    if kind is Kind.SCHOOL:
        found["asset_regime"] = Regime.SCHOOL
    return found | {name: value for name, value in answers.items() if value not in (None, "")}


def term_months(starts_on: date | None, ends_on: date | None) -> int | None:
    """The months from the first to the last day, a begun one counted whole.

    Without a last day more than any law allows; unknown without a first one.
    """
    if starts_on is None:
        return None
    if ends_on is None:
        return OPEN_ENDED
    past = ends_on + timedelta(days=1)
    months = (past.year - starts_on.year) * 12 + past.month - starts_on.month
    return months + (past.day > starts_on.day)


def votes_needed(council_members: int) -> int:
    """The absolute majority of all members: 17 of 33, 18 of 34."""
    return council_members // 2 + 1


def check(key: PathKey, facts: Mapping[str, Any], day: date, *, complete: bool = False) -> None:
    """Refuse what a verified rule forbids; where it takes effect, also what nobody answered."""
    for finding in judged(PATH[key], facts, day).findings:
        rule = finding.rule
        if finding.verdict is PathVerdict.REFUSES:
            raise RuleError(rule.refusal, field=_field(rule), values=_values(rule, facts))
        can_refuse = rule.on_fail == "refuse" and rule.evidence is PathEvidence.VERIFIED
        if complete and finding.verdict is PathVerdict.ASKS and can_refuse:
            if rule.id == "CONC_ADA":
                raise RuleError(rule.refusal, field="ada", values=_values(rule, facts))
            raise RuleError(
                N_("Answer this before the concession takes effect (%(article)s)."),
                field=_field(rule, facts),
                values={"article": rule.article},
            )


def check_period(starts_on: date, ends_on: date | None) -> None:
    """Refuse a last day before the first."""
    if ends_on is not None and ends_on < starts_on:
        raise RuleError(N_("The last day lies before the first."), field="ends_on")


def check_votes(council_members: int | None, votes_for: int | None) -> None:
    """Refuse more votes than the council has members."""
    if council_members is not None and votes_for is not None and votes_for > council_members:
        raise RuleError(N_("The council has fewer members than that."), field="votes_for")


def check_effect(starts_on: date, posted_on: date | None, today: date) -> None:
    """Refuse effect before the posting (ν. 4727/2020 άρ. 78 §2)."""
    if posted_on is None:
        raise RuleError(N_("Say when the decision was posted on Διαύγεια."), field="posted_on")
    if posted_on > today:
        raise RuleError(N_("The decision has not been posted yet."), field="posted_on")
    if starts_on < posted_on:
        raise RuleError(
            N_("The concession cannot begin before its decision was posted (%(article)s)."),
            field="starts_on",
            values={"article": "ν. 4727/2020 άρ. 78 §2"},
        )


def check_reason(reason: str) -> str:
    """The reason without blanks at its edges; refuses to go without one."""
    if not reason.strip():
        raise RuleError(N_("Write why."), field="reason")
    return reason.strip()


def to_confirm(findings: Iterable[Finding]) -> list[Finding]:
    """What does not refuse and is not settled either."""
    open_questions = {PathVerdict.WARNS, PathVerdict.REFERS, PathVerdict.ASKS}
    return [finding for finding in findings if finding.verdict in open_questions]


def _valid(rule: Rule, day: date) -> bool:
    begun = rule.valid_from is None or rule.valid_from <= day
    return begun and (rule.valid_to is None or day <= rule.valid_to)


def _field(rule: Rule, facts: Mapping[str, Any] | None = None) -> str:
    """The field of the first fact that is missing; without facts, of the last one."""
    names = [name for name in rule.asks if facts is None or facts.get(name) is None]
    name = names[0] if facts is not None else names[-1]
    return FIELDS.get(name, name)


def _values(rule: Rule, facts: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {"article": rule.article}
    if rule.operator == "majority_absolute":
        members = facts["council_members"]
        values |= {"needed": votes_needed(members), "council_members": members}
    return values
