"""Tables of the inventory: assets, the sectors they suit, and their numbers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from geoalchemy2 import Geometry
from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality
from inmeko.accounts.rules import Sector
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.rules.asset import (
    Access,
    AssetState,
    Certainty,
    Condition,
    Kind,
    Ownership,
    Use,
)


class Asset(Base):
    """An idle or usable thing of a municipality; its geometry is in WGS84, as given beside it."""

    __tablename__ = "assets"
    __table_args__ = (
        UniqueConstraint("municipality_id", "code"),
        UniqueConstraint("municipality_id", "register", "register_ref"),
        Index("ix_assets_by_title", "municipality_id", "title_key", "id"),
        Index("ix_assets_by_change", "municipality_id", "updated_at", "id"),
        Index("ix_assets_by_area", "municipality_id", "area_key", "id"),
        # Everything a filter asks and a cluster counts: the wide rows stay where they are.
        Index(
            "ix_assets_on_map",
            *("municipality_id", "state", "use", "kind", "condition", "available_from"),
            *("area_key", "x", "y", "id"),
        ),
        Index("ix_assets_in_order", "municipality_id", "id", "state"),
        Index("ix_assets_by_kind", "municipality_id", "kind", "id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    code: Mapped[str] = mapped_column(String(60))
    register: Mapped[str | None] = mapped_column(String(120))
    register_ref: Mapped[str | None] = mapped_column(String(200))
    title: Mapped[str] = mapped_column(String(300))
    title_key: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[Kind]
    description: Mapped[str] = mapped_column(Text, default="")
    condition: Mapped[Condition] = mapped_column(default=Condition.UNKNOWN)
    use: Mapped[Use] = mapped_column(default=Use.UNKNOWN)
    use_certainty: Mapped[Certainty] = mapped_column(default=Certainty.UNCERTAIN)
    use_source: Mapped[str] = mapped_column(String(300), default="")
    geometry: Mapped[Any | None] = mapped_column(
        Geometry("GEOMETRY", srid=4326, spatial_index=True)
    )
    # A point of the asset in degrees, for clusters and distances without opening its shape.
    x: Mapped[float | None]
    y: Mapped[float | None]
    original_crs: Mapped[int | None]
    original_geometry: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str] = mapped_column(String(300), default="")
    # Where equipment or a vehicle is kept: at an asset of the register, or in words.
    kept_at_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id"), index=True)
    kept_at: Mapped[str] = mapped_column(String(300), default="", server_default="")
    # As an import found it, even where it is none; a person is asked for five digits.
    postcode: Mapped[str | None] = mapped_column(String(10))
    kaek: Mapped[str | None] = mapped_column(String(30))
    atak: Mapped[str | None] = mapped_column(String(20))
    owner_afm: Mapped[str | None] = mapped_column(String(20))
    area_stated: Mapped[Decimal | None]
    area_computed: Mapped[Decimal | None]
    area_key: Mapped[Decimal] = mapped_column(default=Decimal(-1))
    floors: Mapped[int | None]
    year_built: Mapped[int | None]
    utilities: Mapped[list[str]] = mapped_column(default=list)
    accessibility: Mapped[Access] = mapped_column(default=Access.UNKNOWN)
    ownership: Mapped[Ownership] = mapped_column(default=Ownership.UNKNOWN)
    encumbrances: Mapped[str] = mapped_column(Text, default="")
    available_from: Mapped[date | None]
    idle_cost: Mapped[Decimal | None]
    notes: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[AssetState] = mapped_column(default=AssetState.CURRENT)
    retired_reason: Mapped[str] = mapped_column(String(500), default="")
    imported: Mapped[dict[str, Any] | None]
    # The import that last wrote to the asset, and the one that brought it in.
    import_id: Mapped[int | None] = mapped_column(ForeignKey("asset_imports.id"), index=True)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("asset_imports.id"), index=True)
    # Where in the file of that import it stood, as a person counts.
    made_line: Mapped[int | None]
    visited_on: Mapped[date | None]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    updated_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    __mapper_args__ = {"version_id_col": version}

    municipality: Mapped[Municipality] = relationship()
    sector_rows: Mapped[list["AssetSector"]] = relationship(
        cascade="all, delete-orphan", order_by="AssetSector.sector"
    )

    @property
    def sectors(self) -> list[Sector]:
        """The sectors of the plan that the asset suits."""
        return [row.sector for row in self.sector_rows]


class AssetSector(Base):
    """A sector of the plan that an asset suits."""

    __tablename__ = "asset_sectors"
    __table_args__ = (Index("ix_asset_sectors_sector", "sector", "asset_id"),)

    asset_id: Mapped[int] = mapped_column(
        ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True
    )
    sector: Mapped[Sector] = mapped_column(primary_key=True)


class AssetCounter(Base):
    """The last number drawn for the codes of a municipality's assets."""

    __tablename__ = "asset_counters"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"), primary_key=True)
    last_number: Mapped[int]
