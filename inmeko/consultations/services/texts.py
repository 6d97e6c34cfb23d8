"""Make a text, put it to the public, cancel it, answer its themes, write what became of it."""

import logging
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from inmeko.consultations.models import (
    ConsultedText,
    TextArticle,
    TextComment,
    TextSector,
    TextTheme,
)
from inmeko.consultations.queries import comments
from inmeko.consultations.queries import texts as queries
from inmeko.consultations.rules import text_editing
from inmeko.consultations.rules import texts as rules
from inmeko.consultations.rules.texts import TEXT_NEXT, Article, TextKind, TextState, ThemeAnswer
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

KIND = queries.DOCUMENTS


def draft(actor: Actor, municipality_id: int, *, title: str, kind: TextKind) -> ConsultedText:
    """Begin a text; only the staff sees it. The suggested end stands in it already."""
    made = ConsultedText(
        municipality_id=municipality_id,
        title=title,
        kind=kind,
        made_by_id=actor.id,
        closes_at=clock.now() + rules.SUGGESTED,
    )
    db.session.add(made)
    db.session.flush()
    _note(actor, "text drafted", made)
    return made


def kept_draft(text: ConsultedText) -> dict[str, Any]:
    """What the form of a draft shows."""
    return {
        "title": text.title,
        "kind": text.kind.value,
        "introduction": text.introduction,
        "articles": rules.typed_articles(before(text)),
        "closes_at": text.closes_at,
        "link": text.link,
    }


def change(
    actor: Actor, text: ConsultedText, values: Mapping[str, Any], articles: str, *, seen: str
) -> None:
    """Change a draft that is still as its form showed it, else ConflictError on `seen`.

    What was put to the public does not change under its comments.
    """
    lock(text)
    if text.state is not TextState.DRAFT:
        raise ConflictError(N_("The text is public: it does not change under its comments."))
    rules.check_link(values["link"])
    found = rules.read_articles(articles)
    text_editing.check_seen(seen, kept_draft(text))
    for name in ("title", "kind", "introduction", "link", "closes_at"):
        setattr(text, name, values[name])
    db.session.execute(sa.delete(TextArticle).where(TextArticle.text_id == text.id))
    db.session.expire(text, ["articles"])
    for position, one in enumerate(found, start=1):
        row = TextArticle(text_id=text.id, municipality_id=text.municipality_id, position=position)
        row.heading, row.body = one.heading, one.body
        db.session.add(row)
    db.session.flush()
    db.session.expire(text, ["articles"])
    _note(actor, "text changed", text)


def put_sectors(actor: Actor, text: ConsultedText, sectors: Sequence[str]) -> None:
    """Say which sectors of the plan a text is about."""
    lock(text)
    db.session.execute(sa.delete(TextSector).where(TextSector.text_id == text.id))
    for sector in dict.fromkeys(sectors):
        row = TextSector(text_id=text.id, sector=sector, municipality_id=text.municipality_id)
        db.session.add(row)
    db.session.flush()
    _note(actor, "text changed", text, sectors=list(sectors))


def publish(actor: Actor, text: ConsultedText) -> None:
    """Put a text to the public."""
    lock(text)
    now = clock.now()
    state = advance(TEXT_NEXT, text.state, TextState.PUBLISHED)
    rules.check_period(text.closes_at, now)
    if not text.articles:
        raise RuleError(N_("Write the articles first: there is nothing to comment on yet."))
    text.state, text.published_at = state, now
    db.session.flush()
    _note(actor, "text published", text)


def cancel(actor: Actor, text: ConsultedText, *, reason: str) -> None:
    """Cancel a consultation whose period runs; the reason stands on its page."""
    follow_the_clock(actor, text)
    if not reason.strip():
        raise RuleError(N_("Give the reason: everybody reads it."), field="reason")
    text.state = advance(TEXT_NEXT, text.state, TextState.CANCELLED)
    text.cancel_reason, text.ended_at = reason.strip(), clock.now()
    db.session.flush()
    _note(actor, "consultation cancelled", text)


def make_theme(actor: Actor, text: ConsultedText, *, title: str) -> TextTheme:
    """Give a name to what several comments have in common."""
    _unanswered(actor, text)
    made = TextTheme(municipality_id=text.municipality_id, text_id=text.id, title=title.strip())
    db.session.add(made)
    db.session.flush()
    _note(actor, "theme made", text, theme=made.id)
    return made


def group(actor: Actor, comment: TextComment, theme: TextTheme | None) -> None:
    """Say to which theme a comment belongs."""
    _unanswered(actor, comment.consulted)
    if theme is not None and theme.text_id != comment.text_id:
        raise RuleError(N_("There is no such theme."))
    comment.theme_id = theme.id if theme else None
    db.session.flush()
    number = theme.id if theme else None
    _note(actor, "comment grouped", comment.consulted, comment=comment.id, theme=number)


