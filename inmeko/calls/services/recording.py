"""Gather what the minutes of a call say: plain facts, as they stand at one moment."""

from collections.abc import Iterable, Sequence
from typing import Any

from inmeko.calls.models import (
    Assignment,
    Call,
    EligibilityCheck,
    Evaluator,
    Minutes,
    Objection,
    ResultList,
    Submission,
)
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import differences, scoring
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.ranking import Ranked
from inmeko.calls.rules.words import (
    AssignmentState,
    EligibilityVerdict,
    ListStage,
    ObjectionVerdict,
    Source,
)
from inmeko.calls.services import standing
from inmeko.records.models import ProtocolEntry
from inmeko.records.rules.audit import plain
from inmeko.records.rules.protocol import protocol_number

Facts = dict[str, Any]


def gather(call: Call, minutes: Minutes) -> tuple[Facts, list[Ranked]]:
    """All that the minutes of a list say, and the ranking that they record."""
    content, submissions = standing.content_of(call), queries.files(call)
    final = minutes.stage is ListStage.FINAL_LIST
    objections = queries.objections(call) if final else []
    ranked = standing.ranked(call, submissions, minutes.granted, objections)
    facts = {
        "stage": minutes.stage,
        "town": call.municipality.name,
        "call": _call(call),
        "session": _session(call, minutes),
        "judging": _judging(content),
        "criteria": [_criterion(one) for one in content.criteria],
        "files": [_file(one) for one in submissions],
        "left_out": [_left(one) for one in queries.left_out(call)],
        "recusals": [row for one in submissions for row in _recusals(one)],
        "cleared": [row for one in submissions for row in _cleared(one)],
        "eligibility": _eligibility(call, content, submissions),
        "scores": [_scores(content, one) for one in submissions if one.eligible],
        "ranking": [line(one, submissions) for one in ranked],
        "lot": _lot(content, submissions),
        "objections": [objection(one, content) for one in objections],
        "changes": _changes(call, ranked, objections) if final else [],
        "remarks": minutes.remarks,
    }
    return plain(facts) or {}, ranked


def line(one: Ranked, submissions: Sequence[Submission]) -> Facts:
    """A line of the ranking as the minutes, and the list after them, keep it."""
    name = next(file.name for file in submissions if file.id == one.file.key)
    granted = one.file.granted
    return {
        "key": one.file.key,
        "place": one.place,
        "number": one.file.name,
        "name": name,
        "score": one.file.score,
        "averages": dict(one.file.averages),
        "outcome": one.outcome,
        "reasons": [{"ground": why.ground, "values": dict(why.values)} for why in one.reasons],
        "part": granted.part,
        "reason": granted.reason,
        "amount": granted.amount,
    }


def objection(one: Objection, content: Content) -> Facts:
    """An objection with its answer."""
    return {
        "key": one.id,
        "protocol": _number(one.protocol_entry),
        "filed_at": one.filed_at,
        "file": f"{one.submission.number}/{one.submission.year}",
        "name": one.submission.name,
        "point": point_label(one.point, content),
        "text": one.text,
        "verdict": one.verdict,
        "answer": one.answer,
        "correction": one.correction,
    }


def point_label(point: str, content: Content) -> str:
    """The words of the call for a point of a result; empty for the place or all of eligibility."""
    return content.label(point.partition(":")[2])


def compared(decided: ResultList) -> list[differences.Line]:
    """The lines of a list as the comparison sees them."""
    return [
        differences.Line(one.submission_id, one.place, one.score, one.outcome, one.part)
        for one in decided.lines
    ]


def upheld(objections: Iterable[Objection]) -> dict[int, list[int]]:
    """For each file, the objections that changed something of it."""
    found: dict[int, list[int]] = {}
    for one in objections:
        if one.correction and one.verdict is not ObjectionVerdict.REJECTED:
            found.setdefault(one.submission_id, []).append(one.id)
    return found


def _changes(call: Call, ranked: Sequence[Ranked], objections: Sequence[Objection]) -> list[Facts]:
    before = queries.result_list(call, ListStage.PRELIMINARY_LIST)
    if before is None:
        return []
    names = {one.submission_id: one.submission for one in before.lines}
    after = [
        differences.Line(
            one.file.key, one.place, one.file.score, one.outcome, one.file.granted.part
        )
        for one in ranked
    ]
    numbers = {one.id: _number(one.protocol_entry) for one in objections}
    return [
        {
            "number": f"{names[one.key].number}/{names[one.key].year}",
            "name": names[one.key].name,
            "before": _side(one.before),
            "after": _side(one.after) if one.after else None,
            "objections": [numbers[key] for key in one.objections],
        }
        for one in differences.changes(compared(before), after, upheld(objections))
    ]


def _side(line: differences.Line) -> Facts:
    told = {"place": line.place, "score": line.score}
    return {**told, "outcome": line.outcome, "part": line.part}


