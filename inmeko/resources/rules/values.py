"""A row of a file becomes the values of an asset, or the reasons why it cannot."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from hashlib import blake2b
from itertools import islice
from typing import Any

from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_, fold, unguard_cell
from inmeko.resources.rules.asset import EMPTY, FIELD, FIELDS, Field, Value, check_values
from inmeko.resources.rules.columns import split_words
from inmeko.resources.rules.mapping import ANY_OTHER, AXES, Plan
from inmeko.resources.rules.numbers import parse_date, parse_number, parse_whole
from inmeko.resources.rules.places import Given, Places
from inmeko.resources.rules.reading import Row, is_null
from inmeko.resources.rules.words import our_word, word_key

BATCH = 1_000
CENT = Decimal("0.01")

# What an import may not write: it is computed, counted or changed by a deed of its own.
NOT_IMPORTED = frozenset({"area_computed", "retired_reason"})


class Known(StrEnum):
    """By what a row is recognised when it comes again."""

    CODE = "code"
    REGISTER_REF = "register_ref"
    FINGERPRINT = "fingerprint"


@dataclass(frozen=True, slots=True)
class Identity:
    """What a row is recognised by; a fingerprint is kept in the place of a register's number."""

    known: Known
    value: str


@dataclass(slots=True)
class Candidate:
    """A row that can become an asset: its values in our types, the geometry in WGS84."""

    row: int
    identity: Identity
    values: dict[str, Any]
    version: int | None = None


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


Reader = Callable[[str], Any]


@dataclass(slots=True)
class _Draft:
    """A row on its way: values read, place still as given."""

    row: Row
    values: dict[str, Any]
    given: Given | None
    reasons: list[Rejection]


def interpret(row: Row, plan: Plan, *, this_year: int) -> Candidate | Refused:
    """Read one row; for many rows an Interpreter is faster."""
    interpreter = Interpreter(plan, tuple(row.cells), this_year=this_year)
    return next(interpreter.read([row]))


class Interpreter:
    """Reads the rows of one file by its plan."""

    def __init__(self, plan: Plan, columns: tuple[str, ...], *, this_year: int) -> None:
        """Check the plan against the columns; RuleError if it cannot be applied."""
        plan.check(columns)
        self.plan = plan
        self.this_year = this_year
        self._places = Places(plan) if plan.has_place else None
        self._readers = [
            (one.name, plan.columns[one.name], self._reader(one))
            for one in FIELDS
            if one.name in plan.columns
            and one.value is not Value.GEOMETRY
            and one.name not in NOT_IMPORTED
        ]
        self._defaults = {
            name: self._reader(FIELD[name])(text) for name, text in plan.defaults.items()
        }

    def read(self, rows: Iterable[Row]) -> Iterator[Candidate | Refused]:
        """Read the rows in their order; places are computed many at a time."""
        coming = iter(rows)
        while batch := list(islice(coming, BATCH)):
            drafts = [self._draft(row) for row in batch]
            if self._places:
                self._places.settle([draft.given for draft in drafts])
            for draft in drafts:
                yield self._finish(draft)

    def _draft(self, row: Row) -> _Draft:
        draft = _Draft(row, dict(self._defaults), None, [])
        if row.surplus:
            draft.reasons.append(
                Rejection(
                    row.number,
                    "",
                    row.surplus[0],
                    N_("The row has more cells than the header: is a delimiter inside a cell?"),
                )
            )
            return draft
        for name, columns, reader in self._readers:
            cell = self._cell(row.cells, columns)
            try:
                value = reader(cell) if cell else None
            except RuleError as error:
                draft.reasons.append(_because(row, columns, cell, error))
                continue
            if value is not None or name not in self._defaults:
                draft.values[name] = EMPTY.get(name) if value is None else value
        if self._places:
            draft.given = self._places.given(row.cells)
        return draft

    def _cell(self, cells: Mapping[str, str], columns: tuple[str, ...]) -> str:
        """The text of a field; of an export of ours nothing but emptiness means nothing."""
        if self.plan.own:
            return unguard_cell(cells[columns[0]])
        if len(columns) == 1:
            cell = cells[columns[0]]
            return "" if is_null(cell) else cell.strip()
        parts = [cells[column].strip() for column in columns if not is_null(cells[column])]
        # A street number of 0 means that none is known.
        return " ".join(part for at, part in enumerate(parts) if at == 0 or part.strip("0"))

    def _finish(self, draft: _Draft) -> Candidate | Refused:
        row, values = draft.row, draft.values
        if draft.given is not None and self._places is not None:
            if draft.given.fault is None:
                values |= self._places.values(draft.given)
            else:
                draft.reasons.append(self._misplaced(draft))
        self._check(draft)
        if draft.reasons:
            return Refused(row.number, tuple(draft.reasons))
        version = values.pop("version", None)
        identity = self._identity(draft)
        if identity.known is not Known.CODE:
            values["register"] = self.plan.register or values.get("register") or None
            values["register_ref"] = identity.value
        return Candidate(row.number, identity, values, version)

    def _misplaced(self, draft: _Draft) -> Rejection:
        given = draft.given
        assert given is not None
        assert given.fault is not None
        names = AXES if "x" in self.plan.columns else ("geometry",)
        columns = tuple(column for name in names for column in self.plan.columns[name])
        return _because(draft.row, columns, given.text, given.fault)

    def _check(self, draft: _Draft) -> None:
        values = draft.values
        if "title" in self.plan.columns and not values.get("title"):
            self._blame(draft, "title", RuleError(N_("An asset needs a title")))
        try:
            check_values(values, this_year=self.this_year)
        except RuleError:
            for name, value in values.items():
                try:
                    check_values({name: value}, this_year=self.this_year)
                except RuleError as error:
                    self._blame(draft, name, error)

    def _blame(self, draft: _Draft, name: str, error: RuleError) -> None:
        columns = self.plan.columns.get(name, ())
        if not any(reason.column == _joined(columns) for reason in draft.reasons):
            cell = " ".join(draft.row.cells[column] for column in columns)
            draft.reasons.append(_because(draft.row, columns, cell, error))

    def _identity(self, draft: _Draft) -> Identity:
        values = draft.values
        if values.get("code"):
            return Identity(Known.CODE, values["code"])
        if values.get("register_ref"):
            return Identity(Known.REGISTER_REF, values["register_ref"])
        place = draft.given.text if draft.given else ""
        told = (fold(values.get("title") or ""), fold(values.get("address") or ""), place)
        digest = blake2b("\0".join(told).encode(), digest_size=10).hexdigest()
        return Identity(Known.FINGERPRINT, f"#{digest}")

    def _reader(self, one: Field) -> Reader:
        """How a filled cell of this field is read."""
        decimal = self.plan.decimal
        if one.name in _ON_ONE_LINE and not self.plan.own:
            return lambda text: " ".join(text.split())
        if one.name in _NUMBERS:
            return _numbered(_NUMBERS[one.name])
        if one.value is Value.ENUM:
            return _Words(one, self.plan.values.get(one.name, {}))
        if one.value is Value.WORDS:
            words = _Words(one, self.plan.values.get(one.name, {}))
            return lambda text: _listed(words, text)
        plain: dict[Value, Reader] = {
            Value.NUMBER: lambda text: _amount(text, decimal),
            Value.INTEGER: lambda text: parse_whole(text, decimal),
            Value.DATE: parse_date,
        }
        return plain.get(one.value, str)


