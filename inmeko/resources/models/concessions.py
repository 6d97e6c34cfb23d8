"""Tables of what is given to whom: concessions, their follow-up, decisions, costs and reuse."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality, Organisation, User
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.models.assets import Asset
from inmeko.resources.rules.asset import Condition
from inmeko.resources.rules.concession_words import (
    ConcessionState,
    CostKind,
    LinkState,
    PathKey,
    ReportKind,
)


class Decision(Base):
    """An act posted on Διαύγεια, as its open data tell it."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("municipality_id", "ada"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    ada: Mapped[str] = mapped_column(String(30))
    subject: Mapped[str] = mapped_column(Text)
    issued_on: Mapped[date | None]
    protocol_number: Mapped[str] = mapped_column(String(100), default="")
    type_code: Mapped[str] = mapped_column(String(20), default="")
    type_label: Mapped[str] = mapped_column(String(300), default="")
    body_code: Mapped[str] = mapped_column(String(40), default="")
    body_label: Mapped[str] = mapped_column(String(300), default="")
    url: Mapped[str] = mapped_column(String(500), default="")
    version_code: Mapped[str] = mapped_column(String(80), default="")
    # PUBLISHED, REVOKED … as the register of Διαύγεια says; empty where a file does not tell.
    status: Mapped[str] = mapped_column(String(40), default="")
    # The act that this one revokes or changes, by its ΑΔΑ; we may know of it or not.
    names_ada: Mapped[str | None] = mapped_column(String(30), index=True)
    # What the subject was before it was corrected, the oldest first.
    earlier: Mapped[list[str]] = mapped_column(default=list)
    corrected_at: Mapped[datetime | None]
    imported_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    municipality: Mapped[Municipality] = relationship()
    links: Mapped[list["DecisionLink"]] = relationship(
        back_populates="decision",
        cascade="all, delete-orphan",
        order_by="(DecisionLink.score.desc(), DecisionLink.asset_id)",
    )


class DecisionLink(Base):
    """A decision that may concern an asset: offered with its reasons, judged once."""

    __tablename__ = "decision_links"
    __table_args__ = (
        UniqueConstraint("decision_id", "asset_id"),
        Index("ix_decision_links_by_town", "municipality_id", "state", "score", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    decision_id: Mapped[int] = mapped_column(ForeignKey("decisions.id", ondelete="CASCADE"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"), index=True)
    state: Mapped[LinkState] = mapped_column(default=LinkState.OFFERED)
    # Of a hundred; the reasons as "kind:word".
    score: Mapped[int]
    reasons: Mapped[list[str]] = mapped_column(default=list)
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    judged_at: Mapped[datetime | None]

    decision: Mapped[Decision] = relationship(back_populates="links")
    asset: Mapped[Asset] = relationship()


class Concession(Base):
    """An asset given to a body: on which path, by which decision, from when to when."""

    __tablename__ = "concessions"
    __table_args__ = (
        # The database also refuses two of one asset in force at once: extensions/periods.py.
        CheckConstraint("state <> 'active' OR ada IS NOT NULL", name="active_has_ada"),
        CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_it_starts"),
        Index("ix_concessions_of_asset", "asset_id", "state", "starts_on"),
        Index("ix_concessions_of_town", "municipality_id", "state", "starts_on", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    path: Mapped[PathKey]
    state: Mapped[ConcessionState] = mapped_column(default=ConcessionState.DRAFT)
    purpose: Mapped[str] = mapped_column(Text)
    terms: Mapped[str] = mapped_column(Text, default="")
    rent: Mapped[Decimal | None]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    ada: Mapped[str | None] = mapped_column(String(30))
    decision_number: Mapped[str] = mapped_column(String(100), default="")
    posted_on: Mapped[date | None]
    council_members: Mapped[int | None]
    votes_for: Mapped[int | None]
    # What was answered about the body and the asset when the path was chosen.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    closed_on: Mapped[date | None]
    close_reason: Mapped[str] = mapped_column(Text, default="")
    close_ada: Mapped[str | None] = mapped_column(String(30))
    returned_on: Mapped[date | None]
    return_condition: Mapped[Condition | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    __mapper_args__ = {"version_id_col": version}

    municipality: Mapped[Municipality] = relationship()
    asset: Mapped[Asset] = relationship()
    organisation: Mapped[Organisation] = relationship()
    obligations: Mapped[list["Obligation"]] = relationship(
        back_populates="concession", order_by="(Obligation.due_on, Obligation.id)"
    )
    reports: Mapped[list["ConcessionReport"]] = relationship(
        back_populates="concession", order_by="ConcessionReport.id.desc()"
    )


class Obligation(Base):
    """What the body must do by a day, once or every year; a yearly one done begets the next."""

    __tablename__ = "obligations"
    __table_args__ = (Index("ix_obligations_due", "municipality_id", "done_on", "due_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    concession_id: Mapped[int] = mapped_column(ForeignKey("concessions.id"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    due_on: Mapped[date]
    yearly: Mapped[bool] = mapped_column(default=False)
    # The day of the first one: 29 February stays 29 February where there is one.
    first_due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_note: Mapped[str] = mapped_column(Text, default="")

    concession: Mapped[Concession] = relationship(back_populates="obligations")


class ConcessionReport(Base):
    """What the body, or the town after a visit, wrote about a concession."""

    __tablename__ = "concession_reports"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    concession_id: Mapped[int] = mapped_column(ForeignKey("concessions.id"), index=True)
    kind: Mapped[ReportKind]
    text: Mapped[str] = mapped_column(Text)
    written_on: Mapped[date]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    # The form it came with: sent twice, it is kept once.
    once: Mapped[str | None] = mapped_column(String(64), unique=True)

    concession: Mapped[Concession] = relationship(back_populates="reports")
    author: Mapped[User | None] = relationship()


class AssetCost(Base):
    """A yearly cost of an asset that stands idle: euro, for one year, with its source."""

    __tablename__ = "asset_costs"
    __table_args__ = (Index("ix_asset_costs_of_asset", "asset_id", "kind", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"))
    kind: Mapped[CostKind]
    amount: Mapped[Decimal]
    year: Mapped[int]
    source: Mapped[str] = mapped_column(String(300))
    entered_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    asset: Mapped[Asset] = relationship()


class ReuseScenario(Base):
    """A use proposed for an asset, in figures: what it costs, who pays, what it brings."""

    __tablename__ = "reuse_scenarios"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    notes: Mapped[str] = mapped_column(Text, default="")
    investment: Mapped[Decimal]
    grant_amount: Mapped[Decimal]
    paid_by_body: Mapped[Decimal]
    running_cost: Mapped[Decimal]
    income: Mapped[Decimal]
    # The cost of standing idle that falls away, euro per year: as it was when this was drawn up.
    saved_cost: Mapped[Decimal]
    price_change: Mapped[Decimal]
    first_year: Mapped[int]
    years: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    asset: Mapped[Asset] = relationship()
