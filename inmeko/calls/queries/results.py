"""Results: the files to rank, lists, minutes and objections of a call."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import (
    Assignment,
    Call,
    EligibilityCheck,
    Evaluator,
    Expression,
    Holder,
    Minutes,
    Objection,
    ResultLine,
    ResultList,
    Submission,
)
from inmeko.calls.rules.words import ListStage, ObjectionVerdict, SubmissionState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment

KIND = "call_minutes"


def files(call: Call) -> Sequence[Submission]:
    """The submissions of a call that count, with all that was said of them, by protocol."""
    query = (
        sa.select(Submission)
        .options(
            joinedload(Submission.expression).joinedload(Expression.entered_by),
            joinedload(Submission.late_by),
            selectinload(Submission.completions),
            selectinload(Submission.assignments)
            .joinedload(Assignment.evaluator)
            .joinedload(Evaluator.user),
            selectinload(Submission.assignments).selectinload(Assignment.scores),
        )
        .where(Submission.call_id == call.id, Submission.state == SubmissionState.CURRENT)
        .order_by(Submission.year, Submission.number)
    )
    return db.session.scalars(query).all()


def left_out(call: Call) -> Sequence[Submission]:
    """The submissions of a call that were replaced or withdrawn, by protocol."""
    query = sa.select(Submission).where(
        Submission.call_id == call.id, Submission.state != SubmissionState.CURRENT
    )
    return db.session.scalars(query.order_by(Submission.year, Submission.number)).all()


def findings(call: Call) -> dict[int, list[EligibilityCheck]]:
    """What was found at the points of eligibility, by the numbers of the submissions."""
    query = (
        sa.select(EligibilityCheck)
        .join(EligibilityCheck.submission)
        .where(Submission.call_id == call.id)
        .order_by(EligibilityCheck.id)
    )
    found: dict[int, list[EligibilityCheck]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.submission_id, []).append(one)
    return found


def committee(call: Call) -> Sequence[Evaluator]:
    """Who was ever on the committee of a call: the chair first, substitutes last."""
    query = (
        sa.select(Evaluator)
        .options(joinedload(Evaluator.user))
        .where(Evaluator.call_id == call.id)
        .order_by(Evaluator.chairs.desc(), Evaluator.substitute, Evaluator.id)
    )
    return db.session.scalars(query).all()


def result_list(call: Call, stage: ListStage) -> ResultList | None:
    """A list of a call with its lines and their files, or None before it was decided."""
    return next((one for one in lists(call) if one.stage is stage), None)


def lists(call: Call) -> Sequence[ResultList]:
    """The lists of a call, the preliminary one first, each with its lines and their files."""
    query = (
        _lists().where(ResultList.call_id == call.id).order_by(ResultList.decided_at, ResultList.id)
    )
    return db.session.scalars(query).all()


def published(*, municipality: str, list_id: int) -> ResultList:
    """A list by its number; a list is public from its decision. Raises NotFoundError."""
    query = (
        _lists()
        .join(ResultList.call)
        .join(Call.municipality)
        .options(contains_eager(ResultList.call).contains_eager(Call.municipality))
        .where(ResultList.id == list_id, Municipality.slug == municipality)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such list of results."))
    return found


def line_of(expression: Expression, stage: ListStage) -> ResultLine | None:
    """What a list says of a group, by what it sent; None if it is not on the list."""
    query = (
        sa.select(ResultLine)
        .join(ResultLine.result_list)
        .join(ResultLine.submission)
        .options(contains_eager(ResultLine.result_list), contains_eager(ResultLine.submission))
        .where(Submission.expression_id == expression.id, ResultList.stage == stage)
        .order_by(ResultLine.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def minutes(call: Call, stage: ListStage) -> Minutes | None:
    """The minutes of a list, begun or frozen."""
    query = (
        sa.select(Minutes)
        .options(joinedload(Minutes.protocol_entry), joinedload(Minutes.frozen_by))
        .where(Minutes.call_id == call.id, Minutes.stage == stage)
    )
    return db.session.scalar(query)


def papers(minutes: Minutes) -> Sequence[Attachment]:
    """The DOCX and the PDF of frozen minutes."""
    query = sa.select(Attachment).where(
        Attachment.kind == KIND, Attachment.key == minutes.id, Attachment.removed_at.is_(None)
    )
    return db.session.scalars(query.order_by(Attachment.id)).all()


def minutes_of(*, municipality_id: int, minutes_id: int) -> Minutes | None:
    """Minutes of a town by their number, or None."""
    query = sa.select(Minutes).where(
        Minutes.municipality_id == municipality_id, Minutes.id == minutes_id
    )
    return db.session.scalar(query)


def call_and_stage(*, municipality: str, call_id: int, stage: str) -> tuple[Call, ListStage]:
    """A call and the stage that an address names; raises NotFoundError."""
    query = (
        sa.select(Call)
        .join(Call.municipality)
        .options(contains_eager(Call.municipality))
        .where(Municipality.slug == municipality, Call.id == call_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such call."))
    return found, ListStage(f"{stage}_list")


def any_call(call_id: int) -> Call | None:
    """A call by its number, for the command line, which stands above the towns."""
    query = sa.select(Call).options(joinedload(Call.municipality)).where(Call.id == call_id)
    return db.session.scalar(query)


def objections(call: Call) -> Sequence[Objection]:
    """The objections of a call in the order in which they came."""
    query = (
        _objections().where(Objection.call_id == call.id).order_by(Objection.filed_at, Objection.id)
    )
    return db.session.scalars(query).all()


def objections_of(expression: Expression) -> Sequence[Objection]:
    """The objections of one group, the first one first."""
    query = (
        _objections()
        .join(Objection.submission)
        .where(Submission.expression_id == expression.id)
        .order_by(Objection.filed_at, Objection.id)
    )
    return db.session.scalars(query).all()


def objection(*, municipality: str, objection_id: int) -> Objection:
    """An objection of a town; raises NotFoundError."""
    query = (
        _objections()
        .join(Objection.call)
        .join(Call.municipality)
        .options(contains_eager(Objection.call).contains_eager(Call.municipality))
        .where(Objection.id == objection_id, Municipality.slug == municipality)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such objection."))
    return found


def once(call: Call, once: str) -> Objection | None:
    """The objection that a form has made already."""
    return db.session.scalar(
        sa.select(Objection).where(Objection.once == once, Objection.call_id == call.id)
    )


def unanswered(call: Call) -> int:
    """How many objections of a call wait for their answer."""
    query = sa.select(sa.func.count(Objection.id)).where(
        Objection.call_id == call.id, Objection.verdict == ObjectionVerdict.OPEN
    )
    return db.session.scalar(query) or 0


def readers(decided: ResultList) -> Sequence[Holder]:
    """Everybody who is to hear of a list: the people of each group on it."""
    query = (
        sa.select(Holder)
        .join(Holder.expression)
        .join(Submission, Submission.expression_id == Expression.id)
        .join(ResultLine, ResultLine.submission_id == Submission.id)
        .options(contains_eager(Holder.expression))
        .where(ResultLine.list_id == decided.id, Holder.removed_at.is_(None), Holder.email != "")
    )
    return db.session.scalars(query.order_by(Holder.id)).all()


def list_of(*, municipality_id: int, list_id: int) -> ResultList | None:
    """A list of a town by its number, or None."""
    query = _lists().where(ResultList.municipality_id == municipality_id, ResultList.id == list_id)
    return db.session.scalar(query)


def _lists() -> sa.Select[ResultList]:
    return sa.select(ResultList).options(
        selectinload(ResultList.lines)
        .joinedload(ResultLine.submission)
        .joinedload(Submission.expression)
    )


def _objections() -> sa.Select[Objection]:
    return sa.select(Objection).options(
        joinedload(Objection.submission),
        joinedload(Objection.line),
        joinedload(Objection.protocol_entry),
        joinedload(Objection.answered_by),
    )
