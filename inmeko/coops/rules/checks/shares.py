"""Shares, votes and organs."""

from collections.abc import Mapping
from typing import Any

from inmeko.coops.rules.cases import Case
from inmeko.coops.rules.checks.members import members_of
from inmeko.coops.rules.checks.outcome import Cents, Checks, Outcome, known, section
from inmeko.coops.rules.measures import cap, quota
from inmeko.coops.rules.rulebook import Rule

CENTS = 100
# How a committee says that somebody is no member.
STRANGER = "non_member"


def _obligatory(case: Case) -> list[Mapping[str, Any]]:
    members = members_of(case) or []
    return [one["obligatory_share"] for one in members if known(one, "obligatory_share")]


def _optional(case: Case) -> list[Mapping[str, Any]]:
    return [share for one in members_of(case) or [] for share in one.get("optional_shares") or ()]


def _least_value(case: Case, rule: Rule) -> Outcome | None:
    values = [share["value_eur"] for share in _obligatory(case)]
    if not values:
        return None
    least = quota(rule.measure * CENTS, 1)
    return Outcome(min(values) >= least, Cents(min(values)), Cents(least))


def _equal_value(case: Case, rule: Rule) -> Outcome | None:
    values = [
        share["value_eur"]
        for share in (*_obligatory(case), *_optional(case))
        if known(share, "value_eur")
    ]
    if len(values) <= 1:
        return None
    return Outcome(len(set(values)) == 1, Cents(min(values)), Cents(max(values)))


def _in_cash(case: Case, rule: Rule) -> Outcome | None:
    paid = [share["paid"] for share in _obligatory(case) if known(share, "paid")]
    if not paid:
        return None
    other = sum(how != rule.value for how in paid)
    return Outcome(not other, other)


def _optional_number(case: Case, rule: Rule) -> Outcome | None:
    numbers = [len(one.get("optional_shares") or ()) for one in members_of(case) or []]
    if not any(numbers):
        return None
    return Outcome(max(numbers) <= rule.measure, max(numbers), cap(rule.measure, 1))


def _in_kind_by_statute(case: Case, rule: Rule) -> Outcome | None:
    in_kind = sum(share.get("paid") == "kind" for share in _optional(case))
    statute, name = section(case, "statute"), str(rule.value)
    if not in_kind or name not in statute:
        return None
    return Outcome(statute[name] is True, in_kind)


def _optional_by_statute(case: Case, rule: Rule) -> Outcome | None:
    shares, statute, name = _optional(case), section(case, "statute"), str(rule.value)
    if not shares or name not in statute:
        return None
    return Outcome(statute[name] is True, len(shares))


def _one_vote(case: Case, rule: Rule) -> Outcome | None:
    votes = [one["votes"] for one in members_of(case) or [] if known(one, "votes")]
    basis = section(case, "statute").get("voting_basis")
    if not votes and basis is None:
        return None
    each = all(number == rule.measure for number in votes)
    return Outcome(each and basis in (None, "member"), max(votes, default=1), 1)


def _committee_of_members(case: Case, rule: Rule) -> Outcome | None:
    committee = case.get("committee")
    if committee is None:
        return None
    ids = {one["id"] for one in members_of(case) or []} - {STRANGER}
    strangers = sum(one not in ids for one in committee)
    return Outcome(not strangers, strangers, 0)


def _committee_size(case: Case, rule: Rule) -> Outcome | None:
    committee = case.get("committee")
    if committee is None:
        return None
    return Outcome(len(committee) >= rule.measure, len(committee), quota(rule.measure, 1))


def _committee_term(case: Case, rule: Rule) -> Outcome | None:
    years = section(case, "statute").get("committee_term_years")
    if years is None:
        return None
    least, most = rule.value
    return Outcome(least <= years <= most, str(years), f"{least}–{most}")


CHECKS: Checks = {
    "KOIN_SHARE_MIN": _least_value,
    "KOIN_SHARE_EQUAL": _equal_value,
    "KOIN_SHARE_CASH": _in_cash,
    "KOIN_OPT_MAX": _optional_number,
    "KOIN_OPT_KIND": _in_kind_by_statute,
    "SYN_SHARE_MIN": _least_value,
    "SYN_SHARE_EQUAL": _equal_value,
    "SYN_SHARE_CASH": _in_cash,
    "SYN_OPT_MAX": _optional_number,
    "SYN_OPT_STATUTE": _optional_by_statute,
    "SYN_OPT_KIND": _in_kind_by_statute,
    "KOIN_ONE_VOTE": _one_vote,
    "SYN_ONE_VOTE": _one_vote,
    "KOIN_COMMITTEE_MEMBERS": _committee_of_members,
    "KOIN_COMMITTEE_SIZE": _committee_size,
    "KOIN_COMMITTEE_TERM": _committee_term,
}
