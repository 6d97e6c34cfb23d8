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
    RUNNING = "running"
    DONE = "done"
    UNDOING = "undoing"
    FAILED = "failed"
    UNDONE = "undone"
    DISCARDED = "discarded"


IMPORT_LABELS = {
    ImportState.STAGED: N_("To be checked"),
    ImportState.RUNNING: N_("Being imported"),
    ImportState.DONE: N_("Imported"),
    ImportState.UNDOING: N_("Being undone"),
    ImportState.FAILED: N_("Failed"),
    ImportState.UNDONE: N_("Undone"),
    ImportState.DISCARDED: N_("Set aside"),
}

NEXT: Mapping[ImportState, frozenset[ImportState]] = {
    ImportState.STAGED: frozenset({ImportState.RUNNING, ImportState.DISCARDED}),
    ImportState.RUNNING: frozenset({ImportState.DONE, ImportState.FAILED}),
    ImportState.DONE: frozenset({ImportState.UNDOING, ImportState.UNDONE}),
    ImportState.UNDOING: frozenset({ImportState.UNDONE, ImportState.DONE}),
    ImportState.FAILED: frozenset({ImportState.RUNNING, ImportState.DISCARDED}),
    ImportState.UNDONE: frozenset(),
    ImportState.DISCARDED: frozenset(),
}
