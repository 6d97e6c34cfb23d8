"""Who sits in a committee: seat, name the chair, change, leave."""

import logging
from collections.abc import Sequence

from inmeko.accounts.models import User
from inmeko.accounts.rules import Role
from inmeko.accounts.services import people, signing_in
from inmeko.calls.models import Assignment, Call, Evaluator
from inmeko.calls.queries import committee as queries
from inmeko.calls.queries import sheets
from inmeko.calls.rules.words import AssignmentState, CallState
from inmeko.calls.services import assigning
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)

KIND = "call"
OVER = (CallState.FINAL, CallState.ARCHIVED, CallState.CANCELLED)


def seat(
    actor: Actor, call: Call, user: User, *, substitute: bool, advised: Sequence[str] = ()
) -> Evaluator:
    """Let an evaluator of the town sit in the committee of a call; who left may come back."""
    _check_not_over(call)
    if user.id not in {one.id for one in queries.candidates(call)}:
        raise RuleError(N_("Choose an evaluator of the municipality."), field="user")
    known = next((one for one in queries.members(call) if one.user_id == user.id), None)
    seated = known or Evaluator(municipality_id=call.municipality_id, call=call, user=user)
    seated.left_at, seated.substitute = None, substitute
    seated.advised = _told(advised)
    db.session.add(seated)
    db.session.flush()
    _note(actor, "committee joined", seated)
    return seated


def invite(
    actor: Actor,
    call: Call,
    *,
    email: str,
    name: str,
    substitute: bool,
    advised: Sequence[str] = (),
) -> Evaluator:
    """Make the owner of an address an evaluator of the town, and let them sit in the committee."""
    _check_not_over(call)
    user = signing_in.find_or_create(email=email, name=name)
    if user.id not in {one.id for one in queries.candidates(call)}:
        held = any(
            grant.role is Role.EVALUATOR and grant.municipality_id == call.municipality_id
            for grant in user.grants
        )
        if held:
            raise ConflictError(N_("This person sits in the committee already."), field="email")
        people.grant(actor, user=user, role=Role.EVALUATOR, municipality=call.municipality)
    return seat(actor, call, user, substitute=substitute, advised=advised)


def put_in_the_chair(actor: Actor, seated: Evaluator) -> None:
    """Let a member chair the committee; it has one chair."""
    _check_sits(seated)
    if seated.substitute:
        raise RuleError(N_("A substitute does not chair the committee."))
    for other in queries.members(seated.call):
        other.chairs = other.id == seated.id
    db.session.flush()
    _note(actor, "chair named", seated)


def change(actor: Actor, seated: Evaluator, *, substitute: bool, advised: Sequence[str]) -> None:
    """Make a member a substitute or the other way round, and keep whom they advised."""
    _check_sits(seated)
    if substitute and seated.chairs:
        raise RuleError(N_("A substitute does not chair the committee."), field="substitute")
    seated.substitute, seated.advised = substitute, _told(advised)
    db.session.flush()
    _note(actor, "committee changed", seated)


def leave(actor: Actor, seated: Evaluator, reason: str) -> list[Assignment]:
    """Let a member leave: finished sheets stand, the other files go to somebody else.

    Gives what was handed on.
    """
    _check_sits(seated)
    if not reason.strip():
        raise RuleError(N_("Write why this member leaves."), field="reason")
    seated.left_at, seated.chairs = clock.now(), False
    db.session.flush()
    _note(actor, "committee left", seated, reason=reason.strip())
    open_states = (AssignmentState.ASSIGNED, AssignmentState.DECLARED)
    handed = [
        assigning.recuse(actor, one, reason)
        for one in sheets.given_to(seated)
        if one.state in open_states
    ]
    return [one for one in handed if one is not None]


def _told(advised: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(one.strip() for one in advised if one.strip()))


def _check_sits(seated: Evaluator) -> None:
    _check_not_over(seated.call)
    if seated.left_at is not None:
        raise ConflictError(N_("This member has left the committee."))


def _check_not_over(call: Call) -> None:
    if call.state in OVER:
        raise ConflictError(N_("The evaluation of this call is over."))


def _note(actor: Actor, deed: str, seated: Evaluator, **more: str) -> None:
    after = {"user": seated.user_id, "substitute": seated.substitute, **more}
    if seated.advised:
        after["advised"] = seated.advised
    town = seated.municipality_id
    note(actor, deed, KIND, seated.call_id, municipality_id=town, after=after)
    logger.info("%s: member %s of call %s by %s", deed, seated.id, seated.call_id, actor.id)
