"""The working files of groups: by their links, their files, what they have sent, whose they are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality, Organisation, User
from inmeko.calls.models import Call, Completion, Expression, Holder, Submission
from inmeko.calls.rules.words import ExpressionState, SubmissionState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment, Job

KIND, COMPLETION = "expression", "completion"
# A file that a submission names stays, although the working file does without it.
SET_ASIDE = "set aside"
LISTED = 200
NO_FILE = N_("There is no such file. The link may be incomplete, or it was taken back.")


# Written once: these are asked by everybody in the last minute before a deadline.
_CALL = contains_eager(Holder.expression).contains_eager(Expression.call)
_HOLDER = (
    sa.select(Holder)
    .join(Holder.expression)
    .join(Expression.call)
    .join(Call.municipality)
    # What a call says stands in its version; the working copy is of no use here.
    .options(_CALL, _CALL.defer(Call.content), _CALL.contains_eager(Call.municipality))
    .where(
        Holder.key == sa.bindparam("key"),
        Municipality.slug == sa.bindparam("slug"),
        Holder.removed_at.is_(None),
    )
)
_AT_WORK = _HOLDER.with_for_update(of=Expression).execution_options(populate_existing=True)
_OF_FILE = Holder.expression_id == sa.bindparam("file")
_HOLDERS = sa.select(Holder).where(_OF_FILE, Holder.removed_at.is_(None)).order_by(Holder.id)
_FILES = (
    sa.select(Attachment)
    .where(
        Attachment.kind == KIND,
        Attachment.key == sa.bindparam("file"),
        Attachment.removed_at.is_(None),
        Attachment.purpose != SET_ASIDE,
    )
    .order_by(Attachment.id)
)
_SENT = (
    sa.select(Submission)
    .where(Submission.expression_id == sa.bindparam("file"))
    .order_by(Submission.id)
)


def holder(*, municipality: str, key: str) -> Holder:
    """Who holds the link of an address, with the file and its call; raises NotFoundError."""
    return _holder(_HOLDER, municipality, key)


def holder_at_work(*, municipality: str, key: str) -> Holder:
    """The same, the file held until the end of the transaction: for deeds that change it."""
    return _holder(_AT_WORK, municipality, key)


def holder_in(*, municipality: str, key: str, section: str) -> tuple[Holder, str]:
    """Who holds the link of an address, and the section of the file that it names."""
    return holder(municipality=municipality, key=key), section


def holder_and_other(*, municipality: str, key: str, holder_id: int) -> tuple[Holder, Holder]:
    """Who holds the link of an address, and another holder of the same file."""
    mine = holder(municipality=municipality, key=key)
    other = next((one for one in holders(mine.expression) if one.id == holder_id), None)
    if other is None:
        raise NotFoundError(N_("This person does not work on the file."))
    return mine, other


def holder_and_file(*, municipality: str, key: str, held_id: int) -> tuple[Holder, Attachment]:
    """Who holds the link of an address, and a file of theirs: working, sent, or of a completion."""
    mine = holder(municipality=municipality, key=key)
    found = db.session.get(Attachment, held_id)
    if found is None or found.removed_at is not None or not _belongs(found, mine.expression):
        raise NotFoundError(N_("There is no such file."))
    return mine, found


def holder_and_submission(
    *, municipality: str, key: str, submission_id: int
) -> tuple[Holder, Submission]:
    """Who holds the link of an address, and something that their group has sent."""
    mine = holder(municipality=municipality, key=key)
    found = db.session.get(Submission, submission_id)
    if found is None or found.expression_id != mine.expression_id:
        raise NotFoundError(N_("There is no such submission."))
    return mine, found


def holder_and_completion(
    *, municipality: str, key: str, completion_id: int
) -> tuple[Holder, Completion]:
    """Who holds the link of an address, and what their group was asked to add."""
    mine = holder(municipality=municipality, key=key)
    found = db.session.get(Completion, completion_id)
    if found is None or found.submission.expression_id != mine.expression_id:
        raise NotFoundError(N_("Nothing was asked of you under this address."))
    return mine, found


def holders(expression: Expression) -> Sequence[Holder]:
    """Who works on a file, the leading one first."""
    return db.session.scalars(_HOLDERS, {"file": expression.id}).all()


def names(expression: Expression) -> dict[int, str]:
    """The names of all who ever held a link to a file, by their numbers."""
    query = sa.select(Holder.id, Holder.name, Holder.email).where(
        Holder.expression_id == expression.id
    )
    rows = db.session.execute(query.order_by(Holder.id))
    return {number: name or email.split("@")[0] for number, name, email in rows}


def files(expression: Expression) -> Sequence[Attachment]:
    """The files that a group has put into its working file, the oldest first."""
    return db.session.scalars(_FILES, {"file": expression.id}).all()


def all_files(expression: Expression) -> Sequence[Attachment]:
    """Every file that a working file ever held, taken out or not."""
    query = sa.select(Attachment).where(Attachment.kind == KIND, Attachment.key == expression.id)
    return db.session.scalars(query.order_by(Attachment.id)).all()


def letters_about(expression: Expression) -> set[str]:
    """The keys of the mails that were sent to those who work on a file."""
    query = sa.select(Holder.id).where(Holder.expression_id == expression.id)
    found: set[str] = set()
    for number in db.session.scalars(query.order_by(Holder.id)):
        ours = sa.select(Job.key).where(
            Job.municipality_id == expression.municipality_id,
            Job.key.like(f"call-reminder-{expression.call_id}-%-{number}")
            | Job.key.like(f"call-file-{number}-%"),
        )
        found.update(key for key in db.session.scalars(ours) if key)
    return found


def completion_files(completion: Completion) -> Sequence[Attachment]:
    """The files that a group has put into a completion, the oldest first."""
    query = sa.select(Attachment).where(
        Attachment.kind == COMPLETION,
        Attachment.key == completion.id,
        Attachment.removed_at.is_(None),
    )
    return db.session.scalars(query.order_by(Attachment.id)).all()


def sent(expression: Expression) -> Sequence[Submission]:
    """All that a group has sent to a call, the first one first."""
    return db.session.scalars(_SENT, {"file": expression.id}).all()


def current(expression: Expression) -> Submission | None:
    """What counts of all that a group has sent, or None."""
    query = sa.select(Submission).where(
        Submission.expression_id == expression.id, Submission.state == SubmissionState.CURRENT
    )
    return db.session.scalar(query.order_by(Submission.id.desc()).limit(1))


def completions(expression: Expression) -> Sequence[Completion]:
    """All that a group was asked to add, the latest first."""
    query = (
        sa.select(Completion)
        .join(Completion.submission)
        .options(contains_eager(Completion.submission))
        .where(Submission.expression_id == expression.id)
    )
    return db.session.scalars(query.order_by(Completion.id.desc())).all()


def drafts_of(call: Call, email: str) -> Sequence[Holder]:
    """The links to files of a call that were not sent, which an address leads, oldest first."""
    query = (
        sa.select(Holder)
        .join(Holder.expression)
        .options(contains_eager(Holder.expression))
        .where(
            Expression.call_id == call.id,
            Expression.state == ExpressionState.DRAFTING,
            sa.func.lower(Holder.email) == email.strip().lower(),
            Holder.leads,
            Holder.removed_at.is_(None),
        )
    )
    return db.session.scalars(query.order_by(Holder.id)).all()


def drafts(call: Call) -> Sequence[Holder]:
    """Everybody who works on a file of a call that has not been sent."""
    query = (
        sa.select(Holder)
        .join(Holder.expression)
        .options(contains_eager(Holder.expression))
        .where(
            Expression.call_id == call.id,
            Expression.state == ExpressionState.DRAFTING,
            Holder.removed_at.is_(None),
            Holder.email != "",
        )
    )
    return db.session.scalars(query.order_by(Holder.id)).all()


def expression(*, municipality_id: int, expression_id: int) -> Expression | None:
    """A working file of a town by its number, or None."""
    query = sa.select(Expression).where(
        Expression.municipality_id == municipality_id, Expression.id == expression_id
    )
    return db.session.scalar(query)


def own(user: User) -> Sequence[Holder]:
    """The links to files of a person, by their confirmed address, the latest first."""
    query = (
        sa.select(Holder)
        .join(Holder.expression)
        .join(Expression.call)
        .join(Call.municipality)
        .options(
            contains_eager(Holder.expression)
            .contains_eager(Expression.call)
            .contains_eager(Call.municipality)
        )
        .where(sa.func.lower(Holder.email) == user.email.lower(), Holder.removed_at.is_(None))
    )
    return db.session.scalars(query.order_by(Holder.id.desc()).limit(LISTED)).all()


def of_bodies(user: User) -> Sequence[Expression]:
    """The files of the organisations that a person acts for, the latest first."""
    bodies = [held.organisation_id for held in user.memberships]
    query = (
        sa.select(Expression)
        .options(
            joinedload(Expression.call).joinedload(Call.municipality),
            joinedload(Expression.organisation),
        )
        .where(Expression.organisation_id.in_(bodies))
    )
    return db.session.scalars(query.order_by(Expression.id.desc()).limit(LISTED)).all()


def counting(expressions: Sequence[Expression], user: User) -> dict[int, Submission]:
    """What counts of each of a person's files, by the number of the file."""
    numbers = [one.id for one in expressions]
    query = sa.select(Submission).where(
        Submission.expression_id.in_(numbers), Submission.state == SubmissionState.CURRENT
    )
    return {one.expression_id: one for one in db.session.scalars(query.order_by(Submission.id))}


