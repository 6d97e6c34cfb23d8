"""Tables of what those who came say afterwards: answers of nobody, and who has answered."""

from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.consultations.models.events import Event
from inmeko.extensions import Base


class EventFeedback(Base):
    """A filled-in form, which names nobody and has no time."""

    __tablename__ = "event_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    # The answers by question, and which of the free ones everybody may read.
    content: Mapped[dict[str, Any]]

    event: Mapped[Event] = relationship()


class FeedbackGiven(Base):
    """Somebody has filled in the form: a mark that names nobody, apart from the answers."""

    __tablename__ = "event_feedback_given"
    __table_args__ = (UniqueConstraint("event_id", "giver"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    giver: Mapped[str] = mapped_column(String(64))

    event: Mapped[Event] = relationship()
