"""Writes the rows of an import into the inventory, thousands at a time."""

import hashlib
import json
import logging
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

import shapely
import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.bulk import Insert, begin_insert, insert_many
from inmeko.extensions.portable import from_wkb, learn_size
from inmeko.kernel.actor import Actor
from inmeko.kernel.errors import ConflictError
from inmeko.kernel.text import N_
from inmeko.records.services import note_many
from inmeko.resources.models import AssetImport, AssetSector, ImportChange
from inmeko.resources.queries import imports as queries
from inmeko.resources.queries.imports import Found
from inmeko.resources.rules.asset import FIELD, AssetState
from inmeko.resources.rules.flagging import Flag
from inmeko.resources.rules.outcome import Fate
from inmeko.resources.rules.plain import changed, plain
from inmeko.resources.services import flagging
from inmeko.resources.services.assets import derived, stored
from inmeko.resources.services.importing.codes import Codes
from inmeko.resources.services.importing.creating import (
    ASSETS,
    blanks,
    new_columns,
    told,
    without_gaps,
)
from inmeko.resources.services.importing.deciding import Decided

logger = logging.getLogger(__name__)

SECTORS: Any = AssetSector.__table__
CHANGES: Any = ImportChange.__table__
# The table is counted anew when so many rows were made, and whenever they are twice as many.
COUNTED_FROM, GROWN = 500, 2
COUNTED_BY = ("municipality_id", "code", "register", "register_ref")
# Where so many rows come at a time, more of them will come: their codes are drawn ahead.
AHEAD = 1_000
LOOKS = tuple(name for name in FIELD if name != "version")

Spool = IO[str]


@dataclass(frozen=True)
class Before:
    """How an asset was before an import wrote it; version 0 if it was only remembered."""

    asset: Found
    key: int
    version: int = 0
    names: tuple[str, ...] = ()

    def state(self) -> dict[str, Any]:
        """What undoing the import brings back."""
        values = self.asset.values or {}
        return {
            "values": plain({name: values.get(name) for name in self.names}),
            "imported": self.asset.imported,
            "import_id": self.asset.import_id,
        }


@dataclass(frozen=True)
class Coming:
    """New assets on their way into the inventory: their rows, their codes, and the statement."""

    rows: list[Decided]
    codes: list[str]
    insert: Insert


