"""The first look at a file: its format, its sheet or layer, how its text is to be read."""

import codecs
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.encodings import HEAD, evidence, sniff
from inmeko.resources.rules.guesses import Guess
from inmeko.resources.rules.keyhole import declared_encoding
from inmeko.resources.rules.layers import Layer, chosen_layer, guess_layer
from inmeko.resources.rules.mapfiles import map_layers
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.reading import ReadSettings, Record, codec_of, joined_header
from inmeko.resources.rules.shape import (
    fuller_line,
    group_line,
    guess_delimiter,
    guess_header,
    guess_lines,
    records,
)
from inmeko.resources.rules.shapefiles import table_encoding
from inmeko.resources.rules.signatures import LETTERED, MAPS, format_of
from inmeko.resources.rules.workbooks import Book

BY_HAND = N_("Chosen by hand")
Guesses = dict[str, Guess[Any]]


@dataclass(frozen=True)
class Chosen:
    """What the planner has already chosen by hand; None leaves it to the guess."""

    layer: str | None = None
    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    header_lines: int | None = None
    decimal: str | None = None
    crs: int | None = None

    def check(self) -> None:
        """Raise RuleError if there is no such encoding, delimiter, system …"""
        Plan.from_json({name: one for name, one in asdict(self).items() if one is not None})


@dataclass(frozen=True)
class Look:
    """What was seen: the guesses by the entries of the plan, and the sheets or layers."""

    guesses: Guesses
    layers: tuple[Layer, ...] = ()

    @property
    def format(self) -> str:
        """The format of the file."""
        return str(self.guesses["format"].value)

    @property
    def settings(self) -> ReadSettings:
        """How to read the bytes."""
        said = {name: guess.value for name, guess in self.guesses.items()}
        return ReadSettings(**said)


def look(stream: BinaryIO, chosen: Chosen) -> Look:
    """Look at the first bytes of a file, its sheets or its layers; RuleError if it has no table."""
    form = format_of(stream)
    told: Guesses = {"format": Guess(form, N_("The content of the file tells"))}
    if form in LETTERED:
        told["encoding"] = or_chosen(chosen.encoding, _encoding(stream, form))
    if form == "csv":
        return Look(told | _text(stream, told["encoding"].value, chosen))
    if form == "xlsx":
        return _workbook(stream, told, chosen)
    assert form in MAPS
    letters = told["encoding"].value if "encoding" in told else "utf-8"
    layers = map_layers(stream, form, letters)
    return Look(told | {"layer": _layer(layers, chosen)}, tuple(layers))


def or_chosen(chosen: Any, guess: Guess[Any]) -> Guess[Any]:
    """What was chosen by hand, else the guess."""
    return guess if chosen is None else Guess(chosen, BY_HAND)


def _layer(layers: list[Layer], chosen: Chosen) -> Guess[str]:
    if chosen.layer is None:
        return guess_layer(layers)
    return Guess(chosen_layer(layers, chosen.layer), BY_HAND)


def _encoding(stream: BinaryIO, form: str) -> Guess[str]:
    if form == "shapefile":
        return table_encoding(stream)
    telling = evidence(stream)
    told = sniff(telling)
    said = declared_encoding(telling[:200]) if form == "kml" else None
    if said is None or said == told.value or told.value in ("utf-8", "utf-16"):
        return told
    try:
        codecs.lookup(said)
    except LookupError:
        return told
    return Guess(said, N_("The file says so itself"), alternatives=(told.value,))


def _text(stream: BinaryIO, encoding: str, chosen: Chosen) -> Guesses:
    """Delimiter and header of a text."""
    stream.seek(0)
    head = stream.read(HEAD)
    stream.seek(0)
    try:
        text = codecs.getincrementaldecoder(codec_of(encoding))("replace").decode(head)
    except UnicodeError as error:
        # UTF-16 without its mark is refused whatever is to be done with single letters.
        raise RuleError(
            N_("The file cannot be read as %(encoding)s: choose another encoding"),
            field="encoding",
            values={"encoding": encoding},
        ) from error
    whole = len(head) < HEAD
    delimiter = (
        Guess(chosen.delimiter, BY_HAND) if chosen.delimiter else guess_delimiter(text, whole=whole)
    )
    return {
        "delimiter": delimiter,
        **_header(records(text, delimiter.value, whole=whole), chosen),
    }


def _header(rows: list[Record], chosen: Chosen) -> Guesses:
    first = guess_header(rows)
    lines = guess_lines(rows, first.value)
    if chosen.header_row is not None:
        first = Guess(chosen.header_row, BY_HAND)
        lines = guess_lines(rows, first.value)
    elif fuller := fuller_line(rows, first.value):
        first = Guess(fuller, N_("The line above it leaves columns without a name: it is a title"))
        lines = guess_lines(rows, first.value)
    elif groups := group_line(rows, first.value):
        first = Guess(groups, N_("This line names groups of columns, the next one the columns"))
        lines = Guess(lines.value + 1, N_("The names of the groups and of the columns are joined"))
    return {"header_row": first, "header_lines": or_chosen(chosen.header_lines, lines)}


def _workbook(stream: BinaryIO, told: Guesses, chosen: Chosen) -> Look:
    layers: list[Layer] = []
    headers: dict[str, Guesses] = {}
    for name, rows, hidden, head in Book(stream).heads():
        headers[name] = _header(head, chosen)
        row, lines = (headers[name][key].value for key in ("header_row", "header_lines"))
        names = [cells for number, cells in head if row <= number < row + lines] if row else []
        layers.append(Layer(name, rows, tuple(joined_header(names)) if names else (), hidden))
    layer = _layer(layers, chosen)
    return Look(told | {"layer": layer} | headers[layer.value], tuple(layers))
