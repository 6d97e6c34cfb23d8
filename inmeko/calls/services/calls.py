"""Make a call, work on it, publish it."""

import logging
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from inmeko.calls.models import Call, CallAsset, CallVersion
from inmeko.calls.rules import content as contents
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import CALL_NEXT, CallState
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.states import advance
from inmeko.kernel.text import search_key
from inmeko.records.services import note

logger = logging.getLogger(__name__)

KIND = "call"


def draft(actor: Actor, municipality_id: int, content: Content) -> Call:
    """Begin a call from a content: a template's, or an earlier call's."""
    call = Call(municipality_id=municipality_id, made_by_id=actor.id)
    _put(call, content)
    db.session.add(call)
    db.session.flush()
    note(actor, "drafted", KIND, call.id, municipality_id=municipality_id, after=_told(call))
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
    before = _told(call)
    call.opens_at, call.closes_at = opens_at, closes_at
    call.questions_until, call.objection_days = questions_until, objection_days
    db.session.flush()
    town = call.municipality_id
    note(actor, "changed", KIND, call.id, municipality_id=town, before=before, after=_told(call))


def publish(actor: Actor, call: Call, *, ada: str | None) -> CallVersion:
    """Publish a draft: its content becomes version 1."""
    before = _told(call)
    call.state = advance(CALL_NEXT, call.state, CallState.PUBLISHED)
    call.ada, call.published_at = ada, clock.now()
    version = put_in_force(actor, call, reason="")
    town = call.municipality_id
    note(actor, "published", KIND, call.id, municipality_id=town, before=before, after=_told(call))
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
    db.session.execute(sa.delete(CallAsset).where(CallAsset.call_id == call.id))
    for asset_id in content.assets:
        offered = {"municipality_id": call.municipality_id, "asset_id": asset_id}
        db.session.add(CallAsset(call=call, **offered))
    db.session.flush()
    return version


def _put(call: Call, content: Content) -> None:
    call.content = contents.write(content)
    if not call.version:
        call.title, call.sealed = content.title, content.sealed
    call.search_text = search_key(f"{content.title} {' '.join(content.aims)}")


def _told(call: Call) -> dict[str, Any]:
    names = ("title", "state", "version", "ada", "opens_at", "closes_at")
    return {name: getattr(call, name) for name in names}
