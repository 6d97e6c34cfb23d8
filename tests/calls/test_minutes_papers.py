"""The minutes as papers: all that happened is in them, in Greek, and nothing is left empty."""

import io
import re
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from docx import Document

from inmeko.calls.models import Assignment
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import minutes as rules
from inmeko.calls.rules.content import Judging
from inmeko.calls.rules.objecting import Correction
from inmeko.calls.rules.ranking import Granted
from inmeko.calls.rules.words import AssignmentState, ObjectionVerdict, Source, TieRule
from inmeko.calls.services import deciding, minutes, objections, recording
from inmeko.calls.views import minutes_papers
from inmeko.extensions import db
from tests.builders import results
from tests.builders.calls import SOMEBODY
from tests.builders.people import municipality, person
from tests.builders.results import FINAL, PRELIMINARY
from tests.queries import count_queries

NOON = datetime(2026, 5, 12, 9, tzinfo=UTC)
LATIN_WORD = re.compile(r"\b[a-z]{3,}\b")
TIES = Judging(evaluators=2, quorum=2, places=3, waiting=1, ties=TieRule.LOT)


@pytest.fixture
def call(session, app, at):
    """A call in which everything happened that can happen."""
    at(NOON)
    town = municipality(name="Δήμος Αμαρουσίου", slug="amarousi")
    made = results.judging(town, sheets=(), judging=TIES)
    members = list(made.committee)
    names = ("Σύλλογος Ρέματος", "ΚοινΣΕπ «Γειτονιά» & Σία", "ΑΜΚΕ <Αρμονία>", "Η Ένωσις")
    given = (("9", "8"), ("9", "8"), ("9", "8"), None)
    files = [
        results.judged(made, members, sheet, name=name)
        for sheet, name in zip(given, names, strict=True)
    ]
    files[1].late, files[1].late_reason = True, "Διακοπή ρεύματος στο δημαρχείο."
    files[1].late_by = person(name="Γεώργιος Στέλεχος")
    files[2].source = Source.COUNTER
    stand_in = results.evaluator(made, person(name="Τρίτη Αναπληρώτρια"), substitute=True)
    recusal = {"recusal": "Μέλος του διοικητικού συμβουλίου.", "recused_at": NOON}
    db.session.add(
        Assignment(
            municipality_id=town.id,
            call_id=made.id,
            submission=files[0],
            evaluator=stand_in,
            state=AssignmentState.RECUSED,
            **recusal,
        )
    )
    db.session.flush()
    return made


def freeze(app, call, stage, **changes):
    results.prepared(call, stage, **changes)
    with app.test_request_context():
        made = minutes.freeze(SOMEBODY, call, stage, minutes_papers.writer(call.municipality))
        return made, minutes_papers.writer(call.municipality)(made.content, made.sha256)


def text(docx: bytes) -> str:
    """Every word of a document: paragraphs, tables, head and foot."""
    paper = Document(io.BytesIO(docx))
    part = paper.sections[0]
    lines = [one.text for one in (*paper.paragraphs, *part.header.paragraphs)]
    lines += [one.text for one in part.footer.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines)


