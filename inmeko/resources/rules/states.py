"""The lives of an asset and of an import, as tables."""

from collections.abc import Mapping
from enum import StrEnum

from inmeko.kernel.text import N_
from inmeko.resources.rules.asset import AssetState

ASSET_NEXT: Mapping[AssetState, frozenset[AssetState]] = {
    AssetState.CURRENT: frozenset({AssetState.RETIRED}),
    AssetState.RETIRED: frozenset({AssetState.CURRENT}),
}


class ImportState(StrEnum):
    """Where an import stands."""

    STAGED = "staged"
    DONE = "done"
    DISCARDED = "discarded"


IMPORT_LABELS = {
    ImportState.STAGED: N_("To be checked"),
    ImportState.DONE: N_("Imported"),
    ImportState.DISCARDED: N_("Set aside"),
}

NEXT: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.STAGED: frozenset({ImportState.DONE, ImportState.DISCARDED}),
    ImportState.DONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
