"""The report of a consultation as page, DOCX, PDF, XLSX, CSV; and its comments for machines."""

from typing import Any

from flask import Response, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import force_locale

from inmeko.consultations import policy
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import text_report as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules import texts as text_rules
from inmeko.consultations.services import text_report as deeds
from inmeko.consultations.views.text_blueprint import machines, pages
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens
from inmeko.web.access import requires

KEPT_SECONDS = 300


@pages.get("/<int:text_id>/report")
@requires(policy.may_see_text, of=texts.text)
def report(text: ConsultedText) -> ResponseReturnValue:
    """The report as a page."""
    told = deeds.context(deeds.gather(text))
    return render_template(
        "consultations/text_report.html", text=text, told=told, sections=told["sections"]
    )


@pages.get("/<int:text_id>/report.<any(docx, pdf, xlsx, csv):paper_format>")
@requires(policy.may_see_text, of=texts.text)
def report_file(text: ConsultedText) -> ResponseReturnValue:
    """The report as a file; the address says which."""
    wanted = (request.view_args or {})["paper_format"]
    content, kind = deeds.files(text, _in_greek)[wanted]()
    response = Response(content, content_type=kind)
    name = f"consultation-{text.id}-report.{wanted}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@machines.get("/<municipality>/api/consultations/<int:text_id>/comments")
@requires(policy.may_see_text, of=texts.text)
def comments(text: ConsultedText) -> ResponseReturnValue:
    """The comments on a text as JSON: what everybody may know of each."""
    standing = text_rules.standing(text.state, text.closes_at, clock.now())
    rows = [
        {
            "id": one.number,
            "article": one.article,
            "state": one.state.value,
            "for": one.voice.value,
            "organisation": one.organisation,
            "text": one.text,
            "written_at": athens(one.written_at).isoformat(timespec="seconds"),
            "supports": one.supports,
            "theme": one.theme,
            "reply": one.reply,
            "hidden_because": one.hidden_reason,
        }
        for one in queries.heard(text)
    ]
    response = jsonify(id=text.id, title=text.title, state=standing.value, comments=rows)
    response.cache_control.max_age = KEPT_SECONDS
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _in_greek(template: str, **context: Any) -> str:
    """A paper in the language of the act, whoever asks for it."""
    with force_locale("el"):
        return render_template(template, **context)