def test_the_minutes_tell_all_that_happened_in_greek(app, call) -> None:
    first = results.sent(call)[0]
    part = Granted("Μόνο το ισόγειο", "Στατικός έλεγχος του ορόφου", Decimal("1500"))
    made, written = freeze(
        app, call, PRELIMINARY, granted={first.id: part}, remarks="Ομόφωνα.\nΜε χρονοδιάγραμμα."
    )
    told = text(written.docx)
    for words in (
        "Πρακτικό αξιολόγησης και προσωρινής κατάταξης",
        "Δήμος Αμαρουσίου",
        made.content["protocol"],
        made.sha256,
        "ΑΔΑ της πρόσκλησης: ΨΑΛ3Ω6Μ-ΠΡ1.",
        "12 Μαΐου 2026, 12:00:00",
        "Παρόντα μέλη: 3 από 3.",
        "Μέλος του διοικητικού συμβουλίου.",
        "Εκπρόθεσμη· έγινε δεκτή από: Γεώργιος Στέλεχος. Αιτιολογία: Διακοπή ρεύματος",
        "Καταχωρίσθηκε στην υπηρεσία για λογαριασμό του φορέα",
        "ΚοινΣΕπ «Γειτονιά» & Σία",
        "ΑΜΚΕ <Αρμονία>",
        "Δεν πληροί τους όρους",
        "86,00",
        "Εγκρίνεται: Μόνο το ισόγειο. Αιτιολογία: Στατικός έλεγχος του ορόφου",
        "Ποσό: 1.500,00 €.",
        "Σπόρος της κλήρωσης",
        "Ομόφωνα.",
        "Τρίτη Αναπληρώτρια",
    ):
        assert words in told, words
    assert "{" not in told
    assert "None" not in told
    assert not LATIN_WORD.search(re.sub(r"[0-9a-f]{20,}", "", told))
    assert written.pdf.startswith(b"%PDF")
    again = minutes_papers.writer(call.municipality)
    with app.test_request_context():
        assert again(made.content, made.sha256) == written


def test_the_final_minutes_answer_objections_and_say_what_changed(app, call) -> None:
    freeze(app, call, PRELIMINARY)
    deciding.decide_preliminary(SOMEBODY, call)
    last = results.sent(call)[2]
    one = results.objection(last, text="Δεν διαβάστηκε το σχέδιο.")
    results.window_over(call)
    fix = Correction(values={"c1": Decimal(10)})
    upheld: dict[str, Any] = {
        "verdict": ObjectionVerdict.UPHELD,
        "words": "Έχει δίκιο.",
        "correction": fix,
    }
    objections.answer(SOMEBODY, one, **upheld)
    _, written = freeze(app, call, FINAL)
    told = text(written.docx)
    for words in (
        "Πρακτικό εξέτασης ενστάσεων και οριστικής κατάταξης",
        "Δεν διαβάστηκε το σχέδιο.",
        "Έχει δίκιο.",
        "Μεταβολές σε σχέση με τον προσωρινό πίνακα",
        "Έγινε δεκτή ένσταση (αρ. πρωτ.",
        "Δεν διατυπώθηκαν παρατηρήσεις.",
    ):
        assert words in told, words
    assert "{" not in told


def test_evaluators_of_anonymous_files_stand_without_their_names(app, session, at) -> None:
    at(NOON)
    blind = Judging(evaluators=2, quorum=2, anonymous=True)
    call = results.judging(municipality(), judging=blind)
    made = results.frozen(call)
    [section] = [one for one in rules.sections(made.content, str) if one.title == "Βαθμολογία"]
    sheets = section.tables[1]
    assert [row[1] for row in sheets.rows[:3]] == [
        "Αξιολογητής 1",
        "Αξιολογητής 2",
        "Σύνολο φακέλου",
    ]


def test_what_did_not_happen_is_said_in_words(session, at) -> None:
    at(NOON)
    made = results.frozen(results.judging(municipality()))
    sections = {one.title: one for one in rules.sections(made.content, str)}
    assert sections["Εξαιρέσεις μελών"].paragraphs == (
        "Δεν έγινε καμία εξαίρεση μέλους από την αξιολόγηση φακέλου.",
    )
    assert "Δεν υπήρξαν ισοβαθμίες." in sections["Ισοβαθμίες"].paragraphs
    for section in sections.values():
        assert all(part.strip() for part in section.paragraphs), section.title
        for table in section.tables:
            assert all(len(row) == len(table.head) for row in table.rows)
            assert all(cell.strip() for row in table.rows for cell in row), section.title


def test_gathering_the_facts_asks_as_often_for_many_files_as_for_few(session, at) -> None:
    at(NOON)
    counts = []
    for many in (2, 8):
        call = results.judging(municipality(), sheets=[("8", "7")] * many)
        results.prepared(call)
        db.session.expire_all()
        with count_queries() as asked:
            recording.gather(call, queries.minutes(call, PRELIMINARY))
        counts.append(len(asked))
    assert counts[0] == counts[1]
