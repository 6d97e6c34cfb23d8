"""A statute that was edited outside and comes back: what differs, and what the rules say of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from inmeko.coops.rules.papers.document import Paper
from inmeko.coops.rules.returned.comparing import Compared, LineState, Side, compare, founders
from inmeko.coops.rules.returned.parts import Article, Statute, of_paper, parts_of, plain
from inmeko.coops.rules.returned.reading import Reading, readings, unread
from inmeko.coops.rules.rulebook import Rulebook


@dataclass(frozen=True)
class Returned:
    """What is told of a statute that came back."""

    compared: tuple[Compared, ...]
    readings: tuple[Reading, ...]
    # Rules that the statute should answer and that nothing was read for.
    unread: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether anything of it is not ours."""
        return any(one.state is not LineState.SAME for one in self.compared)


def judge(lines: Iterable[str], ours: Paper, form: str, book: Rulebook) -> Returned:
    """Compare the lines of a document with our statute, and ask the rules what they can read."""
    theirs, mine = parts_of(without_signatures(lines, ours)), of_paper(ours)
    head = {plain(ours.title), plain(ours.subtitle)}
    named = [line for line in theirs.before if plain(line) not in head]
    return Returned(
        (founders(mine.before, named), *compare(mine, theirs)),
        readings(theirs, form, book),
        unread(theirs, form, book),
    )


def without_signatures(lines: Iterable[str], ours: Paper) -> list[str]:
    """The lines without what our paper has after its last article: closing, day, who signs."""
    end = {plain(one) for one in (*ours.closing, *ours.signers, "Ημερομηνία")}
    kept = list(lines)
    while kept and (plain(kept[-1]) in end or not kept[-1].strip()):
        kept.pop()
    return kept


__all__ = [
    "Article",
    "Compared",
    "LineState",
    "Reading",
    "Returned",
    "Side",
    "Statute",
    "compare",
    "judge",
    "of_paper",
    "parts_of",
    "readings",
    "unread",
    "without_signatures",
]
