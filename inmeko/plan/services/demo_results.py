"""Let the committee of the invented town write its minutes, and the town publish its lists."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from inmeko.accounts.models import Municipality
from inmeko.calls.models import Call, ResultList
from inmeko.calls.queries import judging
from inmeko.calls.queries import results as queries
from inmeko.calls.rules.objecting import Correction
from inmeko.calls.rules.ranking import Granted
from inmeko.calls.rules.words import CallState, ListStage, ObjectionVerdict, Outcome
from inmeko.calls.services import deciding, minutes, objections
from inmeko.calls.views.minutes_papers import writer_of_the_programme
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.plan.rules import demo_results as given

WITH_LISTS = (CallState.PRELIMINARY, CallState.FINAL, CallState.ARCHIVED)
FIRST, LAST = ListStage.PRELIMINARY_LIST, ListStage.FINAL_LIST
GROUP = Actor()


def load(planner: Actor, town: Municipality, calls: Iterable[Call]) -> None:
    """Give the calls that have results their minutes and lists, and two of them an objection."""
    for call in calls:
        if call.state in WITH_LISTS:
            _decide(planner, town, call, call.state)


def _decide(planner: Actor, town: Municipality, call: Call, state: CallState) -> None:
    call.state = CallState.EVALUATION
    closed = call.closes_at or clock.now()
    _write(planner, town, call, FIRST, closed + timedelta(days=21))
    decided = deciding.decide_preliminary(planner, call)
    if state is not CallState.ARCHIVED:
        _object(call, decided)
    if state is CallState.PRELIMINARY:
        return
    decided.decided_at = closed + timedelta(days=23)
    call.objections_until = (closed + timedelta(days=31)).replace(microsecond=0)
    for one in queries.objections(call):
        objections.answer(
            planner,
            one,
            verdict=ObjectionVerdict.UPHELD,
            words=given.ANSWER,
            correction=_better(call, one.point.partition(":")[2]),
        )
    _write(planner, town, call, LAST, closed + timedelta(days=38))
    deciding.decide_final(planner, call).decided_at = closed + timedelta(days=40)
    call.state = state
    db.session.flush()


def _write(
    planner: Actor, town: Municipality, call: Call, stage: ListStage, held_at: datetime
) -> None:
    first = queries.files(call)[0]
    granted = {first.id: Granted(given.PART, given.PART_REASON)}
    minutes.prepare(
        planner,
        call,
        stage,
        held_at=min(held_at, clock.now()),
        place=given.PLACE,
        secretary=given.SECRETARY,
        present=[one.id for one in queries.committee(call) if one.left_at is None],
        remarks=given.REMARKS,
        granted=granted,
    )
    minutes.freeze(planner, call, stage, writer_of_the_programme(town))


def _object(call: Call, decided: ResultList) -> None:
    """The group with the lowest score asks for another look at the first criterion."""
    scored = [one for one in decided.lines if one.outcome is not Outcome.INELIGIBLE]
    line = max(scored, key=lambda one: one.place)
    points = [one.key for one in objections.points(line)]
    objections.object_to(
        GROUP,
        line.submission.expression.holders[0],
        point=points[0],
        text=given.OBJECTION,
        once=f"demo-{call.id}",
    )


def _better(call: Call, key: str) -> Correction:
    criterion = next(one for one in judging.content(call).criteria if one.key == key)
    return Correction(values={key: criterion.most})
