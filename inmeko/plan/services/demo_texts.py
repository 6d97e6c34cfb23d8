"""Make the consultations of the invented town: comments of each standing, themes with answers."""

import io
from datetime import timedelta

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText, TextTheme
from inmeko.consultations.rules.text_editing import marks
from inmeko.consultations.rules.text_map import Shape
from inmeko.consultations.services import (
    comments,
    commitments,
    text_documents,
    text_map,
    texts,
)
from inmeko.consultations.services.comments import Said, Spot
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.plan.rules.demo_consultations import NAMES
from inmeko.plan.rules.demo_texts import (
    CORNERS,
    PAPER,
    PAPER_NAME,
    PLACE,
    PLACE_SAID,
    SQUARE,
    TEXTS,
    Comment,
    Consulted,
)

NOBODY = Actor()


def load(planner: Actor, town: Municipality) -> None:
    """The texts of the demo, in the order of its rules."""
    for given in TEXTS:
        text = texts.draft(planner, town.id, title=given.title, kind=given.kind)
        values = {
            "title": given.title,
            "kind": given.kind,
            "introduction": given.introduction,
            "link": f"/{town.slug}/events/",
            "closes_at": text.closes_at,
        }
        seen = marks(texts.kept_draft(text))
        texts.change(planner, text, values, given.articles, seen=seen)
        text_documents.add(planner, text, io.BytesIO(PAPER.encode()), PAPER_NAME)
        texts.put_sectors(planner, text, given.sectors)
        ring = [list(corner) for corner in (*CORNERS, CORNERS[0])]
        square = Shape(SQUARE, {"type": "Polygon", "coordinates": [ring]})
        text_map.put(planner, text, [square], [])
        if not given.draft:
            _live(planner, text, given)


def _live(planner: Actor, text: ConsultedText, given: Consulted) -> None:
    texts.publish(planner, text)
    themes = [texts.make_theme(planner, text, title=one.title) for one in given.themes]
    for number, one in enumerate(given.comments):
        _comment(planner, text, one, themes, number)
    where = Spot(text, point=PLACE)
    said = Said(text=PLACE_SAID, name=NAMES[0], email=f"place{text.id}@example.org")
    placed = comments.write(NOBODY, where, said, confirmed=True)
    if themes:
        texts.group(planner, placed, themes[0])
    if given.closed:
        # Its period began in its own time, and is over.
        text.published_at = clock.now() - timedelta(days=20)
        text.closes_at = clock.now() - timedelta(days=6)
        db.session.flush()
    for made, theme in zip(themes, given.themes, strict=True):
        texts.answer(
            planner,
            made,
            verdict=theme.verdict,
            reasons=theme.reasons,
            article=text.articles[theme.article],
            seen=marks(texts.kept_answer(made)),
        )
        if theme.promise:
            due = athens_date(clock.now()) + timedelta(days=theme.days)
            commitments.promise(
                planner, made, text=theme.promise, owner=theme.owner, email="", due_on=due
            )
    if given.revision:
        seen = marks(texts.kept_revision(text))
        texts.revise(planner, text, given.revision, seen=seen)
        texts.conclude(planner, text)


def _comment(
    planner: Actor, text: ConsultedText, given: Comment, themes: list[TextTheme], number: int
) -> None:
    said = Said(
        text=given.text,
        name=NAMES[number % len(NAMES)],
        email=f"comment{text.id}-{number}@example.org",
        voice=given.voice,
        organisation=given.organisation,
        area=given.area,
        named=given.named,
    )
    made = comments.write(NOBODY, text.articles[given.article], said, confirmed=True)
    for voter in range(given.supports):
        comments.support(made, f"voter{voter}@example.org", "el", confirmed=voter > 0)
    if given.theme is not None:
        texts.group(planner, made, themes[given.theme])
    if given.reply:
        comments.reply(planner, made, given.reply)
    if given.hidden:
        comments.hide(planner, made, given.hidden)
        comments.object_to(made, given.objection)
    if given.withdrawn:
        comments.withdraw(made)
