"""Which path is open, and what refuses: every rule of the law on municipal property, by its id."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.accounts.rules import OrganisationKind
from inmeko.kernel.errors import RuleError
from inmeko.resources.rules import conceding
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.conceding import PathStanding, PathVerdict
from inmeko.resources.rules.concession_law import PathEvidence
from inmeko.resources.rules.concession_paths import ALWAYS, CONFIRMED_BY, PATH, PATHS, RULE, RULES
from inmeko.resources.rules.concession_words import Applicant, PathKey, Regime

DAY = date(2026, 5, 12)
FULL: dict[str, Any] = {
    "movable": False,
    "applicant_kind": Applicant.KALO_BODY,
    "registered": True,
    "seat_or_activity": True,
    "asset_regime": Regime.ORDINARY,
    "term_months": 60,
    "council_members": 33,
    "votes_for": 17,
    "after_free_use_same_body": True,
    "auctions_without_bidder": 2,
    "ada": "ΒΛ4ΗΩ6Ρ-Τ0Χ",
}


def standing(key: PathKey, **changes: Any) -> PathStanding:
    return conceding.judged(PATH[key], FULL | changes, DAY).standing


def verdict(rule: str, **changes: Any) -> PathVerdict:
    return conceding.judge(RULE[rule], FULL | changes)


def test_with_everything_fulfilled_free_use_is_open() -> None:
    assert standing(PathKey.FREE_USE) is PathStanding.OPEN
    assert standing(PathKey.DIRECT_LEASE) is PathStanding.OPEN
    assert standing(PathKey.FREE_USE_MOVABLE) is PathStanding.CLOSED
    assert standing(PathKey.FREE_USE_MOVABLE, movable=True) is PathStanding.OPEN


@pytest.mark.parametrize(
    ("rule", "changes", "expected"),
    [
        ("CONC_FREE_BODY", {"applicant_kind": Applicant.COMPANY}, PathVerdict.REFUSES),
        ("CONC_FREE_BODY", {"applicant_kind": Applicant.TEAM}, PathVerdict.PASSES),
        ("CONC_FREE_BODY", {"applicant_kind": None}, PathVerdict.ASKS),
        ("CONC_FREE_REGISTERED", {"registered": False}, PathVerdict.WARNS),
        ("CONC_FREE_SEAT", {"seat_or_activity": False}, PathVerdict.REFUSES),
        ("CONC_FREE_MAJORITY", {"votes_for": 16}, PathVerdict.REFUSES),
        ("CONC_FREE_MAJORITY", {"votes_for": 17}, PathVerdict.PASSES),
        ("CONC_FREE_MAJORITY", {"council_members": 34, "votes_for": 17}, PathVerdict.REFUSES),
        ("CONC_FREE_MAJORITY", {"council_members": 34, "votes_for": 18}, PathVerdict.PASSES),
        ("CONC_FREE_TERM", {"term_months": 61}, PathVerdict.REFUSES),
        ("CONC_FREE_TERM", {"term_months": conceding.OPEN_ENDED}, PathVerdict.REFUSES),
        ("CONC_DIRECT_SAME_BODY", {"after_free_use_same_body": False}, PathVerdict.REFUSES),
        ("CONC_AUCTION_FIRST", {"auctions_without_bidder": 1}, PathVerdict.REFUSES),
        ("CONC_SHORT_TERM", {"term_months": 4}, PathVerdict.WARNS),
        ("CONC_SHORT_TERM", {"term_months": 3}, PathVerdict.PASSES),
        ("CONC_SPECIAL_ASSET", {"asset_regime": Regime.SEASHORE}, PathVerdict.REFERS),
        ("CONC_SERVICE", {}, PathVerdict.REFERS),
        ("CONC_ADA", {"ada": "όχι"}, PathVerdict.REFUSES),
    ],
)
def test_each_rule_says_what_the_law_says(
    rule: str, changes: dict[str, Any], expected: PathVerdict
) -> None:
    assert verdict(rule, **changes) is expected


@given(st.integers(1, 200), st.integers(0, 200))
def test_the_majority_is_more_than_half_of_all_members(members: int, votes: int) -> None:
    passes = verdict("CONC_FREE_MAJORITY", council_members=members, votes_for=votes)
    assert (passes is PathVerdict.PASSES) == (votes >= conceding.votes_needed(members))
    assert (passes is PathVerdict.PASSES) == (2 * votes > members)


def test_only_what_a_published_page_states_refuses() -> None:
    for rule in RULES:
        if rule.evidence is not PathEvidence.VERIFIED:
            assert rule.on_fail != "refuse", rule.id
        if rule.on_fail == "refuse":
            assert rule.source, rule.id
            assert "%(article)s" in rule.refusal, rule.id


def test_paths_and_rules_name_each_other_rightly() -> None:
    named = {name for path in PATHS for name in path.rules} | set(ALWAYS)
    assert named == set(RULE)
    assert set(PATH) == set(PathKey)
    assert {rule.confirm_with for rule in RULES} <= set(CONFIRMED_BY)
    assert {rule.operator for rule in RULES} <= set(conceding.TESTS)


@pytest.mark.parametrize("regime", [one for one in Regime if one is not Regime.ORDINARY])
def test_special_assets_are_referred_and_never_decided(regime: Regime) -> None:
    for key in PathKey:
        found = standing(key, asset_regime=regime, movable=key is PathKey.FREE_USE_MOVABLE)
        assert found is PathStanding.REFERRED


def test_a_rule_holds_only_while_it_is_valid() -> None:
    before = conceding.judged(PATH[PathKey.FREE_USE], FULL, date(2018, 7, 18))
    assert "CONC_FREE_BODY" not in {finding.rule.id for finding in before.findings}


def test_what_is_not_known_is_asked_before_it_takes_effect() -> None:
    facts = FULL | {"votes_for": None, "decision_state": "in_force"}
    conceding.check(PathKey.FREE_USE, facts, DAY)
    with pytest.raises(RuleError) as refused:
        conceding.check(PathKey.FREE_USE, facts, DAY, complete=True)
    assert refused.value.field == "votes_for"
    unregistered = FULL | {"registered": None, "decision_state": "in_force"}
    conceding.check(PathKey.FREE_USE, unregistered, DAY, complete=True)


def test_nothing_is_in_force_without_its_number() -> None:
    facts = FULL | {"ada": None, "decision_state": "in_force"}
    for key in (PathKey.FREE_USE, PathKey.AUCTION, PathKey.OTHER):
        with pytest.raises(RuleError, match="in force only once") as refused:
            conceding.check(key, facts | {"movable": False}, DAY, complete=True)
        assert refused.value.field == "ada"


@pytest.mark.parametrize(
    ("start", "end", "months"),
    [
        ("2026-01-01", "2030-12-31", 60),
        ("2026-01-01", "2031-01-01", 61),
        ("2026-03-15", "2026-06-14", 3),
        ("2026-03-15", "2026-06-15", 4),
        ("2026-03-15", "2026-03-15", 1),
        ("2024-02-29", "2029-02-27", 60),
    ],
)
def test_a_term_is_counted_in_begun_months(start: str, end: str, months: int) -> None:
    days = date.fromisoformat(start), date.fromisoformat(end)
    assert conceding.term_months(*days) == months


def test_what_is_known_of_a_body_is_not_asked() -> None:
    known = conceding.facts_known(Kind.SCHOOL, OrganisationKind.WORKERS_COOPERATIVE, {})
    assert known["applicant_kind"] is Applicant.KALO_BODY
    assert known["asset_regime"] is Regime.SCHOOL
    told = conceding.facts_known(Kind.VEHICLE, None, {"registered": False, "seat_or_activity": ""})
    assert told == {"movable": True, "registered": False}


def test_effect_begins_with_the_posting() -> None:
    for starts, posted, field in (
        (date(2026, 1, 1), None, "posted_on"),
        (date(2026, 6, 1), date(2026, 5, 13), "posted_on"),
        (date(2026, 1, 1), date(2026, 1, 2), "starts_on"),
    ):
        with pytest.raises(RuleError) as refused:
            conceding.check_effect(starts, posted, DAY)
        assert refused.value.field == field
    conceding.check_effect(date(2026, 1, 1), date(2026, 1, 1), DAY)
