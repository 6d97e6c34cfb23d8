"""The engine answers worked cases, rounds as the law does, and refuses only what is verified."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inmeko.coops.rules import cases
from inmeko.coops.rules.cases import FORMS, SPECIAL, VULNERABLE
from inmeko.coops.rules.checks import CHECKS
from inmeko.coops.rules.engine import Answer, evaluate
from inmeko.coops.rules.rulebook import Evidence, Rulebook, Verdict, shipped
from tests.coops.rules.both_ways import BOTH_WAYS, ONE_WAY, Json, free, of, people

WORKED = Path(__file__).parent.parent / "worked_cases.jsonl"
LINES = WORKED.read_text("utf-8").splitlines()
EVERY: dict[str, tuple[Json, Json]] = {**BOTH_WAYS, **ONE_WAY}


def answer(case: Json, book: Rulebook | None = None) -> Answer:
    read = cases.read(cases.parse(json.dumps(case)))
    return evaluate(read, book or shipped())


def verdicts(case: Json, book: Rulebook | None = None) -> dict[str, Verdict]:
    return {one.rule.id: one.verdict for one in answer(case, book).findings}


@pytest.mark.parametrize("line", LINES, ids=lambda line: json.loads(line)["case"]["id"])
def test_worked_cases_agree(line: str) -> None:
    worked = json.loads(line)
    found = answer(worked["case"])
    assert found.verdict == worked["expect"]["verdict"]
    said = verdicts(worked["case"])
    assert all(said.get(rule) == found.verdict for rule in worked["expect"]["rules"])


def test_every_rule_has_a_test_and_every_test_a_rule() -> None:
    rules = [rule.id for rule in shipped().rules]
    assert len(rules) == len(set(rules)) == 81
    assert set(rules) == set(CHECKS) == set(BOTH_WAYS) | set(ONE_WAY)


@pytest.mark.parametrize("rule", BOTH_WAYS)
def test_a_rule_can_pass_and_fail(rule: str) -> None:
    passing, failing = BOTH_WAYS[rule]
    assert verdicts(passing)[rule] is Verdict.OK
    assert verdicts(failing)[rule] is not Verdict.OK


@pytest.mark.parametrize("rule", ONE_WAY)
def test_a_rule_that_nobody_passes_speaks_only_where_it_is_due(rule: str) -> None:
    due, elsewhere = ONE_WAY[rule]
    assert verdicts(due)[rule] in (Verdict.WARN, Verdict.REFER)
    assert rule not in verdicts(elsewhere)


@pytest.mark.parametrize("rule", BOTH_WAYS)
def test_only_what_is_verified_refuses(rule: str) -> None:
    failing = BOTH_WAYS[rule][1]
    unsure = [replace(one, evidence=Evidence.DRAFT) for one in shipped().rules]
    book = Rulebook(tuple(unsure), shipped().offices)
    assert Verdict.REFUSE not in verdicts(failing, book).values()


@pytest.mark.parametrize("rule", EVERY)
def test_a_finding_speaks_both_languages_and_leaves_no_mark_unfilled(rule: str) -> None:
    for case in EVERY[rule]:
        for one in answer(case).findings:
            told = one.to_json()
            assert told["article"] == one.rule.article
            for words in (told["message_el"], told["message_en"]):
                assert words.endswith(".")
                assert "{" not in words
            if one.verdict is Verdict.WARN:
                assert "προς επιβεβαίωση" in told["message_el"]
                assert "to be confirmed" in told["message_en"]
            if one.verdict in (Verdict.WARN, Verdict.REFER):
                assert shipped().offices[one.rule.confirm_with].el in told["message_el"]


def test_what_was_not_asked_stays_silent() -> None:
    for form in FORMS[:-1]:
        assert answer(of(form)).findings == ()
        assert answer(of(form)).verdict is Verdict.OK


def test_a_public_body_with_approval_is_doubtful_only_in_inclusion_forms() -> None:
    body = {"id": "l", "kind": "legal", "legal_kind": "public_body", "supervisor_approval": True}
    assert verdicts(of(VULNERABLE, members=[body]))["KOIN_PUBLIC_BODY"] is Verdict.WARN
    refused = verdicts(of(VULNERABLE, members=[{**body, "supervisor_approval": False}]))
    assert refused["KOIN_PUBLIC_BODY"] is Verdict.REFUSE


def test_the_last_period_that_still_runs_warns() -> None:
    running = {"notice_date": "2026-03-01", "additional_data_date": None, "today": "2026-03-31"}
    assert verdicts(of("koinsep_benefit", registry=running))["REG_LAST_30"] is Verdict.WARN
    late = {**running, "today": "2026-04-01"}
    assert verdicts(of("koinsep_benefit", registry=late))["REG_LAST_30"] is Verdict.REFUSE


def test_a_holiday_moves_the_last_day() -> None:
    dates: Json = {"certificate_date": "2026-03-01", "today": "2026-04-01"}
    assert verdicts(of(SPECIAL, registry=dates))["REG_DATA_30"] is Verdict.WARN
    dates["holidays"] = ["2026-03-31"]
    assert verdicts(of(SPECIAL, registry=dates))["REG_DATA_30"] is Verdict.OK


def test_rules_are_those_of_the_day() -> None:
    case = free("free_use", term_months=61)
    assert verdicts(case)["CONC_FREE_TERM"] is Verdict.REFUSE
    assert "CONC_FREE_TERM" not in verdicts({**case, "as_of": "2018-07-18"})


def test_a_newer_version_counts_from_its_day_and_old_cases_keep_the_old_one() -> None:
    [old] = [rule for rule in shipped().rules if rule.id == "KOIN_MIN_BENEFIT"]
    newer = replace(old, value=6, valid_from=date(2027, 1, 1))
    book = shipped().superseded([newer])
    five = of("koinsep_benefit", members=people(5))
    assert answer(five, book).verdict is Verdict.REFUSE
    assert answer({**five, "as_of": "2026-12-31"}, book).verdict is Verdict.OK
    order = [rule.id for rule in book.on(None)]
    assert order == [rule.id for rule in shipped().rules]


@pytest.mark.parametrize(
    ("profit", "reserve"),
    [("333.33", "16.67"), ("0.01", "0.01"), ("10000", "500.00")],
)
def test_a_reserve_is_rounded_up_to_the_cent(profit: str, reserve: str) -> None:
    enough, less = Decimal(reserve), Decimal(reserve) - Decimal("0.01")
    for value, verdict in ((enough, Verdict.OK), (less, Verdict.REFUSE)):
        parts = {"profit_eur": float(profit), "reserve_eur": float(value)}
        said = verdicts(of("koinsep_benefit", profit_distribution=parts))
        assert said["KOIN_PROFIT_RESERVE"] is verdict


def group(form: str, inside: int, outside: int) -> Json:
    word = "vulnerable" if form == VULNERABLE else "special"
    named = [{"id": f"g{n}", "kind": "natural", "group": word} for n in range(inside)]
    return of(form, members=[*named, *people(outside)])


QUOTA = {VULNERABLE: "KOIN_VULN_MEMBERS", SPECIAL: "KOIN_SPEC_MEMBERS"}
small = st.integers(0, 40)


@given(st.sampled_from(sorted(QUOTA)), small, small)
def test_one_more_of_the_group_never_makes_the_quota_worse(
    form: str, inside: int, outside: int
) -> None:
    now = verdicts(group(form, inside, outside))[QUOTA[form]]
    then = verdicts(group(form, inside + 1, outside))[QUOTA[form]]
    assert not (now is Verdict.OK and then is not Verdict.OK)


@given(st.sampled_from(sorted(QUOTA)), small, small, st.integers(1, 9))
def test_scaling_keeps_the_verdict_of_a_quota(
    form: str, inside: int, outside: int, times: int
) -> None:
    now = verdicts(group(form, inside, outside))[QUOTA[form]]
    then = verdicts(group(form, inside * times, outside * times))[QUOTA[form]]
    assert now is then


def scaled(times: int, part: int, rest: int, money: int) -> dict[str, Json]:
    """Cases of every rule that speaks of a share of a whole, so many times as large."""
    a, b, euro = part * times, rest * times, money * times
    legal = [
        {"id": f"l{n}", "kind": "legal", "legal_kind": "company"} for n in range(min(a, 60 * times))
    ]
    vulnerable: Json = {"total": a + b, "vulnerable": a, "members": b}
    parts = {"profit_eur": a + b + euro, "reserve_eur": a, "workers_eur": b, "members_eur": 0}
    revenue = {"total_3y_eur": a + b, "public_3y_eur": b}
    accounts = {"operating_year": 2, "turnover_previous_year_eur": a + euro, "payroll_eur": b}
    pay = {"highest_net_eur": a + euro, "lowest_net_eur": b}
    return {
        VULNERABLE: of(
            VULNERABLE,
            workers=vulnerable,
            profit_distribution=parts,
            revenue=revenue,
            accounts=accounts,
            pay=pay,
        ),
        SPECIAL: of(SPECIAL, workers={"total": a + b, "special": a, "members": b}),
        "worker_coop": of("worker_coop", workers=vulnerable, profit_distribution=parts),
        "koinsep_benefit": of("koinsep_benefit", members=[*legal, *people(b)]),
        "council": free("free_use", council_members=a + b, votes_for=b),
    }


# Of these the number itself is asked, and not a share of another.
ABSOLUTE = {"KOIN_MIN_BENEFIT"}
few = st.integers(0, 30)


@given(few, few, few, st.integers(2, 7))
def test_scaling_keeps_the_verdict_of_every_share(
    part: int, rest: int, money: int, times: int
) -> None:
    now, then = scaled(1, part, rest, money), scaled(times, part, rest, money)
    for name, case in now.items():
        before, after = verdicts(case), verdicts(then[name])
        assert {rule: one for rule, one in before.items() if rule not in ABSOLUTE} == {
            rule: one for rule, one in after.items() if rule not in ABSOLUTE
        }


@given(st.sampled_from(["vulnerable", "special"]), few, few)
def test_one_more_worker_of_the_group_never_makes_its_share_worse(
    word: str, inside: int, outside: int
) -> None:
    form = VULNERABLE if word == "vulnerable" else SPECIAL
    rule = "KOIN_VULN_WORKERS" if form == VULNERABLE else "KOIN_SPEC_WORKERS"

    def said(number: int) -> Verdict:
        return verdicts(of(form, workers={"total": number + outside, word: number}))[rule]

    assert not (said(inside) is Verdict.OK and said(inside + 1) is not Verdict.OK)


@given(few, few)
def test_one_more_natural_member_never_makes_founders_worse(legal: int, natural: int) -> None:
    bodies = [{"id": f"l{n}", "kind": "legal", "legal_kind": "company"} for n in range(legal)]
    for form, rules in (
        ("koinsep_benefit", ("KOIN_MIN_BENEFIT", "KOIN_LEGAL_MAX")),
        ("worker_coop", ("SYN_MIN", "SYN_NATURAL_ONLY")),
    ):
        now = verdicts(of(form, members=[*bodies, *people(natural)]))
        then = verdicts(of(form, members=[*bodies, *people(natural + 1)]))
        for rule in rules:
            assert not (now[rule] is Verdict.OK and then[rule] is not Verdict.OK)


@given(st.integers(1, 10**9), st.integers(0, 10**9))
def test_shares_of_a_profit_are_exact_to_the_cent(profit: int, reserve: int) -> None:
    parts: dict[str, Any] = {"profit_eur": profit / 100, "reserve_eur": reserve / 100}
    said = verdicts(of("worker_coop", profit_distribution=parts))["SYN_PROFIT_RESERVE"]
    assert (said is Verdict.OK) == (20 * reserve >= profit)
