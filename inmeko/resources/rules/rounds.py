"""The life of a round of visits: how large it may be, when it is late, how far it has come."""

from collections.abc import Mapping
from enum import StrEnum

from inmeko.kernel.text import N_

LARGEST_ROUND = 500
MINUTES_A_STOP = 15


class RoundState(StrEnum):
    """Where a round stands."""

    OPEN = "open"
    CLOSED = "closed"


ROUND_LABELS = {RoundState.OPEN: N_("Under way"), RoundState.CLOSED: N_("Closed")}

ROUND_NEXT: Mapping[RoundState, frozenset[RoundState]] = {
    RoundState.OPEN: frozenset({RoundState.CLOSED}),
    RoundState.CLOSED: frozenset({RoundState.OPEN}),
}
