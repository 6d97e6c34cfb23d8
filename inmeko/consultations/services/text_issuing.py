"""Issue the report of a consultation: frozen under a protocol number, then written by a job."""

import io
import logging
from collections.abc import Callable, Mapping
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText, TextReport
from inmeko.consultations.queries import text_report as queries
from inmeko.consultations.rules import text_report as rules
from inmeko.consultations.rules.texts import TextReportState, TextState
from inmeko.consultations.services import text_report as writing
from inmeko.consultations.services.text_report import KIND, Render, Report
from inmeko.consultations.services.texts import follow_the_clock, lock
from inmeko.extensions import db, progress
from inmeko.extensions.engines import reading
from inmeko.extensions.progress import Tell, Told
from inmeko.extensions.transaction import transaction
from inmeko.kernel import clock, sealing
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules import Direction
from inmeko.records.rules import files as kinds
from inmeko.records.rules.protocol import SUBJECT_LENGTH, protocol_number
from inmeko.records.services import attach, enter, kept_whole, note, post_job

logger = logging.getLogger(__name__)

ISSUE = "texts.issue"
FORMS = {"csv": kinds.CSV, "xlsx": kinds.XLSX, "docx": kinds.DOCX, "pdf": kinds.PDF}


def ask(actor: Actor, text: ConsultedText, *, reason: str = "") -> TextReport:
    """Have the report of an answered text issued; once more only with the reason."""
    follow_the_clock(actor, text)
    if text.state is not TextState.ANSWERED:
        raise RuleError(N_("The report is issued after the answers; until then it is a draft."))
    known = queries.reports(text)
    last = known[0] if known else None
    if last is not None and last.state is TextReportState.WRITING:
        raise ConflictError(N_("The report is being issued already."))
    if queries.issued(text) is not None and not reason.strip():
        raise RuleError(N_("Say why the report is issued once more."), field="reason")
    report = last if last is not None and last.state is TextReportState.FAILED else None
    if report is None:
        number = last.number + 1 if last else 1
        report = TextReport(municipality_id=text.municipality_id, consulted=text, number=number)
    report.state, report.reason = TextReportState.WRITING, reason.strip()
    report.asked_by_id, report.asked_at = actor.id, clock.now()
    db.session.add(report)
    db.session.flush()
    if report.protocol_entry_id is None:
        _freeze(actor, report)
    about = {"municipality": text.municipality_id, "report": report.id}
    post_job(ISSUE, about, municipality_id=text.municipality_id)
    return report


def carry_out(payload: Mapping[str, Any], render: Render, tell: Tell | None = None) -> None:
    """Write the papers of a report that was asked for, unless that was done meanwhile.

    They are written outside of any transaction, for they take longer than others can wait.
    """
    town, number = payload["municipality"], payload["report"]
    with reading(), transaction():
        report = queries.report_of(municipality_id=town, report_id=number)
        if report is None or report.state is not TextReportState.WRITING:
            return
        found = writing.frozen(report.content or {})
        municipality = report.consulted.municipality
        db.session.expunge(municipality)
    try:
        written = _written(found, municipality, render, tell or progress.teller(_key(number)))
    finally:
        progress.forget(_key(number))
    report = queries.report_of(municipality_id=town, report_id=number)
    if report is None:
        return
    lock(report.consulted)
    db.session.refresh(report)
    if report.state is not TextReportState.WRITING:
        return
    actor = Actor(id=report.asked_by_id)
    for ending, content in written.items():
        _attach(actor, report, ending, content)
    report.state, report.issued_at = TextReportState.ISSUED, clock.now()
    db.session.flush()
    _note(actor, "report issued", report, {"number": found.protocol, "sha256": report.sha256})


def give_up(payload: Mapping[str, Any]) -> None:
    """Let a report whose job was given up be a failed one, which can be asked for again."""
    town, number = payload["municipality"], payload["report"]
    report = queries.report_of(municipality_id=town, report_id=number)
    if report is not None and report.state is TextReportState.WRITING:
        report.state = TextReportState.FAILED
        db.session.flush()


def progress_of(report: TextReport) -> Told | None:
    """How far a report is; None while it waits for its turn."""
    return progress.read(_key(report.id))


def proof(report: TextReport) -> bool:
    """Whether the papers of an issued report are still those that were issued."""
    return sealing.holds(report.content or {}, report.sha256) and kept_whole(KIND, report.id)


def _freeze(actor: Actor, report: TextReport) -> None:
    """Draw the number, and keep what the report says under it, with its hash."""
    text = report.consulted
    entry = enter(
        actor,
        text.municipality_id,
        direction=Direction.INTERNAL,
        subject=f"{rules.TITLE}: {text.title}"[:SUBJECT_LENGTH],
        kind="consulted_text",
        key=text.id,
    )
    found = writing.gather(text, protocol_number(entry.number, entry.entered_on))
    report.protocol_entry_id, report.content = entry.id, found.content
    report.sha256 = sealing.digest(report.content)
    db.session.flush()
    told = {"number": found.protocol, "sha256": report.sha256}
    _note(actor, "report frozen", report, told)


def _written(found: Report, town: Municipality, render: Render, tell: Tell) -> dict[str, bytes]:
    """The four files, each step told before it begins."""
    makers: dict[str, Callable[[], bytes]] = {
        "csv": lambda: writing.csv(found),
        "xlsx": lambda: writing.xlsx(found),
        "docx": lambda: writing.docx(found),
        "pdf": lambda: writing.pdf(found, render, town),
    }
    written = {}
    for number, (ending, make) in enumerate(makers.items()):
        tell(ending, number, len(makers))
        written[ending] = make()
    return written


def _attach(actor: Actor, report: TextReport, ending: str, content: bytes) -> None:
    attach(
        actor,
        io.BytesIO(content),
        f"έκθεση-διαβούλευσης-{report.text_id}-{report.number}.{ending}",
        kind=KIND,
        key=report.id,
        municipality_id=report.municipality_id,
        public=True,
        purpose=ending,
        known=FORMS[ending],
    )


def _key(number: int) -> str:
    return f"text-report-{number}"


def _note(actor: Actor, deed: str, report: TextReport, after: dict[str, Any]) -> None:
    note(actor, deed, KIND, report.id, municipality_id=report.municipality_id, after=after)
    logger.info("%s: report %s of text %s", deed, report.number, report.text_id)
