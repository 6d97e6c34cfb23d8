"""An import checked without writing, and run once, in one transaction."""

import logging
from dataclasses import replace
from typing import Any, BinaryIO

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.counters import lock
from inmeko.extensions.progress import Tell
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.garbage import seldom_looked_for
from inmeko.kernel.text import N_
from inmeko.records.services import note, post_job
from inmeko.resources.models import AssetCounter, AssetImport
from inmeko.resources.rules.mapping import Plan
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.rules.phases import Phase
from inmeko.resources.rules.states import ImportState
from inmeko.resources.services import flagging, keeping
from inmeko.resources.services.importing.deciding import Decisions
from inmeko.resources.services.importing.staging import KIND, opened
from inmeko.resources.services.importing.telling import Report
from inmeko.resources.services.importing.writing import Writer

logger = logging.getLogger(__name__)

# Flags that need the whole inventory: of so many assets at once, of more by a job of this name.
SWEPT_AT_ONCE = 5_000
SWEEP = "flags"
# From these an import can come to its end.
BEFORE_DONE = (ImportState.STAGED, ImportState.RUNNING)


def tell_nobody(_phase: str, _done: int, _total: int | None) -> None:
    """Tell of progress where nobody waits for it."""


def examine(municipality_id: int, stream: BinaryIO, plan: Plan) -> Report:
    """What bringing a file in would do; nothing is written. RuleError if it cannot be read."""
    decisions = Decisions(municipality_id, stream, plan, lock=False)
    with seldom_looked_for():
        for _batch in decisions:
            pass
    return decisions.report


def check(asset_import: AssetImport) -> Report:
    """What running a staged import would do; nothing is written."""
    with opened(asset_import) as stream:
        return examine(asset_import.municipality_id, stream, Plan.from_json(asset_import.plan))


def run(actor: Actor, asset_import: AssetImport, tell: Tell = tell_nobody) -> Report | None:
    """Bring a staged file in, all or nothing; None if that was done before.

    The report is kept with the import. ConflictError if the file was set aside meanwhile.
    """
    if not _claim(asset_import):
        return None
    town = asset_import.municipality_id
    # Imports of one town go one after the other: two of one register would make twins.
    counter = lock(AssetCounter, {"municipality_id": town}, {"last_number": 0})
    report, made = _write(actor, asset_import, tell)
    asset_import.report = report.short()
    asset_import.error = ""
    asset_import.done_at = clock.now()
    db.session.flush()
    counts = {fate.value: report.count(fate) for fate in Fate}
    told = {"file": asset_import.filename, "sha256": asset_import.sha256, **counts, "made": made}
    note(actor, "imported", KIND, asset_import.id, municipality_id=town, after=told)
    _look_around(actor, asset_import, counter.last_number + report.tally.read)
    db.session.expire_all()
    logger.info("import %s run by %s: %s", asset_import.id, actor.id, counts)
    return report


def _claim(asset_import: AssetImport) -> bool:
    """Take the import for oneself; whoever comes second waits, and finds it done."""
    statement = (
        sa.update(AssetImport)
        .where(AssetImport.id == asset_import.id, AssetImport.state.in_(BEFORE_DONE))
        .values(state=ImportState.DONE)
        .execution_options(synchronize_session=False)
    )
    claimed = bool(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
    db.session.refresh(asset_import)
    if not claimed and asset_import.state is not ImportState.DONE:
        raise ConflictError(N_("This file was set aside meanwhile; nothing was imported."))
    return claimed


def _write(actor: Actor, asset_import: AssetImport, tell: Tell) -> tuple[Report, str]:
    """Write the rows; the report, and the sum over the assets that were made."""
    plan = Plan.from_json(asset_import.plan)
    plan = replace(plan, register=plan.register.strip())
    with opened(asset_import) as stream:
        rows = _expected(asset_import, plan)
        tell(Phase.WRITING, 0, rows)
        with seldom_looked_for(), Writer(actor, asset_import, clock.now()) as writer:
            # The database writes what was decided last while the next rows are read.
            decisions = Decisions(
                asset_import.municipality_id, stream, plan, lock=True, before_asking=writer.settle
            )
            for batch in decisions:
                writer.write(batch)
                tell(Phase.WRITING, decisions.report.tally.read, rows)
            writer.finish()
            keeping.settle(asset_import.municipality_id, asset_import.id)
    return decisions.report, writer.sha256


def sweep(payload: dict[str, Any]) -> None:
    """Flag what only the whole inventory tells about an import that has come in, as a job."""
    found = db.session.get(AssetImport, payload["import"])
    if found is not None and found.state is ImportState.DONE:
        actor = Actor(id=payload["actor"])
        flagging.sweep(actor, found.municipality_id, import_id=found.id)


def _look_around(actor: Actor, asset_import: AssetImport, about: int) -> None:
    """Look for crowded points and likely duplicates: in a large inventory later, by a job."""
    told = {"import": asset_import.id, "actor": actor.id}
    if about <= SWEPT_AT_ONCE:
        sweep(told)
    else:
        post_job(SWEEP, told, municipality_id=asset_import.municipality_id)


def _expected(asset_import: AssetImport, plan: Plan) -> int | None:
    """How many rows there will be, as the check counted them or by the lines of a text file."""
    counted = (asset_import.report or {}).get("expected")
    if counted or plan.format != "csv":
        return counted
    with opened(asset_import) as stream:
        chunks = iter(lambda: stream.read(1 << 20), b"")
        return sum(chunk.count(b"\n") for chunk in chunks) - plan.header_row
