"""Committees: their members, what each of them holds, and what ties them to applicants."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import aliased, contains_eager, joinedload

from inmeko.accounts.models import Grant, Membership, Municipality, Organisation, User
from inmeko.accounts.rules import Role
from inmeko.calls.models import Assignment, Call, CallVersion, Evaluator, Expression, Holder
from inmeko.calls.models import Submission as File
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.conflicts import Applicant, Judge, people_in
from inmeko.calls.rules.words import AssignmentState, QuestionKind, SubmissionState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import AuditEntry


def members(call: Call) -> Sequence[Evaluator]:
    """Everybody who ever sat in the committee of a call: the chair first, those who left last."""
    query = (
        sa.select(Evaluator)
        .join(Evaluator.user)
        .options(contains_eager(Evaluator.user))
        .where(Evaluator.call_id == call.id)
        .order_by(
            Evaluator.left_at.is_not(None),
            Evaluator.chairs.desc(),
            Evaluator.substitute,
            User.name,
            Evaluator.id,
        )
    )
    return db.session.scalars(query).all()


def member(*, municipality: str, evaluator_id: int) -> Evaluator:
    """A member of the committee of a call; raises NotFoundError."""
    query = (
        sa.select(Evaluator)
        .join(Municipality, Municipality.id == Evaluator.municipality_id)
        .options(joinedload(Evaluator.user), joinedload(Evaluator.call))
        .where(
            Municipality.slug == municipality,
            Evaluator.id == evaluator_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such member of the committee."))
    return found


def candidates(call: Call) -> Sequence[User]:
    """The evaluators of the town who do not sit in the committee of a call, by name."""
    seated = sa.select(Evaluator.user_id).where(
        Evaluator.call_id == call.id, Evaluator.left_at.is_(None)
    )
    query = (
        sa.select(User)
        .join(Grant, Grant.user_id == User.id)
        .where(
            Grant.municipality_id == call.municipality_id,
            Grant.role == Role.EVALUATOR,
            User.deleted_at.is_(None),
            User.id.not_in(seated),
        )
        .order_by(User.name, User.email, User.id)
    )
    return db.session.scalars(query).all()


def loads(call: Call) -> dict[int, int]:
    """How many files each member of a committee holds, by their numbers."""
    query = (
        sa.select(Assignment.evaluator_id, sa.func.count())
        .where(Assignment.call_id == call.id, Assignment.state != AssignmentState.RECUSED)
        .group_by(Assignment.evaluator_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def judges(call: Call) -> dict[int, Judge]:
    """What is known of each sitting member of a committee, by their numbers."""
    sitting = [one for one in members(call) if one.left_at is None]
    people = {one.user_id for one in sitting}
    held = _memberships(people)
    left = _left(call.municipality_id, people)
    return {
        one.id: Judge(
            email=one.user.email,
            name=one.user.name,
            organisations=frozenset(body for body, _ in held.get(one.user_id, ())),
            afms=frozenset(afm for _, afm in held.get(one.user_id, ()) if afm),
            left=frozenset(left.get(one.user_id, set()))
            - {body for body, _ in held.get(one.user_id, ())},
            advised=tuple(one.advised),
        )
        for one in sitting
    }


def applicants(call: Call, ids: Collection[int] | None = None) -> dict[int, Applicant]:
    """What is known of those who handed in files of a call, by the numbers of the submissions."""
    query = (
        sa.select(File, Expression, Organisation)
        .join(Expression, Expression.id == File.expression_id)
        .outerjoin(Organisation, Organisation.id == Expression.organisation_id)
        .where(File.call_id == call.id, File.state == SubmissionState.CURRENT)
        .order_by(File.id)
    )
    if ids is not None:
        query = query.where(File.id.in_(ids))
    rows = db.session.execute(query).all()
    holders = _holders([file.expression_id for file, _, _ in rows])
    tables = _tables_of_people(call)
    former = _formerly_at_work(call)
    return {
        file.id: _applicant(file, working, body, holders, tables, former)
        for file, working, body in rows
    }


def _applicant(
    file: File,
    working: Expression,
    body: Organisation | None,
    holders: Mapping[int, list[Holder]],
    tables: Mapping[int, Sequence[str]],
    former: Collection[tuple[int, int | None, str | None, str]],
) -> Applicant:
    kept = file.content
    afm = str(kept.get("afm") or "") or working.afm or (body.afm if body else None)
    at_work = holders.get(working.id, [])
    emails = [str(kept.get("email") or ""), working.email, body.email if body else ""]
    people = people_in(kept.get("answers") or {}, tables.get(file.version, ()))
    return Applicant(
        name=file.name,
        organisation_id=working.organisation_id,
        afm=afm or None,
        emails=frozenset(filter(None, [*emails, *(one.email for one in at_work)])),
        people=(
            str(kept.get("contact_name") or ""),
            working.contact_name,
            *(one.name for one in at_work),
            *people,
        ),
        former=frozenset(
            email
            for expression, organisation, number, email in former
            if expression == working.id
            or (organisation and organisation == working.organisation_id)
            or (number and number == afm)
        ),
    )


def _memberships(people: Collection[int]) -> dict[int, list[tuple[int, str | None]]]:
    query = (
        sa.select(Membership.user_id, Organisation.id, Organisation.afm)
        .join(Organisation, Organisation.id == Membership.organisation_id)
        .where(Membership.user_id.in_(people))
    )
    found: dict[int, list[tuple[int, str | None]]] = {}
    for user, body, afm in db.session.execute(query):
        found.setdefault(user, []).append((body, afm))
    return found


def _left(municipality_id: int, people: Collection[int]) -> dict[int, set[int]]:
    """The organisations that people acted for once, as the audit trail tells."""
    query = sa.select(AuditEntry.key, AuditEntry.before).where(
        AuditEntry.kind == "organisation",
        AuditEntry.deed == "member removed",
        AuditEntry.chain == municipality_id,
    )
    found: dict[int, set[int]] = {}
    for body, before in db.session.execute(query):
        if before and before.get("user") in people:
            found.setdefault(before["user"], set()).add(body)
    return found


def _holders(expressions: Collection[int]) -> dict[int, list[Holder]]:
    query = sa.select(Holder).where(Holder.removed_at.is_(None)).order_by(Holder.id)
    found: dict[int, list[Holder]] = {}
    for part in _parts(expressions):
        for holder in db.session.scalars(query.where(Holder.expression_id.in_(part))):
            found.setdefault(holder.expression_id, []).append(holder)
    return found


def _formerly_at_work(call: Call) -> list[tuple[int, int | None, str | None, str]]:
    """Where members of the committee worked on a file once: file, organisation, ΑΦΜ, address."""
    sitting, theirs = aliased(Evaluator), aliased(User)
    query = (
        sa.select(Expression.id, Expression.organisation_id, Expression.afm, Holder.email)
        .join(Expression, Expression.id == Holder.expression_id)
        .join(theirs, theirs.email == Holder.email)
        .join(sitting, sitting.user_id == theirs.id)
        .where(
            Expression.municipality_id == call.municipality_id,
            sitting.call_id == call.id,
            sa.or_(Holder.removed_at.is_not(None), Expression.call_id != call.id),
        )
        .order_by(Holder.id)
    )
    return [(row[0], row[1], row[2], row[3]) for row in db.session.execute(query)]


def _tables_of_people(call: Call) -> dict[int, tuple[str, ...]]:
    """Which questions of each version ask for people."""
    query = sa.select(CallVersion.number, CallVersion.content).where(CallVersion.call_id == call.id)
    return {
        number: tuple(
            one.key for one in contents.read(kept).questions() if one.kind is QuestionKind.PEOPLE
        )
        for number, kept in db.session.execute(query)
    }


def _parts(ids: Collection[int], size: int = 5_000) -> list[list[int]]:
    """Numbers in parts that a statement can take."""
    listed = list(ids)
    return [listed[place : place + size] for place in range(0, len(listed), size)]
