"""Our statute and theirs, clause by clause and line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from inmeko.coops.rules.returned.parts import Article, Statute, plain
from inmeko.kernel.text import N_, fold

# The part before the first article, in Greek as the statute.
FOUNDERS, FOUNDERS_TITLE = "founders", "Ιδρυτικά μέλη"
# Of a document that has more articles than any statute, only so many are looked through.
MOST = 200
# How alike two articles under different titles must be to be one article.
ALIKE = 0.6


class LineState(StrEnum):
    """How a line, or a whole clause, of ours stands in theirs."""

    SAME = "same"
    CHANGED = "changed"
    REMOVED = "removed"
    ADDED = "added"


LINE_STATE_LABELS: dict[str, str] = {
    LineState.SAME: N_("As it was"),
    LineState.CHANGED: N_("Changed"),
    LineState.REMOVED: N_("Left out"),
    LineState.ADDED: N_("Added"),
}


@dataclass(frozen=True)
class Side:
    """A line of ours beside theirs; where one side has none it is empty."""

    ours: str
    theirs: str
    state: LineState


@dataclass(frozen=True)
class Compared:
    """A clause of ours beside theirs."""

    key: str
    title: str
    their_title: str
    state: LineState
    lines: tuple[Side, ...]
    # The numbers of the article in ours and in theirs.
    numbers: tuple[int | None, int | None]

    @property
    def moved(self) -> bool:
        """Whether the article stands in another place."""
        return None not in self.numbers and self.numbers[0] != self.numbers[1]


def compare(ours: Statute, theirs: Statute) -> tuple[Compared, ...]:
    """Each clause of ours with what became of it, then what they added, each where it stands."""
    pairs = _pairs(ours.articles, theirs.articles)
    taken = set(pairs.values())
    found: list[Compared] = []
    added = [place for place in range(len(theirs.articles)) if place not in taken]
    for place, mine in enumerate(ours.articles):
        other = pairs.get(place)
        if other is not None:
            while added and added[0] < other:
                found.append(_added(theirs.articles[added.pop(0)]))
        found.append(_compared(mine, theirs.articles[other] if other is not None else None))
    return (*found, *(_added(theirs.articles[place]) for place in added))


def founders(ours: Sequence[str], theirs: Sequence[str]) -> Compared:
    """What stands before the first article: who founds it."""
    lines = tuple(_sides(ours, theirs))
    same = all(one.state is LineState.SAME for one in lines)
    state = LineState.SAME if same else LineState.CHANGED
    return Compared(FOUNDERS, FOUNDERS_TITLE, FOUNDERS_TITLE, state, lines, (None, None))


def _pairs(ours: Sequence[Article], theirs: Sequence[Article]) -> dict[int, int]:
    """Which article of theirs is which of ours: by its title, else by what it says."""
    found: dict[int, int] = {}
    titles: dict[str, int] = {}
    for place, one in enumerate(theirs):
        titles.setdefault(_key(one.title), place)
    for place, mine in enumerate(ours):
        other = titles.get(_key(mine.title))
        if other is not None and other not in found.values():
            found[place] = other
    for place, mine in enumerate(ours):
        if place not in found:
            free = [other for other in range(len(theirs))[:MOST] if other not in found.values()]
            best = max(free, key=lambda other: _likeness(mine, theirs[other]), default=None)
            if best is not None and _likeness(mine, theirs[best]) >= ALIKE:
                found[place] = best
    return found


def _likeness(mine: Article, other: Article) -> float:
    words = [[plain(line) for line in one.lines] for one in (mine, other)]
    first, second = (" ".join(lines).split() for lines in words)
    return SequenceMatcher(None, first, second, autojunk=False).ratio()


def _compared(mine: Article, other: Article | None) -> Compared:
    if other is None:
        lines = tuple(Side(one, "", LineState.REMOVED) for one in mine.lines)
        return Compared(mine.key, mine.title, "", LineState.REMOVED, lines, (mine.number, None))
    lines = tuple(_sides(mine.lines, other.lines))
    same = all(one.state is LineState.SAME for one in lines)
    same = same and _key(mine.title) == _key(other.title)
    return Compared(
        mine.key,
        mine.title,
        other.title,
        LineState.SAME if same else LineState.CHANGED,
        lines,
        (mine.number, other.number),
    )


def _added(other: Article) -> Compared:
    lines = tuple(Side("", one, LineState.ADDED) for one in other.lines)
    return Compared("", "", other.title, LineState.ADDED, lines, (None, other.number))


def _sides(ours: Sequence[str], theirs: Sequence[str]) -> Iterator[Side]:
    matcher = SequenceMatcher(
        None, [plain(one) for one in ours], [plain(one) for one in theirs], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        for place in range(max(b - a, d - c)):
            mine = ours[a + place] if a + place < b else ""
            other = theirs[c + place] if c + place < d else ""
            if kind == "equal":
                yield Side(mine, other, LineState.SAME)
            elif mine and other:
                yield Side(mine, other, LineState.CHANGED)
            else:
                state = LineState.REMOVED if mine else LineState.ADDED
                yield Side(mine, other, state)


def _key(title: str) -> str:
    return " ".join(fold(title).replace(".", " ").split())
