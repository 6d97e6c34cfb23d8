"""Thanks and the feedback form: once for each who came, of nobody, shown from three answers on."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import EventFeedback, FeedbackGiven, Registration
from inmeko.consultations.queries import feedback as queries
from inmeko.consultations.rules import feedback as rules
from inmeko.consultations.services import feedback as deeds
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import Job
from inmeko.records.services import Runner
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/events"
THREADS = 6


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


def came(town, number: int = 4):
    """An event that was held yesterday, and those who came."""
    event = made.event(town)
    people = [made.attended(event) for _ in range(number)]
    return made.over(event), people


def thanked() -> list[dict]:
    query = sa.select(Job).where(Job.name == "mail", Job.key.endswith("-thanks"))
    return [one.payload for one in db.session.scalars(query.order_by(Job.id))]


def test_questions_are_typed_rated_and_summed() -> None:
    asked = rules.read("Η αίθουσα; * | 1-5\nΘα ξανάρθετε; | Ναι; Όχι\nΤι έλειψε;")
    assert [one.options for one in asked] == [rules.SCALE, ("Ναι", "Όχι"), ()]
    assert rules.read(rules.typed(asked)) == asked
    answers = [{"a1": "4", "a2": "Ναι"}, {"a1": "5", "a3": "Νερό"}, {"a1": "4"}]
    rated, chosen, words = rules.summed(asked, answers)
    assert (rated.votes, rated.number) == ((0, 0, 0, 2, 1), 3)
    assert rated.average == pytest.approx(13 / 3)
    assert (chosen.votes, chosen.number, chosen.average) == ((1, 0), 1, None)
    assert (words.votes, words.number) == ((), 1)
    assert rules.questions([]) == rules.STANDARD


def test_those_who_came_are_thanked_once_on_the_day_after(client, town, at) -> None:
    event = made.event(town)
    one, absent = made.attended(event), made.registered(event)
    jobs = client.application.extensions["inmeko-jobs"]
    runner = Runner({**jobs, "mail": lambda _payload: None}, threading.Event(), keep=True)
    at(event.ends_at)
    runner.run_due()
    assert thanked() == []
    at(event.ends_at + rules.THANKED)
    for _ in range(2):
        runner.run_due()
    [mail] = thanked()
    assert mail["to"] == one.email != absent.email
    assert f"/events/ticket/{one.key}/feedback" in mail["body"]


def test_who_is_typed_in_later_is_thanked_then(client, town, sign_in, at) -> None:
    sign_in(Role.PLANNER, town=town)
    event, _people = came(town, 1)
    late = made.registered(made.event(town))
    late.event, late.quota = event, event.quotas[0]
    db.session.flush()
    typed = {"signed": [str(late.id)], "quota": "everybody"}
    assert client.post(f"{PATH}/{event.id}/paper/typed", data=typed).status_code == 303
    assert late.email in [mail["to"] for mail in thanked()]


def test_one_answers_once_without_a_name_and_only_who_came(town) -> None:
    event, (one, *_others) = came(town)
    deeds.give(one, {"s1": "4", "s2": "Η συζήτηση"})
    with pytest.raises(ConflictError, match="answered already"):
        deeds.give(one, {"s1": "1"})
    form = db.session.scalars(sa.select(EventFeedback)).one()
    given = db.session.scalars(sa.select(FeedbackGiven)).one()
    assert form.content == {"answers": {"s1": "4", "s2": "Η συζήτηση"}, "shown": []}
    names = {"id", "municipality_id", "event_id", "content"}
    assert set(EventFeedback.__table__.columns.keys()) == names, "no time, no mark, no person"
    assert given.giver not in {one.key, one.code, one.email}
    absent = made.registered(made.event(town))
    absent.event = event
    with pytest.raises(RuleError, match="who came"):
        deeds.give(absent, {"s1": "1"})


def test_the_form_opens_with_the_end_and_closes_after_thirty_days(town, at) -> None:
    event = made.event(town)
    one, other = made.attended(event), made.attended(event)
    at(event.ends_at - timedelta(minutes=1))
    with pytest.raises(RuleError, match="not over"):
        deeds.give(one, {"s1": "4"})
    at(event.ends_at)
    deeds.give(one, {"s1": "4"})
    at(event.ends_at + rules.OPEN_FOR)
    with pytest.raises(RuleError, match="days after"):
        deeds.give(other, {"s1": "4"})


def test_questions_stay_as_they_are_after_the_first_answer(town) -> None:
    event, (one, *_others) = came(town)
    deeds.ask(SOMEBODY, event, "Η αίθουσα; | 1-5")
    with pytest.raises(RuleError, match="at least one"):
        deeds.give(one, {})
    with pytest.raises(RuleError, match="one of the answers"):
        deeds.give(one, {"a1": "6"})
    deeds.give(one, {"a1": "5"})
    with pytest.raises(ConflictError, match="stay as they are"):
        deeds.ask(SOMEBODY, event, "")


def test_results_are_shown_from_three_answers_on_and_words_when_published(
    client, town, sign_in
) -> None:
    event, people = came(town)
    page = f"{PATH}/{event.id}"
    form = f"{PATH}/ticket/{people[0].key}/feedback"
    assert client.post(form, data={"s2": "Λέξεις χωρίς βαθμό"}).status_code == 422
    long = client.post(form, data={"s1": "4", "s2": "α" * 501})
    assert long.status_code == 422
    assert "α" * 501 in long.text
    words = ("Ο <b>ήχος</b>", "Η ώρα", "")
    for one, text in zip(people, words, strict=False):
        sent = client.post(f"{PATH}/ticket/{one.key}/feedback", data={"s1": "4", "s3": text})
        assert sent.status_code == 303
        shown = "μέσος όρος" in client.get(page).text
        assert shown is (one is people[2]), "two answers tell nobody anything"
    assert "έχετε ήδη απαντήσει" in client.get(form).text.lower()
    assert "4,0" in client.get(page).text
    assert "Η ώρα" not in client.get(page).text
    desk = f"{page}/feedback"
    assert client.get(desk).status_code == 302
    sign_in(Role.PLANNER, town=town)
    text = client.get(desk).text
    assert "Ο &lt;b&gt;ήχος&lt;/b&gt;" in text
    assert people[0].name not in text
    [wanted] = [
        one for one in queries.of_event(event) if one.content["answers"].get("s3", "")[:1] == "Η"
    ]
    chosen = {"shown": [f"{wanted.id}:s3", "999999:s3", "x"]}
    assert client.post(desk, data=chosen).status_code == 303
    public = client.get(page).text
    assert "Η ώρα" in public
    assert "ήχος" not in public
    client.post(desk, data={})
    assert "Η ώρα" not in client.get(page).text


def test_the_planner_chooses_the_questions(client, town, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    event, (one, *_others) = came(town)
    questions = f"{PATH}/{event.id}/feedback/questions"
    assert client.post(questions, data={"questions": "*"}).status_code == 422
    assert client.post(questions, data={"questions": "Η αίθουσα; | 1-5"}).status_code == 303
    assert "Η αίθουσα;" in client.get(f"{PATH}/ticket/{one.key}/feedback").text
    assert (
        client.get(f"{PATH}/ticket/{made.registered(made.event(town)).key}/feedback").status_code
        == 404
    )


def test_who_answered_is_forgotten_with_who_registered(town, at) -> None:
    event, (one, *_others) = came(town)
    deeds.give(one, {"s1": "4"})
    at(event.ends_at + timedelta(days=91))
    made.registering.forget(municipality_id=town.id)
    assert not queries.given(event, deeds.marks(one))
    assert queries.number(event) == 1


def test_one_person_who_presses_many_times_at_once_answers_once(own_app) -> None:
    with transaction():
        _event, (one,) = came(municipality(name="Δήμος Δοκιμής", slug="dokimi"), 1)
        number = one.id
    db.session.remove()

    def work(_thread: int) -> bool:
        try:
            with transaction():
                deeds.give(db.session.get_one(Registration, number), {"s1": "4"})
        except ConflictError:
            return False
        return True

    assert sum(at_once(own_app, THREADS, work)) == 1
    assert db.session.scalar(sa.select(sa.func.count()).select_from(EventFeedback)) == 1
