"""What a concession does to the use of its asset: in use while somebody holds it, idle after."""

import logging
from datetime import datetime, time
from typing import Any

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.calendar import athens_date, from_athens
from inmeko.kernel.errors import RuleError
from inmeko.records.services import post_job
from inmeko.resources.models import Asset, Concession
from inmeko.resources.queries import holding
from inmeko.resources.rules.asset import AssetState, Certainty, Use
from inmeko.resources.rules.concession_words import ConcessionState
from inmeko.resources.services import assets

logger = logging.getLogger(__name__)

BEGINS = "concession_begins"
UNUSED = frozenset((Use.IDLE, Use.UNDERUSED, Use.UNKNOWN))


def occupy(actor: Actor, concession: Concession) -> None:
    """Let the register say that an asset is in use, from the first day of its concession on."""
    if concession.starts_on > athens_date(clock.now()):
        post_job(
            BEGINS,
            {"concession": concession.id, "actor": actor.id},
            municipality_id=concession.municipality_id,
            key=f"{BEGINS}:{concession.id}",
            run_after=from_athens(datetime.combine(concession.starts_on, time(1))),
        )
        return
    if concession.asset.use in UNUSED:
        _say(actor, concession.asset, Use.IN_USE, concession)


def begin(payload: dict[str, Any]) -> None:
    """The first day of a concession has come, as a job; nothing if it was taken back before."""
    concession = db.session.get(Concession, payload["concession"])
    if concession is not None and concession.state is ConcessionState.ACTIVE:
        occupy(Actor(id=payload["actor"]), concession)


def leave(actor: Actor, concession: Concession) -> None:
    """Let the register say that an asset is idle again, unless somebody holds or uses it."""
    asset = concession.asset
    if not holding.held(asset, athens_date(clock.now())) and asset.use is Use.IN_USE:
        _say(actor, asset, Use.IDLE, concession)
    # Maps that are kept ready ask the assets whether something changed.
    asset.updated_at = clock.now()
    db.session.flush()


def _say(actor: Actor, asset: Asset, use: Use, concession: Concession) -> None:
    db.session.refresh(asset)
    if asset.state is not AssetState.CURRENT:
        return
    values = {"use": use, "use_certainty": Certainty.CERTAIN}
    told = {"ada": concession.ada, "body": concession.organisation.name}
    try:
        assets.amend(actor, asset, values, version=asset.version, told=told)
    except RuleError:
        # What was wrong with the asset before is no matter of its concession.
        logger.warning("asset %s could not be marked as %s", asset.id, use)
