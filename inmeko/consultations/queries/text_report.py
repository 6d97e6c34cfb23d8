"""What a report and the interface for machines may know of comments: public columns alone."""

from collections.abc import Sequence

import sqlalchemy as sa

from inmeko.consultations.models import CommentSupport, ConsultedText, TextArticle, TextComment
from inmeko.consultations.models import TextTheme as Theme
from inmeko.consultations.rules.text_report import Heard
from inmeko.consultations.rules.texts import SHOWN, CommentState
from inmeko.extensions import db


def heard(text: ConsultedText) -> Sequence[Heard]:
    """The comments with a place on the page; what is hidden or withdrawn has no words here."""
    counted = (
        sa.select(CommentSupport.comment_id, sa.func.count().label("number"))
        .where(
            CommentSupport.municipality_id == text.municipality_id,
            CommentSupport.confirmed_at.is_not(None),
        )
        .group_by(CommentSupport.comment_id)
        .subquery()
    )
    shown = TextComment.state == CommentState.PUBLIC
    query = (
        sa.select(
            TextComment.id,
            TextArticle.heading,
            TextComment.state,
            TextComment.voice,
            TextComment.organisation,
            TextComment.area,
            sa.case((shown, TextComment.text), else_=""),
            TextComment.written_at,
            sa.func.coalesce(counted.c.number, 0),
            TextComment.reply,
            sa.case(
                (TextComment.state == CommentState.HIDDEN, TextComment.hidden_reason), else_=""
            ),
            Theme.title,
        )
        .join(TextArticle, TextArticle.id == TextComment.article_id)
        .outerjoin(Theme, Theme.id == TextComment.theme_id)
        .outerjoin(counted, counted.c.comment_id == TextComment.id)
        .where(TextComment.text_id == text.id, TextComment.state.in_(SHOWN))
        .order_by(TextComment.id)
    )
    return [Heard(*row) for row in db.session.execute(query)]
