"""Writes the rows of an import into the inventory, many at a time."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import datetime
from typing import IO, Any

import shapely
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.portable import from_wkb, learn_size
from inmeko.kernel.actor import Actor
from inmeko.records.services import note_many
from inmeko.resources.models import Asset, AssetImport, AssetSector
from inmeko.resources.queries import imports as queries
from inmeko.resources.rules.asset import EMPTY, FIELD, AssetState, Value
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.rules.plain import changed, plain
from inmeko.resources.services.assets import KEPT, derived, draw_codes, stored
from inmeko.resources.services.importing.deciding import Decided

ASSETS: Any = Asset.__table__
SECTORS: Any = AssetSector.__table__
SHAPE = from_wkb(sa.bindparam("shape", type_=sa.LargeBinary))
# The table is counted anew when so many rows were made, and whenever they are twice as many.
COUNTED_FROM, GROWN = 500, 2
TOLD = tuple(name for name in FIELD if name != "version")

Spool = IO[str]


def _blank(name: str) -> Any:
    """What a column holds when nothing is known."""
    if FIELD[name].value is Value.WORDS:
        return []
    if name in EMPTY:
        return EMPTY[name]
    return None if ASSETS.c[name].nullable else ""


BLANK = {name: _blank(name) for name in KEPT if name not in {"geometry", "sectors"}}


class Writer:
    """Writes batches of decided rows; their history is written when all of them are in."""

    def __init__(self, actor: Actor, asset_import: AssetImport, moment: datetime) -> None:
        """Begin an import that happens at one moment."""
        self._actor, self._moment = actor, moment
        self._town, self._import_id = asset_import.municipality_id, asset_import.id
        # History waits on disk: its chain must be locked last, and memory is small.
        self._made, self._counted = 0, 0
        self._files = ExitStack()
        self._created, self._updated = self._spool(), self._spool()

    def __enter__(self) -> "Writer":
        """Begin to write."""
        return self

    def __exit__(self, *error: object) -> None:
        """Drop the waiting history."""
        self._files.close()

    def write(self, batch: list[Decided]) -> None:
        """Write a batch of rows."""
        self._create([row for row in batch if row.outcome.fate is Fate.CREATED])
        self._update([row for row in batch if row.outcome.fate is Fate.UPDATED])
        self._remember([row for row in batch if row.outcome.fate is Fate.UNCHANGED])

    def finish(self) -> None:
        """Write the history of everything that was written."""
        for deed, spool in (("imported", self._created), ("updated", self._updated)):
            entries = _unspooled(spool)
            note_many(self._actor, deed, "asset", entries, municipality_id=self._town)

    def _spool(self) -> Spool:
        return self._files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))

    def _create(self, rows: list[Decided]) -> None:
        if not rows:
            return
        drawn = iter(draw_codes(self._town, sum(not row.own for row in rows)))
        made = []
        for row in rows:
            values = {**BLANK, **_without_gaps(row.outcome.changes)}
            values["code"] = row.candidate.identity.value if row.own else next(drawn)
            made.append((row, values, derived(values)))
        columns = [self._new(row, values, more) for row, values, more in made]
        db.session.execute(sa.insert(ASSETS).values(geometry=SHAPE), columns)
        ids = queries.numbers(municipality_id=self._town, codes=[one["code"] for one in columns])
        sectors = []
        for _row, values, more in made:
            key = ids[values["code"]]
            sectors += [{"asset_id": key, "sector": word} for word in values.get("sectors") or []]
            told = {name: value for name, value in {**values, **more}.items() if value}
            _spool(self._created, key, None, plain({n: told[n] for n in TOLD if n in told}))
        if sectors:
            db.session.execute(sa.insert(SECTORS), sectors)
        self._made += len(made)
        if self._made >= GROWN * max(self._counted, COUNTED_FROM):
            self._counted = self._made
            db.session.execute(learn_size(ASSETS.name))

    def _new(self, row: Decided, values: dict[str, Any], more: dict[str, Any]) -> dict[str, Any]:
        plain_values = {name: value for name, value in values.items() if name != "geometry"}
        return {
            **stored(plain_values),
            **more,
            "shape": _wkb(values.get("geometry")),
            "municipality_id": self._town,
            # A row of our own export is no statement of the register it once came from.
            "imported": None if row.own else row.frozen,
            "import_id": self._import_id,
            "state": AssetState.CURRENT,
            "retired_reason": "",
            "version": 1,
            "created_at": self._moment,
            "updated_at": self._moment,
        }

    def _update(self, rows: list[Decided]) -> None:
        for row in rows:
            assert row.asset is not None
            assert row.asset.values is not None
            now = row.asset.values
            changes = _without_gaps(row.outcome.changes)
            after = {**now, **changes}
            more = derived(after)
            columns = stored({n: v for n, v in changes.items() if n != "geometry"})
            columns |= {**more, "version": row.asset.version + 1, "updated_at": self._moment}
            columns["import_id"] = self._import_id
            if not row.own:
                columns["imported"] = row.frozen
            statement = sa.update(ASSETS).where(ASSETS.c.id == row.asset.id).values(columns)
            if "geometry" in changes:
                shape = sa.literal(_wkb(changes["geometry"]), sa.LargeBinary)
                statement = statement.values(geometry=from_wkb(shape))
            db.session.execute(statement)
            if "sectors" in changes:
                self._suit(row.asset.id, changes["sectors"])
            before, looks = _looks(now), _looks({**after, **more})
            names = changed(before, looks)
            _spool(
                self._updated,
                row.asset.id,
                {name: before[name] for name in names},
                {name: looks[name] for name in names},
            )

    def _suit(self, key: int, words: list[Any]) -> None:
        db.session.execute(sa.delete(SECTORS).where(SECTORS.c.asset_id == key))
        if words:
            db.session.execute(
                sa.insert(SECTORS), [{"asset_id": key, "sector": word} for word in words]
            )

    def _remember(self, rows: list[Decided]) -> None:
        """Keep what the register said this time, where the asset stays as people want it."""
        said = [
            {"key": row.asset.remembered_by or row.asset.id, "said": row.frozen}
            for row in rows
            if row.asset and not row.own and row.frozen != row.asset.imported
        ]
        if said:
            statement = (
                sa.update(ASSETS)
                .where(ASSETS.c.id == sa.bindparam("key"))
                .values(imported=sa.bindparam("said", type_=ASSETS.c.imported.type))
            )
            db.session.execute(statement, said)


def _without_gaps(values: dict[str, Any]) -> dict[str, Any]:
    """The values as columns take them: what must not be empty is blank."""
    return {
        name: BLANK.get(name) if value is None and name in BLANK else value
        for name, value in values.items()
    }


def _wkb(shape: Any) -> bytes | None:
    return None if shape is None else bytes(shapely.to_wkb(shape))


def _looks(values: dict[str, Any]) -> dict[str, Any]:
    """How an asset looks, as its history keeps it."""
    return plain({name: values.get(name) for name in TOLD})


def _spool(spool: Spool, key: int, before: dict[str, Any] | None, after: dict[str, Any]) -> None:
    spool.write(json.dumps([key, before, after], ensure_ascii=False))
    spool.write("\n")


def _unspooled(spool: Spool) -> Iterator[tuple[int, dict[str, Any] | None, dict[str, Any] | None]]:
    spool.seek(0)
    for line in spool:
        key, before, after = json.loads(line)
        yield key, before, after
