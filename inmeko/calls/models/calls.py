"""Tables of calls: what is published, in which version, and what was told about it."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality, User
from inmeko.calls.rules.words import CallState, NoticeKind
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.records.models import ProtocolEntry
from inmeko.resources.models import Asset

if TYPE_CHECKING:
    from inmeko.calls.models.evaluation import Evaluator


class Call(Base):
    """An open call: its dates, its state, and the copy of its content that is worked on."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("closes_at IS NULL OR closes_at > opens_at", name="closes_after_it_opens"),
        Index("ix_calls_of_town", "municipality_id", "state", "closes_at", "id"),
        Index("ix_calls_open", "state", "closes_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    # The title of the version in force; of a draft, of the working copy.
    title: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[CallState] = mapped_column(default=CallState.DRAFT)
    # The working copy, as rules/content.py writes it; what counts is the newest version.
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The number of the version in force; 0 before the publication.
    version: Mapped[int] = mapped_column(default=0)
    ada: Mapped[str | None] = mapped_column(String(30))
    # The entry of the protocol under which it was published.
    protocol_entry_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_entries.id"))
    opens_at: Mapped[datetime | None]
    questions_until: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    # What the call promises; the window itself opens with the preliminary list.
    objection_days: Mapped[int] = mapped_column(default=5)
    objections_until: Mapped[datetime | None]
    sealed: Mapped[bool] = mapped_column(default=True)
    # Opening sealed files is an act.
    unsealed_at: Mapped[datetime | None]
    unsealed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # Until when evaluators are asked to finish.
    judge_until: Mapped[datetime | None]
    # With it, ties by lot are drawn so that anybody can draw them again.
    lot_seed: Mapped[str] = mapped_column(String(64), default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    published_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": revision}

    municipality: Mapped[Municipality] = relationship()
    unsealed_by: Mapped[User | None] = relationship(foreign_keys=[unsealed_by_id])
    protocol_entry: Mapped[ProtocolEntry | None] = relationship()
    versions: Mapped[list["CallVersion"]] = relationship(
        back_populates="call", order_by="CallVersion.number"
    )
    notices: Mapped[list["CallNotice"]] = relationship(
        back_populates="call", order_by="CallNotice.id.desc()"
    )
    committee: Mapped[list["Evaluator"]] = relationship(
        back_populates="call", order_by="Evaluator.id"
    )


class CallVersion(Base):
    """The content of a call as it was published once; it never changes."""

    __tablename__ = "call_versions"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    call: Mapped[Call] = relationship(back_populates="versions")


class CallAsset(Base):
    """An asset of the inventory that the version in force offers."""

    __tablename__ = "call_assets"
    __table_args__ = (UniqueConstraint("call_id", "asset_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id"), index=True)

    call: Mapped[Call] = relationship()
    asset: Mapped[Asset] = relationship()


class CallSector(Base):
    """A sector of the plan that the version in force is about."""

    __tablename__ = "call_sectors"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)


class CallNotice(Base):
    """What everyone concerned was told after the publication, with the reason."""

    __tablename__ = "call_notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    kind: Mapped[NoticeKind]
    reason: Mapped[str] = mapped_column(Text)
    # Of an extension: the deadline before and after; of a change: the version.
    before: Mapped[datetime | None]
    after: Mapped[datetime | None]
    version: Mapped[int | None]
    ada: Mapped[str | None] = mapped_column(String(30))
    protocol_entry_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_entries.id"))
    told_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    told_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    call: Mapped[Call] = relationship(back_populates="notices")
    protocol_entry: Mapped[ProtocolEntry | None] = relationship()


class Enquiry(Base):
    """A question about a call; once answered, both are public without the name of who asked."""

    __tablename__ = "call_enquiries"
    __table_args__ = (Index("ix_call_enquiries_queue", "municipality_id", "answered_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    # Where the answer is sent; forgotten with the archive of the call.
    email: Mapped[str] = mapped_column(String(255), default="")
    language: Mapped[str] = mapped_column(String(5), default="el")
    asked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # Set aside as no question about the call.
    dismissed_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship()


class CallSeen(Base):
    """How often the page of a call was opened on a day; nobody is remembered."""

    __tablename__ = "call_seen"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    last_number: Mapped[int]
