"""The pages of a formation over HTTP: a group by its links, its consultant, strangers."""

import re
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.coops.models import Formation, Founder
from inmeko.coops.queries import formations as queries
from inmeko.coops.rules.formation.words import Chapter, FormationStage
from inmeko.extensions import db
from inmeko.records.models import Job
from tests.builders import calls
from tests.builders import formations as build
from tests.builders.people import municipality, person
from tests.builders.resources import asset

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
START = {
    "title": "Παρέα του Ρέματος",
    "form": "koinsep_vulnerable",
    "surname": "Αλεξίου",
    "first_name": "Άννα",
    "email": "anna@example.org",
}
PAGES = ("", "people", "people/add", "papers", "statute", "registry", "messages", "form", "give-up")


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def group(town):
    return build.seven(town)


def link(founder: Founder) -> str:
    return f"/dokimi/coops/group/{founder.key}"


def lead(group: Formation) -> Founder:
    return queries.founders(group)[0]


def hidden(text: str, name: str = "seen") -> str:
    return re.findall(rf'name="{name}"[^>]*value="([^"]*)"', text)[0]


def sent() -> list[dict[str, Any]]:
    return [one.payload for one in db.session.scalars(sa.select(Job).where(Job.name == "mail"))]


def typed(number: int, **changes: Any) -> dict[str, Any]:
    told = build.told(number, **changes)
    return {**told, "kind": "natural", "works": "y", "other": "none", "paid": "cash"}


def test_a_stranger_begins_and_gets_a_link(client, town) -> None:
    assert client.get("/dokimi/coops/new?form=worker_coop").status_code == 200
    answer = client.post("/dokimi/coops/new", data=START)
    assert answer.status_code == 303
    assert answer.location in sent()[0]["body"]
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "Λείπουν 6 μέλη" in page.text
    assert "Λείπει ένα μέλος της ομάδας" in page.text
    assert "ν. 4430/2016 άρ. 15†" in page.text
    assert page.headers["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("field", ["title", "form", "surname", "first_name", "email"])
def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(
    client, town, field
) -> None:
    answer = client.post("/dokimi/coops/new", data={**START, field: ""})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text or f'href="#{field}"' in answer.text
    for name, value in START.items():
        if name not in (field, "form"):
            assert value in answer.text
    assert db.session.scalar(sa.select(sa.func.count(Formation.id))) == 0


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_for_the_group_and_the_consultant(client, town, page, sign_in) -> None:
    user = sign_in(Role.CONSULTANT, town=town)
    group = build.seven(town, user)
    assert client.get(f"/dokimi/coops/{group.id}/{page}").status_code == 200
    assert client.get(f"{link(lead(group))}/{page}").status_code == 200


def test_every_chapter_and_paper_opens(client, group) -> None:
    here = link(lead(group))
    for chapter in Chapter:
        assert client.get(f"{here}/answers/{chapter.value}").status_code == 200
    client.post(f"{here}/papers")
    text = client.get(f"{here}/papers").text
    names = set(re.findall(rf'href="{here}/papers/([^".]+)"', text))
    assert len(names) == 13, "six papers, and a declaration of each of seven"
    for name in names:
        assert client.get(f"{here}/papers/{name}").status_code == 200
    assert client.get(f"{here}/papers/nothing").status_code == 404
    assert client.get(f"{here}/papers/statute.docx").data.startswith(b"PK")
    assert client.get(f"{here}/papers/statute.pdf").data.startswith(b"%PDF")
    assert client.get(f"{here}/papers/statute.exe").status_code == 404
    assert client.get(f"{here}/answers/nothing").status_code == 404


def test_papers_are_due_again_where_an_answer_changed_and_nowhere_else(client, group) -> None:
    here = link(lead(group))
    client.post(f"{here}/papers")
    assert "Να δημιουργηθεί ξανά" not in client.get(f"{here}/papers").text
    year = {"income": "50000.00", "payroll": "24000.00", "other_costs": "9000.00", "jobs": 3}
    build.put(group, Chapter.BUDGET, {"years": [year] * 3})
    text = client.get(f"{here}/papers").text
    assert text.count("Να δημιουργηθεί ξανά") == 1
    assert "Πρέπει να δημιουργηθεί ένα έγγραφο" in text


def test_two_who_save_the_same_answer_see_each_other(client, group) -> None:
    here = link(lead(group)) + "/answers/seat"
    form = {"seen": hidden(client.get(here).text), "seat": "Δικό μου", "address": "Πλατάνων 1"}
    build.put(group, Chapter.SEAT, {"seat": "Του άλλου"})
    answer = client.post(here, data=form)
    assert answer.status_code == 422
    assert "Του άλλου" in answer.text
    assert 'value="Δικό μου"' in answer.text
    again = client.post(here, data={**form, "seen": hidden(answer.text)})
    assert again.status_code == 303
    assert queries.chapter(group, Chapter.SEAT).answers["seat"] == "Δικό μου"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"afm": "000000000"}, "δεν υπάρχει"),
        ({"afm": "Ο" + build.tax_number(4711)[1:]}, "γράμμα Ο"),
        ({"afm": build.tax_number(4711) + build.tax_number(4712)}, "δύο ΑΦΜ"),
        ({"afm": build.tax_number(1002)}, "ήδη"),
        ({"afm": "", "surname": "ΑΛΕΞΙΟΥ", "first_name": "Αννα"}, "υπάρχει ήδη"),
        ({"birth_date": "2126-01-01"}, "μελλοντική"),
        ({"optional_shares": "1000000"}, "0 έως 100"),
        ({"kind": "legal", "legal_kind": ""}, "είδος"),
        ({"email": "kanenas"}, "kanenas"),
    ],
)
def test_a_founder_that_cannot_be_is_refused_and_nothing_typed_is_lost(
    client, group, change, words
) -> None:
    given = {**typed(9, afm=build.tax_number(4711), address="Άγνωστη οδός 9"), **change}
    answer = client.post(f"{link(lead(group))}/people/add", data=given)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Άγνωστη οδός 9" in answer.text
    assert len(queries.founders(group)) == 7


