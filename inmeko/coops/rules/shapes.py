"""Readers of JSON values: each gives the value as rules take it, or says what is wrong with it."""

import re
from collections.abc import Callable, Collection, Mapping
from datetime import date
from decimal import Context, Decimal
from typing import Any

Reader = Callable[[Any, str], Any]

# More than any count or amount needs: a number like 1e999999 fills the memory.
_LARGEST = Decimal(10) ** 15
_DIGITS = 40
# Enough for every number that is taken; the usual precision would round the last digits away.
_EXACT = Context(prec=3 * _DIGITS)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class UnreadableError(Exception):
    """A case that cannot be read: the field, as members[2].kind, and what is wrong with it."""

    def __init__(self, field: str, reason: str) -> None:
        """Take the path of the field and an English clause."""
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field, self.reason = field, reason


def text(value: Any, path: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise UnreadableError(path, "a text is expected")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise UnreadableError(path, "half a sign stands in it, which no text can hold") from None
    return value


def boolean(value: Any, path: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise UnreadableError(path, "true or false is expected")
    return value


def whole(value: Any, path: str) -> int:
    """A whole number of either sign."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableError(path, "a whole number is expected")
    if abs(value) > _LARGEST:
        raise UnreadableError(path, "this number is too large")
    return value


def count(value: Any, path: str) -> int:
    """A whole number, zero or more."""
    found = whole(value, path)
    if found < 0:
        raise UnreadableError(path, "a count cannot be negative")
    return found


def number(value: Any, path: str) -> Decimal:
    """A number, exactly as written."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise UnreadableError(path, "a number is expected")
    found = Decimal(value)
    if found.copy_abs() > _LARGEST:
        raise UnreadableError(path, "this number is too large")
    parts = found.as_tuple()
    if len(parts.digits) > _DIGITS or abs(int(parts.exponent)) > _DIGITS:
        raise UnreadableError(path, "this number has too many digits")
    return found


def amount(value: Any, path: str) -> int:
    """An amount of euro with at most two decimals, in cents."""
    cents = _EXACT.multiply(number(value, path), Decimal(100))
    if cents != cents.to_integral_value():
        raise UnreadableError(path, "an amount has at most two decimals")
    return int(cents)


def day(value: Any, path: str) -> date:
    """A date as YYYY-MM-DD."""
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise UnreadableError(path, "a date is expected, as YYYY-MM-DD")


def one_of(words: Collection[str]) -> Reader:
    """One word of a closed list."""

    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in words:
            raise UnreadableError(path, f"expected one of {', '.join(sorted(words))}")
        return value

    return read


def list_of(reader: Reader) -> Reader:
    """A list of such values."""

    def read(value: Any, path: str) -> list[Any]:
        if not isinstance(value, list):
            raise UnreadableError(path, "a list is expected")
        return [reader(one, f"{path}[{place}]") for place, one in enumerate(value)]

    return read


def record(fields: Mapping[str, Reader], *, required: Collection[str] = ()) -> Reader:
    """An object with these fields and no others; null stays null, where it is not required."""

    def read(value: Any, path: str) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise UnreadableError(path, "an object is expected")
        for name in required:
            if value.get(name) is None:
                raise UnreadableError(_inside(path, name), "this field is required")
        found: dict[str, Any] = {}
        for name, given in value.items():
            if name not in fields:
                raise UnreadableError(_inside(path, name), "unknown field")
            found[name] = None if given is None else fields[name](given, _inside(path, name))
        return found

    return read


def _inside(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
