"""Letters of an answered text: one to each person, whatever happens to the process meanwhile."""

from collections import Counter
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import ConsultedText, TextComment
from inmeko.consultations.services import comments, texts
from inmeko.consultations.services import text_telling as deeds
from inmeko.consultations.views import comment_letters
from inmeko.consultations.views import text_telling as views
from inmeko.extensions import db
from inmeko.records.models import Job
from inmeko.records.rules.outbox import JobState
from tests.builders import texts as made
from tests.builders.people import municipality

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/consultations"


@pytest.fixture
def town(session, at, monkeypatch):
    at(NOON)
    monkeypatch.setattr(deeds, "BATCH", 3)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def answered(town, people: int, each: int = 1) -> tuple[ConsultedText, list[TextComment]]:
    """A text whose people commented, some more than once, with its answers out."""
    text = made.text(town)
    theme = texts.make_theme(made.SOMEBODY, text, title="Ωράριο")
    said = []
    for number in range(people * each):
        one = made.comment(text, email=f"p{number % people}@example.org", text=f"Σχόλιο {number}")
        texts.group(made.SOMEBODY, one, theme)
        said.append(one)
    made.answer(theme)
    made.over(text)
    texts.conclude(made.SOMEBODY, text)
    deeds.begin(text)
    return text, said


def letters() -> list[Job]:
    query = sa.select(Job).where(Job.name == "mail", Job.key.startswith("text-answers-"))
    return list(db.session.scalars(query.order_by(Job.id)))


def people_written_to() -> Counter[str]:
    return Counter(one.payload["to"] for one in letters())


def waiting() -> list[Job]:
    query = sa.select(Job).where(Job.name == deeds.TELL, Job.state == JobState.WAITING)
    return list(db.session.scalars(query.order_by(Job.id)))


def test_everybody_gets_one_letter_about_all_their_comments(town) -> None:
    _text, said = answered(town, people=7, each=2)
    assert made.write_letters() == 4
    assert people_written_to() == {f"p{number}@example.org": 1 for number in range(7)}
    body = letters()[0].payload["body"]
    assert [one.key in body for one in said] == [number % 7 == 0 for number in range(14)]
    assert "Το ζητούν πολλοί." in body


def test_a_process_that_is_killed_in_a_batch_writes_to_nobody_twice(town, monkeypatch) -> None:
    answered(town, people=8)
    views.tell(waiting()[0].payload)
    waiting()[0].state = JobState.DONE
    write, count = comment_letters.answered, 0

    def killed(key, ones) -> None:
        nonlocal count
        count += 1
        if count == 2:
            raise KeyboardInterrupt
        write(key, ones)

    with monkeypatch.context() as patched:
        patched.setattr(comment_letters, "answered", killed)
        with pytest.raises(KeyboardInterrupt), db.session.begin_nested():
            views.tell(waiting()[0].payload)
    assert len(letters()) == 3
    # A runner that was only slow does the same batch as the one that took it up again.
    payload = waiting()[0].payload
    made.write_letters()
    views.tell(payload)
    assert people_written_to() == {f"p{number}@example.org": 1 for number in range(8)}


def test_whoever_withdraws_meanwhile_is_written_to_about_what_is_left(town) -> None:
    _text, said = answered(town, people=4, each=2)
    comments.withdraw(said[0])
    comments.withdraw(said[1])
    comments.withdraw(said[5])
    made.write_letters()
    assert set(people_written_to()) == {"p0@example.org", "p2@example.org", "p3@example.org"}
    comments.withdraw(said[2])
    assert people_written_to()["p2@example.org"] == 1
    comments.withdraw(said[6])
    assert "p2@example.org" not in people_written_to()


def test_the_planner_sees_how_far_the_letters_are(client, town, sign_in) -> None:
    text, _said = answered(town, people=5)
    sign_in(Role.PLANNER, town=town)
    path = f"{PATH}/{text.id}/letters"
    assert "0 από 5" in client.get(path).text
    views.tell(waiting()[0].payload)
    waiting()[0].state = JobState.DONE
    page = client.get(path).text
    assert "3 από 5" in page
    assert "hx-get" in page
    waiting()[0].state = JobState.DEAD
    assert "διακόπηκε" in client.get(path).text


def test_the_page_of_letters_says_that_none_was_written(client, town, sign_in) -> None:
    text = made.text(town)
    sign_in(Role.PLANNER, town=town)
    assert "δημοσιευθούν οι απαντήσεις" in client.get(f"{PATH}/{text.id}/letters").text


def test_what_a_job_keeps_names_nobody(town) -> None:
    answered(town, people=4)
    made.write_letters()
    query = sa.select(Job).where(Job.name == deeds.TELL)
    kept = "".join(f"{one.key}{one.payload}" for one in db.session.scalars(query))
    assert "example.org" not in kept + "".join(one.key or "" for one in letters())