class Writer:
    """Writes batches of decided rows; their history is written when all of them are in."""

    def __init__(self, actor: Actor, asset_import: AssetImport, moment: datetime) -> None:
        """Begin an import that happens at one moment."""
        self._actor, self._moment = actor, moment
        self._town, self._import_id = asset_import.municipality_id, asset_import.id
        self._made, self._counted = 0, 0
        self._sum = hashlib.sha256()
        self._alike = {
            "municipality_id": self._town,
            "import_id": self._import_id,
            "made_by_id": self._import_id,
            "state": AssetState.CURRENT,
            "retired_reason": "",
            "version": 1,
            "created_at": moment,
            "updated_at": moment,
        }
        # History waits on disk: its chain must be locked last, and memory is small.
        self._files = ExitStack()
        self._updated = self._spool()
        self._coming: Coming | None = None
        self._codes = Codes(self._town)

    def __enter__(self) -> "Writer":
        """Begin to write."""
        return self

    def __exit__(self, *error: object) -> None:
        """Let the database come to its end, and drop the waiting history."""
        if self._coming:
            with suppress(sa.exc.DBAPIError):
                self._coming.insert.finish()
        self._files.close()

    @property
    def sha256(self) -> str:
        """The sum over all assets that were made: their codes, titles and what the file said."""
        return self._sum.hexdigest()

    def write(self, batch: list[Decided]) -> None:
        """Write a batch of rows; the new ones are on their way until `settle`."""
        made = [row for row in batch if row.outcome.fate is Fate.CREATED]
        codes = self._codes_of(made)
        columns = new_columns(made, codes) if made else {}
        self.settle()
        with _told_of(batch):
            self._update([row for row in batch if row.outcome.fate is Fate.UPDATED])
            self._remember([row for row in batch if row.outcome.fate is Fate.UNCHANGED])
            if made:
                alike = {**blanks(columns), **self._alike}
                self._coming = Coming(made, codes, begin_insert(ASSETS, columns, alike))
                self._sum.update(told(columns))

    def settle(self) -> None:
        """Wait for the rows that are on their way, and write what hangs on them.

        To be called before anybody asks the database after `write`.
        """
        if self._coming is None:
            return
        coming, self._coming = self._coming, None
        with _told_of(coming.rows):
            coming.insert.finish()
            self._suit_new(coming.rows, coming.codes)
            self._flag_new(coming.rows, coming.codes)
        if len(coming.rows) >= AHEAD and not any(row.own for row in coming.rows):
            # For the rows that are ready now, and those that will be when these are in.
            self._codes.draw(2 * len(coming.rows))
        self._made += len(coming.rows)
        if self._made >= GROWN * max(self._counted, COUNTED_FROM):
            self._counted = self._made
            db.session.execute(learn_size(ASSETS.name, COUNTED_BY))

    def finish(self) -> None:
        """Write the history of what was changed; of what was made the import's entry tells."""
        self.settle()
        self._codes.give_back()
        entries = _unspooled(self._updated)
        note_many(self._actor, "updated", "asset", entries, municipality_id=self._town)

    def _spool(self) -> Spool:
        return self._files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))

    def _codes_of(self, rows: list[Decided]) -> list[str]:
        """The codes of new assets: those that they bring, else the next of the town."""
        missing = sum(not row.own for row in rows)
        if missing < len(rows):
            # A code that is brought may be one that was drawn: none is kept ready.
            self.settle()
            self._codes.give_back()
        if missing > len(self._codes):
            self.settle()
            self._codes.draw(missing)
        drawn = iter(self._codes.take(missing))
        return [row.candidate.identity.value if row.own else next(drawn) for row in rows]

    def _suit_new(self, rows: list[Decided], codes: Sequence[str]) -> None:
        """Write the sectors of new assets."""
        suited = [
            (code, words)
            for row, code in zip(rows, codes, strict=True)
            if (words := row.candidate.values.get("sectors"))
        ]
        if suited:
            ids = queries.numbers(municipality_id=self._town, codes=[code for code, _ in suited])
            pairs = [(ids[code], word) for code, words in suited for word in words]
            keys, words = zip(*pairs, strict=True)
            insert_many(SECTORS, {"asset_id": keys, "sector": words})

    def _flag_new(self, rows: list[Decided], codes: Sequence[str]) -> None:
        flagged = [(code, row.flags) for row, code in zip(rows, codes, strict=True) if row.flags]
        if flagged:
            ids = queries.numbers(municipality_id=self._town, codes=[code for code, _ in flagged])
            flagging.raise_first(
                self._town,
                [(ids[code], flag) for code, flags in flagged for flag in flags],
                import_id=self._import_id,
            )

    def _raise(self, found: Iterable[tuple[int, Flag]]) -> None:
        flagging.raise_flags(self._actor, self._town, found, import_id=self._import_id)

    def _update(self, rows: list[Decided]) -> None:
        before = []
        for row in rows:
            assert row.asset is not None
            assert row.asset.values is not None
            now = row.asset.values
            changes = without_gaps(row.outcome.changes)
            after = {**now, **changes}
            more = derived(after)
            columns = stored({n: v for n, v in changes.items() if n != "geometry"})
            columns |= {**more, "version": row.asset.version + 1, "updated_at": self._moment}
            columns["import_id"] = self._import_id
            if not row.own:
                columns["imported"] = row.frozen
            put(row.asset.id, columns, changes)
            self._keep_history(row, _looks(now), _looks({**after, **more}))
            before.append(Before(row.asset, row.asset.id, row.asset.version + 1, tuple(changes)))
        self._keep(before)
        self._raise((row.asset.id, flag) for row in rows if row.asset for flag in row.flags)

    def _keep_history(self, row: Decided, before: dict[str, Any], after: dict[str, Any]) -> None:
        assert row.asset is not None
        names = changed(before, after)
        told_of = [{name: looks[name] for name in names} for looks in (before, after)]
        self._updated.write(json.dumps([row.asset.id, *told_of], ensure_ascii=False) + "\n")

    def _remember(self, rows: list[Decided]) -> None:
        """Keep what the register said this time, where the asset stays as people want it."""
        said, before = [], []
        for row in rows:
            if row.asset and not row.own and row.frozen != row.asset.imported:
                key = row.asset.remembered_by or row.asset.id
                said.append({"key": key, "said": row.frozen})
                before.append(Before(row.asset, key))
        if said:
            statement = (
                sa.update(ASSETS)
                .where(ASSETS.c.id == sa.bindparam("key"))
                .values(imported=sa.bindparam("said", type_=ASSETS.c.imported.type))
            )
            db.session.execute(statement, said)
            self._keep(before)

    def _keep(self, before: list[Before]) -> None:
        """Keep how assets were, so that the import can be undone."""
        if before:
            columns: dict[str, Sequence[Any]] = {
                "asset_id": [one.key for one in before],
                "before": [one.state() for one in before],
                "version": [one.version for one in before],
            }
            insert_many(CHANGES, columns, {"import_id": self._import_id})


@contextmanager
def _told_of(rows: Sequence[Decided]) -> Iterator[None]:
    """What the database refuses is told with the line at or after which it stands."""
    try:
        yield
    except (sa.exc.IntegrityError, sa.exc.DataError) as error:
        logger.error("rows of an import were refused by the database", exc_info=error)
        raise ConflictError(
            N_("The database refused a row at or after line %(row)s; nothing was imported."),
            values={"row": rows[0].candidate.row},
        ) from error


def put(key: int, columns: dict[str, Any], changes: Mapping[str, Any]) -> None:
    """Write an asset: its plain columns, and of the changes the place and the sectors."""
    statement = sa.update(ASSETS).where(ASSETS.c.id == key).values(columns)
    if "geometry" in changes:
        shape = sa.literal(_wkb(changes["geometry"]), sa.LargeBinary)
        statement = statement.values(geometry=from_wkb(shape))
    db.session.execute(statement)
    if "sectors" in changes:
        db.session.execute(sa.delete(SECTORS).where(SECTORS.c.asset_id == key))
        words = [{"asset_id": key, "sector": word} for word in changes["sectors"] or []]
        if words:
            db.session.execute(sa.insert(SECTORS), words)


def _wkb(shape: Any) -> bytes | None:
    return None if shape is None else bytes(shapely.to_wkb(shape))


def _looks(values: dict[str, Any]) -> dict[str, Any]:
    """How an asset looks, as its history keeps it."""
    return plain({name: values.get(name) for name in LOOKS})


def _unspooled(spool: Spool) -> Iterator[tuple[int, dict[str, Any] | None, dict[str, Any] | None]]:
    spool.seek(0)
    for line in spool:
        key, before, after = json.loads(line)
        yield key, before, after