def bodies(user: User, *, municipality_id: int) -> Sequence[Organisation]:
    """The organisations of a town for which a person can begin a file, by name."""
    numbers = [held.organisation_id for held in user.memberships]
    query = sa.select(Organisation).where(
        Organisation.municipality_id == municipality_id, Organisation.id.in_(numbers)
    )
    return db.session.scalars(query.order_by(Organisation.name_key, Organisation.id)).all()


def forgettable(*, municipality_id: int, closed_before: datetime) -> Sequence[Expression]:
    """Files of a town that were never sent, of calls that closed so long ago."""
    ever = sa.select(Submission.id).where(Submission.expression_id == Expression.id)
    query = (
        sa.select(Expression)
        .join(Expression.call)
        .options(contains_eager(Expression.call))
        .where(
            Expression.municipality_id == municipality_id,
            Expression.state == ExpressionState.DRAFTING,
            Call.closes_at < closed_before,
            ~ever.exists(),
        )
    )
    return db.session.scalars(query.order_by(Expression.id)).all()


def _holder(query: sa.Select[Any], municipality: str, key: str) -> Holder:
    found: Holder | None = db.session.scalar(query, {"key": key, "slug": municipality})
    if found is None:
        raise NotFoundError(NO_FILE)
    return found


def _belongs(attachment: Attachment, expression: Expression) -> bool:
    if attachment.kind == KIND:
        return attachment.key == expression.id
    if attachment.kind != COMPLETION:
        return False
    asked = db.session.get(Completion, attachment.key)
    return asked is not None and asked.submission.expression_id == expression.id
