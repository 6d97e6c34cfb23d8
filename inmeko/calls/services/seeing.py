"""Count how often the page of a call is opened; nobody is remembered."""

from inmeko.calls.models import Call, CallSeen
from inmeko.extensions.counters import count_on
from inmeko.kernel import clock
from inmeko.kernel.calendar import athens_date


def count_opening(call: Call) -> None:
    """Count one opening of the page of a call on this day in Athens."""
    keys = {"call_id": call.id, "day": athens_date(clock.now())}
    count_on(CallSeen, keys, beside={"municipality_id": call.municipality_id})
