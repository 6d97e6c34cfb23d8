"""Every table of consultations."""

from inmeko.consultations.models.commitments import Commitment, CommitmentEntry
from inmeko.consultations.models.committees import (
    Committee,
    CommitteeDraw,
    CommitteeMeeting,
    CommitteeOpinion,
    CommitteeSeat,
)
from inmeko.consultations.models.events import (
    Event,
    EventNotice,
    EventQuota,
    EventSector,
    EventSubject,
    Registration,
)
from inmeko.consultations.models.feedback import EventFeedback, FeedbackGiven
from inmeko.consultations.models.live import (
    EventPoll,
    PollBallot,
    QuestionSupport,
    RoomQuestion,
)
from inmeko.consultations.models.minutes import (
    EventMinutes,
    EventMinutesVersion,
    MinutesAmendment,
)
from inmeko.consultations.models.texts import (
    CommentSupport,
    ConsultedText,
    TextArticle,
    TextComment,
    TextFeature,
    TextReport,
    TextSector,
    TextTheme,
)

__all__ = [
    "CommentSupport",
    "Commitment",
    "CommitmentEntry",
    "Committee",
    "CommitteeDraw",
    "CommitteeMeeting",
    "CommitteeOpinion",
    "CommitteeSeat",
    "ConsultedText",
    "Event",
    "EventFeedback",
    "EventMinutes",
    "EventMinutesVersion",
    "EventNotice",
    "EventPoll",
    "EventQuota",
    "EventSector",
    "EventSubject",
    "FeedbackGiven",
    "MinutesAmendment",
    "PollBallot",
    "QuestionSupport",
    "Registration",
    "RoomQuestion",
    "TextArticle",
    "TextComment",
    "TextFeature",
    "TextReport",
    "TextSector",
    "TextTheme",
]
