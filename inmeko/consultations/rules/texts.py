"""A text put to the public: its life, its period, its articles as they are typed, its comments."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from inmeko.kernel.errors import RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_

# A policy of the platform, and no law: the period that is suggested.
SUGGESTED = timedelta(days=14)
SHORTEST = timedelta(days=1)
LONGEST = timedelta(days=365)
LONGEST_COMMENT = 5_000
MOST_ARTICLES = 200
# So many comments on one text come from one address; more is a flood.
MOST_OF_ONE = 30
MOST_UNCONFIRMED = 5
_LINK = re.compile(r"(https?://\S+|/(?![/\\])\S*)\Z")


class TextKind(StrEnum):
    """What kind of text is put to the public."""

    PLAN = "plan"
    STUDY = "study"
    TERMS = "terms"
    REGULATION = "regulation"


TEXT_KIND_LABELS = {
    TextKind.PLAN: N_("Plan put to consultation"),
    TextKind.STUDY: N_("Study put to consultation"),
    TextKind.TERMS: N_("Terms of a call put to consultation"),
    TextKind.REGULATION: N_("Regulation put to consultation"),
}


class TextState(StrEnum):
    """How far the consultation on a text has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"
    ANSWERED = "answered"
    CANCELLED = "cancelled"


TEXT_LABELS = {
    TextState.DRAFT: N_("Draft of a consultation"),
    TextState.PUBLISHED: N_("Open for comments"),
    TextState.CLOSED: N_("Comments closed, answers owed"),
    TextState.ANSWERED: N_("Comments answered"),
    TextState.CANCELLED: N_("Consultation cancelled"),
}
TEXT_NEXT = {
    TextState.DRAFT: {TextState.PUBLISHED},
    TextState.PUBLISHED: {TextState.CLOSED, TextState.CANCELLED},
    TextState.CLOSED: {TextState.ANSWERED},
}


class CommentState(StrEnum):
    """Where a comment stands."""

    UNCONFIRMED = "unconfirmed"
    PUBLIC = "public"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"


COMMENT_LABELS = {
    CommentState.UNCONFIRMED: N_("Address not confirmed yet"),
    CommentState.PUBLIC: N_("Comment is public"),
    CommentState.HIDDEN: N_("Comment is hidden"),
    CommentState.WITHDRAWN: N_("Comment was withdrawn"),
}
COMMENT_NEXT = {
    CommentState.UNCONFIRMED: {CommentState.PUBLIC, CommentState.WITHDRAWN},
    CommentState.PUBLIC: {CommentState.HIDDEN, CommentState.WITHDRAWN},
    CommentState.HIDDEN: {CommentState.PUBLIC, CommentState.WITHDRAWN},
}
# What stands at its place on the page, with its words or with a sentence instead of them.
SHOWN = (CommentState.PUBLIC, CommentState.HIDDEN, CommentState.WITHDRAWN)


class Voice(StrEnum):
    """For whom somebody comments."""

    PERSON = "person"
    ORGANISATION = "organisation"


VOICE_LABELS = {
    Voice.PERSON: N_("For myself"),
    Voice.ORGANISATION: N_("For an organisation"),
}


class ThemeAnswer(StrEnum):
    """What became of a theme of the comments."""

    ACCEPTED = "accepted"
    PARTLY = "partly"
    DECLINED = "declined"


VERDICT_LABELS = {
    ThemeAnswer.ACCEPTED: N_("Accepted"),
    ThemeAnswer.PARTLY: N_("Partly accepted"),
    ThemeAnswer.DECLINED: N_("Theme not accepted"),
}


class TextReportState(StrEnum):
    """Whether the papers of a report are written."""

    WRITING = "writing"
    ISSUED = "issued"
    FAILED = "failed"


TEXT_REPORT_LABELS = {
    TextReportState.WRITING: N_("Its papers are being written"),
    TextReportState.ISSUED: N_("Issued"),
    TextReportState.FAILED: N_("Its papers could not be written"),
}


@dataclass(frozen=True)
class Article:
    """An article of a text: its heading and what it says."""

    heading: str
    body: str


def standing(state: TextState, closes_at: datetime | None, now: datetime) -> TextState:
    """Where a text stands by the clock: it is closed when its last second is over."""
    if state is TextState.PUBLISHED and not _open(closes_at, now):
        return advance(TEXT_NEXT, state, TextState.CLOSED)
    return state


def check_open(state: TextState, closes_at: datetime | None, now: datetime) -> None:
    """Refuse a comment outside the period; the second named as the end still counts."""
    if state is TextState.CANCELLED:
        raise RuleError(N_("This consultation was cancelled: comments are not accepted."))
    if standing(state, closes_at, now) is not TextState.PUBLISHED:
        raise RuleError(N_("The period for comments is over: what was written stays as it is."))


def check_period(closes_at: datetime | None, now: datetime) -> None:
    """Refuse a period without end, one too short to read the text, and one that never ends."""
    if closes_at is None:
        raise RuleError(N_("Say until when comments are accepted."), field="closes_at")
    if closes_at - now < SHORTEST:
        raise RuleError(N_("Give people at least one day from now."), field="closes_at")
    if closes_at - now > LONGEST:
        raise RuleError(N_("The period for comments is at most a year."), field="closes_at")


def read_articles(text: str) -> list[Article]:
    """Typed articles: each begins with a line “# heading”; RuleError says what is missing."""
    found: list[tuple[str, list[str]]] = []
    for line in text.replace("\0", "").splitlines():
        if line.startswith("#"):
            found.append((" ".join(line.lstrip("#").split()), []))
        elif found:
            found[-1][1].append(line.rstrip())
        elif line.strip():
            raise _wrong(N_("Begin the first article with a line like “# Article 1: Aim”."))
    articles = [Article(heading[:300], "\n".join(lines).strip()) for heading, lines in found]
    for number, one in enumerate(articles, start=1):
        if not one.heading or not one.body:
            message = N_("Article no. %(number)s needs both a heading and a text.")
            raise RuleError(message, field="articles", values={"number": number})
    if len(articles) > MOST_ARTICLES:
        raise _wrong(N_("A text has at most 200 articles."))
    return articles


def typed_articles(articles: Sequence[Article]) -> str:
    """Articles as one types them."""
    return "\n\n".join(f"# {one.heading}\n{one.body}" for one in articles)


def check_link(text: str) -> str:
    """An address of this site or of another; nothing that a browser would run."""
    if text and not _LINK.match(text):
        raise RuleError(N_("Write an address that begins with https:// or with /."), field="link")
    return text


def check_words(text: str) -> str:
    """The words of a comment or an answer; RuleError for none, or for too many."""
    words = text.replace("\0", "").strip()
    if not words:
        raise RuleError(N_("Write your comment."), field="text")
    if len(words) > LONGEST_COMMENT:
        raise RuleError(N_("A comment has at most 5,000 characters."), field="text")
    return words


def check_flood(written: int, unconfirmed: int) -> None:
    """Refuse what comes too often from one address."""
    if written >= MOST_OF_ONE:
        raise RuleError(N_("Thirty comments came from this address: write the rest in one letter."))
    if unconfirmed >= MOST_UNCONFIRMED:
        raise RuleError(N_("Confirm your earlier comments first: the links are in your mail."))


def _open(closes_at: datetime | None, now: datetime) -> bool:
    return closes_at is not None and now.replace(microsecond=0) <= closes_at


def _wrong(message: str) -> RuleError:
    return RuleError(message, field="articles")