def test_a_formula_in_a_name_stays_a_name(client, group) -> None:
    formula = '=HYPERLINK("http://example.org")'
    given = typed(9, surname=formula, afm=build.tax_number(4711))
    assert client.post(f"{link(lead(group))}/people/add", data=given).status_code == 303
    assert queries.founders(group)[-1].surname == formula
    assert "=HYPERLINK(&#34;" in client.get(f"{link(lead(group))}/people").text


@pytest.mark.parametrize("value", ["0", "-5", "1000000", "δέκα"])
def test_a_share_of_nothing_or_a_million_is_refused_beside_its_field(client, group, value) -> None:
    here = f"{link(lead(group))}/answers/shares"
    form = {"seen": hidden(client.get(here).text), "share_eur": value}
    answer = client.post(here, data=form)
    assert answer.status_code == 422
    assert 'id="share_eur-error"' in answer.text
    assert f'value="{value}"' in answer.text


def test_a_share_below_the_law_is_kept_and_refused_by_its_article(client, group) -> None:
    here = f"{link(lead(group))}/answers/shares"
    form = {"seen": hidden(client.get(here).text), "share_eur": "99,50"}
    assert client.post(here, data=form).status_code == 303
    text = client.get(here).text
    assert "99,50 €" in text
    assert "ν. 4430/2016 άρ. 17†" in text


