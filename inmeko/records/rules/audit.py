"""The audit trail: the hash of an entry, and the check of a chain."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

GENESIS = "0" * 64
PLATFORM = 0

# A row of the table, or anything with the same attributes.
Link = Any


@dataclass(frozen=True)
class Break:
    """Where a chain does not hold: the number of its entry and what is wrong there."""

    number: int
    why: str


@dataclass(frozen=True)
class Change:
    """A field that a deed changed."""

    field: str
    before: Any
    after: Any


def chain_of(municipality_id: int | None) -> int:
    """The chain of a municipality; the platform's own is 0."""
    return PLATFORM if municipality_id is None else municipality_id


def plain(values: Mapping[str, Any] | None) -> dict[str, Any] | None:
    """Values as JSON keeps them: decimals and dates as text, members of enumerations by value."""
    if values is None:
        return None
    kept: dict[str, Any] = json.loads(json.dumps(dict(values), default=_word, allow_nan=False))
    return kept


def canonical(entry: Mapping[str, Any]) -> bytes:
    """The one way to write an entry down before it is hashed."""
    moment: datetime = entry["at"]
    named = {
        name: entry[name]
        for name in ("chain", "number", "actor_id", "deed", "kind", "key", "before", "after")
    }
    named["at"] = moment.astimezone(UTC).isoformat(timespec="microseconds")
    return json.dumps(named, sort_keys=True, separators=(",", ":"), allow_nan=False).encode()


def digest(previous: str, entry: Mapping[str, Any]) -> str:
    """The SHA-256 of an entry and of all before it, in hexadecimal."""
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()


def first_break(links: Iterable[Link], head_number: int, head_hash: str) -> Break | None:
    """The first place where a chain (in the order of its numbers) was tampered with, or None.

    The head is read before the entries: those written since then must only follow it.
    """
    number, previous = 0, GENESIS
    passed = head_number == 0 and head_hash == GENESIS
    for link in links:
        number += 1
        if link.number != number:
            return Break(number, "is missing")
        if link.previous_hash != previous:
            return Break(number, "does not follow the one before")
        if link.hash != digest(previous, vars_of(link)):
            return Break(number, "was changed")
        previous = link.hash
        passed = passed or (number, previous) == (head_number, head_hash)
    return None if passed else Break(number + 1, f"is missing: the chain reached {head_number}")


def vars_of(link: Link) -> dict[str, Any]:
    """The hashed values of a stored entry by their names."""
    return {
        "chain": link.chain,
        "number": link.number,
        "at": link.at,
        "actor_id": link.actor_id,
        "deed": link.deed,
        "kind": link.kind,
        "key": link.key,
        "before": link.before,
        "after": link.after,
    }


def changes(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> list[Change]:
    """The fields that differ between two states, in the order in which they were written."""
    old, new = before or {}, after or {}
    fields = dict.fromkeys([*new, *old])
    return [
        Change(field, old.get(field), new.get(field))
        for field in fields
        if old.get(field) != new.get(field)
    ]


def _word(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"the audit trail cannot keep a {type(value).__name__}")
