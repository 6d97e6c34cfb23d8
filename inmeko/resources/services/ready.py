"""Keeping the features of assets ready for those who read much: made in quiet minutes."""

import json
from threading import Event

from inmeko.extensions.engines import reading
from inmeko.extensions.kept import keeper
from inmeko.extensions.portable_writes import insert_new
from inmeko.extensions.ready_features import in_peace
from inmeko.extensions.transaction import transaction
from inmeko.resources.models import AssetFeature
from inmeko.resources.queries import features

# As many at once as writers may be asked to wait for.
TOGETHER = 500
# As many are looked for at once: the whole town is searched for the few that may be missing.
LOOKED_FOR = 20_000


def keep_ready(stop: Event) -> None:
    """Make the features that are missing, of every town that changed since the last time.

    A chore of the outbox runner; what is being written by others meanwhile waits for the next.
    """
    known = keeper()
    with reading(), transaction():
        known.stamp(None, patience=0)
        marks = {town: known.stamp(town) for town in known.towns()}
    for town, mark in marks.items():
        if not known.has(("features", town), mark) and all_ready(town, stop):
            known.keep(("features", town), mark, True)


def all_ready(municipality_id: int, stop: Event | None = None) -> bool:
    """Make what is missing of one town, a part in each transaction; no if it came not to an end."""
    last = 0
    while numbers := _missing(municipality_id, last):
        last = numbers[-1]
        for start in range(0, len(numbers), TOGETHER):
            if stop is not None and stop.is_set():
                return False
            with transaction():
                if not make_ready(municipality_id, numbers[start : start + TOGETHER]):
                    return False
    return True


def make_ready(municipality_id: int, numbers: list[int]) -> bool:
    """Keep the features of some assets of a town; no if somebody is writing just now."""
    if not in_peace():
        return False
    written = features.written(municipality_id=municipality_id)
    values = {"numbers": json.dumps(numbers)}
    insert_new(AssetFeature, ["asset_id", "text"], written, values)
    return True


def _missing(municipality_id: int, after: int) -> list[int]:
    with reading(), transaction():
        return features.missing(municipality_id=municipality_id, after=after, many=LOOKED_FOR)
