"""Latin letters inside Greek words: found, and put right by the letter they look like."""

import re
from dataclasses import dataclass

from inmeko.kernel.text import LOOK_ALIKES

# Small letters by their look in print; where none looks alike there is no proposal.
_SMALL = str.maketrans("aeikoptuvxyáéíóúý", "αεικορτυνχυάέίόύύ")
_TABLE = {**LOOK_ALIKES, **_SMALL}

# Words that are Greek though every letter of them is typed in Latin; others of that kind
# (BOX, EXPO, IKEA) are as likely meant so.
_GREEK_WORDS = frozenset(
    ("ΚΑΙ", "ΤΟΥ", "ΤΗΝ", "ΤΟΝ", "ΤΟ", "ΤΑ", "ΤΗ", "ΑΠΟ", "ΜΕ", "ΙΚΑ", "ΟΤΑ", "ΟΤΕ", "ΕΚΑΒ", "ΚΑΠΗ")
)

_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")
_GREEK = re.compile("[\u0370-\u03ff\u1f00-\u1fff]")
# A word, or an abbreviation held together by its dots (Ο.Τ.A.).
_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*")


@dataclass(frozen=True)
class Mixture:
    """The words that hold letters of two alphabets, and the text as it should be, if we know."""

    words: tuple[str, ...]
    proposal: str | None


def mixture(text: str) -> Mixture | None:
    """What is mixed in a text; None for one that is Greek, or Latin, word by word."""
    if not _LATIN.search(text) or not _GREEK.search(text):
        return None
    words = [word for word in _WORD.finditer(text) if _is_mixed(word[0])]
    if not words:
        return None
    parts, end = [], 0
    for word in words:
        parts += [text[end : word.start()], word[0].translate(_TABLE)]
        end = word.end()
    mended = "".join([*parts, text[end:]])
    certain = not any(_LATIN.search(word[0].translate(_TABLE)) for word in words)
    return Mixture(tuple(word[0] for word in words), mended if certain else None)


def _is_mixed(word: str) -> bool:
    """Whether a word is meant to be Greek and has Latin letters all the same."""
    if not _LATIN.search(word):
        return False
    if _GREEK.search(word):
        return True
    # A lone capital counts (AΓ. beside A); I and X are numerals as well.
    lone = len(word) == 1 and word in "ABEHKMNOPTYZ"
    return lone or (word.isupper() and word.translate(_TABLE).replace(".", "") in _GREEK_WORDS)
