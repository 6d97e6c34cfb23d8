"""Work on the working copy of a call: its parts, its items, their order, its dates."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from inmeko.calls.models import Call
from inmeko.calls.queries import calls as queries
from inmeko.calls.rules import content as contents
from inmeko.calls.rules import editing
from inmeko.calls.rules.content import Content
from inmeko.calls.rules.words import CallState
from inmeko.calls.services.calls import KIND, put, told
from inmeko.extensions import db
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note

logger = logging.getLogger(__name__)


def change_part(actor: Actor, call: Call, name: str, values: dict[str, Any], *, seen: str) -> None:
    """Change one page of the editor; refused if somebody changed that page meanwhile."""
    content = _locked(call)
    if seen != editing.seen(editing.part(content, name)):
        raise ConflictError(N_("Somebody else changed this page while you were working on it."))
    _keep(actor, call, editing.with_part(content, name, values), name)


def put_item(actor: Actor, call: Call, item: editing.Item, *, seen: str, section: str = "") -> None:
    """Put an item in its place, or at the end of its list; a question into its section."""
    content = _locked(call)
    if seen != editing.item_sum(content, item.key):
        raise ConflictError(
            N_("Somebody else changed this while you were working on it.")
            if editing.item(content, item.key)
            else N_("Somebody else removed this while you were working on it.")
        )
    _keep(actor, call, editing.with_item(content, item, section), item.key)


def new_key(call: Call, stem: str) -> str:
    """A key for a new item; the call is locked, so that nobody else is given the same."""
    working = _locked(call)
    published = [contents.read(one) for one in queries.published_contents(call)]
    return editing.fresh_key(stem, [working, *published])


def remove_item(actor: Actor, call: Call, key: str) -> None:
    """Take an item away; what depended on it is asked of everybody."""
    _keep(actor, call, editing.without_item(_locked(call), key), key)


def move_item(actor: Actor, call: Call, key: str, *, up: bool) -> None:
    """Move an item one place up or down."""
    _keep(actor, call, editing.moved(_locked(call), key, up=up), key)


def choose_assets(actor: Actor, call: Call, asset_ids: Sequence[int], *, seen: str) -> None:
    """Say which assets of the town's register the call offers."""
    known = queries.known_assets(call, asset_ids)
    if set(asset_ids) - known:
        raise RuleError(N_("One of these assets is no longer in the register."), field="assets")
    wanted = tuple(dict.fromkeys(asset_ids))
    change_part(actor, call, "assets", {"assets": wanted}, seen=seen)


def reschedule(actor: Actor, call: Call, dates: dict[str, Any], *, seen: str) -> None:
    """Set the dates of a draft; after the publication a deadline is extended instead."""
    db.session.refresh(call, with_for_update=True)
    if call.state is not CallState.DRAFT:
        raise RuleError(N_("The dates of a published call are changed by an extension."))
    if seen != editing.seen(dates_of(call)):
        raise ConflictError(N_("Somebody else changed this page while you were working on it."))
    opens, closes = dates["opens_at"], dates["closes_at"]
    if opens is not None and closes is not None and closes <= opens:
        raise RuleError(N_("A call must close after it opens."), field="closes_at")
    before = told(call)
    for name in ("opens_at", "questions_until", "closes_at", "objection_days"):
        setattr(call, name, dates[name])
    db.session.flush()
    town = call.municipality_id
    note(actor, "changed", KIND, call.id, municipality_id=town, before=before, after=told(call))


def dates_of(call: Call) -> dict[str, Any]:
    """The dates of a call, as the editor compares them."""
    moments: list[datetime | None] = [call.opens_at, call.questions_until, call.closes_at]
    return {"dates": [one.isoformat() if one else "" for one in moments], "n": call.objection_days}


def _locked(call: Call) -> Content:
    """The working copy, with the call locked until the transaction ends."""
    db.session.refresh(call, with_for_update=True)
    editing.check_editable(call.state)
    return contents.read(call.content)


def _keep(actor: Actor, call: Call, content: Content, what: str) -> None:
    before = call.content
    put(call, content)
    db.session.flush()
    if before == call.content:
        return
    told_of = {"part": what}
    note(actor, "changed", KIND, call.id, municipality_id=call.municipality_id, after=told_of)
    logger.info("call %s: %s changed by %s", call.id, what, actor.id)
