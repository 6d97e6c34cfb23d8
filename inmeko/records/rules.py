"""What is right for records: directions of the protocol, numbers, hashes, retries, file types."""

from enum import StrEnum

from inmeko.kernel.text import N_


class Direction(StrEnum):
    """Which way a document went."""

    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


DIRECTION_LABELS = {
    Direction.INCOMING: N_("Incoming"),
    Direction.OUTGOING: N_("Outgoing"),
    Direction.INTERNAL: N_("Internal"),
}


class JobState(StrEnum):
    """Where a job of the outbox stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


JOB_LABELS = {
    JobState.WAITING: N_("Waiting"),
    JobState.DONE: N_("Done"),
    JobState.DEAD: N_("Given up"),
}
