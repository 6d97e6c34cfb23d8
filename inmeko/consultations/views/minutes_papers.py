"""Write the minutes as DOCX and PDF: in Greek, the language of the act, whoever asks for it."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app, render_template
from flask_babel import force_locale, gettext

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import Event
from inmeko.consultations.rules import minutes as rules
from inmeko.consultations.rules.words import EVENT_KIND_LABELS
from inmeko.consultations.services import papers
from inmeko.consultations.services.minutes import Writer, Written
from inmeko.consultations.views import feedback, showing

TEMPLATE = Path(__file__).parent.parent / "templates" / "consultations" / "papers" / "minutes.docx"
DRAFT = "ΣΧΕΔΙΟ – δεν έχει οριστικοποιηθεί"


def words(event: Event) -> dict[str, Any]:
    """What the minutes say of an event in words."""
    with force_locale("el"):
        return {
            "town": event.municipality.name,
            "kind": gettext(EVENT_KIND_LABELS[event.kind]),
            "where": showing.where(event),
            "annex": _annex(event),
        }


def _annex(event: Event) -> list[dict[str, Any]]:
    """What those who came said: nothing of fewer than three, and only words that are public."""
    found = feedback.results(event)
    return [
        {
            "label": gettext(one.asked.label),
            "options": list(one.asked.options),
            "votes": list(one.votes),
            "number": one.number,
            "texts": found["published"].get(one.asked.key, []),
        }
        for one in found["summed"]
    ]


def writer(town: Municipality) -> Writer:
    """What turns the facts of a town's minutes and their hash into papers."""

    def write(facts: Mapping[str, Any], sha256: str) -> Written:
        told = context(facts, sha256)
        return Written(docx=papers.docx(TEMPLATE, told), pdf=papers.pdf(page(town, told)))

    return write


def writer_of_the_programme(town: Municipality) -> Writer:
    """The same for whoever writes minutes without a request: the loader of the demo."""
    write = writer(town)

    def outside(facts: Mapping[str, Any], sha256: str) -> Written:
        settings = current_app.config["SETTINGS"]
        with current_app.test_request_context(base_url=settings.base_url):
            return write(facts, sha256)

    return outside


def context(facts: Mapping[str, Any], sha256: str) -> dict[str, Any]:
    """What both papers show."""
    return {
        "title": rules.title(facts),
        "town": facts["town"],
        "subject": facts["title"],
        "protocol": facts.get("protocol") or DRAFT,
        "sha256": sha256 or DRAFT,
        "sections": rules.sections(facts),
        "signatures": rules.signatures(facts),
    }


def page(town: Municipality, told: Mapping[str, Any]) -> str:
    """The minutes as a page of HTML for the PDF."""
    with force_locale("el"):
        return render_template(
            "consultations/papers/minutes.html",
            town=town,
            language="el",
            told=told,
            hash=told["sha256"],
        )
