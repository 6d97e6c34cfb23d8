"""From scored files to an ordered list: minimum, thresholds, places, waiting list, ties, reasons.

Files are put in order by score; equal scores by the rule of the call, then by the earlier
submission, then by the number of the protocol, so that the order never depends on chance. A lot
is drawn from a published seed: whoever has the seed and the numbers can draw it again.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from inmeko.calls.rules import scoring
from inmeko.calls.rules.content import Criterion, Judging
from inmeko.calls.rules.words import Ground, Outcome, TieRule
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

LONGEST_PART = 1_000
MOST_EURO = Decimal("999999999.99")


@dataclass(frozen=True)
class Granted:
    """What the committee grants to a selected file where it is not all, and why; an amount."""

    part: str = ""
    reason: str = ""
    amount: Decimal | None = None


@dataclass(frozen=True)
class File:
    """A file as the ranking sees it; `name` is its number in the protocol, as 12/2026."""

    key: int
    name: str
    year: int
    number: int
    submitted_at: datetime
    eligible: bool
    score: Decimal | None = None
    averages: Mapping[str, Decimal | None] = field(default_factory=dict)
    # The labels of the points of eligibility that are not met.
    unmet: tuple[str, ...] = ()
    granted: Granted = field(default_factory=Granted)


@dataclass(frozen=True)
class Reason:
    """Why a file stands where it stands: a ground and the values that its sentence names."""

    ground: Ground
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranked:
    """A file in its place."""

    file: File
    place: int
    outcome: Outcome
    reasons: tuple[Reason, ...]


def rank(
    judging: Judging, criteria: Sequence[Criterion], files: Iterable[File], seed: str = ""
) -> list[Ranked]:
    """Every file with its place and outcome; the eligible ones first, by score."""
    known = list(files)
    ordered = sorted(
        (one for one in known if one.eligible), key=lambda one: _order(judging, criteria, one, seed)
    )
    left_out = sorted((one for one in known if not one.eligible), key=_number)
    found, reached = [], 0
    for place, one in enumerate(ordered, start=1):
        outcome, reason = _judge(judging, criteria, one, reached)
        reached += outcome in (Outcome.SELECTED, Outcome.PARTIAL, Outcome.WAITING) or _full(reason)
        before = ordered[place - 2] if place > 1 else None
        ties = _ties(judging, criteria, before, one)
        found.append(Ranked(one, place, outcome, (*reason, *ties)))
    for place, one in enumerate(left_out, start=len(ordered) + 1):
        found.append(Ranked(one, place, Outcome.INELIGIBLE, _why_not(one)))
    return found


def check_granted(ranked: Iterable[Ranked]) -> None:
    """Refuse to grant something to a file that is not selected, and a part without its reason."""
    for one in ranked:
        granted, named = one.file.granted, {"file": one.file.name}
        if granted == Granted():
            continue
        if one.outcome not in (Outcome.SELECTED, Outcome.PARTIAL):
            raise RuleError(
                N_("File %(file)s is not selected: nothing can be granted to it."),
                field=f"part-{one.file.key}",
                values=named,
            )
        if granted.part and not granted.reason:
            raise RuleError(
                N_("File %(file)s: write why only a part is granted."),
                field=f"reason-{one.file.key}",
                values=named,
            )
        if granted.amount is not None and not 0 <= granted.amount <= MOST_EURO:
            raise RuleError(
                N_("File %(file)s: write the amount in euro, like 1500,00."),
                field=f"amount-{one.file.key}",
                values=named,
            )


def seed_of(receipts: Iterable[str]) -> str:
    """The seed of a lot: the SHA-256 over the receipts' hashes in ascending order.

    Each group knows only the hash of its own receipt, and the town changes none of them:
    nobody can choose the seed, and everybody who is given the hashes can make it again.
    """
    return hashlib.sha256("\n".join(sorted(receipts)).encode()).hexdigest()


def lot(seed: str, name: str) -> str:
    """The lot of a file: the lower one comes first."""
    return hashlib.sha256(f"{seed}:{name}".encode()).hexdigest()


def _order(
    judging: Judging, criteria: Sequence[Criterion], file: File, seed: str
) -> tuple[object, ...]:
    score = -file.score if file.score is not None else Decimal(1)
    by_rule: tuple[object, ...] = ()
    if judging.ties is TieRule.FIRST_CRITERION:
        by_rule = tuple(_share(file.averages.get(one.key)) for one in criteria)
    elif judging.ties is TieRule.LOT:
        by_rule = (lot(seed, file.name),)
    return (score, *by_rule, file.submitted_at, *_number(file))


def _share(value: Decimal | None) -> Decimal:
    """The better comes first; whoever has no score here comes last."""
    return Decimal("Infinity") if value is None else -value


def _number(file: File) -> tuple[int, int, int]:
    return file.year, file.number, file.key


def _judge(
    judging: Judging, criteria: Sequence[Criterion], file: File, reached: int
) -> tuple[Outcome, tuple[Reason, ...]]:
    if file.score is None:
        return Outcome.NOT_SELECTED, (Reason(Ground.NO_SCORE),)
    missed = scoring.below(criteria, file.averages)
    if missed:
        return Outcome.NOT_SELECTED, tuple(_below(one, file) for one in missed)
    if not scoring.reaches(judging, file.score):
        told = {"score": str(file.score), "minimum": str(judging.minimum)}
        return Outcome.NOT_SELECTED, (Reason(Ground.BELOW_MINIMUM, told),)
    return _by_place(judging, file, reached + 1)


def _by_place(judging: Judging, file: File, row: int) -> tuple[Outcome, tuple[Reason, ...]]:
    if judging.places is None:
        told = {"score": str(file.score), "minimum": str(judging.minimum)}
        return _selected(file, Reason(Ground.REACHED, told))
    places = {"places": str(judging.places)}
    if row <= judging.places:
        return _selected(file, Reason(Ground.AMONG_PLACES, {**places, "row": str(row)}))
    if row <= judging.places + judging.waiting:
        waits = {**places, "row": str(row - judging.places)}
        return Outcome.WAITING, (Reason(Ground.PLACES_TAKEN, waits),)
    return Outcome.NOT_SELECTED, (Reason(Ground.NO_PLACE, places),)


def _selected(file: File, reason: Reason) -> tuple[Outcome, tuple[Reason, ...]]:
    if not file.granted.part:
        return Outcome.SELECTED, (reason,)
    return Outcome.PARTIAL, (reason, Reason(Ground.IN_PART))


def _full(reasons: tuple[Reason, ...]) -> bool:
    """A file that only lacks a place takes its row all the same."""
    return any(one.ground is Ground.NO_PLACE for one in reasons)


def _below(criterion: Criterion, file: File) -> Reason:
    told = {
        "criterion": criterion.label,
        "score": str(file.averages.get(criterion.key)),
        "threshold": str(criterion.threshold),
    }
    return Reason(Ground.BELOW_THRESHOLD, told)


def _why_not(file: File) -> tuple[Reason, ...]:
    if not file.unmet:
        return (Reason(Ground.NOT_ELIGIBLE),)
    return tuple(Reason(Ground.POINT_NOT_MET, {"point": point}) for point in file.unmet)


def _ties(
    judging: Judging, criteria: Sequence[Criterion], before: File | None, file: File
) -> tuple[Reason, ...]:
    """How the tie with the file before was broken, if there is one."""
    if before is None or file.score is None or before.score != file.score:
        return ()
    named = {"other": before.name}
    if judging.ties is TieRule.LOT:
        return (Reason(Ground.TIE_BY_LOT, named),)
    if judging.ties is TieRule.FIRST_CRITERION:
        for one in criteria:
            own, theirs = file.averages.get(one.key), before.averages.get(one.key)
            if own != theirs:
                told = {"criterion": one.label, "own": _told(own), "theirs": _told(theirs)}
                return (Reason(Ground.TIE_BY_CRITERION, {**named, **told}),)
    return (Reason(Ground.TIE_BY_TIME, named),)


def _told(value: Decimal | None) -> str:
    return "–" if value is None else str(value)
