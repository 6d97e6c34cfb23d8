"""Tables of events: what is announced, how many may come, and who registered."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality
from inmeko.consultations.rules.words import (
    Entrance,
    EventKind,
    EventNoticeKind,
    EventState,
    QuotaKind,
    RegistrationState,
    SubjectKind,
)
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.models import Asset


class Event(Base):
    """People come together at a time and a place, or online, for an aim."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_after_it_begins"),
        Index("ix_events_of_town", "municipality_id", "state", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    kind: Mapped[EventKind] = mapped_column(default=EventKind.INFORMATION_DAY)
    state: Mapped[EventState] = mapped_column(default=EventState.DRAFT)
    title: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(Text, default="")
    # Several events of one name are a series.
    series: Mapped[str] = mapped_column(String(200), default="")
    # Aims, text, agenda, languages, accessibility, questions, contact.
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id"), index=True)
    address: Mapped[str] = mapped_column(String(300), default="")
    # Degrees of WGS84, where the place is no asset.
    x: Mapped[float | None]
    y: Mapped[float | None]
    # Shown only to those registered.
    online_url: Mapped[str] = mapped_column(String(500), default="")
    registration: Mapped[bool] = mapped_column(default=True)
    capacity: Mapped[int | None]
    registers_from: Mapped[datetime | None]
    registers_until: Mapped[datetime | None]
    # For how long a place that has become free is kept for whoever is next.
    offer_hours: Mapped[int] = mapped_column(default=24)
    # Calendars show the newest of what has the same name.
    sequence: Mapped[int] = mapped_column(default=0)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    announced_at: Mapped[datetime | None]
    # When the personal data of those registered were forgotten.
    forgotten_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    asset: Mapped[Asset | None] = relationship()
    quotas: Mapped[list["EventQuota"]] = relationship(
        back_populates="event", order_by="EventQuota.id"
    )
    notices: Mapped[list["EventNotice"]] = relationship(
        back_populates="event", order_by="EventNotice.id.desc()"
    )


class EventSector(Base):
    """A sector of the plan that an event is about."""

    __tablename__ = "event_sectors"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)


class EventSubject(Base):
    """A thing of another domain that an event is about: its kind and its number, no more."""

    __tablename__ = "event_subjects"
    __table_args__ = (Index("ix_event_subjects_thing", "municipality_id", "kind", "key"),)

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), primary_key=True)
    kind: Mapped[SubjectKind] = mapped_column(primary_key=True)
    key: Mapped[int]


class EventQuota(Base):
    """How many of one kind may come; all kinds share the capacity of the event."""

    __tablename__ = "event_quotas"
    __table_args__ = (UniqueConstraint("event_id", "kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    kind: Mapped[QuotaKind]
    places: Mapped[int | None]
    # Taken back: nobody new registers under it.
    closed: Mapped[bool] = mapped_column(default=False)

    event: Mapped[Event] = relationship(back_populates="quotas")


class EventNotice(Base):
    """What everybody registered was told after the announcement, with the reason."""

    __tablename__ = "event_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"), index=True)
    kind: Mapped[EventNoticeKind]
    reason: Mapped[str] = mapped_column(Text)
    told_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    event: Mapped[Event] = relationship(back_populates="notices")


class Registration(Base):
    """Somebody who wants to come; name and address are forgotten some time after the event."""

    __tablename__ = "event_registrations"
    __table_args__ = (
        # An address has one living registration; what was cancelled or lapsed has none.
        UniqueConstraint("event_id", "live_email"),
        UniqueConstraint("municipality_id", "code"),
        Index("ix_event_registrations_queue", "event_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    event_id: Mapped[int] = mapped_column(ForeignKey("events.id"))
    quota_id: Mapped[int] = mapped_column(ForeignKey("event_quotas.id"))
    state: Mapped[RegistrationState]
    entrance: Mapped[Entrance] = mapped_column(default=Entrance.ONLINE)
    name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    live_email: Mapped[str | None] = mapped_column(String(255))
    organisation: Mapped[str] = mapped_column(String(200), default="")
    # Whether the name may stand in the minutes.
    named: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="el")
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What opens the page of the registration, and what is shown at the door.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    code: Mapped[str] = mapped_column(String(10))
    registered_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    offered_at: Mapped[datetime | None]
    offer_until: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    attended_at: Mapped[datetime | None]
    attended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    event: Mapped[Event] = relationship()
    quota: Mapped[EventQuota] = relationship()
