"""The sheets of a workbook and the layers of a map file: which is the register?"""

from collections.abc import Sequence
from dataclasses import dataclass

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.headers import HEADERS, REFERENCES, header_key

_KNOWN = frozenset(
    header_key(phrase) for phrases in (*HEADERS.values(), *REFERENCES) for phrase in phrases
)


@dataclass(frozen=True)
class Layer:
    """A sheet or layer: its name, its rows (about), the names of its columns if it has any."""

    name: str
    rows: int
    columns: tuple[str, ...] = ()
    hidden: bool = False

    @property
    def known(self) -> int:
        """How many of its columns bear names that registers use."""
        return sum(header_key(column) in _KNOWN for column in self.columns)


def guess_layer(layers: Sequence[Layer]) -> Guess[str]:
    """Guess which one holds the register; RuleError if none has rows."""
    filled = [one for one in layers if one.rows > 0]
    if not filled:
        raise RuleError(N_("The file holds no rows"))
    if len(layers) == 1:
        return Guess(layers[0].name, N_("It is the only one in the file"))
    order = sorted(filled, key=lambda one: (one.hidden, -_worth(one)))
    best = order[0]
    others = tuple(one.name for one in (*order[1:], *(one for one in layers if not one.rows)))
    if len(filled) == 1:
        return Guess(best.name, N_("The others are empty"), alternatives=others)
    told = {"count": len(layers), "rows": best.rows, "known": best.known}
    return Guess(
        best.name,
        N_("Of %(count)s it fits best: rows %(rows)s, columns with names we know %(known)s"),
        told,
        confidence=0.9 if _worth(best) > 2 * _worth(order[1]) else 0.6,
        alternatives=others,
    )


def chosen_layer(layers: Sequence[Layer], name: str) -> str:
    """The layer of this name; RuleError names those there are."""
    if name not in [one.name for one in layers]:
        raise RuleError(
            N_("The file has no sheet or layer “%(name)s”; it has: %(known)s"),
            field="layer",
            values={"name": name, "known": ", ".join(one.name for one in layers)[:500]},
        )
    return name


def _worth(layer: Layer) -> float:
    """A register has many rows; known names weigh more than length."""
    return layer.rows * (1 + layer.known) ** 2
