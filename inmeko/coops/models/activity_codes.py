"""The table of activity codes (ΚΑΔ), as they were imported."""

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from inmeko.extensions import Base


class ActivityCode(Base):
    """A code of the catalogue of activities, with the edition in which it was last found."""

    __tablename__ = "activity_codes"

    code: Mapped[str] = mapped_column(String(11), primary_key=True)
    title: Mapped[str] = mapped_column(String(500))
    # Folded words, each with a blank before it: what is typed is looked for at their beginnings.
    search_text: Mapped[str] = mapped_column(Text)
    edition: Mapped[str] = mapped_column(String(40), default="")
