"""Tables of what goes on in the room: polls, ballots, questions, who supports them."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.consultations.models.events import Event
from inmeko.consultations.rules.live import PollState, RoomQuestionState
from inmeko.extensions import Base
from inmeko.kernel import clock


class EventPoll(Base):
    """A question with its answers, on which the room votes; what counts are its numbers."""

    __tablename__ = "event_polls"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    state: Mapped[PollState] = mapped_column(default=PollState.PREPARED)
    question: Mapped[str] = mapped_column(String(300))
    # The answers, and how many chose each of them once it is closed.
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    several: Mapped[bool] = mapped_column(default=False)
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()


class PollBallot(Base):
    """What somebody chose, while the poll is open; counted and deleted when it closes."""

    __tablename__ = "event_poll_ballots"
    __table_args__ = (UniqueConstraint("poll_id", "voter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    poll_id: Mapped[int] = mapped_column(ForeignKey("event_polls.id"))
    # A sign made with a key that is not in the database: whose it is, nobody reads from it.
    voter: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any]]

    poll: Mapped[EventPoll] = relationship()


class RoomQuestion(Base):
    """A question from the room, what the town makes of it, and its short answer."""

    __tablename__ = "event_questions"
    __table_args__ = (Index("ix_event_questions_shown", "event_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    state: Mapped[RoomQuestionState] = mapped_column(default=RoomQuestionState.WAITING)
    text: Mapped[str] = mapped_column(Text)
    # Only whoever wants it stands beside the question by name.
    name: Mapped[str] = mapped_column(String(200), default="")
    author: Mapped[str] = mapped_column(String(64))
    reason: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    answered_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship()


class QuestionSupport(Base):
    """Somebody wants a question of somebody else answered, too."""

    __tablename__ = "event_question_supports"
    __table_args__ = (UniqueConstraint("question_id", "voter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("event_questions.id"))
    voter: Mapped[str] = mapped_column(String(64))

    question: Mapped[RoomQuestion] = relationship()
