"""A statute that was edited outside and comes back: what differs, and what the rules say of it."""

from inmeko.coops.rules.returned.comparing import Compared, LineState, Side, compare
from inmeko.coops.rules.returned.parts import Article, Statute, of_paper, parts_of
from inmeko.coops.rules.returned.reading import Reading, readings, unread

__all__ = [
    "Article",
    "Compared",
    "LineState",
    "Reading",
    "Side",
    "Statute",
    "compare",
    "of_paper",
    "parts_of",
    "readings",
    "unread",
]
