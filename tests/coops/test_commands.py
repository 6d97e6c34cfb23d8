"""`inmeko coops` answers cases and lists rules, without settings and without a database."""

import json
from pathlib import Path

import pytest
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


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ('"revenue": {"total_3y_eur": 1e999999999, "public_3y_eur": 0}', "too large"),
        ('"revenue": {"total_3y_eur": 1e99999999999999999999, "public_3y_eur": 0}', "not JSON"),
        ('"revenue": {"total_3y_eur": 1e-9999999, "public_3y_eur": 0}', "too many digits"),
        (f'"revenue": {{"total_3y_eur": 1.{"0" * 30}1, "public_3y_eur": 0}}', "two decimals"),
        (f'"workers": {{"total": {"9" * 5000}}}', "not JSON"),
        ('"revenue": {"total_3y_eur": -Infinity, "public_3y_eur": 0}', "-Infinity is not a number"),
        ('"name": "\\ud800"', "name: half a sign"),
        ('"\\ud800": 1', "unknown field"),
        ('"id": "second"', "id: this field stands twice"),
    ],
)
def test_what_no_case_can_hold_is_told_and_the_next_is_answered(fields: str, words: str) -> None:
    done = run("check", "-", given=f'{{"id": "b", "form": "worker_coop", {fields}}}\n{GOOD}\n')
    assert (done.exit_code, done.exception.__class__) == (2, SystemExit)
    assert done.stderr.startswith("line 1: ")
    assert words in done.stderr
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == ["d"]


def test_a_line_that_is_not_utf_8_stops_no_other() -> None:
    lines = b"\xef\xbb\xbf" + GOOD.encode() + b'\r\n{"id": "\xff"}\n\n' + GOOD.encode()
    done = CliRunner().invoke(coops, ["check", "-"], input=lines)
    assert (done.exit_code, done.stderr) == (2, "line 2: not UTF-8\n")
    assert len(done.stdout.splitlines()) == 2
    pretty = b'{\n"id": "\xff"\n}\n'
    assert CliRunner().invoke(coops, ["check", "-"], input=pretty).stderr == "line 2: not UTF-8\n"


@pytest.mark.parametrize(
    ("registry", "verdict"),
    [
        ('"certificate_date": "9999-12-20", "today": "9999-12-31"', "ok"),
        ('"member_certificate_date": "9999-02-20", "today": "9999-12-31"', "ok"),
    ],
)
def test_the_end_of_the_calendar_is_no_fault(registry: str, verdict: str) -> None:
    given = f'{{"id": "e", "form": "worker_coop", "registry": {{{registry}}}}}'
    done = run("check", "-", given=given)
    assert done.exit_code == 0
    assert json.loads(done.stdout)["verdict"] == verdict


@pytest.mark.parametrize("expect", ['"ok"', '{"verdict": "ok"}', '{"verdict": 1, "rules": []}'])
def test_what_is_expected_in_no_known_way_is_told(expect: str) -> None:
    done = run("check", "-", given=f'{{"case": {GOOD}, "expect": {expect}}}\n{GOOD}')
    assert done.exit_code == 2
    assert "line 1: expect" in done.stderr
    assert len(done.stdout.splitlines()) == 1


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
