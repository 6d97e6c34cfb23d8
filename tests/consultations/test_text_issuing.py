"""The report of a consultation is issued once: numbered, frozen, hashed, by a job with progress."""

import csv
import io
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from inmeko.accounts.rules import Role
from inmeko.consultations.models import TextComment, TextReport
from inmeko.consultations.queries import text_report as queries
from inmeko.consultations.rules import text_report as rules
from inmeko.consultations.rules.texts import TextReportState
from inmeko.consultations.services import comments, text_issuing, texts
from inmeko.consultations.services import text_report as writing
from inmeko.consultations.views import text_reports as views
from inmeko.extensions import db
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.records.models import Job, ProtocolEntry
from tests.builders import texts as made
from tests.builders.people import municipality
from tests.consultations.test_text_reports import words

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
PATH = "/dokimi/consultations"


@pytest.fixture
def town(session, at):
    at(NOON)
    return municipality(name="Δήμος Δοκιμής", slug="dokimi")


@pytest.fixture
def text(town):
    """An answered text with a comment that looks like a web page."""
    text = made.text(town)
    theme = texts.make_theme(made.SOMEBODY, text, title="Ωράριο")
    one = made.comment(text, text="<script>alert(1)</script> ράμπα", email="maria@example.org")
    texts.group(made.SOMEBODY, one, theme)
    made.answer(theme)
    made.over(text)
    texts.conclude(made.SOMEBODY, text)
    return text


def run() -> int:
    """Do the jobs that issue; how many there were."""
    query = sa.select(Job).where(Job.name == text_issuing.ISSUE).order_by(Job.id)
    jobs = db.session.scalars(query).all()
    for one in jobs:
        views.write_report(one.payload)
    return len(jobs)


def test_a_report_is_issued_under_a_number_and_never_changes(client, text, town, sign_in) -> None:
    sign_in(Role.PLANNER, town=town)
    base = f"{PATH}/{text.id}/report"
    assert "Σχέδιο έκθεσης" in client.get(base).text
    answer = client.post(f"{base}/issue")
    assert answer.status_code == 303
    assert "Βήμα" in client.get(answer.location).text or "σειρά" in client.get(answer.location).text
    assert client.post(f"{base}/issue").status_code == 422
    assert run() == 1
    assert client.get(answer.location).status_code == 303
    entry = db.session.scalars(sa.select(ProtocolEntry)).one()
    number = f"{entry.number}/"
    page = client.get(base).text
    assert "SHA-256" in page
    before = {ending: client.get(f"{base}.{ending}").data for ending in text_issuing.FORMS}
    for ending in ("docx", "pdf"):
        told = words(before[ending], ending)
        assert number in told
        assert "ΣΧΕΔΙΟ" not in told
        assert "Υπογραφές" not in told
    assert "ράμπα" in before["csv"].decode()
    comments.withdraw(db.session.scalars(sa.select(TextComment)).one())
    assert run() == 1
    assert {ending: client.get(f"{base}.{ending}").data for ending in before} == before
    assert "ράμπα" not in client.get(base).text
    assert db.session.scalar(sa.select(sa.func.count()).select_from(ProtocolEntry)) == 1


def test_a_report_is_issued_after_the_answers_and_once_more_only_with_a_reason(text, town) -> None:
    with pytest.raises(RuleError):
        text_issuing.ask(made.SOMEBODY, made.text(town))
    text_issuing.ask(made.SOMEBODY, text)
    with pytest.raises(ConflictError):
        text_issuing.ask(made.SOMEBODY, text)
    run()
    with pytest.raises(RuleError) as refused:
        text_issuing.ask(made.SOMEBODY, text)
    assert refused.value.field == "reason"
    text_issuing.ask(made.SOMEBODY, text, reason="Αποσύρθηκε σχόλιο")
    run()
    first, second = reversed(queries.reports(text))
    assert (first.number, second.number) == (1, 2)
    assert queries.issued(text) is second
    assert all(text_issuing.proof(one) for one in (first, second))
    assert first.sha256 != second.sha256


def test_a_process_that_is_killed_keeps_number_and_content(text, monkeypatch) -> None:
    report = text_issuing.ask(made.SOMEBODY, text)
    payload = {"municipality": text.municipality_id, "report": report.id}

    def killed(*_all) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(writing, "pdf", killed)
        with pytest.raises(KeyboardInterrupt), db.session.begin_nested():
            views.write_report(payload)
    db.session.refresh(report)
    assert report.state is TextReportState.WRITING
    comments.withdraw(db.session.scalars(sa.select(TextComment)).one())
    views.write_report(payload)
    assert report.state is TextReportState.ISSUED
    assert "ράμπα" in writing.files(text, views.paper)["csv"]()[0].decode()
    assert text_issuing.proof(report)
    views.write_report(payload)
    assert len(db.session.scalars(sa.select(ProtocolEntry)).all()) == 1


def test_a_job_given_up_leaves_a_report_that_can_be_asked_for_again(client, text, town) -> None:
    report = text_issuing.ask(made.SOMEBODY, text)
    text_issuing.give_up({"municipality": town.id, "report": report.id})
    assert report.state is TextReportState.FAILED
    assert text_issuing.ask(made.SOMEBODY, text) is report
    assert db.session.scalar(sa.select(sa.func.count()).select_from(TextReport)) == 1


def test_the_progress_names_each_step(app, text) -> None:
    told = []
    report = text_issuing.ask(made.SOMEBODY, text)
    payload = {"municipality": text.municipality_id, "report": report.id}
    with app.test_request_context():
        text_issuing.carry_out(payload, views.paper, lambda *said: told.append(said))
    names = ("csv", "xlsx", "docx", "pdf")
    assert told == [(name, number, 4) for number, name in enumerate(names)]


def test_the_issued_list_holds_every_comment_while_papers_print_some(text, monkeypatch) -> None:
    monkeypatch.setattr(rules, "MOST_PRINTED", 0)
    text_issuing.ask(made.SOMEBODY, text)
    run()
    kept = writing.files(text, lambda *_a, **_k: "")
    listed = kept["csv"]()[0].decode().lstrip("\ufeff")
    assert len(list(csv.reader(io.StringIO(listed), delimiter=";"))) == 2
    assert "XLSX" in words(kept["pdf"]()[0], "pdf")
