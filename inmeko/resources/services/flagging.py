"""Flags raised, and settled again when their cause is gone; people's own deeds stand elsewhere."""

import logging
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from inmeko.extensions import db
from inmeko.extensions.bulk import insert_many
from inmeko.extensions.portable_writes import insert_or_renew
from inmeko.kernel import clock
from inmeko.kernel.actor import Actor
from inmeko.resources.models import Asset, AssetFlag
from inmeko.resources.queries import flags as queries
from inmeko.resources.queries import likely as blocks
from inmeko.resources.rules.duplicates import Likely, likely, likeness
from inmeko.resources.rules.flagging import (
    CROWD,
    OF_ONE,
    Flag,
    FlagKind,
    FlagState,
    FlagVerdict,
    Watch,
    point_mark,
    shape_mark,
)

logger = logging.getLogger(__name__)

Found = Iterable[tuple[int, Flag]]

_OPENED = {
    "state": FlagState.OPEN,
    "verdict": None,
    "note": "",
    "settled_at": None,
    "settled_by_id": None,
}


def watch(municipality_id: int) -> Watch:
    """Somebody who looks at assets of a town, by its boundary."""
    return Watch(queries.boundary(municipality_id=municipality_id))


def raise_flags(
    actor: Actor, municipality_id: int, found: Found, *, import_id: int | None = None
) -> None:
    """Raise flags on assets (by their ids); one that stands or that a person settled stays.

    A flag whose cause had gone and is back is opened again.
    """
    rows = [
        {**_OPENED, **_about(flag), "municipality_id": municipality_id, "asset_id": asset_id}
        | {"import_id": import_id, "raised_at": clock.now()}
        for asset_id, flag in found
    ]
    if rows:
        insert_or_renew(
            AssetFlag,
            rows,
            keys=("asset_id", "kind", "mark"),
            renewed=_OPENED,
            taken=("detail", "import_id", "raised_at"),
            where=AssetFlag.verdict == FlagVerdict.GONE,
        )


def raise_first(municipality_id: int, found: Sequence[tuple[int, Flag]], *, import_id: int) -> None:
    """Raise flags on assets that have just been made, and can have none yet."""
    # Of two that are about the same one is enough.
    once = list({(key, flag.kind, flag.mark): (key, flag) for key, flag in found}.values())
    about = [_about(flag) for _, flag in once]
    columns: dict[str, Any] = {name: [one[name] for one in about] for name in about[0]}
    columns["asset_id"] = [key for key, _ in once]
    same = {"municipality_id": municipality_id, "import_id": import_id, "raised_at": clock.now()}
    insert_many(AssetFlag.__table__, columns, {**_OPENED, **same})


def _about(flag: Flag) -> dict[str, Any]:
    """What a flag says, as the columns keep it."""
    return {
        "kind": flag.kind,
        "mark": flag.mark,
        "detail": {name: value for name, value in flag.detail.items() if name != "other"},
        "other_id": flag.detail.get("other"),
    }


def sweep(actor: Actor, municipality_id: int, *, import_id: int | None = None) -> None:
    """Raise what only the whole inventory tells: crowded points and likely duplicates.

    With an import, only pairs with an asset that it wrote. Flags whose cause is gone are settled.
    """
    crowd = {
        row.id: Flag(FlagKind.CROWDED_POINT, point_mark(row.x, row.y), {"count": row.number})
        for row in blocks.crowded(municipality_id=municipality_id)
    }
    raise_flags(actor, municipality_id, crowd.items(), import_id=import_id)
    found = list(_duplicates(municipality_id, import_id, crowd))
    raise_flags(actor, municipality_id, found, import_id=import_id)
    gone = settle_gone(municipality_id, watch(municipality_id), crowd)
    logger.info("town %s swept: %s duplicates, %s gone", municipality_id, len(found), gone)


def recompute(actor: Actor, municipality_id: int) -> None:
    """Look at every current asset of a town anew."""
    eye, last = watch(municipality_id), 0
    while batch := queries.watched(municipality_id=municipality_id, after=last):
        raise_flags(actor, municipality_id, _looked_at(eye, batch))
        last = batch[-1].id
    sweep(actor, municipality_id)


def review(actor: Actor, asset: Asset) -> None:
    """Look at one asset anew, after a person has written it."""
    town = asset.municipality_id
    db.session.flush()
    row = queries.watched(municipality_id=town, ids=[asset.id])
    eye, crowd = watch(town), dict[int, Flag]()
    if row:
        number = blocks.on_point(asset)
        if number >= CROWD and asset.x is not None and asset.y is not None:
            mark = point_mark(asset.x, asset.y)
            crowd[asset.id] = Flag(FlagKind.CROWDED_POINT, mark, {"count": number})
        raise_flags(actor, town, [*_looked_at(eye, row), *crowd.items()])
        raise_flags(actor, town, _beside(asset, vague=bool(crowd)))
    settle_gone(town, eye, crowd, ids=[asset.id])


