"""Tables of what a planner should look at, and of assets that were merged into others."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.models.assets import Asset
from inmeko.resources.rules.flagging import LONGEST_MARK, FlagKind, FlagState, FlagVerdict


class AssetFlag(Base):
    """Something about an asset that a planner should look at, once for each value it is about."""

    __tablename__ = "asset_flags"
    __table_args__ = (
        UniqueConstraint("asset_id", "kind", "mark"),
        Index("ix_asset_flags_queue", "municipality_id", "state", "kind", "mark", "id"),
        Index("ix_asset_flags_open", "asset_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"))
    kind: Mapped[FlagKind]
    mark: Mapped[str] = mapped_column(String(LONGEST_MARK))
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # The asset that this one is likely the same as.
    other_id: Mapped[int | None] = mapped_column(
        ForeignKey("assets.id", ondelete="CASCADE"), index=True
    )
    import_id: Mapped[int | None] = mapped_column(ForeignKey("asset_imports.id"), index=True)
    state: Mapped[FlagState] = mapped_column(default=FlagState.OPEN)
    verdict: Mapped[FlagVerdict | None]
    note: Mapped[str] = mapped_column(String(500), default="")
    raised_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    asset: Mapped[Asset] = relationship(foreign_keys=[asset_id])
    other: Mapped[Asset | None] = relationship(foreign_keys=[other_id])
    settled_by: Mapped[User | None] = relationship()


class AssetMerge(Base):
    """Where a merged asset went: what was said of it is said of the other from then on."""

    __tablename__ = "asset_merges"

    merged_id: Mapped[int] = mapped_column(
        ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    asset_id: Mapped[int] = mapped_column(ForeignKey("assets.id", ondelete="CASCADE"), index=True)
    merged_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    merged_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    asset: Mapped[Asset] = relationship(foreign_keys=[asset_id])
    merged: Mapped[Asset] = relationship(foreign_keys=[merged_id])
