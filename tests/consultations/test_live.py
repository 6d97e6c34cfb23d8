"""In the room: votes that nobody is shown and nobody gives twice, questions, the screen."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import EventPoll, PollBallot, Registration, RoomQuestion
from inmeko.consultations.queries import live as queries
from inmeko.consultations.rules.live import PollState, RoomQuestionState, Tally
from inmeko.consultations.services import polls, questions
from inmeko.extensions import Base, db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import AuditEntry
from inmeko.records.services import Runner
from tests.builders import events as made
from tests.builders.events import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/events"
THREADS, VOTES = 6, 5


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def room(town):
    """An event that people registered for, and that has begun."""
    event = made.event(town)
    people = [made.registered(event, name=name) for name in ("Άννα", "Νίκος", "Ξένια")]
    made.begun(event)
    return event, people


def test_one_votes_once_and_changes_it_until_the_poll_is_closed(room) -> None:
    event, (anna, nikos, _) = room
    poll = made.poll(event)
    with pytest.raises(RuleError, match="cannot vote"):
        polls.vote(poll, anna, [0])
    polls.open_poll(SOMEBODY, poll)
    for choice in ([0], [0], [2]):
        polls.vote(poll, anna, choice)
    polls.vote(poll, nikos, [2])
    assert queries.tally(poll) == Tally((0, 0, 2), 2)
    polls.close(SOMEBODY, poll)
    assert queries.tally(poll) == Tally((0, 0, 2), 2)
    with pytest.raises(RuleError, match="cannot vote"):
        polls.vote(poll, anna, [1])
    with pytest.raises(RuleError, match="not possible"):
        polls.open_poll(SOMEBODY, poll)


def test_nobody_finds_out_who_voted_what(room) -> None:
    event, (anna, *_rest) = room
    poll, other = made.poll(event, opened=True), made.poll(event)
    polls.vote(poll, anna, [1])
    ballot = db.session.scalars(sa.select(PollBallot)).one()
    assert set(PollBallot.__table__.columns.keys()) == {
        "id",
        "municipality_id",
        "poll_id",
        "voter",
        "content",
    }
    assert ballot.voter not in {anna.key, anna.code, anna.email, str(anna.id)}
    assert ballot.voter not in polls.marks(other, anna), "two ballots do not tell one person"
    trail = [str(one.after) for one in db.session.scalars(sa.select(AuditEntry))]
    assert not [text for text in trail if "chosen" in text or ballot.voter in text]
    polls.close(SOMEBODY, poll)
    assert not db.session.scalars(sa.select(PollBallot)).all()


def test_who_has_no_place_has_no_vote(town, room) -> None:
    event, (anna, *_rest) = room
    poll = made.poll(event, opened=True)
    elsewhere = made.registered(made.event(town))
    with pytest.raises(RuleError, match="cannot vote"):
        polls.vote(poll, elsewhere, [0])
    made.registering.cancel(SOMEBODY, anna)
    with pytest.raises(RuleError, match="take part"):
        polls.vote(poll, anna, [0])
    assert queries.tally(poll).voters == 0


def test_one_poll_at_a_time_and_only_a_prepared_one_changes(room) -> None:
    event, _people = room
    first, second = made.poll(event, opened=True), made.poll(event)
    with pytest.raises(ConflictError, match="Close the poll"):
        polls.open_poll(SOMEBODY, second)
    with pytest.raises(ConflictError, match="not changed"):
        polls.change(SOMEBODY, first, question="Άλλο", options=["α", "β"], several=True)
    with pytest.raises(ConflictError):
        polls.remove(SOMEBODY, first)
    polls.change(SOMEBODY, second, question="Άλλο", options=["α", "β"], several=True)
    assert (second.question, second.several) == ("Άλλο", True)
    polls.remove(SOMEBODY, second)
    assert [one.id for one in queries.polls(event)] == [first.id]


def test_a_poll_that_nobody_closes_is_closed_when_the_room_is_empty(client, room, at) -> None:
    event, (anna, *_rest) = room
    poll = made.poll(event, opened=True)
    polls.vote(poll, anna, [0])
    jobs = client.application.extensions["inmeko-jobs"]
    runner = Runner({**jobs, "mail": lambda _payload: None}, threading.Event(), keep=True)
    at(event.ends_at + timedelta(hours=3) - timedelta(seconds=1))
    runner.run_due()
    db.session.expire_all()
    assert poll.state is PollState.OPEN
    at(event.ends_at + timedelta(hours=3))
    runner.run_due()
    db.session.expire_all()
    assert poll.state is PollState.CLOSED
    assert queries.tally(poll) == Tally((1, 0, 0), 1)


def test_questions_are_moderated_supported_once_and_never_too_many(room) -> None:
    event, (anna, nikos, xenia) = room
    first = made.question(event, anna, named=True)
    assert first.name == "Άννα"
    with pytest.raises(RuleError, match="not answered can be supported"):
        questions.support(first, nikos)
    questions.show(SOMEBODY, first)
    second = made.question(event, nikos, shown=True)
    for one in (nikos, nikos, xenia):
        questions.support(first, one)
    with pytest.raises(RuleError, match="your own"):
        questions.support(first, anna)
    found = queries.questions(event, (RoomQuestionState.SHOWN,))
    assert [(one.question, one.support) for one in found] == [(first, 2), (second, 0)]
    for _ in range(3):
        made.question(event, anna)
    with pytest.raises(RuleError, match="not been looked at"):
        made.question(event, anna)
    with pytest.raises(RuleError, match="Give the reason"):
        questions.hide(SOMEBODY, second, " ")
    questions.hide(SOMEBODY, second, "Προσβλητική")
    questions.answer(SOMEBODY, first, "Τον Ιούνιο.")
    with pytest.raises(RuleError, match="not possible"):
        questions.hide(SOMEBODY, first, "Άβολη")


def test_who_asked_is_forgotten_with_who_registered(town, room, at) -> None:
    event, (anna, nikos, _) = room
    question = made.question(event, anna, shown=True)
    questions.support(question, nikos)
    known = questions.marks(event, anna)
    at(event.ends_at + timedelta(days=91))
    made.registering.forget(municipality_id=town.id)
    assert question.author not in known
    assert queries.supported_by(event, questions.marks(event, nikos)) == set()
    assert queries.questions(event, (RoomQuestionState.SHOWN,))[0].support == 1


def typed(client, event, code):
    return client.post(f"{PATH}/{event.id}/live", data={"code": code})


def test_a_phone_takes_part_without_scripts(client, room) -> None:
    event, (anna, nikos, _) = room
    poll, question = made.poll(event, opened=True), made.question(event, nikos, shown=True)
    page = f"{PATH}/{event.id}/live"
    assert 'name="choice"' not in client.get(page).text
    refused = client.post(f"{PATH}/{event.id}/polls/{poll.id}/vote", data={"choice": "0"})
    assert refused.status_code == 422
    assert typed(client, event, "ΑΑΑΑΑΑ").status_code == 422
    assert typed(client, event, anna.code).status_code == 303
    shown = client.get(page)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.text.count('name="choice"') == 3
    for wrong in ("7", "x", ""):
        vote = client.post(f"{PATH}/{event.id}/polls/{poll.id}/vote", data={"choice": wrong})
        assert vote.status_code == 422
    for choice in ("0", "1"):
        vote = client.post(f"{PATH}/{event.id}/polls/{poll.id}/vote", data={"choice": choice})
        assert vote.status_code == 303
    assert queries.tally(poll) == Tally((0, 1, 0), 1)
    asked = client.post(f"{PATH}/{event.id}/questions", data={"text": "<script>x</script>"})
    assert asked.status_code == 303
    assert "&lt;script&gt;x" in client.get(page).text
    long = client.post(f"{PATH}/{event.id}/questions", data={"text": "α" * 501})
    assert long.status_code == 422
    assert "α" * 501 in long.text
    support = f"{PATH}/{event.id}/questions/{question.id}/support"
    assert client.post(support).status_code == 303
    assert client.post(f"{page}/leave").status_code == 303
    assert 'name="choice"' not in client.get(page).text
    assert client.get(f"{PATH}/ticket/{nikos.key}/live").status_code == 303
    assert nikos.name in client.get(page).text


def test_a_code_of_another_event_takes_no_part(client, town, room) -> None:
    event, _people = room
    stranger = made.registered(made.event(town, title="Άλλη εκδήλωση"))
    refused = typed(client, event, stranger.code)
    assert refused.status_code == 422
    assert "Άλλη εκδήλωση" in refused.text


def test_the_desk_runs_polls_and_questions(client, town, room, sign_in) -> None:
    event, (anna, *_rest) = room
    question = made.question(event, anna)
    desk = f"{PATH}/{event.id}/live/desk"
    assert client.get(desk).status_code == 302
    sign_in(Role.PLANNER, town=town)
    wrong = client.post(f"{PATH}/{event.id}/polls/new", data={"question": "Π;", "options": "Ναι"})
    assert wrong.status_code == 422
    given = {"question": "Ποια μέρα;", "options": "Δευτέρα\nΤρίτη\nΤρίτη", "several": "y"}
    assert client.post(f"{PATH}/{event.id}/polls/new", data=given).status_code == 303
    poll = db.session.scalars(sa.select(EventPoll)).one()
    assert poll.content == {"options": ["Δευτέρα", "Τρίτη"]}
    path = f"{PATH}/{event.id}/polls/{poll.id}"
    assert client.post(f"{path}/edit", data={**given, "question": "Ποια;"}).status_code == 303
    assert "Ποια;" not in client.get(f"{PATH}/{event.id}").text, "it is not opened yet"
    assert client.post(f"{path}/open").status_code == 303
    polls.vote(poll, anna, [0, 1])
    assert client.get(f"{path}/close").status_code == 200
    assert client.post(f"{path}/close").status_code == 303
    settle = f"{PATH}/{event.id}/questions/{question.id}"
    assert client.post(f"{settle}/show").status_code == 303
    assert client.post(settle, data={"deed": "hidden"}).status_code == 422
    answered = client.post(settle, data={"deed": "answered", "answer": "Τον Ιούνιο."})
    assert answered.status_code == 303
    page = client.get(f"{PATH}/{event.id}").text
    for words in ("Ποια;", "Δευτέρα", "1 (100 %)", "Πότε αρχίζουν τα έργα;", "Τον Ιούνιο."):
        assert words in page
    assert anna.name not in page
    assert anna.name not in client.get(desk).text, "nobody is shown who asked without a name"


def test_the_screen_and_its_machine_answer_follow_the_room(client, room) -> None:
    event, (anna, nikos, _) = room
    hidden = made.question(event, nikos, text="Κακία", shown=True)
    made.question(event, anna, named=True, shown=True)
    questions.hide(SOMEBODY, hidden, "Προσβλητική")
    address = f"{PATH}/{event.id}/live.json"
    first = client.get(address)
    seen = {"If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=seen).status_code == 304
    screen = client.get(f"{PATH}/{event.id}/screen").text
    assert "Πότε αρχίζουν τα έργα;" in screen
    assert "http-equiv" in screen
    assert first.headers["ETag"].strip('"') in screen
    poll = made.poll(event, opened=True)
    assert client.get(address, headers=seen).status_code == 200
    assert poll.question in client.get(f"{PATH}/{event.id}/screen").text
    assert poll.question not in client.get(f"{PATH}/{event.id}/screen?show=questions").text
    polls.vote(poll, anna, [0])
    told = client.get(address)
    assert told.json["polls"][0]["options"][0] == {"text": "Σε έναν μήνα", "votes": 1}
    assert "Κακία" not in told.text
    for one in (anna, nikos):
        assert one.email not in told.text
        assert one.code not in told.text


def test_no_page_and_no_feed_holds_a_mark(client, town, room, sign_in) -> None:
    event, (anna, *_rest) = room
    question = made.question(event, anna, shown=True)
    poll = made.poll(event, opened=True)
    polls.vote(poll, anna, [0])
    signs = {question.author, *polls.marks(poll, anna)}
    sign_in(Role.PLANNER, town=town)
    for page in ("", "/live", "/live/desk", "/live.json", "/screen", "/registrations", "/minutes"):
        text = client.get(f"{PATH}/{event.id}{page}").text
        assert not [sign for sign in signs if sign in text], page


def prepared() -> int:
    with transaction():
        town = municipality(name="Δήμος Δοκιμής", slug="dokimi")
        event = made.event(town)
        for _ in range(THREADS):
            made.registered(event)
        made.begun(event)
        return made.poll(event, opened=True, several=True).id


def test_votes_at_once_count_once_each(own_app) -> None:
    number = prepared()
    people = db.session.scalars(sa.select(Registration.id).order_by(Registration.id)).all()
    db.session.remove()

    def work(thread: int) -> None:
        # Each of these people presses from several phones at once.
        for turn in range(VOTES):
            with transaction():
                poll = db.session.get_one(EventPoll, number)
                voter = db.session.get_one(Registration, people[turn % len(people)])
                polls.vote(poll, voter, [thread % 3, turn % 3])

    at_once(own_app, THREADS, work)
    poll = db.session.get_one(EventPoll, number)
    assert db.session.scalar(sa.select(sa.func.count()).select_from(PollBallot)) == VOTES
    found = queries.tally(poll)
    assert found.voters == VOTES
    assert sum(found.votes) <= 2 * VOTES
    with transaction():
        polls.close(SOMEBODY, db.session.get_one(EventPoll, number))
    assert queries.tally(db.session.get_one(EventPoll, number)) == found


def test_supports_at_once_count_once(own_app) -> None:
    number = prepared()
    with transaction():
        event = db.session.get_one(EventPoll, number).event
        people = db.session.scalars(sa.select(Registration).order_by(Registration.id)).all()
        asked = made.question(event, people[0], shown=True).id
        supporter = people[1].id
    db.session.remove()

    def work(_thread: int) -> None:
        with transaction():
            question = db.session.get_one(RoomQuestion, asked)
            questions.support(question, db.session.get_one(Registration, supporter))

    at_once(own_app, THREADS, work)
    event = db.session.get_one(EventPoll, number).event
    assert [one.support for one in queries.questions(event, (RoomQuestionState.SHOWN,))] == [1]


def test_every_table_of_the_room_is_of_a_town() -> None:
    for name in ("event_polls", "event_poll_ballots", "event_questions", "event_question_supports"):
        assert "municipality_id" in Base.metadata.tables[name].columns
