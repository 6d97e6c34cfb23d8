"""What the cells of one field mean: read once for each text, as registers repeat their words."""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from enum import StrEnum
from typing import Any

from inmeko.kernel import identifiers
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import NUMBERS, Field, Value, check_values
from inmeko.resources.rules.columns import split_words
from inmeko.resources.rules.mapping import ANY_OTHER, Plan
from inmeko.resources.rules.numbers import parse_date, parse_number, parse_whole
from inmeko.resources.rules.reading import is_null
from inmeko.resources.rules.words import our_word, word_key

CENT = Decimal("0.01")
# So many different texts of a column are remembered; one that never repeats costs no more.
MOST_REMEMBERED = 10_000

Reader = Callable[[str], Any]


class Meanings(dict[str, Any]):
    """The value of each text of a column; for one that cannot be read its RuleError."""

    def __init__(self, read: Reader, nothing: Any, *, bare: bool) -> None:
        """Take how a filled cell is read, and what an empty one means.

        In a bare file, as our own export is, only emptiness means nothing; in others there
        are words for it, and blanks around a word are none of it.
        """
        super().__init__({"": nothing})
        self._read, self._nothing, self._bare = read, nothing, bare
        self.faulty = False

    def __missing__(self, text: str) -> Any:
        """Read a text that was not met before."""
        try:
            value = self._meant(text)
        except RuleError as error:
            self.faulty = True
            return error
        if value is None:
            value = self._nothing
        if len(self) < MOST_REMEMBERED:
            self[text] = value
        return value

    def _meant(self, text: str) -> Any:
        if self._bare:
            return self._read(text)
        return None if is_null(text) else self._read(text.strip())


def reader(one: Field, plan: Plan, *, this_year: int) -> Reader:
    """How a filled cell of a field is read by a plan, and whether its value makes sense."""
    read = _shape(one, plan)
    if one.words is not None:
        return read
    as_written = one.name in _CODES
    # A text within its length needs no other look; that is most of what a file holds.
    harmless = one.longest if one.value is Value.TEXT and (as_written or not _ruled(one)) else -1

    def checked(text: str) -> Any:
        value = read(text)
        if value is not None and not (harmless >= 0 and len(value) <= harmless):
            check_values({one.name: value}, this_year=this_year, as_written=as_written)
        return value

    return checked


def _ruled(one: Field) -> bool:
    """Whether a text of the field must follow a rule besides its length."""
    return one.name in NUMBERS


def _shape(one: Field, plan: Plan) -> Reader:
    decimal = plan.decimal
    if one.name in _ON_ONE_LINE and not plan.own:
        return lambda text: " ".join(text.split())
    if one.name in _CODES:
        return _code(_CODES[one.name])
    if one.value is Value.ENUM:
        return _Words(one, plan.values.get(one.name, {}))
    if one.value is Value.WORDS:
        words = _Words(one, plan.values.get(one.name, {}))
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
        found = (
            self.known.get(text)
            or self.folded.get(word_key(text))
            or our_word(self.words, text)
            or self.other
        )
        if found is None:
            raise RuleError(
                N_("“%(word)s” is not among our words; say in the mapping what it means"),
                values={"word": text},
            )
        return found


def _listed(words: _Words, text: str) -> list[str]:
    found = {words(part) for part in split_words(text)}
    return [word.value for word in words.words if word in found]


def _code(tidy: Callable[[str], str]) -> Callable[[str], str | None]:
    """A code of digits: blanks and hyphens do not count, and zeros alone mean none.

    One that cannot be stays as it is written: a flag will tell, and a person knows better.
    """

    def read(text: str) -> str | None:
        if not text.strip("0 -"):
            return None
        try:
            return tidy(text.replace("-", ""))
        except RuleError:
            return text

    return read


_ON_ONE_LINE = frozenset({"title", "address", "register_ref"})

_CODES: dict[str, Callable[[str], str]] = {
    "postcode": identifiers.postcode,
    "kaek": identifiers.kaek,
}
