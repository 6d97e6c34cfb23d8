"""The report of a consultation, gathered once and written as page, DOCX, PDF, XLSX and CSV."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import text_report as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules import text_report as rules
from inmeko.consultations.rules.text_report import About, Answered, Document, Heard
from inmeko.consultations.services import papers
from inmeko.kernel import sealing
from inmeko.kernel.paper import Section
from inmeko.kernel.tables import csv_text
from inmeko.records.queries import attachments

TEMPLATE = Path(__file__).parent.parent / "templates" / "consultations" / "papers" / "minutes.docx"
PAGE = "consultations/papers/text_report.html"
# Renders a template of the web; handed in, for services know no request.
Render = Callable[..., str]
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True)
class Report:
    """All that a report says."""

    about: About
    heard: Sequence[Heard]
    themes: Sequence[Answered]

    @property
    def sections(self) -> list[Section]:
        """The report in its parts."""
        return rules.sections(self.about, self.heard, self.themes)


def gather(text: ConsultedText) -> Report:
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
    return Report(about, queries.heard(text), themes)


def context(found: Report) -> dict[str, Any]:
    """What both papers show."""
    told = found.sections
    return {
        "title": rules.TITLE,
        "town": found.about.town,
        "subject": found.about.title,
        "protocol": "–",
        "sha256": sealing.digest({"sections": repr(told)}),
        "sections": told,
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
    return csv_text([rules.HEAD, *rules.rows(found.heard)]).encode()


def xlsx(found: Report) -> bytes:
    """The report as a workbook: a sheet for each table, and the whole list."""
    book = Workbook(write_only=True)
    listed = book.create_sheet("σχόλια")
    listed.append(list(rules.HEAD))
    for row in rules.rows(found.heard):
        listed.append(row)
    for title, table in rules.sheets(found.sections):
        sheet = book.create_sheet(title)
        for cells in table:
            sheet.append(cells)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def files(text: ConsultedText, render: Render) -> dict[str, Callable[[], tuple[bytes, str]]]:
    """How each file of a report is written, and what a browser is told it is."""
    found = gather(text)
    return {
        "docx": lambda: (docx(found), DOCX),
        "pdf": lambda: (pdf(found, render, text.municipality), "application/pdf"),
        "xlsx": lambda: (xlsx(found), XLSX),
        "csv": lambda: (csv(found), "text/csv; charset=utf-8"),
    }
