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
from inmeko.consultations.models.texts import (
    CommentSupport,
    ConsultedText,
    TextArticle,
    TextComment,
    TextTheme,
)

__all__ = [
    "CommentSupport",
    "ConsultedText",
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
    "TextArticle",
    "TextComment",
    "TextTheme",
]
