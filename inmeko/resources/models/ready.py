"""What is kept ready of an asset for those who read much."""

from sqlalchemy import ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from inmeko.extensions import Base


class AssetFeature(Base):
    """The public GeoJSON feature of an asset as it is sent; not there where it must be made."""

    __tablename__ = "asset_features"

    asset_id: Mapped[int] = mapped_column(
        ForeignKey("assets.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    text: Mapped[bytes] = mapped_column(LargeBinary)
