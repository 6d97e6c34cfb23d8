"""Tables of visits: what somebody saw on the spot, what that would change, and the photos."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.records.models import Attachment
from inmeko.resources.models.assets import Asset
from inmeko.resources.rules.visits import ProposalState, VisitState


class Visit(Base):
    """Somebody's visit to an asset, or to a place that is not in the register yet."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_queue", "municipality_id", "state", "id"),
        Index("ix_visits_of_asset", "asset_id", "visited_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id"))
    round_stop_id: Mapped[int | None] = mapped_column(
        ForeignKey("round_stops.id", ondelete="SET NULL"), index=True
    )
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    # The number that the phone made: however often a visit is sent, it is kept once.
    client_key: Mapped[str] = mapped_column(String(36), unique=True)
    seen_version: Mapped[int | None]
    # By the phone's clock, and by ours.
    visited_at: Mapped[datetime]
    received_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    # Where the visitor stood, in degrees of WGS84, and how sure the phone was of it in metres.
    x: Mapped[float | None]
    y: Mapped[float | None]
    accuracy: Mapped[float | None]
    note: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[VisitState] = mapped_column(default=VisitState.WAITING)
    reason: Mapped[str] = mapped_column(String(500), default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    settled_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}

    asset: Mapped[Asset | None] = relationship()
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    settled_by: Mapped[User | None] = relationship(foreign_keys=[settled_by_id])
    proposals: Mapped[list["VisitProposal"]] = relationship(
        cascade="all, delete-orphan", order_by="VisitProposal.id"
    )
    photos: Mapped[list["VisitPhoto"]] = relationship(
        cascade="all, delete-orphan", order_by="VisitPhoto.id", back_populates="visit"
    )


class VisitProposal(Base):
    """A value that a visit proposes for a field, beside the one that the visitor had seen."""

    __tablename__ = "visit_proposals"
    __table_args__ = (UniqueConstraint("visit_id", "field"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"))
    field: Mapped[str] = mapped_column(String(40))
    seen: Mapped[str | None] = mapped_column(Text)
    proposed: Mapped[str] = mapped_column(Text)
    state: Mapped[ProposalState] = mapped_column(default=ProposalState.WAITING)


class VisitPhoto(Base):
    """A photo of a visit, sent once under the number that the phone gave it."""

    __tablename__ = "visit_photos"

    id: Mapped[int] = mapped_column(primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id", ondelete="CASCADE"), index=True)
    client_key: Mapped[str] = mapped_column(String(36), unique=True)
    attachment_id: Mapped[int] = mapped_column(ForeignKey("attachments.id"))
    # The copy that everybody sees at the asset, once a planner has chosen the photo.
    published_id: Mapped[int | None] = mapped_column(ForeignKey("attachments.id"))

    attachment: Mapped[Attachment] = relationship(foreign_keys=[attachment_id])
    visit: Mapped[Visit] = relationship(back_populates="photos")

    @property
    def municipality_id(self) -> int:
        """The town of the visit."""
        return self.visit.municipality_id
