"""From what the database holds of a call to the ranking of its files."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from inmeko.calls.models import Call, EligibilityCheck, Objection, Submission
from inmeko.calls.queries import calls as call_queries
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import objecting, ranking, scoring
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.ranking import File, Granted, Ranked
from inmeko.calls.rules.words import AssignmentState, EligibilityVerdict, TieRule


def content_of(call: Call) -> Content:
    """The content of a call as its version in force says it."""
    version = call_queries.version(call)
    return contents.read(version.content if version else call.content)


def ranked(
    call: Call,
    submissions: Sequence[Submission],
    granted: Mapping[str, Any],
    objections: Iterable[Objection] = (),
) -> list[Ranked]:
    """The files of a call in their order, with what is granted and what objections corrected."""
    content, found = content_of(call), queries.findings(call)
    corrected = _corrections(objections)
    files = [
        _file(one, content, _unmet(found.get(one.id, ()), content), corrected.get(one.id, ()))
        for one in submissions
    ]
    given = {int(key): granting(kept) for key, kept in granted.items()}
    files = [replace(one, granted=given.get(one.key, Granted())) for one in files]
    return ranking.rank(content.judging, content.criteria, files, seed(content, submissions))


def seed(content: Content, submissions: Sequence[Submission]) -> str:
    """The seed of the lot of a call; empty where ties are broken otherwise."""
    if content.judging.ties is not TieRule.LOT:
        return ""
    return ranking.seed_of(one.sha256 for one in submissions)


def granting(kept: Mapping[str, Any]) -> Granted:
    """What is granted to a file, as the minutes keep it."""
    amount = kept.get("amount")
    return Granted(
        part=str(kept.get("part") or ""),
        reason=str(kept.get("reason") or ""),
        amount=Decimal(amount) if amount else None,
    )


def sheets(submission: Submission) -> list[dict[str, Decimal | None]]:
    """What each evaluator gave a file, by criterion; finished sheets only."""
    return [
        {score.criterion: score.value for score in one.scores}
        for one in submission.assignments
        if one.state is AssignmentState.FINISHED
    ]


def _file(
    one: Submission,
    content: Content,
    unmet: tuple[str, ...],
    corrections: Sequence[objecting.Correction],
) -> File:
    eligible = one.eligible is True or any(made.eligible for made in corrections)
    given = _corrected(sheets(one), corrections) if eligible else []
    criteria, mean = content.criteria, content.judging.mean
    return File(
        key=one.id,
        name=f"{one.number}/{one.year}",
        year=one.year,
        number=one.number,
        submitted_at=one.submitted_at,
        eligible=eligible,
        score=scoring.file_score(mean, [scoring.points(criteria, one) for one in given]),
        averages=scoring.by_criterion(criteria, mean, given),
        unmet=() if eligible else unmet,
    )


def _corrected(
    given: list[dict[str, Decimal | None]], corrections: Sequence[objecting.Correction]
) -> list[dict[str, Decimal | None]]:
    """The sheets with the values that answers put in the place of what was given."""
    values = {key: value for made in corrections for key, value in (made.values or {}).items()}
    if not values:
        return given
    return [{**sheet, **values} for sheet in given] or [dict(values)]


def _corrections(objections: Iterable[Objection]) -> dict[int, list[objecting.Correction]]:
    found: dict[int, list[objecting.Correction]] = {}
    for one in objections:
        made = objecting.read(one.correction)
        if made is not None:
            found.setdefault(one.submission_id, []).append(made)
    return found


def _unmet(found: Iterable[EligibilityCheck], content: Content) -> tuple[str, ...]:
    return tuple(
        content.label(one.point) for one in found if one.verdict is not EligibilityVerdict.MET
    )
