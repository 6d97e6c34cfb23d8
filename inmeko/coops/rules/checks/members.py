"""Founders: how many, of which kind, of which group, and whether each is one person."""

from collections.abc import Mapping
from typing import Any

from inmeko.coops.rules.cases import BENEFIT, GROUNDS, SPECIAL, VULNERABLE, Case
from inmeko.coops.rules.checks.outcome import Check, Checks, Outcome, known, section
from inmeko.coops.rules.measures import cap, quota
from inmeko.coops.rules.rulebook import Rule, Verdict
from inmeko.kernel import identifiers

GROUP_OF = {VULNERABLE: "vulnerable", SPECIAL: "special"}
AFM_LENGTH = 9

Member = Mapping[str, Any]


def members_of(case: Case) -> list[Member] | None:
    """The members; None where nobody asked for them."""
    found: list[Member] | None = case.get("members")
    return found


def _least_members(kinds: tuple[str, ...]) -> Check:
    def check(case: Case, rule: Rule) -> Outcome | None:
        members = members_of(case)
        if members is None:
            return None
        number = sum(one["kind"] in kinds for one in members)
        return Outcome(number >= rule.measure, number, quota(rule.measure, 1))

    return check


def _legal_share(case: Case, rule: Rule) -> Outcome | None:
    members = members_of(case)
    if members is None:
        return None
    legal, most = _legal(members), cap(rule.measure, len(members))
    return Outcome(legal <= most, legal, most)


def _no_legal_persons(case: Case, rule: Rule) -> Outcome | None:
    members = members_of(case)
    if members is None:
        return None
    legal = _legal(members)
    return Outcome(legal <= rule.measure, legal, cap(rule.measure, 1))


def _legal(members: list[Member]) -> int:
    return sum(one["kind"] == "legal" for one in members)


def _forbidden_kinds(case: Case, rule: Rule) -> Outcome | None:
    members = members_of(case)
    if members is None:
        return None
    return Outcome(not (found := _of_kinds(members, rule)), len(found), 0)


def _public_body(case: Case, rule: Rule) -> Outcome | None:
    members = members_of(case)
    if members is None:
        return None
    bodies = _of_kinds(members, rule)
    approved = all(one.get("supervisor_approval") is True for one in bodies)
    doubtful = approved and case["form"] != BENEFIT
    verdict = Verdict.WARN if doubtful else Verdict.REFUSE
    return Outcome(not bodies, len(bodies), 0, verdict)


def _of_kinds(members: list[Member], rule: Rule) -> list[Member]:
    return [
        one for one in members if one["kind"] == "legal" and one.get("legal_kind") in rule.value
    ]


def _group_members(case: Case, rule: Rule) -> Outcome | None:
    members = members_of(case)
    if members is None:
        return None
    group = GROUP_OF[case["form"]]
    inside = sum(one.get("group") == group for one in members)
    least = quota(rule.measure / 100, len(members))
    return Outcome(inside >= least, inside, least)


def _group_workers(case: Case, rule: Rule) -> Outcome | None:
    workers, group = section(case, "workers"), GROUP_OF[case["form"]]
    if not known(workers, "total", group):
        return None
    least = quota(rule.measure / 100, workers["total"])
    return Outcome(workers[group] >= least, workers[group], least)


def _group_period(case: Case, rule: Rule) -> Outcome | None:
    statute, name = section(case, "statute"), str(rule.value)
    if name not in statute:
        return None
    months = statute[name]
    return Outcome(months is not None and months > 0, 0 if months is None else str(months), 1)


def _ground(case: Case, rule: Rule) -> Outcome | None:
    members = [one for one in members_of(case) or [] if one.get("ground") is not None]
    if not members:
        return None
    group = GROUP_OF[case["form"]]
    doubtful = [
        one["id"]
        for one in members
        if one.get("group") == group and one["ground"] not in GROUNDS[group]
    ]
    return Outcome(not doubtful, ", ".join(doubtful))


def _no_other_membership(case: Case, rule: Rule) -> Outcome | None:
    asked = [one for one in members_of(case) or [] if "other_memberships" in one]
    if not asked:
        return None
    pattern = str(rule.value)
    found = [
        one["id"]
        for one in asked
        if any(_is(pattern, other["form"]) for other in one["other_memberships"] or ())
    ]
    return Outcome(not found, ", ".join(found))


def _is(pattern: str, form: str) -> bool:
    return form.startswith(pattern[:-1]) if pattern.endswith("*") else form == pattern


def _tax_numbers(case: Case, rule: Rule) -> Outcome | None:
    given = [one for one in members_of(case) or [] if one.get("afm") is not None]
    if not given:
        return None
    wrong = [one["id"] for one in given if not _is_tax_number(one["afm"])]
    return Outcome(not wrong, ", ".join(wrong))


def _is_tax_number(text: str) -> bool:
    # As written: a blank or a country code beside it is not part of the number.
    return len(text) == AFM_LENGTH and text.isascii() and identifiers.is_afm(text)


def _one_person_each(case: Case, rule: Rule) -> Outcome | None:
    given = [one["afm"] for one in members_of(case) or [] if one.get("afm") is not None]
    if len(given) <= 1:
        return None
    twice = len(given) - len(set(given))
    return Outcome(not twice, twice)


CHECKS: Checks = {
    "KOIN_MIN_BENEFIT": _least_members(("natural", "legal")),
    "KOIN_MIN_INCLUSION": _least_members(("natural", "legal")),
    "SYN_MIN": _least_members(("natural",)),
    "KOIN_LEGAL_MAX": _legal_share,
    "KOIN_OTA_MEMBER": _forbidden_kinds,
    "KOIN_OTA_CONTROLLED": _forbidden_kinds,
    "KOIN_PUBLIC_BODY": _public_body,
    "SYN_NATURAL_ONLY": _no_legal_persons,
    "KOIN_VULN_MEMBERS": _group_members,
    "KOIN_VULN_WORKERS": _group_workers,
    "KOIN_SPEC_MEMBERS": _group_members,
    "KOIN_SPEC_WORKERS": _group_workers,
    "KOIN_GROUP_PERIOD": _group_period,
    "KOIN_GROUP_GROUND": _ground,
    "KOIN_DOUBLE_MEMBER": _no_other_membership,
    "SYN_DOUBLE_MEMBER": _no_other_membership,
    "ID_AFM": _tax_numbers,
    "ID_AFM_UNIQUE": _one_person_each,
}
