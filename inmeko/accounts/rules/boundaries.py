"""How a file of boundaries is understood: its columns, and the encoding of its names."""

import re
from collections.abc import Iterable, Sequence

from inmeko.kernel.text import fold

NAME_COLUMNS = ("name", "name_gr", "name_el", "onoma", "dimos", "onoma_dimou", "lektiko", "label")
CODE_COLUMNS = ("code", "kodikos", "kwdikos", "kod", "kalcode", "kallikratis", "ypes", "id")

# What a DBF file may be written in, whatever it says of itself; None is what it says.
ENCODINGS: tuple[str | None, ...] = (None, "UTF-8", "CP1253", "ISO-8859-7")

# A misread word mixes signs, Latin letters or capitals into its middle.
_WORD = re.compile(r"[Ά-Ϋ]?[ΐά-ώ]+|[Ά-Ϋ]+|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")
_BETWEEN = re.compile(r"[\s.,()&/–-]+")


def column(wanted: str | None, known: Sequence[str], columns: Sequence[str]) -> str | None:
    """The column that was asked for, or the first that is known to hold such a thing."""
    if wanted:
        return wanted if wanted in columns else None
    folded = {fold(name): name for name in reversed(columns)}
    return next((folded[name] for name in known if name in folded), None)


def likeness(names: Iterable[str]) -> float:
    """Which share of the names are made of proper words, from 0 to 1."""
    marks = [_proper(name) for name in names if name.strip()]
    return sum(marks) / len(marks) if marks else 0.0


def _proper(name: str) -> bool:
    words = [word for word in _BETWEEN.split(name) if word]
    return bool(words) and all(_WORD.fullmatch(word) for word in words)
