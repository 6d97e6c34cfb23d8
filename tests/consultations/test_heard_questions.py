"""Questions from the room among what was answered and what is owed: page, workbook, JSON."""

import io
from datetime import UTC, datetime
from typing import Any

import pytest
from openpyxl import load_workbook

from inmeko.consultations.queries import live as queries
from inmeko.consultations.services import questions
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from tests.builders import events as made
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
SOMEBODY = Actor()
PATH = "/dokimi/heard/"
API = "/dokimi/api/heard"
OWED, ANSWERED = "Πότε αρχίζουν τα έργα;", "=Ποιος πληρώνει;"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def asked(town: Any, title: str = "Ημερίδα") -> Any:
    """An event that was held: questions answered, owed, hidden, and one nobody looked at."""
    event = made.event(town, title=title)
    one, two = made.attended(event, name="Κρυφή Ερωτώσα"), made.attended(event)
    made.begun(event)
    owed = made.question(event, one, shown=True, text=OWED, named=True)
    questions.support(owed, two)
    said = made.question(event, one, shown=True, text=ANSWERED)
    questions.answer(SOMEBODY, said, "Ο Δήμος.")
    # Answered as it was asked: moderation has let everybody read it.
    questions.answer(SOMEBODY, made.question(event, two, text="Και μετά;"), "")
    questions.hide(SOMEBODY, made.question(event, two, shown=True, text="Υβριστική"), "Προσβολή")
    made.question(event, two, text="Αθέατη")
    return made.over(event)


def test_questions_that_were_shown_are_answered_or_owed(client, town) -> None:
    event = asked(town)
    asked(municipality(slug="allos"))
    told = client.get(API).json
    assert told["events"]["questions_answered"] == 2
    assert told["events"]["questions_owed"] == 1
    assert [(one["text"], one["answered"], one["answer"]) for one in told["questions"]] == [
        (OWED, False, None),
        (ANSWERED, True, "Ο Δήμος."),
        ("Και μετά;", True, None),
    ]
    assert told["questions"][0]["supports"] == 1
    assert told["questions"][0]["page"].endswith(f"/dokimi/events/{event.id}#room")


def test_the_page_tells_them_with_their_answers_and_nobodys_name(client, town) -> None:
    event = asked(town)
    page = client.get(PATH).text
    assert "2 / 3" in page
    assert "ερωτήσεις από την αίθουσα απαντήθηκαν" in page
    assert OWED in page
    assert "Ο Δήμος." in page
    assert f"/dokimi/events/{event.id}#room" in page
    for private in ("Υβριστική", "Αθέατη", "Κρυφή Ερωτώσα"):
        assert private not in page
        assert private not in client.get(API).text


def test_a_question_that_is_answered_later_is_owed_no_more(client, town) -> None:
    event = asked(town)
    [owed] = [one for one in client.get(API).json["questions"] if not one["answered"]]
    kept = next(one for one in queries.of_event(event) if one.id == owed["id"])
    questions.answer(SOMEBODY, kept, "Το φθινόπωρο.")
    assert client.get(API).json["events"]["questions_owed"] == 0
    assert "Το φθινόπωρο." in client.get(PATH).text


def test_the_workbook_counts_and_lists_them(client, town) -> None:
    asked(town)
    book = load_workbook(io.BytesIO(client.get(f"{PATH}workbook.xlsx").data))
    totals = {row[0]: row[1] for row in book["Σύνολα"].values}
    assert totals["Ερωτήσεις από την αίθουσα που απαντήθηκαν"] == 2
    assert totals["Ερωτήσεις από την αίθουσα που περιμένουν απάντηση"] == 1
    rows = list(book["Ερωτήσεις"].values)[1:]
    assert [row[0] for row in rows] == [OWED, f"'{ANSWERED}", "Και μετά;"]
    assert rows[1][4] == "Ο Δήμος."
    assert "Ερωτήσεις από την αίθουσα" in [row[0] for row in book["Διαγράμματα"].values]


def test_only_those_of_the_events_that_are_asked_for_count(client, town) -> None:
    asked(town)
    for question, number in (
        ("kind=regulation", 0),
        ("sector=care", 0),
        ("kind=information_day", 3),
    ):
        assert len(client.get(f"{API}?{question}").json["questions"]) == number, question


@pytest.mark.parametrize("path", [PATH, API, f"{PATH}embed", f"{PATH}workbook.xlsx"])
def test_many_questions_ask_as_often_as_few(client, town, path: str) -> None:
    def statements() -> int:
        db.session.flush()
        db.session.expire_all()
        with count_queries() as found:
            assert client.get(path).status_code == 200
        return len(found)

    asked(town)
    few = statements()
    for number in range(3):
        asked(town, f"Ημερίδα {number}")
    assert statements() == few
