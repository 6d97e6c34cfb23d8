"""What planners say to flags: accepted, not the same, spelling applied, a whole group at once."""

import logging
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note, note_many
from inmeko.resources.models import AssetFlag
from inmeko.resources.queries import flags as queries
from inmeko.resources.queries.flags import Wanted
from inmeko.resources.rules.flagging import FlagKind, FlagState, FlagVerdict
from inmeko.resources.services.assets import amend

logger = logging.getLogger(__name__)

LONGEST_NOTE = 500
SETTLED = N_("Somebody has settled this flag meanwhile.")


def accept(actor: Actor, flag: AssetFlag, reason: str) -> None:
    """Leave an asset as it is, with a reason; the same value is not flagged again."""
    _settle(actor, flag, FlagVerdict.ACCEPTED, _checked(reason))


def part(actor: Actor, flag: AssetFlag) -> None:
    """Say that two assets are not the same: nobody is asked again."""
    if flag.kind is not FlagKind.LIKELY_DUPLICATE:
        raise RuleError(N_("This flag is not about two assets."))
    _settle(actor, flag, FlagVerdict.NOT_SAME, "")


def accept_alike(
    actor: Actor, municipality_id: int, *, kind: FlagKind, mark: str, reason: str, seen: int
) -> int:
    """Accept all open flags of one kind about one value; how many there were.

    ConflictError if they are no longer as many as the person saw.
    """
    wanted = Wanted(kind=kind, mark=mark)
    rows = queries.meant(municipality_id=municipality_id, wanted=wanted)
    if len(rows) != seen:
        raise ConflictError(N_("There are other flags in this group now: please look again."))
    reason = _checked(reason)
    keys = [row.id for row in rows]
    statement = (
        sa.update(AssetFlag)
        .where(
            AssetFlag.municipality_id == municipality_id,
            AssetFlag.kind == kind,
            AssetFlag.mark == mark,
            AssetFlag.state == FlagState.OPEN,
        )
        .values(**_settled(actor, FlagVerdict.ACCEPTED, reason))
    )
    db.session.execute(statement, execution_options={"synchronize_session": False})
    after = _told(kind, FlagVerdict.ACCEPTED, reason)
    entries = ((row.asset_id, None, after) for row in rows)
    note_many(actor, "flag settled", "asset", entries, municipality_id=municipality_id)
    logger.info("%s flags of town %s accepted by %s", len(keys), municipality_id, actor.id)
    return len(keys)


def respell(actor: Actor, flag: AssetFlag) -> None:
    """Apply the spelling proposed; ConflictError if the words have changed since."""
    _check_open(flag)
    name, proposal = flag.detail.get("field"), flag.detail.get("proposal")
    if flag.kind is not FlagKind.MIXED_SCRIPT or not name or not proposal:
        raise RuleError(N_("There is no spelling proposed here."))
    asset = flag.asset
    if getattr(asset, name) != flag.detail.get("value"):
        raise ConflictError(N_("Somebody changed these words meanwhile."))
    amend(actor, asset, {name: proposal}, version=asset.version)
    corrected(actor, flag)


def corrected(actor: Actor, flag: AssetFlag) -> None:
    """Remember that a person took away the cause of a flag."""
    db.session.refresh(flag)
    if flag.verdict is FlagVerdict.GONE:
        flag.verdict, flag.settled_by_id = FlagVerdict.CORRECTED, actor.id
        db.session.flush()


def merged(actor: Actor, flag: AssetFlag) -> None:
    """Settle the flag of two assets that became one; the merge itself is in their history."""
    for name, value in _settled(actor, FlagVerdict.MERGED, "").items():
        setattr(flag, name, value)
    db.session.flush()


def _settle(actor: Actor, flag: AssetFlag, verdict: FlagVerdict, reason: str) -> None:
    _check_open(flag)
    for name, value in _settled(actor, verdict, reason).items():
        setattr(flag, name, value)
    db.session.flush()
    town, after = flag.municipality_id, _told(flag.kind, verdict, reason)
    note(actor, "flag settled", "asset", flag.asset_id, municipality_id=town, after=after)
    logger.info("flag %s settled by %s: %s", flag.id, actor.id, verdict)


def _check_open(flag: AssetFlag) -> None:
    db.session.refresh(flag, with_for_update={"of": AssetFlag})
    if flag.state is not FlagState.OPEN:
        raise ConflictError(SETTLED)


def _checked(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise RuleError(N_("Say why this may stay as it is."), field="reason")
    return reason[:LONGEST_NOTE]


def _settled(actor: Actor, verdict: FlagVerdict, reason: str) -> dict[str, Any]:
    return {
        "state": FlagState.SETTLED,
        "verdict": verdict,
        "note": reason,
        "settled_at": clock.now(),
        "settled_by_id": actor.id,
    }


def _told(kind: FlagKind, verdict: FlagVerdict, reason: str) -> dict[str, Any]:
    return {"flag": kind.value, "verdict": verdict.value, **({"reason": reason} if reason else {})}
