"""Tables of the protocol register, attachments, the audit trail and the outbox."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.records.rules import Direction, JobState


class ProtocolCounter(Base):
    """The last number drawn in a municipality's series of one year."""

    __tablename__ = "protocol_counters"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]


class ProtocolEntry(Base):
    """A document in the register; a cancelled one keeps its number and says why."""

    __tablename__ = "protocol_entries"
    __table_args__ = (
        UniqueConstraint("municipality_id", "year", "number"),
        Index("ix_protocol_entries_thing", "kind", "key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    year: Mapped[int]
    number: Mapped[int]
    entered_at: Mapped[datetime]
    entered_on: Mapped[date]
    direction: Mapped[Direction]
    subject: Mapped[str] = mapped_column(String(500))
    party: Mapped[str] = mapped_column(String(300), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[str] = mapped_column(String(40), default="")
    key: Mapped[int | None]
    cancelled_at: Mapped[datetime | None]
    cancelled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    cancel_reason: Mapped[str] = mapped_column(String(500), default="")
    # The form that asked for the number: sent twice, it gets one.
    once: Mapped[str | None] = mapped_column(String(64), unique=True)

    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])


class Attachment(Base):
    """A file that belongs to a thing; its content lies in the storage under its SHA-256."""

    __tablename__ = "attachments"
    __table_args__ = (Index("ix_attachments_thing", "kind", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[int]
    purpose: Mapped[str] = mapped_column(String(40))
    filename: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    thumbnail_sha256: Mapped[str | None] = mapped_column(String(64), index=True)
    public: Mapped[bool] = mapped_column(default=False)
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    added_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    removed_at: Mapped[datetime | None]


class AuditHead(Base):
    """The end of one chain of the audit trail: a municipality's, or the platform's under 0."""

    __tablename__ = "audit_heads"

    chain: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last_number: Mapped[int]
    last_hash: Mapped[str] = mapped_column(String(64))


class AuditEntry(Base):
    """A deed: who did what to which thing, when, and how it looked before and after."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        UniqueConstraint("chain", "number"),
        Index("ix_audit_entries_thing", "kind", "key"),
        Index("ix_audit_entries_person", "chain", "actor_id", "number"),
        Index("ix_audit_entries_day", "chain", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    chain: Mapped[int]
    number: Mapped[int]
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    deed: Mapped[str] = mapped_column(String(60))
    kind: Mapped[str] = mapped_column(String(40))
    key: Mapped[int]
    before: Mapped[dict[str, Any] | None]
    after: Mapped[dict[str, Any] | None]
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class Job(Base):
    """Work to be done after the transaction that wrote it: a mail, or a named function."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index("ix_jobs_due", "state", "run_after"),
        Index("ix_jobs_town", "municipality_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    name: Mapped[str] = mapped_column(String(60))
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(String(120), unique=True)
    state: Mapped[JobState] = mapped_column(default=JobState.WAITING)
    run_after: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    done_at: Mapped[datetime | None]


class LocalDay(Base):
    """A day on which the offices of one town are closed beside the public holidays: its feast."""

    __tablename__ = "local_days"
    __table_args__ = (UniqueConstraint("municipality_id", "day"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(200))
