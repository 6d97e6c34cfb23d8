"""How well a decision's subject fits an asset: by words cut to their stems, place, code, ΚΑΕΚ."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inmeko.kernel.text import N_, fold, search_key
from inmeko.resources.rules.decisions import MASK

# Endings of inflection, the longest first; what is left keeps four letters at least.
_INFLECTED = "ματων ματοσ ματα εισ εων ιων ιου ουσ ων ου οσ ον οι ησ ασ εσ ισ υσ α η ο ι ε υ ω σ"
_ENDINGS = sorted(_INFLECTED.split(), key=len, reverse=True)
_SHORTEST = 4
_ORDINAL = re.compile(r"([0-9]{1,3})(?:οσ|ου|ον|ο|ησ|ην|η|α)\Z")
_KAEK = re.compile(r"(?<![0-9])([0-9]{12})(?:\s*/\s*([0-9]{1,4})\s*/\s*([0-9]{1,4}))?(?![0-9])")

# Words of acts and of administration: they say what was decided, not about what.
COMMON = (
    "παραχώρηση παραχωρεί δωρεάν χρήση απλή δικαίωμα απόφαση λήψη έγκριση εγκρίνει όροι "
    "διακήρυξη δημοπρασία εκμίσθωση μίσθωση μισθωτήριο συμφωνητικό σύμβαση ανάκληση παράταση "
    "τροποποίηση ορθή επανάληψη καθορισμός κατάρτιση υποβολή αίτηση υπηρεσία δήμος δημοτικός "
    "δημοτική δημοτικό κοινότητα κοινοτικός συμβούλιο επιτροπή περί σχετικά αφορά αριθμός "
    "σύμφωνα τμήμα μέρος χώρος χώροι ακίνητο ακίνητα έκταση κτίριο οίκημα αίθουσα λειτουργία "
    "εγκατάσταση διεξαγωγή τρίτος έτος σύναψη μεταβίβαση στέγαση μονάδα γενική διεύθυνση "
    "αποκεντρωμένη διοίκηση σύλλογος κοινωνικός αλληλέγγυα οικονομία φορέας ετών πρώην παλαιό "
    "στην στον στους στις προς από για όπως καθώς μετά κατά υπέρ έναν μίας κοινό σκοπός"
)


@dataclass(frozen=True)
class Subject:
    """What of a subject can be compared."""

    stems: frozenset[str]
    ordinals: frozenset[str]
    kaeks: frozenset[str]
    text: str


@dataclass(frozen=True)
class Place:
    """What of an asset can be compared."""

    title: str
    address: str
    code: str
    kaek: str | None


@dataclass(frozen=True)
class Likeness:
    """Points of a hundred, and the reasons as "kind:word"."""

    score: int
    reasons: tuple[str, ...]


REASON_LABELS = {
    "kaek": N_("cadastral code"),
    "code": N_("code of the register"),
    "title": N_("in the title"),
    "address": N_("in the address"),
    "whole": N_("the whole title"),
    "number": N_("another number"),
}
POINTS = {"kaek": 100, "code": 60, "title": 25, "address": 22, "whole": 20, "number": -40}
ENOUGH = 40
# What is so many points worse than the best is not worth a planner's time.
FAR_BEHIND = 30
OFFERED_AT_ONCE = 5
# A word that more assets than this bear tells none of them from the others.
TOO_COMMON = 60


def stem(word: str) -> str:
    """A folded word without its ending."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST:
            word = word[: -len(ending)]
            break
    # σχολεί-ο and σχολε-ίου, παραλί-α and παραλ-ίας.
    return word[:-1] if word.endswith("ι") and len(word) > _SHORTEST else word


_COMMON_STEMS = frozenset(stem(word) for word in search_key(COMMON).split())


def subject_of(text: str) -> Subject:
    """What a subject offers for comparing; what was masked in it is left out."""
    bare = MASK.sub(" ", text)
    words = search_key(bare).split()
    return Subject(
        frozenset(_telling(words)),
        frozenset(_ordinals(words)),
        frozenset(_kaek(found) for found in _KAEK.finditer(bare)),
        f" {fold(bare)} ",
    )


def liken(subject: Subject, place: Place, frequency: Mapping[str, int]) -> Likeness:
    """How well an asset fits; `frequency` counts the assets that bear each telling stem."""
    reasons: list[str] = []
    if place.kaek and place.kaek in subject.kaeks:
        reasons.append(f"kaek:{place.kaek}")
    if len(place.code) >= _SHORTEST and f" {fold(place.code)} " in subject.text:
        reasons.append(f"code:{place.code}")
    points = 0
    titled = _by_stem(place.title)
    found = titled.keys() & subject.stems
    for name, words in (("title", titled), ("address", _by_stem(place.address))):
        for one in sorted(words.keys() & subject.stems):
            if name == "address" and one in found:
                continue
            reasons.append(f"{name}:{words[one]}")
            points += _rarity(frequency.get(one, TOO_COMMON))
    if titled and found == titled.keys():
        reasons.append(f"whole:{place.title[:60]}")
    numbers = frozenset(_ordinals(search_key(place.title).split()))
    if reasons and numbers and subject.ordinals and not numbers & subject.ordinals:
        reasons.append("number:")
    points += sum(POINTS[reason.split(":", 1)[0]] for reason in reasons)
    return Likeness(max(0, min(100, points)), tuple(reasons))


def _rarity(frequency: int) -> int:
    """More points for a word that few assets bear, fewer for one that many do."""
    return 10 if frequency <= 3 else 0 if frequency <= 20 else -13


def _telling(words: Iterable[str]) -> set[str]:
    stems = {stem(word) for word in words if len(word) >= _SHORTEST and not word.isdigit()}
    return {one for one in stems if one not in _COMMON_STEMS and not _ORDINAL.match(one)}


def _ordinals(words: Iterable[str]) -> set[str]:
    return {found[1] for word in words if (found := _ORDINAL.match(word))}


def _kaek(found: re.Match[str]) -> str:
    return f"{found[1]}/{found[2]}/{found[3]}" if found[2] else found[1]


def _by_stem(text: str) -> dict[str, str]:
    """The telling stems of a text, each with the folded word that bears it."""
    words = search_key(text).split()
    return {stem(word): word for word in words if stem(word) in _telling([word])}
