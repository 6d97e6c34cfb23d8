"""Registers brought into the inventory: staged, corrected, checked, run or set aside."""

from inmeko.resources.services.importing import taking_back
from inmeko.resources.services.importing.jobs import JOB, carry_out, give_up, progress_of, start
from inmeko.resources.services.importing.preview import places, said
from inmeko.resources.services.importing.running import SWEEP, check, examine, run, sweep
from inmeko.resources.services.importing.staging import (
    adjust,
    again,
    discard,
    opened,
    others,
    planned,
    proposal,
    stage,
)
from inmeko.resources.services.importing.taking_back import take_back
from inmeko.resources.services.importing.telling import Line, Report, explained, spoken
from inmeko.resources.services.importing.undoing import undo

__all__ = [
    "JOB",
    "SWEEP",
    "Line",
    "Report",
    "adjust",
    "again",
    "carry_out",
    "check",
    "discard",
    "examine",
    "explained",
    "give_up",
    "opened",
    "others",
    "places",
    "planned",
    "progress_of",
    "proposal",
    "run",
    "said",
    "spoken",
    "stage",
    "start",
    "sweep",
    "take_back",
    "taking_back",
    "undo",
]
