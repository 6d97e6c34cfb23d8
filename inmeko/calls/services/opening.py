"""Open the files of a call that were sealed until its deadline: an act with name and time."""

import logging

from inmeko.calls.models import Call
from inmeko.calls.rules import sending
from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.records.services import note

logger = logging.getLogger(__name__)


def unseal(actor: Actor, call: Call) -> None:
    """Open the sealed files of a call after its deadline."""
    now = clock.now()
    sending.check_unseal(call, sealed=call.sealed, opened=call.unsealed_at is not None, now=now)
    call.unsealed_at, call.unsealed_by_id = now, actor.id
    db.session.flush()
    after = {"unsealed_at": now}
    note(actor, "unsealed", "call", call.id, municipality_id=call.municipality_id, after=after)
    logger.info("files of call %s opened by %s", call.id, actor.id)
