"""Tables of the results: lists, objections, minutes."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.calls.models.calls import Call
from inmeko.calls.models.expressions import Submission
from inmeko.calls.rules.words import ListStage, ObjectionVerdict, Outcome
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.records.models import ProtocolEntry


class ResultList(Base):
    """A list of results as it was decided: one preliminary, one final for each call."""

    __tablename__ = "result_lists"
    __table_args__ = (UniqueConstraint("call_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    stage: Mapped[ListStage]
    decided_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # Of the decision that approves the list; empty until the town enters it.
    ada: Mapped[str | None] = mapped_column(String(30))
    # Of the lines in their canonical form.
    sha256: Mapped[str] = mapped_column(String(64))

    call: Mapped[Call] = relationship()
    decided_by: Mapped[User | None] = relationship()
    lines: Mapped[list["ResultLine"]] = relationship(
        back_populates="result_list", order_by="(ResultLine.place, ResultLine.id)"
    )


class ResultLine(Base):
    """What a list says of one submission."""

    __tablename__ = "result_lines"
    __table_args__ = (
        UniqueConstraint("list_id", "submission_id"),
        Index("ix_result_lines_of_submission", "submission_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    list_id: Mapped[int] = mapped_column(ForeignKey("result_lists.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    # In the order of the list, from 1; those without a score come last.
    place: Mapped[int]
    # Of a hundred; None without scores.
    score: Mapped[Decimal | None]
    outcome: Mapped[Outcome]
    reason: Mapped[str] = mapped_column(Text, default="")
    # What is granted where it is not all that was asked for.
    part: Mapped[str] = mapped_column(Text, default="")
    # In euro, where the call offers funding.
    amount: Mapped[Decimal | None]
    # Points by criterion, how a tie was broken, which objection changed what.
    detail: Mapped[dict[str, Any]] = mapped_column(default=dict)

    result_list: Mapped[ResultList] = relationship(back_populates="lines")
    submission: Mapped[Submission] = relationship()


class Objection(Base):
    """What a group objects to: one point of the preliminary result, and the reasoned answer."""

    __tablename__ = "objections"
    __table_args__ = (Index("ix_objections_of_call", "call_id", "verdict", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("result_lines.id"))
    # "eligibility:<point>", "criterion:<key>" or "place".
    point: Mapped[str] = mapped_column(String(60))
    text: Mapped[str] = mapped_column(Text)
    once: Mapped[str] = mapped_column(String(64), unique=True)
    filed_at: Mapped[datetime]
    protocol_entry_id: Mapped[int] = mapped_column(ForeignKey("protocol_entries.id"), unique=True)
    verdict: Mapped[ObjectionVerdict] = mapped_column(default=ObjectionVerdict.OPEN)
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # What the answer changes: {"eligible": true, "values": {criterion: "8.50"}}.
    correction: Mapped[dict[str, Any] | None]

    call: Mapped[Call] = relationship()
    submission: Mapped[Submission] = relationship()
    line: Mapped[ResultLine] = relationship()
    protocol_entry: Mapped[ProtocolEntry] = relationship()
    answered_by: Mapped[User | None] = relationship()


class Minutes(Base):
    """The minutes (πρακτικό) of a list of results: written from the data, then frozen."""

    __tablename__ = "call_minutes"
    __table_args__ = (UniqueConstraint("call_id", "stage"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    stage: Mapped[ListStage]
    # When and where the committee met, who was there, who kept the minutes.
    session: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # Number of a submission → what is granted to it in part, why, and an amount.
    granted: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # All that the papers show, once frozen; DOCX and PDF are attachments of kind "call_minutes".
    content: Mapped[dict[str, Any]] = mapped_column(default=dict)
    # What the committee adds in its own words.
    remarks: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str] = mapped_column(String(64), default="")
    frozen_at: Mapped[datetime | None]
    frozen_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    protocol_entry_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_entries.id"))
    # Counts every change: who saved last is told of what was saved meanwhile.
    change: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": change}

    call: Mapped[Call] = relationship()
    frozen_by: Mapped[User | None] = relationship()
    protocol_entry: Mapped[ProtocolEntry | None] = relationship()
