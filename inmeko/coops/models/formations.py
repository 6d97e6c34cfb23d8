"""Tables of formations: the group that sets up a cooperative, what it answered and has to do."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality, Organisation, User
from inmeko.coops.rules.formation.words import Chapter, FormationStage, TaskState
from inmeko.coops.rules.papers import PaperKind
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.resources.models import Asset

if TYPE_CHECKING:
    from inmeko.coops.models.people import Founder, StatuteApproval


class Formation(Base):
    """A group on its way to a cooperative in a town, and what became of it."""

    __tablename__ = "coop_formations"
    __table_args__ = (
        Index("ix_coop_formations_of_town", "municipality_id", "stage", "id"),
        Index("ix_coop_formations_of_consultant", "consultant_id", "stage", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    # What the group calls itself until it has a name.
    title: Mapped[str] = mapped_column(String(200))
    title_key: Mapped[str] = mapped_column(String(200))
    form: Mapped[str] = mapped_column(String(40))
    stage: Mapped[FormationStage] = mapped_column(default=FormationStage.PREPARING)
    consultant_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # A file of an open call that it came from: its plain number, for another domain knows it.
    expression_id: Mapped[int | None]
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id"))
    language: Mapped[str] = mapped_column(String(5), default="el")
    # The law that it is measured by: the day whose versions of the rules hold for it.
    rules_of: Mapped[date]
    # What lawyers had found by then: later findings change nothing for it.
    rules_version: Mapped[int] = mapped_column(default=0)
    # The name in force, folded as names are compared; kept here so that others are told apart.
    name: Mapped[str] = mapped_column(String(300), default="")
    name_key: Mapped[str] = mapped_column(String(300), default="", index=True)
    # The worst finding and how many findings ask for something, as last looked at.
    verdict: Mapped[str] = mapped_column(String(10), default="")
    begun_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    stepped_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    filed_on: Mapped[date | None]
    certificate_on: Mapped[date | None]
    notice_on: Mapped[date | None]
    additional_on: Mapped[date | None]
    # The last day that counts, kept so that lists can be asked for it.
    clock_ends: Mapped[date | None] = mapped_column(index=True)
    agemko: Mapped[str] = mapped_column(String(40), default="")
    gemi: Mapped[str] = mapped_column(String(20), default="")
    afm: Mapped[str] = mapped_column(String(9), default="")
    started_on: Mapped[date | None]
    registered_on: Mapped[date | None]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), unique=True)
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    lesson: Mapped[str] = mapped_column(Text, default="")

    municipality: Mapped[Municipality] = relationship()
    consultant: Mapped[User | None] = relationship(foreign_keys=[consultant_id])
    asset: Mapped[Asset | None] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    founders: Mapped[list["Founder"]] = relationship(
        back_populates="formation", order_by="Founder.id"
    )
    tasks: Mapped[list["FormationTask"]] = relationship(
        back_populates="formation", order_by="FormationTask.place, FormationTask.id"
    )
    approvals: Mapped[list["StatuteApproval"]] = relationship(
        back_populates="formation", order_by="StatuteApproval.id"
    )


class ChapterVersion(Base):
    """What a group answered in one chapter at one time: rows are added and never changed."""

    __tablename__ = "coop_chapters"
    # Two who save at once cannot both be the next version.
    __table_args__ = (UniqueConstraint("formation_id", "chapter", "version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"))
    chapter: Mapped[Chapter]
    version: Mapped[int]
    answers: Mapped[dict[str, Any]]
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("coop_founders.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    user: Mapped[User | None] = relationship()
    founder: Mapped["Founder | None"] = relationship()


class FormationTask(Base):
    """Something that a group has to do: who, until when, its proof, what stands in its way."""

    __tablename__ = "coop_tasks"
    __table_args__ = (
        Index("ix_coop_tasks_of_formation", "formation_id", "place", "id"),
        Index("ix_coop_tasks_of_town", "municipality_id", "state", "due"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"))
    # A task of the list of the law by its key; one of the group's own has a label.
    key: Mapped[str] = mapped_column(String(40), default="")
    label: Mapped[str] = mapped_column(String(200), default="")
    place: Mapped[int] = mapped_column(default=0)
    state: Mapped[TaskState] = mapped_column(default=TaskState.TO_DO)
    # What it rests on was changed after it was done.
    stale: Mapped[bool] = mapped_column(default=False)
    who: Mapped[str] = mapped_column(String(200), default="")
    due: Mapped[date | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(Text, default="")
    done_at: Mapped[datetime | None]

    formation: Mapped[Formation] = relationship(back_populates="tasks")


class TaskTemplate(Base):
    """A task that a town gives to every group of a form (of any form, if none is named)."""

    __tablename__ = "coop_task_templates"
    __table_args__ = (UniqueConstraint("municipality_id", "form", "label"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    form: Mapped[str] = mapped_column(String(40), default="")
    label: Mapped[str] = mapped_column(String(200))
    who: Mapped[str] = mapped_column(String(200), default="")
    # So many days after the beginning it is to be done.
    days: Mapped[int]


class FormationMessage(Base):
    """What somebody wrote to the others; a note is for the staff alone."""

    __tablename__ = "coop_messages"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"), index=True)
    founder_id: Mapped[int | None] = mapped_column(ForeignKey("coop_founders.id"))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    note: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    founder: Mapped["Founder | None"] = relationship()
    user: Mapped[User | None] = relationship()


class FormationHours(Base):
    """Time that a consultant gave to a formation."""

    __tablename__ = "coop_hours"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    day: Mapped[date]
    minutes: Mapped[int]
    about: Mapped[str] = mapped_column(String(200), default="")

    user: Mapped[User] = relationship()


class PrintedPaper(Base):
    """A paper as it was generated last: its hash tells when it says something else now."""

    __tablename__ = "coop_papers"
    __table_args__ = (UniqueConstraint("formation_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    formation_id: Mapped[int] = mapped_column(ForeignKey("coop_formations.id"))
    kind: Mapped[PaperKind]
    name: Mapped[str] = mapped_column(String(60))
    sha256: Mapped[str] = mapped_column(String(64))
    printed_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
