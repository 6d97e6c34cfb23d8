"""Sheets: declare that there is no conflict, save as one goes, finish, take up again."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from inmeko.calls.models import Assignment, Score
from inmeko.calls.queries import judging as queries
from inmeko.calls.rules import scoring
from inmeko.calls.rules.content import Criterion
from inmeko.calls.rules.words import AssignmentState
from inmeko.calls.services import assigning
from inmeko.calls.services.evaluation import check_judged
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

MEANWHILE = N_("This sheet was saved meanwhile, in another window. Compare and save again.")


@dataclass(frozen=True)
class Filled:
    """What an evaluator gives: scores (None: an abstention), comments, a remark on the whole."""

    values: Mapping[str, Decimal | None] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""


def check_declared(assignment: Assignment) -> None:
    """Refuse to open a file before its evaluator has declared to have no interest in it."""
    if assignment.declared_at is not None and assignment.recused_at is None:
        return
    logger.warning("assignment %s: the file stays closed to its evaluator", assignment.id)
    if assignment.recused_at is not None:
        raise ForbiddenError(N_("You stepped back from this file: it is no longer open to you."))
    raise ForbiddenError(
        N_("Declare first that no conflict of interest stands in the way; then the file opens.")
    )


def declare(actor: Actor, assignment: Assignment, *, stated: bool) -> None:
    """Declare that no conflict of interest stands in the way: the file opens."""
    check_judged(assigning.fresh(assignment).call)
    if assignment.state is not AssignmentState.ASSIGNED:
        raise ConflictError(N_("You have declared already, or stepped back."))
    if not stated:
        raise RuleError(N_("Tick the statement, or step back from the file."), field="stated")
    assignment.state, assignment.declared_at = AssignmentState.DECLARED, clock.now()
    db.session.flush()
    _note(actor, "declared", assignment)


def step_back(actor: Actor, assignment: Assignment, reason: str) -> Assignment | None:
    """Step back from a file with a reason; gives the one who takes it over, if there is one."""
    check_judged(assignment.submission.call)
    return assigning.recuse(actor, assignment, reason)


def save(actor: Actor, assignment: Assignment, filled: Filled, *, change: int) -> None:
    """Keep a sheet as far as it has come."""
    criteria = _begin(assignment, change)
    _keep(assignment, criteria, filled)
    db.session.flush()


def finish(
    actor: Actor, assignment: Assignment, filled: Filled, *, change: int
) -> Assignment | None:
    """Finish a sheet; gives who was asked for a further opinion where scores lie too far apart."""
    criteria = _begin(assignment, change)
    _keep(assignment, criteria, filled)
    decided = [one for one in assignment.scores if one.abstains or one.value is not None]
    values = {one.criterion: one.value for one in decided}
    comments = {one.criterion: one.comment for one in assignment.scores}
    scoring.check_finished(criteria, values, comments)
    assignment.points = scoring.points(criteria, values)
    assignment.state, assignment.finished_at = AssignmentState.FINISHED, clock.now()
    db.session.flush()
    _note(actor, "scored", assignment)
    return assigning.settle(actor, assignment.submission)


def reopen(actor: Actor, assignment: Assignment) -> None:
    """Take a finished sheet up again, while others of the file are still missing."""
    file = assigning.fresh(assignment)
    check_judged(file.call)
    further = any(one.further for one in queries.assignments(file))
    if assignment.state is not AssignmentState.FINISHED or file.judged or further:
        raise ConflictError(N_("All sheets of this file are in: yours stands."))
    assignment.change += 1
    assignment.state, assignment.finished_at = AssignmentState.DECLARED, None
    assignment.points = None
    db.session.flush()
    _note(actor, "sheet taken up again", assignment)
    assigning.settle(actor, file)


def _begin(assignment: Assignment, change: int) -> tuple[Criterion, ...]:
    file = assigning.fresh(assignment)
    check_judged(file.call)
    check_declared(assignment)
    if assignment.state is AssignmentState.FINISHED:
        raise ConflictError(N_("This sheet is finished."))
    if assignment.change != change:
        raise ConflictError(MEANWHILE)
    assignment.change += 1
    return queries.content_of(file).criteria


def _keep(assignment: Assignment, criteria: tuple[Criterion, ...], filled: Filled) -> None:
    """Put scores and comments in place; what was neither scored nor commented on has no row."""
    if strange := {*filled.values, *filled.comments} - {one.key for one in criteria}:
        raise RuleError(N_("The call has no such criterion."), values={"keys": sorted(strange)})
    held = {one.criterion: one for one in assignment.scores}
    kept = []
    for one in criteria:
        value = filled.values.get(one.key)
        comment = filled.comments.get(one.key, "").strip()[: scoring.LONGEST_COMMENT]
        if one.key not in filled.values and not comment:
            continue
        if value is not None:
            scoring.check_value(one, value)
        town = assignment.municipality_id
        score = held.get(one.key) or Score(municipality_id=town, criterion=one.key)
        score.value, score.comment = value, comment
        score.abstains = one.key in filled.values and value is None
        kept.append(score)
    assignment.scores = kept
    assignment.remark = filled.remark.strip()[: scoring.LONGEST_COMMENT]


def _note(actor: Actor, deed: str, assignment: Assignment) -> None:
    # What was given is told once all sheets are in: the trail is read by others.
    after = {"submission": assignment.submission_id}
    town = assignment.municipality_id
    note(actor, deed, assigning.KIND, assignment.id, municipality_id=town, after=after)
    logger.info("%s: assignment %s by %s", deed, assignment.id, actor.id)
