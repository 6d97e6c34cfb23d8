"""The report of a consultation as page, DOCX, PDF, XLSX, CSV; and its comments for machines."""

from typing import Any

from flask import Response, current_app, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from inmeko.consultations import policy
from inmeko.consultations.forms import texts as forms
from inmeko.consultations.models import ConsultedText
from inmeko.consultations.queries import text_report as queries
from inmeko.consultations.queries import texts
from inmeko.consultations.rules import texts as text_rules
from inmeko.consultations.rules.text_report import Heard
from inmeko.consultations.rules.texts import TextReportState
from inmeko.consultations.services import text_issuing as issuing
from inmeko.consultations.services import text_report as deeds
from inmeko.consultations.views.asking import asked
from inmeko.consultations.views.text_blueprint import machines, pages
from inmeko.kernel import clock, sealing
from inmeko.kernel.calendar import athens
from inmeko.records import queries as records
from inmeko.web.access import current_actor, requires
from inmeko.web.forms import Form

KEPT_SECONDS = 300


@pages.get("/<int:text_id>/report")
@requires(policy.may_see_text, of=texts.text)
def report(text: ConsultedText) -> ResponseReturnValue:
    """The report as a page, and where its issuing stands."""
    reports = queries.reports(text)
    issued = next((one for one in reports if one.state is TextReportState.ISSUED), None)
    writes = reports[0] if reports and reports[0] is not issued else None
    told = deeds.context(deeds.gather(text))
    return render_template(
        "consultations/text_report.html",
        text=text,
        told=told,
        sections=told["sections"],
        issued=issued,
        holds=issuing.proof(issued) if issued else None,
        fours=sealing.in_fours,
        files=records.attachments(deeds.KIND, issued.id) if issued else [],
        writes=writes,
        manages=policy.may_manage_text(current_actor(), text),
    )


@pages.route("/<int:text_id>/report/issue", methods=["GET", "POST"])
@requires(policy.may_manage_text, of=texts.text)
def issue(text: ConsultedText) -> ResponseReturnValue:
    """Issue the report, after a question; once more only with the reason."""
    again = queries.issued(text) is not None
    form = forms.ReasonForm() if again else Form()

    def deed() -> None:
        reason = form.reason.data or "" if again else ""
        issuing.ask(current_actor(), text, reason=reason)

    return asked(
        text,
        form,
        deed,
        back=url_for(".report", text_id=text.id),
        then=url_for(".report_progress", text_id=text.id),
        done=gettext("The report is being issued. Its papers come by themselves."),
        title=gettext("Issue the report"),
        text_above=gettext(
            "It gets a number of the protocol register, and its papers never change after that."
        ),
        button=gettext("Issue the report"),
        kind="warning",
    )


@pages.get("/<int:text_id>/report/progress")
@requires(policy.may_manage_text, of=texts.text)
def report_progress(text: ConsultedText) -> ResponseReturnValue:
    """How far the papers of a report are; at their end the way to them."""
    reports = queries.reports(text)
    if not reports or reports[0].state is not TextReportState.WRITING:
        end = url_for(".report", text_id=text.id)
        if "HX-Request" in request.headers:
            return Response(headers={"HX-Redirect": end})
        return redirect(end, 303)
    told = issuing.progress_of(reports[0])
    return render_template("consultations/text_report_progress.html", text=text, told=told)


def write_report(payload: dict[str, Any]) -> None:
    """Write the papers of a report, as a job of the outbox."""
    base = current_app.config["SETTINGS"].base_url
    with current_app.test_request_context(base_url=base):
        issuing.carry_out(payload, paper)


@pages.get("/<int:text_id>/report.<any(docx, pdf, xlsx, csv):paper_format>")
@requires(policy.may_see_text, of=texts.text)
def report_file(text: ConsultedText) -> ResponseReturnValue:
    """The report as a file, as it was issued or as a draft; the address says which kind."""
    wanted = (request.view_args or {})["paper_format"]
    content, kind = deeds.files(text, paper)[wanted]()
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
            "article": one.article or None,
            "place": _place(one),
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


def _place(one: Heard) -> dict[str, Any] | None:
    """Where a comment on a place is; of one on an article nothing."""
    if not one.place:
        return None
    point = None if one.x is None else {"longitude": one.x, "latitude": one.y}
    return {"label": one.place, "point": point}


def paper(template: str, **context: Any) -> str:
    """A paper in the language of the act, whoever asks for it."""
    with force_locale("el"):
        return render_template(template, **context)
