"""Decide a list of results from its frozen minutes, once; tell everybody."""

import logging
from decimal import Decimal
from typing import Any

from inmeko.calls.models import Call, Minutes, ResultLine, ResultList
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import objecting
from inmeko.calls.rules.words import CALL_NEXT, CallState, ListStage, Outcome
from inmeko.calls.services.minutes import lock
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.identifiers import ada as read_ada
from inmeko.kernel.sealing import digest, holds
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.services import note, post_job

logger = logging.getLogger(__name__)

KIND = "call"
# The job that writes the letters of a list.
LETTERS = "calls.results"


def decide_preliminary(actor: Actor, call: Call) -> ResultList:
    """Publish the preliminary list of the frozen minutes, and open the window for objections."""
    made = _decide(actor, call, ListStage.PRELIMINARY_LIST, CallState.PRELIMINARY)
    closed = sorted(records.closed_days(municipality_id=call.municipality_id))
    call.objections_until = objecting.window_ends(made.decided_at, call.objection_days, closed)
    db.session.flush()
    return made


def decide_final(actor: Actor, call: Call) -> ResultList:
    """Publish the final list of the frozen minutes: the last word on the call."""
    return _decide(actor, call, ListStage.FINAL_LIST, CallState.FINAL)


def enter_ada(actor: Actor, decided: ResultList, *, ada: str) -> None:
    """Keep the ΑΔΑ of the decision that approves a list."""
    before = {"ada": decided.ada}
    decided.ada = read_ada(ada)
    db.session.flush()
    town = decided.municipality_id
    after = {"ada": decided.ada}
    note(actor, "changed", KIND, decided.call_id, municipality_id=town, before=before, after=after)


def proof(decided: ResultList) -> bool:
    """Whether a list is still the one that was decided."""
    return holds(_canonical(decided), decided.sha256)


def _decide(actor: Actor, call: Call, stage: ListStage, state: CallState) -> ResultList:
    lock(call)
    _check_first(call, stage)
    minutes = queries.minutes(call, stage)
    if minutes is None or minutes.frozen_at is None:
        raise RuleError(N_("Freeze the minutes first: the list is what they record."))
    if not holds(minutes.content, minutes.sha256):
        raise ConflictError(N_("The minutes are not what was frozen: their hash does not hold."))
    before = {"state": call.state}
    call.state = advance(CALL_NEXT, call.state, state)
    call.lot_seed = (minutes.content.get("lot") or {}).get("seed") or call.lot_seed
    made = _list(actor, call, minutes)
    town = call.municipality_id
    after = {"state": call.state, "list": made.id, "sha256": made.sha256}
    deed = "preliminary list" if stage is ListStage.PRELIMINARY_LIST else "final list"
    note(actor, deed, KIND, call.id, municipality_id=town, before=before, after=after)
    payload = {"municipality": town, "list": made.id}
    post_job(LETTERS, payload, municipality_id=town, key=f"results:{made.id}")
    logger.info("%s of call %s decided by %s", stage, call.id, actor.id)
    return made


def _check_first(call: Call, stage: ListStage) -> None:
    """Two at once: whoever comes second is told who was first."""
    decided = queries.result_list(call, stage)
    if decided is None:
        return
    person = decided.decided_by.name if decided.decided_by else ""
    raise ConflictError(
        N_("This list has been published already by %(name)s."), values={"name": person or "–"}
    )


def _list(actor: Actor, call: Call, minutes: Minutes) -> ResultList:
    made = ResultList(
        municipality_id=call.municipality_id,
        call_id=call.id,
        stage=minutes.stage,
        decided_at=clock.now(),
        decided_by_id=actor.id,
        sha256="",
    )
    made.lines = [_line(call, one) for one in minutes.content["ranking"]]
    made.sha256 = digest(_canonical(made))
    db.session.add(made)
    db.session.flush()
    return made


def _line(call: Call, kept: dict[str, Any]) -> ResultLine:
    return ResultLine(
        municipality_id=call.municipality_id,
        submission_id=kept["key"],
        place=kept["place"],
        score=_decimal(kept["score"]),
        outcome=Outcome(kept["outcome"]),
        reason=kept["reason"],
        part=kept["part"],
        amount=_decimal(kept["amount"]),
        detail={"averages": kept["averages"], "reasons": kept["reasons"]},
    )


def _canonical(decided: ResultList) -> dict[str, Any]:
    """The lines of a list in the form that is hashed."""
    return {
        "call": decided.call_id,
        "stage": decided.stage.value,
        "lines": [
            {
                "submission": one.submission_id,
                "place": one.place,
                "score": _told(one.score),
                "outcome": one.outcome.value,
                "reason": one.reason,
                "part": one.part,
                "amount": _told(one.amount),
                "detail": one.detail,
            }
            for one in sorted(decided.lines, key=lambda line: line.place)
        ],
    }


def _decimal(kept: str | None) -> Decimal | None:
    return None if kept is None else Decimal(kept)


def _told(value: Decimal | None) -> str | None:
    """A number as it comes back from either database."""
    return None if value is None else f"{value:.2f}"
