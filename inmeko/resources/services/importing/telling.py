"""What an import did, or would do: kept with it, and told in the language of the reader."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from inmeko.kernel.text import N_
from inmeko.resources.models import SavedMapping
from inmeko.resources.rules.asset import FIELD
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.outcome import Fate, Tally
from inmeko.resources.rules.proposal import Proposal
from inmeko.resources.rules.signatures import FORMATS
from inmeko.resources.rules.values import Rejection

SETTINGS = {
    "format": N_("Format"),
    "layer": N_("Sheet or layer"),
    "encoding": N_("Encoding"),
    "delimiter": N_("Delimiter"),
    "header_row": N_("Line of the header"),
    "header_lines": N_("Lines of the header"),
    "decimal": N_("Decimal sign"),
    "crs": N_("Coordinate system"),
    "swap_axes": N_("Axes exchanged"),
}
AXES = {"x": N_("X or longitude"), "y": N_("Y or latitude")}
AS_IN = N_("As in the mapping “%(name)s”")
# What a saved mapping says besides the columns; the rest is told by each file itself.
OF_MAPPING = ("decimal", "crs", "swap_axes")
CORRECTED = N_("Corrected by hand, or as at the last import of such a file")

# Settings whose values are words of ours.
WORDED = frozenset({"format", "swap_axes"})

# What only files of some formats have: where nothing was guessed, there is nothing to tell.
OF_SOME = frozenset({"layer", "encoding", "delimiter", "header_row", "header_lines"})

# A report in the database tells at most so many rejections, and so many values kept.
MOST_KEPT = 1_000
# So many rows of each fate are shown.
FIRST = 10


@dataclass
class Report:
    """The counts, every rejection, and how many assets that rows are about are retired."""

    tally: Tally = field(default_factory=Tally)
    retired: int = 0
    # How many flags of each kind the rows raise.
    flagged: dict[str, int] = field(default_factory=dict)
    # The first rows of each fate but rejection, as a page shows them.
    first: dict[str, list[dict[str, Any]]] = field(default_factory=dict)

    def count(self, fate: Fate) -> int:
        """How many rows had this fate."""
        return self.tally.counts[fate]

    def settle(self) -> None:
        """Put the rejections in the order of their rows; RuntimeError if rows are unaccounted."""
        self.tally.rejections.sort(key=lambda one: one.row)
        if self.tally.read != sum(self.tally.counts.values()):
            raise RuntimeError("the fates of the rows do not add up to what was read")

    def complete(self, translate: Callable[[str], str], **about: Any) -> dict[str, Any]:
        """The whole report, translated: every rejection, however many."""
        more = {"retired": self.retired, "flagged": self.flagged, "first": self.first}
        return self.tally.to_json(translate, **about, **more)

    def show(self, fate: Fate, shown: Callable[[], dict[str, Any]]) -> None:
        """Keep a row among the first of its fate, unless there are enough of them."""
        rows = self.first.setdefault(fate.value, [])
        if len(rows) < FIRST:
            rows.append(shown())

    def short(self) -> dict[str, Any]:
        """The report as the database keeps it: sentences untranslated, long lists cut."""
        whole = self.tally.to_json()
        rejections = self.tally.rejections
        return {
            **whole,
            "kept": whole["kept"][:MOST_KEPT],
            "kept_total": len(whole["kept"]),
            "rejections": [_untranslated(one) for one in rejections[:MOST_KEPT]],
            "rejections_total": len(rejections),
            "retired": self.retired,
            "flagged": self.flagged,
            "first": self.first,
        }


def spoken(report: Mapping[str, Any], translate: Callable[[str], str]) -> dict[str, Any]:
    """A kept report with its sentences in the language of the reader."""
    told = []
    for one in report.get("rejections", ()):
        sentence = translate(one["message"])
        values = one["values"]
        told.append(
            {
                "row": one["row"],
                "column": one["column"],
                "value": one["value"],
                "message": sentence % values if values else sentence,
            }
        )
    # Reports of former versions know neither flags nor first rows.
    return {"flagged": {}, "first": {}, **report, "rejections": told}


@dataclass(frozen=True)
class Line:
    """One thing that a file is taken for: its name, what was found, and why."""

    key: str
    name: str
    value: str
    reason: str


def explained(
    proposal: Proposal,
    plan: Plan,
    translate: Callable[[str], str],
    mapping: SavedMapping | None = None,
) -> list[Line]:
    """What a file is taken for, each with the reason, in the language of the reader."""
    lines = []
    saved = Plan.from_json(mapping.plan) if mapping else None
    named = translate(AS_IN) % {"name": mapping.name} if mapping else ""

    def why(guess: Guess[Any] | None, value: Any, meant: Any) -> str:
        return named if saved and meant == value else _why(guess, value, translate)

    for key, words in SETTINGS.items():
        guess, value = proposal.guesses.get(key), getattr(plan, key)
        if guess is None and (value in (None, False) or key in OF_SOME):
            continue
        shown = FORMATS[value] if key == "format" else _shown(key, value)
        shown = translate(shown) if key in WORDED else shown
        lines.append(Line(key, translate(words), shown, _why(guess, value, translate)))
    for name, columns in plan.columns.items():
        guess = proposal.guesses.get(f"columns.{name}")
        label = AXES[name] if name in AXES else FIELD[name].label
        meant = list(saved.columns.get(name, ())) if saved else None
        reason = why(guess, list(columns), meant)
        lines.append(Line(name, translate(label), " + ".join(columns), reason))
    return lines


def _why(guess: Guess[Any] | None, value: Any, translate: Callable[[str], str]) -> str:
    if guess is None or guess.value != value:
        return translate(CORRECTED)
    sentence = translate(guess.reason)
    return sentence % guess.values if guess.values else sentence


def _shown(key: str, value: Any) -> str:
    if key == "delimiter":
        return {"\t": "TAB"}.get(value, str(value))
    if key == "swap_axes":
        return N_("Yes") if value else N_("No")
    return f"EPSG:{value}" if key == "crs" else str(value)


def _untranslated(one: Rejection) -> dict[str, Any]:
    values = {
        name: value if isinstance(value, int | float) else str(value)
        for name, value in one.values.items()
    }
    return {
        "row": one.row,
        "column": one.column,
        "value": one.value[:300],
        "message": one.message,
        "values": values,
    }
