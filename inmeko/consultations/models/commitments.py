"""Tables of what the town promised, at an event or in an answer, and of what happened to it."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality
from inmeko.consultations.models.events import Event
from inmeko.consultations.models.texts import TextTheme
from inmeko.consultations.rules.commitments import CommitmentState, CommitmentStep
from inmeko.extensions import Base
from inmeko.kernel import clock


class Commitment(Base):
    """A commitment: what was decided or promised, who sees to it, until when."""

    __tablename__ = "commitments"
    __table_args__ = (
        CheckConstraint("(event_id IS NULL) <> (theme_id IS NULL)", name="made_in_one_place"),
        Index("ix_commitments_owed", "municipality_id", "state", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    # Where it was made: at an event, or in the answer to a theme.
    event_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("text_themes.id"), index=True)
    made_on: Mapped[date]
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(200), default="")
    # Where the owner is reminded; nobody but the staff reads it.
    owner_email: Mapped[str] = mapped_column(String(255), default="")
    due_on: Mapped[date | None]
    state: Mapped[CommitmentState] = mapped_column(default=CommitmentState.OPEN)
    # The day on which it was kept or dropped.
    closed_on: Mapped[date | None]
    # What was told of it last.
    outcome: Mapped[str] = mapped_column(Text, default="")
    url: Mapped[str] = mapped_column(String(500), default="")

    municipality: Mapped[Municipality] = relationship()
    event: Mapped[Event | None] = relationship()
    theme: Mapped[TextTheme | None] = relationship()
    entries: Mapped[list["CommitmentEntry"]] = relationship(
        back_populates="commitment",
        order_by="CommitmentEntry.id.desc()",
        cascade="all, delete-orphan",
    )


class CommitmentEntry(Base):
    """Something that happened to a commitment, in words that everybody reads."""

    __tablename__ = "commitment_steps"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    kind: Mapped[CommitmentStep]
    words: Mapped[str] = mapped_column(Text, default="")
    # The day that was promised before a move, and after it.
    due_before: Mapped[date | None]
    due_after: Mapped[date | None]
    taken_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    commitment: Mapped[Commitment] = relationship(back_populates="entries")
