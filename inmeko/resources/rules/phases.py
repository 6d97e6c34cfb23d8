"""The phases of an import while it runs, or is undone."""

from enum import StrEnum

from inmeko.kernel.text import N_


class Phase(StrEnum):
    """What a running import is about."""

    WRITING = "writing"
    REMOVING = "removing"


PHASE_LABELS = {
    Phase.WRITING: N_("Rows are compared with the inventory and written"),
    Phase.REMOVING: N_("What the import made is removed"),
}
