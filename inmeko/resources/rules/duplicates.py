"""Whether two assets are likely one: points for each reason, and the sum that counts."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from inmeko.kernel.text import N_, fold, search_key

# What each reason can bring. No single one is enough: houses of one street have like names,
# buildings of one parcel have one cadastral code, and flats of one house have one place.
NAME, KAEK, PLACE, ADDRESS = 40, 45, 20, 10
# A school is no plot, though both bear the name of the place.
OTHER_KIND = -15
# The same name on the same place, or the same parcel and anything besides.
ENOUGH = 50
# From here on a place speaks no longer for the two being one (metres): a street block.
NEAR = 80.0

REASONS = {
    "name": N_("Names are alike"),
    "kaek": N_("Same cadastral code (KAEK)"),
    "place": N_("Close to each other"),
    "address": N_("Same address"),
    "kind": N_("Of different kinds"),
}

_METRES_PER_DEGREE = 111_195.0
_NUMBER = re.compile(r"[0-9]+")


@dataclass(frozen=True, slots=True)
class Likeness:
    """How likely two assets are one: the sum, each reason with its points, metres apart."""

    score: int
    reasons: dict[str, int]
    metres: float | None

    @property
    def enough(self) -> bool:
        """Whether a planner should look at the two."""
        return self.score >= ENOUGH


@dataclass(frozen=True, slots=True)
class Likely:
    """What of an asset is compared: folded words, place (degrees), codes; `vague` says that
    the place is a geocoder's and tells nothing.
    """

    words: frozenset[str]
    numbers: frozenset[str]
    x: float | None
    y: float | None
    kaek: str
    address: str
    kind: str
    vague: bool = False


def likely(values: Mapping[str, Any], *, vague: bool = False) -> Likely:
    """What of an asset's values is compared."""
    words = frozenset(search_key(values.get("title") or "").split())
    numbers = frozenset(number for word in words for number in _NUMBER.findall(word))
    return Likely(
        words,
        numbers,
        values.get("x"),
        values.get("y"),
        "".join((values.get("kaek") or "").split()),
        search_key(values.get("address") or ""),
        str(values.get("kind") or ""),
        vague,
    )


def likeness(one: Likely, other: Likely) -> Likeness:
    """Compare two assets; the same whichever is named first."""
    metres = distance(one, other)
    points = {
        "name": round(NAME * similarity(one, other)),
        "kaek": KAEK if one.kaek and one.kaek == other.kaek else 0,
        "place": _closeness(one, other, metres),
        "address": ADDRESS if one.address and one.address == other.address else 0,
        "kind": OTHER_KIND if one.kind != other.kind else 0,
    }
    reasons = {why: given for why, given in points.items() if given}
    return Likeness(max(0, sum(reasons.values())), reasons, metres)


def similarity(one: Likely, other: Likely) -> float:
    """How alike two names are, from 0 to 1: shared words, abbreviations counted half.

    Names that differ in a number (1ο and 2ο Δημοτικό, Α΄ and Β΄ Λύκειο) are those of two things.
    """
    if not one.words or not other.words:
        return 0.0
    shared = one.words & other.words
    rest, left = one.words - shared, other.words - shared
    short = min(_shortened(rest, left), _shortened(left, rest))
    alike = 2 * (len(shared) + short / 2) / (len(one.words) + len(other.words))
    two = one.numbers != other.numbers or (_letters(rest, left) and _letters(left, rest))
    return alike / 2 if two else alike


def distance(one: Likely, other: Likely) -> float | None:
    """Metres between two places on the globe, right to a thousandth at this size; or None."""
    if one.x is None or one.y is None or other.x is None or other.y is None:
        return None
    across = (one.x - other.x) * math.cos(math.radians((one.y + other.y) / 2))
    return math.hypot(across, one.y - other.y) * _METRES_PER_DEGREE


def same_name(one: str, other: str) -> bool:
    """Whether two titles are the same but for accents, case and blanks."""
    return fold(one).split() == fold(other).split()


def _closeness(one: Likely, other: Likely, metres: float | None) -> int:
    if metres is None or metres >= NEAR or (one.vague and other.vague):
        return 0
    return round(PLACE * (1 - metres / NEAR))


def _letters(rest: frozenset[str], left: frozenset[str]) -> bool:
    """Whether `rest` counts by a letter, which is short for no word of `left`."""
    lone = [word for word in rest if len(word) == 1]
    return any(not any(other.startswith(word) for other in left) for word in lone)


def _shortened(rest: frozenset[str], left: frozenset[str]) -> int:
    """How many words of `rest` begin like one of `left`, one being short for the other."""
    return sum(
        any(word.startswith(other) or other.startswith(word) for other in left)
        for word in rest
        if not word.isdigit()
    )
