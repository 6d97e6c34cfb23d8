"""The runner of the outbox, and mail that really arrives or really cannot leave."""

import signal
import socket
import threading
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from inmeko.extensions import db
from inmeko.extensions.mailer import Mailer
from inmeko.kernel import clock
from inmeko.records import services
from inmeko.records.models import Job
from inmeko.records.rules import JobState
from inmeko.records.services.running import Claim, claim_next
from tests.builders.records import SOMEBODY, job


class Inbox:
    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.url = ""

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        self.mails.append((envelope, message_from_bytes(envelope.content, policy=default)))
        return "250 OK"


class Server(Controller):
    def factory(self) -> SMTP:
        return SMTP(self.handler, enable_SMTPUTF8=True)


@pytest.fixture
def inbox():
    handler = Inbox()
    server = Server(handler, hostname="127.0.0.1", port=free_port())
    server.start()
    handler.url = f"smtp://127.0.0.1:{server.port}"
    yield handler
    server.stop()


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def sender(url: str, *, development: bool = False) -> Mailer:
    made = Mailer()
    made.init_app(url, "Δήμος Δοκιμής <town@example.org>", development=development)
    return made


def claimed() -> Claim:
    found = claim_next()
    assert found is not None
    return found


def runner(deliver, **options) -> services.Runner:
    jobs = {"mail": lambda payload: deliver.send(**payload)} if deliver else {}
    return services.Runner({**jobs, **options.pop("jobs", {})}, threading.Event(), **options)


def test_a_greek_mail_arrives(session, inbox) -> None:
    body = "Καλημέρα,\n\nη αίτησή σας έλαβε αριθμό 123/12-05-2026.\nhttp://127.0.0.1/a?b=1&c=2\n"
    posted = services.post_mail("melos@example.org", "Παραλαβή αίτησης", body, municipality_id=None)
    assert runner(sender(inbox.url)).run_due() == 1
    ((envelope, mail),) = inbox.mails
    assert envelope.rcpt_tos == ["melos@example.org"]
    assert mail["Subject"] == "Παραλαβή αίτησης"
    assert mail["From"] == "Δήμος Δοκιμής <town@example.org>"
    assert mail["Message-ID"] == f"<{posted.payload['reference']}@example.org>"
    assert mail.get_content().replace("\r\n", "\n") == body


def test_the_words_of_a_sent_mail_are_forgotten(session, inbox) -> None:
    made = services.post_mail("melos@example.org", "Θέμα", "μυστικό", municipality_id=None)
    runner(sender(inbox.url)).run_due()
    db.session.expire_all()
    done = db.session.get_one(Job, made.id)
    assert done.state is JobState.DONE
    assert "body" not in done.payload
    assert done.payload["to"] == "melos@example.org"


def test_in_development_nothing_leaves_and_all_stays_readable(session, inbox) -> None:
    made = services.post_mail("melos@example.org", "Θέμα", "λόγια", municipality_id=None)
    runner(sender(inbox.url, development=True), keep=True).run_due()
    db.session.expire_all()
    assert inbox.mails == []
    assert db.session.get_one(Job, made.id).payload["body"] == "λόγια"


def test_with_a_dead_server_a_mail_waits_and_is_tried_again(session, at, inbox) -> None:
    start = clock.now()
    made = services.post_mail("melos@example.org", "Θέμα", "λόγια", municipality_id=None)
    dead = runner(sender(f"smtp://127.0.0.1:{free_port()}"))
    at(start + timedelta(seconds=1))
    assert dead.run_due() == 1
    db.session.expire_all()
    waiting = db.session.get_one(Job, made.id)
    assert (waiting.state, waiting.attempts) == (JobState.WAITING, 1)
    assert "ConnectionRefusedError" in waiting.last_error
    assert dead.run_due() == 0
    at(start + timedelta(seconds=32))
    assert runner(sender(inbox.url)).run_due() == 1
    assert len(inbox.mails) == 1


