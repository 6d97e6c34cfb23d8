"""A paper in parts: sections of paragraphs and tables, from which DOCX and PDF are written."""

from collections.abc import Iterable
from dataclasses import dataclass

# Between the margins of an A4 page, in twentieths of a point.
PAGE_WIDTH = 9638
NARROWEST, WIDEST, ROOM = 7, 42, 5


@dataclass(frozen=True)
class Table:
    """A table of texts: its head, its rows, what stands above it, which columns are numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    numeric: frozenset[int] = frozenset()

    @property
    def widths(self) -> tuple[int, ...]:
        """The width of each column: long texts get more room, no word is broken without need."""
        return widths(zip(self.head, *self.rows, strict=True))


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it: paragraphs, then tables."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def widths(columns: Iterable[tuple[str, ...]], widest: int = WIDEST) -> tuple[int, ...]:
    """The width of each column of texts (twentieths of a point), which together fill the page.

    A column gets what its texts want, up to so many letters, and seldom less than its longest word.
    """
    shares = [_share(texts, widest) for texts in columns]
    return tuple(PAGE_WIDTH * share // sum(shares) for share in shares)


def _share(texts: tuple[str, ...], widest: int) -> int:
    longest = max(len(text) for text in texts)
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(NARROWEST, min(widest, longest), min(word, widest) + ROOM)
