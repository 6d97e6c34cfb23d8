"""Who judges which file: in balance, without conflicts, and who stands in."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_
from inmeko.records.rules.protocol import number_in

# A pair of evaluator and file.
Pair = tuple[int, int]
COLUMNS = 2


@dataclass(frozen=True)
class Hand:
    """A member of the committee as shares are given out."""

    id: int
    # Files that this member holds in this call already.
    load: int = 0
    substitute: bool = False


@dataclass(frozen=True)
class Row:
    """A line of a file of assignments: where it stands, and what it says."""

    line: int
    number: int
    year: int | None
    email: str


def balance(
    files: Mapping[int, int],
    hands: Iterable[Hand],
    barred: Collection[Pair],
) -> list[Pair]:
    """Give each file as many members as it lacks (file → how many), as evenly as can be.

    `barred` are pairs that must not be: a conflict, a recusal, or a file held already. The same
    files and members give the same pairs, in whatever order they come.
    """
    load = {hand.id: hand.load for hand in hands if not hand.substitute}
    refused = set(barred)
    free = {file: [one for one in sorted(load) if (one, file) not in refused] for file in files}
    given: dict[int, set[int]] = {one: set() for one in load}
    # Files that few may judge come first, before those few have their hands full.
    for file in sorted(files, key=lambda one: (len(free[one]) - files[one], one)):
        for one in sorted(free[file], key=lambda hand: (load[hand], hand))[: files[file]]:
            given[one].add(file)
            load[one] += 1
    _even_out(given, load, free)
    return sorted((one, file) for one, held in given.items() for file in held)


def replacement(hands: Iterable[Hand], barred: Collection[int], *, further: bool) -> int | None:
    """Who takes a file over: the least loaded without conflict, or None.

    After a recusal substitutes come first; for a further opinion the members do.
    """
    free = [hand for hand in hands if hand.id not in set(barred)]
    free.sort(key=lambda hand: (hand.substitute is further, hand.load, hand.id))
    return free[0].id if free else None


def read_rows(lines: Iterable[Sequence[str]]) -> tuple[list[Row], dict[int, str]]:
    """The lines of a file «number of protocol; e-mail», and what is wrong with the others."""
    rows, wrong = [], {}
    for line, cells in enumerate(lines, start=1):
        known = [cell.strip() for cell in cells]
        if not any(known):
            continue
        asked = number_in(known[0])
        if line == 1 and asked is None:
            # The headings of the columns.
            continue
        if len(known) < COLUMNS or asked is None or "@" not in known[1]:
            wrong[line] = N_("This line is not “number of protocol;e-mail”.")
        else:
            rows.append(Row(line, asked[0], asked[1], known[1].lower()))
    return rows, wrong


def check_committee(members: int, evaluators: int, *, chaired: bool) -> None:
    """Refuse to give files out before there are enough members, and one of them in the chair."""
    if members < evaluators:
        raise RuleError(
            N_("The call asks for %(needed)s evaluators; the committee has %(members)s members."),
            values={"needed": evaluators, "members": members},
        )
    if not chaired:
        raise RuleError(N_("Say first who chairs the committee."))


def _even_out(
    given: dict[int, set[int]], load: dict[int, int], free: Mapping[int, Sequence[int]]
) -> None:
    """Hand files on, from one to the next, while somebody has two more than somebody else."""
    while chain := _chain(given, load, free):
        for one, other, file in chain:
            given[one].remove(file)
            given[other].add(file)
        load[chain[0][0]] -= 1
        load[chain[-1][1]] += 1


def _chain(
    given: Mapping[int, set[int]], load: Mapping[int, int], free: Mapping[int, Sequence[int]]
) -> list[tuple[int, int, int]]:
    """Steps (from, to, file) that lead from somebody with much to somebody with two fewer."""
    for start in sorted(load, key=lambda one: (-load[one], one)):
        if load[start] - min(load.values()) < 2:
            return []
        came: dict[int, tuple[int, int]] = {}
        waiting = [start]
        for one in waiting:
            if load[one] <= load[start] - 2:
                return _way(came, start, one)
            for other in sorted(load):
                if other == start or other in came:
                    continue
                file = _movable(given[one], given[other], free, other)
                if file is not None:
                    came[other] = (one, file)
                    waiting.append(other)
    return []


def _movable(
    held: Collection[int], others: Collection[int], free: Mapping[int, Sequence[int]], to: int
) -> int | None:
    return next((file for file in sorted(held) if file not in others and to in free[file]), None)


def _way(came: Mapping[int, tuple[int, int]], start: int, end: int) -> list[tuple[int, int, int]]:
    steps, now = [], end
    while now != start:
        before, file = came[now]
        steps.append((before, now, file))
        now = before
    return steps[::-1]
