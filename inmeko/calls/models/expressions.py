"""Tables of expressions of interest: the working file of a group, and what it submitted."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality, Organisation, User
from inmeko.accounts.rules import OrganisationKind
from inmeko.calls.models.calls import Call
from inmeko.calls.rules.words import ExpressionState, Source, SubmissionState
from inmeko.extensions import Base
from inmeko.kernel import clock

if TYPE_CHECKING:
    from inmeko.calls.models.evaluation import Assignment


class Expression(Base):
    """The working file of a group: who it is and what it answers, before and after submitting."""

    __tablename__ = "expressions"
    __table_args__ = (
        Index("ix_expressions_of_call", "call_id", "state", "id"),
        Index("ix_expressions_of_town", "municipality_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    state: Mapped[ExpressionState] = mapped_column(default=ExpressionState.DRAFTING)
    source: Mapped[Source] = mapped_column(default=Source.ONLINE)
    # The version of the call that the group has seen last.
    version_seen: Mapped[int]
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    name: Mapped[str] = mapped_column(String(300), default="")
    kind: Mapped[OrganisationKind | None]
    afm: Mapped[str | None] = mapped_column(String(9))
    contact_name: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(255), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    address: Mapped[str] = mapped_column(String(300), default="")
    # Question key → answer, and question key → [change, holder, moment] of its last change.
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    stamps: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Counts every change: who saved last is told of what others changed meanwhile.
    change: Mapped[int] = mapped_column(default=0)
    language: Mapped[str] = mapped_column(String(5), default="el")
    # An informal group or a person agreed to be named in the lists of results.
    shows_name: Mapped[bool] = mapped_column(default=False)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    begun_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    changed_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())

    municipality: Mapped[Municipality] = relationship()
    call: Mapped[Call] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    entered_by: Mapped[User | None] = relationship(foreign_keys=[entered_by_id])
    holders: Mapped[list["Holder"]] = relationship(
        back_populates="expression", order_by="Holder.id"
    )
    submissions: Mapped[list["Submission"]] = relationship(
        back_populates="expression", order_by="Submission.id"
    )


class Holder(Base):
    """Somebody of the group who works on its file, by a link of their own."""

    __tablename__ = "expression_holders"
    __table_args__ = (UniqueConstraint("expression_id", "email"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    expression_id: Mapped[int] = mapped_column(ForeignKey("expressions.id"))
    email: Mapped[str] = mapped_column(String(255), index=True)
    name: Mapped[str] = mapped_column(String(200), default="")
    # What the address of the file holds: whoever knows it may work on the file.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    # The first holder submits, withdraws and invites; the others only fill in.
    leads: Mapped[bool] = mapped_column(default=False)
    invited_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    removed_at: Mapped[datetime | None]

    expression: Mapped[Expression] = relationship(back_populates="holders")


class Submission(Base):
    """What a group sent at one moment, under a protocol number; its content never changes."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("municipality_id", "year", "number"),
        Index("ix_submissions_of_call", "call_id", "state", "id"),
        Index("ix_submissions_of_expression", "expression_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    expression_id: Mapped[int] = mapped_column(ForeignKey("expressions.id"))
    state: Mapped[SubmissionState] = mapped_column(default=SubmissionState.CURRENT)
    version: Mapped[int]
    # The change of the working file that was sent: a later one has not been sent yet.
    change: Mapped[int] = mapped_column(default=0)
    protocol_entry_id: Mapped[int] = mapped_column(ForeignKey("protocol_entries.id"), unique=True)
    year: Mapped[int]
    number: Mapped[int]
    submitted_at: Mapped[datetime]
    # Who it is, what was answered, and the name, size and SHA-256 of each file.
    content: Mapped[dict[str, Any]]
    # Of the content in its canonical form: rules/receipts.py.
    sha256: Mapped[str] = mapped_column(String(64))
    # What the public address that checks a receipt holds.
    receipt_key: Mapped[str] = mapped_column(String(64), unique=True)
    # The form that was sent: pressed twice, it makes one submission.
    once: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(Text, default="")
    kind: Mapped[OrganisationKind | None]
    # Shown to evaluators of anonymous files in place of the name.
    alias: Mapped[str] = mapped_column(String(20), default="")
    late: Mapped[bool] = mapped_column(default=False)
    late_reason: Mapped[str] = mapped_column(Text, default="")
    late_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    source: Mapped[Source] = mapped_column(default=Source.ONLINE)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[str] = mapped_column(Text, default="")
    # What the eligibility check came to; None while it is not finished.
    eligible: Mapped[bool | None]
    eligible_reason: Mapped[str] = mapped_column(Text, default="")
    eligible_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    eligible_at: Mapped[datetime | None]
    # Once all sheets are in: before, nobody is shown what others gave.
    judged: Mapped[bool] = mapped_column(default=False)
    score: Mapped[Decimal | None]
    spread: Mapped[Decimal | None]

    municipality: Mapped[Municipality] = relationship()
    call: Mapped[Call] = relationship()
    expression: Mapped[Expression] = relationship(back_populates="submissions")
    late_by: Mapped[User | None] = relationship(foreign_keys=[late_by_id])
    completions: Mapped[list["Completion"]] = relationship(
        back_populates="submission", order_by="Completion.id"
    )
    assignments: Mapped[list["Assignment"]] = relationship(
        back_populates="submission", order_by="Assignment.id"
    )


class Completion(Base):
    """Documents that a group was asked to add to its submission by a moment, and what it sent."""

    __tablename__ = "completions"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    # The keys of the documents that are missing, and what was said of them.
    papers: Mapped[list[str]] = mapped_column(default=list)
    text: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    due_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    # What came: the files with size and SHA-256, and the hash of all of it.
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    protocol_entry_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_entries.id"))

    submission: Mapped[Submission] = relationship(back_populates="completions")
