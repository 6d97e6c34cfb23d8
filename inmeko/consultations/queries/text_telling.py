"""To whom the answers of a text are written, and how far the writing is."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.consultations.models import ConsultedText, TextComment, TextTheme
from inmeko.consultations.rules.texts import SHOWN
from inmeko.extensions import db
from inmeko.records.models import Job
from inmeko.records.rules.outbox import JobState

_FIRST = sa.func.min(TextComment.id)


def commenters(text: ConsultedText, *, after: int, limit: int) -> Sequence[tuple[int, str]]:
    """The first comment and the address of each person who commented, from a comment on."""
    query = (
        sa.select(_FIRST, TextComment.email)
        .where(*_written(text))
        .group_by(TextComment.email)
        .having(after < _FIRST)
        .order_by(_FIRST)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in db.session.execute(query)]


def number(text: ConsultedText) -> int:
    """How many people commented whose address is known."""
    query = sa.select(sa.func.count(sa.distinct(TextComment.email))).where(*_written(text))
    return db.session.scalar(query) or 0


def comments(text: ConsultedText, emails: Collection[str]) -> Mapping[str, list[TextComment]]:
    """The comments of some people on a text, by the address, in the order of coming."""
    query = (
        sa.select(TextComment)
        .where(*_written(text), TextComment.email.in_(emails))
        .options(
            joinedload(TextComment.article),
            joinedload(TextComment.feature),
            joinedload(TextComment.theme).joinedload(TextTheme.article),
        )
        .order_by(TextComment.id)
    )
    found: dict[str, list[TextComment]] = {}
    for one in db.session.scalars(query):
        found.setdefault(one.email, []).append(one)
    return found


def others(comment: TextComment) -> bool:
    """Whether somebody has a further comment on the same text."""
    query = sa.select(TextComment.id).where(
        TextComment.text_id == comment.text_id,
        TextComment.email == comment.email,
        TextComment.id != comment.id,
    )
    return db.session.scalar(query.limit(1)) is not None


def letters(*, municipality_id: int, beginning: str) -> dict[JobState, int]:
    """How many letters whose keys begin alike stand in each state."""
    query = (
        sa.select(Job.state, sa.func.count())
        .where(*_of_town(municipality_id, beginning))
        .group_by(Job.state)
    )
    found = {row[0]: row[1] for row in db.session.execute(query)}
    return {state: found.get(state, 0) for state in JobState}


def last_job(*, municipality_id: int, beginning: str) -> Job | None:
    """The latest job whose key begins so."""
    query = sa.select(Job).where(*_of_town(municipality_id, beginning))
    return db.session.scalar(query.order_by(Job.id.desc()).limit(1))


def _written(text: ConsultedText) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        TextComment.text_id == text.id,
        TextComment.state.in_(SHOWN),
        TextComment.email != "",
    )


def _of_town(municipality_id: int, beginning: str) -> tuple[sa.ColumnElement[bool], ...]:
    begins = Job.key.startswith(beginning, autoescape=True)
    return Job.municipality_id == municipality_id, begins
