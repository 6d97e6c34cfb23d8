"""Questions about the catalogue of activities."""

from collections.abc import Sequence

from sqlalchemy import func, select

from inmeko.coops.models import ActivityCode
from inmeko.extensions import db
from inmeko.kernel.text import search_terms

MOST = 20


def activity_codes(text: str, most: int = MOST) -> Sequence[ActivityCode]:
    """The codes that begin with what was typed, or whose titles have words that begin so."""
    asked = text.replace("\0", "").strip()[:200]
    found = select(ActivityCode).order_by(ActivityCode.code).limit(most)
    if not asked:
        return ()
    if asked[0].isdecimal():
        return db.session.scalars(
            found.where(ActivityCode.code.startswith(asked, autoescape=True))
        ).all()
    terms = search_terms(asked)[:8]
    if not terms:
        return ()
    for term in terms:
        found = found.where(ActivityCode.search_text.contains(f" {term}", autoescape=True))
    return db.session.scalars(found).all()


def activity_code_number() -> int:
    """How many codes there are."""
    return db.session.scalar(select(func.count()).select_from(ActivityCode)) or 0
