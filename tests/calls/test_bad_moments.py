"""What happens when it should not: questions gone, mail gone, conflicts, two who finish at once."""

import threading
from collections import Counter
from dataclasses import replace

import pytest
import sqlalchemy as sa
from flask import Flask

from inmeko.calls.models import Call, ResultList, Submission
from inmeko.calls.queries import results as lists
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.words import CallState, ListStage
from inmeko.calls.services import assigning, deciding
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import AuditEntry, Job
from inmeko.records.rules import JobState
from inmeko.records.services import Runner
from tests.builders import calls, files, judging, results
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality
from tests.builders.records import at_once
from tests.calls.test_files_views import seen

TOWN = "dokimi"
FILES = f"/{TOWN}/calls/file"
DESK = f"/{TOWN}/calls/judging"
PLANNERS = 4


@pytest.fixture
def town(session):
    return municipality(name="Δήμος Δοκιμής", slug=TOWN)


def number(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_file_is_not_sent_while_a_question_that_it_answered_is_gone(client, town) -> None:
    call = calls.call(town)
    file = f"{FILES}/{files.ready(call).key}"
    form = {**seen(client.get(f"{file}/check").text), "accepted": "y"}
    content = contents.read(call.content)
    [section] = content.sections
    shorter = replace(section, questions=section.questions[:1])
    call.content = contents.write(replace(content, sections=(shorter,)))
    calls.calls.put_in_force(SOMEBODY, call, reason="Η δεύτερη ερώτηση δεν χρειάζεται.")
    refused = client.post(f"{file}/check", data=form)
    assert refused.status_code == 422
    assert "Η πρόσκληση τροποποιήθηκε" in refused.text
    assert number(Submission) == 0
    lost = client.post(f"{file}/section/s1", data={"q2": "7", "seen.q2": ""}, follow_redirects=True)
    assert "Μια ερώτηση που απαντήσατε δεν υπάρχει πια" in lost.text
    client.post(f"{file}/seen")
    form = {**seen(client.get(f"{file}/check").text), "accepted": "y"}
    assert client.post(f"{file}/check", data=form).status_code == 303
    [made] = db.session.scalars(sa.select(Submission))
    assert (made.version, set(made.content["answers"])) == (2, {"q1"})


def test_with_the_mail_server_down_at_the_deadline_submission_and_receipt_stand(
    client, town, at
) -> None:
    call = calls.call(town)
    file = f"{FILES}/{files.ready(call).key}"
    form = {**seen(client.get(f"{file}/check").text), "accepted": "y"}
    at(call.closes_at)
    receipt = client.post(f"{file}/check", data=form).location
    waits = sa.select(Job).where(Job.name == "mail").order_by(Job.id)

    def refuse(_payload: object) -> None:
        raise ConnectionRefusedError

    Runner({"mail": refuse, "calls.close": lambda _: None}, threading.Event()).run_due()
    db.session.expire_all()
    kept = [one for one in db.session.scalars(waits) if "SHA-256" in one.payload["body"]]
    assert [(one.state, one.attempts) for one in kept] == [(JobState.WAITING, 1)]
    [made] = db.session.scalars(sa.select(Submission))
    assert made.submitted_at == call.closes_at
    assert f"{made.number}/" in client.get(receipt).text
    assert client.get(f"/{TOWN}/calls/receipts/{made.receipt_key}").status_code == 200


def test_an_evaluator_with_a_conflict_opens_neither_file_nor_papers(client, town, sign_in) -> None:
    _call, seats, [file] = judging.ready(town, 1, 2)
    paper = judging.handed_in(file)
    seats[0].advised = [file.name]
    with pytest.raises(RuleError, match="conflict of interest"):
        assigning.give(SOMEBODY, file, seats[0])
    given = assigning.give(SOMEBODY, file, seats[1])
    sign_in(user=seats[0].user)
    for path in ("", "/declare", f"/papers/{paper.id}"):
        assert client.get(f"{DESK}/{given.id}{path}").status_code == 403
    assert file.name not in client.get(DESK).text


def test_who_declared_and_then_stepped_back_opens_nothing_any_more(client, town, sign_in) -> None:
    _call, seats, [file] = judging.ready(town, 1, 2, substitutes=1)
    paper = judging.handed_in(file)
    given = judging.declared(file, seats[0])
    sign_in(user=seats[0].user)
    assert client.get(f"{DESK}/{given.id}/papers/{paper.id}").status_code == 200
    client.post(f"{DESK}/{given.id}/step-back", data={"reason": "Συνεργάτης του φορέα."})
    for path in ("", f"/papers/{paper.id}"):
        refused = client.get(f"{DESK}/{given.id}{path}")
        assert refused.status_code == 403
        assert "εξαιρεθεί" in refused.text
    told = sa.select(AuditEntry.after).where(AuditEntry.deed == "recused")
    assert db.session.scalars(told).one()["reason"] == "Συνεργάτης του φορέα."


def test_of_planners_who_finalise_at_once_one_wins_and_one_list_stands(own_app: Flask) -> None:
    with transaction():
        made = results.judging(municipality())
        results.preliminary(made)
        results.window_over(made)
        results.frozen(made, ListStage.FINAL_LIST)
        key = made.id

    def finalise(_thread: int) -> str:
        try:
            with transaction():
                deciding.decide_final(SOMEBODY, db.session.get_one(Call, key))
        except ConflictError as error:
            return str(error)
        return "done"

    found = Counter(at_once(own_app, PLANNERS, finalise))
    assert found["done"] == 1
    assert found["This list has been published already by –."] == PLANNERS - 1
    call = db.session.get_one(Call, key)
    assert call.state is CallState.FINAL
    assert [one.stage for one in lists.lists(call)] == list(ListStage)
    assert number(ResultList) == 2
    assert db.session.scalar(sa.select(sa.func.count()).where(Job.name == deciding.LETTERS)) == 2
