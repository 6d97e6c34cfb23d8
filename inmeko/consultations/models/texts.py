"""Tables of texts put to the public: articles, comments, who supports them, themes and answers."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from inmeko.accounts.models import Municipality
from inmeko.consultations.rules.texts import (
    CommentState,
    TextKind,
    TextReportState,
    TextState,
    ThemeAnswer,
    Voice,
)
from inmeko.extensions import Base
from inmeko.kernel import clock
from inmeko.records.models import ProtocolEntry


class ConsultedText(Base):
    """A text that people comment article by article."""

    __tablename__ = "consulted_texts"
    __table_args__ = (Index("ix_consulted_texts_of_town", "municipality_id", "state", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    kind: Mapped[TextKind] = mapped_column(default=TextKind.REGULATION)
    state: Mapped[TextState] = mapped_column(default=TextState.DRAFT)
    title: Mapped[str] = mapped_column(String(300))
    introduction: Mapped[str] = mapped_column(Text, default="")
    # A call, an asset or an event that the text is about, by its address.
    link: Mapped[str] = mapped_column(String(500), default="")
    published_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    # The articles after the consultation, as headings and bodies; nothing until they are written.
    revision: Mapped[dict[str, Any] | None]
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    # When it was answered or cancelled: personal data are forgotten some time after it.
    ended_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]

    municipality: Mapped[Municipality] = relationship()
    articles: Mapped[list["TextArticle"]] = relationship(
        back_populates="consulted", order_by="TextArticle.position"
    )


class TextSector(Base):
    """A sector of the plan that a text is about."""

    __tablename__ = "text_sectors"

    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consulted_texts.id"), primary_key=True)
    sector: Mapped[str] = mapped_column(String(40), primary_key=True)


class TextArticle(Base):
    """An article as it was put to the public; it never changes after that."""

    __tablename__ = "text_articles"
    __table_args__ = (UniqueConstraint("text_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consulted_texts.id"))
    position: Mapped[int]
    heading: Mapped[str] = mapped_column(String(300))
    body: Mapped[str] = mapped_column(Text)

    consulted: Mapped[ConsultedText] = relationship(back_populates="articles")


class TextFeature(Base):
    """A shape on the map of a text: out of a file, or an asset as it was when it was chosen."""

    __tablename__ = "text_features"
    __table_args__ = (UniqueConstraint("text_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consulted_texts.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    # WGS84, as GeoJSON: it is drawn, and never searched.
    geometry: Mapped[dict[str, Any]]
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("assets.id"), index=True)


class TextTheme(Base):
    """What several comments have in common, and what became of it."""

    __tablename__ = "text_themes"

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consulted_texts.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    verdict: Mapped[ThemeAnswer | None]
    reasons: Mapped[str] = mapped_column(Text, default="")
    # The article that changed because of it.
    article_id: Mapped[int | None] = mapped_column(ForeignKey("text_articles.id"))
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    consulted: Mapped[ConsultedText] = relationship()
    article: Mapped[TextArticle | None] = relationship()


class TextComment(Base):
    """What somebody says of an article or a place; name and address are forgotten later."""

    __tablename__ = "text_comments"
    __table_args__ = (
        Index("ix_text_comments_shown", "text_id", "state", "id"),
        Index("ix_text_comments_of_address", "text_id", "email"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consulted_texts.id"))
    article_id: Mapped[int | None] = mapped_column(ForeignKey("text_articles.id"), index=True)
    # A comment on a place instead of an article: a shape of the map, a point (WGS84), words.
    feature_id: Mapped[int | None] = mapped_column(ForeignKey("text_features.id"))
    x: Mapped[float | None]
    y: Mapped[float | None]
    place: Mapped[str] = mapped_column(String(200), default="", server_default="")
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("text_themes.id"), index=True)
    state: Mapped[CommentState] = mapped_column(default=CommentState.UNCONFIRMED)
    voice: Mapped[Voice] = mapped_column(default=Voice.PERSON)
    organisation: Mapped[str] = mapped_column(String(200), default="")
    area: Mapped[str] = mapped_column(String(100), default="")
    text: Mapped[str] = mapped_column(Text)
    # The first comment of the same person on this text: it counts people, and outlives addresses.
    person: Mapped[int | None]
    name: Mapped[str] = mapped_column(String(200), default="")
    # Whether the name may stand beside the comment.
    named: Mapped[bool] = mapped_column(default=False)
    email: Mapped[str] = mapped_column(String(255), default="")
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    language: Mapped[str] = mapped_column(String(5), default="el")
    # What opens the page on which it is confirmed, changed, withdrawn.
    key: Mapped[str] = mapped_column(String(64), unique=True)
    written_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    confirmed_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    reply: Mapped[str] = mapped_column(Text, default="")
    replied_at: Mapped[datetime | None]
    hidden_reason: Mapped[str] = mapped_column(Text, default="")
    objection: Mapped[str] = mapped_column(Text, default="")
    objection_answer: Mapped[str] = mapped_column(Text, default="")

    consulted: Mapped[ConsultedText] = relationship()
    article: Mapped[TextArticle | None] = relationship()
    feature: Mapped[TextFeature | None] = relationship()
    theme: Mapped[TextTheme | None] = relationship()


class CommentSupport(Base):
    """Somebody agrees with a comment, once; an address counts when it is confirmed."""

    __tablename__ = "comment_supports"
    __table_args__ = (UniqueConstraint("comment_id", "voter"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    comment_id: Mapped[int] = mapped_column(ForeignKey("text_comments.id"))
    # An address in small letters; something random once it is forgotten.
    voter: Mapped[str] = mapped_column(String(255))
    key: Mapped[str] = mapped_column(String(64), unique=True)
    language: Mapped[str] = mapped_column(String(5), default="el")
    asked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    confirmed_at: Mapped[datetime | None]

    comment: Mapped[TextComment] = relationship()


class TextReport(Base):
    """The report of a consultation as it was issued once; its papers never change."""

    __tablename__ = "text_reports"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipalities.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("consulted_texts.id"))
    number: Mapped[int]
    state: Mapped[TextReportState] = mapped_column(default=TextReportState.WRITING)
    # Why it was issued once more.
    reason: Mapped[str] = mapped_column(Text, default="")
    # What it says, as plain values; large, and read only to write or to prove its papers.
    content: Mapped[dict[str, Any] | None] = mapped_column(deferred=True)
    sha256: Mapped[str] = mapped_column(String(64), default="")
    asked_at: Mapped[datetime] = mapped_column(default=lambda: clock.now())
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    issued_at: Mapped[datetime | None]
    protocol_entry_id: Mapped[int | None] = mapped_column(ForeignKey("protocol_entries.id"))

    consulted: Mapped[ConsultedText] = relationship()
    protocol_entry: Mapped[ProtocolEntry | None] = relationship()
