"""Decide what a visit changes: value by value, as a new asset, or not at all."""

import logging
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm.exc import StaleDataError

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.states import advance
from inmeko.kernel.text import N_
from inmeko.records import queries as records
from inmeko.records.services import attach, detach, note
from inmeko.resources.models import Asset, Visit, VisitPhoto
from inmeko.resources.rules import visits as rules
from inmeko.resources.rules.visits import ProposalState, VisitState
from inmeko.resources.services import assets

logger = logging.getLogger(__name__)

MEANWHILE = N_("Somebody else decided about this visit while you were looking at it.")
ABOUT_USE = ("use", "use_certainty")


def settle(
    actor: Actor, visit: Visit, choices: Mapping[str, bool], *, asset_version: int | None
) -> Visit:
    """Accept and refuse proposed values by their fields; what is not chosen goes on waiting.

    The asset must still be in the version that the planner saw; else ConflictError. A visit
    without anything left to decide is done, and dates its asset.
    """
    _waits(visit)
    wanted = {one.field: one for one in visit.proposals if one.state is ProposalState.WAITING}
    # The proposals are read after the visit: what somebody decides in between shows here first.
    if visit.proposals and not wanted:
        raise ConflictError(MEANWHILE)
    accepted = [name for name in wanted if choices.get(name) is True]
    refused = [name for name in wanted if choices.get(name) is False]
    if wanted and not accepted and not refused:
        raise RuleError(N_("Choose for at least one of the values."))
    for name in accepted:
        wanted[name].state = ProposalState.ACCEPTED
    for name in refused:
        wanted[name].state = ProposalState.REFUSED
    values = rules.asset_values({name: wanted[name].proposed for name in accepted})
    if visit.asset is None:
        _record(actor, visit, values)
    else:
        _amend(actor, visit, visit.asset, values, asset_version)
    if len(accepted) + len(refused) == len(wanted):
        _close(actor, visit, VisitState.DONE)
    return _noted(actor, visit, "visit settled", {"accepted": accepted, "refused": refused})


def refuse(actor: Actor, visit: Visit, reason: str) -> Visit:
    """Set a whole visit aside, with the reason; its photos go."""
    _waits(visit)
    if not reason.strip():
        raise RuleError(N_("Say why the visit is set aside."), field="reason")
    for one in visit.proposals:
        if one.state is ProposalState.WAITING:
            one.state = ProposalState.REFUSED
    visit.reason = reason.strip()
    _close(actor, visit, VisitState.REFUSED)
    for photo in visit.photos:
        detach(actor, photo.attachment)
    return _noted(actor, visit, "visit refused", {"reason": visit.reason})


def publish(actor: Actor, visit: Visit, photo: VisitPhoto) -> None:
    """Show a photo of a visit to everybody at its asset; once is enough."""
    if visit.asset_id is None:
        raise RuleError(N_("The place is not in the register yet: accept the visit first."))
    if visit.state is VisitState.REFUSED:
        raise RuleError(N_("This visit was set aside."))
    if photo.published_id is not None:
        return
    with records.content(photo.attachment) as content:
        copy = attach(
            actor,
            content,
            photo.attachment.filename,
            kind="asset",
            key=visit.asset_id,
            municipality_id=visit.municipality_id,
            public=True,
            purpose="evidence",
        )
    photo.published_id = copy.id
    _noted(actor, visit, "photo published", {"file": copy.filename})


def without_conflict(visit: Visit, now: Mapping[str, str | None]) -> Collection[str]:
    """The waiting proposals whose field nobody else changed after the visitor saw it."""
    return [
        one.field
        for one in visit.proposals
        if one.state is ProposalState.WAITING and not rules.conflicts(one, now.get(one.field))
    ]


def _waits(visit: Visit) -> None:
    if visit.state is not VisitState.WAITING:
        raise ConflictError(MEANWHILE)


def _amend(
    actor: Actor, visit: Visit, asset: Asset, values: dict[str, Any], version: int | None
) -> None:
    if asset.version != version:
        raise ConflictError(assets.CHANGED)
    day = athens_date(visit.visited_at)
    _sign(visit, values, day)
    asset.visited_on = max(day, asset.visited_on or day)
    if values:
        assets.amend(actor, asset, values, version=asset.version, told={"visit": visit.id})
    _flush(assets.CHANGED)


def _record(actor: Actor, visit: Visit, values: dict[str, Any]) -> None:
    if not values.get("title"):
        raise RuleError(N_("A new place needs its name: accept it, or set the visit aside."))
    day = athens_date(visit.visited_at)
    _sign(visit, values, day)
    asset = assets.record(actor, visit.municipality_id, values, told={"visit": visit.id})
    asset.visited_on = day
    visit.asset = asset
    _flush(assets.CHANGED)


def _sign(visit: Visit, values: dict[str, Any], day: date) -> None:
    if any(name in values for name in ABOUT_USE):
        values["use_source"] = rules.source(visit.id, day)


def _close(actor: Actor, visit: Visit, state: VisitState) -> None:
    visit.state = advance(rules.VISIT_NEXT, visit.state, state)
    visit.settled_by_id, visit.settled_at = actor.id, clock.now()


def _noted(actor: Actor, visit: Visit, deed: str, after: dict[str, Any]) -> Visit:
    _flush(MEANWHILE)
    place = visit.municipality_id
    note(actor, deed, "visit", visit.id, municipality_id=place, after=after)
    logger.info("%s: visit %s by %s", deed, visit.id, actor.id)
    return visit


def _flush(sentence: str) -> None:
    """Write what is decided; whoever was quicker has changed the row's version."""
    try:
        with db.session.begin_nested():
            db.session.flush()
    except StaleDataError:
        raise ConflictError(sentence) from None
