"""Registers brought into the inventory: staged, corrected, checked, run or set aside."""

from inmeko.resources.services.importing.preview import places, said
from inmeko.resources.services.importing.running import check, examine, run
from inmeko.resources.services.importing.staging import (
    adjust,
    discard,
    opened,
    planned,
    proposal,
    stage,
)
from inmeko.resources.services.importing.telling import Line, Report, explained, spoken

__all__ = [
    "Line",
    "Report",
    "adjust",
    "check",
    "discard",
    "examine",
    "explained",
    "opened",
    "places",
    "planned",
    "proposal",
    "run",
    "said",
    "spoken",
    "stage",
]
