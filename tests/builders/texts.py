"""Make texts put to the public, comments and themes."""

import io
import uuid
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from inmeko.accounts.models import Municipality
from inmeko.consultations.models import ConsultedText, TextComment, TextTheme
from inmeko.consultations.rules.text_editing import marks
from inmeko.consultations.rules.texts import TextKind, ThemeAnswer
from inmeko.consultations.services import comments, text_documents
from inmeko.consultations.services import texts as deeds
from inmeko.consultations.services.comments import Said
from inmeko.consultations.services.text_telling import TELL
from inmeko.consultations.views import text_telling
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records.models import Job
from inmeko.records.rules.outbox import JobState
from tests.builders.files import PAPER

SOMEBODY = Actor()
ARTICLES = "# Άρθρο 1: Σκοπός\nΝα ανοίξουν τα κτίρια.\n\n# Άρθρο 2: Ωράριο\nΑνοικτά έως τις 21:00."


def draft(town: Municipality, **changes: Any) -> ConsultedText:
    """A regulation of two articles, to be commented for fourteen days."""
    title = changes.pop("title", "Κανονισμός χρήσης κτιρίων")
    made = deeds.draft(SOMEBODY, town.id, title=title, kind=TextKind.REGULATION)
    given = {
        "title": title,
        "kind": TextKind.REGULATION,
        "introduction": "Διαβάστε και πείτε μας.",
        "link": "",
        "closes_at": made.closes_at,
    }
    articles = changes.pop("articles", ARTICLES)
    seen = marks(deeds.kept_draft(made))
    deeds.change(SOMEBODY, made, {**given, **changes}, articles, seen=seen)
    return made


def text(town: Municipality, **changes: Any) -> ConsultedText:
    """A text that is open for comments."""
    made = draft(town, **changes)
    deeds.publish(SOMEBODY, made)
    return made


def said(**changes: Any) -> Said:
    """What somebody says, with an address of their own."""
    given = {
        "text": "Να κλείνουν στις 22:00.",
        "name": "Ελένη Δοκιμή",
        "email": f"{uuid.uuid4().hex[:8]}@example.org",
    }
    return Said(**{**given, **changes})


def comment(of: ConsultedText, *, confirmed: bool = True, **changes: Any) -> TextComment:
    """A comment on the first article."""
    article = of.articles[changes.pop("article", 0)]
    return comments.write(SOMEBODY, article, said(**changes), confirmed=confirmed)


def answer(theme: TextTheme, reasons: str = "Το ζητούν πολλοί.", **changes: Any) -> TextTheme:
    """The same theme, accepted unless said otherwise."""
    given = {"verdict": ThemeAnswer.ACCEPTED, "article": None, **changes}
    seen = marks(deeds.kept_answer(theme))
    deeds.answer(SOMEBODY, theme, reasons=reasons, seen=seen, **given)
    return theme


def over(of: ConsultedText, at: datetime | None = None) -> ConsultedText:
    """The same text, closed an hour ago."""
    of.closes_at = at or clock.now() - timedelta(hours=1)
    deeds.follow_the_clock(SOMEBODY, of)
    return of


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of texts that an address names."""
    made = text(town)
    one = comment(made)
    theme = deeds.make_theme(SOMEBODY, made, title="Ωράριο")
    support = comments.support(one, "allos@example.org", "el", confirmed=False)
    paper = text_documents.add(SOMEBODY, made, io.BytesIO(PAPER), "μελέτη.pdf")
    return {
        "text_id": made.id,
        "article_id": made.articles[0].id,
        "comment_id": one.id,
        "comment_key": one.key,
        "theme_id": theme.id,
        "support_key": support.key,
        "text_file_id": paper.id,
        "paper_format": "csv",
    }


def write_letters() -> int:
    """Do the jobs that write to those who commented, to the last; how many there were."""
    count = 0
    waits = sa.select(Job).where(Job.name == TELL, Job.state == JobState.WAITING)
    while one := db.session.scalar(waits.limit(1)):
        text_telling.tell(one.payload)
        one.state = JobState.DONE
        db.session.flush()
        count += 1
    return count
