"""What groups have sent: by number, by receipt, and in the list of a call's files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, Completion, Expression, Submission
from inmeko.calls.rules.words import CallState, ExpressionState, Source, SubmissionState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_, search_terms
from inmeko.records.models import ProtocolEntry

PAGE = 50


@dataclass(frozen=True)
class Sought:
    """What is looked for in the files of a call."""

    words: str = ""
    state: SubmissionState | None = None
    source: Source | None = None
    late: bool | None = None
    # The last number of the page before.
    after: int | None = None


@dataclass(frozen=True)
class Counts:
    """How many files a call has: those that count, by their state, late ones, and drafts."""

    states: dict[SubmissionState, int]
    late: int
    counter: int
    drafts: int


@dataclass(frozen=True)
class Deadline:
    """The window of a call, as it stands at this moment of the transaction."""

    state: CallState
    opens_at: datetime | None
    closes_at: datetime | None
    questions_until: datetime | None


_DEADLINE = sa.select(Call.state, Call.opens_at, Call.closes_at, Call.questions_until).where(
    Call.id == sa.bindparam("call")
)


def submission(*, municipality: str, submission_id: int) -> Submission:
    """What a group sent, by its number in the database; raises NotFoundError."""
    query = (
        sa.select(Submission)
        .join(Submission.call)
        .join(Call.municipality)
        .options(
            contains_eager(Submission.call).contains_eager(Call.municipality),
            joinedload(Submission.expression),
            joinedload(Submission.late_by),
        )
        .where(Submission.id == submission_id, Municipality.slug == municipality)
    )
    return _found(db.session.scalar(query))


def by_receipt(*, municipality: str, receipt_key: str) -> Submission:
    """What a receipt is about; raises NotFoundError."""
    query = (
        sa.select(Submission)
        .join(Submission.call)
        .join(Call.municipality)
        .options(contains_eager(Submission.call).contains_eager(Call.municipality))
        .where(Submission.receipt_key == receipt_key, Municipality.slug == municipality)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("No receipt has this address. Compare it sign by sign."))
    return found


def by_number(*, municipality: str, year: int, number: int) -> Submission:
    """What was entered under a number of the protocol; raises NotFoundError."""
    query = (
        sa.select(Submission)
        .join(Submission.municipality)
        .options(contains_eager(Submission.municipality), joinedload(Submission.call))
        .where(
            Municipality.slug == municipality,
            Submission.year == year,
            Submission.number == number,
        )
    )
    return _found(db.session.scalar(query))


def page(call: Call, sought: Sought) -> Sequence[Submission]:
    """A page of what was sent to a call, the latest first, and one more if there is a next one."""
    query = sa.select(Submission).where(Submission.call_id == call.id, *_asked(sought))
    if sought.after is not None:
        query = query.where(Submission.id < sought.after)
    query = query.options(joinedload(Submission.late_by))
    return db.session.scalars(query.order_by(Submission.id.desc()).limit(PAGE + 1)).all()


def found(call: Call, sought: Sought) -> int:
    """How many files of a call answer to what is looked for."""
    query = sa.select(sa.func.count(Submission.id)).where(
        Submission.call_id == call.id, *_asked(sought)
    )
    return db.session.scalar(query) or 0


def counts(call: Call) -> Counts:
    """How many files a call has; drafts are counted and never read."""
    grouped = (
        sa.select(Submission.state, Submission.late, Submission.source, sa.func.count())
        .where(Submission.call_id == call.id)
        .group_by(Submission.state, Submission.late, Submission.source)
    )
    states: dict[SubmissionState, int] = dict.fromkeys(SubmissionState, 0)
    late = counter = 0
    for state, is_late, source, number in db.session.execute(grouped):
        states[state] += number
        late += number if is_late else 0
        counter += number if source is Source.COUNTER else 0
    drafts = sa.select(sa.func.count(Expression.id)).where(
        Expression.call_id == call.id, Expression.state == ExpressionState.DRAFTING
    )
    return Counts(states, late, counter, db.session.scalar(drafts) or 0)


def asked_of(submission: Submission) -> Sequence[Completion]:
    """What was asked to be added to a submission, the latest first."""
    query = sa.select(Completion).where(Completion.submission_id == submission.id)
    return db.session.scalars(query.order_by(Completion.id.desc())).all()


def completion(*, municipality_id: int, completion_id: int) -> Completion | None:
    """What was asked to be added, by its number in a town, or None."""
    query = sa.select(Completion).where(
        Completion.municipality_id == municipality_id, Completion.id == completion_id
    )
    return db.session.scalar(query)


def entry_of(asked: Completion) -> ProtocolEntry | None:
    """The entry of the protocol under which a completion came in, if it did."""
    if asked.protocol_entry_id is None:
        return None
    return db.session.get(ProtocolEntry, asked.protocol_entry_id)


def of_file(expression: Expression) -> Sequence[Submission]:
    """All that was sent of one file, the latest first."""
    query = sa.select(Submission).where(Submission.expression_id == expression.id)
    return db.session.scalars(query.order_by(Submission.id.desc())).all()


def newest_of_file(*, municipality: str, expression_id: int) -> Submission | None:
    """What was sent last of a file of a town, if anything was."""
    query = (
        sa.select(Submission)
        .join(Municipality, Municipality.id == Submission.municipality_id)
        .where(Submission.expression_id == expression_id, Municipality.slug == municipality)
    )
    return db.session.scalar(query.order_by(Submission.id.desc()).limit(1))


def deadline(call: Call) -> Deadline:
    """The window of a call, asked anew."""
    return Deadline(*db.session.execute(_DEADLINE, {"call": call.id}).one())


def _asked(sought: Sought) -> list[sa.ColumnElement[bool]]:
    asked: list[Any] = [
        Submission.search_text.contains(term, autoescape=True)
        for term in search_terms(sought.words)
    ]
    if sought.state is not None:
        asked.append(Submission.state == sought.state)
    if sought.source is not None:
        asked.append(Submission.source == sought.source)
    if sought.late is not None:
        asked.append(Submission.late.is_(sought.late))
    return asked


def _found(submission: Submission | None) -> Submission:
    if submission is None:
        raise NotFoundError(N_("There is no such submission."))
    return submission
