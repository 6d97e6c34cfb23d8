"""The phases of an import while it runs."""

from enum import StrEnum

from inmeko.kernel.text import N_


class Phase(StrEnum):
    """What a running import is about."""

    WRITING = "writing"


PHASE_LABELS = {
    Phase.WRITING: N_("Rows are compared with the inventory and written"),
}
