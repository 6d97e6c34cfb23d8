"""What was heard in a town: page, workbook, JSON, a view to embed; always as many queries."""

import io
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from inmeko.accounts.rules import Role
from inmeko.consultations.rules.texts import ThemeAnswer, Voice
from inmeko.consultations.services import commitments as commitment_deeds
from inmeko.consultations.services import events
from inmeko.consultations.services import texts as text_deeds
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from tests.builders import events as made
from tests.builders import texts
from tests.builders.people import municipality
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
TODAY = date(2026, 5, 12)
SOMEBODY = Actor()
PATH = "/dokimi/heard/"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def met(town: Any, number: int, sectors: Any = ()) -> Any:
    """An event that was held, with one who came and one who did not, and what it promised."""
    event = made.draft(town, title=f"Ημερίδα {number}")
    if sectors:
        made.put(event, "basics", sectors=sectors)
    events.announce(SOMEBODY, event)
    made.attended(event, name="Κρυφό Όνομα", email=f"krypto{number}@example.org")
    made.registered(event)
    made.over(event)
    made.commitment(event, text=f"=Δέσμευση {number}\x07", due_on=TODAY - timedelta(days=1))
    return event


def consulted(town: Any, number: int, sectors: Any = ()) -> Any:
    """A text with two comments, a theme that is answered, one that waits, and a promise."""
    text = texts.text(town, title=f"Κανονισμός {number}")
    text_deeds.put_sectors(SOMEBODY, text, sectors)
    themes = [text_deeds.make_theme(SOMEBODY, text, title=f"Θέμα {number}.{n}") for n in (1, 2)]
    one = texts.comment(text, email="mystiki@example.org", name="Μυστική")
    texts.comment(text, voice=Voice.ORGANISATION, organisation="Σύλλογος")
    texts.comment(text, confirmed=False)
    text_deeds.group(SOMEBODY, one, themes[0])
    texts.answer(themes[0], verdict=ThemeAnswer.ACCEPTED)
    commitment_deeds.promise(
        SOMEBODY, themes[0], text="Νέο ωράριο", owner="Γραφείο", email="", due_on=None
    )
    return text


def test_numbers_themes_and_commitments_are_those_of_the_town(client, town) -> None:
    met(town, 1)
    consulted(town, 1)
    other = municipality(slug="allos")
    met(other, 2)
    consulted(other, 2)
    told = client.get("/dokimi/api/heard").json
    assert told["events"] == {
        "held": 1,
        "people": 1,
        "turnout": 0.5,
        "minutes_owed": 1,
        "questions_answered": 0,
        "questions_owed": 0,
    }
    assert told["texts"] == {
        "published": 1,
        "comments": 2,
        "supports": 0,
        "themes_answered": 1,
        "themes_owed": 1,
    }
    assert [one["comments"] for one in told["themes"]] == [0, 1], "what waits stands first"
    assert [one["state"] for one in told["commitments"]] == ["late", "owed"]
    assert "allos" not in client.get(PATH).text


def test_nothing_private_is_told(client, town) -> None:
    met(town, 1)
    consulted(town, 1)
    private = ("Κρυφό Όνομα", "krypto1@", "mystiki@", "Μυστική")
    for path in (PATH, f"{PATH}embed", f"{PATH}commitments", "/dokimi/api/heard"):
        told = client.get(path).text
        assert [one for one in private if one in told] == [], path


def test_period_kind_and_sector_are_asked_in_the_address(client, town) -> None:
    met(town, 1, sectors=["energy"])
    text = consulted(town, 1, sectors=["energy"])
    later = text.published_at.date() + timedelta(days=1)

    def held(question: str) -> tuple[int, int]:
        told = client.get(f"/dokimi/api/heard?{question}").json
        return told["events"]["held"], told["texts"]["published"]

    assert held("") == (1, 1)
    assert held("kind=information_day") == (1, 0)
    assert held("kind=regulation") == (0, 1)
    assert held("sector=energy") == (1, 1)
    assert held("sector=care") == (0, 0)
    assert held(f"since={later}") == (0, 0)
    assert held(f"until={TODAY - timedelta(days=1)}") == (1, 0)
    assert held("since=junk&kind=junk") == (1, 1)
    assert "Θέμα 1.1" not in client.get(f"{PATH}?kind=information_day").text


