"""A planner makes a call in the browser, without a script; two planners at once lose nothing."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.calls.models import Call, CallNotice
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import editing
from inmeko.calls.rules.words import CallState, QuestionKind
from inmeko.calls.services import editing as edits
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens
from inmeko.records.models import Job, ProtocolEntry
from tests.builders import calls as made
from tests.builders.calls import ADA, SOMEBODY
from tests.builders.people import municipality
from tests.builders.resources import asset

PATH = "/dokimi/calls"


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def planner(sign_in, town):
    return sign_in(Role.PLANNER, town=town)


def content_of(call):
    db.session.refresh(call)
    return contents.read(call.content)


def hidden(text: str, name: str = "seen") -> str:
    """The value of a hidden field of a page."""
    place = text.index(f'name="{name}"')
    return text[place:].split('value="', 1)[1].split('"', 1)[0]


def typed_moment(days: int) -> str:
    return athens(clock.now() + timedelta(days=days)).strftime("%Y-%m-%dT15:00:00")


@pytest.mark.parametrize("template", ["open", "asset", "mentoring"])
def test_a_template_becomes_a_draft_that_lacks_only_what_the_town_knows(
    client, town, planner, template
):
    answer = client.post(f"{PATH}/new", data={"source": template})
    assert answer.status_code == 303
    call = db.session.scalars(sa.select(Call)).one()
    assert call.state is CallState.DRAFT
    page = client.get(answer.location)
    assert page.status_code == 200
    assert "αριθμός και έτος" in page.text
    content = content_of(call)
    assert sum(one.weight for one in content.criteria) == 100
    assert "Δήμου Δοκιμής" in content.title
    for part in ("basics", "applicants", "offers", "judging", "contact", "dates", "assets"):
        assert client.get(f"{PATH}/{call.id}/edit/{part}").status_code == 200
    for key in ("s1", "q1", "p1" if template != "mentoring" else "p3", "r1", "c1"):
        assert client.get(f"{PATH}/{call.id}/items/{key}").status_code == 200
        assert client.get(f"{PATH}/{call.id}/items/{key}/remove").status_code == 200


def test_a_call_is_copied_from_an_earlier_one_without_its_dates(client, town, planner):
    earlier = made.call(town)
    answer = client.post(f"{PATH}/new", data={"source": str(earlier.id)})
    assert answer.status_code == 303
    copied = db.session.scalars(sa.select(Call).where(Call.id != earlier.id)).one()
    assert copied.content == earlier.content
    assert (copied.closes_at, copied.version, copied.ada) == (None, 0, None)


def test_another_town_s_call_is_not_copied(client, town, planner):
    elsewhere = made.call(municipality(slug="allos"))
    assert client.post(f"{PATH}/new", data={"source": str(elsewhere.id)}).status_code == 422
    assert client.post(f"{PATH}/new", data={"source": "no-template"}).status_code == 422


def test_a_page_of_the_editor_is_saved_and_formatted(client, town, planner):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/edit/basics"
    seen = hidden(client.get(page).text)
    typed = {
        "seen": seen,
        "title": "Νέος τίτλος",
        "text": "Ένα.\n\n- δύο\n- τρία <script>alert(1)</script>",
        "aims": "Πρώτος\nΔεύτερος\n\nΠρώτος",
        "sectors": ["energy", "care"],
        "legal_basis": "Ν. 4430/2016",
    }
    assert client.post(page, data=typed).status_code == 303
    content = content_of(call)
    assert content.text == (
        "<p>Ένα.</p><ul><li>δύο</li><li>τρία &lt;script&gt;alert(1)&lt;/script&gt;</li></ul>"
    )
    assert content.aims == ("Πρώτος", "Δεύτερος")
    assert content.sectors == ("energy", "care")
    assert call.title == "Νέος τίτλος"


def test_the_second_of_two_planners_sees_what_the_first_saved_and_loses_nothing(
    client, town, planner
):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/edit/basics"
    typed = {"seen": hidden(client.get(page).text), "title": "Του δεύτερου", "text": "Δικό μου."}
    seen = editing.seen(editing.part(contents.read(call.content), "basics"))
    edits.change_part(SOMEBODY, call, "basics", {"title": "Του πρώτου"}, seen=seen)
    answer = client.post(page, data=typed)
    assert answer.status_code == 409
    assert "Του πρώτου" in answer.text
    assert "Δικό μου." in answer.text
    assert content_of(call).title == "Του πρώτου"
    again = {**typed, "seen": hidden(answer.text)}
    assert client.post(page, data=again).status_code == 303
    assert content_of(call).title == "Του δεύτερου"


def test_two_planners_on_different_pages_do_not_meet(client, town, planner):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/edit/applicants"
    typed = {"seen": hidden(client.get(page).text), "applicants_text": "Όλοι"}
    seen = editing.seen(editing.part(contents.read(call.content), "basics"))
    edits.change_part(SOMEBODY, call, "basics", {"title": "Του πρώτου"}, seen=seen)
    assert client.post(page, data=typed).status_code == 303
    content = content_of(call)
    assert (content.title, content.applicants_text) == ("Του πρώτου", "Όλοι")


def test_a_question_removed_meanwhile_can_be_put_back_as_it_was_typed(client, town, planner):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/items/q2"
    typed = {
        "seen": hidden(client.get(page).text),
        "section": "s1",
        "kind": "number",
        "label": "Πόσοι είστε σήμερα;",
        "least": "1",
    }
    edits.remove_item(SOMEBODY, call, "q2")
    answer = client.post(page, data=typed)
    assert answer.status_code == 409
    assert "Πόσοι είστε σήμερα;" in answer.text
    assert content_of(call).question("q2") is None
    assert client.post(page, data={**typed, "seen": hidden(answer.text)}).status_code == 303
    assert content_of(call).question("q2").label == "Πόσοι είστε σήμερα;"


def test_a_question_changed_meanwhile_is_shown_beside_one_s_own(client, town, planner):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/items/q1"
    typed = {
        "seen": hidden(client.get(page).text),
        "section": "s1",
        "kind": "long_text",
        "label": "Δικό μου",
    }
    other = {**typed, "label": "Του άλλου"}
    assert client.post(page, data=other).status_code == 303
    answer = client.post(page, data=typed)
    assert answer.status_code == 409
    assert "Του άλλου" in answer.text
    assert "Δικό μου" in answer.text


def test_questions_of_all_kinds_are_added_moved_and_removed(client, town, planner):
    call = made.draft(town)
    new = f"{PATH}/{call.id}/items/new/question"
    assert client.get(new, query_string={"section": "s1"}).status_code == 200
    kinds = [kind.value for kind in QuestionKind]
    for kind in kinds:
        typed = {"section": "s1", "kind": kind, "label": f"Ερώτηση {kind}", "required": "y"}
        if kind in ("choice", "choices"):
            typed["options"] = "Ναι\nΌχι"
        if kind == "people":
            typed["columns"] = "Ρόλος"
        assert client.post(new, data=typed).status_code == 303, kind
    questions = list(content_of(call).questions())
    assert [one.kind.value for one in questions[2:]] == kinds
    assert questions[-1].key == "q12"
    assert client.post(f"{PATH}/{call.id}/items/q12/move", data={"way": "up"}).status_code == 303
    assert [one.key for one in content_of(call).questions()][-2:] == ["q12", "q11"]
    assert client.post(f"{PATH}/{call.id}/items/q12/remove").status_code == 303
    assert client.get(f"{PATH}/{call.id}/items/q12").status_code == 404
    assert client.get(f"{PATH}/{call.id}/items/x1").status_code == 404


def test_a_question_that_depends_on_another_is_freed_with_it(client, town, planner):
    call = made.draft(town)
    new = f"{PATH}/{call.id}/items/new/question"
    typed = {"section": "s1", "kind": "choice", "label": "Χώρος;", "options": "Ναι\nΌχι"}
    assert client.post(new, data=typed).status_code == 303
    after = {"section": "s1", "kind": "text", "label": "Ποιος;", "depends": "q3", "answers": "Ναι"}
    assert client.post(new, data=after).status_code == 303
    assert content_of(call).question("q4").shown_if.answers == ("Ναι",)
    assert "Ποιος;" in client.get(f"{PATH}/{call.id}/items/q3/remove").text
    assert client.post(f"{PATH}/{call.id}/items/q3/remove").status_code == 303
    assert content_of(call).question("q4").shown_if is None


def test_assets_are_searched_in_the_register_and_chosen(client, town, planner):
    school = asset(town, title="Παλαιό σχολείο")
    stranger = asset(municipality(slug="allos"), title="Ξένο σχολείο")
    call = made.draft(town)
    page = f"{PATH}/{call.id}/edit/assets"
    seen = hidden(client.get(page).text)
    found = client.post(page, data={"seen": seen, "q": "σχολειο", "search": "1"})
    assert "Παλαιό σχολείο" in found.text
    assert "Ξένο σχολείο" not in found.text
    refused = client.post(page, data={"seen": seen, "assets": [school.id, stranger.id]})
    assert refused.status_code == 422
    assert client.post(page, data={"seen": seen, "assets": [2**40]}).status_code == 422
    assert client.post(page, data={"seen": seen, "assets": [school.id]}).status_code == 303
    assert content_of(call).assets == (school.id,)


def test_dates_are_typed_on_the_clocks_of_athens(client, town, planner):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/edit/dates"
    typed = {
        "seen": hidden(client.get(page).text),
        "opens_at": "2027-01-11T09:00",
        "closes_at": "2027-03-28T03:30:00",
        "objection_days": "5",
    }
    skipped = client.post(page, data=typed)
    assert skipped.status_code == 422
    assert 'id="closes_at-error"' in skipped.text
    assert 'value="2027-03-28T03:30:00"' in skipped.text
    right = {**typed, "closes_at": "2027-03-29T15:00:30"}
    assert client.post(page, data=right).status_code == 303
    db.session.refresh(call)
    assert call.closes_at.isoformat() == "2027-03-29T12:00:30+00:00"
    assert client.post(page, data=right).status_code == 409


def test_a_call_is_published_with_its_ada_under_a_protocol_number(client, town, planner):
    call = made.draft(town)
    page = f"{PATH}/{call.id}/publish"
    assert client.get(page).status_code == 200
    without = client.post(page, data={"sure": "y"})
    assert without.status_code == 422
    assert 'id="ada-error"' in without.text
    assert client.post(page, data={"ada": "x", "sure": "y"}).status_code == 422
    assert client.post(page, data={"ada": ADA.lower(), "sure": "y"}).status_code == 303
    db.session.refresh(call)
    assert (call.state, call.version, call.ada) == (CallState.PUBLISHED, 1, ADA)
    entry = db.session.scalars(sa.select(ProtocolEntry)).one()
    assert (entry.kind, entry.key, entry.direction.value) == ("call", call.id, "outgoing")
    assert client.post(page, data={"ada": ADA, "sure": "y"}).status_code == 422
    job = db.session.scalars(sa.select(Job).where(Job.name == "calls.close")).one()
    assert job.run_after == call.closes_at + timedelta(seconds=1)


def test_a_town_may_publish_before_the_ada_and_the_page_says_so(client, town, planner):
    town.publishes_without_ada = True
    call = made.draft(town)
    assert client.post(f"{PATH}/{call.id}/publish", data={"sure": "y"}).status_code == 303
    assert "εκκρεμεί" in client.get(f"{PATH}/{call.id}").text
    assert client.post(f"{PATH}/{call.id}/ada", data={"ada": ADA}).status_code == 303
    assert "εκκρεμεί" not in client.get(f"{PATH}/{call.id}").text
    assert client.post(f"{PATH}/{call.id}/ada", data={"ada": ADA}).status_code == 422


def test_a_call_that_lacks_something_is_not_published(client, town, planner):
    call = made.draft(town, privacy="")
    page = client.get(f"{PATH}/{call.id}/publish")
    assert "προσωπικά δεδομένα" in page.text
    refused = client.post(f"{PATH}/{call.id}/publish", data={"ada": ADA, "sure": "y"})
    assert refused.status_code == 422
    db.session.refresh(call)
    assert call.state is CallState.DRAFT


def test_a_change_after_publication_is_a_new_version_with_its_reason(client, town, planner):
    call = made.call(town)
    page = f"{PATH}/{call.id}/items/q1"
    typed = {
        "seen": hidden(client.get(page).text),
        "section": "s1",
        "kind": "long_text",
        "label": "Η πρότασή σας",
        "required": "y",
    }
    assert client.post(page, data=typed).status_code == 303
    assert "Η πρότασή σας" not in client.get(f"{PATH}/{call.id}").text
    assert "Η πρότασή σας" in client.get(f"{PATH}/{call.id}/edit").text
    amend = f"{PATH}/{call.id}/amend"
    assert client.post(amend, data={"reason": "", "ada": ADA}).status_code == 422
    assert client.post(amend, data={"reason": "Διόρθωση", "ada": ADA}).status_code == 303
    db.session.refresh(call)
    assert call.version == 2
    shown = client.get(f"{PATH}/{call.id}")
    assert "Η πρότασή σας" in shown.text
    assert "Διόρθωση" in shown.text
    older = client.get(f"{PATH}/{call.id}/versions/1")
    assert "Η ιδέα σας" in older.text
    newer = client.get(f"{PATH}/{call.id}/versions/2")
    assert "<del>" in newer.text
    assert client.get(f"{PATH}/{call.id}/versions/3").status_code == 404
    assert client.post(amend, data={"reason": "Ξανά", "ada": ADA}).status_code == 422


@pytest.mark.parametrize("deed", ["extend", "cancel", "reopen"])
def test_every_act_asks_for_its_reason_and_is_shown(client, town, planner, deed):
    call = made.call(town)
    if deed == "reopen":
        made.closed(call)
    page = f"{PATH}/{call.id}/{deed}"
    assert client.get(page).status_code == 200
    later = {"closes_at": typed_moment(40)} if deed != "cancel" else {}
    assert client.post(page, data={**later, "reason": " ", "ada": ADA}).status_code == 422
    assert client.post(page, data={**later, "reason": "Λόγοι"}).status_code == 422
    assert client.post(page, data={**later, "reason": "Λόγοι", "ada": ADA}).status_code == 303
    assert "Λόγοι" in client.get(f"{PATH}/{call.id}").text
    assert db.session.scalars(sa.select(CallNotice)).one().reason == "Λόγοι"
    assert client.post(page, data={**later, "reason": "Πάλι", "ada": ADA}).status_code == 422


def test_only_those_who_make_calls_reach_the_editor(client, town, sign_in):
    call = made.draft(town)
    for path in ("edit", "edit/basics", "edit/assets", "publish", "preview", "try", "items/q1"):
        assert client.get(f"{PATH}/{call.id}/{path}").status_code == 302, path
    sign_in(Role.EVALUATOR, town=town)
    for path in ("edit", "edit/basics", "edit/assets", "publish", "preview", "try", "items/q1"):
        assert client.get(f"{PATH}/{call.id}/{path}").status_code == 403, path
    assert client.get(f"{PATH}/{call.id}").status_code == 200


def test_a_call_is_tried_with_test_answers_that_leave_no_trace(client, town, planner):
    call = made.draft(town)
    assert client.get(f"{PATH}/{call.id}/preview").status_code == 200
    page = f"{PATH}/{call.id}/try"
    assert "Η ιδέα σας" in client.get(page).text
    before = trace()
    refused = client.post(page, data={"q1": "", "q2": "πολλοί", "kind": "informal_group"})
    assert refused.status_code == 422
    assert 'id="q1-error"' in refused.text
    assert 'id="q2-error"' in refused.text
    assert "Καταστατικό" in refused.text
    assert trace() == before


def trace() -> list[int]:
    """How many rows every table has."""
    tables = db.metadata.tables.values()
    counts = (sa.select(sa.func.count()).select_from(table) for table in tables)
    return [db.session.scalar(count) or 0 for count in counts]
