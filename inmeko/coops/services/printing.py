"""Papers of the set-up as files: DOCX to edit, PDF to sign, of the same content."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from inmeko.coops.rules.papers.document import Paper, file_names
from inmeko.coops.rules.papers.layout import laid_out
from inmeko.extensions import papers as press

TEMPLATES = Path(__file__).parent.parent / "templates"
DOCX = TEMPLATES / "coops" / "papers" / "paper.docx"
HTML = "coops/papers/paper.html"


@dataclass(frozen=True)
class Print:
    """A paper as files; `sha256` of its content stands in the foot of both."""

    paper: Paper
    name: str
    sha256: str
    docx: bytes
    pdf: bytes
    pages: int


def prints(papers: Iterable[Paper]) -> Iterator[Print]:
    """Each paper printed, one after another, under a name that no other has."""
    given = tuple(papers)
    for paper, name in zip(given, file_names(given), strict=True):
        yield printed(paper, name)


def printed(paper: Paper, name: str) -> Print:
    """One paper as DOCX and PDF; the same paper gives the same bytes."""
    told = laid_out(paper)
    pdf, pages = press.pdf_with_pages(_page().render(told))
    return Print(paper, name, told["sha256"], press.docx(DOCX, told), pdf, pages)


def as_docx(paper: Paper) -> bytes:
    """A paper to edit."""
    return docx_of(laid_out(paper))


def docx_of(told: Mapping[str, Any]) -> bytes:
    """The same, of what `laid_out` told of a paper once."""
    return press.docx(DOCX, told)


def pdf_of(told: Mapping[str, Any]) -> bytes:
    """A paper to sign, of what `laid_out` told of it."""
    return press.pdf(_page().render(told))


@lru_cache(maxsize=1)
def _page() -> Template:
    # Papers are written without a request, too: not the templates of the site, but one of them.
    words = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined
    )
    return words.get_template(HTML)
