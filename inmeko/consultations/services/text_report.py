"""The report of a consultation, gathered once and written as page, DOCX, PDF, XLSX and CSV."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import text_report as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules import text_report as rules
from inmeko.consultations.rules.text_report import About, Answered, Document
from inmeko.consultations.services import papers
from inmeko.extensions.workbooks import Book
from inmeko.kernel import sealing
from inmeko.kernel.paper import Section, Table
from inmeko.kernel.tables import csv_text
from inmeko.records.models import Attachment
from inmeko.records.queries import attachments, content

TEMPLATE = Path(__file__).parent.parent / "templates" / "consultations" / "papers" / "minutes.docx"
PAGE = "consultations/papers/text_report.html"
# Renders a template of the web; handed in, for services know no request.
Render = Callable[..., str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

TYPES = {
    "docx": DOCX,
    "pdf": "application/pdf",
    "xlsx": XLSX,
    "csv": "text/csv; charset=utf-8",
}
# Under which kind the papers of an issued report are kept.
KIND = "text_report"


@dataclass(frozen=True)
class Report:
    """All that a report says, as its papers and tables say it."""

    town: str
    subject: str
    # Under which number it is issued; nothing while it is a draft.
    protocol: str
    sections: Sequence[Section]
    rows: Sequence[Sequence[str | int | float]]

    @property
    def content(self) -> dict[str, Any]:
        """The report as plain values: what is frozen, and hashed."""
        sections = [
            {
                "title": one.title,
                "paragraphs": list(one.paragraphs),
                "tables": [
                    {**asdict(table), "numeric": sorted(table.numeric)} for table in one.tables
                ],
            }
            for one in self.sections
        ]
        told = {"town": self.town, "subject": self.subject, "protocol": self.protocol}
        content: dict[str, Any] = json.loads(
            json.dumps({**told, "sections": sections, "rows": self.rows}, ensure_ascii=False)
        )
        return content


def frozen(content: Mapping[str, Any]) -> Report:
    """A report out of its plain values."""
    sections = [
        Section(
            one["title"],
            tuple(one["paragraphs"]),
            tuple(
                Table(
                    tuple(table["head"]),
                    tuple(tuple(row) for row in table["rows"]),
                    table["caption"],
                    frozenset(table["numeric"]),
                )
                for table in one["tables"]
            ),
        )
        for one in content["sections"]
    ]
    told = (content["town"], content["subject"], content["protocol"])
    return Report(*told, sections, content["rows"])


def gather(text: ConsultedText, protocol: str = "") -> Report:
    """The report of a text, from what everybody may know."""
    papers = [
        Document(one.filename, one.size, one.added_at, one.sha256)
        for one in attachments(texts.DOCUMENTS, text.id)
    ]
    town, begins, ends = text.municipality.name, text.published_at, text.closes_at
    about = About(text.title, text.kind, town, begins, ends, papers)
    themes = [
        Answered(one.title, one.verdict, one.reasons, one.article.heading if one.article else "")
        for one in texts.themes(text)
    ]
    heard = queries.heard(text)
    sections = rules.sections(about, heard, themes, queries.parts(text))
    return Report(town, text.title, protocol, sections, rules.rows(heard))


def context(found: Report) -> dict[str, Any]:
    """What both papers show."""
    return {
        "title": rules.TITLE if found.protocol else rules.DRAFT_TITLE,
        "town": found.town,
        "subject": found.subject,
        "protocol": found.protocol or rules.DRAFT,
        "sha256": sealing.digest(found.content) if found.protocol else rules.DRAFT,
        "sections": found.sections,
        "signatures": (),
    }


def docx(found: Report) -> bytes:
    """The report as DOCX."""
    return papers.docx(TEMPLATE, context(found))


def pdf(found: Report, render: Render, town: Municipality) -> bytes:
    """The report as PDF, from a template that is rendered in Greek."""
    told = context(found)
    page = render(PAGE, town=town, language="el", told=told, hash=told["sha256"])
    return papers.pdf(page)


def csv(found: Report) -> bytes:
    """The whole list as CSV."""
    return csv_text([rules.HEAD, *found.rows]).encode()


def xlsx(found: Report) -> bytes:
    """The report as a workbook: a sheet for each table, and the whole list."""
    book = Book()
    book.table("Σχόλια", rules.HEAD, found.rows, frozen="B2")
    for title, parts in rules.sheets(found.sections):
        book.tables(title, parts)
    return book.content()


def files(text: ConsultedText, render: Render) -> dict[str, Callable[[], tuple[bytes, str]]]:
    """How each file of a report is given, and what a browser is told it is.

    What was issued is given as it was issued; else a draft is written.
    """
    issued = queries.issued(text)
    if issued is not None:
        kept = {one.purpose: one for one in attachments(KIND, issued.id)}
        return {name: _reader(kept[name]) for name in TYPES}
    found = gather(text)
    town = text.municipality
    writers: dict[str, Callable[[], bytes]] = {
        "docx": lambda: docx(found),
        "pdf": lambda: pdf(found, render, town),
        "xlsx": lambda: xlsx(found),
        "csv": lambda: csv(found),
    }
    return {name: _writer(write, TYPES[name]) for name, write in writers.items()}


def _writer(write: Callable[[], bytes], kind: str) -> Callable[[], tuple[bytes, str]]:
    return lambda: (write(), kind)


def _reader(kept: Attachment) -> Callable[[], tuple[bytes, str]]:
    def read() -> tuple[bytes, str]:
        with content(kept) as file:
            return file.read(), TYPES[kept.purpose]

    return read
