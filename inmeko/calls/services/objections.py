"""Object to one point of a preliminary result, and answer with reasons."""

import logging

from inmeko.calls.models import Holder, Objection, ResultLine
from inmeko.calls.queries import results as queries
from inmeko.calls.rules import objecting as rules
from inmeko.calls.rules.objecting import Correction, Point
from inmeko.calls.rules.words import (
    CALL_NEXT,
    CallState,
    EligibilityVerdict,
    ListStage,
    ObjectionVerdict,
    Outcome,
    SubmissionState,
)
from inmeko.calls.services import standing
from inmeko.calls.services.minutes import lock
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.rules import Direction
from inmeko.records.rules.protocol import PARTY_LENGTH, SUBJECT_LENGTH
from inmeko.records.services import enter, note

logger = logging.getLogger(__name__)

KIND = "objection"
SUBJECT = "Ένσταση κατά του προσωρινού πίνακα: {title}"


def object_to(actor: Actor, holder: Holder, *, point: str, text: str, once: str) -> Objection:
    """Enter an objection under a protocol number; the same form sent twice makes one."""
    expression, call = holder.expression, holder.expression.call
    if not holder.leads:
        raise ForbiddenError(N_("Only whoever began the file can object."))
    lock(call)
    if made := _made(holder, once):
        return made
    line = objectable(holder)
    rules.check_open(call.state, call.objections_until, clock.now())
    rules.check_objection(point, text, points(line))
    entry = enter(
        actor,
        call.municipality_id,
        direction=Direction.INCOMING,
        subject=SUBJECT.format(title=call.title)[:SUBJECT_LENGTH],
        party=expression.name[:PARTY_LENGTH],
        kind=KIND,
    )
    # Who waited for the number past the last second is late, and the number goes back.
    rules.check_open(call.state, call.objections_until, entry.entered_at)
    made = Objection(
        municipality_id=call.municipality_id,
        call_id=call.id,
        submission_id=line.submission_id,
        line_id=line.id,
        point=point,
        text=text.strip(),
        once=once,
        filed_at=entry.entered_at,
        protocol_entry_id=entry.id,
    )
    db.session.add(made)
    db.session.flush()
    entry.key = made.id
    after = {"point": point, "number": entry.number, "year": entry.year}
    note(actor, "objected", KIND, made.id, municipality_id=call.municipality_id, after=after)
    logger.info("objection %s to call %s entered", made.id, call.id)
    return made


def _made(holder: Holder, once: str) -> Objection | None:
    """What the same form has made before."""
    made = queries.once(holder.expression.call, once)
    if made is not None and made.submission.expression_id != holder.expression_id:
        raise ConflictError(N_("This form belongs to another file."))
    return made


def objectable(holder: Holder) -> ResultLine:
    """The line that a group may object to; ForbiddenError for whoever is not on the list."""
    line = queries.line_of(holder.expression, ListStage.PRELIMINARY_LIST)
    if line is None or line.submission.state is not SubmissionState.CURRENT:
        raise ForbiddenError(N_("Only who stands on the preliminary list can object to it."))
    return line


def points(line: ResultLine) -> list[Point]:
    """The points of a line that can be objected to."""
    call = line.submission.call
    found = queries.findings(call).get(line.submission_id, [])
    unmet = [one.point for one in found if one.verdict is not EligibilityVerdict.MET]
    return rules.points(
        standing.content_of(call),
        eligible=line.outcome is not Outcome.INELIGIBLE,
        unmet=unmet,
        scored=line.score is not None,
    )


def name_in_lists(actor: Actor, holder: Holder, *, named: bool) -> None:
    """Let a group without legal form be named in public lists, or by its number alone."""
    if not holder.leads:
        raise ForbiddenError(N_("Only whoever began the file can do this."))
    expression = holder.expression
    before, expression.shows_name = {"named": expression.shows_name}, named
    db.session.flush()
    town, after = expression.municipality_id, {"named": named}
    kind, key = "expression", expression.id
    note(actor, "changed", kind, key, municipality_id=town, before=before, after=after)


def answer(
    actor: Actor,
    objection: Objection,
    *,
    verdict: ObjectionVerdict,
    words: str,
    correction: Correction | None,
) -> None:
    """Answer an objection with reasons, once the window is over; the final list takes it up."""
    call = objection.call
    lock(call)
    db.session.refresh(objection)
    if objection.verdict is not ObjectionVerdict.OPEN:
        raise ConflictError(N_("This objection has been answered already."))
    if call.state not in rules.IN_WINDOW:
        raise ConflictError(N_("The call is not at the stage of objections."))
    if not rules.is_over(call.objections_until, clock.now()):
        raise ConflictError(N_("Objections can still come in: answer them when the time is over."))
    rules.check_answer(verdict, words, correction, standing.content_of(call))
    before = {"verdict": objection.verdict}
    objection.verdict, objection.answer = verdict, words.strip()
    objection.correction = rules.write(correction)
    objection.answered_at, objection.answered_by_id = clock.now(), actor.id
    if call.state is CallState.PRELIMINARY:
        call.state = advance(CALL_NEXT, call.state, CallState.OBJECTIONS)
    db.session.flush()
    after = {"verdict": verdict, "answer": objection.answer, "correction": objection.correction}
    town = call.municipality_id
    note(actor, "answered", KIND, objection.id, municipality_id=town, before=before, after=after)
    logger.info("objection %s answered by %s", objection.id, actor.id)
