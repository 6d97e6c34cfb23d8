"""Tables of what was said at events: minutes, their frozen versions, amendments."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.consultations.models.events import Event, Registration
from inmeko.consultations.rules.minutes import AmendmentState, RecordState
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.records.models import ProtocolEntry


class EventMinutes(Base):
    """The minutes of an event while they are worked on; what counts are their versions."""

    __tablename__ = "event_minutes"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), unique=True)
    state: Mapped[RecordState] = mapped_column(default=RecordState.WRITTEN)
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The event whose minutes these go on from.
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("events.id"))
    amend_until: Mapped[datetime | None]
    # Why a further version is written.
    reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship(foreign_keys=[event_id])
    earlier: Mapped[Event | None] = relationship(foreign_keys=[earlier_id])


class EventMinutesVersion(Base):
    """The minutes of an event as they were frozen once; they never change."""

    __tablename__ = "event_minutes_versions"
    __table_args__ = (UniqueConstraint("minutes_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    minutes_id: Mapped[int] = mapped_column(ForeignKey("event_minutes.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    sha256: Mapped[str] = mapped_column(String(64))
    frozen_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    protocol_entry_id: Mapped[int] = mapped_column(ForeignKey("protocol_entries.id"))

    minutes: Mapped[EventMinutes] = relationship()
    protocol_entry: Mapped[ProtocolEntry] = relationship()


class MinutesAmendment(Base):
    """What somebody who was present wants to be written otherwise, and the answer."""

    __tablename__ = "event_amendments"
    __table_args__ = (Index("ix_event_amendments_queue", "minutes_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    minutes_id: Mapped[int] = mapped_column(ForeignKey("event_minutes.id"))
    registration_id: Mapped[int] = mapped_column(ForeignKey("event_registrations.id"))
    # The version that it was proposed for.
    version: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    state: Mapped[AmendmentState] = mapped_column(default=AmendmentState.PROPOSED)
    answer: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    minutes: Mapped[EventMinutes] = relationship()
    registration: Mapped[Registration] = relationship()