def _amount(text: str, decimal: str) -> Decimal:
    """A number of square metres or euros, to the hundredth that the inventory keeps."""
    try:
        return parse_number(text, decimal).quantize(CENT, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise RuleError(N_("This number is too large")) from error


class _Words:
    """Reads one of our words, by the plan's list first, then by its meaning."""

    def __init__(self, one: Field, listed: Mapping[str, str]) -> None:
        assert one.words is not None
        self.words = one.words
        self.known: dict[str, StrEnum] = {
            theirs: one.words(ours) for theirs, ours in listed.items() if theirs != ANY_OTHER
        }
        self.folded = {word_key(theirs): ours for theirs, ours in self.known.items()}
        self.other = one.words(listed[ANY_OTHER]) if ANY_OTHER in listed else None

    def __call__(self, text: str) -> StrEnum:
        found = self.known.get(text)
        if found is None:
            found = self.folded.get(word_key(text)) or our_word(self.words, text) or self.other
            if found is None:
                raise RuleError(
                    N_("“%(word)s” is not among our words; say in the mapping what it means"),
                    values={"word": text},
                )
            self.known[text] = found
        return found


def _listed(words: _Words, text: str) -> list[str]:
    found = {words(part) for part in split_words(text)}
    return [word.value for word in words.words if word in found]


def _numbered(read: Callable[[str], str]) -> Callable[[str], str | None]:
    """A code of digits: blanks and hyphens do not count, and zeros alone mean none."""
    return lambda text: read(text.replace("-", "")) if text.strip("0 -") else None


_ON_ONE_LINE = frozenset({"title", "address", "register_ref"})

_NUMBERS: dict[str, Callable[[str], str]] = {
    "postcode": identifiers.postcode,
    "kaek": identifiers.kaek,
}


def _joined(columns: tuple[str, ...]) -> str:
    return ", ".join(columns)


def _because(row: Row, columns: tuple[str, ...], cell: str, error: RuleError) -> Rejection:
    return Rejection(row.number, _joined(columns), cell, error.message, error.values)
