"""Tables of a registered cooperative: its assemblies, its yearly checks, the duties it has done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from inmeko.coops.rules.running.words import AssemblyKind
from inmeko.extensions import Base
from inmeko.kernel import clock


class Assembly(Base):
    """A general assembly: who was there, and what it decided with how many votes."""

    __tablename__ = "coop_assemblies"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"), index=True)
    kind: Mapped[AssemblyKind]
    held_on: Mapped[date]
    place: Mapped[str] = mapped_column(String(200), default="")
    members: Mapped[int]
    present: Mapped[int]
    # Of each decision: what, votes for, votes against, whether two thirds are needed.
    decisions: Mapped[dict[str, Any]] = mapped_column(default=dict)
    minutes: Mapped[str] = mapped_column(Text, default="")
    # What its paper needs besides: topics one a line, who chaired it and who wrote, whether it was
    # called again for want of a quorum, and the numbers of the members who were ticked as present.
    agenda: Mapped[str] = mapped_column(Text, default="")
    chair: Mapped[str] = mapped_column(String(200), default="")
    secretary: Mapped[str] = mapped_column(String(200), default="")
    repeated: Mapped[bool] = mapped_column(default=False)
    attended: Mapped[dict[str, Any]] = mapped_column(default=dict)
    written_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())


class YearlyCheck(Base):
    """The figures of a year, and what the rules said of them on the day of the check."""

    __tablename__ = "coop_yearly_checks"
    __table_args__ = (UniqueConstraint("formation_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"))
    year: Mapped[int]
    figures: Mapped[dict[str, Any]]
    verdict: Mapped[str] = mapped_column(String(10))
    checked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class DutyDone(Base):
    """A yearly duty that was met."""

    __tablename__ = "coop_duties"
    __table_args__ = (UniqueConstraint("formation_id", "duty", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"))
    duty: Mapped[str] = mapped_column(String(40))
    year: Mapped[int]
    done_on: Mapped[date]
    evidence: Mapped[str] = mapped_column(String(300), default="")
