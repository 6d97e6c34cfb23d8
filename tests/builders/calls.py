"""Make calls, files of groups, and submissions."""

import io
import uuid
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import OrganisationKind
from inmeko.calls.models import Call, Enquiry, Expression, Holder, Submission
from inmeko.calls.rules.content import (
    Contact,
    Content,
    Criterion,
    Judging,
    PaperAsked,
    Question,
    Requirement,
    Section,
)
from inmeko.calls.rules.words import QuestionKind
from inmeko.calls.services import calls, documents, enquiries
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.text import search_key
from inmeko.records import services as records
from inmeko.records.rules import Direction
from tests.builders import files

SOMEBODY = Actor()
FEAST = date(2026, 12, 6)
ADA = "ΨΑΛ3Ω6Μ-ΠΡ1"
IDEA = Question(key="q1", kind=QuestionKind.LONG_TEXT, label="Η ιδέα σας", required=True)
PEOPLE = Question(key="q2", kind=QuestionKind.NUMBER, label="Πόσα άτομα είστε", least=Decimal(1))


def content(**changes: Any) -> Content:
    """A small call: two questions, one document, one requirement, two criteria."""
    given: dict[str, Any] = {
        "title": "Αξιοποίηση του παλαιού σφαγείου",
        "text": "<p>Ο Δήμος καλεί φορείς και συλλογικότητες.</p>",
        "sections": (Section(key="s1", title="Η πρόταση", questions=(IDEA, PEOPLE)),),
        "papers": (PaperAsked(key="p1", label="Καταστατικό"),),
        "requirements": (Requirement(key="r1", label="Έδρα ή δραστηριότητα στον Δήμο"),),
        "criteria": (
            Criterion(key="c1", label="Κοινωνικό όφελος", weight=Decimal(60)),
            Criterion(key="c2", label="Βιωσιμότητα", weight=Decimal(40)),
        ),
        "judging": Judging(evaluators=2, quorum=2),
        "contact": Contact("Γραφείο Κοινωνικής Οικονομίας", "koinoniki@example.org"),
        "privacy": "Τα στοιχεία τηρούνται για την αξιολόγηση.",
        "sealed": False,
    }
    return Content(**{**given, **changes})


def draft(town: Municipality, **changes: Any) -> Call:
    """A call that is being prepared, with dates from yesterday to in ten days."""
    made = calls.draft(SOMEBODY, town.id, content(**changes))
    now = clock.now()
    calls.schedule(
        SOMEBODY,
        made,
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=10),
        questions_until=now + timedelta(days=5),
    )
    return made


def call(town: Municipality, **changes: Any) -> Call:
    """A published call that takes submissions."""
    made = draft(town, **changes)
    calls.publish(SOMEBODY, made, ada=ADA)
    return made


def closed(made: Call, at: datetime | None = None) -> Call:
    """The same call with its window in the past."""
    end = at or clock.now() - timedelta(minutes=1)
    made.opens_at, made.closes_at = end - timedelta(days=20), end
    db.session.flush()
    return made


def expression(of: Call, **changes: Any) -> Expression:
    """The working file of an association, with one holder who leads it."""
    given: dict[str, Any] = {
        "name": "Σύλλογος Φίλων του Ρέματος",
        "kind": OrganisationKind.ASSOCIATION,
        "contact_name": "Ελένη Δοκιμή",
        "email": f"{uuid.uuid4().hex[:8]}@example.org",
        "phone": "+302106001234",
        "answers": {"q1": "Εργαστήριο επισκευής ποδηλάτων", "q2": "7"},
        "version_seen": of.version,
    }
    made = Expression(municipality_id=of.municipality_id, call=of, **{**given, **changes})
    made.holders = [
        Holder(
            municipality_id=of.municipality_id,
            email=made.email,
            name=made.contact_name,
            key=uuid.uuid4().hex,
            leads=True,
        )
    ]
    db.session.add(made)
    db.session.flush()
    return made


def submission(of: Call, at: datetime | None = None, **changes: Any) -> Submission:
    """What a group submitted to a call, under a protocol number."""
    file = expression(of, **changes)
    entry = records.enter(
        SOMEBODY, of.municipality_id, direction=Direction.INCOMING, subject=of.title
    )
    known: dict[str, Any] = {
        "name": file.name,
        "kind": file.kind.value,
        "answers": file.answers,
        "files": [],
        "call": {"title": of.title},
    }
    made = Submission(
        municipality_id=of.municipality_id,
        call=of,
        expression=file,
        version=of.version,
        protocol_entry_id=entry.id,
        year=entry.year,
        number=entry.number,
        submitted_at=at or datetime.now(UTC),
        content=known,
        sha256="0" * 64,
        receipt_key=uuid.uuid4().hex,
        once=uuid.uuid4().hex,
        name=file.name,
        search_text=search_key(file.name),
        kind=file.kind,
    )
    db.session.add(made)
    db.session.flush()
    return made


def enquiry(of: Call, **changes: Any) -> Enquiry:
    """A question about a call that nobody has answered."""
    given = {"text": "Ποιος μπορεί να συμμετάσχει;", "email": "maria@example.org", "language": "el"}
    return enquiries.ask(of, **{**given, **changes})


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of calls that an address names."""
    made = call(town)
    asked = enquiry(made)
    paper = documents.add(SOMEBODY, made, io.BytesIO(files.PAPER), "Όροι.pdf")
    return {
        "call_id": made.id,
        "enquiry_id": asked.id,
        "document_id": paper.id,
        "day_id": records.keep_day(SOMEBODY, town.id, day=FEAST, name="Πολιούχος").id,
        "item_key": "q1",
        "part": "basics",
        "sort": "question",
        "number": 1,
        **files.things(town, made),
    }
