"""An import undone: what it made goes, what it changed is as before; all of it or nothing."""

import logging
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import shapely
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.counters import lock
from inmeko.extensions.progress import Tell
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError, RuleError
from inmeko.kernel.text import N_
from inmeko.records.services import note, note_many
from inmeko.resources.models import Asset, AssetCounter, AssetImport, ImportChange
from inmeko.resources.queries import imports as queries
from inmeko.resources.queries import undoing
from inmeko.resources.queries.imports import Found
from inmeko.resources.rules.asset import FIELD, Value
from inmeko.resources.rules.phases import Phase
from inmeko.resources.rules.plain import changed, plain
from inmeko.resources.rules.states import NEXT, ImportState
from inmeko.resources.services.assets import derived, stored
from inmeko.resources.services.importing.running import tell_nobody
from inmeko.resources.services.importing.staging import KIND
from inmeko.resources.services.importing.writing import put

logger = logging.getLogger(__name__)

BATCH = 1_000
ASSETS: Any = Asset.__table__
DEPENDED = N_(
    "The import cannot be undone: %(title)s (%(code)s) and perhaps others were gone on with since."
)
MEANWHILE = N_("Somebody worked on what this import brought at this moment; nothing was undone.")

History = list[tuple[int, dict[str, Any], dict[str, Any]]]


def undo(actor: Actor, asset_import: AssetImport, tell: Tell = tell_nobody) -> None:
    """Take an import back; ConflictError, and nothing is undone, if something depends on it."""
    claim(asset_import, ImportState.UNDONE)
    town = asset_import.municipality_id
    # Imports of one town, and their ends, go one after the other.
    lock(AssetCounter, {"municipality_id": town}, {"last_number": 0})
    refuse_dependents(asset_import)
    history = _restore(asset_import)
    removed = _remove(asset_import, tell)
    asset_import.undone_at = clock.now()
    db.session.flush()
    note_many(actor, "undone", "asset", history, municipality_id=town)
    told = {"file": asset_import.filename, "removed": removed, "restored": len(history)}
    note(actor, "undone", KIND, asset_import.id, municipality_id=town, after=told)
    db.session.expire_all()
    logger.info("import %s undone by %s: %s removed", asset_import.id, actor.id, removed)


def refuse_dependents(asset_import: AssetImport) -> None:
    """ConflictError that names the first of what depends on an import, if anything does."""
    standing = undoing.dependents(asset_import)
    if standing:
        first = standing[0]
        raise ConflictError(DEPENDED, values={"title": first.title, "code": first.code})


def claim(asset_import: AssetImport, to: ImportState) -> None:
    """Take the end of the import for oneself; whoever comes second is told so."""
    before = [state for state, after in NEXT.items() if to in after]
    statement = (
        sa.update(AssetImport)
        .where(AssetImport.id == asset_import.id, AssetImport.state.in_(before))
        .values(state=to, error="")
        .execution_options(synchronize_session=False)
    )
    claimed = bool(db.session.execute(statement).rowcount)  # type: ignore[attr-defined]
    db.session.refresh(asset_import)
    if claimed:
        return
    if asset_import.state in {ImportState.UNDOING, ImportState.UNDONE}:
        raise ConflictError(N_("This import was undone already."))
    raise RuleError(N_("Only what was imported can be undone."))


def _remove(asset_import: AssetImport, tell: Tell) -> int:
    """Remove what the import made; somebody who edits it at this moment stops it."""
    numbers, removed = undoing.numbers(asset_import), 0
    for start in range(0, len(numbers), BATCH):
        tell(Phase.REMOVING, removed, len(numbers))
        batch = numbers[start : start + BATCH]
        ours = sa.delete(ASSETS).where(
            ASSETS.c.id.between(batch[0], batch[-1]),
            ASSETS.c.made_by_id == asset_import.id,
            ASSETS.c.version == 1,
        )
        try:
            removed += int(db.session.execute(ours).rowcount)  # type: ignore[attr-defined]
        except sa.exc.IntegrityError as error:
            raise ConflictError(MEANWHILE) from error
    if removed != len(numbers):
        raise ConflictError(MEANWHILE)
    return removed


def _restore(asset_import: AssetImport) -> History:
    """Bring back what the import changed; how each asset was and is now."""
    history: History = []
    last = 0
    while batch := undoing.changes(import_id=asset_import.id, after=last, limit=BATCH):
        last = batch[-1].asset_id
        found = {one.asset_id: Found(one.asset_id, False, 0, None) for one in batch}
        queries.fill(
            municipality_id=asset_import.municipality_id, found=list(found.values()), lock=True
        )
        for one in batch:
            looks = _put_back(one, found[one.asset_id])
            if looks is not None:
                history.append((one.asset_id, *looks))
    return history


def _put_back(change: ImportChange, now: Found) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Bring one asset back; what was only remembered of a register is no deed to tell."""
    columns: dict[str, Any] = {"imported": change.before["imported"]}
    if not change.version:
        put(change.asset_id, columns, {})
        return None
    if now.version != change.version or now.values is None:
        raise ConflictError(MEANWHILE)
    values = {name: _meant(name, kept) for name, kept in change.before["values"].items()}
    after = {**now.values, **values}
    columns |= stored({name: value for name, value in values.items() if name != "geometry"})
    columns |= derived(after)
    columns |= {"version": now.version + 1, "updated_at": clock.now()}
    columns["import_id"] = change.before["import_id"]
    put(change.asset_id, columns, values)
    before, looks = plain(now.values), plain(after)
    names = changed(before, looks)
    return {name: before[name] for name in names}, {name: looks[name] for name in names}


def _meant(name: str, kept: Any) -> Any:
    """A value as it was kept in plain JSON, with its own type again."""
    field = FIELD[name]
    if kept is None or kept == "":
        return kept
    readers: Mapping[Value, Any] = {
        Value.GEOMETRY: shapely.from_wkt,
        Value.NUMBER: Decimal,
        Value.DATE: date.fromisoformat,
        Value.ENUM: field.words,
    }
    return readers.get(field.value, lambda same: same)(kept)
