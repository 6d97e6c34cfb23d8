"""Sheets as their evaluators see them: one, the desk, and who must be reminded."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Assignment, Call, CallVersion, Evaluator, Submission
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.judging import DeskPile
from inmeko.calls.rules.words import AssignmentState, CallState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_

PAGE = 50
PILES = {
    AssignmentState.ASSIGNED: DeskPile.TO_DECLARE,
    AssignmentState.DECLARED: DeskPile.TO_SCORE,
    AssignmentState.FINISHED: DeskPile.DONE,
    AssignmentState.RECUSED: DeskPile.STEPPED_BACK,
}
OF_PILE = {pile: state for state, pile in PILES.items()}
WAITING = (AssignmentState.ASSIGNED, AssignmentState.DECLARED)


@dataclass(frozen=True)
class Owing:
    """A member of a committee and how far they have come with the files they hold."""

    seat: Evaluator
    held: int
    to_declare: int
    to_score: int

    @property
    def waits(self) -> bool:
        """Whether something is still missing."""
        return bool(self.to_declare or self.to_score)

    @property
    def finished(self) -> int:
        """How many sheets are in."""
        return self.held - self.to_declare - self.to_score


@dataclass(frozen=True)
class SheetPaper:
    """A document of a file, as its evaluator asks for it."""

    sheet: Assignment
    file_id: int


def sheet(*, municipality: str, assignment_id: int) -> Assignment:
    """A file given to a member of a committee; raises NotFoundError."""
    query = (
        sa.select(Assignment)
        .join(Municipality, Municipality.id == Assignment.municipality_id)
        .options(
            joinedload(Assignment.submission)
            .joinedload(Submission.call)
            .joinedload(Call.municipality),
            joinedload(Assignment.evaluator).joinedload(Evaluator.user),
        )
        .where(Municipality.slug == municipality, Assignment.id == assignment_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such sheet."))
    return found


def sheet_paper(*, municipality: str, assignment_id: int, file_id: int) -> SheetPaper:
    """A sheet, and which of the documents of its file is asked for."""
    return SheetPaper(sheet(municipality=municipality, assignment_id=assignment_id), file_id)


def sheets(file: Submission) -> Sequence[Assignment]:
    """The sheets of a file with all that was given, once all are in; before, none."""
    if not file.judged:
        return []
    query = (
        sa.select(Assignment)
        .where(Assignment.submission_id == file.id, Assignment.state == AssignmentState.FINISHED)
        .options(
            joinedload(Assignment.evaluator).joinedload(Evaluator.user),
            selectinload(Assignment.scores),
        )
        .order_by(Assignment.id)
    )
    return db.session.scalars(query).all()


def given_to(seat: Evaluator) -> Sequence[Assignment]:
    """Every file that a member of a committee was ever given."""
    query = (
        sa.select(Assignment)
        .options(joinedload(Assignment.submission))
        .where(Assignment.evaluator_id == seat.id)
    )
    return db.session.scalars(query.order_by(Assignment.id)).all()


def desk(
    *, municipality_id: int, user_id: int, pile: DeskPile | None, call_id: int | None, page: int
) -> Sequence[Assignment]:
    """A page of the desk of an evaluator: what is to be done first, the next deadline first."""
    query = (
        _desk(sa.select(Assignment), municipality_id, user_id)
        .join(Assignment.submission)
        .options(contains_eager(Assignment.submission).joinedload(Submission.call))
        .order_by(
            Assignment.state.in_(WAITING).desc(),
            Call.judge_until.asc().nulls_last(),
            Assignment.call_id,
            Assignment.id,
        )
    )
    if pile is not None:
        query = query.where(Assignment.state == OF_PILE[pile])
    if call_id is not None:
        query = query.where(Assignment.call_id == call_id)
    return db.session.scalars(query.limit(PAGE + 1).offset((page - 1) * PAGE)).all()


def desk_counts(*, municipality_id: int, user_id: int) -> dict[DeskPile, int]:
    """How many files lie in each pile of the desk of an evaluator."""
    counted: Any = sa.select(Assignment.state, sa.func.count())
    query = _desk(counted, municipality_id, user_id)
    found = {PILES[row[0]]: row[1] for row in db.session.execute(query.group_by(Assignment.state))}
    return {pile: found.get(pile, 0) for pile in DeskPile}


def desk_calls(*, municipality_id: int, user_id: int) -> Sequence[Call]:
    """The calls under evaluation in whose committees somebody sits, the next deadline first."""
    query = (
        sa.select(Call)
        .join(Evaluator, Evaluator.call_id == Call.id)
        .where(
            Call.municipality_id == municipality_id,
            Call.state == CallState.EVALUATION,
            Evaluator.user_id == user_id,
            Evaluator.left_at.is_(None),
        )
        .order_by(Call.judge_until.asc().nulls_last(), Call.id)
    )
    return db.session.scalars(query).all()


def next_deadline(*, municipality_id: int, user_id: int) -> datetime | None:
    """The first day by which somebody is asked to finish what they have not finished."""
    query = _desk(sa.select(sa.func.min(Call.judge_until)), municipality_id, user_id)
    found = db.session.scalar(query.where(Assignment.state.in_(WAITING)))
    return cast(datetime | None, found)


def hiding(*, municipality_id: int, calls: Collection[Call]) -> set[int]:
    """Which of these calls hide from evaluators whose the files are."""
    query = sa.select(CallVersion.call_id, CallVersion.content).where(
        CallVersion.municipality_id == municipality_id,
        sa.tuple_(CallVersion.call_id, CallVersion.number).in_(
            [(call.id, call.version) for call in calls]
        ),
    )
    rows = db.session.execute(query)
    return {call for call, kept in rows if contents.read(kept).judging.anonymous}


def owing(call: Call) -> list[Owing]:
    """How far each member of a committee has come, those who sit first."""
    counted = (
        sa.select(
            Assignment.evaluator_id,
            sa.func.count().label("held"),
            sa.func.count().filter(Assignment.state == AssignmentState.ASSIGNED),
            sa.func.count().filter(Assignment.state == AssignmentState.DECLARED),
        )
        .where(Assignment.call_id == call.id, Assignment.state != AssignmentState.RECUSED)
        .group_by(Assignment.evaluator_id)
    )
    known = {row[0]: row[1:] for row in db.session.execute(counted)}
    seats = (
        sa.select(Evaluator)
        .options(joinedload(Evaluator.user))
        .where(Evaluator.call_id == call.id)
        .order_by(Evaluator.left_at.is_not(None), Evaluator.substitute, Evaluator.id)
    )
    return [Owing(one, *known.get(one.id, (0, 0, 0))) for one in db.session.scalars(seats)]


def _desk(query: sa.Select[Any], municipality_id: int, user_id: int) -> sa.Select[Any]:
    return (
        query.select_from(Assignment)
        .join(Evaluator, Evaluator.id == Assignment.evaluator_id)
        .join(Call, Call.id == Assignment.call_id)
        .where(
            Assignment.municipality_id == municipality_id,
            Evaluator.user_id == user_id,
            Evaluator.left_at.is_(None),
            Call.state == CallState.EVALUATION,
        )
    )
