"""Many decide, answer and object at once: one wins, and the others are told in a sentence."""

from collections import Counter
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from inmeko.calls.models import Call, Minutes, Objection, ResultList
from inmeko.calls.rules.words import ObjectionVerdict
from inmeko.calls.services import deciding, minutes, objections
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.errors import ConflictError
from inmeko.records.models import Job, ProtocolEntry
from tests.builders import results
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once
from tests.builders.results import PRELIMINARY

PLANNERS = 4


def number(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def call_with(step) -> int:
    with transaction():
        made = results.judging(municipality())
        step(made)
        return made.id


def outcome(work) -> str:
    try:
        with transaction():
            work()
    except ConflictError as error:
        return str(error)
    return "done"


def test_of_planners_who_publish_at_once_one_wins_and_the_letters_go_once(own_app: Flask) -> None:
    key = call_with(results.frozen)

    def publish(_thread: int) -> str:
        return outcome(lambda: deciding.decide_preliminary(SOMEBODY, db.session.get_one(Call, key)))

    found = Counter(at_once(own_app, PLANNERS, publish))
    assert found["done"] == 1
    assert found["This list has been published already by –."] == PLANNERS - 1
    assert number(ResultList) == 1
    assert db.session.scalar(sa.select(sa.func.count()).where(Job.name == deciding.LETTERS)) == 1


def test_of_planners_who_freeze_at_once_one_draws_the_number(own_app: Flask) -> None:
    key = call_with(results.prepared)
    before = number(ProtocolEntry)
    # The embedded engine has one writer: a question left open would keep the others out.
    db.session.rollback()

    def freeze(_thread: int) -> str:
        call = db.session.get_one(Call, key)
        return outcome(lambda: minutes.freeze(SOMEBODY, call, PRELIMINARY, results.written))

    found = Counter(at_once(own_app, PLANNERS, freeze))
    assert found["done"] == 1
    assert sum("frozen" in words for words in found) == 1
    assert number(ProtocolEntry) == before + 1
    assert minutes.proof(db.session.scalars(sa.select(Minutes)).one())


def test_one_form_of_an_objection_sent_at_once_makes_one(own_app: Flask) -> None:
    key = call_with(results.preliminary)

    def send(_thread: int) -> int:
        with transaction():
            file = results.sent(db.session.get_one(Call, key))[1]
            return results.objection(file).id

    assert len(set(at_once(own_app, PLANNERS, send))) == 1
    assert number(Objection) == 1


def test_an_objection_answered_at_once_has_one_answer(own_app: Flask) -> None:
    def object_to(call: Call) -> None:
        results.preliminary(call)
        results.objection(results.sent(call)[1])
        results.window_over(call)

    call_with(object_to)
    one = db.session.scalar(sa.select(Objection.id))
    db.session.rollback()

    def answer(thread: int) -> str:
        found = db.session.get_one(Objection, one)
        words = f"Απάντηση {thread}"
        no = ObjectionVerdict.REJECTED
        return outcome(
            lambda: objections.answer(SOMEBODY, found, verdict=no, words=words, correction=None)
        )

    found = Counter(at_once(own_app, PLANNERS, answer))
    assert found["done"] == 1
    assert found["This objection has been answered already."] == PLANNERS - 1


def test_an_objection_that_waits_past_the_last_second_is_refused(
    own_app: Flask, monkeypatch
) -> None:
    key = call_with(results.preliminary)
    with transaction():
        until = db.session.get_one(Call, key).objections_until
    moments = iter([until, until, *[until + timedelta(seconds=1)] * 50])
    before = number(ProtocolEntry)
    db.session.rollback()
    monkeypatch.setattr(clock, "now", lambda: next(moments))
    refused = outcome(lambda: results.objection(results.sent(db.session.get_one(Call, key))[1]))
    assert "time for objections" in refused
    assert number(Objection) == 0
    assert number(ProtocolEntry) == before
