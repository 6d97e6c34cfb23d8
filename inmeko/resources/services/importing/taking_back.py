"""An undo as a job: the runner removes what a large import brought, and tells how far it is."""

import logging
from typing import Any

from inmeko.extensions import db, engines, progress
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError
from inmeko.kernel.text import N_
from inmeko.records.services import post_job
from inmeko.resources.models import AssetImport
from inmeko.resources.queries import undoing
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services.importing import jobs
from inmeko.resources.services.importing.undoing import claim, refuse_dependents, undo

logger = logging.getLogger(__name__)

JOB = "undo import"
# So many assets are removed while their planner waits.
AT_ONCE = 5_000
WENT_ON = N_(
    "The import was not undone: before its turn came, people had gone on with what it brought."
)
BROKEN = N_("An error on our side kept the import from being undone; it was noted in the log.")


def take_back(actor: Actor, asset_import: AssetImport) -> bool:
    """Have an import undone: a small one at once (True), others by a job (False).

    ConflictError, and nothing is undone, if something depends on it.
    """
    if undoing.made(asset_import) + undoing.altered(asset_import) <= AT_ONCE:
        undo(actor, asset_import)
        return True
    claim(asset_import, ImportState.UNDOING)
    refuse_dependents(asset_import)
    told = {"import": asset_import.id, "actor": actor.id}
    post_job(JOB, told, municipality_id=asset_import.municipality_id)
    return False


def carry_out(payload: dict[str, Any]) -> None:
    """Undo the import that a job names; what keeps it is said with it, and all of it stays."""
    found = db.session.get(AssetImport, payload["import"])
    if found is None or found.state is not ImportState.UNDOING:
        return
    number, key = found.id, jobs.key(found)
    try:
        with db.session.begin_nested():
            undo(Actor(id=payload["actor"]), found, progress.teller(key))
    except DomainError:
        _stays(number, WENT_ON)
    except Exception as error:
        if engines.is_busy(error):
            raise
        logger.exception("undoing import %s failed", number)
        _stays(number, BROKEN)
    finally:
        progress.forget(key)


def give_up(payload: dict[str, Any]) -> None:
    """Let an import whose undoing was given up be what it was, with the reason."""
    found = db.session.get(AssetImport, payload["import"])
    if found is not None and found.state is ImportState.UNDOING:
        _stays(found.id, BROKEN)
        progress.forget(jobs.key(found))


def _stays(number: int, reason: str) -> None:
    kept = db.session.get_one(AssetImport, number)
    kept.state, kept.error = ImportState.DONE, reason
    db.session.flush()
    logger.warning("import %s was not undone: %s", number, reason)
