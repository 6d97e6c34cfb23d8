"""An import as a job: started by a press, carried out by the runner, told when it fails."""

import logging
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db, engines, progress
from inmeko.extensions.progress import Told
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import DomainError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import post_job
from inmeko.resources.models import AssetImport
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services.importing.running import run

logger = logging.getLogger(__name__)

JOB = "import"
# A file of so many bytes holds some hundred rows: it is brought in while its planner waits.
SMALL = 128 * 1024
STARTING = (ImportState.STAGED, ImportState.FAILED)
TAKEN_UP = (ImportState.RUNNING, ImportState.FAILED)
BROKEN = N_("An error on our side kept the file from being imported; it was noted in the log.")
GIVEN_UP = N_(
    "The import was begun several times and broke off each time before its end; it was given up. "
    "The reason stands in the log of the site."
)


def key(asset_import: AssetImport) -> str:
    """Under which name the progress of an import is told."""
    return f"import-{asset_import.id}"


def start(actor: Actor, asset_import: AssetImport, *, rows: int | None = None) -> bool:
    """Have a checked file of so many rows brought in; False if somebody pressed before.

    A small one comes in at once, others by a job that outlives the browser.
    """
    statement = (
        sa.update(AssetImport)
        .where(AssetImport.id == asset_import.id, AssetImport.state.in_(STARTING))
        .values(state=ImportState.RUNNING, error="", report={"expected": rows})
        .execution_options(synchronize_session=False)
    )
    started = bool(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
    db.session.refresh(asset_import)
    if asset_import.state is ImportState.DISCARDED:
        raise RuleError(N_("This file was set aside meanwhile; nothing was imported."))
    if not started:
        return False
    if asset_import.size <= SMALL:
        bring_in(actor, asset_import)
        return True
    told = {"import": asset_import.id, "actor": actor.id}
    post_job(JOB, told, municipality_id=asset_import.municipality_id)
    logger.info("import %s started by %s", asset_import.id, actor.id)
    return True


def carry_out(payload: dict[str, Any]) -> None:
    """Bring in the file that a job names, unless that was done or undone meanwhile.

    A job that was given up and is set to run once more finds its import failed.
    """
    asset_import = db.session.get(AssetImport, payload["import"])
    if asset_import is None or asset_import.state not in TAKEN_UP:
        return
    if asset_import.state is ImportState.FAILED:
        asset_import.state, asset_import.error = ImportState.RUNNING, ""
        db.session.flush()
    bring_in(Actor(id=payload["actor"]), asset_import)


def give_up(payload: dict[str, Any]) -> None:
    """Let an import whose job was given up be a failed one, with the reason and ways on."""
    asset_import = db.session.get(AssetImport, payload["import"])
    if asset_import is not None and asset_import.state is ImportState.RUNNING:
        _fail(asset_import.id, DomainError(GIVEN_UP))
        progress.forget(key(asset_import))


def bring_in(actor: Actor, asset_import: AssetImport) -> None:
    """Bring a file in; what keeps it out is kept with it, and nothing else of it.

    A database that has too much to do is the caller's to bear: the same works later.
    """
    number = asset_import.id
    try:
        # What keeps a file out takes back all it wrote, and leaves room to say why.
        with db.session.begin_nested():
            run(actor, asset_import, progress.teller(key(asset_import)))
    except DomainError as error:
        _fail(number, error)
    except Exception as error:
        if engines.is_busy(error):
            raise
        logger.exception("import %s failed", number)
        _fail(number, DomainError(BROKEN))
    finally:
        progress.forget(f"import-{number}")


def _fail(number: int, error: DomainError) -> None:
    """Keep the reason with the import."""
    failed = db.session.get_one(AssetImport, number)
    failed.state, failed.error = ImportState.FAILED, error.message
    failed.report = {"values": {name: str(value) for name, value in error.values.items()}}
    db.session.flush()
    logger.warning("import %s failed: %s", number, error)


def progress_of(asset_import: AssetImport) -> Told | None:
    """How far a running import is; None while it waits for its turn."""
    return progress.read(key(asset_import))