def test_founders_approve_each_by_their_own_link_and_the_rest_follows(client, group) -> None:
    here = link(lead(group))
    assert client.post(f"{here}/statute/ask").status_code == 303
    for founder in queries.founders(group):
        text = client.get(f"{link(founder)}/statute").text
        given = {"sha256": hidden(text, "sha256"), "read": "y"}
        assert client.post(f"{link(founder)}/statute", data=given).status_code == 303
    assert (
        client.post(f"{here}/registry/filed", data={"filed-day": "2026-05-12"}).status_code == 303
    )
    future = client.post(f"{here}/registry/certificate", data={"certificate-day": "2026-06-01"})
    assert future.status_code == 422
    assert "μελλοντική" in future.text
    given = {"certificate-day": "2026-05-12"}
    assert client.post(f"{here}/registry/certificate", data=given).status_code == 303
    text = client.get(f"{here}/registry").text
    assert "11 Ιουνίου 2026" in text
    assert b"20260611" in client.get(f"{here}/registry.ics").data
    numbers = {"agemko": "77", "gemi": "123456789012", "afm": build.tax_number(77)}
    bad = client.post(
        f"{here}/registered", data={**numbers, "gemi": "12α", "started_on": "2026-05-12"}
    )
    assert bad.status_code == 422
    done = client.post(f"{here}/registered", data={**numbers, "started_on": "2026-05-12"})
    assert done.status_code == 303
    assert group.stage is FormationStage.REGISTERED
    assert "Το Μονοπάτι" in client.get("/dokimi/coops/").text
    [shown] = client.get("/dokimi/api/coops").json["cooperatives"]
    assert (shown["agemko"], shown["seat"]) == ("77", "Δήμος Δοκιμής")
    assert "Αλεξίου" not in client.get("/dokimi/api/coops").text


def test_a_founder_sees_their_own_details_and_nobody_else_s(client, group) -> None:
    first, second, third = queries.founders(group)[:3]
    assert client.get(f"{link(second)}/people/{second.id}").status_code == 200
    assert client.get(f"{link(second)}/people/{third.id}").status_code == 403
    assert client.post(f"{link(second)}/people/{third.id}/leave").status_code == 403
    assert client.get(f"{link(first)}/people/{third.id}").status_code == 200
    text = client.get(f"{link(second)}/people").text
    assert third.afm not in text
    assert f"••••••{third.afm[-3:]}" in text


def test_the_ground_is_opened_by_the_assigned_consultant_alone(client, town, sign_in) -> None:
    mine = person(Role.CONSULTANT, Role.PLANNER, town=town)
    group = build.seven(town, mine)
    founder = queries.founders(group)[0]
    here = f"/dokimi/coops/{group.id}/people/{founder.id}/ground"
    sign_in(Role.CONSULTANT, Role.PLANNER, Role.MUNICIPAL_ADMIN, town=town)
    assert client.get(here).status_code == 403
    assert client.post(f"{here}/open").status_code == 403
    assert client.get(f"/dokimi/coops/{group.id}/people/{founder.id}").status_code == 403
    assert client.get(f"{link(founder)}/people/{founder.id}/ground").status_code == 404
    sign_in(user=mine)
    words = "Εξάρτηση από ουσίες ή απεξάρτηση"
    assert client.get(here).text.count(words) == 1, "the form offers it, as it offers all"
    opened = client.post(f"{here}/open")
    assert (opened.status_code, opened.text.count(words)) == (200, 2)
    bad = client.post(here, data={"group": "vulnerable", "ground": "", "until": ""})
    assert bad.status_code == 422


def test_no_page_letter_or_feed_tells_a_ground(client, town, sign_in) -> None:
    user = sign_in(Role.CONSULTANT, Role.PLANNER, Role.MUNICIPAL_ADMIN, town=town)
    group = build.seven(town, user)
    here, there = f"/dokimi/coops/{group.id}", link(lead(group))
    client.post(f"{there}/messages", data={"text": "Καλημέρα"})
    client.post(f"{there}/papers")
    seen = [client.get(f"{base}/{page}").text for base in (here, there) for page in PAGES]
    seen += [client.get(f"{there}/papers/{name}").text for name in ("statute", "member_register")]
    seen += [
        client.get(page).text for page in ("/coops/desk", "/dokimi/coops/all", "/dokimi/audit/")
    ]
    seen += [one["subject"] + one["body"] for one in sent()]
    for word in (build.GROUND, "Εξάρτηση", "εξάρτηση", "ξάρτηση από"):
        assert not [text for text in seen if word in text]


