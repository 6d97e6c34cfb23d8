"""A page of a long list: what it shows, and whether there is more on either side."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from flask import request

from inmeko.records.queries import PAGE

T = TypeVar("T")

# No engine counts further in a column of ours.
HIGHEST = 2**31 - 1


@dataclass(frozen=True)
class Page(Generic[T]):
    """The things of a page, and whether newer ones come before it and older ones after it."""

    things: Sequence[T]
    newer: bool
    older: bool

    @property
    def first(self) -> T | None:
        """The newest thing of the page."""
        return self.things[0] if self.things else None

    @property
    def last(self) -> T | None:
        """The oldest thing of the page."""
        return self.things[-1] if self.things else None


def page_of(found: Sequence[T], *, before: object = None, after: object = None) -> Page[T]:
    """Cut the one thing too many that a query brings to say that the list goes on."""
    more = len(found) > PAGE
    if after is not None:
        return Page(found[1:] if more else found, newer=more, older=bool(found))
    return Page(found[:PAGE], newer=before is not None and bool(found), older=more)


def whole(text: str | None) -> int | None:
    """A number from an address, or None where it is none that could stand in a column."""
    plain = text is not None and text.isascii() and text.isdecimal() and len(text) <= 10
    return int(text) if plain and text and int(text) <= HIGHEST else None


def asked_number(name: str) -> int | None:
    """A number that the address asks for by name."""
    return whole(request.args.get(name))
