"""Plan the reminders that groups get before a call closes."""

from inmeko.calls.models import Call
from inmeko.calls.rules.sending import REMINDERS
from inmeko.kernel import clock
from inmeko.records.services import post_job

JOB = "call_reminder"


def plan_reminders(call: Call) -> None:
    """Post the jobs that remind of an unsent file; again after each change of the deadline."""
    closes = call.closes_at
    if closes is None:
        return
    for word, before in REMINDERS.items():
        if closes - before <= clock.now():
            continue
        post_job(
            JOB,
            {
                "municipality": call.municipality_id,
                "call": call.id,
                "closes_at": closes.isoformat(),
                "before": word,
            },
            municipality_id=call.municipality_id,
            key=f"call-reminder-{call.id}-{closes.isoformat()}-{word}",
            run_after=closes - before,
        )
