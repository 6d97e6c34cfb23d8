"""A row of a file becomes the values of an asset, or the reasons why it cannot."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from itertools import islice, repeat
from typing import Any, NamedTuple

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, fold_many, unguard_cell
from inmeko.resources.rules.asset import EMPTY, FIELD, FIELDS, Value
from inmeko.resources.rules.mapping import AXES, Plan
from inmeko.resources.rules.meanings import Meanings, reader
from inmeko.resources.rules.places import Given, Places
from inmeko.resources.rules.reading import Row, is_null

BATCH = 5_000

# What an import may not write: it is computed, counted or changed by a deed of its own.
NOT_IMPORTED = frozenset({"area_computed", "retired_reason"})


class Known(StrEnum):
    """By what a row is recognised when it comes again."""

    CODE = "code"
    REGISTER_REF = "register_ref"
    FINGERPRINT = "fingerprint"


class Identity(NamedTuple):
    """What a row is recognised by; a fingerprint is kept in the place of a register's number."""

    known: Known
    value: str


@dataclass(slots=True)
class Candidate:
    """A row that can become an asset: its values in our types, the geometry in WGS84.

    `repair` says as an English msgid how its shape was mended.
    """

    row: int
    identity: Identity
    values: dict[str, Any]
    version: int | None = None
    repair: str | None = None


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row cannot come in: its line, the column, the cell, and a sentence to translate."""

    row: int
    column: str
    value: str
    message: str
    values: Mapping[str, object] = field(default_factory=dict)

    def to_json(self, translate: Callable[[str], str] = str) -> dict[str, Any]:
        """The rejection as the report shows it."""
        sentence = translate(self.message)
        return {
            "row": self.row,
            "column": self.column,
            "value": self.value[:300],
            "message": sentence % self.values if self.values else sentence,
        }


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that stays out, with every reason found."""

    row: int
    reasons: tuple[Rejection, ...]


Reasons = dict[int, list[Rejection]]
TOO_WIDE = N_("The row has more cells than the header: is a delimiter inside a cell?")


def interpret(row: Row, plan: Plan, *, this_year: int) -> Candidate | Refused:
    """Read one row; for many rows an Interpreter is faster."""
    interpreter = Interpreter(plan, tuple(row.cells), this_year=this_year)
    return next(interpreter.read([row]))


