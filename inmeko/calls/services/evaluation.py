"""Begin the evaluation of a call, check eligibility, and settle what a file's sheets come to."""

import hashlib
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from inmeko.calls.models import Call, EligibilityCheck, Submission
from inmeko.calls.queries import judging as queries
from inmeko.calls.rules import eligibility
from inmeko.calls.rules.words import CALL_NEXT, CallState, EligibilityVerdict
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, ForbiddenError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

CALL, FILE = "call", "submission"
# What an evaluator of an anonymous file reads in place of a name; one word, of the law's language.
ALIAS = "Φάκελος {number}"


def begin(actor: Actor, call: Call, *, until: datetime | None = None) -> None:
    """Begin the evaluation of a call whose deadline has passed and whose files are open."""
    check_until(until)
    if call.state is CallState.PUBLISHED and call.closes_at and call.closes_at < clock.now():
        call.state = advance(CALL_NEXT, call.state, CallState.CLOSED)
    check_open(call)
    files = queries.files(call)
    if not files:
        raise RuleError(N_("Nobody has submitted a file: there is nothing to evaluate."))
    if not queries.content(call).criteria:
        raise RuleError(N_("The call has no criteria to evaluate files by."))
    call.state = advance(CALL_NEXT, call.state, CallState.EVALUATION)
    # The order of the aliases tells nothing of who came first.
    mixed = sorted(files, key=lambda one: hashlib.sha256(one.receipt_key.encode()).hexdigest())
    for number, file in enumerate(mixed, start=1):
        file.alias = ALIAS.format(number=number)
    call.judge_until = until
    db.session.flush()
    after = {"state": call.state, "files": len(files), "judge_until": until}
    town = call.municipality_id
    note(actor, "evaluation begun", CALL, call.id, municipality_id=town, after=after)
    logger.info("evaluation of call %s begun by %s", call.id, actor.id)


def give_until(actor: Actor, call: Call, until: datetime | None) -> None:
    """Say until when evaluators are asked to finish; None takes the day back."""
    check_judged(call)
    check_until(until)
    before, call.judge_until = {"judge_until": call.judge_until}, until
    db.session.flush()
    after = {"judge_until": until}
    town = call.municipality_id
    note(actor, "changed", CALL, call.id, municipality_id=town, before=before, after=after)


def check_until(until: datetime | None) -> None:
    """Refuse a day that lies behind us."""
    if until is not None and until <= clock.now():
        raise RuleError(N_("Choose a day that is still to come."), field="until")


def check_open(call: Call) -> None:
    """Refuse to look into files that are still sealed."""
    if call.sealed and call.unsealed_at is None:
        raise ForbiddenError(N_("The files are sealed. Open them first: it is an act of its own."))


def check_judged(call: Call) -> None:
    """Refuse what belongs into the evaluation before it has begun, or once there are results."""
    check_open(call)
    if call.state is not CallState.EVALUATION:
        raise ConflictError(N_("The call is not under evaluation."))


def find(
    actor: Actor, file: Submission, findings: Mapping[str, tuple[EligibilityVerdict, str]]
) -> None:
    """Keep what was found at points of the eligibility of a file, each with its reason."""
    check_judged(file.call)
    known = {one.key: one for one in _points(file)}
    held = queries.checks(queries.held(file))
    for key, (verdict, reason) in findings.items():
        if key not in known:
            raise RuleError(N_("The call asks for nothing of this kind."))
        eligibility.check_finding(known[key], verdict, reason)
        old = held.get(key)
        if old is None or (old.verdict, old.reason) != (verdict, reason.strip()):
            _find(actor, file, old, key, verdict, reason.strip())
    db.session.flush()


def conclude(actor: Actor, file: Submission, *, eligible: bool, reason: str) -> None:
    """Say whether a file is eligible, once every point has been looked at."""
    check_judged(file.call)
    queries.held(file)
    verdicts = {key: one.verdict for key, one in queries.checks(file).items()}
    eligibility.check_conclusion(_points(file), verdicts, eligible=eligible, reason=reason)
    if not eligible:
        _check_not_given(file)
    before = {"eligible": file.eligible, "reason": file.eligible_reason}
    file.eligible, file.eligible_reason = eligible, reason.strip()
    file.eligible_by_id, file.eligible_at = actor.id, clock.now()
    db.session.flush()
    after = {"eligible": eligible, "reason": file.eligible_reason}
    town = file.municipality_id
    deed = "eligibility concluded"
    note(actor, deed, FILE, file.id, municipality_id=town, before=before, after=after)
    logger.info("eligibility of submission %s concluded by %s", file.id, actor.id)


def _points(file: Submission) -> list[eligibility.Point]:
    kind = file.kind.value if file.kind else None
    return eligibility.points(queries.content_of(file), kind)


def _check_not_given(file: Submission) -> None:
    """What evaluators work on stays eligible until it is taken back from them."""
    if any(one.recused_at is None for one in queries.assignments(file)):
        raise ConflictError(
            N_("The file has been given to evaluators. Take it back from them first.")
        )


def _find(
    actor: Actor,
    file: Submission,
    held: EligibilityCheck | None,
    key: str,
    verdict: EligibilityVerdict,
    reason: str,
) -> None:
    before: dict[str, Any] | None = None
    if file.eligible is not None:
        # What was concluded rests on what was found.
        _check_not_given(file)
        file.eligible, file.eligible_reason, file.eligible_at = None, "", None
    if held is None:
        held = EligibilityCheck(
            municipality_id=file.municipality_id, submission_id=file.id, point=key
        )
        db.session.add(held)
    else:
        before = {"point": key, "verdict": held.verdict, "reason": held.reason}
    held.verdict, held.reason = verdict, reason
    held.checked_at, held.checked_by_id = clock.now(), actor.id
    after = {"point": key, "verdict": verdict, "reason": reason}
    town = file.municipality_id
    note(actor, "checked", FILE, file.id, municipality_id=town, before=before, after=after)