def test_a_planner_reads_and_changes_nothing(client, town, sign_in) -> None:
    group = build.seven(town, person(Role.CONSULTANT, town=town))
    sign_in(Role.PLANNER, town=town)
    here = f"/dokimi/coops/{group.id}"
    assert client.get(f"{here}/").status_code == 200
    for page in ("answers/seat", "papers", "messages", "todays-law", "give-up"):
        assert client.post(f"{here}/{page}").status_code == 403
    assert client.get(f"{here}/hours").status_code == 403
    assert client.get("/coops/desk").status_code == 403


def test_a_link_that_was_taken_back_opens_nothing(client, group) -> None:
    founder = queries.founders(group)[2]
    old = link(founder)
    assert client.post(f"{old}/people/{founder.id}/leave").status_code == 303
    assert client.get(f"{old}/").status_code == 404


def test_the_desk_filters_in_its_address(client, town, sign_in) -> None:
    user = sign_in(Role.CONSULTANT, town=town)
    build.formation(town, user, title="Οι Κηπουροί")
    build.formation(town, title="Οι Άλλοι")
    assert "Οι Άλλοι" in client.get("/coops/desk").text
    text = client.get("/coops/desk?mine=y").text
    assert "Οι Κηπουροί" in text
    assert "Οι Άλλοι" not in text
    assert "Οι Κηπουροί" in client.get("/coops/desk?q=ΚΗΠΟΥΡΟΙ").text
    assert "Οι Κηπουροί" not in client.get("/coops/desk?stage=filed").text
    assert client.get("/coops/desk?stage=gold").status_code == 422
    assert client.get("/coops/desk.ics").status_code == 200


def test_a_consultant_takes_a_group_on(client, town, sign_in) -> None:
    user = sign_in(Role.CONSULTANT, town=town)
    group = build.formation(town)
    here = f"/dokimi/coops/{group.id}/consultant"
    assert client.get(here).status_code == 200
    assert client.post(here, data={"consultant": str(user.id)}).status_code == 303
    assert group.consultant_id == user.id


def test_a_link_that_was_taken_back_opens_nothing_until_another_is_sent(client, group) -> None:
    mine, other = queries.founders(group)[:2]
    here, old = f"{link(mine)}/people", link(other)
    client.post(f"{here}/{other.id}/invite")
    assert f"{other.id}/take-back" in client.get(here).text
    assert client.post(f"{old}/people/{mine.id}/take-back").status_code == 403
    assert client.post(f"{here}/{mine.id}/take-back").status_code == 403, "not one's own"
    assert client.post(f"{here}/{other.id}/take-back").status_code == 303
    assert client.get(f"{old}/").status_code == 404
    client.post(f"{here}/{other.id}/invite")
    assert client.get(f"{link(other)}/").status_code == 200


def test_officers_are_of_the_committee_and_stand_in_the_papers(client, group) -> None:
    here = f"{link(lead(group))}/answers/organs"
    keys = [one.case_key for one in queries.founders(group)]
    told = {"seen": hidden(client.get(here).text), "committee_size": "3", "committee_years": "3",
            "committee": keys[:3], "filer": keys[0], "assembly_place": "Πολιτιστικό Κέντρο",
            "group_months": "36", "residue_to": "kalo_body"}  # fmt: skip
    wrong = client.post(here, data={**told, "chair": keys[5]})
    assert wrong.status_code == 422
    assert 'id="chair-error"' in wrong.text
    officers = {"chair": keys[1], "secretary": keys[0], "treasurer": keys[0]}
    assert client.post(here, data={**told, **officers}).status_code == 303
    statute = client.get(f"{link(lead(group))}/papers/statute").text
    assert "Γεωργίου Νο2 (πρόεδρος)" in statute
    assert "(γραμματέας και ταμίας)" in statute
    minutes = client.get(f"{link(lead(group))}/papers/founding_minutes").text
    assert "συγκροτείται σε σώμα ως εξής: πρόεδρος Γεωργίου Νο2, γραμματέας" in minutes


