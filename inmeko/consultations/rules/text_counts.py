"""Who took part in a consultation, counted so that nobody is recognised by a small number."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from inmeko.consultations.rules.texts import Voice
from inmeko.kernel.text import fold

# An area is told apart when at least so many people of it took part: of fewer, a neighbour could
# say who they are. What is left over is told as one, and only if it is as many.
FEWEST = 5
REST = "Λοιπές περιοχές"
SILENT = "Δεν δηλώθηκε"


@dataclass(frozen=True)
class Part:
    """Somebody's comment as it is counted: the person by a bare number, for whom, from where."""

    person: int
    voice: Voice
    area: str


@dataclass(frozen=True)
class Count:
    """How many people, and how many comments of theirs."""

    name: str
    people: int
    comments: int


def people(parts: Sequence[Part]) -> int:
    """How many people took part."""
    return len({one.person for one in parts})


def voices(parts: Sequence[Part]) -> list[tuple[Voice, int, int]]:
    """How many people and comments stand for themselves, and how many for an organisation."""
    found = []
    for voice in Voice:
        theirs = [one for one in parts if one.voice is voice]
        if theirs:
            found.append((voice, people(theirs), len(theirs)))
    return found


def areas(parts: Sequence[Part]) -> list[Count]:
    """People and comments of each area, the largest first; none that could tell a person.

    Areas of few people are told as one. Where all those together are few, the smallest of the
    others joins them; where there is no other, no area is told at all.
    """
    by_area: dict[str, list[Part]] = {}
    for one in parts:
        by_area.setdefault(fold(" ".join(one.area.split())), []).append(one)
    silent = by_area.pop("", [])
    order = sorted(by_area.values(), key=lambda them: (-people(them), _spelt(them)))
    large = [them for them in order if people(them) >= FEWEST]
    rest = [one for them in order if people(them) < FEWEST for one in them]
    while rest and people(rest) < FEWEST and large:
        rest += large.pop()
    if rest and people(rest) < FEWEST:
        return []
    found = [Count(_spelt(them), people(them), len(them)) for them in large]
    found += [Count(REST, people(rest), len(rest))] if rest else []
    if not found:
        return []
    return found + ([Count(SILENT, people(silent), len(silent))] if silent else [])


def _spelt(them: Sequence[Part]) -> str:
    """An area as most of its people write it."""
    names = Counter(" ".join(one.area.split()) for one in them)
    return min(names, key=lambda name: (-names[name], name))
