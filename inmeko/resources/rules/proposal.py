"""A first look at a file: the plan we propose, every guess in it with its reason."""

import re
from collections import Counter
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import PurePath
from typing import Any, BinaryIO

from inmeko.kernel import geo
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import FIELD, Kind
from inmeko.resources.rules.columns import (
    Sample,
    guess_columns,
    is_own_export,
    own_columns,
    split_words,
)
from inmeko.resources.rules.coordinates import first_corner, guess_place
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.headers import header_key
from inmeko.resources.rules.layers import Layer
from inmeko.resources.rules.looks import Chosen, look, or_chosen
from inmeko.resources.rules.mapping import ANY_OTHER, Plan
from inmeko.resources.rules.numbers import guess_decimal
from inmeko.resources.rules.reading import Row, is_null
from inmeko.resources.rules.sources import open_table
from inmeko.resources.rules.systems import chosen_system, said_system
from inmeko.resources.rules.words import our_word

__all__ = ["Chosen", "Proposal", "propose", "register_name"]

LOOKED_AT = 2_000
SHOWN = 20
MOST_WORDS = 200

OWN_SYSTEM = Guess(geo.WGS84, N_("Our own export is in WGS84"))
_BUILDINGS = ("ktirio", "ktirion", "ktiria", "building", "buildings", "edifici")


@dataclass(frozen=True)
class Proposal:
    """The plan proposed, the guesses behind it by name, and what the file holds.

    Guesses are named as the entries of the plan, those of columns `columns.title` and so on;
    `words` holds for each field with fixed words what the file says, and how often.
    """

    plan: Plan
    guesses: dict[str, Guess[Any]]
    columns: tuple[str, ...]
    rows: list[Row]
    words: dict[str, dict[str, int]]
    own: bool
    layers: tuple[Layer, ...] = ()


def propose(stream: BinaryIO, filename: str = "", chosen: Chosen | None = None) -> Proposal:
    """Look at a file and propose how to read it; RuleError if it is no table at all."""
    chosen = chosen or Chosen()
    chosen.check()
    seen = look(stream, chosen)
    guesses, settings = dict(seen.guesses), seen.settings
    table = open_table(stream, settings)
    rows = list(islice(table, LOOKED_AT))
    sample = Sample(table.columns, [row.cells for row in rows])
    cells = (cell for cells in sample.filled.values() for cell in cells[:200])
    guesses["decimal"] = or_chosen(
        chosen.decimal, guess_decimal(cells, typed=settings.format != "csv")
    )
    sample.decimal = guesses["decimal"].value
    own = is_own_export(table.columns)
    # An export of ours says where in its own way, unless somebody gave it other columns.
    ours = own_columns(table.columns) if own else {}
    said = said_system(getattr(table, "crs", ""))
    if "geometry" in ours:
        place, guesses["crs"] = {}, chosen_system(chosen.crs) or said or _own_system(sample)
    else:
        place = _place(sample, chosen.crs, said, guesses)
    columns = {**ours, **place} if own else _foreign(sample, place)
    guesses |= {f"columns.{name}": guess for name, guess in columns.items()}
    words = {} if own else _words(sample, columns)
    several = settings.layer if len(seen.layers) > 1 else ""
    usual = _usual_kind((*table.columns, several), filename)
    plan = Plan(
        **asdict(settings),
        decimal=sample.decimal,
        crs=guesses["crs"].value if "crs" in guesses else chosen.crs,
        swap_axes="swap_axes" in guesses,
        columns={name: tuple(guess.value) for name, guess in columns.items()},
        values=_meanings(words, usual),
        defaults={} if own else {"kind": usual},
        register="" if own else register_name(filename, several),
    )
    return Proposal(plan, guesses, table.columns, rows[:SHOWN], words, own, seen.layers)


def _own_system(sample: Sample) -> Guess[int]:
    """Our own tables are in degrees, or in metres of ΕΓΣΑ87 where that was asked for."""
    corners = (first_corner(cell) for cell in sample.filled["geometry"])
    points = [point for point in corners if point]
    if points and all(geo.in_greece_egsa87(x, y) for x, y in points):
        reason = N_("The values lie where coordinates of EPSG:%(crs)s lie")
        return Guess(geo.EGSA87, reason, {"crs": geo.EGSA87})
    return OWN_SYSTEM


def _place(
    sample: Sample, crs: int | None, said: Guess[int] | None, guesses: dict[str, Guess[Any]]
) -> dict[str, Guess[list[str]]]:
    """The guesses of the columns of the place; the system and the axes join the others."""
    place = guess_place(sample, crs, said)
    if place is None:
        return {}
    if place.crs is not None:
        guesses["crs"] = place.crs
    if place.swapped:
        reason = N_("In each row the values lie in Greece only with the axes exchanged")
        if "x" in place.columns and place.columns["x"] == place.columns["y"]:
            reason = N_("Each cell begins with the latitude")
        guesses["swap_axes"] = Guess(True, reason)
    return {
        name: Guess(columns, place.reason, place.values) for name, columns in place.columns.items()
    }


def _foreign(sample: Sample, place: dict[str, Guess[list[str]]]) -> dict[str, Guess[list[str]]]:
    taken = [column for guess in place.values() for column in guess.value]
    return {**guess_columns(sample, taken), **place}


def _words(sample: Sample, columns: dict[str, Guess[list[str]]]) -> dict[str, dict[str, int]]:
    """What the columns with fixed words hold, the most frequent first."""
    found: dict[str, dict[str, int]] = {}
    for name, guess in columns.items():
        if FIELD.get(name) is None or FIELD[name].words is None:
            continue
        counts: Counter[str] = Counter()
        for column in guess.value:
            counts.update(cell.strip() for cell in sample.filled[column] if not is_null(cell))
        found[name] = dict(counts.most_common(MOST_WORDS))
    return found


def _meanings(words: dict[str, dict[str, int]], usual: str) -> dict[str, dict[str, str]]:
    """Their words in ours; what we do not know is left to the catch-all or to the planner."""
    meanings: dict[str, dict[str, str]] = {}
    for name, theirs in words.items():
        ours = FIELD[name].words
        assert ours is not None
        known = {text: word.value for text in theirs if (word := our_word(ours, text))}
        unknown = [t for t in theirs if t not in known and len(split_words(t)) == 1]
        if name == "kind":
            known[ANY_OTHER] = usual
        elif FIELD[name].empty is not None and unknown:
            known[ANY_OTHER] = str(FIELD[name].empty)
        meanings[name] = known
    return meanings


def _usual_kind(columns: tuple[str, ...], filename: str) -> str:
    """A file that says it is about buildings holds buildings."""
    said = {word for text in (*columns, filename) for word in header_key(text).split()}
    return (
        Kind.BUILDING.value
        if said & {header_key(word) for word in _BUILDINGS}
        else Kind.OTHER.value
    )


def register_name(filename: str, layer: str = "") -> str:
    """The name of the register from that of its file, without the date or number of the copy."""
    stem = PurePath(filename.replace("\\", "/")).stem
    plain = re.sub(r"[\s_.()\-]*\d[\d\s_.()\-]*\Z", "", stem)
    return " – ".join(filter(None, (plain or stem, layer)))[:120]
