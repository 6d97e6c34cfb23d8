"""The life of an import: staged, then done; a file set aside is discarded."""

from collections.abc import Mapping
from enum import StrEnum

from inmeko.kernel.text import N_


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
