"""Texts put to the public, with their articles and themes."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText, TextArticle, TextSector, TextTheme
from inmeko.consultations.rules.texts import TextState
from inmeko.extensions import db
from inmeko.kernel.errors import NotFoundError
from inmeko.kernel.text import N_
from inmeko.records.models import Attachment
from inmeko.records.queries import attachments

MOST = 200
# Under which kind the documents of a text are kept.
DOCUMENTS = "consulted_text"


def text(*, municipality: str, text_id: int, **_more: Any) -> ConsultedText:
    """A text of a town by its number, with its articles; raises NotFoundError."""
    query = (
        sa.select(ConsultedText)
        .join(ConsultedText.municipality)
        .options(contains_eager(ConsultedText.municipality), selectinload(ConsultedText.articles))
        .where(Municipality.slug == municipality, ConsultedText.id == text_id)
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such consultation."))
    return found


def text_and_document(
    *, municipality: str, text_id: int, text_file_id: int
) -> tuple[ConsultedText, Attachment]:
    """A text of a town with a document of it; raises NotFoundError."""
    found = text(municipality=municipality, text_id=text_id)
    files = attachments(DOCUMENTS, found.id)
    held = next((one for one in files if one.id == text_file_id), None)
    if held is None:
        raise NotFoundError(N_("There is no such file."))
    return found, held


def any_text(text_id: int) -> ConsultedText:
    """A text of any town, for whoever keeps the installation; raises NotFoundError."""
    query = sa.select(ConsultedText).where(ConsultedText.id == text_id)
    found = db.session.scalar(query.options(joinedload(ConsultedText.municipality)))
    if found is None:
        raise NotFoundError(N_("There is no such consultation."))
    return found


def of_town(*, municipality_id: int, drafts: bool) -> Sequence[ConsultedText]:
    """The texts of a town, the latest first; drafts only for whoever makes them."""
    query = sa.select(ConsultedText).where(ConsultedText.municipality_id == municipality_id)
    if not drafts:
        query = query.where(ConsultedText.state != TextState.DRAFT)
    return db.session.scalars(query.order_by(ConsultedText.id.desc()).limit(MOST)).all()


def sectors(text: ConsultedText) -> list[str]:
    """The sectors of the plan that a text is about."""
    query = sa.select(TextSector.sector).where(TextSector.text_id == text.id)
    return list(db.session.scalars(query.order_by(TextSector.sector)))


def article(*, municipality: str, text_id: int, article_id: int) -> TextArticle:
    """An article of a text; raises NotFoundError."""
    query = (
        sa.select(TextArticle)
        .join(TextArticle.consulted)
        .join(ConsultedText.municipality)
        .options(contains_eager(TextArticle.consulted).contains_eager(ConsultedText.municipality))
        .where(
            Municipality.slug == municipality,
            TextArticle.text_id == text_id,
            TextArticle.id == article_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such article."))
    return found


def themes(text: ConsultedText) -> Sequence[TextTheme]:
    """The themes of the comments on a text, in the order in which they were made."""
    query = sa.select(TextTheme).where(TextTheme.text_id == text.id)
    return db.session.scalars(
        query.options(joinedload(TextTheme.article)).order_by(TextTheme.id)
    ).all()


def theme(*, municipality: str, text_id: int, theme_id: int) -> TextTheme:
    """A theme of a text; raises NotFoundError."""
    query = (
        sa.select(TextTheme)
        .join(TextTheme.consulted)
        .join(ConsultedText.municipality)
        .options(contains_eager(TextTheme.consulted).contains_eager(ConsultedText.municipality))
        .where(
            Municipality.slug == municipality,
            TextTheme.text_id == text_id,
            TextTheme.id == theme_id,
        )
    )
    found = db.session.scalar(query)
    if found is None:
        raise NotFoundError(N_("There is no such theme."))
    return found
