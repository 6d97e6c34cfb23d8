"""A statute as lines in articles: ours from its paper, theirs from the lines of their document."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from inmeko.coops.rules.papers.document import Paper, letter
from inmeko.kernel.text import fold

# Longer, and it is the first sentence of the article and no title.
LONGEST_TITLE = 120

_LETTERS = {letter(number): number for number in range(1, 90)}
_HEADING = re.compile(
    r"αρθρο\s+(?P<number>\d{1,3}|[α-ω]{1,4})\s*(?:ο|ον)?[΄’'ʹ]?(?=[\s.:·,)–—-]|$)"
)
_BETWEEN = re.compile(r"^[\s.:·,)–—-]+")
_NUMBER = re.compile(r"^(?:\d{1,3}[.)]|[α-ωΑ-Ω]{1,4}[.)]|[-–•·*])\s+")
_SIGNS = str.maketrans(
    {"\u00a0": " ", "\u2011": "-", "\u2013": "-", "\u2014": "-", "“": '"', "”": '"'}
    | {"„": '"', "‘": "’", "'": "’", "…": "...", "\u00ad": "", "\ufeff": ""}
)


@dataclass(frozen=True)
class Article:
    """An article: its number where it has one, its title, its lines; of ours, the clause's key."""

    number: int | None
    title: str
    lines: tuple[str, ...]
    key: str = ""

    @property
    def text(self) -> str:
        """All that it says, on one line."""
        return " ".join(self.lines)


@dataclass(frozen=True)
class Statute:
    """What stands before the first article, and the articles; the last holds what follows it."""

    before: tuple[str, ...]
    articles: tuple[Article, ...]

    @property
    def text(self) -> str:
        """All that it says, on one line."""
        return " ".join([*self.before, *(f"{one.title}. {one.text}" for one in self.articles)])


def of_paper(paper: Paper) -> Statute:
    """Our statute: its clauses, and in the last what is signed."""
    articles = [
        Article(
            number,
            clause.title,
            tuple(
                line
                for one in clause.paragraphs
                for line in (one.text, *(text for text in one.items))
            ),
            clause.key,
        )
        for number, clause in enumerate(paper.clauses, 1)
    ]
    return Statute(paper.lead, tuple(articles))


def parts_of(lines: Iterable[str]) -> Statute:
    """Their statute, from the lines of their document."""
    before: list[str] = []
    found: list[tuple[int | None, str, list[str]]] = []
    for line in _clean(lines):
        heading = _heading(line)
        if heading:
            found.append((*heading, []))
        elif not found:
            before.append(line)
        elif not found[-1][1] and not found[-1][2] and len(line) <= LONGEST_TITLE:
            found[-1] = (found[-1][0], line, [])
        else:
            found[-1][2].append(line)
    articles = (Article(number, title, tuple(body)) for number, title, body in found)
    return Statute(tuple(before), tuple(articles))


def plain(line: str) -> str:
    """A line as lines are compared: without its number, and with one kind of each sign."""
    told = unicodedata.normalize("NFC", line).translate(_SIGNS)
    told = _NUMBER.sub("", " ".join(told.split()))
    return told.rstrip(" .,;·")


def _clean(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        told = " ".join(unicodedata.normalize("NFC", line).split())
        if told:
            yield told


def _heading(line: str) -> tuple[int | None, str] | None:
    """The number and the title of an article, where a line begins one."""
    match = _HEADING.match(fold(line))
    if match is None:
        return None
    # Folding takes accents off letters that stand composed: the places stay the same.
    rest = _BETWEEN.sub("", line[match.end() :])
    # "Άρθρο 5 του νόμου …" speaks of an article and begins none.
    if len(rest) > LONGEST_TITLE or rest[:1].islower():
        return None
    word = match["number"]
    number = int(word) if word.isdecimal() else _LETTERS.get(word)
    return number, rest.rstrip(" .:")
