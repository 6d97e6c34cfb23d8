"""The reminder of a file that was not sent: a job of the outbox."""

from datetime import datetime
from typing import Any

from flask import current_app

from inmeko.calls.queries import calls
from inmeko.calls.queries import expressions as queries
from inmeko.calls.rules import phases, sending
from inmeko.calls.views import file_letters as letters
from inmeko.kernel import clock


def remind(payload: dict[str, Any]) -> None:
    """Write to everybody whose file is not sent, if the deadline is still the one of the job."""
    town = int(payload["municipality"])
    call = calls.call_of(municipality_id=town, call_id=int(payload["call"]))
    closes = datetime.fromisoformat(payload["closes_at"])
    now = clock.now()
    if call is None or call.closes_at != closes or not phases.is_open(call, now):
        return
    # Of several that waited for a runner, only the latest is written.
    if payload["before"] != sending.latest_reminder(closes, now):
        return
    settings = current_app.config["SETTINGS"]
    with current_app.test_request_context(base_url=settings.base_url):
        for holder in queries.drafts(call):
            stem = f"call-reminder-{call.id}-{payload['closes_at']}"
            letters.reminder(holder, f"{stem}-{payload['before']}-{holder.id}")
