"""Tell everyone concerned of a change: a job of the outbox that writes to each of them once."""

from typing import Any

from flask import current_app, render_template, url_for
from flask_babel import force_locale, gettext

from inmeko.calls.models import CallNotice, Holder
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules.words import NOTICE_LABELS
from inmeko.records.services import post_mail


def tell(payload: dict[str, Any]) -> None:
    """Write of a notice to all who work on a file of the call or submitted one."""
    town, number = payload["municipality"], payload["notice"]
    notice = queries.notice(municipality_id=town, notice_id=number)
    if notice is None:
        return
    settings = current_app.config["SETTINGS"]
    with current_app.test_request_context(base_url=settings.base_url):
        for holder in queries.concerned(notice.call):
            _write(holder, notice)


def _write(holder: Holder, notice: CallNotice) -> None:
    call = notice.call
    with force_locale(holder.expression.language or "el"):
        where: dict[str, Any] = {"municipality": call.municipality.slug, "call_id": call.id}
        theirs: dict[str, Any] = {"municipality": call.municipality.slug, "key": holder.key}
        body = render_template(
            "calls/letters/notice.txt",
            notice=notice,
            call=call,
            holder=holder,
            link=url_for("calls.show", **where, _external=True),
            file_link=url_for("call_file.show", **theirs, _external=True),
        )
        subject = f"{gettext(NOTICE_LABELS[notice.kind])}: {call.title}"
    post_mail(
        holder.email,
        subject,
        body,
        municipality_id=call.municipality_id,
        # Known by the holder: the letter holds a link, and goes when the file is forgotten.
        key=f"call-file-{holder.id}-notice-{notice.id}",
    )
