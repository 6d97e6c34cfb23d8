"""A file of an open call and the set-ups that came from it: all of them, the newest first."""

import html
from datetime import UTC, datetime

import pytest

from inmeko.accounts.rules import Role
from inmeko.coops.rules.formation.words import FormationStage
from inmeko.extensions import db
from tests.builders import calls
from tests.builders import formations as build
from tests.builders.people import municipality
from tests.queries import count_queries


@pytest.fixture
def town(session, at):
    at(datetime(2026, 5, 12, 9, tzinfo=UTC))
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def sent(town):
    return calls.submission(calls.closed(calls.call(town)))


def begun(town, sent, title: str, stage: FormationStage = FormationStage.PREPARING):
    made = build.formation(town, title=title, expression_id=sent.expression_id)
    made.stage = stage
    db.session.flush()
    return made


def test_all_set_ups_of_a_file_are_shown_with_their_stage(client, town, sent, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/submissions/{sent.id}"
    first = begun(town, sent, "Η πρώτη παρέα", FormationStage.GIVEN_UP)
    assert f"expression={sent.expression_id}" in client.get(page).text, "they may begin anew"
    second = begun(town, sent, "Η δεύτερη παρέα", FormationStage.FILED)
    text = html.unescape(client.get(page).text)
    assert f"expression={sent.expression_id}" not in text
    assert text.index("Η δεύτερη παρέα") < text.index("Η πρώτη παρέα")
    for made in (first, second):
        assert f'href="/dokimi/coops/{made.id}/"' in text
    for words in ("Εγκαταλείφθηκε", "Υποβλήθηκε στο μητρώο"):
        assert words in text


def test_many_set_ups_take_no_more_questions(client, town, sent, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    page = f"/dokimi/calls/submissions/{sent.id}"
    begun(town, sent, "Παρέα 0")
    client.get(page)
    with count_queries() as few:
        client.get(page)
    for number in range(1, 6):
        begun(town, sent, f"Παρέα {number}")
    db.session.expire_all()
    with count_queries() as many:
        assert client.get(page).text.count("Παρέα") == 6
    assert len(many) == len(few)


def test_a_set_up_of_another_town_is_not_shown(client, town, sent, sign_in) -> None:
    begun(municipality(name="Δήμος Άλλος", slug="allos"), sent, "Ξένη παρέα")
    sign_in(Role.PLANNER, town=town)
    assert "Ξένη παρέα" not in client.get(f"/dokimi/calls/submissions/{sent.id}").text
