"""Tables of a registered cooperative: assemblies and their versions, yearly checks, duties done."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.coops.models.people import Founder
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
    # Goes up with every change; `correction` says why minutes that were signed are corrected.
    version: Mapped[int] = mapped_column(default=1)
    correction: Mapped[str] = mapped_column(Text, default="")


class AssemblyVersion(Base):
    """The minutes of an assembly as somebody saved them: they change no more."""

    __tablename__ = "coop_assembly_versions"
    # Two who save at once cannot both be the next version.
    __table_args__ = (UniqueConstraint("assembly_id", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    assembly_id: Mapped[int] = mapped_column(ForeignKey("coop_assemblies.id"))
    version: Mapped[int]
    # The names of the fields that differ from the version before, and all that the papers show.
    changed: Mapped[list[str]]
    paper: Mapped[dict[str, Any]]
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("coop_founders.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    signed_on: Mapped[date | None]

    founder: Mapped[Founder | None] = relationship()
    user: Mapped[User | None] = relationship()


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