def _call(call: Call) -> Facts:
    opener = call.unsealed_by
    return {
        "title": call.title,
        "ada": call.ada,
        "version": call.version,
        "published_at": call.published_at,
        "closes_at": call.closes_at,
        "sealed": call.sealed,
        "unsealed_at": call.unsealed_at,
        "unsealed_by": opener.name if opener else "",
        "objections_until": call.objections_until,
    }


def _session(call: Call, minutes: Minutes) -> Facts:
    kept, present = minutes.session, set(minutes.session.get("present") or ())
    return {
        "held_at": kept.get("held_at"),
        "place": kept.get("place") or "",
        "secretary": kept.get("secretary") or "",
        "members": [
            {
                "name": _who(one),
                "chairs": one.chairs,
                "substitute": one.substitute,
                "present": one.id in present,
            }
            for one in queries.committee(call)
            if one.left_at is None or one.id in present
        ],
    }


def _judging(content: Content) -> Facts:
    judging = content.judging
    names = ("mean", "minimum", "spread", "quorum", "ties", "places", "waiting", "anonymous")
    return {name: getattr(judging, name) for name in names}


def _criterion(one: Any) -> Facts:
    return {
        name: getattr(one, name)
        for name in ("key", "label", "weight", "least", "most", "threshold")
    }


def _file(one: Submission) -> Facts:
    person = one.expression.entered_by
    return {
        "number": f"{one.number}/{one.year}",
        "submitted_at": one.submitted_at,
        "name": one.name,
        "late": one.late,
        "late_reason": one.late_reason,
        "late_by": one.late_by.name if one.late_by else "",
        "counter": one.source is Source.COUNTER,
        "entered_by": person.name if person else "",
        "completed": [made.answered_at for made in one.completions if made.answered_at],
        "sha256": one.sha256,
    }


def _left(one: Submission) -> Facts:
    return {
        "number": f"{one.number}/{one.year}",
        "name": one.name,
        "state": one.state,
        "at": one.ended_at,
        "reason": one.end_reason,
    }


def _recusals(one: Submission) -> list[Facts]:
    taken = {made.stands_for_id: made for made in one.assignments if made.stands_for_id}
    return [
        {
            "file": f"{one.number}/{one.year}",
            "who": _who(made.evaluator),
            "reason": made.recusal,
            "at": made.recused_at,
            "replaced_by": _who(taken[made.id].evaluator) if made.id in taken else "",
        }
        for made in one.assignments
        if made.state is AssignmentState.RECUSED
    ]


def _cleared(one: Submission) -> list[Facts]:
    """What the data showed of a member and a file, and why it was given out all the same."""
    return [
        {"file": f"{one.number}/{one.year}", "who": _who(made.evaluator), "reason": made.cleared}
        for made in one.assignments
        if made.conflicts and made.cleared and made.state is not AssignmentState.RECUSED
    ]


def _eligibility(call: Call, content: Content, submissions: Sequence[Submission]) -> list[Facts]:
    found = queries.findings(call)
    return [
        {
            "number": f"{one.number}/{one.year}",
            "name": one.name,
            "eligible": one.eligible is True,
            "reason": one.eligible_reason,
            "points": [_point(point, content) for point in found.get(one.id, ())],
        }
        for one in submissions
    ]


def _point(one: EligibilityCheck, content: Content) -> Facts:
    label = point_label(f":{one.point}", content)
    met = one.verdict is EligibilityVerdict.MET
    return {"label": label, "met": met, "verdict": one.verdict, "reason": one.reason}


def _scores(content: Content, one: Submission) -> Facts:
    criteria = content.criteria
    given = standing.sheets(one)
    points = [scoring.points(criteria, sheet) for sheet in given]
    finished = [made for made in one.assignments if made.state is AssignmentState.FINISHED]
    hidden = content.judging.anonymous
    return {
        "number": f"{one.number}/{one.year}",
        "name": one.name,
        "score": scoring.file_score(content.judging.mean, points),
        "averages": scoring.by_criterion(criteria, content.judging.mean, given),
        "spread": scoring.spread(points),
        "sheets": [
            _sheet(content, made, "" if hidden else _who(made.evaluator)) for made in finished
        ],
    }


def _sheet(content: Content, made: Assignment, who: str) -> Facts:
    values = {score.criterion: score.value for score in made.scores}
    return {
        "who": who,
        "values": values,
        "points": scoring.points(content.criteria, values),
        "further": made.further,
        "comments": {one.criterion: one.comment for one in made.scores if one.comment},
        "remark": made.remark,
    }


def _lot(content: Content, submissions: Sequence[Submission]) -> Facts | None:
    seed = standing.seed(content, submissions)
    return {"seed": seed} if seed else None


def _who(one: Evaluator) -> str:
    return one.user.name or one.user.email.split("@")[0]


def _number(entry: ProtocolEntry) -> str:
    return protocol_number(entry.number, entry.entered_on)