class Interpreter:
    """Reads the rows of one file by its plan, column by column and thousands at a time."""

    def __init__(self, plan: Plan, columns: tuple[str, ...], *, this_year: int) -> None:
        """Check the plan against the columns; RuleError if it cannot be applied."""
        plan.check(columns)
        self.plan = plan
        self._places = Places(plan) if plan.has_place else None
        readers = {name: reader(FIELD[name], plan, this_year=this_year) for name in FIELD}
        defaults = {name: readers[name](text) for name, text in plan.defaults.items()}
        self._meanings = {
            one.name: Meanings(
                readers[one.name], defaults.get(one.name, EMPTY.get(one.name)), bare=plan.own
            )
            for one in FIELDS
            if one.name in plan.columns
            and one.value is not Value.GEOMETRY
            and one.name not in NOT_IMPORTED
        }
        # Rows of one name and place that say different things are different things.
        self._first: dict[str, int] = {}
        self._others: dict[str, dict[int, int]] = {}
        self._same = {name: word for name, word in defaults.items() if name not in self._meanings}

    def read(self, rows: Iterable[Row]) -> Iterator[Candidate | Refused]:
        """Read the rows in their order."""
        coming = iter(rows)
        while batch := list(islice(coming, BATCH)):
            yield from self._batch(batch)

    def _batch(self, rows: Sequence[Row]) -> Iterator[Candidate | Refused]:
        reasons: Reasons = {}
        columns = {
            **{name: repeat(word, len(rows)) for name, word in self._same.items()},
            **{name: self._column(name, rows, reasons) for name in self._meanings},
        }
        drafts = [
            dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)
        ]
        given = self._placed(rows, drafts, reasons)
        for at, row in enumerate(rows):
            if row.surplus:
                reasons[at] = [Rejection(row.number, "", row.surplus[0], TOO_WIDE)]
        identities = self._identities(rows, drafts, given)
        for at, (row, values, identity) in enumerate(zip(rows, drafts, identities, strict=True)):
            if at in reasons:
                yield Refused(row.number, tuple(reasons[at]))
                continue
            version = values.pop("version", None)
            if identity.known is not Known.CODE:
                values["register"] = self.plan.register or values.get("register") or None
                values["register_ref"] = identity.value
            place = given[at]
            repair = place.repair if place else None
            yield Candidate(row.number, identity, values, version, repair)

    def _column(self, name: str, rows: Sequence[Row], reasons: Reasons) -> list[Any]:
        """The values of a field; what cannot be read is told with the reasons."""
        sources, meanings = self.plan.columns[name], self._meanings[name]
        cells = self._cells(rows, sources)
        values = [meanings[cell] for cell in cells]
        if meanings.faulty:
            for at, value in enumerate(values):
                if isinstance(value, RuleError):
                    told = cells[at] if self.plan.own else cells[at].strip()
                    because = _because(rows[at], sources, told, value)
                    reasons.setdefault(at, []).append(because)
        if name == "title":
            for at, value in enumerate(values):
                if not value:
                    untitled = _because(rows[at], sources, _raw(rows[at], sources), UNTITLED)
                    reasons.setdefault(at, []).append(untitled)
        return values

    def _cells(self, rows: Sequence[Row], sources: tuple[str, ...]) -> list[str]:
        """The text of a field; what of it means nothing, its meanings know."""
        first = sources[0]
        if self.plan.own:
            return [unguard_cell(row.cells[first]) for row in rows]
        if len(sources) == 1:
            return [row.cells[first] for row in rows]
        return [_joined(row.cells, sources) for row in rows]

    def _placed(
        self, rows: Sequence[Row], drafts: Sequence[dict[str, Any]], reasons: Reasons
    ) -> Sequence[Given | None]:
        """Lay the places of the rows beside their values."""
        places = self._places
        if places is None:
            return [None] * len(rows)
        given = [places.given(row.cells) for row in rows]
        places.settle(given)
        for at, (values, one) in enumerate(zip(drafts, given, strict=True)):
            fault = one.fault or _overlong(one)
            if fault is None:
                values |= places.values(one)
            else:
                names = AXES if "x" in self.plan.columns else ("geometry",)
                sources = tuple(column for name in names for column in self.plan.columns[name])
                because = _because(rows[at], sources, one.text, fault)
                reasons.setdefault(at, []).append(because)
        return given

    def _identities(
        self,
        rows: Sequence[Row],
        drafts: Sequence[dict[str, Any]],
        given: Sequence[Given | None],
    ) -> list[Identity]:
        if all(values.get("code") or values.get("register_ref") for values in drafts):
            return [_identity(values, "") for values in drafts]
        titles = fold_many([str(values.get("title") or "") for values in drafts])
        streets = fold_many([str(values.get("address") or "") for values in drafts])
        places = [one.text if one else "" for one in given]
        prints = map(self._told_apart, rows, map(_fingerprint, titles, streets, places))
        return [_identity(values, mark) for values, mark in zip(drafts, prints, strict=True)]

    def _told_apart(self, row: Row, fingerprint: str) -> str:
        """The fingerprint, with a number where an earlier row of the file has it and differs.

        A row that repeats an earlier one in every cell has the fingerprint of that one.
        """
        said = hash(tuple(row.cells.values()))
        if self._first.setdefault(fingerprint, said) == said:
            return fingerprint
        others = self._others.setdefault(fingerprint, {})
        return f"{fingerprint}.{others.setdefault(said, len(others) + 2)}"


def _identity(values: Mapping[str, Any], fingerprint: str) -> Identity:
    if values.get("code"):
        return Identity(Known.CODE, values["code"])
    if values.get("register_ref"):
        return Identity(Known.REGISTER_REF, values["register_ref"])
    return Identity(Known.FINGERPRINT, fingerprint)


def _fingerprint(title: str, address: str, place: str) -> str:
    told = "\0".join((title, address, place)).encode()
    return f"#{blake2b(told, digest_size=10).hexdigest()}"


def _joined(cells: Mapping[str, str], sources: tuple[str, ...]) -> str:
    parts = [cells[column].strip() for column in sources if not is_null(cells[column])]
    # A street number of 0 means that none is known.
    return " ".join(part for at, part in enumerate(parts) if at == 0 or part.strip("0"))


UNTITLED = RuleError(N_("An asset needs a title"))


def _overlong(given: Given) -> RuleError | None:
    longest = FIELD["original_geometry"].longest
    if len(given.text) <= longest:
        return None
    return RuleError(
        N_("This text has %(length)s characters; at most %(longest)s are kept"),
        values={"length": len(given.text), "longest": longest},
    )


def _raw(row: Row, sources: tuple[str, ...]) -> str:
    return " ".join(row.cells[column] for column in sources)


def _because(row: Row, sources: tuple[str, ...], cell: str, error: RuleError) -> Rejection:
    return Rejection(row.number, ", ".join(sources), cell, error.message, error.values)
