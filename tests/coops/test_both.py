"""Two people at one page of a formation: both versions side by side, a choice, nothing lost."""

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import pytest

from inmeko.coops.models import Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation.words import Chapter
from inmeko.coops.services import founders
from tests.builders import formations as build
from tests.builders.people import municipality
from tests.forms import sent

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)


@pytest.fixture
def group(session, at):
    at(NOON)
    return build.seven(municipality(name="Δήμος Δοκιμής", slug="dokimi"))


def page_of(founder: Founder) -> str:
    lead = queries.founders(founder.formation)[0]
    return f"/dokimi/coops/group/{lead.key}/people/{founder.id}"


def theirs(founder: Founder, **changes: Any) -> None:
    """Somebody else is quicker."""
    known = {name: getattr(founder, name) for name in founders.FIELDS if hasattr(founder, name)}
    seen = founder.version
    founders.change(build.STAFF, founder.formation, founder, {**known, **changes}, seen=seen)


def test_what_only_one_of_two_changed_of_a_founder_is_nobody_s_loss(client, group) -> None:
    founder = queries.founders(group)[1]
    mine = sent(client.get(page_of(founder)).text)
    theirs(founder, address="Νέα 1", works=False)
    assert client.post(page_of(founder), data={**mine, "phone": "6900000001"}).status_code == 303
    assert (founder.address, founder.phone, founder.works) == ("Νέα 1", "6900000001", False)


def test_what_both_changed_of_a_founder_stands_side_by_side(client, group) -> None:
    founder = queries.founders(group)[1]
    mine = sent(client.get(page_of(founder)).text)
    theirs(founder, address="Νέα 1", phone="6900000001", other=None, profession="Κηπουρός")
    told = {**mine, "address": "Άλλη 2", "phone": "6900000002", "birth_date": "1990-02-03"}
    told |= {"other": "social"}
    answer = client.post(page_of(founder), data=told)
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    for words in ("Νέα 1", "Άλλη 2", "6900000001", "6900000002"):
        assert text.count(words) >= 1
    assert set(re.findall(r'name="take-(\w+)"', text)) == {"address", "phone", "other"}
    assert "FounderKind" not in text
    assert (founder.address, founder.birth_date) == ("Νέα 1", None), "nothing is saved yet"
    again = sent(answer.text)
    assert again["address"] == "Άλλη 2"
    assert again["profession"] == "Κηπουρός", "what only the other changed is in the form"
    again |= {"take-address": "theirs", "take-phone": "mine", "take-other": "mine"}
    wrong = client.post(page_of(founder), data={**again, "afm": "123"})
    assert wrong.status_code == 422
    assert sent(wrong.text)["address"] == "Νέα 1", "a choice outlives another mistake"
    assert client.post(page_of(founder), data=again).status_code == 303
    assert (founder.address, founder.phone) == ("Νέα 1", "6900000002")
    assert (founder.birth_date, founder.profession) == (date(1990, 2, 3), "Κηπουρός")


def test_a_third_who_is_quicker_still_is_shown_as_well(client, group) -> None:
    founder = queries.founders(group)[1]
    mine = sent(client.get(page_of(founder)).text)
    theirs(founder, address="Νέα 1")
    first = client.post(page_of(founder), data={**mine, "address": "Άλλη 2"})
    theirs(founder, address="Τρίτη 3")
    second = client.post(page_of(founder), data={**sent(first.text), "take-address": "mine"})
    assert second.status_code == 422
    assert "Τρίτη 3" in second.text
    assert client.post(page_of(founder), data=sent(second.text)).status_code == 303
    assert founder.address == "Άλλη 2"


@pytest.mark.parametrize("before", ["", "{", "[]", '{"kind": ["nobody"]}', '{"kind": 1}'])
def test_whoever_tampers_with_what_was_shown_is_asked_about_everything(
    client, group, before
) -> None:
    founder = queries.founders(group)[1]
    mine = sent(client.get(page_of(founder)).text)
    theirs(founder, address="Νέα 1")
    answer = client.post(page_of(founder), data={**mine, "before": before})
    assert answer.status_code == 422
    assert 'name="take-address"' in answer.text
    assert founder.address == "Νέα 1"


def test_answers_of_a_chapter_are_chosen_side_by_side(client, group) -> None:
    here = f"/dokimi/coops/group/{queries.founders(group)[0].key}/answers/organs"
    mine = sent(client.get(here).text)
    keys = [one.case_key for one in queries.founders(group)]
    kept = dict(queries.chapter(group, Chapter.ORGANS).answers)
    build.put(group, Chapter.ORGANS, {**kept, "filer": keys[1], "assembly_place": "Αλλού",
                                      "committee_years": 5})  # fmt: skip
    told = {**mine, "filer": keys[2], "assembly_place": "Εδώ", "committee": keys[:3]}
    answer = client.post(here, data=told)
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert set(re.findall(r'name="take-(\w+)"', text)) == {"filer", "assembly_place"}
    values = re.findall(r'difference__value">([^<]*)<', text)
    assert "Γεωργίου Νο2" in values, "names, and no keys"
    again = sent(answer.text)
    assert again["committee_years"] == "5"
    again |= {"take-filer": "theirs", "take-assembly_place": "mine", "committee": keys[:3]}
    assert client.post(here, data=again).status_code == 303
    now = queries.chapter(group, Chapter.ORGANS).answers
    assert (now["filer"], now["assembly_place"]) == (keys[1], "Εδώ")
    assert now["committee_years"] == 5


def test_the_figures_of_a_budget_are_chosen_year_by_year(client, group) -> None:
    here = f"/dokimi/coops/group/{queries.founders(group)[0].key}/answers/budget"
    mine = sent(client.get(here).text)
    kept = dict(queries.chapter(group, Chapter.BUDGET).answers)
    one, two, three = kept["years"]
    theirs = [{**one, "income": "51000.00"}, {**two, "jobs": 9}, {**three, "income": "71000.00"}]
    build.put(group, Chapter.BUDGET, {**kept, "years": theirs})
    told = {"y1_income": "52000,00", "y1_payroll": "1000,00", "y3_income": "72000,00"}
    answer = client.post(here, data={**mine, **told})
    assert answer.status_code == 422
    text = html.unescape(answer.text)
    assert set(re.findall(r'name="take-(\w+)"', text)) == {"y1_income", "y3_income"}
    assert "51.000,00" in text
    assert re.search(r"difference__field\">[^<]*3[^<]*<", text), "the label names the year"
    again = {**sent(answer.text), "take-y1_income": "theirs", "take-y3_income": "mine"}
    assert client.post(here, data=again).status_code == 303
    years = queries.chapter(group, Chapter.BUDGET).answers["years"]
    assert [year["income"] for year in years] == ["51000.00", two["income"], "72000.00"]
    assert years[0]["payroll"] == "1000.00", "what only one of them changed is kept"
    assert years[1]["jobs"] == 9


def test_a_budget_that_nobody_changed_makes_no_version(client, group) -> None:
    here = f"/dokimi/coops/group/{queries.founders(group)[0].key}/answers/budget"
    before = queries.chapter(group, Chapter.BUDGET)
    assert client.post(here, data=sent(client.get(here).text)).status_code == 303
    after = queries.chapter(group, Chapter.BUDGET)
    assert (after.version, after.answers) == (before.version, before.answers)
