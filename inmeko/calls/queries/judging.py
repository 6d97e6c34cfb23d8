"""Files as they are judged: one, the evaluation table of a call, what a result still waits for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.calls.models import (
    Assignment,
    Call,
    CallVersion,
    EligibilityCheck,
    Evaluator,
    Submission,
)
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import scoring
from inmeko.calls.rules.content import Content, Judging
from inmeko.calls.rules.judging import Asked, EligibilityStage, Standstill, TableOrder
from inmeko.calls.rules.scoring import Judged, Missing
from inmeko.calls.rules.words import AssignmentState, SubmissionState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_, search_terms
from inmeko.records.models import Attachment
from inmeko.records.rules.protocol import number_in

PAGE = 50
ELIGIBILITY = {
    EligibilityStage.UNCHECKED: Submission.eligible.is_(None),
    EligibilityStage.ELIGIBLE: Submission.eligible.is_(True),
    EligibilityStage.NOT_ELIGIBLE: Submission.eligible.is_(False),
}


@dataclass(frozen=True)
class Counts:
    """How many files of a call stand where."""

    files: int
    unchecked: int
    eligible: int
    judged: int


def file(*, municipality: str, submission_id: int) -> Submission:
    """A submission of a call that counts; raises NotFoundError."""
    query = (
        sa.select(Submission)
        .join(Submission.municipality)
        .options(contains_eager(Submission.municipality), joinedload(Submission.call))
        .where(
            Municipality.slug == municipality,
            Submission.id == submission_id,
            Submission.state == SubmissionState.CURRENT,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such file in this call."))
    return found


def next_unchecked(file: Submission) -> Submission | None:
    """The next file of the same call whose eligibility has not been concluded."""
    place = sa.tuple_(Submission.year, Submission.number) > sa.tuple_(file.year, file.number)
    query = sa.select(Submission).where(
        Submission.call_id == file.call_id,
        Submission.state == SubmissionState.CURRENT,
        Submission.eligible.is_(None),
        Submission.id != file.id,
    )
    # After the last comes the first that was left out.
    order = (sa.case((place, 0), else_=1), Submission.year, Submission.number)
    return db.session.scalar(query.order_by(*order).limit(1))


def held(file: Submission) -> Submission:
    """The same submission as it is now, kept from others until the transaction ends."""
    query = sa.select(Submission).where(Submission.id == file.id).with_for_update(of=Submission)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def held_call(call: Call) -> Call:
    """The same call as it is now, kept from others until the transaction ends."""
    query = sa.select(Call).where(Call.id == call.id).with_for_update(of=Call)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def content_of(file: Submission) -> Content:
    """The content of the version under which a file was submitted."""
    query = sa.select(CallVersion.content).where(
        CallVersion.call_id == file.call_id, CallVersion.number == file.version
    )
    return contents.read(db.session.scalars(query).one())


def content(call: Call) -> Content:
    """The content of the version of a call that is in force."""
    query = sa.select(CallVersion.content).where(
        CallVersion.call_id == call.id, CallVersion.number == call.version
    )
    return contents.read(db.session.scalar(query) or call.content)


def checks(file: Submission) -> dict[str, EligibilityCheck]:
    """What was found at each point of the eligibility of a file."""
    query = sa.select(EligibilityCheck).where(EligibilityCheck.submission_id == file.id)
    return {one.point: one for one in db.session.scalars(query.order_by(EligibilityCheck.id))}


def papers(file: Submission) -> Sequence[Attachment]:
    """The files that were handed in with a submission, also those replaced in the draft since."""
    ids = [one["id"] for one in file.content.get("files") or () if "id" in one]
    query = sa.select(Attachment).where(
        Attachment.id.in_(ids),
        Attachment.kind == "expression",
        Attachment.key == file.expression_id,
    )
    return db.session.scalars(query.order_by(Attachment.id)).all()


def assignments(file: Submission) -> Sequence[Assignment]:
    """Everybody to whom a file was ever given, in this order, as it is now."""
    query = (
        sa.select(Assignment)
        .options(joinedload(Assignment.evaluator).joinedload(Evaluator.user))
        .where(Assignment.submission_id == file.id)
        .order_by(Assignment.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query).all()


def files(call: Call, *, eligible: bool | None = None) -> Sequence[Submission]:
    """The submissions of a call that count, by protocol; or only the eligible ones."""
    query = _files(call)
    if eligible is not None:
        query = query.where(Submission.eligible.is_(eligible))
    return db.session.scalars(query.order_by(Submission.year, Submission.number)).all()


def pairs(call: Call) -> Sequence[tuple[int, int, AssignmentState]]:
    """Who was given what in a call: member, file, state; recusals too."""
    query = (
        sa.select(Assignment.evaluator_id, Assignment.submission_id, Assignment.state)
        .where(Assignment.call_id == call.id)
        .order_by(Assignment.id)
    )
    return [(row[0], row[1], row[2]) for row in db.session.execute(query)]


def standing(call: Call) -> dict[int, Judged]:
    """How far the judging of each file of a call has come, by the numbers of the submissions."""
    query = sa.select(Submission.id, Submission.number, Submission.year, Submission.eligible).where(
        Submission.call_id == call.id, Submission.state == SubmissionState.CURRENT
    )
    rows = db.session.execute(query.order_by(Submission.year, Submission.number)).all()
    given: dict[int, list[Assignment]] = {}
    named = sa.select(Assignment).where(Assignment.call_id == call.id).order_by(Assignment.id)
    for one in db.session.scalars(named):
        given.setdefault(one.submission_id, []).append(one)
    judging = content(call).judging
    return {
        row.id: stand(judging, f"{row.number}/{row.year}", row.eligible, given.get(row.id, []))
        for row in rows
    }


def stand(
    judging: Judging, name: str, eligible: bool | None, given: Sequence[Assignment]
) -> Judged:
    """How far the judging of one file has come, from all to whom it was given."""
    live = [one for one in given if one.state is not AssignmentState.RECUSED]
    finished = [one for one in live if one.state is AssignmentState.FINISHED]
    first = [one for one in live if not one.further]
    first_in = [one.points for one in first if one.state is AssignmentState.FINISHED]
    all_first = len(first_in) == len(first) >= judging.evaluators
    return Judged(
        name=name,
        eligible=eligible,
        live=len(live),
        finished=len(finished),
        scored=sum(one.points is not None for one in finished),
        apart=all_first and scoring.too_far_apart(judging, scoring.spread(first_in)),
        further=any(one.further for one in live),
    )


def missing(call: Call) -> list[Missing]:
    """What a result of a call still waits for; nothing, once everybody has finished."""
    return scoring.ready(content(call).judging, standing(call).values())


def counts(call: Call) -> Counts:
    """How many files of a call there are, and how far they have come."""
    query = sa.select(
        sa.func.count(),
        sa.func.count().filter(Submission.eligible.is_(None)),
        sa.func.count().filter(Submission.eligible.is_(True)),
        sa.func.count().filter(Submission.judged.is_(True)),
    ).where(Submission.call_id == call.id, Submission.state == SubmissionState.CURRENT)
    return Counts(*db.session.execute(query).one())


def table_count(call: Call, asked: Asked, judging: Judging) -> int:
    """How many files answer a question to the evaluation table."""
    query = _asked(sa.select(sa.func.count(Submission.id)), call, asked, judging)
    return db.session.scalar(query) or 0


def table(call: Call, asked: Asked, judging: Judging) -> Sequence[Submission]:
    """A page of the evaluation table: files with all to whom they were given."""
    orders = {
        TableOrder.PROTOCOL: (),
        TableOrder.SCORE: (Submission.score.desc().nulls_last(),),
        TableOrder.SPREAD: (Submission.spread.desc().nulls_last(),),
    }
    query = (
        _asked(sa.select(Submission), call, asked, judging)
        .options(selectinload(Submission.assignments))
        .order_by(*orders[asked.order], Submission.year, Submission.number)
        .limit(PAGE)
        .offset((asked.page - 1) * PAGE)
    )
    return db.session.scalars(query).all()


def _files(call: Call) -> sa.Select[Submission]:
    return sa.select(Submission).where(
        Submission.call_id == call.id, Submission.state == SubmissionState.CURRENT
    )


def _asked(query: sa.Select[Any], call: Call, asked: Asked, judging: Judging) -> sa.Select[Any]:
    query = query.where(Submission.call_id == call.id, Submission.state == SubmissionState.CURRENT)
    if asked.q:
        query = query.where(_found(asked.q))
    if asked.eligibility:
        query = query.where(ELIGIBILITY[asked.eligibility])
    if asked.evaluator is not None:
        query = query.where(_given(Assignment.evaluator_id == asked.evaluator).exists())
    if asked.standstill:
        query = query.where(_waits(asked.standstill, judging))
    return query


def _found(search: str) -> sa.ColumnElement[bool]:
    number = number_in(search)
    if number is None:
        words = search_terms(search)
        return sa.and_(*(Submission.search_text.contains(one, autoescape=True) for one in words))
    same = Submission.number == number[0]
    return same if number[1] is None else sa.and_(same, Submission.year == number[1])


def _waits(standstill: Standstill, judging: Judging) -> sa.ColumnElement[bool]:
    live = (
        sa.select(sa.func.count())
        .where(
            Assignment.submission_id == Submission.id, Assignment.state != AssignmentState.RECUSED
        )
        .scalar_subquery()
    )
    if standstill is Standstill.FAR_APART:
        return Submission.spread > judging.spread
    if standstill is Standstill.ALL_IN:
        return Submission.judged.is_(True)
    given = live >= judging.evaluators
    wanted = given if standstill is Standstill.UNFINISHED else sa.not_(given)
    return sa.and_(Submission.eligible.is_(True), Submission.judged.is_(False), wanted)


def _given(condition: sa.ColumnElement[bool]) -> sa.Select[int]:
    return sa.select(Assignment.id).where(
        Assignment.submission_id == Submission.id,
        Assignment.state != AssignmentState.RECUSED,
        condition,
    )