def settle_gone(
    municipality_id: int, eye: Watch, crowd: Mapping[int, Flag], ids: Sequence[int] = ()
) -> int:
    """Settle the open flags whose cause is gone; of some assets only, if they are named.

    `crowd` has the flags of crowded points as they are now, by asset. How many were settled.
    """
    last, settled = 0, 0
    while batch := queries.open_of(
        municipality_id=municipality_id, kinds=list(FlagKind), after=last, ids=ids
    ):
        last = batch[-1].id
        stands = _standing(municipality_id, batch, eye, crowd)
        gone = [row.id for row in batch if (row.asset_id, row.kind, row.mark) not in stands]
        settled += len(gone)
        if gone:
            db.session.execute(
                sa.update(AssetFlag)
                .where(AssetFlag.id.in_(gone))
                .values(state=FlagState.SETTLED, verdict=FlagVerdict.GONE, settled_at=clock.now())
            )
    return settled


def _standing(
    municipality_id: int, batch: Sequence[Any], eye: Watch, crowd: Mapping[int, Flag]
) -> set[tuple[int, FlagKind, str]]:
    """What still holds of open flags: (asset, kind, mark)."""
    ids = sorted({row.asset_id for row in batch})
    rows = queries.watched(municipality_id=municipality_id, ids=ids)
    stands = {(key, flag.kind, flag.mark) for key, flag in _looked_at(eye, rows)}
    stands |= {(key, flag.kind, flag.mark) for key, flag in crowd.items() if key in set(ids)}
    current = {row.id for row in rows}
    mended = [row for row in batch if row.kind is FlagKind.REPAIRED_GEOMETRY]
    shapes = queries.shapes(
        municipality_id=municipality_id,
        ids=[row.asset_id for row in mended if row.asset_id in current],
    )
    stands |= {
        (key, FlagKind.REPAIRED_GEOMETRY, shape_mark(shape)) for key, shape in shapes.items()
    }
    pairs = {
        (row.asset_id, row.other_id)
        for row in batch
        if row.kind is FlagKind.LIKELY_DUPLICATE and row.other_id is not None
    }
    found = _alike(municipality_id, pairs, crowd)
    return stands | {(key, flag.kind, flag.mark) for key, flag in found}


def _looked_at(eye: Watch, rows: Sequence[Any]) -> Iterator[tuple[int, Flag]]:
    flags = eye.look([row._asdict() for row in rows])
    for row, found in zip(rows, flags, strict=True):
        yield from ((row.id, flag) for flag in found if flag.kind in OF_ONE)


def _duplicates(
    municipality_id: int, import_id: int | None, crowd: Mapping[int, Flag]
) -> Iterator[tuple[int, Flag]]:
    pairs = blocks.pairs(municipality_id=municipality_id, import_id=import_id)
    return _alike(municipality_id, pairs, crowd)


def _alike(
    municipality_id: int, pairs: set[tuple[int, int]], crowd: Mapping[int, Flag]
) -> Iterator[tuple[int, Flag]]:
    """The pairs that are likely one, as flags on the later of the two."""
    ids = sorted({key for pair in pairs for key in pair})
    known = {
        row.id: likely(row._asdict(), vague=row.id in crowd)
        for row in blocks.compared(municipality_id=municipality_id, ids=ids)
    }
    for one, other in sorted(pairs):
        if one in known and other in known:
            flag = _pair(known[one], known[other], other)
            if flag:
                yield one, flag


def _beside(asset: Asset, *, vague: bool) -> Iterator[tuple[int, Flag]]:
    """The likely duplicates of one asset, each as a flag on the later of the two."""
    names = ("title", "address", "kaek", "kind", "x", "y")
    mine = likely({name: getattr(asset, name) for name in names}, vague=vague)
    for row in blocks.beside(asset):
        later, earlier = max(asset.id, row.id), min(asset.id, row.id)
        at_one_point = vague and (row.x, row.y) == (asset.x, asset.y)
        flag = _pair(mine, likely(row._asdict(), vague=at_one_point), earlier)
        if flag:
            yield later, flag


def _pair(one: Likely, other: Likely, other_id: int) -> Flag | None:
    found = likeness(one, other)
    if not found.enough:
        return None
    detail: dict[str, Any] = {"other": other_id, "score": found.score, "reasons": found.reasons}
    detail["metres"] = None if found.metres is None else round(found.metres, 1)
    return Flag(FlagKind.LIKELY_DUPLICATE, str(other_id), detail)