def kept_answer(theme: TextTheme) -> dict[str, Any]:
    """What the form of an answer shows."""
    return {
        "verdict": theme.verdict.value if theme.verdict else None,
        "reasons": theme.reasons,
        "article": theme.article_id or 0,
    }


def answer(
    actor: Actor,
    theme: TextTheme,
    *,
    verdict: ThemeAnswer,
    reasons: str,
    article: TextArticle | None,
    seen: str,
) -> None:
    """Answer a theme as its form showed it; the trail keeps every earlier answer."""
    text = theme.consulted
    _unanswered(actor, text)
    if not reasons.strip():
        raise RuleError(
            N_("Give the reasons: everybody who commented reads them."), field="reasons"
        )
    db.session.refresh(theme)
    text_editing.check_seen(seen, kept_answer(theme))
    before = {"verdict": theme.verdict, "reasons": theme.reasons}
    theme.verdict, theme.reasons = verdict, reasons.strip()
    theme.article_id = article.id if article else None
    theme.answered_at, theme.answered_by_id = clock.now(), actor.id
    db.session.flush()
    town, after = text.municipality_id, {"verdict": verdict, "reasons": theme.reasons}
    note(
        actor,
        "theme answered",
        "text_theme",
        theme.id,
        municipality_id=town,
        before=before,
        after=after,
    )
    _note(actor, "theme answered", text, theme=theme.id)


def kept_revision(text: ConsultedText) -> dict[str, Any]:
    """What the form of the second version shows: the first, while there is no other."""
    return {"articles": rules.typed_articles(after(text) or before(text))}


def revise(actor: Actor, text: ConsultedText, articles: str, *, seen: str) -> None:
    """Write the second version of the text, after its comments, as its form showed it."""
    _unanswered(actor, text)
    if text.state is not TextState.CLOSED:
        raise RuleError(N_("The second version is written when the period for comments is over."))
    found = rules.read_articles(articles)
    text_editing.check_seen(seen, kept_revision(text))
    text.revision = {"articles": [vars(one) for one in found]}
    db.session.flush()
    _note(actor, "text revised", text, articles=len(found))


def conclude(actor: Actor, text: ConsultedText) -> None:
    """Say that everything is answered; nothing of the answers changes after that."""
    follow_the_clock(actor, text)
    state = advance(TEXT_NEXT, text.state, TextState.ANSWERED)
    if any(one.verdict is None for one in queries.themes(text)):
        raise RuleError(N_("Every theme needs its answer first."))
    ungrouped = comments.loose(text)
    if ungrouped:
        message = N_("Comments without a theme: %(number)s. Put each into one first.")
        raise RuleError(message, values={"number": ungrouped})
    text.state, text.ended_at = state, clock.now()
    db.session.flush()
    _note(actor, "consultation answered", text)


def before(text: ConsultedText) -> list[Article]:
    """The articles as they were put to the public."""
    return [Article(one.heading, one.body) for one in text.articles]


def after(text: ConsultedText) -> Sequence[Article]:
    """The articles of the second version; none while there is none."""
    return [Article(**one) for one in (text.revision or {}).get("articles", ())]


def follow_the_clock(actor: Actor, text: ConsultedText) -> None:
    """Close a text whose period is over; any deed begins so."""
    lock(text)
    state = rules.standing(text.state, text.closes_at, clock.now())
    if state is not text.state:
        text.state = state
        db.session.flush()
        _note(actor, "comments closed", text)


def lock(text: ConsultedText) -> None:
    """Keep a text from everybody else until the transaction ends, as it is now."""
    db.session.flush()
    query = sa.select(ConsultedText).where(ConsultedText.id == text.id)
    query = query.with_for_update(of=ConsultedText)
    db.session.execute(query.execution_options(populate_existing=True)).one()


def _unanswered(actor: Actor, text: ConsultedText) -> None:
    """The text, locked; refused where the answers stand for good."""
    follow_the_clock(actor, text)
    if text.state not in (TextState.PUBLISHED, TextState.CLOSED):
        raise ConflictError(N_("The answers stand for good: nothing of them changes any more."))


def _note(actor: Actor, deed: str, text: ConsultedText, **more: Any) -> None:
    after = {"title": text.title, "state": text.state, "closes_at": text.closes_at, **more}
    note(actor, deed, KIND, text.id, municipality_id=text.municipality_id, after=after)
    logger.info("%s: text %s by %s", deed, text.id, actor.id)
