"""What a merge takes over, what stays, and what each of two assets says where they differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import EMPTY, FIELDS
from inmeko.resources.rules.plain import plain

# What names an asset and does not go with it: what was said of that entry itself. Every other
# reference goes to the asset that is kept, those of tables to come included.
STAYING = frozenset(
    (
        "asset_features.asset_id",
        "asset_sectors.asset_id",
        "asset_flags.asset_id",
        "asset_flags.other_id",
        "asset_merges.asset_id",
        "asset_merges.merged_id",
        "import_changes.asset_id",
    )
)
# Where both have something that one asset cannot have, the merge is refused with a sentence.
TOGETHER = {
    "concessions": N_("Both were given to use in the same period: end one of the concessions first")
}
# What an entry is known by stays its own; where it was drawn goes with the shape.
_OWN = frozenset(("code", "register", "register_ref", "original_crs", "original_geometry"))
CHOSEN = tuple(field.name for field in FIELDS if not field.readonly and field.name not in _OWN)


@dataclass(frozen=True)
class Difference:
    """A field in which two assets differ: what each says, and whether the other's is better."""

    field: str
    kept: Any
    other: Any
    better: bool


def differences(kept: Mapping[str, Any], other: Mapping[str, Any]) -> list[Difference]:
    """Where two assets differ, in the order of the fields; what is empty gives way."""
    mine, theirs = plain(kept), plain(other)
    return [
        Difference(name, mine[name], theirs[name], _is_empty(name, mine[name]))
        for name in CHOSEN
        if mine[name] != theirs[name]
        and not (_is_empty(name, mine[name]) and _is_empty(name, theirs[name]))
    ]


def merged_values(other: Mapping[str, Any], taken: Iterable[str]) -> dict[str, Any]:
    """The values that the kept asset takes from the other."""
    names = [name for name in CHOSEN if name in set(taken)]
    if "geometry" in names:
        names += ["original_crs", "original_geometry"]
    return {name: other[name] for name in names}


def _is_empty(name: str, value: Any) -> bool:
    return value in (None, "", []) or value == EMPTY.get(name)
