"""Calls as a planner sees them: counts, deadlines ahead, and the way from openings to files."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from inmeko.calls.models import Call, CallSeen, Expression, Submission
from inmeko.calls.rules.seeing import DeadlineKind, Overview
from inmeko.calls.rules.words import CallState, ExpressionState, SubmissionState
from inmeko.extensions import db
from inmeko.kernel.text import search_terms

PAGE = 50
AHEAD = 8


@dataclass(frozen=True)
class Funnel:
    """The way of a call: how often it was opened, begun, submitted, found eligible, judged."""

    openings: int = 0
    begun: int = 0
    drafts: int = 0
    submitted: int = 0
    eligible: int = 0
    judged: int = 0


@dataclass(frozen=True)
class Ahead:
    """A deadline that is still to come."""

    call: Call
    kind: DeadlineKind
    at: datetime


def calls(*, municipality_id: int, asked: Overview) -> Sequence[Call]:
    """A page of the calls of a town, the newest first, and one more if there is a next page."""
    query = _asked(sa.select(Call), municipality_id, asked).order_by(Call.id.desc())
    return db.session.scalars(query.limit(PAGE + 1).offset((asked.page - 1) * PAGE)).all()


def state_counts(*, municipality_id: int) -> dict[CallState, int]:
    """How many calls of a town are in which state."""
    query = (
        sa.select(Call.state, sa.func.count())
        .where(Call.municipality_id == municipality_id)
        .group_by(Call.state)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def funnels(*, municipality_id: int, calls: Sequence[Call]) -> dict[int, Funnel]:
    """The way of each of these calls, in three statements however many there are."""
    ids = [call.id for call in calls]
    town = municipality_id
    seen = (
        sa.select(CallSeen.call_id, sa.func.sum(CallSeen.last_number))
        .where(CallSeen.municipality_id == town, CallSeen.call_id.in_(ids))
        .group_by(CallSeen.call_id)
    )
    begun = (
        sa.select(
            Expression.call_id,
            sa.func.count(),
            sa.func.count().filter(Expression.state == ExpressionState.DRAFTING),
        )
        .where(Expression.municipality_id == town, Expression.call_id.in_(ids))
        .group_by(Expression.call_id)
    )
    sent = (
        sa.select(
            Submission.call_id,
            sa.func.count(),
            sa.func.count().filter(Submission.eligible.is_(True)),
            sa.func.count().filter(Submission.judged.is_(True)),
        )
        .where(
            Submission.municipality_id == town,
            Submission.call_id.in_(ids),
            Submission.state == SubmissionState.CURRENT,
        )
        .group_by(Submission.call_id)
    )
    openings = {row[0]: int(row[1] or 0) for row in db.session.execute(seen)}
    files = {row[0]: (row[1], row[2]) for row in db.session.execute(begun)}
    judged = {row[0]: (row[1], row[2], row[3]) for row in db.session.execute(sent)}
    nothing = (0, 0, 0)
    return {
        one: Funnel(openings.get(one, 0), *files.get(one, (0, 0)), *judged.get(one, nothing))
        for one in ids
    }


def ahead(*, municipality_id: int, now: datetime) -> list[Ahead]:
    """The next deadlines of a town's calls, the nearest first."""
    columns = {
        DeadlineKind.QUESTIONS_END: Call.questions_until,
        DeadlineKind.CALL_CLOSES: Call.closes_at,
        DeadlineKind.SHEETS_DUE: Call.judge_until,
        DeadlineKind.OBJECTIONS_END: Call.objections_until,
    }
    running = (
        CallState.PUBLISHED,
        CallState.EVALUATION,
        CallState.PRELIMINARY,
        CallState.OBJECTIONS,
    )
    query = sa.select(Call).where(
        Call.municipality_id == municipality_id,
        Call.state.in_(running),
        sa.or_(*(column > now for column in columns.values())),
    )
    found = [
        Ahead(call, kind, moment)
        for call in db.session.scalars(query.order_by(Call.id))
        for kind, column in columns.items()
        if (moment := getattr(call, column.key)) and moment > now
    ]
    return sorted(found, key=lambda one: (one.at, one.call.id))[:AHEAD]


def openings(call: Call) -> Sequence[CallSeen]:
    """How often the page of a call was opened on each day, the first day first."""
    query = sa.select(CallSeen).where(CallSeen.call_id == call.id).order_by(CallSeen.day)
    return db.session.scalars(query).all()


def _asked(query: sa.Select[Call], municipality_id: int, asked: Overview) -> sa.Select[Call]:
    query = query.where(Call.municipality_id == municipality_id)
    for term in search_terms(asked.q):
        query = query.where(Call.search_text.contains(term, autoescape=True))
    return query.where(Call.state == asked.state) if asked.state else query
