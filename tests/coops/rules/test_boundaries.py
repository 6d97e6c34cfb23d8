"""Every rule at its boundaries: at, below and above, unknown, silent, for each form.

`boundary_cases.jsonl` holds a case a line and the verdict that the law sheet gives for some rules;
null says that the rule does not run.
"""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inmeko.coops.rules import cases
from inmeko.coops.rules.engine import evaluate
from inmeko.coops.rules.rulebook import SEVERITY, Evidence, Verdict, shipped

LINES = (Path(__file__).parents[1] / "boundary_cases.jsonl").read_text("utf-8").splitlines()
GIVEN: list[dict[str, Any]] = [json.loads(line) for line in LINES]
IDS = [rule.id for rule in shipped().rules]


def answered(case: dict[str, Any]) -> Any:
    return evaluate(cases.read(cases.parse(json.dumps(case))), shipped())


@pytest.mark.parametrize("rule", IDS)
def test_a_rule_says_at_its_boundaries_what_the_law_says(rule: str) -> None:
    wrong = []
    for one in GIVEN:
        if rule not in one["rules"]:
            continue
        said = {found.rule.id: found.verdict.value for found in answered(one["case"]).findings}
        if said.get(rule) != one["rules"][rule]:
            wrong.append(f"{one['case']['id']}: {said.get(rule)}, not {one['rules'][rule]}")
    assert wrong == []


def test_every_rule_has_boundaries() -> None:
    number = Counter(rule for one in GIVEN for rule in one["rules"])
    assert [rule for rule in IDS if number[rule] < 5] == []


@pytest.mark.parametrize(
    "rule",
    ["KOIN_DOUBLE_MEMBER", "SYN_DOUBLE_MEMBER", "ID_AFM_UNIQUE", "CONC_SPECIAL_ASSET", "CALL_ADA"],
)
def test_what_is_met_is_not_said_by_what_would_break_it(rule: str) -> None:
    said = {
        found.message.el
        for one in GIVEN
        for found in answered(one["case"]).findings
        if found.rule.id == rule and found.verdict is Verdict.OK
    }
    [sentence] = said
    words = {"Κανένα", "Κάθε", "δεν", "έχει"}
    assert sentence.startswith("Πληρούται: ")
    assert words & set(sentence.split()), "a title tells what holds, not the fault"


def test_no_finding_says_more_than_its_evidence() -> None:
    for one in GIVEN:
        answer = answered(one["case"])
        for found in answer.findings:
            if found.verdict is Verdict.REFUSE:
                assert found.rule.evidence is Evidence.VERIFIED
            if found.verdict is Verdict.WARN:
                assert "προς επιβεβαίωση" in found.message.el
                assert "to be confirmed" in found.message.en
            assert "{" not in found.message.el + found.message.en
        worst = max((found.verdict for found in answer.findings), key=SEVERITY.__getitem__,
                    default=Verdict.OK)  # fmt: skip
        assert answer.verdict is worst
