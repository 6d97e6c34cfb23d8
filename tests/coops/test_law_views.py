"""The rules in the browser: everybody reads them, lawyers judge them, nothing typed is lost."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from inmeko.accounts.rules import Role
from inmeko.coops.models import RuleVersion
from inmeko.coops.rules.rulebook import Evidence, Verdict
from inmeko.extensions import db
from tests.builders.coops import DAY, rule, version
from tests.builders.people import municipality

CONFIRMED = {
    "article": "ν. 4430/2016 άρ. 24 παρ. 1",
    "source": "ΦΕΚ Α΄ 205/31.10.2016",
    "on_fail": "refuse",
    "valid_from": DAY.isoformat(),
    "seen": "0",
}


def text(answer: Any) -> str:
    return " ".join(html.unescape(re.sub("<[^>]+>", " ", answer.text)).split())


def corrected(**changes: str) -> dict[str, str]:
    about = rule("SYN_MIN")
    typed = {
        **CONFIRMED,
        "value": "2",
        "evidence": "verified",
        "title_el": "Τουλάχιστον 2 φυσικά πρόσωπα",
        "title_en": "At least 2 natural persons",
        "fails_el": about.fails.el,
        "fails_en": about.fails.en,
        "reason": "Τροποποιήθηκε.",
    }
    return {**typed, **changes}


def kept() -> list[RuleVersion]:
    return list(db.session.scalars(select(RuleVersion)))


def test_everybody_reads_the_rules_and_their_filter_stays_in_the_address(
    client: FlaskClient,
) -> None:
    town = municipality()
    for address in ("/coops/rules", f"/{town.slug}/coops/rules"):
        whole = client.get(address)
        assert "81 από 81 κανόνες" in text(whole)
        assert "-error" not in whole.text
        narrow = client.get(f"{address}?form=worker_coop&evidence=draft")
        assert "SYN_MIN" in narrow.text
        assert "KOIN_MIN_BENEFIT" not in narrow.text
        assert 'value="draft" selected' in narrow.text or 'selected value="draft"' in narrow.text
        nothing = client.get(f"{address}?evidence=draft&layer=town")
        assert "Δεν βρέθηκε" in text(nothing) or "Τίποτα" in text(nothing)
        stray = client.get(f"{address}?form=sect&layer=x")
        assert "81 από 81 κανόνες" in text(stray)
        assert 'id="form-error"' in stray.text


def test_a_rule_shows_its_law_in_both_languages_and_what_was_found(
    client: FlaskClient, at: Any
) -> None:
    at(datetime(2027, 2, 1, 9, tzinfo=UTC))
    town, other = municipality(), municipality()
    version("SYN_MIN", town=town, reason="Σύμφωνα με το ΦΕΚ.")
    version("KOIN_NAME_FORM")
    page = text(client.get(f"/{town.slug}/coops/rules/SYN_MIN"))
    about = rule("SYN_MIN")
    for words in (about.title.el, about.title.en, about.article, "Σύμφωνα με το ΦΕΚ."):
        assert words in page
    assert "Σύμφωνα με το ΦΕΚ." not in text(client.get(f"/{other.slug}/coops/rules/SYN_MIN"))
    assert town.name not in text(client.get("/coops/rules/SYN_MIN"))
    listed = text(client.get(f"/{town.slug}/coops/rules?layer=platform"))
    assert "1 από 81" in listed
    assert client.get("/coops/rules/NO_RULE").status_code == 404


def test_who_signed_is_shown_to_those_who_may_sign(
    app: Flask, client: FlaskClient, sign_in: Any
) -> None:
    town = municipality()
    user = sign_in(Role.LAWYER, town=town)
    address = f"/{town.slug}/coops/rules/SYN_MIN"
    assert client.post(f"{address}/confirmed", data=CONFIRMED).status_code == 303
    assert user.name in text(client.get(address))
    everybody = text(app.test_client().get(address))
    assert user.name not in everybody
    assert town.name in everybody


def test_a_lawyer_confirms_a_rule_for_the_town_alone(client: FlaskClient, sign_in: Any) -> None:
    town, other = municipality(), municipality()
    sign_in(Role.LAWYER, town=town)
    assert client.get(f"/{town.slug}/coops/rules/SYN_MIN/confirmed").status_code == 200
    done = client.post(f"/{town.slug}/coops/rules/SYN_MIN/confirmed", data=CONFIRMED)
    assert done.status_code == 303
    [made] = kept()
    assert (made.municipality_id, made.rule_id) == (town.id, "SYN_MIN")
    assert made.content["evidence"] == Evidence.VERIFIED
    assert made.content["on_fail"] == Verdict.REFUSE
    for address in (f"/{other.slug}/coops/rules", "/coops/rules"):
        assert client.post(f"{address}/SYN_MIN/confirmed", data=CONFIRMED).status_code == 403


@pytest.mark.parametrize("role", [Role.MUNICIPAL_ADMIN, Role.PLANNER, Role.CONSULTANT])
def test_nobody_else_of_the_town_judges_the_law(
    client: FlaskClient, sign_in: Any, role: Role
) -> None:
    town = municipality()
    sign_in(role, town=town)
    address = f"/{town.slug}/coops/rules/SYN_MIN"
    assert "confirmed" not in client.get(address).text
    for ruling in ("confirmed", "corrected", "superseded"):
        assert client.get(f"{address}/{ruling}").status_code == 403
        assert client.post(f"{address}/{ruling}", data=CONFIRMED).status_code == 403
    assert kept() == []


def test_the_platform_corrects_a_rule_for_all_towns(client: FlaskClient, sign_in: Any) -> None:
    town = municipality()
    sign_in(Role.PLATFORM_ADMIN)
    done = client.post("/coops/rules/SYN_MIN/corrected", data=corrected())
    assert done.status_code == 303
    [made] = kept()
    assert (made.municipality_id, made.content["value"]) == (None, 2)
    page = text(client.get(f"/{town.slug}/coops/rules/SYN_MIN"))
    assert "Τροποποιήθηκε." in page


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"value": "πέντε"}, "value"),
        ({"value": "2", "title_el": "Τουλάχιστον 3 φυσικά πρόσωπα"}, "title_el"),
        ({"source": ""}, "source"),
        ({"reason": ""}, "reason"),
        ({"evidence": "draft"}, "on_fail"),
        ({"valid_from": "31/31/2027"}, "valid_from"),
        ({"valid_to": "2026-01-01"}, "valid_to"),
        ({"fails_en": "Missing {people}"}, "fails_en"),
        ({"on_fail": "maybe"}, "on_fail"),
    ],
)
def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(
    client: FlaskClient, sign_in: Any, changes: dict[str, str], field: str
) -> None:
    sign_in(Role.PLATFORM_ADMIN)
    typed = corrected(article="ν. 4430/2016 άρ. 25", **changes)
    answer = client.post("/coops/rules/SYN_MIN/superseded", data=typed)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "ν. 4430/2016 άρ. 25" in answer.text
    assert kept() == []


def test_of_two_lawyers_at_once_the_second_is_shown_what_the_first_found(
    client: FlaskClient, sign_in: Any
) -> None:
    town = municipality()
    sign_in(Role.LAWYER, town=town)
    address = f"/{town.slug}/coops/rules/SYN_MIN/confirmed"
    assert client.post(address, data=CONFIRMED).status_code == 303
    late = client.post(address, data={**CONFIRMED, "source": "Άλλη πηγή"})
    assert late.status_code == 409
    assert "Άλλη πηγή" in late.text
    [made] = kept()
    # With what was found before them they may go on.
    again = {**CONFIRMED, "source": "Άλλη πηγή", "seen": str(made.id)}
    assert client.post(address, data=again).status_code == 303
