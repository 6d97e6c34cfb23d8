"""Submissions at once, past the deadline while waiting, and killed in the middle; reminders."""

import itertools
import os
import signal
import subprocess
import sys
import threading
from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from inmeko.calls.models import Call, Expression, Holder, Submission
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import sending
from inmeko.calls.rules.words import ExpressionState
from inmeko.calls.services import reminding, submitting
from inmeko.extensions import db
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.records import queries as records
from inmeko.records.models import Job
from inmeko.records.rules import audit, protocol
from inmeko.records.services import Runner
from tests.builders import calls, files
from tests.builders.people import municipality
from tests.builders.records import at_once

THREADS, EACH = 6, 5
SLUG = "dokimi"


def prepared(number: int) -> tuple[int, list[str]]:
    """A call with so many files that lack nothing, kept; its number and the keys."""
    with transaction():
        call = calls.call(municipality(name="Δήμος Δοκιμής", slug=SLUG))
        call.closes_at = call.closes_at.replace(microsecond=0)
        reminding.plan_reminders(call)
        keys = [files.ready(call, email=f"g{n}@example.org").key for n in range(number)]
        return call.id, keys


def send(key: str) -> tuple[int, bool]:
    """A file sent in a transaction of its own, as by the form that its group has before it."""
    with transaction():
        holder = queries.holder_at_work(municipality=SLUG, key=key)
        file = holder.expression
        made, new = submitting.send(
            files.GROUP,
            holder,
            change=file.change,
            once=sending.once(file.id, 0),
            accepted=True,
        )
        return made.id, new


def whole() -> bool:
    """Whether protocol and trail of the only town hold."""
    town = db.session.scalars(sa.select(Call.municipality_id)).first()
    year = clock.now().year
    drawn = records.drawn(municipality_id=town, year=year)
    series = protocol.examine(records.numbers(municipality_id=town, year=year), drawn)
    number, last = records.head(chain=town)
    return series.whole and audit.first_break(records.links(chain=town), number, last) is None


def test_many_groups_at_once_lose_no_file_and_leave_no_gap(own_app) -> None:
    _call, keys = prepared(THREADS * EACH)
    parts = [keys[n::THREADS] for n in range(THREADS)]
    at_once(own_app, THREADS, lambda thread: [send(key) for key in parts[thread]])
    made = db.session.scalars(sa.select(Submission).order_by(Submission.number)).all()
    assert len({one.expression_id for one in made}) == len(made) == len(keys)
    assert [one.submitted_at for one in made] == sorted(one.submitted_at for one in made)
    assert whole()


def test_one_form_pressed_by_many_at_once_makes_one_submission(own_app) -> None:
    _call, (key,) = prepared(1)
    found = at_once(own_app, THREADS, lambda _thread: send(key))
    assert len({number for number, _new in found}) == 1
    assert sum(new for _number, new in found) == 1
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 1
    assert whole()


def test_whoever_waits_past_the_deadline_is_refused_and_leaves_no_gap(own_app, monkeypatch) -> None:
    number, keys = prepared(THREADS * 2)
    end = db.session.get_one(Call, number).closes_at
    db.session.remove()
    ticks = itertools.count()
    # The deadline passes while they are at it: every look at the clock takes half a second.
    start = end - timedelta(seconds=14)
    monkeypatch.setattr(clock, "now", lambda: start + timedelta(seconds=next(ticks) / 2))

    def work(thread: int) -> int:
        late = 0
        for key in keys[thread::THREADS]:
            try:
                send(key)
            except RuleError:
                late += 1
        return late

    late = sum(at_once(own_app, THREADS, work))
    made = db.session.scalars(sa.select(Submission)).all()
    assert 0 < late < len(keys)
    assert len(made) == len(keys) - late
    assert all(one.submitted_at < end + timedelta(seconds=1) for one in made)
    drafts = sa.select(sa.func.count()).where(Expression.state == ExpressionState.DRAFTING)
    assert db.session.scalar(drafts) == late
    assert whole()


