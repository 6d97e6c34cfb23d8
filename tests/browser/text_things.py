"""One of each thing of the demo's consultations, by the name that it has in addresses."""

from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import (
    CommentSupport,
    CommitteeDraw,
    CommitteeSeat,
    ConsultedText,
    TextComment,
    TextTheme,
)
from inmeko.consultations.queries.texts import DOCUMENTS
from inmeko.consultations.rules.texts import CommentState, TextState
from inmeko.extensions import db
from inmeko.records.models import Attachment


def text_things() -> dict[str, Any]:
    """A text with a comment of each standing, one that is answered, and a draft."""
    first = db.session.scalar
    text = first(_texts(TextState.PUBLISHED))
    if text is None:
        return {}
    of_it = sa.select(TextComment).where(TextComment.text_id == text).order_by(TextComment.id)
    one = first(of_it.where(TextComment.state == CommentState.PUBLIC).limit(1))
    hidden = first(of_it.where(TextComment.state == CommentState.HIDDEN).limit(1))
    files = sa.select(Attachment).where(Attachment.kind == DOCUMENTS).order_by(Attachment.id)
    paper = first(files.limit(1))
    waits = sa.select(CommentSupport.key).where(CommentSupport.confirmed_at.is_(None))
    if one is None or hidden is None:
        return {}
    return {
        "text_id": text,
        **_committee(),
        "draft_text_id": first(_texts(TextState.DRAFT)),
        "answered_text_id": first(_texts(TextState.ANSWERED)),
        "article_id": one.article_id,
        "comment_id": one.id,
        "comment_key": one.key,
        "hidden_comment_id": hidden.id,
        "hidden_comment_key": hidden.key,
        "documented_text_id": paper.key if paper else None,
        "text_file_id": paper.id if paper else None,
        "support_key": first(waits.order_by(CommentSupport.id).limit(1)),
        "theme_id": first(
            sa.select(TextTheme.id).where(TextTheme.text_id == text).order_by(TextTheme.id).limit(1)
        ),
    }


def _committee() -> dict[str, Any]:
    """A committee whose citizens were drawn, and one of its members."""
    seat = db.session.scalar(
        sa.select(CommitteeSeat)
        .where(CommitteeSeat.draw_id.is_not(None))
        .order_by(CommitteeSeat.id)
    )
    waits = sa.select(CommitteeDraw.id).where(CommitteeDraw.frozen_at.is_(None))
    if seat is None:
        return {}
    return {
        "committee_id": seat.committee_id,
        "seat_id": seat.id,
        "draw_id": seat.draw_id,
        "prepared_draw_id": db.session.scalar(waits.order_by(CommitteeDraw.id).limit(1)),
    }


def _texts(state: TextState) -> sa.Select[Any]:
    query = sa.select(ConsultedText.id).where(ConsultedText.state == state)
    return query.order_by(ConsultedText.id).limit(1)
