"""Where a formation stands before the law: what refuses, what is to be confirmed, how many lack."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from inmeko.coops.rules.engine import Answer, Finding
from inmeko.coops.rules.rulebook import SEVERITY, Verdict
from inmeko.coops.rules.rulings import changed


class Lacking(StrEnum):
    """What a formation lacks a number of, or has too many of."""

    MEMBERS = "members"
    PERSONS = "persons"
    GROUP_MEMBERS = "group_members"
    GROUP_WORKERS = "group_workers"
    COMMITTEE = "committee"
    LEGAL = "legal"
    NON_MEMBERS = "non_members"


# A quota lacks needed − found, a cap has found − needed too many.
_QUOTAS: Mapping[str, Lacking] = {
    "KOIN_MIN_BENEFIT": Lacking.MEMBERS,
    "KOIN_MIN_INCLUSION": Lacking.MEMBERS,
    "SYN_MIN": Lacking.PERSONS,
    "KOIN_VULN_MEMBERS": Lacking.GROUP_MEMBERS,
    "KOIN_SPEC_MEMBERS": Lacking.GROUP_MEMBERS,
    "KOIN_VULN_WORKERS": Lacking.GROUP_WORKERS,
    "KOIN_SPEC_WORKERS": Lacking.GROUP_WORKERS,
    "KOIN_COMMITTEE_SIZE": Lacking.COMMITTEE,
}
_CAPS: Mapping[str, Lacking] = {
    "KOIN_LEGAL_MAX": Lacking.LEGAL,
    "SYN_NATURAL_ONLY": Lacking.LEGAL,
    "KOIN_NONMEMBER_MAX": Lacking.NON_MEMBERS,
    "SYN_NONMEMBER_MAX": Lacking.NON_MEMBERS,
}


@dataclass(frozen=True)
class Lack:
    """So many are missing, or too many."""

    what: Lacking
    number: int


def lack(finding: Finding) -> Lack | None:
    """How many a failed finding says are missing; None where it is no matter of counting."""
    found, needed = finding.outcome.found, finding.outcome.needed
    if finding.verdict is Verdict.OK or not isinstance(found, int) or not isinstance(needed, int):
        return None
    if what := _QUOTAS.get(finding.rule.id):
        return Lack(what, needed - found)
    if what := _CAPS.get(finding.rule.id):
        return Lack(what, found - needed)
    return None


def lacks(answer: Answer) -> tuple[Lack, ...]:
    """All that is missing by number, each thing once with its largest number."""
    most: dict[Lacking, Lack] = {}
    for one in answer.findings:
        told = lack(one)
        if told and (told.what not in most or told.number > most[told.what].number):
            most[told.what] = told
    return tuple(most.values())


def worst_first(answer: Answer) -> tuple[Finding, ...]:
    """The findings that ask for something, refusals first."""
    asking = [one for one in answer.findings if one.verdict is not Verdict.OK]
    return tuple(sorted(asking, key=lambda one: -SEVERITY[one.verdict]))


def superseded(now: Answer, newer: Answer) -> tuple[Finding, ...]:
    """What the newest law says by other rules than those of the formation."""
    before = {one.rule.id: one for one in now.findings}
    return tuple(
        one
        for one in newer.findings
        if one.rule.id not in before or changed(before[one.rule.id].rule, one.rule)
    )