def test_after_eight_failures_a_job_is_given_up_and_can_be_set_to_run_again(session, at) -> None:
    moment = clock.now()
    made = job(name="unknown")
    idle = runner(None)
    for _attempt in range(8):
        moment += timedelta(hours=7)
        at(moment)
        assert idle.run_due() == 1
    db.session.expire_all()
    dead = db.session.get_one(Job, made.id)
    assert dead.state is JobState.DEAD
    assert "there is no job called unknown" in dead.last_error
    at(moment + timedelta(days=9))
    assert idle.run_due() == 0
    services.retry(SOMEBODY, dead)
    assert (dead.state, dead.attempts) == (JobState.WAITING, 0)
    assert idle.run_due() == 1


def test_a_job_whose_runner_crashed_runs_again_when_its_lease_ends(session, at) -> None:
    start = clock.now()
    at(start)
    made = job(run_after=start)
    claim = claimed()
    assert claim.id == made.id
    assert claim_next() is None
    at(start + timedelta(minutes=11))
    again = claimed()
    assert (again.id, again.attempt) == (made.id, 2)


def test_a_job_that_kills_every_runner_is_given_up(session, at) -> None:
    start = clock.now()
    made = job(run_after=start)
    for hour in range(1, 9):
        at(start + timedelta(hours=hour))
        assert claimed().attempt == hour
    at(start + timedelta(hours=9))
    assert claim_next() is None
    db.session.expire_all()
    assert db.session.get_one(Job, made.id).state is JobState.DEAD


def test_a_late_runner_does_not_overrule_the_one_that_took_over(session, at) -> None:
    start = clock.now()
    made = job(run_after=start)

    def slow(_payload) -> None:
        # Its lease ends while it works, and another runner takes the job.
        at(start + timedelta(minutes=20))
        assert claimed().id == made.id

    at(start)
    work = runner(None, jobs={"count": slow})
    work._run(claimed())
    db.session.expire_all()
    assert db.session.get_one(Job, made.id).state is JobState.WAITING
    assert db.session.get_one(Job, made.id).attempts == 2


def test_what_a_failed_job_wrote_is_undone(session) -> None:
    def write(_payload) -> None:
        services.post_job("second", {}, key="written")
        raise RuntimeError("after writing")

    job()
    runner(None, jobs={"count": write}).run_due()
    db.session.expire_all()
    assert db.session.query(Job).filter_by(key="written").count() == 0


def test_a_job_for_later_waits(session) -> None:
    services.post_job("count", {}, run_after=clock.now() + timedelta(hours=1))
    assert claim_next() is None


def test_the_runner_stops_when_told(session) -> None:
    stop = threading.Event()
    ran = []

    def last(payload) -> None:
        ran.append(payload)
        stop.set()

    job(), job()
    services.Runner({"count": last}, stop).run(poll=60)
    assert len(ran) == 1


def test_the_command_stops_politely_on_sigterm(app, session, monkeypatch) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    job()
    jobs = {"count": lambda _: signal.raise_signal(signal.SIGTERM)}
    monkeypatch.setitem(app.extensions, "inmeko-jobs", jobs)
    try:
        result = app.test_cli_runner().invoke(args=["outbox", "run", "--poll", "60"])
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert result.exit_code == 0, result.output
    assert db.session.query(Job).filter_by(state=JobState.DONE).count() == 1


@pytest.mark.parametrize("url", ["http://mail.example.org", "smtp://", "mail.example.org:25"])
def test_a_server_that_is_none_stops_the_start(url) -> None:
    with pytest.raises(ValueError, match="INMEKO_SMTP_URL"):
        sender(url)


def test_no_password_travels_without_encryption(inbox) -> None:
    url = inbox.url.replace("smtp://", "smtp://town:secret@")
    with pytest.raises(OSError, match="without TLS"):
        sender(url).send(to="a@example.org", subject="Θέμα", body="λόγια", reference="r")
    assert inbox.mails == []
