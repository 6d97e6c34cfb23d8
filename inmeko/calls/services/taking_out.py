"""A call to take away: a workbook with one row per file and every score, and all of it as JSON."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

from inmeko.calls.models import Assignment, Call, ResultLine, ResultList, Submission
from inmeko.calls.queries import judging
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import scoring
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import (
    OUTCOME_LABELS,
    SOURCE_LABELS,
    STAGE_LABELS,
    AssignmentState,
    ListStage,
)
from inmeko.calls.services import recording
from inmeko.extensions.workbooks import Book
from inmeko.kernel.greek import moment
from inmeko.kernel.text import N_
from inmeko.records.rules.audit import plain

Say = Callable[[str], str]

HEAD = (
    N_("Protocol number"),
    N_("Submitted"),
    N_("Name"),
    N_("Way in"),
    N_("Late"),
    N_("Eligible"),
    N_("Reasons"),
    N_("Score"),
    N_("Spread"),
)


def workbook(call: Call, say: Say) -> bytes:
    """One row per file with every score, written row by row."""
    book = Book()
    head, *rows = table(call, say)
    book.table(say(N_("Files")), head, rows, frozen="B2")
    return book.content()


def table(call: Call, say: Say) -> Iterator[list[Any]]:
    """The head, then a row for each file in the order of the protocol."""
    content, files = judging.content(call), queries.files(call)
    most = max((len(_finished(one)) for one in files), default=0)
    lists = {
        decided.stage: {line.submission_id: line for line in decided.lines}
        for decided in queries.lists(call)
    }
    head = [say(name) for name in HEAD]
    yield [*head, *_sheets_head(content, most, say), *_lists_head(lists, say)]
    for one in files:
        yield [*_file(one, content, say), *_sheets(one, content, most), *_lists(one, lists, say)]


def document(call: Call) -> dict[str, Any]:
    """All that is kept of a call, for whoever keeps the installation; it names people."""
    content = judging.content(call)
    told = {
        "call": {**_call(call), "content": contents.write(content)},
        "committee": [
            {"name": one.user.name, "chairs": one.chairs, "substitute": one.substitute}
            for one in queries.committee(call)
        ],
        "files": [_told(one, content) for one in queries.files(call)],
        "lists": [_list(decided) for decided in queries.lists(call)],
        "objections": [recording.objection(one, content) for one in queries.objections(call)],
        "minutes": [
            {"stage": one.stage, "sha256": one.sha256, "content": one.content}
            for stage in ListStage
            if (one := queries.minutes(call, stage)) is not None
        ],
    }
    return plain(told) or {}


def _call(call: Call) -> dict[str, Any]:
    names = ("id", "title", "state", "version", "ada", "opens_at", "closes_at")
    told = {name: getattr(call, name) for name in (*names, "objections_until", "lot_seed")}
    return {**told, "municipality": call.municipality.slug}


def _list(decided: ResultList) -> dict[str, Any]:
    told = {name: getattr(decided, name) for name in ("stage", "decided_at", "ada", "sha256")}
    lines = sorted(decided.lines, key=lambda line: line.place)
    return {**told, "lines": [_line(line) for line in lines]}


def _line(line: ResultLine) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in ("place", "score", "outcome", "part", "amount")}
    number = f"{line.submission.number}/{line.submission.year}"
    return {"number": number, **told, **line.detail}


def _told(one: Submission, content: Content) -> dict[str, Any]:
    return {
        "number": f"{one.number}/{one.year}",
        "submitted_at": one.submitted_at,
        "state": one.state,
        "source": one.source,
        "late": one.late,
        "sha256": one.sha256,
        "content": one.content,
        "eligible": one.eligible,
        "eligible_reason": one.eligible_reason,
        "sheets": [
            {
                "evaluator": made.evaluator.user.name,
                "further": made.further,
                "points": made.points,
                "scores": [
                    {"criterion": score.criterion, "value": score.value, "comment": score.comment}
                    for score in made.scores
                ],
            }
            for made in _finished(one)
        ],
    }


def _finished(one: Submission) -> list[Assignment]:
    return [made for made in one.assignments if made.state is AssignmentState.FINISHED]


def _sheets_head(content: Content, most: int, say: Say) -> list[str]:
    found = []
    for number in range(1, most + 1):
        found.append(f"{say(N_('Evaluator'))} {number}")
        found += [f"{one.label} ({number})" for one in content.criteria]
        found.append(f"{say(N_('Score of 100'))} ({number})")
    return found


def _lists_head(lists: Any, say: Say) -> list[str]:
    return [
        f"{say(STAGE_LABELS[stage])}: {say(name)}"
        for stage in lists
        for name in (N_("Place"), N_("Outcome"))
    ]


def _file(one: Submission, content: Content, say: Say) -> list[Any]:
    given = [scoring.points(content.criteria, _values(made)) for made in _finished(one)]
    return [
        f"{one.number}/{one.year}",
        moment(one.submitted_at),
        one.name,
        say(SOURCE_LABELS[one.source]),
        say(N_("Yes") if one.late else N_("No")),
        "" if one.eligible is None else say(N_("Yes") if one.eligible else N_("No")),
        one.eligible_reason,
        scoring.file_score(content.judging.mean, given),
        scoring.spread(given),
    ]


def _sheets(one: Submission, content: Content, most: int) -> list[Any]:
    found: list[Any] = []
    for made in _finished(one):
        values = _values(made)
        who = "" if content.judging.anonymous else made.evaluator.user.name
        found += [who, *(values.get(each.key) for each in content.criteria)]
        found.append(scoring.points(content.criteria, values))
    width = most * (len(content.criteria) + 2)
    return found + [None] * (width - len(found))


def _lists(one: Submission, lists: Any, say: Say) -> list[Any]:
    found: list[Any] = []
    for lines in lists.values():
        line = lines.get(one.id)
        found += [line.place, say(OUTCOME_LABELS[line.outcome])] if line else [None, None]
    return found


def _values(made: Assignment) -> dict[str, Decimal | None]:
    return {score.criterion: score.value for score in made.scores}
