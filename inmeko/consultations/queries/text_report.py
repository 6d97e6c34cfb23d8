"""What a report and the interface for machines may know of comments: public columns alone."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from inmeko.consultations.models import (
    CommentSupport,
    ConsultedText,
    TextArticle,
    TextComment,
    TextFeature,
    TextReport,
)
from inmeko.consultations.models import TextTheme as Theme
from inmeko.consultations.rules.text_counts import Part
from inmeko.consultations.rules.text_report import Heard
from inmeko.consultations.rules.texts import SHOWN, CommentState, TextReportState
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
    hidden = TextComment.state == CommentState.HIDDEN
    query = (
        sa.select(
            TextComment.id,
            sa.func.coalesce(TextArticle.heading, ""),
            TextComment.state,
            TextComment.voice,
            TextComment.organisation,
            TextComment.area,
            sa.case((shown, TextComment.text), else_=""),
            TextComment.written_at,
            sa.func.coalesce(counted.c.number, 0),
            TextComment.reply,
            sa.case((hidden, TextComment.hidden_reason), else_=""),
            Theme.title,
            sa.func.coalesce(TextFeature.title, ""),
            sa.case((shown, TextComment.place), else_=""),
            sa.case((shown, TextComment.x)),
            sa.case((shown, TextComment.y)),
        )
        .outerjoin(TextFeature, TextFeature.id == TextComment.feature_id)
        .outerjoin(TextArticle, TextArticle.id == TextComment.article_id)
        .outerjoin(Theme, Theme.id == TextComment.theme_id)
        .outerjoin(counted, counted.c.comment_id == TextComment.id)
        .where(TextComment.text_id == text.id, TextComment.state.in_(SHOWN))
        .order_by(TextComment.id)
    )
    return [Heard(*row) for row in db.session.execute(query)]


def parts(text: ConsultedText) -> Sequence[Part]:
    """Who took part, by a number that says nothing of them; without those who withdrew."""
    query = sa.select(TextComment.person, TextComment.voice, TextComment.area).where(
        TextComment.text_id == text.id,
        TextComment.state.in_((CommentState.PUBLIC, CommentState.HIDDEN)),
        TextComment.person.is_not(None),
    )
    return [
        Part(row[0] or 0, row[1], row[2])
        for row in db.session.execute(query.order_by(TextComment.id))
    ]


def reports(text: ConsultedText) -> Sequence[TextReport]:
    """The reports of a text that were asked for, the latest first."""
    query = sa.select(TextReport).where(TextReport.text_id == text.id)
    query = query.options(joinedload(TextReport.protocol_entry))
    return db.session.scalars(query.order_by(TextReport.number.desc())).all()


def issued(text: ConsultedText) -> TextReport | None:
    """The report of a text that is in force: the latest that was issued."""
    return next((one for one in reports(text) if one.state is TextReportState.ISSUED), None)


def report_of(*, municipality_id: int, report_id: int) -> TextReport | None:
    """A report of a town by its number."""
    query = sa.select(TextReport).where(
        TextReport.municipality_id == municipality_id, TextReport.id == report_id
    )
    return db.session.scalar(query.options(joinedload(TextReport.consulted)))
