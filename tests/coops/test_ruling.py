"""What lawyers find is kept by day and by version, signed, and read by the next evaluation."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Flask
from flask.cli import ScriptInfo

from inmeko.accounts.rules import Role
from inmeko.coops import policy
from inmeko.coops.commands import coops
from inmeko.coops.queries import newest_version, rulebook
from inmeko.coops.rules.engine import evaluate
from inmeko.coops.rules.rulebook import Verdict
from inmeko.coops.rules.versions import Ruling
from inmeko.coops.services.ruling import rule_on
from inmeko.kernel.actor import ANONYMOUS, Actor
from inmeko.kernel.errors import ConflictError
from inmeko.records.models import AuditEntry
from tests.builders.coops import DAY, finding, rule, version
from tests.builders.people import municipality, person

TWO = {
    "id": "two",
    "form": "worker_coop",
    "members": [{"id": "a", "kind": "natural"}, {"id": "b", "kind": "natural"}],
}


def verdict(town: Any, **asked: Any) -> Verdict:
    book = rulebook(municipality_id=town.id if town else None, **asked)
    return evaluate(TWO, book).verdict


def test_the_next_evaluation_uses_what_was_confirmed_and_old_ones_keep_theirs(
    session: Any,
) -> None:
    town, other = municipality(), municipality()
    before = newest_version(municipality_id=town.id)
    version("SYN_MIN", town=town)
    assert verdict(town, on=DAY) is Verdict.REFUSE
    assert verdict(town, on=DAY - timedelta(days=1)) is Verdict.WARN
    assert verdict(town, on=DAY, version=before) is Verdict.WARN
    assert verdict(other, on=DAY) is Verdict.WARN
    assert verdict(None, on=DAY) is Verdict.WARN


def test_what_the_platform_finds_holds_in_all_towns_but_where_the_town_found_otherwise(
    session: Any,
) -> None:
    town, other = municipality(), municipality()
    version("SYN_MIN", town=town, on_fail=Verdict.WARN)
    version("SYN_MIN")
    assert verdict(other, on=DAY) is Verdict.REFUSE
    assert verdict(town, on=DAY) is Verdict.WARN


def test_a_finding_is_signed_and_dated_in_the_audit_trail(session: Any) -> None:
    town = municipality()
    lawyer = person(Role.LAWYER, town=town)
    made = version("SYN_MIN", town=town, by=Actor(id=lawyer.id))
    entry = session.query(AuditEntry).order_by(AuditEntry.id.desc()).first()
    assert (entry.deed, entry.kind, entry.key) == ("rule confirmed", "rule", made.id)
    assert entry.actor_id == lawyer.id
    assert entry.before["evidence"] == "draft"
    assert entry.after["evidence"] == "verified"


def test_of_two_at_once_the_second_looks_first(session: Any) -> None:
    seen = newest_version(municipality_id=None)
    version("SYN_MIN")
    about = rule("SYN_MIN")
    with pytest.raises(ConflictError):
        rule_on(Actor(), about, finding(about), municipality_id=None, seen=seen)


def test_the_law_is_judged_by_lawyers_of_the_town_and_by_the_platform() -> None:
    class Town:
        id = 7
        second_factor_required = False

    town = Town()
    of_town = Actor(id=1, roles=frozenset({(Role.LAWYER, 7)}))
    admin = Actor(id=2, roles=frozenset({(Role.MUNICIPAL_ADMIN, 7), (Role.LAWYER, 8)}))
    platform = Actor(id=3, roles=frozenset({(Role.PLATFORM_ADMIN, None)}))
    assert policy.may_rule(of_town, town)
    assert not policy.may_rule(of_town, None)
    assert policy.may_rule(platform, town)
    assert policy.may_rule(platform, None)
    for stranger in (ANONYMOUS, admin):
        assert not policy.may_rule(stranger, town)


def test_the_command_answers_by_the_rules_as_confirmed(app: Flask, session: Any, at: Any) -> None:
    at(datetime(2027, 2, 1, 9, tzinfo=UTC))
    town = municipality()
    version("SYN_MIN", town=town)
    site = ScriptInfo(create_app=lambda: app)

    def answered(*options: str, case: dict[str, Any] = TWO) -> str:
        given = json.dumps(case)
        done = CliRunner().invoke(coops, ["check", "-", *options], input=given, obj=site)
        assert done.exit_code == 0, done.stderr
        return json.loads(done.stdout)["verdict"]

    assert answered() == "warn"
    assert answered("--confirmed") == "warn"
    assert answered("--confirmed", "--town", town.slug) == "refuse"
    old = {**TWO, "as_of": date(2026, 12, 1).isoformat()}
    assert answered("--confirmed", "--town", town.slug, case=old) == "warn"
    wrong = CliRunner().invoke(
        coops, ["check", "-", "--confirmed", "--town", "atlantis"], input="{}", obj=site
    )
    assert wrong.exit_code == 2
    assert re.search("no municipality atlantis", wrong.stderr)


def test_a_superseded_rule_changes_what_is_needed(session: Any) -> None:
    words = rule("SYN_MIN").title
    changes: dict[str, Any] = {
        "ruling": Ruling.SUPERSEDED,
        "value": "2",
        "title": type(words)("Τουλάχιστον 2 φυσικά πρόσωπα", "At least 2 natural persons"),
    }
    version("SYN_MIN", **changes)
    assert verdict(None, on=DAY) is Verdict.OK
    assert verdict(None, on=DAY - timedelta(days=1)) is Verdict.WARN
