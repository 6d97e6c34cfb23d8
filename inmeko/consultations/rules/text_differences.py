"""Two versions of a text side by side: which article became which, and what changed in it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from inmeko.consultations.rules.texts import Article

_WORD = re.compile(r"\s+|\S+")


@dataclass(frozen=True)
class Piece:
    """Some words, and whether the other version lacks them."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Difference:
    """An article in both versions; one of them is nothing where it was added or removed."""

    before: Article | None
    after: Article | None
    left: tuple[Piece, ...]
    right: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything of the article changed."""
        return self.before != self.after


def compare(before: Sequence[Article], after: Sequence[Article]) -> list[Difference]:
    """The articles of both versions in their order, those of one heading beside each other."""
    old, new = [one.heading for one in before], [one.heading for one in after]
    found: list[Difference] = []
    for _tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        for number in range(max(j - i, m - k)):
            left = before[i + number] if i + number < j else None
            right = after[k + number] if k + number < m else None
            found.append(Difference(left, right, *_pieces(_said(left), _said(right))))
    return found


def _pieces(left: str, right: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    mine, theirs = _WORD.findall(left), _WORD.findall(right)
    here: list[Piece] = []
    there: list[Piece] = []
    for tag, i, j, k, m in SequenceMatcher(None, mine, theirs, autojunk=False).get_opcodes():
        for side, words in ((here, mine[i:j]), (there, theirs[k:m])):
            if words:
                side.append(Piece("".join(words), tag != "equal"))
    return tuple(here), tuple(there)


def _said(article: Article | None) -> str:
    return article.body if article else ""
