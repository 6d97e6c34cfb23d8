"""Tables of imports: files, what they changed, and mappings kept under a name."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.rules.states import ImportState


class AssetImport(Base):
    """A file of a register: how it is read, and what it did to the inventory."""

    __tablename__ = "asset_imports"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), index=True)
    filename: Mapped[str] = mapped_column(String(255))
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    # The format of the file, and of its sheets or layers the one that is read.
    format: Mapped[str] = mapped_column(String(20), default="csv", server_default="csv")
    layer: Mapped[str] = mapped_column(String(200), default="", server_default="")
    shape: Mapped[str] = mapped_column(String(64), default="")
    register: Mapped[str] = mapped_column(String(120), default="")
    # The study or register that the file is; the assets that it wrote cite it.
    study_id: Mapped[int | None] = mapped_column(ForeignKey("studies.id"), index=True)
    plan: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What a planner said by hand about encoding, delimiter, header, decimal sign or system.
    chosen: Mapped[dict[str, Any]] = mapped_column(default=dict)
    state: Mapped[ImportState] = mapped_column(default=ImportState.STAGED)
    report: Mapped[dict[str, Any] | None]
    error: Mapped[str] = mapped_column(Text, default="", server_default="")
    # The saved mapping that was chosen for it.
    mapping_id: Mapped[int | None] = mapped_column(ForeignKey("saved_mappings.id"), index=True)
    started_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    done_at: Mapped[datetime | None]
    undone_at: Mapped[datetime | None]

    started_by: Mapped[User | None] = relationship()
    mapping: Mapped["SavedMapping | None"] = relationship()


class ImportChange(Base):
    """How an asset looked before an import changed it, so that the import can be undone."""

    __tablename__ = "import_changes"

    import_id: Mapped[int] = mapped_column(
        ForeignKey("asset_imports.id", ondelete="CASCADE"), primary_key=True
    )
    asset_id: Mapped[int] = mapped_column(
        ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True
    )
    before: Mapped[dict[str, Any]]
    # The version of the asset that the import left: another one means that somebody went on.
    version: Mapped[int]


class SavedMapping(Base):
    """How files of one shape are read, kept by a planner under a name."""

    __tablename__ = "saved_mappings"
    __table_args__ = (UniqueConstraint("municipality_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    name: Mapped[str] = mapped_column(String(120))
    # The SHA-256 of the columns of the files it was made for, as in AssetImport.shape.
    shape: Mapped[str] = mapped_column(String(64))
    plan: Mapped[dict[str, Any]]
    saved_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    saved_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    saved_by: Mapped[User | None] = relationship()
