"""A paper in parts: sections of paragraphs and tables, from which DOCX and PDF are written."""

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
        shares = [_share(texts) for texts in zip(self.head, *self.rows, strict=True)]
        return tuple(PAGE_WIDTH * share // sum(shares) for share in shares)


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it: paragraphs, then tables."""

    title: str
    paragraphs: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()


def _share(texts: tuple[str, ...]) -> int:
    longest = max(len(text) for text in texts)
    word = max((len(word) for text in texts for word in text.split()), default=0)
    return max(NARROWEST, min(WIDEST, longest), min(word, WIDEST) + ROOM)
