"""Write the minutes as DOCX and PDF: in Greek, the language of the act, whoever asks for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale, gettext

from inmeko.accounts.models import Municipality
from inmeko.calls.rules import minutes as rules
from inmeko.calls.services import papers
from inmeko.calls.services.minutes import Writer, Written

TEMPLATE = Path(__file__).parent.parent / "templates" / "calls" / "papers" / "minutes.docx"
DRAFT = "ΣΧΕΔΙΟ – δεν έχει οριστικοποιηθεί"


def writer(town: Municipality) -> Writer:
    """What turns the facts of a town's minutes and their hash into papers."""

    def write(content: Mapping[str, Any], sha256: str) -> Written:
        told = context(content, sha256)
        return Written(docx=papers.docx(TEMPLATE, told), pdf=papers.pdf(page(town, told)))

    return write


def context(content: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """What both papers show."""
    with force_locale("el"):
        return {
            "title": rules.title(content),
            "town": content["town"],
            "call": content["call"]["title"],
            "protocol": content.get("protocol") or DRAFT,
            "sha256": sha256 or DRAFT,
            "sections": rules.sections(content, gettext),
            "signatures": rules.signatures(content),
        }


def page(town: Municipality, told: Mapping[str, Any]) -> str:
    """The minutes as a page of HTML for the PDF."""
    with force_locale("el"):
        return render_template(
            "calls/papers/minutes.html", town=town, language="el", told=told, hash=told["sha256"]
        )


def writer_of_the_programme(town: Municipality) -> Writer:
    """The same for whoever writes minutes without a request: the loader of the demo."""
    write = writer(town)

    def outside(content: Mapping[str, Any], sha256: str) -> Written:
        settings = current_app.config["SETTINGS"]
        with current_app.test_request_context(base_url=settings.base_url):
            return write(content, sha256)

    return outside
