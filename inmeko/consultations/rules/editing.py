"""The pages of the editor of an event, and the sum by which two planners notice each other."""

from collections.abc import Mapping
from typing import Any

from inmeko.consultations.rules.words import EventState
from inmeko.kernel import sealing
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

PART_LABELS = {
    "basics": N_("Title, aims and text"),
    "time": N_("Time and agenda"),
    "place": N_("Place and accessibility"),
    "registration": N_("Registration and places"),
    "about": N_("What it concerns, whom to ask"),
}
# What an announced event changes here, everybody registered is told.
TOLD = ("time", "place")
EDITABLE = (EventState.DRAFT, EventState.ANNOUNCED)


def check_editable(state: EventState) -> None:
    """Refuse to change what was held or cancelled."""
    if state not in EDITABLE:
        raise RuleError(N_("An event that was held or cancelled is not changed any more."))


def seen(values: Mapping[str, Any]) -> str:
    """A short sum of what a page shows: two planners who saw the same have the same sum."""
    return sealing.digest({name: str(value) for name, value in values.items()})[:16]