def test_what_is_to_come_and_what_was_cancelled_is_not_told(client, town) -> None:
    made.event(town, title="Αυριανή")
    made.draft(town, title="Πρόχειρη")
    texts.draft(town, title="Πρόχειρο")
    cancelled = texts.text(town, title="Ακυρωμένο")
    text_deeds.cancel(SOMEBODY, cancelled, reason="Λάθος")
    page = client.get(PATH).text
    words = ("Αυριανή", "Πρόχειρ", "Ακυρωμένο")
    assert [one for one in words if one in page] == []
    assert "Δεν ακούστηκε ακόμη τίποτα" in page


@pytest.mark.parametrize("path", [PATH, f"{PATH}embed", "/dokimi/api/heard", f"{PATH}commitments"])
def test_many_events_and_texts_ask_as_often_as_few(client, town, path: str) -> None:
    def asked() -> int:
        db.session.flush()
        db.session.expire_all()
        with count_queries() as statements:
            assert client.get(path).status_code == 200
        return len(statements)

    met(town, 1)
    consulted(town, 1)
    few = asked()
    for number in range(2, 6):
        met(town, number)
        consulted(town, number)
    assert asked() == few
    assert few <= 16


def test_the_workbook_holds_every_list_and_its_charts(client, town) -> None:
    met(town, 1)
    consulted(town, 1)
    answer = client.get(f"{PATH}workbook.xlsx")
    assert answer.status_code == 200
    book = load_workbook(io.BytesIO(answer.data))
    assert book.sheetnames == ["Σύνολα", "Διαγράμματα", "Εκδηλώσεις", "Κείμενα", "Θέματα"] + [
        "Ερωτήσεις",
        "Δεσμεύσεις",
    ]
    promised = book["Δεσμεύσεις"]
    assert promised["A2"].value == "'=Δέσμευση 1", "a text that looks like a formula is a text"
    assert promised["E2"].is_date
    assert book["Εκδηλώσεις"]["G2"].value == 0.5
    assert len(book["Διαγράμματα"]._charts) == 5


def test_a_frame_on_any_site_may_show_the_numbers_and_nothing_else(
    client, sign_in, town, at
) -> None:
    met(town, 1)
    answer = client.get(f"{PATH}embed?lang=en")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors *;" in f"{policy};"
    assert "script-src 'none'" in policy
    assert "X-Frame-Options" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Content-Language"] == "en"
    assert "What was heard" in answer.text
    assert "<script" not in answer.text
    assert "<form" not in answer.text
    assert len(answer.data) < 12_000
    sign_in(Role.PLANNER, town=town)
    assert client.get(f"{PATH}embed?lang=en").data == answer.data, "whoever looks, it is the same"
    for path in (PATH, f"{PATH}commitments", "/dokimi/events/"):
        assert "frame-ancestors 'self'" in client.get(path).headers["Content-Security-Policy"]


def test_the_page_offers_lines_to_copy_that_keep_the_question(client, town) -> None:
    met(town, 1)
    page = client.get(f"{PATH}?kind=information_day").text
    assert "&lt;iframe src=" in page
    assert "/dokimi/heard/embed?kind=information_day" in page


def test_a_town_without_anything_says_what_will_stand_here(client, town) -> None:
    assert "Δεν ακούστηκε ακόμη τίποτα" in client.get(PATH).text
    assert client.get(f"{PATH}embed").status_code == 200
    assert client.get(f"{PATH}workbook.xlsx").status_code == 200
    assert "Δεν βρέθηκε τίποτα" in client.get(f"{PATH}?sector=care").text
