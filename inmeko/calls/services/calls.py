"""Make a call, publish it, and follow the clock when it closes."""

import logging
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from inmeko.calls.models import Call, CallAsset, CallSector, CallVersion
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import phases, publishing
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.lacks import Lack
from inmeko.calls.rules.words import CALL_NEXT, CallState
from inmeko.calls.services.reminding import plan_reminders
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.states import advance
from inmeko.kernel.text import search_key
from inmeko.records import queries as records
from inmeko.records.models import ProtocolEntry
from inmeko.records.rules import Direction
from inmeko.records.services import enter, note, post_job

logger = logging.getLogger(__name__)

KIND = "call"
CLOSE = "calls.close"


def draft(actor: Actor, municipality_id: int, content: Content) -> Call:
    """Begin a call from a content: a template's, or an earlier call's."""
    call = Call(municipality_id=municipality_id, made_by_id=actor.id)
    put(call, content)
    db.session.add(call)
    db.session.flush()
    note(actor, "call drafted", KIND, call.id, municipality_id=municipality_id, after=told(call))
    logger.info("call %s drafted by %s", call.id, actor.id)
    return call


def schedule(
    actor: Actor,
    call: Call,
    *,
    opens_at: datetime | None,
    closes_at: datetime | None,
    questions_until: datetime | None = None,
    objection_days: int = 5,
) -> None:
    """Set the dates of a call that is still a draft."""
    before = told(call)
    call.opens_at, call.closes_at = opens_at, closes_at
    call.questions_until, call.objection_days = questions_until, objection_days
    db.session.flush()
    town = call.municipality_id
    note(actor, "changed", KIND, call.id, municipality_id=town, before=before, after=told(call))


def lacks(call: Call) -> list[Lack]:
    """What a call lacks before it can be published."""
    holidays = records.closed_days(municipality_id=call.municipality_id)
    return publishing.lacking(contents.read(call.content), call, clock.now(), holidays)


def publish(actor: Actor, call: Call, *, ada: str | None) -> CallVersion:
    """Publish a draft under a protocol number: its content becomes version 1."""
    db.session.refresh(call, with_for_update=True)
    before = told(call)
    state = advance(CALL_NEXT, call.state, CallState.PUBLISHED)
    number = publishing.check_ada(ada or "", may_wait=call.municipality.publishes_without_ada)
    publishing.check(lacks(call))
    call.state, call.ada, call.published_at = state, number, clock.now()
    version = put_in_force(actor, call, reason="")
    call.protocol_entry_id = entered(actor, call, call.title).id
    wait_for_the_deadline(call)
    db.session.flush()
    town = call.municipality_id
    note(
        actor,
        "call published",
        KIND,
        call.id,
        municipality_id=town,
        before=before,
        after=told(call),
    )
    logger.info("call %s published by %s", call.id, actor.id)
    return version


def put_in_force(actor: Actor, call: Call, *, reason: str) -> CallVersion:
    """Make the working copy of a call its next version."""
    content = contents.read(call.content)
    call.version += 1
    call.title, call.sealed = content.title, content.sealed
    version = CallVersion(
        municipality_id=call.municipality_id,
        call=call,
        number=call.version,
        content=contents.write(content),
        reason=reason,
        published_by_id=actor.id,
    )
    db.session.add(version)
    town = call.municipality_id
    db.session.execute(sa.delete(CallAsset).where(CallAsset.call_id == call.id))
    db.session.execute(sa.delete(CallSector).where(CallSector.call_id == call.id))
    for asset_id in content.assets:
        db.session.add(CallAsset(call=call, municipality_id=town, asset_id=asset_id))
    for sector in dict.fromkeys(content.sectors):
        db.session.add(CallSector(call_id=call.id, municipality_id=town, sector=sector))
    db.session.flush()
    return version


def entered(actor: Actor, call: Call, subject: str) -> ProtocolEntry:
    """Enter an act on a call in the protocol, as an outgoing document."""
    return enter(
        actor,
        call.municipality_id,
        direction=Direction.OUTGOING,
        subject=subject[:500],
        kind=KIND,
        key=call.id,
    )


def wait_for_the_deadline(call: Call) -> None:
    """Have the row follow the clock when the last second of the window is over."""
    if call.closes_at is None:
        return
    post_job(
        CLOSE,
        {"municipality": call.municipality_id, "call": call.id},
        municipality_id=call.municipality_id,
        key=f"close:{call.id}:{call.closes_at.isoformat()}",
        run_after=call.closes_at + timedelta(seconds=1),
    )
    plan_reminders(call)


def close_at_the_deadline(payload: dict[str, Any]) -> None:
    """Close a call whose window is over; one that was extended or cancelled stays as it is."""
    call = queries.call_of(municipality_id=payload["municipality"], call_id=payload["call"])
    if call is not None:
        follow_the_clock(Actor(), call)


def follow_the_clock(actor: Actor, call: Call) -> None:
    """Let a published call whose deadline is over be closed; any deed after it begins so."""
    db.session.refresh(call, with_for_update=True)
    if call.state is not CallState.PUBLISHED or not phases.is_past(call, clock.now()):
        return
    before = told(call)
    call.state = advance(CALL_NEXT, call.state, CallState.CLOSED)
    db.session.flush()
    town = call.municipality_id
    note(actor, "call closed", KIND, call.id, municipality_id=town, before=before, after=told(call))
    logger.info("call %s closed", call.id)


def put(call: Call, content: Content) -> None:
    """Make a content the working copy of a call."""
    call.content = contents.write(content)
    if not call.version:
        call.title, call.sealed = content.title, content.sealed
    call.search_text = search_key(f"{content.title} {' '.join(content.aims)}")


def told(call: Call) -> dict[str, Any]:
    """What the audit trail keeps of a call."""
    names = ("title", "state", "version", "ada", "opens_at", "closes_at")
    return {name: getattr(call, name) for name in names}