KILLED = """
import os, signal, sys
from pathlib import Path
from inmeko.app import create_app
from inmeko.config import Settings
from inmeko.calls.services import submitting
made = submitting._made
def dying(*given):
    found = made(*given)
    submitting.db.session.add(found)
    submitting.db.session.flush()
    os.kill(os.getpid(), signal.SIGKILL)
submitting._made = dying
app = create_app(Settings(data_dir=Path(sys.argv[1]), database_url=sys.argv[2],
                          secret_key="for tests only"))
app.config["WTF_CSRF_ENABLED"] = False
form = {"change": sys.argv[4], "once": sys.argv[5], "accepted": "y"}
app.test_client().post(f"/dokimi/calls/file/{sys.argv[3]}/check", data=form)
"""


def test_a_server_killed_in_the_middle_leaves_a_draft_and_the_group_sees_it(own_app) -> None:
    _call, (key,) = prepared(1)
    holder = db.session.scalars(sa.select(Holder)).one()
    change, once = str(holder.expression.change), sending.once(holder.expression_id, 0)
    settings, root = own_app.config["SETTINGS"], Path(__file__).parents[2]
    db.session.remove()
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(settings.data_dir), settings.database_url, key]
        + [change, once],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL
    assert db.session.scalar(sa.select(sa.func.count(Submission.id))) == 0
    client = own_app.test_client()
    assert "Δεν έχετε υποβάλει ακόμη" in client.get(f"/{SLUG}/calls/file/{key}/").text
    form = {"change": change, "once": once, "accepted": "y"}
    sent = client.post(f"/{SLUG}/calls/file/{key}/check", data=form)
    assert sent.status_code == 303, "the same press, made again"
    assert whole()


def remind(app, now, monkeypatch) -> list[str]:
    """Whom the reminders that are due at a moment write to."""
    monkeypatch.setattr(clock, "now", lambda: now)
    before = sa.select(sa.func.max(Job.id)).where(Job.name == "mail")
    last = db.session.scalar(before) or 0
    jobs = app.extensions["inmeko-jobs"]
    # The letters themselves stay in the outbox, to be counted.
    kept = {"mail": lambda _payload: None, "calls.close": lambda _payload: None}
    Runner({reminding.JOB: jobs[reminding.JOB], **kept}, threading.Event()).run_due()
    mails = sa.select(Job).where(Job.name == "mail", Job.id > last).order_by(Job.id)
    return [job.payload["to"] for job in db.session.scalars(mails)]


def test_drafts_are_reminded_three_times_and_submitted_files_never(own_app, monkeypatch) -> None:
    number, keys = prepared(2)
    send(keys[1])
    end = db.session.get_one(Call, number).closes_at
    for before in (timedelta(days=7), timedelta(hours=48), timedelta(hours=2)):
        assert remind(own_app, end - before - timedelta(minutes=1), monkeypatch) == []
        assert remind(own_app, end - before, monkeypatch) == ["g0@example.org"]
        assert remind(own_app, end - before, monkeypatch) == []


def test_a_reminder_of_a_deadline_that_was_moved_says_nothing(own_app, monkeypatch) -> None:
    number, _keys = prepared(1)
    with transaction():
        call = db.session.get_one(Call, number)
        end = call.closes_at
        call.closes_at = end + timedelta(days=30)
        reminding.plan_reminders(call)
    assert remind(own_app, end - timedelta(hours=2), monkeypatch) == []
    later = remind(own_app, end + timedelta(days=30) - timedelta(hours=2), monkeypatch)
    assert later == ["g0@example.org"], "once, though three were due at that moment"


@pytest.mark.parametrize("state", ["closed", "cancelled"])
def test_a_call_that_is_over_is_not_reminded_of(own_app, monkeypatch, state) -> None:
    number, _keys = prepared(1)
    with transaction():
        call = db.session.get_one(Call, number)
        call.state, end = state, call.closes_at
    assert remind(own_app, end - timedelta(hours=1), monkeypatch) == []


def test_the_last_second_is_the_last(own_app, monkeypatch) -> None:
    number, keys = prepared(2)
    end = db.session.get_one(Call, number).closes_at
    monkeypatch.setattr(clock, "now", lambda: end + timedelta(milliseconds=999))
    assert send(keys[0])[1]
    monkeypatch.setattr(clock, "now", lambda: end + timedelta(seconds=1))
    with pytest.raises(DomainError):
        send(keys[1])
