"""`inmeko coops` answers cases and lists rules, without settings and without a database."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from inmeko.coops.commands import coops

WORKED = Path(__file__).parent / "worked_cases.jsonl"
GOOD = '{"id": "d", "concession": {"path": "free_use", "council_members": 33, "votes_for": 16}}'


def run(*arguments: str, given: str = "") -> Result:
    return CliRunner().invoke(coops, arguments, input=given)


def test_worked_cases_agree_by_the_command() -> None:
    done = run("check", str(WORKED))
    assert done.exit_code == 0
    assert "28 of 28 worked cases agree" in done.stderr
    assert len([json.loads(line) for line in done.stdout.splitlines()]) == 28


def test_a_case_that_cannot_be_read_stops_no_other() -> None:
    done = run("check", "-", given=f'{{"id": "b", "form": "sect"}}\n{GOOD}\n')
    assert done.exit_code == 2
    assert "line 1: form:" in done.stderr
    [answer] = map(json.loads, done.stdout.splitlines())
    assert (answer["id"], answer["verdict"]) == ("d", "refuse")


def test_an_answer_that_is_not_as_expected_is_told() -> None:
    worked = json.dumps({"case": json.loads(GOOD), "expect": {"verdict": "ok", "rules": []}})
    done = run("check", "-", given=worked)
    assert done.exit_code == 1
    assert "d: refuse instead of ok" in done.stderr


def test_rules_are_listed_for_a_form_and_a_day() -> None:
    every = json.loads(run("rules").stdout)
    workers = json.loads(run("rules", "--form", "worker_coop", "--on", "2018-01-01").stdout)
    assert len(every) == 81
    ids = {rule["id"] for rule in workers}
    assert "SYN_MIN" in ids
    assert not {"KOIN_MIN_BENEFIT", "CONC_FREE_TERM"} & ids
