"""What the map keeps beside the inventory: the marks that its changes leave."""

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from inmeko.extensions import Base


class MapChange(Base):
    """A mark that a transaction left when it changed assets of a municipality; set by triggers."""

    __tablename__ = "map_changes"

    municipality_id: Mapped[int] = mapped_column(
        ForeignKey("municipalities.id", ondelete="CASCADE"), primary_key=True
    )
    change: Mapped[int] = mapped_column(BigInteger, primary_key=True)
