"""Papers: PDF from HTML, and DOCX from a template; the same content gives the same bytes."""

import re
import threading
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse, path2url

STATIC = Path(__file__).parent.parent / "web" / "static"
STYLE = STATIC / "css" / "paper.css"

# A zip file that tells no time: the day its format begins with.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
# What XML cannot hold, and what docxtpl would read as breaks of paragraphs and pages.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")


class OwnFiles(URLFetcher):  # type: ignore[misc]
    """Hands a paper the files of this package that are served to everybody, and nothing else."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """A file under static/, or a picture that the page carries in itself.

        Anything else is refused, and the paper goes without it.
        """
        if url.startswith("data:image/"):
            return super().fetch(url, headers)
        wanted = URLFetcherResponse(url).path
        path = Path(wanted).resolve() if wanted else None
        if path is None or not path.is_relative_to(STATIC):
            raise ValueError(f"A paper loads only what the package holds, and not {url[:100]}")
        return URLFetcherResponse(url, path.read_bytes())


class _Press(threading.local):
    """The style and its fonts, read once in each thread: they are not shared between threads."""

    def __init__(self) -> None:
        self.fonts = FontConfiguration()
        self.fetcher = OwnFiles()
        self.style = CSS(filename=STYLE, font_config=self.fonts, url_fetcher=self.fetcher)


_press = _Press()


def pdf(html: str) -> bytes:
    """A page of HTML as PDF/A-3u with tags; what it names is looked for under static/."""
    return pdf_with_pages(html)[0]


def pdf_with_pages(html: str) -> tuple[bytes, int]:
    """The same, and how many pages it has."""
    page = HTML(string=html, base_url=path2url(STATIC), url_fetcher=_press.fetcher)
    laid = page.render(
        font_config=_press.fonts,
        stylesheets=[_press.style],
        # The width that a table gives its columns.
        presentational_hints=True,
        pdf_variant="pdf/a-3u",
        pdf_tags=True,
    )
    written: bytes = laid.write_pdf(
        pdf_identifier=sha256(html.encode()).hexdigest()[:32].encode(),
        pdf_variant="pdf/a-3u",
        pdf_tags=True,
    )
    return written, len(laid.pages)


def docx(template: Path, context: Mapping[str, Any]) -> bytes:
    """A template of ours filled in; a name that the context lacks is an error, never a gap."""
    if template.suffix != ".docx":
        raise ValueError(f"{template.name} is not a plain DOCX")
    paper = DocxTemplate(template)
    words = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_plain)
    paper.render(dict(context), words, autoescape=True)
    written = BytesIO()
    paper.save(written)
    return _without_time(written)


def _plain(value: Any) -> Any:
    return _CONTROLS.sub("", value.replace("\r\n", "\n")) if isinstance(value, str) else value


def _without_time(written: BytesIO) -> bytes:
    told = BytesIO()
    with zipfile.ZipFile(written) as given, zipfile.ZipFile(told, "w") as made:
        for one in given.infolist():
            entry = zipfile.ZipInfo(one.filename, _NO_TIME)
            made.writestr(entry, given.read(one), zipfile.ZIP_DEFLATED)
    return told.getvalue()
