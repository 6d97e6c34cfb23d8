"""Tables of field work: studies and what cites them, rounds of visits, reports of citizens."""

from datetime import date, datetime
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.models.assets import Asset
from inmeko.resources.rules.asset import Kind
from inmeko.resources.rules.reports import ReportState
from inmeko.resources.rules.rounds import MINUTES_A_STOP, RoundState
from inmeko.resources.rules.studies import Reliability, StudyKind, StudyState


class Study(Base):
    """A study or register that the inventory draws on, and the part of the town it covers."""

    __tablename__ = "studies"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[StudyKind] = mapped_column(default=StudyKind.STUDY)
    author: Mapped[str] = mapped_column(String(300), default="")
    publisher: Mapped[str] = mapped_column(String(300), default="")
    year: Mapped[int | None]
    reliability: Mapped[Reliability] = mapped_column(default=Reliability.UNKNOWN)
    link: Mapped[str] = mapped_column(String(500), default="")
    notes: Mapped[str] = mapped_column(Text, default="")
    # The whole town, or the drawn part of it in WGS84; neither means that nobody has said.
    whole_town: Mapped[bool] = mapped_column(default=False)
    area: Mapped[Any | None] = mapped_column(
        Geometry("MULTIPOLYGON", srid=4326, spatial_index=False), deferred=True
    )
    state: Mapped[StudyState] = mapped_column(default=StudyState.CURRENT)
    retired_reason: Mapped[str] = mapped_column(String(500), default="")
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    updated_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())


class Citation(Base):
    """Where an asset, or one of its fields, is known from; no field means the whole of it."""

    __tablename__ = "citations"
    __table_args__ = (UniqueConstraint("asset_id", "field", "study_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"))
    study_id: Mapped[int] = mapped_column(ForeignKey("studies.id"), index=True)
    field: Mapped[str] = mapped_column(String(40), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    cited_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    asset: Mapped[Asset] = relationship()
    study: Mapped[Study] = relationship()


class Round(Base):
    """Assets that people of the town are to visit, with a day by which that is done."""

    __tablename__ = "rounds"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    note: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None]
    # The question to the inventory that chose the stops, as arguments of an address.
    chosen_by: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Where the walk begins, in degrees of WGS84; without it, at a corner of the stops.
    start_x: Mapped[float | None]
    start_y: Mapped[float | None]
    minutes_a_stop: Mapped[int] = mapped_column(default=MINUTES_A_STOP)
    state: Mapped[RoundState] = mapped_column(default=RoundState.OPEN)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    closed_at: Mapped[datetime | None]

    members: Mapped[list["RoundMember"]] = relationship(
        cascade="all, delete-orphan", order_by="RoundMember.position"
    )


class RoundMember(Base):
    """Somebody who walks a part of a round."""

    __tablename__ = "round_members"

    round_id: Mapped[int] = mapped_column(
        ForeignKey("rounds.id", ondelete="CASCADE"), primary_key=True
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), primary_key=True, index=True)
    position: Mapped[int]

    user: Mapped[User] = relationship()


class RoundStop(Base):
    """An asset to visit in a round: whose it is, its place in the walk, and whether it is done."""

    __tablename__ = "round_stops"
    __table_args__ = (
        UniqueConstraint("round_id", "asset_id"),
        Index("ix_round_stops_walk", "round_id", "walker_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id", ondelete="CASCADE"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id"), index=True)
    walker_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    position: Mapped[int]
    # From the stop before it, as the crow flies; none where a place is missing.
    metres: Mapped[float | None]
    visited_at: Mapped[datetime | None]
    # Why a stop is left out, said by a planner or a walker; empty for one to be visited.
    skipped: Mapped[str] = mapped_column(String(300), default="")

    round: Mapped[Round] = relationship()
    asset: Mapped[Asset] = relationship()
    walker: Mapped[User | None] = relationship()


class ReportCounter(Base):
    """The last number given to a report of a citizen in a municipality."""

    __tablename__ = "report_counters"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), primary_key=True)
    last_number: Mapped[int]


class IdleReport(Base):
    """What a citizen says about an idle place; nothing of it is public before a planner's word."""

    __tablename__ = "idle_reports"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        Index("ix_idle_reports_queue", "municipality_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    number: Mapped[int]
    # What opens the page of the report; whoever knows it may follow its state.
    secret: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(String(300))
    kind: Mapped[Kind]
    text: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    # Degrees of WGS84, and how sure the phone was of them, in metres.
    x: Mapped[float | None]
    y: Mapped[float | None]
    accuracy: Mapped[float | None]
    email: Mapped[str | None] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(5), default="el")
    state: Mapped[ReportState] = mapped_column(default=ReportState.WAITING)
    reason: Mapped[str] = mapped_column(Text, default="")
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id"), index=True)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    judged_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    asset: Mapped[Asset | None] = relationship()
    judged_by: Mapped[User | None] = relationship()
