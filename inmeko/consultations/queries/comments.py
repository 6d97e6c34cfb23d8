"""Comments on texts: those that stand on the page, one's own, and those of an address."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import CommentSupport, ConsultedText, TextComment
from inmeko.consultations.rules.texts import SHOWN, CommentState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Job

PAGE = 100


def page(text: ConsultedText, after: int | None = None) -> tuple[Sequence[TextComment], bool]:
    """A page of the comments that have a place on it, and whether there are more."""
    query = sa.select(TextComment).where(
        TextComment.text_id == text.id, TextComment.state.in_(SHOWN)
    )
    if after is not None:
        query = query.where(TextComment.id > after)
    rows = db.session.scalars(query.order_by(TextComment.id).limit(PAGE + 1)).all()
    return rows[:PAGE], len(rows) > PAGE


def number(text: ConsultedText) -> int:
    """How many comments have a place on the page."""
    query = sa.select(sa.func.count()).where(
        TextComment.text_id == text.id, TextComment.state.in_(SHOWN)
    )
    return db.session.scalar(query) or 0


def loose(text: ConsultedText) -> int:
    """How many public comments belong to no theme yet."""
    query = sa.select(sa.func.count()).where(
        TextComment.text_id == text.id,
        TextComment.state == CommentState.PUBLIC,
        TextComment.theme_id.is_(None),
    )
    return db.session.scalar(query) or 0


def supports(text: ConsultedText, of: Collection[int]) -> dict[int, int]:
    """How many people support each of these comments on a text, by the comment's number."""
    query = (
        sa.select(CommentSupport.comment_id, sa.func.count())
        .where(
            CommentSupport.municipality_id == text.municipality_id,
            CommentSupport.comment_id.in_(list(of)),
            CommentSupport.confirmed_at.is_not(None),
        )
        .group_by(CommentSupport.comment_id)
    )
    return {row[0]: row[1] for row in db.session.execute(query)}


def comment(*, municipality: str, text_id: int, comment_id: int, **_more: Any) -> TextComment:
    """A comment on a text that has a place on its page; raises NotFoundError."""
    return _found(
        _loaded().where(
            Municipality.slug == municipality,
            TextComment.text_id == text_id,
            TextComment.id == comment_id,
            TextComment.state.in_(SHOWN),
        )
    )


def by_key(*, municipality: str, comment_key: str) -> TextComment:
    """The comment that a secret address names; raises NotFoundError."""
    return _found(
        _loaded().where(Municipality.slug == municipality, TextComment.key == comment_key)
    )


def support_by_key(*, municipality: str, support_key: str) -> CommentSupport:
    """The support that a secret address names; raises NotFoundError."""
    query = (
        sa.select(CommentSupport)
        .join(CommentSupport.comment)
        .join(TextComment.consulted)
        .join(ConsultedText.municipality)
        .options(
            contains_eager(CommentSupport.comment)
            .contains_eager(TextComment.consulted)
            .contains_eager(ConsultedText.municipality)
        )
        .where(Municipality.slug == municipality, CommentSupport.key == support_key)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such comment."))
    return found


def support_of(comment: TextComment, voter: str) -> CommentSupport | None:
    """The support of a comment by an address, confirmed or not."""
    query = sa.select(CommentSupport).where(
        CommentSupport.comment_id == comment.id, CommentSupport.voter == voter
    )
    return db.session.scalar(query)


def supported(comment: TextComment) -> bool:
    """Whether anybody supports a comment as it is worded."""
    query = sa.select(CommentSupport.id).where(
        CommentSupport.comment_id == comment.id, CommentSupport.confirmed_at.is_not(None)
    )
    return db.session.scalar(query.limit(1)) is not None


def of_address(text: ConsultedText, email: str) -> tuple[int, int]:
    """How many comments an address wrote on a text, and how many of them are not confirmed."""
    waits = TextComment.state == CommentState.UNCONFIRMED
    query = sa.select(sa.func.count(), sa.func.sum(sa.case((waits, 1), else_=0))).where(
        TextComment.text_id == text.id, TextComment.email == email
    )
    total, waiting = db.session.execute(query).one()
    return total, waiting or 0


def first_of_address(text: ConsultedText, email: str) -> int | None:
    """The first comment that an address wrote on a text."""
    query = sa.select(sa.func.min(TextComment.id)).where(
        TextComment.text_id == text.id, TextComment.email == email
    )
    return db.session.scalar(query)


def waiting_supports(text: ConsultedText, voter: str) -> int:
    """How many supports an address was asked to confirm, and did not."""
    query = (
        sa.select(sa.func.count())
        .select_from(CommentSupport)
        .join(CommentSupport.comment)
        .where(
            TextComment.text_id == text.id,
            CommentSupport.voter == voter,
            CommentSupport.confirmed_at.is_(None),
        )
    )
    return db.session.scalar(query) or 0


def of_text(text: ConsultedText) -> Sequence[TextComment]:
    """Every comment on a text, confirmed or not."""
    query = sa.select(TextComment).where(TextComment.text_id == text.id)
    return db.session.scalars(query.order_by(TextComment.id)).all()


def supports_of(text: ConsultedText) -> Sequence[CommentSupport]:
    """Everybody who supports a comment on a text, confirmed or not."""
    query = sa.select(CommentSupport).join(CommentSupport.comment)
    query = query.where(TextComment.text_id == text.id)
    return db.session.scalars(query.order_by(CommentSupport.id)).all()


def to_forget(*, municipality_id: int, before: datetime) -> Sequence[ConsultedText]:
    """The texts that ended before a moment and whose people are not forgotten yet."""
    query = sa.select(ConsultedText).where(
        ConsultedText.municipality_id == municipality_id,
        ConsultedText.ended_at < before,
        ConsultedText.forgotten_at.is_(None),
    )
    return db.session.scalars(query.order_by(ConsultedText.id)).all()


def letters(*, municipality_id: int, beginning: str) -> set[str]:
    """The keys of the mails that begin alike."""
    query = sa.select(Job.key).where(
        Job.municipality_id == municipality_id, Job.key.startswith(beginning, autoescape=True)
    )
    return {key for key in db.session.scalars(query) if key}


def _loaded() -> sa.Select[TextComment]:
    return (
        sa.select(TextComment)
        .join(TextComment.consulted)
        .join(ConsultedText.municipality)
        .options(
            contains_eager(TextComment.consulted).contains_eager(ConsultedText.municipality),
            joinedload(TextComment.article),
            joinedload(TextComment.feature),
            joinedload(TextComment.theme),
        )
    )


def _found(query: sa.Select[TextComment]) -> TextComment:
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such comment."))
    return found
