"""Every table of consultations."""

from inmeko.consultations.models.events import (
    Event,
    EventNotice,
    EventQuota,
    EventSector,
    EventSubject,
    Registration,
)

__all__ = [
    "Event",
    "EventNotice",
    "EventQuota",
    "EventSector",
    "EventSubject",
    "Registration",
]
