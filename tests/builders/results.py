"""Make calls that are judged: committees, sheets, minutes, lists, objections."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from inmeko.accounts.models import Municipality, User
from inmeko.calls.models import (
    Assignment,
    Call,
    EligibilityCheck,
    Evaluator,
    Minutes,
    Objection,
    ResultList,
    Score,
    Submission,
)
from inmeko.calls.queries.judging import content as judging_of
from inmeko.calls.rules import scoring
from inmeko.calls.rules.words import (
    AssignmentState,
    CallState,
    EligibilityVerdict,
    ListStage,
    SubmissionState,
)
from inmeko.calls.services import deciding, minutes, objections
from inmeko.calls.services.minutes import Written
from inmeko.extensions import db
from inmeko.kernel import clock
from tests.builders import calls
from tests.builders.calls import SOMEBODY
from tests.builders.people import person
from tests.builders.records import office

PRELIMINARY, FINAL = ListStage.PRELIMINARY_LIST, ListStage.FINAL_LIST
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
# What each file is given by every evaluator, criterion by criterion; None is not eligible.
SHEETS: tuple[tuple[str, str] | None, ...] = (("9", "8"), ("7", "6"), ("3", "4"), None)
NAMES = ("Σύλλογος Α", "ΚοινΣΕπ Β", "ΑΜΚΕ Γ", "Σύλλογος Δ")


def judging(
    town: Municipality, sheets: Sequence[tuple[str, str] | None] = SHEETS, **changes: Any
) -> Call:
    """A call under evaluation whose sheets are all in: two evaluators who agree."""
    made = calls.closed(calls.call(town, **changes))
    made.state = CallState.EVALUATION
    members = [evaluator(made, chairs=number == 0) for number in range(2)]
    for number, given in enumerate(sheets):
        judged(made, members, given, name=NAMES[number % len(NAMES)])
    db.session.flush()
    return made


def evaluator(of: Call, user: User | None = None, **changes: Any) -> Evaluator:
    """A member of the committee of a call."""
    user = user or person(name=f"Μέλος {len(of.committee) + 1}")
    made = Evaluator(municipality_id=of.municipality_id, call=of, user=user, **changes)
    db.session.add(made)
    db.session.flush()
    return made


def judged(
    of: Call,
    members: Sequence[Evaluator],
    given: tuple[str, str] | None,
    at: datetime | None = None,
    **changes: Any,
) -> Submission:
    """A file whose eligibility is concluded, with the sheets of all members."""
    made = calls.submission(of, at, **changes)
    made.eligible = given is not None
    if given is None:
        made.eligible_reason = "Δεν κατατέθηκε καταστατικό."
        found = {"point": "p1", "verdict": EligibilityVerdict.NOT_MET, "reason": "Λείπει."}
        town = {"municipality_id": of.municipality_id, "submission_id": made.id}
        db.session.add(EligibilityCheck(**town, **found))
    for member in members if given else ():
        sheet(made, member, given or ())
    db.session.flush()
    return made


def sheet(of: Submission, member: Evaluator, given: Sequence[str], **changes: Any) -> Assignment:
    """A finished score sheet."""
    town = of.municipality_id
    values = {f"c{number}": Decimal(value) for number, value in enumerate(given, start=1)}
    points = scoring.points(judging_of(of.call).criteria, values)
    made = Assignment(
        municipality_id=town,
        call_id=of.call_id,
        submission=of,
        evaluator=member,
        **{"state": AssignmentState.FINISHED, "finished_at": clock.now(), **changes},
    )
    made.scores = [
        Score(
            municipality_id=town,
            criterion=f"c{number}",
            value=Decimal(value),
            comment=f"Σχόλιο {number}",
        )
        for number, value in enumerate(given, start=1)
    ]
    made.points = points
    db.session.add(made)
    db.session.flush()
    return made


def written(content: Mapping[str, Any], sha256: str) -> Written:
    """Papers that are quickly made."""
    return Written(docx=office(), pdf=PDF)


def prepared(of: Call, stage: ListStage = PRELIMINARY, **changes: Any) -> Minutes:
    """Minutes with a meeting at which everybody was present."""
    given: dict[str, Any] = {
        "held_at": clock.now(),
        "place": "Δημαρχείο, αίθουσα συνεδριάσεων",
        "secretary": "Άννα Γραμματέως",
        "present": [one.id for one in of.committee],
        "remarks": "",
        "granted": {},
    }
    return minutes.prepare(SOMEBODY, of, stage, **{**given, **changes})


def frozen(of: Call, stage: ListStage = PRELIMINARY, **changes: Any) -> Minutes:
    """Minutes that are frozen."""
    prepared(of, stage, **changes)
    return minutes.freeze(SOMEBODY, of, stage, written)


def preliminary(of: Call, **changes: Any) -> ResultList:
    """A call's preliminary list."""
    frozen(of, **changes)
    return deciding.decide_preliminary(SOMEBODY, of)


def final(of: Call, **changes: Any) -> ResultList:
    """A call's final list, its window for objections put into the past."""
    window_over(of)
    frozen(of, FINAL, **changes)
    return deciding.decide_final(SOMEBODY, of)


def window_over(of: Call) -> None:
    """Let the time for objections be over."""
    of.objections_until = (clock.now() - timedelta(seconds=2)).replace(microsecond=0)
    db.session.flush()


def sent(of: Call) -> list[Submission]:
    """The files of a call that count, by number."""
    query = db.select(Submission).where(
        Submission.call_id == of.id, Submission.state == SubmissionState.CURRENT
    )
    return list(db.session.scalars(query.order_by(Submission.number)))


def objection(of: Submission, **changes: Any) -> Objection:
    """An objection of the group of a file."""
    given = {"point": "criterion:c1", "text": "Η βαθμολογία αδικεί την πρόταση.", "once": "o" * 32}
    holder = of.expression.holders[0]
    return objections.object_to(SOMEBODY, holder, **{**given, **changes})


def things(town: Municipality) -> dict[str, Any]:
    """One of each thing of results that an address names."""
    made = judging(town)
    decided = preliminary(made)
    objected = objection(sent(made)[1])
    return {
        "list_id": decided.id,
        "objection_id": objected.id,
        "stage": "preliminary",
    }
