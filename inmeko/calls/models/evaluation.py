"""Tables of the evaluation: the committee, the eligibility check, sheets and scores."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import User
from inmeko.calls.models.calls import Call
from inmeko.calls.models.expressions import Submission
from inmeko.calls.rules.words import AssignmentState, EligibilityVerdict
from inmeko.extensions import Base
from inmeko.kernel import clock


class Evaluator(Base):
    """A member of the committee of a call."""

    __tablename__ = "call_evaluators"
    __table_args__ = (UniqueConstraint("call_id", "user_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    chairs: Mapped[bool] = mapped_column(default=False)
    # Stands in where somebody recuses.
    substitute: Mapped[bool] = mapped_column(default=False)
    added_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    left_at: Mapped[datetime | None]
    # Names or ΑΦΜ of bodies that this person advised, as they told on joining.
    advised: Mapped[list[str]] = mapped_column(default=list)

    call: Mapped[Call] = relationship(back_populates="committee")
    user: Mapped[User] = relationship()


class EligibilityCheck(Base):
    """What the committee found at one point of the eligibility of a submission."""

    __tablename__ = "eligibility_checks"
    __table_args__ = (UniqueConstraint("submission_id", "point"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    # The key of a document or of a requirement of the call.
    point: Mapped[str] = mapped_column(String(40))
    verdict: Mapped[EligibilityVerdict]
    reason: Mapped[str] = mapped_column(Text, default="")
    checked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    checked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))

    submission: Mapped[Submission] = relationship()


class Assignment(Base):
    """A file given to an evaluator: the declaration first, then the sheet, or a recusal."""

    __tablename__ = "assignments"
    __table_args__ = (
        UniqueConstraint("submission_id", "evaluator_id"),
        Index("ix_assignments_of_evaluator", "evaluator_id", "state", "id"),
        Index("ix_assignments_of_call", "call_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("calls.id"))
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    evaluator_id: Mapped[int] = mapped_column(ForeignKey("call_evaluators.id"))
    state: Mapped[AssignmentState] = mapped_column(default=AssignmentState.ASSIGNED)
    # What the data showed when it was given out: "kind:word" each.
    conflicts: Mapped[list[str]] = mapped_column(default=list)
    # Why the chair gave it out all the same.
    cleared: Mapped[str] = mapped_column(Text, default="")
    cleared_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    declared_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    recused_at: Mapped[datetime | None]
    recusal: Mapped[str] = mapped_column(Text, default="")
    # Whose place this one took: after a recusal, or as a further one where scores lay apart.
    stands_for_id: Mapped[int | None] = mapped_column(ForeignKey("assignments.id"))
    further: Mapped[bool] = mapped_column(default=False)
    remark: Mapped[str] = mapped_column(Text, default="")
    # Of a finished sheet, of a hundred; None where everything was abstained from.
    points: Mapped[Decimal | None]
    # Counts what was saved: who comes from an older page is told so.
    change: Mapped[int] = mapped_column(default=1)

    submission: Mapped[Submission] = relationship(back_populates="assignments")
    evaluator: Mapped[Evaluator] = relationship()
    cleared_by: Mapped[User | None] = relationship()
    scores: Mapped[list["Score"]] = relationship(
        back_populates="assignment", cascade="all, delete-orphan", order_by="Score.id"
    )


class Score(Base):
    """What an evaluator gave a file in one criterion; finished without a value, an abstention."""

    __tablename__ = "scores"
    __table_args__ = (UniqueConstraint("assignment_id", "criterion"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignments.id", ondelete="CASCADE"))
    criterion: Mapped[str] = mapped_column(String(40))
    value: Mapped[Decimal | None]
    # Of a sheet that is not finished: a comment alone says nothing yet.
    abstains: Mapped[bool] = mapped_column(default=False)
    comment: Mapped[str] = mapped_column(Text, default="")

    assignment: Mapped[Assignment] = relationship(back_populates="scores")
