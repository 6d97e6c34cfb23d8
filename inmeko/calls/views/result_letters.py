"""The letters of results: to everybody on a list, with reasons; the receipt of an objection."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from inmeko.accounts.views.letters import at_home
from inmeko.calls.models import Holder, Objection, ResultLine, ResultList
from inmeko.calls.queries import results as queries
from inmeko.calls.rules.minutes_results import reason
from inmeko.calls.rules.words import (
    OBJECTION_LABELS,
    OUTCOME_LABELS,
    STAGE_LABELS,
    ListStage,
)
from inmeko.records.services import post_mail


def tell_results(payload: dict[str, Any]) -> None:
    """Write to every group on a list: to each reader once, however often the job runs."""
    town, number = payload["municipality"], payload["list"]
    decided = queries.list_of(municipality_id=town, list_id=number)
    if decided is None:
        return
    lines = {one.submission.expression_id: one for one in decided.lines}
    answers: dict[int, list[Objection]] = {}
    for one in queries.objections(decided.call):
        answers.setdefault(one.submission.expression_id, []).append(one)
    settings = current_app.config["SETTINGS"]
    with current_app.test_request_context(base_url=settings.base_url):
        for holder in queries.readers(decided):
            known = answers.get(holder.expression_id, [])
            _tell(holder, decided, lines[holder.expression_id], known)


def objected(made: Objection, holder: Holder) -> None:
    """Send the receipt of an objection to whoever made it."""
    if not holder.email:
        return
    call = made.call
    number = f"{made.protocol_entry.number}/{made.protocol_entry.year}"
    with force_locale(holder.expression.language or "el"):
        body = render_template(
            "calls/letters/objection.txt",
            objection=made,
            call=call,
            number=number,
            place=_place(call),
            link=_link(holder),
        )
        subject = gettext("Objection no. %(number)s was received", number=number)
    town = call.municipality_id
    post_mail(holder.email, subject, body, municipality_id=town, key=f"objection:{made.id}")


def _tell(holder: Holder, decided: ResultList, line: ResultLine, answers: list[Objection]) -> None:
    call = decided.call
    first = decided.stage is ListStage.PRELIMINARY_LIST
    with force_locale(holder.expression.language or "el"):
        place: dict[str, Any] = {"municipality": call.municipality.slug, "call_id": call.id}
        body = render_template(
            "calls/letters/result.txt",
            call=call,
            line=line,
            number=f"{line.submission.number}/{line.submission.year}",
            reasons=[reason(why, gettext) for why in line.detail.get("reasons") or ()],
            until=call.objections_until if first else None,
            answers=answers,
            place=_place(call),
            OUTCOME_LABELS=OUTCOME_LABELS,
            OBJECTION_LABELS=OBJECTION_LABELS,
            results=at_home(url_for("calls.results", **place, _external=True)),
            link=_link(holder),
        )
        subject = f"{gettext(STAGE_LABELS[decided.stage])}: {call.title}"
    post_mail(
        holder.email,
        subject,
        body,
        municipality_id=call.municipality_id,
        key=f"result:{decided.id}:{holder.id}",
    )


def _place(call: Any) -> str:
    return str(call.municipality.name)


def _link(holder: Holder) -> str:
    slug = holder.expression.call.municipality.slug
    address = url_for("call_file.result", municipality=slug, key=holder.key, _external=True)
    return at_home(address)