def test_giving_up_over_http_asks_for_the_lesson(client, group) -> None:
    here = f"{link(lead(group))}/give-up"
    assert client.post(here, data={"reason": "Χωρίς χώρο", "lesson": "-"}).status_code == 422
    lesson = "Πρώτα ο χώρος και μετά το καταστατικό."
    assert client.post(here, data={"reason": "Χωρίς χώρο", "lesson": lesson}).status_code == 303
    assert lesson in client.get(f"{link(lead(group))}/").text


def test_a_set_up_looks_at_an_asset_of_its_town_and_at_no_other(client, town) -> None:
    mine, foreign = asset(town), asset(municipality())
    for number, kept in ((mine.id, mine.id), (foreign.id, None), ("x", None)):
        given = {**START, "asset": str(number), "title": f"Ομάδα {number}"}
        assert client.post("/dokimi/coops/new", data=given).status_code == 303
        made = db.session.scalars(sa.select(Formation).order_by(Formation.id.desc())).first()
        assert made.asset_id == kept


def test_a_set_up_and_the_file_that_it_came_from_lead_to_each_other(client, town, sign_in) -> None:
    other = calls.submission(calls.call(municipality()))
    sent = calls.submission(calls.closed(calls.call(town)))
    begin, page = "/dokimi/coops/new", f"/dokimi/calls/submissions/{sent.id}"
    for stranger in (sent, other):
        given = {**START, "expression": str(stranger.expression_id)}
        client.post(begin, data=given)
    assert not db.session.scalars(sa.select(Formation.expression_id)).first(), "said by the staff"
    sign_in(Role.PLANNER, town=town)
    assert f"expression={sent.expression_id}" in client.get(page).text
    began = client.post(begin, data={**START, "expression": str(sent.expression_id)})
    assert f'href="{page}"' in client.get(began.location).text
    assert f'href="{began.location}"' in client.get(page).text
    assert f"expression={sent.expression_id}" not in client.get(page).text
    client.post(begin, data={**START, "expression": str(other.expression_id)})
    made = db.session.scalars(sa.select(Formation).order_by(Formation.id.desc())).first()
    assert f"/calls/submissions/{other.id}" not in client.get(f"/dokimi/coops/{made.id}/").text
    sign_in(Role.CONSULTANT, town=town)
    text = client.get(began.location).text
    assert f"{sent.number}/{sent.year}" in text
    assert page not in text, "files of calls are for those who make calls"


def test_a_town_gives_its_groups_tasks_of_its_own(client, town, sign_in) -> None:
    before = build.formation(town)
    sign_in(Role.CONSULTANT, town=town)
    given = {"label": "Επίσκεψη στον χώρο", "form": "", "who": "Η ομάδα", "days": "10"}
    assert client.post("/dokimi/coops/tasks", data=given).status_code == 303
    again = client.post("/dokimi/coops/tasks", data=given)
    assert again.status_code == 422
    assert "ήδη" in again.text
    later = build.formation(town, title="Οι επόμενοι")
    [task] = [one for one in queries.tasks(later) if not one.key]
    assert (task.label, str(task.due)) == ("Επίσκεψη στον χώρο", "2026-05-22")
    assert not [one for one in queries.tasks(before) if not one.key]
    [template] = queries.task_templates(municipality_id=town.id)
    assert client.post(f"/dokimi/coops/tasks/{template.id}/remove").status_code == 303
    assert queries.task_templates(municipality_id=town.id) == []
    assert [one for one in queries.tasks(later) if not one.key] == [task]
