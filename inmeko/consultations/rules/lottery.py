"""The draw by lot that anybody can compute again, from a published list and a published seed.

A candidate is a number, and where the list is divided, a group. The lot of a number is the SHA-256
of the seed, a colon and the number (`printf '%s' 'SEED:17' | sha256sum`). In each group the lots
are put in order, the smallest first: the first ones are members, the next ones substitutes.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

MOST_CANDIDATES = 20_000
LONGEST_NUMBER = 9
_NUMBER = re.compile(rf"[0-9]{{1,{LONGEST_NUMBER}}}")


class LotRole(StrEnum):
    """What a lot makes of a candidate."""

    MEMBER = "member"
    SUBSTITUTE = "substitute"
    NOT_DRAWN = "not_drawn"


LOT_ROLE_LABELS = {
    LotRole.MEMBER: N_("Member by lot"),
    LotRole.SUBSTITUTE: N_("Substitute by lot"),
    LotRole.NOT_DRAWN: N_("Not drawn"),
}


@dataclass(frozen=True)
class Candidate:
    """A candidate: a number, a group if the list is divided, a name that is not public."""

    number: int
    group: str = ""
    name: str = ""


@dataclass(frozen=True)
class Seats:
    """How many are drawn of a group: members, then substitutes."""

    members: int
    substitutes: int


@dataclass(frozen=True)
class Lot:
    """The lot of a candidate: its SHA-256, its rank in the group, what it makes of them."""

    number: int
    group: str
    digest: str
    rank: int
    role: LotRole


def lot_of(seed: str, number: int) -> str:
    """The lot of a number: SHA-256 of “seed:number” in UTF-8, as hexadecimal digits."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()


def draw(candidates: Iterable[Candidate], seed: str, seats: Mapping[str, Seats]) -> list[Lot]:
    """The lots of all candidates, group by group, the smallest first; RuleError without a seed.

    The order of the candidates changes nothing. A group that has no seats has no one drawn.
    """
    if not seed:
        raise RuleError(N_("Write the seed that was published."), field="seed")
    groups: dict[str, list[tuple[str, int]]] = {}
    for one in candidates:
        groups.setdefault(one.group, []).append((lot_of(seed, one.number), one.number))
    return [
        Lot(number, group, digest, rank, _role(rank, seats.get(group, Seats(0, 0))))
        for group in sorted(groups)
        for rank, (digest, number) in enumerate(sorted(groups[group]), start=1)
    ]


def read_list(text: str) -> list[Candidate]:
    """A typed list, one candidate a line: “number; name” or “number; name; group”.

    RuleError names the line that is none, a number that comes twice, a list without anybody.
    """
    lines = [line.strip() for line in text.replace("\0", "").lstrip("\ufeff").splitlines()]
    found = [_candidate(number, line) for number, line in enumerate(lines, start=1) if line]
    if not found:
        raise RuleError(N_("Write the candidates, one a line."), field="candidates")
    if len(found) > MOST_CANDIDATES:
        raise RuleError(
            N_("A list has at most %(most)s candidates."),
            field="candidates",
            values={"most": MOST_CANDIDATES},
        )
    twice = [number for number, n in Counter(one.number for one in found).items() if n > 1]
    if twice:
        raise RuleError(
            N_("The number %(number)s comes twice: each candidate has a number of their own."),
            field="candidates",
            values={"number": min(twice)},
        )
    return sorted(found, key=lambda one: one.number)


def together(typed: Iterable[Candidate], read: Iterable[Candidate]) -> list[Candidate]:
    """A typed list and one of a file as one; RuleError for the file if a number is in both."""
    found = {one.number: one for one in typed}
    for one in read:
        if one.number in found:
            message = N_(
                "The number %(number)s of the file is in the typed list, too: empty the list if "
                "the file takes its place."
            )
            raise RuleError(message, field="file", values={"number": one.number})
        found[one.number] = one
    if len(found) > MOST_CANDIDATES:
        message = N_("A list has at most %(most)s candidates.")
        raise RuleError(message, field="file", values={"most": MOST_CANDIDATES})
    return [found[number] for number in sorted(found)]


def check_seats(candidates: Sequence[Candidate], seats: Mapping[str, Seats]) -> None:
    """Refuse seats of a group that nobody belongs to, and more seats than candidates."""
    counted = Counter(one.group for one in candidates)
    if not any(one.members for one in seats.values()):
        raise RuleError(N_("Say how many members are drawn."), field="seats")
    for group, wanted in seats.items():
        if wanted.members + wanted.substitutes > counted[group]:
            raise RuleError(
                N_("More are to be drawn than the %(number)s candidates of “%(group)s”."),
                field="seats",
                values={"number": counted[group], "group": group or "–"},
            )


def read_seats(text: str) -> dict[str, Seats]:
    """Typed seats, one group a line: “members; substitutes”, or “members; substitutes; group”."""
    found: dict[str, Seats] = {}
    for number, line in enumerate(text.replace("\0", "").splitlines(), start=1):
        if not line.strip():
            continue
        members, substitutes, group, *more = [part.strip() for part in f"{line};;".split(";")]
        numbers = [part for part in (members, substitutes) if _NUMBER.fullmatch(part)]
        if len(numbers) < 2 or any(more) or group in found:
            raise RuleError(
                N_("Line %(line)s: write “members; substitutes; group”."),
                field="seats",
                values={"line": number},
            )
        found[group] = Seats(int(members), int(substitutes))
    return found


def typed_seats(seats: Mapping[str, Seats]) -> str:
    """Seats as one types them."""
    return "\n".join(
        f"{one.members}; {one.substitutes}{f'; {group}' if group else ''}"
        for group, one in seats.items()
    )


def typed_list(candidates: Iterable[Candidate]) -> str:
    """A list as one types it, in the order of the numbers."""
    return "\n".join(_line(one) for one in sorted(candidates, key=lambda one: one.number))


def public_list(candidates: Iterable[Candidate]) -> str:
    """What everybody may know of a list: numbers and groups, in the order of the numbers."""
    rows = sorted((one.number, one.group) for one in candidates)
    return "".join(f"{number};;{group}\n" if group else f"{number}\n" for number, group in rows)


def public_hash(candidates: Iterable[Candidate]) -> str:
    """The SHA-256 of the public list, which anybody can compute from its file."""
    return hashlib.sha256(public_list(candidates).encode()).hexdigest()


def list_hash(candidates: Iterable[Candidate], salt: str) -> str:
    """The SHA-256 of the whole list with its names, after a secret line.

    Without the secret line, who knows all names but one could find out the last.
    """
    return hashlib.sha256(f"{salt}\n{typed_list(candidates)}\n".encode()).hexdigest()


def _role(rank: int, seats: Seats) -> LotRole:
    if rank <= seats.members:
        return LotRole.MEMBER
    drawn = rank <= seats.members + seats.substitutes
    return LotRole.SUBSTITUTE if drawn else LotRole.NOT_DRAWN


def _candidate(line: int, text: str) -> Candidate:
    number, name, group, *more = [" ".join(part.split()) for part in f"{text};;".split(";")]
    if not _NUMBER.fullmatch(number) or any(more):
        raise RuleError(
            N_("Line %(line)s: write “number; name” or “number; name; group”."),
            field="candidates",
            values={"line": line},
        )
    return Candidate(int(number), group[:60], name[:200])


def _line(one: Candidate) -> str:
    return ";".join([str(one.number), one.name, one.group]).rstrip(";")
