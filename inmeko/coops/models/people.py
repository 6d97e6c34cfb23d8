"""Tables of the people of a cooperative: founders, who approved which statute, who looks on."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.coops.models.formations import Formation
from inmeko.coops.rules.formation.words import FounderKind, OtherMembership, Payment
from inmeko.extensions import Base
from inmeko.kernel import clock


class Founder(Base):
    """A founder, or a member who came later: a person or a body, with a link of their own."""

    __tablename__ = "coop_founders"
    __table_args__ = (Index("ix_coop_founders_of_formation", "formation_id", "left_on", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"))
    kind: Mapped[FounderKind] = mapped_column(default=FounderKind.NATURAL)
    legal_kind: Mapped[str] = mapped_column(String(40), default="")
    supervisor_approval: Mapped[bool] = mapped_column(default=False)
    # Of a body: its name.
    surname: Mapped[str] = mapped_column(String(300))
    first_name: Mapped[str] = mapped_column(String(100), default="")
    father_name: Mapped[str] = mapped_column(String(100), default="")
    birth_date: Mapped[date | None]
    id_number: Mapped[str] = mapped_column(String(30), default="")
    afm: Mapped[str] = mapped_column(String(9), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    profession: Mapped[str] = mapped_column(String(100), default="")
    represented_by: Mapped[str] = mapped_column(String(200), default="")
    duty: Mapped[str] = mapped_column(String(100), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    works: Mapped[bool] = mapped_column(default=False)
    other: Mapped[OtherMembership | None]
    optional_shares: Mapped[int] = mapped_column(default=0)
    paid: Mapped[Payment] = mapped_column(default=Payment.CASH)
    # Somebody said that this is not the person of the same name.
    another: Mapped[bool] = mapped_column(default=False)
    # The ground of the group, who verified it and until when: services/grounds.py.
    sealed: Mapped[str] = mapped_column(Text, default="")
    # What the address of the group's pages holds; whoever knows it is this founder.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    leads: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)
    joined_on: Mapped[date | None]
    left_on: Mapped[date | None]
    left_reason: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    formation: Mapped[Formation] = relationship(back_populates="founders")

    @property
    def case_key(self) -> str:
        """What cases and papers call this founder."""
        return f"m{self.id}"


class StatuteApproval(Base):
    """A founder has read the statute, of this hash, and agrees with it."""

    __tablename__ = "coop_approvals"
    __table_args__ = (UniqueConstraint("founder_id", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"), index=True)
    founder_id: Mapped[int] = mapped_column(ForeignKey("coop_founders.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    formation: Mapped[Formation] = relationship(back_populates="approvals")
    founder: Mapped[Founder] = relationship()


class Observer(Base):
    """Somebody who reads along in one formation, by a link of their own, and changes nothing."""

    __tablename__ = "coop_observers"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str] = mapped_column(String(255), index=True)
    # Whether they may read what group and consultant write to each other.
    messages: Mapped[bool] = mapped_column(default=False)
    # What the address of their pages holds.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("coop_founders.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    taken_back_at: Mapped[datetime | None]

    formation: Mapped[Formation] = relationship()
    # Who named them: a founder, or somebody of the staff.
    founder: Mapped[Founder | None] = relationship()
    user: Mapped[User | None] = relationship()
