"""Every table of consultations."""

from inmeko.consultations.models.events import (
    Event,
    EventNotice,
    EventQuota,
    EventSector,
    EventSubject,
    Registration,
)
from inmeko.consultations.models.minutes import (
    EventDecision,
    EventMinutes,
    EventMinutesVersion,
    MinutesAmendment,
)

__all__ = [
    "Event",
    "EventDecision",
    "EventMinutes",
    "EventMinutesVersion",
    "EventNotice",
    "EventQuota",
    "EventSector",
    "EventSubject",
    "MinutesAmendment",
    "Registration",
]
