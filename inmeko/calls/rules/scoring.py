"""From what evaluators gave to a score of a hundred, and what a result still waits for.

A sheet counts each criterion by the share of its scale that was given, times its weight. What was
abstained from leaves the sheet with the weights of the rest; a sheet of abstentions alone has no
points. The points of a sheet are rounded to hundredths, and the score of a file is worked out from
them: whoever has the minutes in hand comes to the same figure. In between, fractions are exact, so
the order of the sheets cannot matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from statistics import mean as average
from statistics import median

from inmeko.calls.rules.content import Criterion, Judging
from inmeko.calls.rules.words import Mean
from inmeko.kernel.errors import RuleError
from inmeko.kernel.text import N_

# Criterion key → what was given; None is an abstention.
Values = Mapping[str, Decimal | None]

CENT = Decimal("0.01")
HUNDRED = 100
LONGEST_COMMENT = 5_000


@dataclass(frozen=True)
class Judged:
    """How far the judging of one file has come."""

    # The protocol number, as the planner knows the file.
    name: str
    eligible: bool | None
    # Assignments that stand: nobody recused.
    live: int
    finished: int
    # Finished sheets that have points.
    scored: int
    # The first sheets are all in and lie further apart than the call allows.
    apart: bool = False
    # Somebody further was given the file for it.
    further: bool = False


@dataclass(frozen=True)
class Missing:
    """Why there is no result yet: a msgid and its values."""

    message: str
    values: Mapping[str, object]


def points(criteria: Sequence[Criterion], values: Values) -> Decimal | None:
    """The weighted score of a sheet, of a hundred; None if it holds nothing but abstentions."""
    return _rounded(_points(criteria, values))


def file_score(mean: Mean, points: Iterable[Decimal | None]) -> Decimal | None:
    """The score of a file of a hundred: the mean or the median of the points of its sheets."""
    return _rounded(_middle(mean, [_exact(one) for one in points]))


def by_criterion(
    criteria: Sequence[Criterion], mean: Mean, sheets: Sequence[Values]
) -> dict[str, Decimal | None]:
    """What a file got in each criterion, in the measure of its scale."""
    return {
        one.key: _rounded(_middle(mean, [_exact(sheet.get(one.key)) for sheet in sheets]))
        for one in criteria
    }


def below(
    criteria: Sequence[Criterion], averages: Mapping[str, Decimal | None]
) -> tuple[Criterion, ...]:
    """The criteria in which a file misses the threshold of the call."""
    return tuple(one for one in criteria if _is_below(one, averages.get(one.key)))


def spread(points: Iterable[Decimal | None]) -> Decimal | None:
    """How far the sheets of a file lie apart, of a hundred; None before two have points."""
    known = [one for one in points if one is not None]
    return max(known) - min(known) if len(known) > 1 else None


def too_far_apart(judging: Judging, spread: Decimal | None) -> bool:
    """Whether a spread sends the file to a further evaluator."""
    return spread is not None and spread > judging.spread


def reaches(judging: Judging, score: Decimal | None) -> bool:
    """Whether a score reaches the minimum of the call."""
    return score is not None and score >= judging.minimum


def needed(judging: Judging, file: Judged) -> int:
    """How many sheets a file waits for: never fewer than were given out, so never three of two."""
    asked = judging.evaluators + (file.apart or file.further)
    return max(asked, file.live)


def complete(judging: Judging, file: Judged) -> bool:
    """Whether all sheets of an eligible file are in: only then does anybody see the others'."""
    return file.eligible is True and file.finished >= needed(judging, file)


def ready(judging: Judging, files: Iterable[Judged]) -> list[Missing]:
    """What is missing before there may be a result; nothing, once everybody has finished."""
    return [missing for file in files for missing in _missing(judging, file)]


def check_value(criterion: Criterion, value: Decimal) -> None:
    """Refuse a score outside the scale of its criterion, or finer than a hundredth."""
    if not value.is_finite() or not criterion.least <= value <= criterion.most:
        raise RuleError(
            N_("“%(criterion)s” is scored from %(least)s to %(most)s."),
            field=criterion.key,
            values=_scale(criterion),
        )
    if value != value.quantize(CENT):
        raise RuleError(
            N_("“%(criterion)s”: give at most two decimals."),
            field=criterion.key,
            values=_scale(criterion),
        )


def check_finished(
    criteria: Sequence[Criterion], values: Values, comments: Mapping[str, str]
) -> None:
    """Refuse to finish a sheet that leaves a criterion open, or a reason unwritten."""
    for one in criteria:
        if one.key not in values:
            raise RuleError(
                N_("“%(criterion)s” is neither scored nor abstained from."),
                field=one.key,
                values=_scale(one),
            )
        value = values[one.key]
        if comments.get(one.key, "").strip():
            continue
        if value is None:
            words = N_("“%(criterion)s”: write why you abstain.")
            raise RuleError(words, field=f"{one.key}-comment", values=_scale(one))
        if _is_below(one, value):
            words = N_("“%(criterion)s”: write why it stays below the threshold.")
            raise RuleError(words, field=f"{one.key}-comment", values=_scale(one))


def _missing(judging: Judging, file: Judged) -> Iterable[Missing]:
    named: dict[str, object] = {"file": file.name}
    if file.eligible is None:
        yield Missing(N_("The eligibility of file %(file)s has not been concluded."), named)
    if not file.eligible:
        return
    if file.apart and not file.further:
        yield Missing(
            N_("The scores of file %(file)s lie far apart, and nobody further has been given it."),
            named,
        )
    elif not complete(judging, file):
        counted = {"finished": file.finished, "needed": needed(judging, file)}
        yield Missing(
            N_("File %(file)s has %(finished)s of %(needed)s score sheets."), named | counted
        )
    elif file.scored < judging.quorum:
        counted = {"scored": file.scored, "quorum": judging.quorum}
        yield Missing(
            N_("File %(file)s has %(scored)s sheets with scores; the call asks for %(quorum)s."),
            named | counted,
        )


def _points(criteria: Sequence[Criterion], values: Values) -> Fraction | None:
    given = [(one, values[one.key]) for one in criteria if values.get(one.key) is not None]
    weight = sum((Fraction(one.weight) for one, _ in given), Fraction(0))
    if not weight:
        return None
    gained = (
        Fraction(one.weight) * (Fraction(value or 0) - Fraction(one.least)) / _width(one)
        for one, value in given
    )
    return sum(gained, Fraction(0)) / weight * HUNDRED


def _width(criterion: Criterion) -> Fraction:
    return Fraction(criterion.most) - Fraction(criterion.least) or Fraction(1)


def _middle(mean: Mean, known: Iterable[Fraction | None]) -> Fraction | None:
    given = [one for one in known if one is not None]
    if not given:
        return None
    return Fraction(median(given) if mean is Mean.MEDIAN else average(given))


def _is_below(criterion: Criterion, value: Decimal | None) -> bool:
    return criterion.threshold is not None and value is not None and value < criterion.threshold


def _exact(value: Decimal | None) -> Fraction | None:
    return None if value is None else Fraction(value)


def _rounded(value: Fraction | None) -> Decimal | None:
    """Two decimals, halves up, from the exact fraction."""
    if value is None:
        return None
    scaled = Decimal(value.numerator) * HUNDRED / Decimal(value.denominator)
    return (scaled.quantize(Decimal(1), ROUND_HALF_UP) / HUNDRED).quantize(CENT)


def _scale(criterion: Criterion) -> dict[str, object]:
    return {"criterion": criterion.label, "least": criterion.least, "most": criterion.most}
