"""How a paper stands on its pages: numbered articles, tables with widths, places to sign."""

import re
from typing import Any

from inmeko.coops.rules.papers.document import Clause, Paper, PaperKind, Paragraph, Table, digest
from inmeko.kernel.paper import widths

ARTICLE = "Άρθρο"
DRAFT = "Σχέδιο"
# Of a column, in letters: the tables of a register hold addresses.
WIDEST = 80
# Papers whose articles the law counts; others number their parts.
BY_ARTICLE = frozenset({PaperKind.STATUTE})
# Papers whose figures stand after what is said of the work.
TABLES_LAST = frozenset({PaperKind.WORK_PLAN})
NO_BREAK = "\u00a0"
# A number stays on the line of its sign, a citation on the line of its number.
_TOGETHER = re.compile(
    r"(?<=\d) (?=[%€])|(?<=\bν\.) (?=\d)|(?<=\bάρ\.) (?=\d)|(?<=\bπαρ\.) (?=\d)"
    r"|(?<=περ\.) (?=[α-ω])"
)


def laid_out(paper: Paper) -> dict[str, Any]:
    """What the templates of DOCX and PDF are filled with."""
    tables = [_table(one) for one in paper.tables]
    last = paper.kind in TABLES_LAST
    return {
        "title": paper.title,
        "name": paper.subtitle,
        "draft": DRAFT if paper.lacks else "",
        "lead": [together(text) for text in paper.lead],
        "before": [] if last else tables,
        "articles": [
            {"heading": head, "paragraphs": _paragraphs(clause)}
            for head, clause in zip(headings(paper), paper.clauses, strict=True)
        ],
        "after": tables if last else [],
        "closing": [together(text) for text in paper.closing],
        "signers": list(paper.signers),
        "undated": bool(paper.signers) and not paper.dated,
        "sha256": digest(paper),
    }


def headings(paper: Paper) -> list[str]:
    """The line above each clause: its number as the law counts, where there is more than one."""
    titles = [one.title for one in paper.clauses]
    if len(titles) == 1:
        return titles
    word = f"{ARTICLE} " if paper.kind in BY_ARTICLE else ""
    return [f"{word}{number}. {title}" for number, title in enumerate(titles, 1)]


def together(text: str) -> str:
    """The text with what must not be torn apart at the end of a line."""
    return _TOGETHER.sub(NO_BREAK, text)


def _paragraphs(clause: Clause) -> list[dict[str, Any]]:
    alone = len(clause.paragraphs) == 1
    return [
        _paragraph("" if alone else f"{place}.", one)
        for place, one in enumerate(clause.paragraphs, 1)
    ]


def _paragraph(number: str, paragraph: Paragraph) -> dict[str, Any]:
    items = paragraph.lettered()
    return {
        "number": number,
        "text": together(paragraph.text),
        "items": [
            {"letter": sign, "text": together(_ended(text, last=sign == items[-1][0]))}
            for sign, text in items
        ],
    }


def _ended(text: str, *, last: bool) -> str:
    """An item with the sign after it: a comma, and a full stop after the last."""
    if last:
        return text if text.endswith(".") else f"{text}."
    return f"{text},"


def _table(table: Table) -> dict[str, Any]:
    return {
        "caption": table.title,
        "head": list(table.columns),
        "rows": [[together(cell) for cell in row] for row in table.rows],
        "widths": list(widths(zip(table.columns, *table.rows, strict=True), WIDEST)),
        "numeric": sorted(table.numeric),
    }
