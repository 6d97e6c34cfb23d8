"""Tables of the law: what the platform's or a town's lawyer found about a rule."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality, User
from inmeko.coops.rules.versions import Ruling
from inmeko.extensions import Base
from inmeko.kernel import clock


class RuleVersion(Base):
    """A version of a rule as somebody found it on a day; it never changes.

    Without a municipality it holds on the whole platform.
    """

    __tablename__ = "rule_versions"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="ends_after_it_begins"),
        Index("ix_rule_versions_of_town", "municipality_id", "rule_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipalities.id"))
    rule_id: Mapped[str] = mapped_column(String(40))
    ruling: Mapped[Ruling]
    # The whole rule, as rules/rulebook.py writes it.
    content: Mapped[dict[str, Any]]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    municipality: Mapped[Municipality | None] = relationship()
    made_by: Mapped[User | None] = relationship()
